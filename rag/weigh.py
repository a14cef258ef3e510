"""Which of the sentences found are evidence for the question, and whether there is enough to answer at all.

A sentence counts by how near it is to the question and how many of the question's own words it holds; whether the whole
is enough is a small fitted rule with readable coefficients (``python -m bench calibrate`` fits them again). Words about
another platform, titles, questions that an article asks, offers and orders to a machine are never evidence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.records import Article, Sentence
from index.text import search_form
from rag.guard import speaks_of_offer
from rag.records import Hit
from rag.terms import terms
from rag.understand import Asked, QuestionKind

Verdict = Literal["enough", "nothing", "vague", "other_platform", "outdated", "personal", "no_question"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic rule over the features of ``Features``; ``yes`` is its probability."""

    place: float
    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    focus: float
    cue: float
    bias: float

    def yes(self, features: Features) -> float:
        """Return the probability, 0 to 1, that a sentence with ``features`` answers."""
        z = (
            self.bias
            + self.place * features.place
            + self.cosine * features.cosine
            + self.passage_cosine * features.passage_cosine
            + self.coverage * features.coverage
            + self.passage_coverage * features.passage_coverage
            + self.focus * features.focus
            + self.cue * features.cue
        )
        return 1 / (1 + math.exp(-z))


@dataclass(frozen=True, slots=True)
class Features:
    """How a sentence fits a question.

    ``place`` is the fused score of its passage, 1 for the best found. Two cosines, of sentence and passage. The share of
    the question's own character pairs in the sentence, and in its passage with title and headings. ``focus`` is 1 when
    the sentence names the action asked about, 0.5 when what stands above does or the question names none, else 0.
    ``cue`` is 1 when sentence or headings hold words that go with the kind of the question: 因为 with a why.
    """

    place: float
    cosine: float
    passage_cosine: float
    coverage: float
    passage_coverage: float
    focus: float
    cue: float


# Weights of the size that ``python -m bench calibrate`` fits, rounded to what held on every set; docs/evaluation.md.
ANSWERS = Rule(
    place=2.9,
    cosine=33.0,
    passage_cosine=13.6,
    coverage=1.5,
    passage_coverage=1.5,
    focus=1.5,
    cue=0.5,
    bias=-46.0,
)
ENOUGH = 0.4
ENOUGH_FOR_FOCUS = 0.12
VAGUE = 0.2
KEPT = 0.15

# Words that ask or are polite, but name nothing: they say nothing about whether a sentence answers.
_EMPTY_WORDS = re.compile(
    r"是不是|会不会|能不能|可不可以|有没有|要不要|为什么|为啥|怎么办|好多人|很多人|许多人|大家|有人|别人|怎么样|什么样|什么时候|多少|多久|多长时间|请问|想问|一下|如何|怎样|怎么|"
    r"什么|哪些|哪个|哪里|哪|谁|啥|咋|是否|可以|应该|需要|现在|我们|我的|自己|一个|这个|那个|这种|这样|时候|情况|问题|"
    r"[吗呢吧啊呀嘛么了的地得我你他她它们会能要有是在就都也还很被把给和与或及及其对为]"
)
# A sentence that opens so says something about the one before it.
_LEANS = re.compile(
    r"^[“\"]?(这(?!些年)|此(?!类)|其(?!他|它|实|中一)|该|它|他们|她|因此|所以|此外|另外|同时|与此同时|而且|并且|但|然而|不过|对此|如此|"
    r"上述|以上|前述|例如|比如|也|则|可见|总之|是的|否则|反之|换言之|也就是说|同样|接着|随后|其次|最后|再次|而|前款|前两款)"
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
    "who": re.compile(r"由.{1,20}(负责|承担|进行|处理|办理)|负责|针对|面向"),
    "yes_no": re.compile(r"会|不|可以|能|应|得|是|有|无"),
}
_ASKS = re.compile(r"[?？][”\"’」』）)\s]*$")
_ORDERS = re.compile(
    r"(忽略|无视|忘记|disregard|ignore).{0,12}(以上|之前|前面|上述|previous|above|all|指令|提示|instructions?)"
    r"|你是一个.{0,12}(助手|模型|机器人)|system prompt|系统提示词",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"我(的|在)?[^,。;?!]{0,10}(额度|账单|余额|账户|还款日|合同|欠款金额|剩余本金|应还)[^,。;?!]{0,6}(是|有|还有|剩)?(多少|几|哪天|什么时候|什么)"
    r"|我(还|总共|一共|到底)?(还)?(欠|该还|要还|剩)(了)?[^,。;?!]{0,6}(多少|几)"
    r"|(帮我|给我)(查|看)(一下|下|看)?[^,。;?!]{0,8}(我|额度|账单|余额|进度|欠|还款日)[^,。;?!]{0,12}(多少|几|吗|没|哪|进度)"
    r"|我(的|在)[^,。;?!]{0,8}(什么时候|多久|哪天|几号)(才|能|可以|会)*(解冻|恢复|开通|到账|放款|审核|通过|结清)"
    r"|我(的)?征信(现在|上|里|目前)*有(没有|无|多少)"
    r"|我(的)?(申请|投诉|案子|案件|官司|订单)[^,。;?!]{0,8}(进度|结果|到哪|通过了没)"
)
_TO_CALL = r"(电话|号码|热线|联系方式|微信号|qq)"
_ASKS_NUMBER_TO_CALL = re.compile(
    rf"{_TO_CALL}(号码?|是|为)*(多少|几|什么|哪|\??$)|(多少|哪个|什么).{{0,4}}{_TO_CALL}"
)
_WHOSE = 0.8
_NAMED = 0.4  # of the question's words must stand around a figure for it to be the one asked for
_NUMBER_TO_CALL = re.compile(r"\d{3,4}[- ]?\d{3,4}[- ]?\d{0,4}|(?<!\d)\d{5,12}(?!\d)")
_NOW = re.compile(r"今年|现在|目前|最新|当前|如今")
_FRESH_DAYS = 365
_ASKS_LAW = re.compile(r"(哪|什么|几)(部|条|个|一条|款)?.{0,3}(法律|法条|法规|条款|条文|法)|第几条")
_LAW = re.compile(r"《[^》]+》|第[零〇一二三四五六七八九十百千\d]+条")
_QUANTITY = re.compile(
    r"\d|[百千万]分之|[一二两三四五六七八九十百千万半]+(年|个?月|天|日|元|万|倍|次|成|期|折|岁|级|小时|分钟|个|种|名|人|位|家)|全部|全额|免费|无息|没有利息"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a hit: ``number`` is its place in ``hit.passage.sentences``; ``relevance`` is 0 to 1."""

    hit: Hit
    number: int
    features: Features
    relevance: float

    @property
    def sentence(self) -> Sentence:
        return self.hit.passage.sentences[self.number]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence, best first, and the verdict on it. ``others`` names the platforms that it speaks of instead."""

    evidence: tuple[Evidence, ...]
    verdict: Verdict
    others: frozenset[str] = frozenset()


def weigh(
    asked: Asked,
    hits: Sequence[Hit],
    article: Callable[[str], Article] | None = None,
    today: date | None = None,
) -> Weighed:
    """Judge the sentences of ``hits`` as evidence for ``asked``.

    ``article`` gives an article by its id: without it, what a passage does not say itself (whom its article is about,
    when it was published) counts as not said. ``today`` is what "now" means, the real day unless given.
    """
    if not asked.text:
        return Weighed((), "no_question")
    if _PERSONAL.search(asked.text):
        return Weighed((), "personal")
    candidates = candidates_of(asked, hits)
    about_it = [one for one in candidates if is_about(asked, scope_of(one, article), one.sentence.text)]
    fitting = [one for one in about_it if has_shape(asked, one)]
    best = about_it[0].relevance if about_it else 0.0
    if fitting and any(one.relevance >= _enough_for(asked, one) for one in fitting):
        today = today or date.today()
        if asks_of_now(asked, today) and not any(
            _is_fresh(article and article(one.sentence.article_id).published, today)
            for one in fitting
            if one.relevance >= ENOUGH
        ):
            return Weighed((), "outdated")
        # A sentence that names the very action may take the other side in quite other words: it is kept for that.
        return Weighed(tuple(e for e in fitting if e.relevance >= KEPT or e.features.focus == 1.0), "enough")
    elsewhere = [one for one in candidates if one not in about_it and one.relevance >= ENOUGH]
    if elsewhere:
        return Weighed(
            (), "other_platform", frozenset().union(*(scope_of(one, article) for one in elsewhere))
        )
    return Weighed((), "vague" if best >= VAGUE else "nothing")


def candidates_of(asked: Asked, hits: Sequence[Hit]) -> list[Evidence]:
    """Return every sentence of ``hits`` that may be quoted, most relevant first."""
    wanted = content_bigrams(asked.text)
    found = []
    for hit in hits:
        passage = hit.passage
        above = search_form(" ".join((passage.title, *passage.headings)))
        around = coverage(wanted, above + "\n" + search_form(passage.text))
        for number, sentence in enumerate(passage.sentences):
            if not may_be_quoted(sentence.text):
                continue
            text = search_form(sentence.text)
            if number and leans(sentence.text):
                # "这通常由第三方负责" is about what the sentence before it names.
                text = search_form(passage.sentences[number - 1].text) + text
            measured = Features(
                place=hit.score,
                cosine=hit.sentence_scores[number],
                passage_cosine=hit.dense,
                coverage=coverage(wanted, text),
                passage_coverage=around,
                focus=_focus(asked.focus, text, above),
                cue=_cue(asked.kind, text, above),
            )
            found.append(Evidence(hit, number, measured, ANSWERS.yes(measured)))
    return sorted(found, key=lambda evidence: -evidence.relevance)


def content_bigrams(question: str) -> frozenset[str]:
    """Return the character pairs of ``question`` (in search form) that name something other than a platform.

    Synonyms are folded, as they are in what the pairs are looked for in.
    """
    named = terms().canonical(terms().without_platforms(question))
    runs = re.findall(r"[0-9a-z]+|[\u3400-\u9fff]+", _EMPTY_WORDS.sub(" ", named))
    pairs = {run[i : i + 2] for run in runs if not run.isascii() for i in range(len(run) - 1)}
    return frozenset(pairs | {run for run in runs if run.isascii() and len(run) > 1})


def coverage(wanted: frozenset[str], text: str) -> float:
    """Return the share of the character pairs ``wanted`` that stand in ``text`` (in search form), synonyms folded."""
    folded = terms().canonical(text)
    return sum(pair in folded for pair in wanted) / len(wanted) if wanted else 0.0


def leans(sentence: str) -> bool:
    """Return whether ``sentence`` opens with a word that points back: 这, 此外, 其."""
    return _LEANS.match(sentence.strip()) is not None


def may_be_quoted(sentence: str) -> bool:
    """Return whether ``sentence`` may stand as evidence: it states something, and neither sells nor gives orders."""
    return not _ASKS.search(sentence) and not _ORDERS.search(sentence) and not _is_offer(sentence)


def has_shape(asked: Asked, evidence: Evidence) -> bool:
    """Return whether the sentence holds the kind of thing asked for: a number, a telephone number, a law by name."""
    sentence = evidence.sentence.text
    if _ASKS_NUMBER_TO_CALL.search(asked.text):
        # A number belongs to whom its passage speaks of: that must be whom the question names.
        whose = evidence.features.passage_coverage >= _WHOSE
        return whose and _NUMBER_TO_CALL.search(sentence) is not None
    if _ASKS_LAW.search(asked.text):
        return _LAW.search(sentence) is not None
    if asked.kind == "how_much":
        named = evidence.features.passage_coverage >= _NAMED
        return named and _QUANTITY.search(sentence) is not None
    return True


def _enough_for(asked: Asked, evidence: Evidence) -> float:
    """What relevance is enough: less where the sentence names the very action that a yes-or-no question asks about."""
    names_it = evidence.features.focus == 1.0 and asked.kind in ("yes_no", "when")
    return ENOUGH_FOR_FOCUS if names_it else ENOUGH


def asks_of_now(asked: Asked, today: date) -> bool:
    """Return whether the question wants a figure or a rule as it is now, which an old article cannot give."""
    years = (int(year) for year in re.findall(r"(20\d\d)年", asked.text))
    now = _NOW.search(asked.text) is not None or any(year >= today.year for year in years)
    return now and asked.kind in ("how_much", "when", "what", "list")


def _is_fresh(published: date | None, today: date) -> bool:
    return published is not None and 0 <= (today - published).days <= _FRESH_DAYS


def scope_of(evidence: Evidence, article: Callable[[str], Article] | None = None) -> frozenset[str]:
    """Return the platforms that the sentence speaks of: its own, else those of its headings, passage, title, article."""
    passage = evidence.hit.passage
    for text in (evidence.sentence.text, " ".join(passage.headings), passage.text, passage.title):
        if found := terms().platforms_in(search_form(text)):
            return found
    return terms().platforms_in(article(passage.article_id).text) if article else frozenset()


def is_about(asked: Asked, scope: frozenset[str], sentence: str) -> bool:
    """Return whether a sentence on the platforms ``scope`` may answer: on the one asked about, or on none in particular.

    A figure that is on no platform in particular never answers for one: fees and rates are each lender's own.
    """
    if not asked.platforms:
        return True
    if not scope:
        return asked.kind != "how_much" or not _QUANTITY.search(sentence)
    return terms().related(asked.platforms, scope)


def _is_offer(sentence: str) -> bool:
    """An offer, unless the sentence warns of it."""
    return speaks_of_offer(sentence) and not re.search(
        r"不要|切勿|警惕|谨防|骗|违法|非法|不得|禁止|风险|提醒|小心|严禁", sentence
    )


def _focus(words: Sequence[str], sentence: str, above: str) -> float:
    if not words:
        return 0.5
    if any(word in sentence for word in words):
        return 1.0
    return 0.5 if any(word in above for word in words) else 0.0


def _cue(kind: QuestionKind, sentence: str, above: str) -> float:
    pattern = _CUES.get(kind)
    return float(pattern is not None and bool(pattern.search(sentence) or pattern.search(above)))
