"""An Answer as HTML.

Articles and questions are strangers' words. They enter the page only through ``Markup.format`` and ``Markup.join``,
which escape them: a ``<style>`` or a Markdown link in an article is shown letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from shlex import quote
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from index.errors import MissingIndex
from index.layout import Counts
from index.repair import repairs_within
from page import words
from page.plain import plain_text
from rag.answer import Answer
from rag.layout import OTHERS_ASKED, SIDE_NAMES, UNDATED, UNSOURCED, around_headline, credentials
from rag.records import Citation, Notice, Point, Refusal, Side
from rag.source import Source

_WITH_NUMBERS = ("help", "care")  # notices whose numbers are to call
ReadSource = Callable[[Citation], Source | None]  # None: the article has changed or is gone


# The frame --------------------------------------------------------------------------------------------------------


def show_masthead() -> Markup:
    return Markup("<header><h1>{}</h1><p>{}</p></header>").format(words.NAME, words.TAGLINE)


def show_conversation() -> Markup:
    """Return the template that Gradio fills in the browser with the list of turns, of which it sends what is new."""
    return Markup('<div role="log" aria-live="polite" aria-label="{}">${{value.join("")}}</div>').format(
        words.CONVERSATION
    )


def show_status() -> Markup:
    """Return where conversation.js says what goes on, and the words for it."""
    return Markup('<p role="status" data-sending="{}" data-given-back="{}" data-sure="{}"></p>').format(
        words.SENDING, words.GIVEN_BACK, words.CLEAR_SURE
    )


def show_welcome(examples: Sequence[str], counts: Counts | None = None) -> Markup:
    return Markup('<section class="welcome"><h2>{}</h2>{}{}</section>').format(
        words.WELCOME, show_questions(words.TRY_ASKING, examples), show_counts(counts) if counts else ""
    )


def show_counts(counts: Counts) -> Markup:
    """Return in one line how many articles there are, from when to when, and how many of them give no date."""
    said = [words.HELD.format(counts.articles)]
    if counts.oldest != counts.newest:
        said.append(words.OLDEST.format(counts.oldest))
    if counts.newest:
        said.append(words.NEWEST.format(counts.newest))
    if counts.undated:
        said.append(words.HELD_UNDATED.format(counts.undated))
    return Markup('<p class="counts">{}</p>').format("，".join(said))


def show_questions(title: str, questions: Sequence[str]) -> Markup:
    """Return questions to click, under ``title``; nothing when there are none."""
    if not questions:
        return Markup("")
    button = Markup('<li><button type="button" data-question="{0}">{0}</button></li>')
    return Markup('<div class="questions"><h3>{}</h3><ul>{}</ul></div>').format(
        title, Markup("").join(button.format(question) for question in questions)
    )


def show_turn(number: int, question: str, reply: Markup, *, asked: str = "", busy: bool = False) -> Markup:
    """Return a turn. By ``asked``, which the browser has made up, it knows the question that it sent."""
    turn = Markup(
        '<article class="turn" tabindex="-1" aria-busy="{}" data-turn="{}" data-asked="{}"><h2>{}</h2>{}</article>'
    )
    return turn.format("true" if busy else "false", number, asked, question, reply)


def show_searching() -> Markup:
    return Markup('<p class="searching">{}</p>').format(words.SEARCHING)


def show_no_index(error: MissingIndex) -> Markup:
    return Markup('<section class="trouble no-index"><h2>{}</h2><p>{}</p><pre>{}</pre></section>').format(
        words.NO_INDEX, words.NO_INDEX_REPAIR, f"python -m index seeds --index {quote(str(error.folder))}"
    )


def show_too_long(most: int) -> Markup:
    return Markup('<section class="trouble"><p>{}</p></section>').format(words.TOO_LONG.format(most))


def show_failure(question: str) -> Markup:
    return Markup(
        '<section class="trouble"><p>{}</p>'
        '<button type="button" class="plain" data-question="{}">{}</button></section>'
    ).format(words.FAILED, question, words.ASK_AGAIN)


# An answer --------------------------------------------------------------------------------------------------------


def show_answer(answer: Answer, turn: int, read: ReadSource) -> Markup:
    """Lay out a whole or growing answer: our first line, and the sources' words, each above where it stands."""
    first, then = around_headline(answer.notices)
    return Markup('<div class="reply {}">{}{}{}{}{}{}</div>').format(
        answer.kind,
        show_notices(first),
        Markup('<p class="headline"><span class="whose">{}</span>{}</p>').format(
            words.OUR_WORDS, answer.headline
        ),
        show_notices([*then, *_missing_somewhere(answer.citations, read)]),
        show_sides(answer, turn, read),
        show_refusal(answer.refusal) if answer.refusal else "",
        show_questions(OTHERS_ASKED, answer.others),
    )


def show_notices(notices: Sequence[Notice]) -> Markup:
    card = Markup('<div role="note" class="notice {}">{}</div>')
    return Markup("").join(
        card.format(notice.kind, _with_calls(notice.text) if notice.kind in _WITH_NUMBERS else notice.text)
        for notice in notices
    )


def show_sides(answer: Answer, turn: int, read: ReadSource) -> Markup:
    """Return the points; those of a conflict in a column for each side, named."""
    column = Markup('<section id="{}" class="side {}" tabindex="-1"><h3>{}</h3>{}</section>')
    cited = {citation.number: citation for citation in answer.citations}
    sides = {side: [point for point in answer.points if point.side == side] for side in SIDE_NAMES}
    sides = {side: points for side, points in sides.items() if points}
    columns = [
        column.format(_anchor(turn, side), side, SIDE_NAMES[side], show_points(points, cited, turn, read))
        for side, points in sides.items()
    ]
    neither = [point for point in answer.points if point.side is None]
    return Markup("{}{}{}").format(
        show_ways({side: len(points) for side, points in sides.items()}, turn),
        Markup('<div class="sides">{}</div>').format(Markup("").join(columns)) if columns else "",
        show_points(neither, cited, turn, read),
    )


def show_ways(counts: Mapping[Side, int], turn: int) -> Markup:
    """Return a link to each side with how much it says: on a phone one side fills the window, and hides the others."""
    if not counts:
        return Markup("")
    link = Markup('<a class="{}" href="#{}">{} <b>{}</b></a>')
    links = (link.format(side, _anchor(turn, side), words.TO_SIDE[side], n) for side, n in counts.items())
    return Markup('<nav class="ways" aria-label="{}">{}</nav>').format(words.SIDES, Markup("").join(links))


def show_points(
    points: Sequence[Point], cited: Mapping[int, Citation], turn: int, read: ReadSource
) -> Markup:
    """Return the sources' words; nothing when there are none."""
    if not points:
        return Markup("")
    citations = [[cited[number] for number in point.citations if number in cited] for point in points]
    items = (
        show_point(point, of_this, turn, read, brief=_stand_together(of_this, of_next))
        for point, of_this, of_next in zip(points, citations, [*citations[1:], []], strict=True)
    )
    return Markup('<ul class="points" aria-label="{}">{}</ul>').format(
        words.THEIR_WORDS, Markup("").join(items)
    )


def show_point(
    point: Point, citations: Sequence[Citation], turn: int, read: ReadSource, *, brief: bool = False
) -> Markup:
    """Return a source's words above a button for every place where they stand; ``brief`` when the next says the rest."""
    places = Markup("").join(show_place(citation, turn, brief=brief) for citation in citations)
    return Markup("<li><q>{}</q>{}</li>").format(show_quote(point.text, citations, read), places)


def show_quote(text: str, citations: Sequence[Citation], read: ReadSource) -> Markup:
    """Return the words of a point, with what they lost added for the eye."""
    for citation in citations:
        source = read(citation)
        if source and citation.quote == text:
            return show_words(source, citation.start, citation.end)
    return escape(text)


def show_place(citation: Citation, turn: int, *, brief: bool = False) -> Markup:
    """Return what opens the article at the quote: which article, what kind of words, how old, by what law."""
    button = Markup(
        '<button type="button" class="place" data-turn="{}" data-citation="{}"><b>[{}]</b> {}</button>'
    )
    if brief:
        said = Markup('<span class="same">{}</span><span class="open">{}</span>').format(
            words.SAME_SOURCE, words.OPEN_SOURCE
        )
    else:
        said = Markup('<cite>{}</cite><span class="facts">{}<span class="open">{}</span></span>').format(
            citation.title, show_facts(citation), words.OPEN_SOURCE
        )
    return button.format(turn, citation.number, citation.number, said)


def show_facts(citation: Citation) -> Markup:
    fact = Markup('<span class="{}">{}</span>')
    return Markup("").join(
        fact.format("unknown" if said in (UNDATED, UNSOURCED) else "fact", said)
        for said in credentials(citation)
    )


def show_words(source: Source, start: int, end: int) -> Markup:
    """Return ``text[start:end]``. What was lost is drawn by the stylesheet: copied, the words are exactly the text's."""
    missing = Markup('<span class="missing" data-missing="{}" title="{}">{}</span>')
    pieces = []
    for repair in repairs_within(start, end, source.repairs):
        left = source.text[repair.start : repair.end]
        title = words.MISSING_HERE.format(repair.inserted)
        pieces += [escape(source.text[start : repair.start]), missing.format(repair.inserted, title, left)]
        start = repair.end
    return Markup("").join([*pieces, source.text[start:end]])


def show_refusal(refusal: Refusal) -> Markup:
    """Return what to do, and questions to click; why there is no answer is the headline."""
    return Markup('<section class="refused"><h3>{}</h3><p>{}</p>{}</section>').format(
        words.ADVICE, refusal.advice, show_questions(words.NEAR_QUESTIONS, refusal.suggestions)
    )


def show_copy(answer: Answer, read: ReadSource) -> Markup:
    """Return what copies the answer with its sources, and the text that is shown where a browser does not let it."""
    if not answer.points:
        return Markup("")
    return Markup(
        '<div class="copy"><button type="button" class="plain" data-copied="{1}" data-not-copied="{2}">{0}</button>'
        '<span role="status"></span>'
        '<textarea readonly hidden aria-label="{3}">{4}</textarea></div>'
    ).format(
        words.COPY,
        words.COPIED,
        words.NOT_COPIED,
        words.COPY_TEXT,
        plain_text(answer, missing=_miss_words(answer.citations, read)),
    )


def _stand_together(citations: Sequence[Citation], following: Sequence[Citation]) -> bool:
    """Say whether all that ``citations`` would say of their article is said again of the one that follows."""
    said = [
        (citation.article_id, citation.title, citation.heading, credentials(citation))
        for citation in (*citations, *following)
    ]
    return len(citations) == len(following) == 1 and said[0] == said[1]


def _anchor(turn: int, side: Side) -> str:
    return f"turn-{turn}-{side}"  # a conversation holds several answers


def _missing_somewhere(citations: Sequence[Citation], read: ReadSource) -> list[Notice]:
    return [Notice("mended", words.MISSING_SOMEWHERE)] if _miss_words(citations, read) else []


def _miss_words(citations: Sequence[Citation], read: ReadSource) -> bool:
    sources = [(citation, read(citation)) for citation in citations]
    return any(
        source is not None and any(repairs_within(citation.start, citation.end, source.repairs))
        for citation, source in sources
    )


def _with_calls(text: str) -> Markup:
    """Make the numbers in a call for help, which are ours, ring with one touch."""
    return Markup(re.sub(r"\d{3,}", r'<a href="tel:\g<0>">\g<0></a>', str(escape(text))))


# An article -------------------------------------------------------------------------------------------------------


def show_dialog() -> str:
    """Return the window that articles open in. It has no ${value}: Gradio would close it when it rewrote it."""
    slowly = Markup('<p class="slowly">{}</p>').format(words.OPENING_SLOWLY)
    return Markup('<dialog aria-labelledby="source-title">{}</dialog>').format(
        show_window(words.OPENING_SOURCE, "", slowly)
    )


def show_source(
    citation: Citation | None, source: Source | None, citations: Sequence[Citation] = ()
) -> Markup:
    """Return the whole article, marked where ``citation`` and the other ``citations`` of its answer quote it; or that
    it, or the whole conversation, is no longer there.
    """
    if citation is None or source is None:
        gone = Markup('<p class="gone">{}</p>').format(
            words.SOURCE_GONE if citation else words.CONVERSATION_LOST
        )
        return show_window(words.ARTICLE, "", gone)
    quoted = _quoted_beside(citation, citations, source)
    facts = Markup("").join(show_facts_and_origin(one, hidden=one is not citation) for one in quoted)
    text = Markup('<div class="text" role="region" aria-label="{}" tabindex="0">{}</div>').format(
        words.ARTICLE, show_marked(source, quoted, citation)
    )
    mended = show_notices([Notice("mended", words.MISSING_SOMEWHERE)] if source.repairs else [])
    return show_window(citation.title, facts + mended, text + show_steps(quoted.index(citation), len(quoted)))


def show_unreadable() -> Markup:
    return show_window(words.ARTICLE, "", Markup('<p class="gone">{}</p>').format(words.SOURCE_UNREADABLE))


def show_marked(source: Source, quoted: Sequence[Citation], current: Citation) -> Markup:
    """Return the whole text, marked where it is ``quoted``, in reading order; the ``current`` quote stands out."""
    mark = Markup("<mark{}>{}</mark>")
    pieces, end = [], 0
    for citation in quoted:
        pieces += [
            show_words(source, end, citation.start),
            mark.format(
                Markup(' aria-current="true"') if citation is current else "",
                show_words(source, citation.start, citation.end),
            ),
        ]
        end = citation.end
    return Markup("").join([*pieces, show_words(source, end, len(source.text))])


def show_facts_and_origin(citation: Citation, *, hidden: bool) -> Markup:
    """Return what is to be known of a quote; ``hidden`` while another quote of its article is the current one."""
    heading = Markup("<span>{}</span>").format(citation.heading) if citation.heading else ""
    return Markup('<p class="facts"{}>{}{}{}</p>').format(
        Markup(" hidden") if hidden else "", show_facts(citation), heading, show_origin(citation)
    )


def show_steps(at: int, many: int) -> Markup:
    """Return what leads from one quote to the next, ``at`` the one in view, from 0; nothing where there is but one."""
    if many == 1:
        return Markup("")
    which = Markup(words.QUOTE_OF).format(Markup("<b>{}</b>").format(at + 1), many)
    button = Markup('<button type="button" class="plain" data-step="{}">{}</button>')
    return Markup('<nav class="steps" aria-label="{}"><span role="status">{}</span>{}{}</nav>').format(
        words.QUOTES, which, button.format(-1, words.STEP_BACK), button.format(1, words.STEP_ON)
    )


def show_window(title: str, beneath: Markup | str = "", text: Markup | str = "") -> Markup:
    """Return what stands in the dialog, always with what closes it: a phone has no Esc."""
    window = Markup(
        '<button type="button" data-close autofocus>{}</button><header><h2 id="source-title">{}</h2>{}</header>{}'
    )
    return window.format(words.CLOSE, title, beneath, text)


def _quoted_beside(citation: Citation, citations: Sequence[Citation], source: Source) -> list[Citation]:
    """Return ``citation`` and those of ``citations`` that quote the same text elsewhere, in reading order."""
    quoted = [citation]
    for one in citations:
        of_it = one.article_id == citation.article_id and source.text[one.start : one.end] == one.quote
        if of_it and all(one.end <= other.start or other.end <= one.start for other in quoted):
            quoted.append(one)
    return sorted(quoted, key=lambda one: one.start)


def _is_of_the_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # http://[abc
        return False


def show_origin(citation: Citation) -> Markup:
    """Return the file's name, not where it lies on the server, and a link when the article came from the web: http or
    https, and no other.
    """
    name = Markup("<span>{}</span>").format(PurePath(citation.source).name)
    if not _is_of_the_web(citation.url or ""):
        return name
    link = Markup('{} <a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
    return link.format(name, citation.url, words.ORIGINAL_PAGE)
