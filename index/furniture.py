"""What the furniture of a web page looks like: lists of links, trails, counters, credits, invitations, notices.

Only patterns and their names; ``index.clean`` says where in an article each of them counts. They describe Chinese pages
in general, never one site. A pattern that is not sure stays away: a line of furniture among the evidence is ugly, a lost
sentence of a statute is wrong.
"""

from __future__ import annotations

import re

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
REASONS = (
    RELATED_LINKS,
    TEASER,
    BREADCRUMB,
    NAVIGATION,
    BACK_TO_TOP,
    DATE_LINE,
    REPEATED_TITLE,
    BYLINE,
    COUNTER,
    SHARE,
    PROMOTION,
    COPYRIGHT,
    MARKUP,
)


def _any(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


# Letters and digits of any script: a line without one is a rule, a row of arrows, a picture.
READABLE = re.compile(r"[^\W_]")
LIST_MARK = re.compile(
    r"[-*•·●○◆■▪➢>]|[(（]?\d{1,3}[)）.、．]|[(（]?[一二三四五六七八九十百]+[)）、.．]|[①-⑳]|第[\d一二三四五六七八九十百千零]+[编章节条款项]"
)

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

_ARROW = r"\s*(?:>>?|＞|›|»|/|→)\s*"
_TRAIL = rf"{_any('首页', '主页', '网站首页', '首頁')}(?:{_ARROW}[^>＞›»/→。！？]{{1,30}})+"
_BREADCRUMB = rf"(?:[您你]?(?:现在|当前|目前)?的?(?:所在)?位置\s*[:：].{{0,80}}|{_TRAIL}(?:{_ARROW})?)"
_BUTTON = _any(
    "阅读全文", "查看全文", "展开全文", "查看更多", "点击查看更多", "加载更多", "返回列表", "返回首页", "打印本页", "关闭窗口",
    "加入收藏", "设为首页", "收藏本站",
)  # fmt: skip
_SMALL_BUTTON = _any(_BUTTON, "登录", "注册", "搜索", "打印", "关闭", "字号", "大", "中", "小")
_NEIGHBOUR = _any("上一篇", "下一篇", "上一页", "下一页", "上一章", "下一章", "上一頁", "下一頁")
_MENU_ITEM = r"[^\s|｜。！？，；]{1,8}"
_NAVIGATION = (
    rf"(?:\W*{_NEIGHBOUR}\s*(?:[:：].*|\W*)|[\[【(（]?{_BUTTON}\s*[>»›]*[\]】)）]?"
    rf"|{_SMALL_BUTTON}(?:[\s|｜/、·:：]+{_SMALL_BUTTON})+"
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
_COUNT = r"\d[\d,.]*\s*(?:万|w|k)?\+?\s*[次人条个]?"
_COUNTER = rf"\W*(?:{_COUNTED}(?:量|数|次数)?\s*[:：(（]?\s*{_COUNT}[\W_]*){{1,8}}|{_COUNT}\s*(?:{_COUNTED}|人看过|人喜欢)\W*"
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
_MARKUP = rf"(?:<!--.*?-->|</?[a-zA-Z][^<>]{{0,300}}>|{_IMAGE}|```\w*|\s)+"

# Who made it ---------------------------------------------------------------------------------------------------------

_ROLE = _any(
    "(?:消息|信息|稿件|文章|内容|图片|素材)?(?:来源|來源|出处)", "(?:责任|流程|值班|实习|新媒体|視覺|视觉)?(?:编辑|編輯|校对|校對)",
    "责编", "主编", "美编", "编审", "编委", "一审", "二审", "三审", "初审", "复审", "终审", "审核", "监制", "监审", "签发", "校审",
    "作者", "撰文", "撰稿", "摄影", "供图", "供稿", "出品", "转自", "转载自", "综合", "封面",
    "[\u4e00-\u9fff·/]{0,12}(?:记者|通讯员|实习生)",
)  # fmt: skip
_NAME = "(?:[\u4e00-\u9fff]{2,4}?|[\u4e00-\u9fff][ \u3000][\u4e00-\u9fff])"
_SAYS_WHO = rf"(?:{_ROLE}\s*[:：/|｜丨]|(?:文|图|图文)\s*[:：/|｜丨]|{_ROLE}[ \u3000]+{_NAME}(?=[^\u4e00-\u9fff]|$|{_ROLE})"
_CREDITS = r"[^。！？!?]{0,80}"
_BYLINE = rf"[\s(（【\[]*{_SAYS_WHO}){_CREDITS}"
# Behind the last sentence an outlet may stand first: "扬子晚报/紫牛新闻记者 万承源校对 陶善工", "潇湘晨报综合长江日报".
CREDITS_TAIL = re.compile(
    rf"[^。！？!?，,；;]{{0,40}}{_SAYS_WHO}|{_ROLE}{_NAME}(?:编辑|校对|责编){_NAME}$){_CREDITS}"
    rf"|[^。！？!?，,；;]{{2,10}}(?:报|网|新闻|客户端|电视台|传媒|在线)综合[^。！？!?，,；;]{{2,40}}"
)
# Glued to a paragraph that lacks its full stop: only what names an outlet, for "还款来源:工资" is no credit.
_OUTLET = _any(
    "报",
    "网",
    "新闻",
    "公安",
    "法院",
    "检察院?",
    "广播",
    "电视台?",
    "公众号",
    "客户端",
    "微信",
    "发布",
    "在线",
    "传媒",
)
OUTLET_TAIL = re.compile(
    rf"(?:综合|来源|转自|供稿)\s*[:：]\s*[^。！？!?]{{0,40}}{_OUTLET}[^。！？!?，,]{{0,10}}$"
)
# "(李茜)", "（延吉市公安局）", "(完)"; a bracket that explains something is no signature.
SIGNATURE_TAIL = re.compile(
    r"[(（【\[](?!注|备注|详见|见|如|含|即|包括|不含|以上|本|点击)[^()（）【】\[\]。！？!?；;\d]{1,25}[)）】\]]"
)
PORTAL_TAIL = re.compile(
    r"(?:返回[^\s，,。]{1,6}[，,]\s*查看更多(?:\s*责任编辑\s*[:：]\s*[^。！？]{0,20})?|分享让更多人看到)$"
)
LINK_TAIL = re.compile(r"(?:点击|查看|阅读|了解|进入)[^\s，。！？；>]{0,12}\s*(?:>{1,3}|»|›|→)[。.]?$")
FROM_ELSEWHERE = re.compile(
    r"本文(?:转自|转载自|来源|源自)\s*[【\[(（:：]\s*[^】\])）。；;]{2,20}\s*[】\])）]?[；;。]?"
)
ORIGINAL_TITLE = re.compile(r"原标题\s*[:：]\s*")

# Sentences that ask for something --------------------------------------------------------------------------------------

PROMOTION_SENTENCE = re.compile(
    r"应用市场下载|(?:精彩|资讯)[^。！？]{0,20}(?:下载|客户端)|欢迎(?:关注|订阅|提供新闻线索|留言|分享|转发|扫码)"
    r"|点击[上下]方[^。！？]{0,12}关注|关注(?:我们|本号|本公众号)|[报爆]料(?:热线|通道|电话|微信|邮箱)|[报爆]料】|新闻线索"
    r"|点个?[^。！？]{0,6}(?:赞|在看)|本文由[^。！？]{2,15}原创|扫[描一码][^。！？]{0,12}(?:二维码|关注)|长按[^。！？]{0,8}识别"
)
COPYRIGHT_SENTENCE = re.compile(
    r"未经(?:授权|许可|允许|同意)[^。！？]{0,16}转载|版权(?:归|所有|侵权)|侵权[^。！？]{0,16}(?:删除|联系)|如遇作品内容"
    r"|转载(?:请|须|需)[^。！？]{0,12}(?:注明|联系|授权)|不代表(?:本站|本网|本平台|本公众号)|(?:免责|版权)(?:声明|说明)\s*[:：]"
)

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
RELATED_INLINE = re.compile(rf"\W*{_RELATED}{_TO_READ}\s*[:：]\s*\S")
FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n){0,60}?---[ \t]*(?=\r?\n|\Z)")
