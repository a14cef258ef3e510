"""How the sentences found fit the question: measured one by one, and put in the order of how well they answer.

What each measure is worth is two small fitted rules with readable weights (``python -m bench calibrate`` fits them again).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from statistics import fmean
from typing import NamedTuple

from index.records import Sentence
from index.shapes import opens_article_of_law
from index.text import search_form
from rag.coverage import content_bigrams, share
from rag.kinds import QuestionKind
from rag.owing import speaks_of_lending, tells_what_comes
from rag.quotable import leans, may_be_quoted, names_a_case, tells_how_it_ended, tells_of_a_case
from rag.records import Hit
from rag.statement import is_statute, speaks_of_fraud
from rag.terms import terms
from rag.understand import Asked


class Features(NamedTuple):
    """How a sentence fits a question.

    ``place`` is the fused score of its passage, 1 for the best found. Two cosines, of sentence and passage, and how far
    the sentence's lies above the mean of all that were found: ``stands_out``. The share of the question's own character
    pairs in the sentence, and in its passage with title and headings; in a statute those of its own words for the thing
    may stand instead. ``focus`` is 1 when the sentence names the action
    asked about, 0.5 when what stands above does or the question names none, else 0. ``cue`` is 1 when sentence or
    headings hold words that go with the kind of the question: 因为 with a why. ``thing`` is 1 when the sentence holds the
    kind of thing that is asked for: a date for a when, what comes of it for a 会怎么样. ``case`` is 1 when the sentence tells what happened to somebody,
    and the question, about debts, asks of nobody in particular. ``named`` is 1 when the question names the article: its
    whole title, or the law by its short name.
    """

    place: float
    cosine: float
    stands_out: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    focus: float
    cue: float
    thing: float
    case: float
    named: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic rule: what each feature is worth, and where yes begins."""

    weights: Features
    bias: float

    def yes(self, features: Features) -> float:
        """Return the probability, 0 to 1, that the rule holds for a sentence with ``features``."""
        z = self.bias + sum(map(mul, self.weights, features))
        return 1 / (1 + math.exp(-z))


# Weights of the size that ``python -m bench calibrate`` fits, rounded to what held on every set; docs/evaluation.md.
# Which of the sentences answers: their order. How far one stands out is the same for it as its cosine.
RELEVANT = Rule(
    Features(
        place=2.9,
        cosine=22.8,
        stands_out=0.0,
        passage_cosine=9.6,
        coverage=1.5,
        passage_coverage=1.5,
        focus=2.2,
        cue=0.5,
        thing=2.0,
        case=-2.0,
        named=2.0,
    ),
    bias=-30.1,
)
# Whether the question is answered at all. The place says nothing of it: some passage is always the best.
ANSWERED = Rule(
    Features(
        place=0.0,
        cosine=14.5,
        stands_out=20.0,
        passage_cosine=14.9,
        coverage=0.0,
        passage_coverage=1.3,
        focus=1.6,
        cue=0.0,
        thing=0.0,
        case=-2.0,
        named=0.0,
    ),
    bias=-27.25,
)

_CUES: dict[QuestionKind, re.Pattern[str]] = {
    "how_to": re.compile(
        r"应对|怎么办|如何|建议|应当?|可以|可(?!能)|及时|协商|步骤|流程|办法|方法|申请|维权"
    ),
    "why": re.compile(r"因为|由于|原因|导致|造成|为了|所以|因此|引起|是因"),
    "list": re.compile(r"包括|如下|以下|下列|分为|主要有|[:：]"),
    "compare": re.compile(r"区别|不同|相比|而|一样|相同|差异"),
    "what": re.compile(r"是指|是一|指的是|所谓|称为|主要是|即|是"),
    "when": re.compile(r"时|后|前|日|期|情况|如果|届满|之内|以内|内"),
    "how_much": re.compile(
        r"\d|[百千万]分之|[一二两三四五六七八九十百千万半]+(年|个?月|天|日|元|万|倍|次|成|期)"
    ),
    "who": re.compile(
        r"由.{1,20}(负责|承担|进行|处理|办理)|负责|针对|面向|(派遣?|安排|委托|雇佣?)[^,。;]{0,6}(人员|人|机构|公司)"
    ),
    "yes_no": re.compile(r"会|不|可以|能|应|得|是|有|无"),
}
# What a sentence holds that tells when, who, where or how much.
_THINGS: dict[QuestionKind, re.Pattern[str]] = {
    "why": re.compile(r"因为|由于|原因|导致|造成|为了(?!避免)|引起|是因|旨在|目的(是|在)|以便|出于"),
    "when": re.compile(
        r"\d{2,4}年|\d{1,2}[月日号]|世纪|年代|[一二三四五六七八九十]+(个?月|日|天|年(?!代))|星期|周[一二三四五六日]|当天|昨天|今天|\d+[:点]|时|后|情况|如果|届满|之?[以之]内|期限"
    ),
    "who": re.compile(
        r"[\u4e00-\u9fff]·[\u4e00-\u9fff]|先生|女士|主席|总统|总理|部长|书记|局长|院长|校长|教授|总裁|经理|董事|作者|导演|演员|主演|队长|教练|冠军|获得者|"
        r"创始|由|用户|客户|个人|人群|面向|针对|部门|机构|公司|法院|委员会|平台|银行|协会|机关"
    ),
    "where": re.compile(
        r"位于|坐落|地处|总部|产于|分布|出生于|[省市县区州国镇村路街岛]|大学|在.{1,12}(举行|举办|召开|成立|出生)|平台|网站|热线|中心|法院|机关|部门|窗口|应用|官网"
    ),
    "how_much": re.compile(
        # "其中的一种" counts nothing.
        r"\d|[百千万亿]分之|(?!(?<=[的是])一种)[一二两三四五六七八九十百千万亿半]+[多余几]?(年|个|月|天|日|元|万|倍|次|成|期|折|人|名|位|岁|级|小时|分钟|种|家|米|公里|层|届|座|件|部|平方|吨|公斤|条)|全部|全额|免费|无息"
    ),
}
# What a title has around the name: 《中华人民共和国民法典》（2020年修订）.
_NO_NAME = re.compile(r"中华人民共和国|[(（【\[].*?[)）】\]]|[《》\"“”]")
_NAME_CHARS = 2
# "是否愿意接受上门" speaks of no visit.
_LEFT_OPEN = re.compile(r"(?<!评估)(?<!判断)(?<!决定)(?<!考虑)(?<!不论)(?<!无论)是否[^,。;]*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a hit: ``number`` is its place in ``hit.passage.sentences``.

    ``relevance`` and ``answers`` are 0 to 1: how well it answers beside the others, and the probability that the question
    is answered at all, seen from this sentence.
    """

    hit: Hit
    number: int
    features: Features
    relevance: float
    answers: float

    @property
    def sentence(self) -> Sentence:
        return self.hit.passage.sentences[self.number]


def candidates_of(asked: Asked, hits: Sequence[Hit]) -> list[Evidence]:
    """Return every sentence of ``hits`` that may be quoted, most relevant first."""
    pairs = [content_bigrams(words) for words in (_without_lenders(asked), *asked.glosses)]
    wants_rule, comes = _wants_rule(asked), asked.wanted.outcome and asked.kind != "how_much"
    usual = fmean([cosine for hit in hits for cosine in hit.sentence_scores] or [0.0])
    found = []
    for hit in hits:
        passage = hit.passage
        by_law = is_statute(passage.title)
        names = pairs if by_law else pairs[:1]  # a statute has its own words for what is asked
        above = search_form(" ".join((passage.title, *passage.headings)))
        announced = _has(_CUES, asked.kind, above)
        named = float(_names(asked.text, passage.title))
        forms = [search_form(sentence.text) for sentence in passage.sentences]
        rules = _articles_of_law(forms) if by_law else [""] * len(forms)
        folded = [terms().canonical(form) for form in forms]
        around = "\n".join((terms().canonical(above), *folded))
        around_share = max(share(words, around) for words in names)
        for number, (sentence, own) in enumerate(zip(passage.sentences, forms, strict=True)):
            if not may_be_quoted(sentence.text, passage.title):
                continue
            # "这通常由第三方负责" is about what the sentence before it names.
            first = number - 1 if number and leans(sentence.text) else number
            text, read = ("".join(of[first : number + 1]) for of in (forms, folded))
            cosine = hit.sentence_scores[number]
            settles = asked.kind == "how_to" and tells_how_it_ended(own)
            measured = Features(
                place=hit.score,
                cosine=cosine,
                stands_out=cosine - usual,
                passage_cosine=hit.dense,
                coverage=max(share(words, read) for words in names),
                passage_coverage=around_share,
                focus=_focus(asked.focus, rules[number] + text, above),
                cue=float(announced or _has(_CUES, asked.kind, text)),
                thing=float(tells_what_comes(own) if comes else holds(asked.kind, own)),
                # "持卡人经两次催收后仍不归还的" of a statute is nobody's story.
                case=float(wants_rule and not by_law and not settles and tells_of_a_case(own)),
                named=named,
            )
            found.append(Evidence(hit, number, measured, RELEVANT.yes(measured), ANSWERED.yes(measured)))
    return sorted(found, key=lambda evidence: -evidence.relevance)


def _without_lenders(asked: Asked) -> str:
    """What is asked, without whom it is asked of: the name of a lender that no table knows is no word of its own."""
    text = asked.text
    for name in asked.platforms:
        text = text.replace(name, " ")
    return text


def _articles_of_law(forms: Sequence[str]) -> list[str]:
    """For each sentence of a statute how the article it stands in opens: its items are about what that names."""
    opening, rules = "", []
    for form in forms:
        if opens_article_of_law(form):
            opening = form
        rules.append("" if form == opening else opening)
    return rules


def holds(kind: QuestionKind, sentence: str) -> bool:
    """Return whether ``sentence`` (in search form) holds the kind of thing that a question of ``kind`` wants to know."""
    return _has(_THINGS, kind, sentence)


def _focus(words: Sequence[str], sentence: str, above: str) -> float:
    if not words:
        return 0.5
    if _speaks_of(words, sentence):
        return 1.0
    return 0.5 if _speaks_of(words, above) else 0.0


def _speaks_of(words: Sequence[str], text: str) -> bool:
    """Whether one of ``words`` for an action stands in ``text``, not as part of another word, nor in what it leaves open."""
    text = _LEFT_OPEN.sub("", text)
    return any(word in text for word in words) and not set(words).isdisjoint(terms().action_words_in(text))


def _names(question: str, title: str) -> bool:
    name = search_form(_NO_NAME.sub("", title))
    return len(name) >= _NAME_CHARS and name in question


def asks_of_debts(asked: Asked) -> bool:
    """Return whether the question is one of owing and lending, and not of anything else that articles tell of."""
    return bool(asked.platforms or asked.actions or speaks_of_lending(asked.text))


def _wants_rule(asked: Asked) -> bool:
    """Whether a question about owing and lending asks of nobody in particular, nor of a fraud or a punishment itself."""
    of_fraud = asked.wanted.trust or speaks_of_fraud(asked.text)
    # What courts and police did in one case is what tells how they punish.
    return asks_of_debts(asked) and not (names_a_case(asked.text) or of_fraud or asked.wanted.penalty)


def _has(patterns: dict[QuestionKind, re.Pattern[str]], kind: QuestionKind, text: str) -> bool:
    return kind in patterns and patterns[kind].search(text) is not None
