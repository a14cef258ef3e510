"""What stands before the first sentence of an article: its headline once more, and who sent it from where.

Portals print the headline again in front of the body, and plain text often glues it to the first sentence without a
space. Where the sentence begins is told by the words that Chinese reports begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.furniture import BYLINE, REPEATED_TITLE
from index.records import Dropped, Span

# The headline is repeated at once or not at all.
OPENING_LINES = 5
SHORTEST_HEADLINE = 8
# A longer first line is no headline but the paragraph's own beginning, cut off.
LONGEST_HEADLINE = 45
# A second line of the headline may follow the first.
LONGEST_SUBTITLE = 45
_WINDOW = 2 * (LONGEST_HEADLINE + LONGEST_SUBTITLE)

_MARKER = re.compile(r"原标题\s*[:：]\s*")
_FROM_ELSEWHERE = re.compile(
    r"本文(?:转自|转载自|来源|源自)\s*[【\[(（:：]\s*[^】\])）。；;]{2,20}\s*[】\])）]?[；;。]?"
)
_OUTLET = (
    r"(?:[\u4e00-\u9fff]{2}(?:青年报|晚报|日报|晨报|早报|时报|商报|都市报|法制报|法治报|新闻|财经|卫视)(?:网|客户端)?"
    r"|(?:中新|人民|新华|央视|央广|中国|光明|正义|中证|荆楚|大河|红|澎湃)网|新华社|中新社|本报|本台|本网)"
)
_PLACE_AND_DAY = r"[\u4e00-\u9fff]{0,8}(?:\d{1,2}月\d{1,2}日)?"
_SENT_BY = r"\s*(?:[（(【][^（）()【】。]{1,50}[）)】]){0,2}\s*"
# "人民网北京8月1日电 （记者某某）", "央视网消息：", "荆楚网（湖北日报网）讯（通讯员 某某）"
_DISPATCH = re.compile(
    rf"{_OUTLET}(?:[（(][^（）()]{{1,12}}[）)])?{_PLACE_AND_DAY}(?:电|讯|消息)(?:[：:]|(?=[\s（(【“])|$){_SENT_BY}"
)
_SOON = r"[^，。]{0,12}，"
_CUE = re.compile(
    r"(?<![，、；：（(于在到从自至截止年月第的是和与为\d])(?:"
    rf"(?:近日|日前|近期|近年来|随着){_SOON}|(?:昨日|今日|昨天|今天){_SOON}|20\d\d年\d{{0,2}}{_SOON}|\d{{1,2}}月\d{{1,2}}日{_SOON}"
    r"|据[^，。]{1,16}(?:报道|消息|获悉|介绍|了解)，|据悉，|“(?=[^”]{0,60}[，。！？!,])"
    rf"|{_DISPATCH.pattern})"
)
_TITLE_ENDS = "？?！!…."
_TRAILING = "….！!？?”’」』"


def opening_furniture(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Yield what the first lines hold before they begin to tell; the first of ``lines`` is the title's, if there is one."""
    if not lines:
        return
    title = text[lines[0].start : lines[0].end]
    for row, line in enumerate(lines[:OPENING_LINES]):
        if found := _FROM_ELSEWHERE.search(text, line.start, min(line.end, line.start + _WINDOW)):
            yield Dropped(found.start(), found.end(), BYLINE)
        end, reason = _before_the_first_sentence(text, line, title if row else "")
        if line.start < end and not (found and found.start() < end):
            yield Dropped(line.start, end, reason)


def _before_the_first_sentence(text: str, line: Span, title: str) -> tuple[int, str]:
    if dispatch := _DISPATCH.match(text, line.start, line.end):
        # A line that is nothing else may be all the title that there is.
        return (dispatch.end() if title else line.start), BYLINE
    marker = _MARKER.match(text, line.start, line.end)
    at = marker.end() if marker else line.start
    end = _end_of_headline(text, title, at, line.end, marked=marker is not None) if title else at
    if dispatch := _DISPATCH.match(text, end, line.end):
        end = dispatch.end()
    return end, REPEATED_TITLE


def _end_of_headline(text: str, title: str, at: int, end: int, *, marked: bool) -> int:
    """Return where the headline that begins ``at`` ends; ``at`` when it is none or cannot be told from the sentence."""
    shown = text[at : min(end, at + _WINDOW)]
    if marked and end - at <= LONGEST_HEADLINE and shown[-1:] not in "。；":
        return end
    same = _length_in_common(title, shown)
    if same < min(SHORTEST_HEADLINE, len(title)) or (len(title) == len(shown) == same and end - at == same):
        return at + same if same == len(title) == end - at else at
    whole = same == len(title) <= LONGEST_HEADLINE and "。" not in title and _balanced(title)
    cue = _CUE.search(shown, min(same, SHORTEST_HEADLINE), shown.find("。") if "。" in shown else len(shown))
    if cue and (cue.start() <= same or (whole and _subtitle_may_follow(shown, same, cue.start(), marked))):
        return at + cue.start()
    if whole and (marked or title[-1] in _TITLE_ENDS or shown[same : same + 1].isspace()):
        while same < len(shown) and shown[same] in _TRAILING:
            same += 1
        return at + same
    return at


def _subtitle_may_follow(shown: str, same: int, cue: int, marked: bool) -> bool:
    subtitle = shown[same:cue]
    apart = not subtitle or marked or subtitle[0].isspace() or shown[same - 1] in _TITLE_ENDS
    return apart and len(subtitle) <= LONGEST_SUBTITLE and subtitle.count("，") <= 1


def _length_in_common(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _balanced(text: str) -> bool:
    pairs = ("“”", "（）", "()", "《》", "【】", "「」", "『』")
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs)
