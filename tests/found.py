"""Passages as a search would find them, made by hand for the tests of what becomes of them."""

from index.records import Passage, Sentence
from rag.records import Hit


def hit(*sentences, title="一篇文章", headings=(), cosine=0.91):
    text = "".join(sentences)
    starts = [text.index(s) for s in sentences]
    parts = tuple(Sentence("a", at, at + len(s), s) for at, s in zip(starts, sentences, strict=True))
    passage = Passage("a", title, headings, 0, 0, len(text), text, parts)
    return Hit(passage, score=1.0, dense=cosine, sentence_scores=(cosine,) * len(parts))
