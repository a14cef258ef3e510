"""What stands after the last sentence of an article: who made it, where to follow them, what may not be copied.

Plain text often glues all of it to the last sentence; it is peeled off from the end, one piece after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.furniture import (
    BYLINE,
    COPYRIGHT,
    LONGEST_FURNITURE,
    MARKUP,
    NAVIGATION,
    PROMOTION,
    ROLE,
    SAYS_WHO,
)
from index.lines import trim
from index.records import Dropped, Span
from index.shapes import READABLE

_SENTENCE_END = "。！？!?"
_CLOSERS = "”’」』）)】》\"'"

_NAME = "[\u4e00-\u9fff]{2,4}?"
_NO_STOP = "[^。！？!?，,；;]"
# An outlet may stand first: "扬子晚报/紫牛新闻记者 万承源校对 陶善工", "潇湘晨报综合长江日报".
_CREDITS = re.compile(
    rf"(?:[^。！？!?，,；;：:]{{0,40}}(?:{SAYS_WHO})|{ROLE}{_NAME}(?:编辑|校对|责编){_NAME}$)[^。！？!?]{{0,80}}"
    rf"|{_NO_STOP}{{2,10}}(?:报|网|新闻|客户端|电视台|传媒|在线)综合{_NO_STOP}{{2,40}}"
)
# Glued to a paragraph that lacks its full stop: only what names an outlet, for "还款来源:工资" is no credit.
_OUTLET = "(?:报|网|新闻|公安|法院|检察院?|广播|电视台?|公众号|客户端|微信|发布|在线|传媒)"
_OUTLET_CREDIT = re.compile(
    rf"(?:综合|来源|转自|供稿)\s*[:：]\s*[^。！？!?]{{0,40}}{_OUTLET}[^。！？!?，,]{{0,10}}$"
)
# "(李茜)", "（延吉市公安局）", "(完)"; a bracket that explains something is no signature.
_SIGNATURE = re.compile(
    r"[(（【\[](?!注|备注|详见|见|如|含|即|包括|不含|以上|本|点击)[^()（）【】\[\]。！？!?；;\d]{1,25}[)）】\]]"
)
_PORTAL = re.compile(
    r"(?:返回[^\s，,。]{1,6}[，,]\s*查看更多(?:\s*责任编辑\s*[:：]\s*[^。！？]{0,20})?|分享让更多人看到)$"
)
_PROMOTION = re.compile(
    r"应用市场下载|(?:精彩|资讯)[^。！？]{0,20}(?:下载|客户端)|欢迎[^。！？]{0,6}(?:关注|订阅|提供新闻线索|留言|分享|转发|扫码)"
    r"|点击[上下]方[^。！？]{0,12}关注|关注(?:我们|本号|本公众号)|[报爆]料(?:热线|通道|电话|微信|邮箱)|[报爆]料】|新闻线索"
    r"|点个[^。！？]{0,4}(?:赞|在看)|本文由[^。！？]{2,15}原创|扫[描一码][^。！？]{0,12}(?:关注|下载|添加|加入|进群)|长按[^。！？]{0,8}识别"
)
_COPYRIGHT = re.compile(
    r"未经(?:授权|许可|允许|同意)[^。！？]{0,16}转载|版权(?:归|所有|侵权)|侵权[^。！？]{0,16}(?:请?联系(?:本|我|作者|编辑|删)|删除)|版权[^。！？]{0,6}(?:联系|电话)|如遇作品内容"
    r"|转载(?:请|须|需)[^。！？]{0,12}(?:注明|联系|授权)|不代表(?:本站|本网|本平台|本公众号)|(?:免责|版权)(?:声明|说明)\s*[:：]"
)


def closing_furniture(text: str, lines: Sequence[Span]) -> Iterator[Dropped]:
    """Yield what follows the last sentence, from the end backwards."""
    for line in reversed(lines):
        end = line.end
        while end > line.start:
            peeled = _last_piece(text, line.start, end)
            # What nothing stands before follows no sentence.
            if peeled is None or peeled.start <= lines[0].start:
                return
            yield peeled
            end = trim(text, line.start, peeled.start).end


def _last_piece(text: str, start: int, end: int) -> Dropped | None:
    window = max(start, end - 2 * LONGEST_FURNITURE)
    if portal := _PORTAL.search(text, window, end):
        return Dropped(portal.start(), end, NAVIGATION)
    piece = trim(text, _start_of_last_sentence(text, window, end), end)
    shown = text[piece.start : end]
    if not 0 < len(shown) <= LONGEST_FURNITURE:
        return None
    follows_a_sentence = piece.start > start
    if _SIGNATURE.fullmatch(shown) or (follows_a_sentence and _CREDITS.fullmatch(shown)):
        return Dropped(piece.start, end, BYLINE)
    for shape, reason in ((_PROMOTION, PROMOTION), (_COPYRIGHT, COPYRIGHT)):
        if shape.search(shown):
            return Dropped(piece.start, end, reason)
    if not READABLE.search(shown):
        return Dropped(piece.start, end, MARKUP)
    if outlet := _OUTLET_CREDIT.search(shown):
        return Dropped(piece.start + outlet.start(), end, BYLINE)
    return None


def _start_of_last_sentence(text: str, start: int, end: int) -> int:
    """Return where the sentence, or the rest without an end, begins that stops at ``end``."""
    last = end
    while last > start and text[last - 1] in _SENTENCE_END + _CLOSERS:
        last -= 1
    while last > start and text[last - 1] not in _SENTENCE_END:
        last -= 1
    while start < last < end and text[last] in _CLOSERS:
        last += 1
    return last
