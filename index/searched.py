"""What is searched for in the place of a passage or a sentence: its words whole, in one form, below its headings."""

from __future__ import annotations

from collections.abc import Iterable

from index.records import Passage, Sentence
from index.repair import find_repairs, repaired
from index.shelf import ShelvedArticle
from index.text import search_form


def searchable_texts(shelved: ShelvedArticle, passages: Iterable[Passage]) -> tuple[list[str], list[str]]:
    """Return what is embedded and searched for each of ``passages``, and for each of their sentences; never quoted.

    A passage is searched with its title and headings. Words that the article lost characters of are made whole.
    """
    text = shelved.article.text
    repairs = find_repairs(text, shelved.dropped)

    def folded(part: Passage | Sentence) -> str:
        return search_form(repaired(text, part.start, part.end, repairs))

    of_passages: list[str] = []
    of_sentences: list[str] = []
    for passage in passages:
        # The first heading is often the title again; a title made from the opening stands in the first passage.
        above = [
            part for part in dict.fromkeys((passage.title, *passage.headings)) if part not in passage.text
        ]
        # Folded one by one: folding takes spaces out of Chinese, and would make one word of an end and a beginning.
        of_passages.append(" ".join((*map(search_form, above), folded(passage))))
        of_sentences += map(folded, passage.sentences)
    return of_passages, of_sentences
