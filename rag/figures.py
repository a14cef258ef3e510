"""Figures with their units, however they are written: 5天, 五日 and 5 天 are one figure."""

from __future__ import annotations

import re

from index.text import search_form

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_UNITS = {
    "天": "天", "日": "天", "周": "周", "星期": "周", "月": "月", "年": "年", "小时": "小时",
    "元": "元", "块": "元", "次": "次", "期": "期", "岁": "岁", "%": "%",
}  # fmt: skip
_FIGURE = re.compile(
    rf"(?<![几数第])(?P<number>\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+|半)\s*(?P<ten_thousand>万)?[多余]?个?(?:(?P<unit>{'|'.join(_UNITS)})|(?<=万))(?!(?<=次)[贷借抵])"
)
_DATE = re.compile(r"(?:19|20)\d\d年|\d{1,2}月\d{1,2}[日号]?|\d{1,2}号")

Figure = tuple[float, str]


def figures_in(text: str) -> dict[Figure, str]:
    """Return the figures of ``text`` as (value, unit), and the words that each is written in. A date is none."""
    folded = _DATE.sub(" ", search_form(text))
    return {
        (
            _value(found["number"]) * (10_000 if found["ten_thousand"] else 1),
            _UNITS[found["unit"] or "元"],
        ): found[0]
        for found in _FIGURE.finditer(folded)
    }


def _value(number: str) -> float:
    if number == "半":
        return 0.5
    if number[0].isdigit():
        return float(number)
    total = digit = 0
    for sign in number:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
