"""Whether a sentence may stand as evidence, and what it is by its form: it leans on another, it tells of a case."""

from __future__ import annotations

import re

from index.records import Passage
from index.text import search_form
from rag.statement import IMPOSTS, is_of_another, is_statute, opens_statute, speaks_of_offer
from rag.terms import terms

# A sentence that opens so says something about the one before it.
_LEANS = re.compile(
    r"^[“\"]?(?:(?:目前|如今|现在|现|此前|近日|随后|最终)[,，]?)?(这(?!些年)|此(?!类)|其(?!他|它|实|中一)|该|它|他们|她|因此|所以|此外|另外|同时|与此同时|而且|并且|但|然而|不过|对此|如此|"
    r"上述|以上|前述|例如|比如|也|则|可见|总之|是的|否则|反之|换言之|也就是说|同样|接着|随后|其次|最后|再次|而|前款|前两款)"
)
# Somebody of whom a report tells, or a case at court: what happened once, and is no rule.
_CASE = re.compile(
    r"(?<=[\u4e00-\u9fff])(先生|女士|小姐|某(?![个些种一地时次日家平银])|老汉|大爷|阿姨)|(?<!将)(原告|被告(?!人有权)|上诉人|嫌疑人|受害[人者]|被害人)|"
    r"(本|该|此)案|(男|女)(子|孩|童)|一审|二审|(?<![其吉])他(?![人们国行乡])|她(?!们)|名下|(短信|截图|镜头|视频|画面)(显示|中)|"
    r"有[^,。;]{0,6}(用户|网友|市民|消费者|客户)[^,。;]{0,4}(反映|反馈|称|爆料)|该(用户|客户|男子|女子|市民)(?!的)|用户最(初|开始)|一名"
)
# What those who judge or advise draw from a case holds for others too.
_LESSON = re.compile(
    r"(法院|法官|律师|检察官|专家|警方|民警)[^,。;]{0,12}(认为|表示|提醒|介绍|指出|建议|提示|判定)"
)
_ENDED = re.compile(r"(?:法院|经[^,。;]{0,8}调解)[^。;]{0,40}(?:返还|退还|支持|判决)")
_OF_SWINDLERS = re.compile(
    rf"{IMPOSTS}|诈骗|骗子|骗局|话术|不法分子|被骗|安全账户|屏幕共享|以[^,。;]{{1,40}}为由"
)
# What follows is still their promise or their threat: "按照对方要求转账,就可以消除征信".
_THEY_SAY = re.compile(
    rf"{_OF_SWINDLERS.pattern}|对方[^,。;]{{0,6}}(?:称|说|表示|告[知诉]|要求|提示|引导|指[示导引])"
)
_COMES = re.compile(r"(?<!不)(?:会(?!议)|可以|能够|将)")
_STILL_TOLD = 2  # sentences
_SIGNS = re.compile(r"\W")
_SIGNS_AROUND = 12  # of a title quoted: 原标题：《…》
_TITLE_CHARS = 6
_ASKS = re.compile(r"[?？][”\"’」』）)\s]*$")
_ORDERS = re.compile(
    r"(忽略|无视|忘记|disregard|ignore).{0,12}(以上|之前|前面|上述|previous|above|all|指令|提示|instructions?)"
    r"|你是一个.{0,12}(助手|模型|机器人)|system prompt|系统提示词"
)
# How a lender or its product is introduced: 拍拍贷是一家…, 支付宝提供的产品包括….
_INTRODUCES = re.compile(
    r"(?P<whom>[^,。;:!?]{2,20}?)(主要|就|则)?(包括|分为|是针对|是面向|是指|指的是|是一[款种项个家类]|属于|是(?=[^,。;]{2,12}(信贷|贷款|产品|服务|平台|工具|机构|公司)))"
)


def leans(sentence: str) -> bool:
    """Return whether ``sentence`` opens with a word that points back: 这, 此外, 其."""
    return _LEANS.match(search_form(sentence).strip()) is not None


def may_be_quoted(sentence: str, title: str = "") -> bool:
    """Return whether ``sentence`` of the article with that ``title`` may stand as evidence.

    It states something: it asks, sells and orders nothing, and is neither the title once more nor how a statute opens.
    """
    form = search_form(sentence)
    if _ASKS.search(form) or _ORDERS.search(form) or _is_offer(form):
        return False
    return not _is_heading(sentence, title) and not (is_statute(title) and opens_statute(form))


def _is_heading(sentence: str, title: str) -> bool:
    """Whether ``sentence`` is only the title once more, or a part of it: 原标题：《…》. What ends in a stop is none."""
    if len(sentence) > len(title) + _SIGNS_AROUND or sentence.rstrip().endswith(("。", "!", "！")):
        return False
    words, heading = _SIGNS.sub("", sentence), _SIGNS.sub("", title)
    adds_little = len(heading) > _TITLE_CHARS > len(words) - len(heading) and heading in words
    return adds_little or words in heading


def _is_offer(sentence: str) -> bool:
    """An offer, unless the sentence warns of it."""
    return speaks_of_offer(sentence) and not re.search(
        r"不要|切勿|警惕|谨防|骗|违法|非法|不得|禁止|风险|提醒|小心|严禁", sentence
    )


def introduces(sentence: str) -> bool:
    """Return whether ``sentence`` says what a lender or its product is: it tells of nothing that they do."""
    found = _INTRODUCES.match(search_form(sentence))
    return bool(found and terms().platforms_in(found["whom"]))


def names_a_case(text: str) -> bool:
    """Return whether ``text`` speaks of somebody to whom something happened: a party at court, 张先生, 一名男子."""
    return _CASE.search(text) is not None


def tells_of_a_case(sentence: str) -> bool:
    """Return whether ``sentence`` tells what happened once, or what somebody in a story says; a lesson from it is none."""
    return (names_a_case(sentence) or is_of_another(sentence)) and not _LESSON.search(sentence)


def tells_how_it_ended(sentence: str) -> bool:
    """Return whether ``sentence`` (in search form) tells what somebody got at court: what others may get too."""
    return _ENDED.search(sentence) is not None


def told_by_swindlers(passage: Passage, sentence: str) -> bool:
    """Return whether ``sentence`` (in search form) of ``passage`` is what swindlers say will come: it speaks of them, or one
    of the two before it does, and it draws no lesson.
    """
    if tells_of_swindlers(sentence):
        return True
    if not _COMES.search(sentence) or _LESSON.search(sentence):
        return False
    forms = [search_form(one.text) for one in passage.sentences]
    at = forms.index(sentence) if sentence in forms else 0
    return any(_THEY_SAY.search(form) for form in forms[max(0, at - _STILL_TOLD) : at])


def tells_of_swindlers(text: str) -> bool:
    """Return whether ``text`` (in search form) speaks of swindlers, or of what they do: what such people say tells nothing."""
    return _OF_SWINDLERS.search(text) is not None
