"""What share of the words of a question stands in a text: character pairs, without the words that only ask."""

from __future__ import annotations

import re

from rag.terms import terms

# Words that ask or are polite, but name nothing: they say nothing about whether a sentence answers.
_EMPTY_WORDS = re.compile(
    # Kept, though a character of theirs asks elsewhere.
    r"(还[款钱清债贷]|[偿归]还|应对|[面针]对|对方|行为|作为|认为|和解|地[址方]|[当本]地|要求|社会|机会|[能权]力|功能|有[权效]|[所拥]有|被告|被执行|及时)|"
    r"(?:可能性?|概率|[几机]率|机会)有?多?[大高](?:不[大高])?|是不是|会不会|能不能|可不可以|有没有|要不要|为什么|为啥|怎么办|那么多人|这么多人|好多人|很多人|许多人|大家|有人|别人|怎么样|什么样|什么时候|多少|多久|多长时间|请问|想问|一下|如何|怎样|怎么|"
    r"什么|哪些|哪个|哪里|哪|谁|啥|咋|是否|可以|应该|需要|现在|我们|我的|自己|一个|这个|那个|这种|这样|时候|情况|问题|"
    r"[吗呢吧啊呀嘛么了的地得我你他她它们会能要有是在就都也还很被把给和与或及及其对为只]"
)


def content_bigrams(question: str) -> frozenset[str]:
    """Return the character pairs of ``question`` (in search form) that name something other than a platform.

    Synonyms are folded, as they are in what the pairs are looked for in.
    """
    named = terms().canonical(terms().without_platforms(question))
    runs = re.findall(r"[0-9a-z]+|[\u3400-\u9fff]+", _EMPTY_WORDS.sub(lambda found: found[1] or " ", named))
    pairs = {run[i : i + 2] for run in runs if not run.isascii() for i in range(len(run) - 1)}
    return frozenset(pairs | {run for run in runs if run.isascii() and len(run) > 1})


def coverage(pairs: frozenset[str], text: str) -> float:
    """Return the share of the character ``pairs`` that stand in ``text`` (in search form), synonyms folded; 0 of none."""
    return share(pairs, terms().canonical(text))


def share(pairs: frozenset[str], folded: str) -> float:
    """Return the share of ``pairs`` that stands in a text whose synonyms are ``folded`` already; 0 of none."""
    return sum(pair in folded for pair in pairs) / len(pairs) if pairs else 0.0
