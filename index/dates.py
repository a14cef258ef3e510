"""When an article says it was published. Only what stands in its head counts; unknown stays None."""

from __future__ import annotations

import re
from datetime import date

from index.lines import line_spans

# The date of an article stands among its first lines; further down, dates belong to what is told.
HEAD_LINES = 8
HEAD_CHARS = 2000
# A longer line is a paragraph that mentions a time, not a line that gives the article's.
LONGEST_DATE_LINE = 100

_CLOCK = r"[T\s]*\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_MONTH_AND_DAY = r"\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?"
_DAY = rf"(?<!\d)((?:19|20)\d\d){_MONTH_AND_DAY}"
# "23-08-17" is a day only behind a label; anywhere else it may be anything, and in any order.
_SHORT_DAY = rf"((?:19|20)?\d\d){_MONTH_AND_DAY}"
_DAY_WITHOUT_YEAR = r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_WHEN = r"(?:时间|日期|時間)"
# When several are given the day of publication is the one asked for, and the day of the last edit the poorest.
_LABELS = (
    rf"(?:发布|发表|刊发|刊登|发稿|发文|出版|公布|發布|發佈|發表){_WHEN}?(?:于|於)?",
    _WHEN,
    rf"(?:更新|修改|编辑|修订|編輯){_WHEN}?(?:于|於)?",
)
# "发布时间:时间：2023-08-15": a label that was scraped together with another.
_TWICE = rf"(?:{_WHEN}\s*[:：]\s*)?"
_LABELLED_DAYS = tuple(re.compile(rf"{label}\s*[:：]?\s*{_TWICE}{_SHORT_DAY}") for label in _LABELS)
_LONE_DAY = re.compile(rf"[\[(（【]?\s*{_DAY}(?:{_CLOCK})?\s*[\])）】]?")
_LABELLED_LINE = re.compile(
    rf"(?:{'|'.join(_LABELS)})\s*(?:[:：]|(?<=[于於]))\s*{_TWICE}(?:(?:{_SHORT_DAY}|{_DAY_WITHOUT_YEAR})\s*(?:{_CLOCK})?)?"
)


def find_published(text: str) -> date | None:
    """Return the day on which the head of ``text`` says that it was published."""
    head = text[:HEAD_CHARS]
    lines = [head[line.start : line.end] for line in line_spans(head)[:HEAD_LINES]]
    short = [line for line in lines if len(line) <= LONGEST_DATE_LINE]
    for labelled_day in _LABELLED_DAYS:
        for line in short:
            if (match := labelled_day.search(line)) and (day := _as_date(match)):
                return day
    for line in short:
        if (match := _LONE_DAY.fullmatch(line)) and (day := _as_date(match)):
            return day
    return None


def parse_date(text: str) -> date | None:
    """Return the day that ``text`` begins with, as pages and records give it; None when it does not."""
    match = re.match(rf"\s*{_DAY}", text)
    return _as_date(match) if match else None


def is_date_line(line: str) -> bool:
    """Tell whether ``line`` says nothing but when the article was published."""
    if len(line) > LONGEST_DATE_LINE:
        return False
    return bool(_LABELLED_LINE.fullmatch(line) or _LONE_DAY.fullmatch(line))


def _as_date(match: re.Match[str]) -> date | None:
    year, month, day = (int(number) for number in match.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
