"""Figures with their units, however they are written: 5天, 五日 and 5 天 are one figure."""

from __future__ import annotations

import re

from index.text import search_form

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNITS = {
    "天": "天", "日": "天", "周": "周", "星期": "周", "月": "月", "年": "年", "小时": "小时",
    "元": "元", "块": "元", "次": "次", "期": "期", "岁": "岁", "%": "%",
}  # fmt: skip
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = rf"(?:{_ARABIC}|[零〇一二两三四五六七八九十百千])(?:[零〇一二两三四五六七八九十百千万亿]|\d(?=[十百千万])|(?<=[万千])[1-9](?![\d万千百十]|[.,]\d)|(?<=[亿万])\d{{2,4}}(?=[万元块]))*"
_FIGURE = re.compile(
    rf"(?<![几数第成万\d])(?!千[万方])(?<!\d[,.])(?P<number>{_NUMBER}|半)\s*[多余]?个?(?:(?P<unit>{'|'.join(_UNITS)})|(?<=[万亿千])(?![人个名家条件米克字\d])|(?<=[万亿千][多余])|(?<=[万千][一二三四五六七八九1-9]))(?!(?<=次)[贷借抵性])"
)
_PER_CENT = re.compile(r"百分之([零一二两三四五六七八九十百]+)(?:点([零一二三四五六七八九]+))?(?!点)")
# 十二点五万, 一个半月, 两年半
_POINT = re.compile(r"([零一二三四五六七八九十百]+)点([零一二三四五六七八九]+)(?=[万亿元块])")
_AND_A_HALF = re.compile(rf"({_NUMBER})(?:个半(月|星期|小时)|(年|天|小时)半(?![年月天价数夜]))")
_SHORT = re.compile(r"(?<=\d)[wk](?![a-z])")
# "一天罚多少" asks for a rate, and names no length of time.
_RATE = re.compile(r"[每一1](?:天|日|个?月|年)(?=[^,。;?!]{0,8}多少)")
_DATE = re.compile(r"(?:19|20)\d\d年|\d{1,2}月\d{1,2}[日号]?|\d{1,2}号")

Figure = tuple[float, str]


def figures_in(text: str) -> dict[Figure, str]:
    """Return the figures of ``text`` as (value, unit), and the words that each is written in. A date is none."""
    folded = _RATE.sub(" ", _DATE.sub(" ", search_form(text)))
    folded = _PER_CENT.sub(lambda found: _decimal(found) + "%", folded)
    folded = _POINT.sub(_decimal, folded)
    folded = _AND_A_HALF.sub(lambda found: f"{_value(found[1]) + 0.5:g}{found[2] or found[3]}", folded)
    folded = _SHORT.sub(lambda found: {"w": "万", "k": "千"}[found[0]], folded)
    return {
        (_value(found["number"]), _UNITS[found["unit"] or "元"]): found[0]
        for found in _FIGURE.finditer(folded)
    }


def _decimal(found: re.Match[str]) -> str:
    """二十四点五 as 24.5."""
    after = "".join(str(_DIGITS[digit]) for digit in found[2] or "")
    return f"{_value(found[1]):g}{'.' * bool(after)}{after}"


def _value(number: str) -> float:
    """Read 10,000 and 3.5万, 三万五千 and 三万五."""
    if number == "半":
        return 0.5
    total = thousands = digit = 0.0
    scale = 1
    for part in re.findall(rf"{_ARABIC}|.", number):
        if part not in _SCALES:
            digit = _DIGITS[part] if part in _DIGITS else float(part.replace(",", ""))
            scale = 1 if part in "零〇" else scale  # 一百零五 is no 一百五
            continue
        scale = _SCALES[part]
        if scale < 10_000:
            thousands += (digit or 1) * scale
        else:
            total, thousands = total + (thousands + digit) * scale, 0
        digit = 0
    short = scale > 10 > digit and number[-1] not in _SCALES  # 三万五
    return total + thousands + digit * (scale // 10 if short else 1)
