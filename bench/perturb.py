"""The same question as other people would type it. Every run changes it alike: chance comes from the question itself."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from bench.sounds import by_sound, common_characters, sound
from rag.terms import terms

# What people tell before they ask: about 60 characters each, with nothing to do with the question.
STORIES = (
    "我前年跟朋友合伙开了一家小店，去年行情不好就关了门，家里老人又住了两次院，最近一直睡不好，也没有人可以商量，想请大家帮忙看看，",
    "本人三十五岁，在外地打工，老婆带着两个孩子在老家，平时一个月回去一趟，前阵子换了工作手头有点紧，心里很乱不知道怎么办，想问一下，",
    "您好老师，我是第一次来这里提问，之前在网上查了很多资料，说法都不一样，越看越糊涂，打电话问也没有人说得清楚，所以想来请教您一下，",
    "事情是这样的，上个月我表弟来城里找我，住了一个多星期，我们聊起了一件事，两个人想法不一样，争了半天也没有争出结果，所以来问问，",
)
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OFFERED = 3  # an input method offers the commonest characters of a sound first
# The parts of speech, as jieba names them, that carry the meaning of a question; the words among them that only ask.
_CONTENT = ("n", "v", "a", "i", "l", "j", "m", "eng", "t", "s", "z")
_ASKING = re.compile(
    "[是有会能要该算想问]|请问|可以|应该|需要|什么|怎么样?|怎样|怎么办|如何|哪些|多少|为什么"
)


def traditional(question: str) -> str:
    """Return ``question`` in traditional script."""
    return _to_traditional()(question)


def unpunctuated(question: str) -> str:
    """Return ``question`` without its punctuation."""
    return _PUNCTUATION.sub("", question)


def misspelt(question: str) -> str:
    """Return ``question`` with one character of one of its words replaced by a common one of the same sound.

    This is what an input method does to a hurried person: 逾期 becomes 预期. A question without such a word stays.
    """
    chance = random.Random(question)
    places = [
        at
        for _, start, end in _tagger().tokenizer.tokenize(question)
        for at in range(start, end)
        if end - start > 1 and _CHINESE.match(question[at])
    ]
    for at in chance.sample(places, len(places)):
        if others := _same_sound(question[at]):
            return question[:at] + chance.choice(others) + question[at + 1 :]
    return question


def told(question: str) -> str:
    """Return ``question`` at the end of a story."""
    return random.Random(question).choice(STORIES) + question


def keywords(question: str) -> str:
    """Return the words of ``question`` that carry its meaning, with spaces between, as typed into a search box."""
    words = [
        pair.word
        for pair in _tagger().cut(question)
        if pair.flag.startswith(_CONTENT) and not _ASKING.fullmatch(pair.word)
    ]
    return " ".join(words) or question


PERTURBATIONS: dict[str, Callable[[str], str]] = {
    "traditional": traditional,
    "no punctuation": unpunctuated,
    "wrong character": misspelt,
    "in a story": told,
    "keywords": keywords,
}


@cache
def _tagger() -> Any:
    """Cuts into words and names their parts of speech; knows the lenders, of whom jieba cuts 花呗 into two words."""
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    for name in terms().platforms.names:
        segmenter.add_word(name, tag="n")
    return jieba.posseg.POSTokenizer(segmenter)


@cache
def _to_traditional() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


def _same_sound(character: str) -> list[str]:
    return [other for other in _by_sound().get(sound(character), []) if other != character][:_OFFERED]


@cache
def _by_sound() -> dict[str, list[str]]:
    """The common characters under their sounds, the one that jieba counts most first."""
    segmenter = _tagger().tokenizer
    segmenter.initialize()
    return by_sound(sorted(common_characters(), key=lambda one: -segmenter.FREQ.get(one, 0)))
