"""Brings the cosines of any embedder to the scale of the default model, on which the rules of ``rag.evidence`` are fitted.

Models differ in how near they put what has nothing in common: 0.8 in one, 0.2 in another. A few questions are compared
with their own answers and with those of the others: where the two means fall tells how to move the cosines of a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.weights import DEFAULT_MODEL

if TYPE_CHECKING:
    from index.embed import Embedder

_QUESTIONS_AND_ANSWERS = (
    ("信用卡逾期会影响征信吗?", "逾期记录会报送征信系统,影响个人信用。"),
    ("怎么做红烧肉?", "五花肉切块焯水,加酱油和冰糖小火炖一个小时。"),
    ("地铁几点停运?", "末班车于晚上十一点从起点站发出。"),
    ("感冒了吃什么药?", "普通感冒以休息和多喝水为主,发热时可服用退烧药。"),
    ("租房合同没到期能退租吗?", "租客提前解除合同的,应当按约定支付违约金。"),
    ("猫为什么会掉毛?", "换季时猫会脱落旧毛,长出新的毛发。"),
    ("公司不给交社保怎么办?", "用人单位不缴社会保险的,劳动者可以向劳动监察部门投诉。"),
    ("怎样学好英语口语?", "坚持每天跟读和对话练习,口语才能提高。"),
)


# Where the means of the default model fall: apart from the answers of others, together with their own.
_OF_PASSAGES = (0.680, 0.813)
_OF_SENTENCES = (0.675, 0.823)
_LEAST_GAP = 0.02  # a model that tells less apart has no scale to speak of


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from the cosines of a model to those that the default model would give."""

    factor: float = 1.0
    offset: float = 0.0

    def __call__(self, cosines: np.ndarray) -> np.ndarray:
        """Return ``cosines``, of any shape, on the scale of the default model."""
        moved: np.ndarray = cosines * self.factor + self.offset
        return moved


@dataclass(frozen=True, slots=True)
class Scales:
    """One scale for the cosines of questions with passages, one for those with sentences."""

    passages: Scale = Scale()
    sentences: Scale = Scale()


AS_THEY_ARE = Scales()


def scales_of(embedder: Embedder) -> Scales:
    """Return how the cosines of ``embedder`` are to be read; those of the default model as they are."""
    if embedder.name == DEFAULT_MODEL:
        return AS_THEY_ARE
    asked, answers = map(list, zip(*_QUESTIONS_AND_ANSWERS, strict=True))
    questions = embedder.embed_questions(asked)
    return Scales(
        passages=_scale(questions @ embedder.embed_passages(answers).T, _OF_PASSAGES),
        sentences=_scale(questions @ embedder.embed_sentences(answers).T, _OF_SENTENCES),
    )


def _scale(cosines: np.ndarray, default: tuple[float, float]) -> Scale:
    own = np.eye(len(cosines), dtype=bool)
    apart, together = float(cosines[~own].mean()), float(cosines[own].mean())
    if together - apart < _LEAST_GAP:
        return Scale()
    factor = (default[1] - default[0]) / (together - apart)
    return Scale(factor, default[0] - apart * factor)
