"""What happens before anything else: personal data is masked, a person in danger is shown help, offers raise a warning.

The masked question is the only one that the rest of the house, its logs and its histories ever see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.text import search_form
from rag.records import Notice
from rag.statement import speaks_of_offer

# 12356 is the national psychological support line that the National Health Commission announced in December 2024;
# 110 and 120 are the public emergency numbers. They are the only numbers that do not come from an article.
SELF_HARM_HELP = (
    "先照顾好你自己：欠款可以慢慢解决，生命只有一次。如果你或身边的人正想伤害自己，请现在就告诉信任的人，"
    "或拨打全国统一心理援助热线 12356；情况紧急请拨打 120 或 110。"
)
CARE = "如果觉得快撑不住了，先和身边信任的人说说。也可以拨打全国统一心理援助热线 12356，有人会听你说。"
DANGER_HELP = "如果有人正在威胁或伤害你，请先离开危险的地方，并立即拨打 110 报警。"
VIOLENCE_HELP = "请先停一停：伤害别人会让处境更糟。请现在就和信任的人谈谈，或拨打心理援助热线 12356。"
OFFER_WARNING = (
    "请小心：自称能“征信修复”“代理维权”“停息挂账”并要你先交费，或要你转账、共享屏幕、交出验证码或银行卡密码的，"
    "常见于骗局。不要先付钱，不要转账，不要交出验证码。"
)

_SELF_HARM = re.compile(
    r"自[杀尽残鲨]|自?zisha|自sha|轻生|寻死|[寻自]短见|自我了断|了断(自己|此生|这条命)|跳([楼河江桥轨海]|下去)|从.{0,6}[楼桥].{0,4}跳|割腕|上吊|烧炭|安眠药|吞药|"
    r"喝[了下过]?(农药|百草枯|敌敌畏|药死)|撞死|遗书|不想再?[活醒]|活不下去|活不了了|活够了|想死|去死|死了算|死了(更|还)?好|不如.{0,4}死|一死了[之百算]|死给|一了百了|想不开|(想|求)解脱|"
    r"(?<![父母爸妈他她人公婆爷奶姥哥姐弟妹])死了(是不是|会不会|就|是否)(就|可以)?(不用|不要|没人|算)|[撑熬扛]不下去|结束(一切|(自己的|我的|这)?生命)|离开这个世界|没脸活|"
    r"活着(没|好累|太累|真累|好难|太难|很累|好痛苦)|没(有)?(活下去|活着|生活)的?(希望|勇气|意义|必要)"
)
# Short of that: who is at the end of his strength wants an answer, and somebody who listens.
_WORN_OUT = re.compile(
    r"(撑|扛|顶|熬|挺)不(住|过去?)|(?<![饿热冷累忙困渴])(快|要)死了|崩溃|逼疯|(快|要)疯了|绝望|走投无路|(睡|吃)不(着|下)[觉饭]?|抑郁|焦虑得|天天哭|每天哭|整夜"
)
_DANGER = re.compile(
    r"(威胁|扬言|说|吓唬)[^。;；?？!！]{0,10}?要?(杀(?!价)|打死|砍[死伤我你人]|弄死|弄残|打断[你我]?的?[腿手胳]|绑架|收拾[你我]|废了[你我])|(砍|弄|打)死我(?![也都就])|杀[你我]?(全家|家人)|"
    r"(正在|被)(打(?![电爆扰官折回断工字包车交算听压败动开入理扮包]|了(个|电话|不良|负面|[标黑差低零]))|人?打断|砸门|围堵|绑架|非法拘禁)|要(杀|打)我(?![^,，。;；!！?？]{0,8}(电话|手机|号码|主意))|"
    r"被[^,，。;；!！?？]{0,4}打了(?=[,，。;；!！?？~\s]|$|一?顿|我|人|耳光|巴掌)|要[^,，。;；!！?？]{0,6}[砍打]我(?![^,，。;；!！?？]{0,8}(电话|手机|号码|微信|语音|视频|主意))|"
    r"动手打|打了我(?![^,，。]{0,4}电话)|揍我|(堵|关)(在|着)[^,，。]{0,6}(家|门|屋|房|车|里)|不让我?们?(走|离开|出门|出去)|砸(门|玻璃|我家)|[拿持带]着?刀"
)
_VIOLENCE = re.compile(
    r"(我|老子)(要|想|真想|去)([杀砍](?!价)|捅|弄死|打死)|同归于尽|和(他|她|他们|催收|对方)拼命|(杀|砍|捅|弄)死(他|她|它|他们|催收)"
)
# What swindlers on the phone want: of whoever asks, not of what is offered to him.
_SCAM = re.compile(
    r"屏幕共享|共享屏幕|安全账户|(自称|冒充)[^。;；?？!！]{0,20}(转账|汇款|打款|转钱|下载|密码)|[让叫]我[^,，。;；]{0,8}(转账|汇款|打款|转钱|刷流水)|"
    r"[让叫要]我先?[转汇打][\d一二两三四五六七八九十百千万几]+(?!个|次|遍|通)|"
    # Who collects for a lender has no account of his own for it.
    r"[转汇打还付交][^,。;；?？!！]{0,8}[到给进入][^,。;；?？!！]{0,6}[个私]人的?(账|银行卡|卡|微信|支付宝)"
)

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])")
_CALLED_ID = re.compile(
    r"(?P<keep>身份证(?:号码?)?\s*(?:是|为)?\s*[:：]?\s*)\d(?:[ -]?\d){13,17}(?:[ -]?[Xx])?(?![0-9A-Za-z])"
)
_CARD = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z])")
_CALLED_CARD = re.compile(
    r"(?P<keep>(?:卡号|(?:银行|储蓄|信用)卡号?码?)\s*(?:是|为)?\s*[:：]?\s*)\d(?:[ -]?\d){11,18}(?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ .-]?\d{4}[ .-]?\d{4}(?!\d)")
_ACCOUNT = re.compile(
    r"(?P<keep>(?:微信|wx|vx|qq)(?:号码?)?\s*(?:是|为)?\s*[:：]?\s*)(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{5,20}(?![0-9A-Za-z元万块])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+", re.ASCII)
_CONTRACT = re.compile(
    r"(?P<keep>(?:合同|借据|订单|案件|案)(?:编号|号码|号)\s*(?:是|为)?\s*[:：]?\s*)[0-9A-Za-z][0-9A-Za-z_-]{5,}"
)
_NAME = re.compile(
    r"(?P<keep>我叫|我的名字(?:是|叫)|本人姓名[:：]?|姓名[:：]\s*|我是(?=[\u4e00-\u9fff]{2,3}[,，。、;；\s]?身份证))"
    r"(?!什么|啥|不|了|过|来|你|他|她|它|天|人|家|客服|催收|平台|警|朋友|同事|同学|老公|老婆|对象|男友|女友|别人|外卖|车|爸|妈|父|母|儿|女|律师|老板|物业|法院|家|亲戚|哥|姐|弟|妹|爷|奶|舅|叔|姑|姨|邻居|领导|同乡|老乡)[\u4e00-\u9fff·]{2,4}?(?=[,，。、;；!！?？\s]|在|欠|借|今年|身份证|手机|的|$)"
)

_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Guarded:
    """``text`` with its personal data masked, and the cards that come before the answer."""

    text: str
    notices: tuple[Notice, ...]

    @property
    def in_need(self) -> bool:
        """Whether somebody may come to harm."""
        return any(notice.kind == "help" for notice in self.notices)


def guard(question: str) -> Guarded:
    """Mask personal data in ``question`` and say which cards it calls for."""
    text, masked = mask(question)
    return Guarded(text, _notices(_run_together(text), masked))


def mask(text: str) -> tuple[str, int]:
    """Return ``text`` with ID, bank card, phone, account and contract numbers, mail addresses and names masked, and how
    many there were. Digits come back half-width.

    An ID number counts when its checksum holds (GB 11643), a card number when it passes Luhn (ISO/IEC 7812), and both
    where they are called so, mistyped or not.
    """
    count, text = 0, text.translate(_HALF_WIDTH)
    for pattern, label, holds in _PERSONAL:
        found = [match for match in pattern.finditer(text) if holds is None or holds(match[0])]
        for match in reversed(found):
            kept = match.groupdict().get("keep") or ""
            text = f"{text[: match.start()]}{kept}［{label}］{text[match.end() :]}"
        count += len(found)
    return text, count


def _notices(text: str, masked: int) -> tuple[Notice, ...]:
    cards = []
    if _SELF_HARM.search(text):
        cards.append(Notice("help", SELF_HARM_HELP))
    if _DANGER.search(text):
        cards.append(Notice("help", DANGER_HELP))
    if _VIOLENCE.search(text):
        cards.append(Notice("help", VIOLENCE_HELP))
    if _WORN_OUT.search(text) and not cards:
        cards.append(Notice("care", CARE))
    if masked:
        cards.append(Notice("masked", f"已遮盖 {masked} 项个人信息，它们不会被保存，也不会发给别人。"))
    if speaks_of_offer(text) or _SCAM.search(text):
        cards.append(Notice("warning", OFFER_WARNING))
    return tuple(cards)


def _run_together(text: str) -> str:
    """``text`` in search form without spaces and signs within words: who hides a word writes it apart, 自 杀, 自*杀."""
    return re.sub(r"(?<=[\u3400-\u9fff])[\s*._·~/|+-]{1,3}(?=[\u3400-\u9fff])", "", search_form(text))


def _is_id_number(digits: str) -> bool:
    total = sum(int(d) * w for d, w in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_card_number(text: str) -> bool:
    digits = [int(c) for c in reversed(text) if c.isdigit()]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


# In this order: an ID number is not also a bank card, nor a telephone number within an account one to call. ``keep`` is the part of a match that stays.
_PERSONAL: tuple[tuple[re.Pattern[str], str, Callable[[str], bool] | None], ...] = (
    (_ID_NUMBER, "身份证号", _is_id_number),
    (_CALLED_ID, "身份证号", None),
    (_CARD, "银行卡号", _is_card_number),
    (_CALLED_CARD, "银行卡号", None),
    (_EMAIL, "邮箱", None),
    (_ACCOUNT, "账号", None),
    (_CONTRACT, "编号", None),
    (_PHONE, "手机号", None),
    (_NAME, "姓名", None),
)

# What stands where something was masked, in search form.
MASKED = re.compile("|".join(rf"\[{label}\]" for label in dict.fromkeys(label for _, label, _ in _PERSONAL)))
