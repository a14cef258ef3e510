"""Words that lost characters when an article was scraped, made whole again in the copy that is searched.

Scrapers and filters delete a character or a word throughout an article: 题 is gone and 问 is left ("欠款问"), 电话 is
gone and a space is left ("骚扰 等"). One such place proves nothing; an article in which it happens again and again, to
different neighbours, does. What is quoted is never repaired: the page shows the missing characters in brackets, as ours.

Everything is told from the article and the language alone, so that an article's repairs do not change with its corpus.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, lgamma, log, log1p

from index.language import Language, chinese
from index.records import Dropped, Span
from index.shapes import DIVISION, SOMEBODY

# A word is a candidate when its one character, standing alone, means it: all other words with that character together
# are rarer by this factor, and so is the character by itself.
DOMINANCE = 1.5
FEWEST_USES = 2000
# A character that is this much rarer alone than in its word does not stand alone by choice.
HARDLY_EVER_ALONE = 0.05
# How likely may an undamaged article be to use the character alone so often and the word so seldom?
UNLIKELY = 0.1
VERY_UNLIKELY = 0.01
FEWEST_PLACES = 2
FEWEST_NEIGHBOURS = 3
CLEAR_SHARE = 0.6

# Behind a noun that lost its end come these; behind a verb, what is done comes.
_AFTER_A_NOUN = (
    frozenset("的是之和与及等上中也都将或而") | {"以及"} | frozenset("。，、；：！？,.;:!?”』」)）\n")
)
_NOUN_LIKE = frozenset(["n", "vn", "an", "nz", "l", "i", "j", "b", "a", "ns", "nt", "eng"])

# What filters blank out are the ways to reach somebody. Each with words of the trade that stand right before and right
# after it. 微信 and 短信 were tried: blanks of other words (信息, 贷款) have too many neighbours in common with them.
BLANKED_WORDS = {
    "电话": (
        "骚扰 催收 客服 通过 接到 拨打 接听 打 致电 短信 短信和 短信、 短信或 和 举报 投诉 报警 热线 咨询 陌生 频繁 诈骗 联系 留下 服务 官方 多次",
        "催收 录音 号码 联系 沟通 通知 提醒 短信 骚扰 轰炸 回访 称 告知 核实 客服 催款 催缴 与 给 方式 等方式 费 里 中 咨询",
    ),
}  # fmt: skip
FEWEST_BLANKS_EXPLAINED = 0.5
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff、：:])[ \u3000\xa0]+(?=[\u4e00-\u9fff])")
_NUMBERED = re.compile(rf"{DIVISION.pattern}$|^\W*[一二三四五六七八九十]+、")
_HAN = re.compile("[\u4e00-\u9fff]")
_WINDOW = 10


@dataclass(frozen=True, slots=True)
class Repair:
    """``inserted`` is missing at ``start``; ``text[start:end]`` is the white space that was left there, if any."""

    start: int
    end: int
    inserted: str


def find_repairs(text: str, dropped: Iterable[Dropped] = ()) -> tuple[Repair, ...]:
    """Return what is missing in ``text``, in order, apart from the dropped stretches; almost always nothing."""
    shown = list(text)
    for span in dropped:
        shown[span.start : span.end] = "\n" * (span.end - span.start)
    evidence = "".join(shown)
    language = chinese()
    repairs = [*_lost_characters(evidence, language), *_blanked_words(evidence)]
    return tuple(sorted(repairs, key=lambda repair: repair.start))


def repaired(text: str, start: int, end: int, repairs: Sequence[Repair]) -> str:
    """Return ``text[start:end]`` with its words whole: what is searched in its place."""
    pieces = []
    for repair in repairs_within(start, end, repairs):
        pieces += [text[start : repair.start], repair.inserted]
        start = repair.end
    return "".join([*pieces, text[start:end]])


def repairs_within(start: int, end: int, repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Yield those of ``repairs``, which are in order, that are of ``text[start:end]``."""
    # A word that is missing at the very end of a sentence belongs to it, not to the next one.
    first, last = (bisect_right(repairs, at, key=lambda repair: repair.start) for at in (start, end))
    return (repair for repair in repairs[first:last] if repair.end <= end)


# Lost characters -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A character that stands alone at ``at``, between the words ``before`` and ``after``."""

    at: int
    before: str
    after: str


@cache
def _telltale_characters() -> dict[str, tuple[tuple[str, int], ...]]:
    """Character -> the nouns of two characters that it means when it stands alone, and its place in them (0 or 1)."""
    language = chinese()
    in_words: dict[str, int] = {}
    pairs = [(word, count) for word, count in language.counts.items() if len(word) == 2]
    for word, count in pairs:
        for character in set(word):
            in_words[character] = in_words.get(character, 0) + count
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for word, count in pairs:
        if count < FEWEST_USES or language.parts[word] != "n" or word[0] == word[1]:
            continue
        for place, character in enumerate(word):
            alone = language.counts.get(character, 1)
            if count >= DOMINANCE * (in_words[character] - count) and count >= alone:
                found[character] = (*found.get(character, ()), (word, place))
    return found


def _lost_characters(text: str, language: Language) -> Iterator[Repair]:
    telltale = _telltale_characters()
    for character in sorted(set(text) & telltale.keys()):
        for word, place in telltale[character]:
            places = list(_standing_alone(text, character, word, place, language))
            for damaged in _damaged(text, places, word, character, language):
                at = damaged.at + 1 if place == 0 else damaged.at
                yield Repair(at, at, word[1 - place])


def _standing_alone(text: str, character: str, word: str, place: int, language: Language) -> Iterator[_Place]:
    for found in re.finditer(re.escape(character), text):
        at = found.start()
        in_its_word = text[max(0, at - place) : at - place + 2] == word
        in_another = any(
            language.counts.get(pair, 0) > 2 for pair in (text[max(0, at - 1) : at + 1], text[at : at + 2])
        )
        if not in_its_word and not in_another and (alone := _neighbours(text, at, language)):
            yield alone


def _neighbours(text: str, at: int, language: Language) -> _Place | None:
    """Return the place of the character at ``at`` if it is a word by itself there."""
    start, end = at, at + 1
    while start > 0 and at - start < _WINDOW and _HAN.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - at < _WINDOW and _HAN.match(text[end]):
        end += 1
    before, position = text[start - 1 : start], start
    words = language.words_of(text[start:end])
    for row, word in enumerate(words):
        if position == at and len(word) == 1:
            after = words[row + 1] if row + 1 < len(words) else text[at + 1 : at + 2]
            return _Place(at, before, after)
        before, position = word, position + len(word)
    return None


def _damaged(
    text: str, places: Sequence[_Place], word: str, character: str, language: Language
) -> Sequence[_Place]:
    """Return the places at which the rest of ``word`` is missing: none, unless the whole article speaks for it."""
    whole = text.count(word)
    if len(places) < FEWEST_PLACES or 2 * whole > len(places):
        return ()
    alone = language.counts.get(character, 1)
    chance = _chance(whole, len(places) + whole, language.counts[word] / (language.counts[word] + alone))
    left = {text[max(0, place.at - 1) : place.at] for place in places}
    right = {text[place.at + 1 : place.at + 2] for place in places}
    if (
        alone <= HARDLY_EVER_ALONE * language.counts[word]
        and not whole
        and chance <= VERY_UNLIKELY
        and min(len(left), len(right)) >= FEWEST_NEIGHBOURS
    ):
        return places
    nouns = [place for place in places if _stands_like_a_noun(place, language)]
    clear = (
        len(nouns) >= CLEAR_SHARE * len(places) and len({place.before for place in nouns}) >= FEWEST_PLACES
    )
    return nouns if clear and chance <= UNLIKELY else ()


def _chance(hits: int, trials: int, probability: float) -> float:
    """Return how likely at most ``hits`` of ``trials`` are (binomial)."""
    # In logarithms: how often one may choose among a thousand places is no number that a float can hold.
    yes, no = log(probability), log1p(-probability)
    ways = (lgamma(trials + 1) - lgamma(n + 1) - lgamma(trials - n + 1) for n in range(hits + 1))
    return sum(exp(way + n * yes + (trials - n) * no) for n, way in enumerate(ways))


def _stands_like_a_noun(place: _Place, language: Language) -> bool:
    before = place.before
    described = before == "的" or (
        len(before) > 1 and language.parts.get(before) in _NOUN_LIKE and before[-1] not in SOMEBODY
    )
    return described and place.after in _AFTER_A_NOUN


# Blanked words -------------------------------------------------------------------------------------------------------


def _blanked_words(text: str) -> Iterator[Repair]:
    blanks = [
        Span(found.start(), found.end())
        for found in _BLANK.finditer(text)
        if not _NUMBERED.search(_end_of_line_before(text, found.start()))
    ]
    for word, (before, after) in BLANKED_WORDS.items():
        told = {blank: _told_by(text, blank, before.split(), after.split()) for blank in blanks}
        explained = [blank for blank, neighbour in told.items() if neighbour]
        neighbours = {neighbour for neighbour in told.values() if neighbour}
        if (
            len(neighbours) >= FEWEST_NEIGHBOURS
            and len(explained) >= FEWEST_BLANKS_EXPLAINED * len(blanks)
            and 2 * text.count(word) <= len(explained)
        ):
            for blank in explained:
                yield Repair(blank.start, blank.end, word)
            return


def _end_of_line_before(text: str, at: int) -> str:
    """Return the last characters before ``at`` that stand in the same line."""
    start = max(0, at - _WINDOW)
    return text[max(start, text.rfind("\n", start, at)) : at].strip()


def _told_by(text: str, blank: Span, before: Sequence[str], after: Sequence[str]) -> str:
    """Return the longest neighbour of ``blank`` that the missing word is known to stand beside."""
    known = [f"{word} " for word in before if text.endswith(word, 0, blank.start)]
    known += [f" {word}" for word in after if text.startswith(word, blank.end)]
    return max(known, key=len, default="")
