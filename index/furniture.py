"""What the furniture of a web page looks like: lists of links, trails, counters, credits, invitations, notices.

The patterns, the reasons that they give, and ``furniture_of``, for a line that is furniture wherever it stands; where in
an article the others count is said by ``index.clean``. They describe Chinese pages in general, never one site. A pattern
that is not sure stays away: a line of furniture among the evidence is ugly, a lost sentence of a statute is wrong.
"""

from __future__ import annotations

import re

from index.dates import is_date_line
from index.shapes import READABLE

RELATED_LINKS = "related links"
TEASER = "teaser"
BREADCRUMB = "breadcrumb"
NAVIGATION = "navigation"
BACK_TO_TOP = "back to top"
DATE_LINE = "date line"
REPEATED_TITLE = "repeated title"
BYLINE = "byline"
COUNTER = "counter"
SHARE = "share"
PROMOTION = "promotion"
COPYRIGHT = "copyright"
MARKUP = "markup"


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


# Furniture is short. Longer lines are not even tried, which also keeps an article of one line of a megabyte fast.
LONGEST_FURNITURE = 200

# Lists of links ------------------------------------------------------------------------------------------------------

_RELATED = _any(
    "相关", "推荐", "延伸", "拓展", "更多", "热门", "精彩", "最新", "往期", "相關", "推薦", "熱門"
)
_TO_READ = _any(
    "内容", "阅读", "文章", "推荐", "新闻", "链接", "资讯", "话题", "专题", "帖子", "问答", "标签", "回顾", "热点",
    "內容", "閱讀", "新聞", "連結", "資訊",
)  # fmt: skip
_YOU_LIKE = _any(
    "猜你喜欢",
    "大家都在看",
    "看了又看",
    "看过本文的人还看了",
    "[您你]可能(?:还|也)?(?:会|喜欢|感兴趣|想看)+.{0,6}",
)
RELATED_HEADING = re.compile(rf"[\W_]*(?:{_RELATED}{{1,2}}的?{_TO_READ}{{1,2}}|{_YOU_LIKE})[\W_]*")
# What makers of titles write, and writers of steps, lists and verse do not.
TITLE_WORD = re.compile(
    r"如何|怎么|怎样|怎麼|什么|哪些|多久|多少|是否|吗|[?？!！:：|_—]|解析|指南|攻略|方法|教程|详解|介绍|分析|汇总|"
    r"探讨|探究|盘点|揭秘|技巧|须知|步骤|流程|联系方式|(?:19|20)\d\d年"
)

# Whole lines ---------------------------------------------------------------------------------------------------------

# Where a blank could be of the arrow as well as of the step, a line of n steps would be tried in 2^n ways.
_ARROWS = r"\s*+[>＞›»/→][\s>＞›»/→]*+"
_STEP_SIGN = r"[^\s>＞›»/→。！？]"
_STEP = rf"{_STEP_SIGN}(?:[^>＞›»/→。！？]{{0,28}}{_STEP_SIGN})?"
_TRAIL = rf"{_any('首页', '主页', '网站首页', '首頁')}(?:{_ARROWS}{_STEP})+"
_BREADCRUMB = rf"(?:[您你]?(?:现在|当前|目前)?的?(?:所在)?位置\s*[:：].{{0,80}}|{_TRAIL}(?:{_ARROWS})?)"
_BUTTON = _any(
    "阅读全文", "查看全文", "展开全文", "查看更多", "点击查看更多", "加载更多", "返回列表", "返回首页", "打印本页", "关闭窗口",
    "加入收藏", "设为首页", "收藏本站",
)  # fmt: skip
_SMALL_BUTTON = _any(_BUTTON, "登录", "注册", "搜索", "打印", "关闭", "字号", "大", "中", "小")
_NEIGHBOUR = _any("上一篇", "下一篇", "上一页", "下一页", "上一章", "下一章", "上一頁", "下一頁")
_MENU_ITEM = r"[^\s|｜。！？，；]{1,8}"
_NAVIGATION = (
    rf"(?:\W*{_NEIGHBOUR}\s*(?:[:：].*|\W*)|[\[【(（]?{_BUTTON}\s*[>»›]*[\]】)）]?"
    rf"|点击(?:这里|此处)?(?:查看|下载|进入|了解)[^，。；！？]{{0,24}}|{_SMALL_BUTTON}(?:[\s|｜/、·:：]+{_SMALL_BUTTON})+"
    rf"|(?:{_MENU_ITEM}\s*[|｜]\s*){{2,30}}{_MENU_ITEM})"
)
_BACK_TO_TOP = r"\W*(?:(?:back )?to top|(?:返回|回到)(?:页面)?(?:顶部|顶端|页首|頂部))\W*"
_COUNTED = _any(
    "阅读",
    "浏览",
    "点击",
    "访问",
    "评论",
    "点赞",
    "收藏",
    "转发",
    "分享",
    "在看",
    "喜欢",
    "回复",
    "閱讀",
    "瀏覽",
)
# Nothing of a number is given back but its last word, which may be that of 人看过.
_COUNT = r"\d[\d,.]*+\s*+(?:万|w|k)?+\+?+\s*+[次人条个]?"
_COUNTER = rf"\W*(?:{_COUNTED}(?:量|数|次数)?\s*+[:：(（]?\s*+{_COUNT}[\W_]*+){{1,8}}|{_COUNT}\s*+(?:{_COUNTED}|人看过|人喜欢)\W*"
_PLACE = _any("微信", "微博", "朋友圈", "好友", "QQ空间", "QQ", "新浪", "腾讯", "豆瓣", "复制链接", "更多")
_SHARE = (
    rf"\W*(?:分享让更多人看到|(?:一键)?分享[到至]?[\s:：]*(?:{_PLACE}[\s、/|,，]*){{1,9}}"
    r"|(?:打开|用)?微信扫[^。！？]{0,30}|扫[描一码][^。！？]{0,30}(?:二维码|关注|分享)[^。！？]{0,12}"
    r"|长按[^。！？]{0,12}(?:识别|关注|二维码)[^。！？]{0,12})\W*"
)
_COPYRIGHT_LINE = (
    r"(?:copyright|©|版权所有|版權所有).{0,150}|.{0,60}(?:ICP\s*[备证]|公网安备|all rights reserved).{0,80}"
)
_IMAGE = r"!\[[^\]]*\]\([^)]*\)|[\[【(（]?图片[\]】)）]?"
_MARKUP = rf"(?:<!--(?:(?!-->).)*+-->|</?[a-zA-Z][^<>]{{0,300}}>|{_IMAGE}|```\w*+|\s)+"

# Who made it ---------------------------------------------------------------------------------------------------------

ROLE = _any(
    "(?:消息|信息|稿件|文章|内容|图片|素材)?(?<!还款)(?<!资金)(?<!收入)(?<!经济)(?<!财产)(?:来源|來源|出处)", "(?:责任|流程|值班|实习|新媒体|视觉)?(?:编辑|編輯|校对|校對)",
    "责编", "主编", "美编", "编审", "编委", "一审", "二审", "三审", "初审", "复审", "终审", "审核", "监制", "监审", "签发", "校审",
    "作者", "撰文", "撰稿", "摄影", "供图", "供稿", "出品", "转自", "转载自", "综合", "封面",
    "[\u4e00-\u9fff·/]{0,12}(?:记者|通讯员|实习生)",
)  # fmt: skip
_NAME = "(?:[\u4e00-\u9fff]{2,4}?|[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff])"
SAYS_WHO = (
    rf"{ROLE}\s*[:：/|｜丨]|(?:文|图|图文)\s*[:：/|｜丨]|{ROLE}[ \u3000]+{_NAME}(?=[^\u4e00-\u9fff]|$|{ROLE})"
)
_BYLINE = rf"[\s(（【\[]*(?:{SAYS_WHO})[^。！？!?]{{0,80}}"

WHOLE_LINES = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (_BACK_TO_TOP, BACK_TO_TOP),
        (_BREADCRUMB, BREADCRUMB),
        (_NAVIGATION, NAVIGATION),
        (_COUNTER, COUNTER),
        (_SHARE, SHARE),
        (_COPYRIGHT_LINE, COPYRIGHT),
        (_BYLINE, BYLINE),
        (_MARKUP, MARKUP),
    )
)
# Inside a paragraph: a link, or who took the picture that stood there.
_PICTURE = r"(?:图片?|照片|视频|资料图)"
INLINE = tuple(
    (re.compile(pattern), reason)
    for pattern, reason in (
        (
            r"[（(]点击[^（）()。]{0,28}[）)]|(?:点击|查看|阅读|了解|进入)[^\s，。！？；>]{0,12}\s*(?:>{1,3}|»|›|→)[。.]?$",
            NAVIGATION,
        ),
        (
            rf"[▲△]\s*{_PICTURE}?(?:来源|源)\s*[:：]\s*[^\s，。]{{0,8}}?(?:(?:视频|微博|官网|网页)?截图|网络|官网|微博|视频)"
            rf"|{_PICTURE}(?:来源于|源于|来源|来自|源自)\s*[:：]?\s*网络|(?<=[。！？；]){_PICTURE}[/／]\S{{2,8}}?(?:报|网|社|新闻)"
            rf"|[（(][^（）()。]{{0,30}}(?:摄(?=[）)])|供图|图源|{_PICTURE}来源|来源\s*[:：]\s*{_PICTURE})[^（）()。]{{0,20}}[）)]",
            BYLINE,
        ),
    )
)
RELATED_INLINE = re.compile(rf"\W*{_RELATED}{_TO_READ}\s*[:：]\s*\S")
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:[^\n]*\n){0,60}?---[ \t]*(?=\r?\n|\Z)")


def furniture_of(line: str) -> str | None:
    """Return the reason why ``line``, whole and trimmed, is never evidence wherever it stands; None when it may be."""
    if not READABLE.search(line):
        return MARKUP
    if is_date_line(line):
        return DATE_LINE
    if len(line) > LONGEST_FURNITURE:
        return None
    return next((reason for shape, reason in WHOLE_LINES if shape.fullmatch(line)), None)
