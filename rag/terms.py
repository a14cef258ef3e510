"""The words of the field: which platforms and actions a text speaks of (``terms.toml``), how people and articles say one
thing (``words.toml``), and how statutes do (``glosses.toml``). Pure look-ups, no judgement.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import product
from typing import Any

from index.text import search_form

_LENDER = re.compile(r"[\u4e00-\u9fff]{2}(?:金服|数科|金科|普惠(?!金融))(?!公司)")
_GENERIC = "网|房|车|借|信|放|商|小额|消费|现金|助学|校园|高利|抵押|套路|经营|民间|培训|公积金|首付|学|裸|骗|还|信用|小|黑|正规|什么|哪个|这个|那个|其他|别的|不|了|白"
# What a question names before it asks: 闪银逾期, 原子贷会上门. Not a kind of loan: 网贷, 房贷.
_ASKED_LENDER = re.compile(
    rf"(?:^|[,，。;?!\s])((?![^,，。;?!\s]{{0,3}}(?:{_GENERIC})(?:贷|呗|银|钱包))[\u4e00-\u9fffa-z0-9]{{1,3}}(?:贷|呗|银|钱包))"
    r"(?=逾期|欠款|欠|会|上门|起诉|合法|靠谱|可靠|正规|催收|客服|利息|利率|征信|上征信|还不|可以|能|是|呢\??$)"
)
_TURNS_TO = re.compile(r"联系|打[给到]|电话|告诉|告知|通知|骚扰|短信|爆|找|知道|催|轰炸|泄露|上门")
# "老婆欠了钱,催收天天找我" turns to nobody else.
_TO_ME = re.compile(rf"(?:{_TURNS_TO.pattern})我(?![的家爸妈父母老姐弟哥妹儿女孩爷奶岳公单同朋亲领室邻])")
_CLAUSE = re.compile(r"[,。;!?\n]")
_NEAR_CHARS = 8
_ACROSS_CHARS = 14  # over commas
_IN_ONE = re.compile("[0-9a-z]{2}")  # two characters that no word parts
_LOOSE_CHARS = 3  # from so many on a word of people's own is found with these between two of its characters
_BETWEEN = "(?:[的了过人都就也个]|会不会|有没有){0,2}"
ANY_BANK = "银行"
_ANY_BANK = re.compile("(?<!人民)银行(?!卡|内部|流水|账|业|间|存款|短信)")


@dataclass(frozen=True)
class Vocabulary:
    """Words in search form -> what they are names of. In a longer word of ``unless`` they are other words, and so they are
    right after or before what ``beside`` has for them: 到我家 after 寄.
    """

    names: dict[str, str]
    unless: frozenset[str]
    beside: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

    def mentions(self, text: str) -> list[str]:
        """Return the words that stand in ``text`` (in search form), as often as they do: 京东白条 is not also 京东."""
        return [found[0] for found in self._pattern.finditer(text) if self._names(found)]

    def words_in(self, text: str) -> list[str]:
        """Return the words that stand in ``text`` (in search form), each once."""
        return list(dict.fromkeys(self.mentions(text)))

    def replaced(self, text: str, by: Callable[[str], str] | None = None) -> str:
        """Return ``text`` (in search form) with each word replaced ``by`` something, else by what it is a name of."""
        by = by or self.names.__getitem__
        return self._pattern.sub(lambda found: by(found[0]) if self._names(found) else found[0], text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(
            "|".join(map(re.escape, sorted({*self.names, *self.unless}, key=len, reverse=True)))
        )

    def _names(self, found: re.Match[str]) -> bool:
        """Whether a word is found, and not a longer one, nor a part of another number or Latin name."""
        word, text = found[0], found.string
        after, before = self.beside.get(word, ((), ()))
        if text.endswith(after, 0, found.start()) or text.startswith(before, found.end()):
            return False
        if not (word[0].isascii() or word[-1].isascii()):
            return word in self.names
        around = text[max(0, found.start() - 1) : found.start()] + word[0], word[-1] + text[found.end() :][:1]
        return word in self.names and not any(_IN_ONE.fullmatch(pair) for pair in around)


@dataclass(frozen=True)
class Terms:
    """What the words of the field are names of. ``parents`` maps a product to the platform that it belongs to, ``words``
    are all that name something of the field, and ``everyday`` others that questions are made of. ``said`` is what statutes say
    for people's own words, written loosely, and for two of them near each other.
    """

    platforms: Vocabulary
    parents: dict[str, str]
    actions: Vocabulary
    persons: frozenset[str]
    doers: Vocabulary
    words: frozenset[str]
    everyday: frozenset[str]
    synonyms: Vocabulary
    wordings: Vocabulary
    glosses: Vocabulary
    said: tuple[tuple[re.Pattern[str], str], ...]

    def platforms_in(self, text: str) -> frozenset[str]:
        """Return the names of the platforms and products that ``text`` (in search form) speaks of."""
        return frozenset(self.platform_mentions(text))

    def platform_mentions(self, text: str) -> list[str]:
        """Return those names as often as ``text`` (in search form) speaks of them.

        A name that the table does not know counts when it ends as the names of lenders do: 某某金服, 某某数科.
        """
        named = (self.platforms.names[word] for word in self.platforms.mentions(text))
        return [*named, *_LENDER.findall(self.without_platforms(text))]

    def asked_about(self, question: str) -> frozenset[str]:
        """Return the platforms that ``question`` (in search form) names; "银行" where it means any bank.

        Only a question: an article that says 可以与银行协商 speaks to everybody.
        """
        named = self.platforms_in(question) or frozenset(_ASKED_LENDER.findall(question))
        return named or frozenset(_ANY_BANK.findall(question))

    def lender_words_in(self, question: str) -> list[str]:
        """Return the names of lenders that stand in ``question`` (in search form), those too that the table does not know."""
        unknown = self.without_platforms(question)
        return [
            *self.platforms.words_in(question),
            *_LENDER.findall(unknown),
            *_ASKED_LENDER.findall(question),
        ]

    def actions_in(self, text: str) -> frozenset[str]:
        """Return the names of the actions that ``text`` (in search form) speaks of."""
        return frozenset(self.actions.names[word] for word in self.action_words_in(text))

    def action_words_in(self, text: str) -> list[str]:
        """Return the words of ``text`` (in search form) that name an action; a person does where somebody turns to him."""
        found = self.actions.words_in(text)
        if self.persons.isdisjoint(found):
            return found
        turning = "".join(
            clause for clause in _CLAUSE.split(text) if _TURNS_TO.search(_TO_ME.sub("", clause))
        )
        return [word for word in found if word not in self.persons or word in turning]

    def related(self, asked: Iterable[str], found: Iterable[str]) -> bool:
        """Return whether words about ``found`` may answer for ``asked``: the same platform, its product or its owner.

        Two products of one platform do not answer for each other; a bank by name answers for banks.
        """
        return any(a == f or self._owner(a) == f or self._owner(f) == a for a in asked for f in set(found))

    def owners_of(self, platforms: Iterable[str]) -> frozenset[str]:
        """Return the platforms that the products among ``platforms`` belong to."""
        return frozenset(self.parents[name] for name in platforms if name in self.parents)

    def _owner(self, name: str) -> str | None:
        return ANY_BANK if name.endswith(ANY_BANK) else self.parents.get(name)

    def without_platforms(self, text: str) -> str:
        """Return ``text`` (in search form) with a space for each platform it names."""
        return self.platforms.replaced(text, lambda word: " ")

    def canonical(self, text: str) -> str:
        """Return ``text`` (in search form) with one word for one thing: 催款 and 催债 become 催收. For comparing only."""
        return self.synonyms.replaced(text)

    def glossed(self, text: str) -> tuple[str, ...]:
        """Return what statutes say for the words of its own in ``text`` (in search form): 砍头息 is 预先在本金中扣除利息."""
        named = [self.glosses.names[word] for word in self.glosses.mentions(text)]
        return tuple(dict.fromkeys([*named, *(means for words, means in self.said if words.search(text))]))

    def corrected(self, text: str) -> str:
        """Return ``text`` (in search form) in the words of the field: homophones written right, 来我家 read as 上门.

        What that says twice, 上门上门 for 上门来我家, is said once.
        """
        said = self.wordings.replaced(text)
        if said == text:
            return text
        for right in {*map(self.wordings.names.__getitem__, self.wordings.mentions(text)), "吗"}:
            said = re.sub(f"(?:{re.escape(right)}){{2,}}", right, said)
        return said


@cache
def terms() -> Terms:
    """Return the tables that the package ships, read once."""
    table = {**_read("terms.toml"), **_read("words.toml"), **_read("glosses.toml")}
    platforms = _vocabulary(table["platform"], "name", "aliases")
    actions = _vocabulary(table["action"], "name", "words", "persons")
    everyday = (search_form(word) for row in table["everyday"] for word in row["words"])
    synonyms = _vocabulary([{"name": row["words"][0], **row} for row in table["synonym"]], "name", "words")
    return Terms(
        platforms=platforms,
        parents={row["name"]: row["of"] for row in table["platform"] if "of" in row},
        actions=actions,
        persons=frozenset(search_form(word) for row in table["action"] for word in row.get("persons", ())),
        doers=_vocabulary(table["doer"], "name", "words"),
        words=frozenset([*platforms.names, *actions.names, *synonyms.names]),
        everyday=frozenset(everyday),
        synonyms=synonyms,
        wordings=_vocabulary(table["wording"], "right", "wrong"),
        glosses=_vocabulary(table["gloss"], "means", "words"),
        said=tuple(
            (pattern, row["means"])
            for row in table["gloss"]
            for pattern in (
                *([_any_of(row["words"])] if "words" in row and "unless" not in row else ()),
                *([_near(**row)] if "near" in row else ()),
            )
        ),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("rag").joinpath(name).read_text(encoding="utf-8"))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of ``words``, the longer ones loosely: 用我的名字贷 is 用我名字贷."""
    return re.compile("|".join(map(_loosely, map(search_form, words))))


def _loosely(word: str) -> str:
    if len(word) < _LOOSE_CHARS or not word.isalpha() or any(map(str.isascii, word)):
        return re.escape(word)
    return _BETWEEN.join(word)


def _near(
    near: Sequence[Sequence[str]], not_between: Sequence[str] = (), across: bool = False, **_: object
) -> re.Pattern[str]:
    """One of the first and, soon after it in the same clause, one of the second: 老公 … 欠, but not 老公弟弟 … 欠.

    Not where one of ``not_between`` stands between them: "征信的查询记录保留多久". ``across`` commas too, where the two say
    what is meant wherever they stand: "老公去世了,他欠的钱", but not "老公来了,钱是我欠的".
    """
    one, other, none = (_any_of(words).pattern for words in (*near, not_between))
    inside = "[^。;!?]" if across else "[^,。;!?]"
    between = rf"(?!{none}){inside}" if none else inside
    return re.compile(
        rf"(?:{one})(?!的?[弟哥姐妹爸妈父母叔舅姑姨朋同])(?:{between}){{0,{_ACROSS_CHARS if across else _NEAR_CHARS}}}?(?:{other})"
    )


def _vocabulary(rows: Sequence[Mapping[str, Any]], name: str, *fields: str) -> Vocabulary:
    names = {word: row[name] for row in rows for word in _words_of(row, fields)}
    unless = {search_form(longer) for row in rows for longer in row.get("unless", ())}
    unless |= {"".join(pair) for row in rows for pair in product(*row.get("unless_pairs", [[]]))}
    beside = {
        word: (tuple(row.get("not_after", ())), tuple(row.get("not_before", ())))
        for row in rows
        if "not_after" in row or "not_before" in row
        for word in _words_of(row, fields)
    }
    return Vocabulary(names, frozenset(unless), beside)


def _words_of(row: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    """The words of ``row`` in search form, its pairs joined."""
    words = [search_form(word) for field in fields for word in row.get(field, ())]
    return [*words, *("".join(pair) for pair in product(*row.get("pairs", [[]])))]
