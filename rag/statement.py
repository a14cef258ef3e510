"""Who speaks in a sentence, and on what: law, claimed platform policy, report, advice or opinion; which law it names."""

from __future__ import annotations

import re
from functools import lru_cache

from index.shapes import ARTICLE_OF_LAW
from index.text import search_form
from rag.records import Statement

UNNAMED_LAW = "称有法律依据，未写明是哪条"

_LAW_TITLE = re.compile(
    r"(?<![方说做想看用办语书])法(\s*\([^)]*\))?(\S*编)?$|(条例|法典|修正案|批复|(?<=》)的决定)(\s*\([^)]*\))?(\S*编)?$"
    r"|^(?=.*(关于|管理|监督|若干|暂行|试行|实施|适用|审理|诉讼|民间借贷|保全|法院|检察院|委员会|总局|保护|处罚|处置|合规|信访|风险|登记|清算|程序|条件|标准|业务|工作))"
    r".*(规定|办法|解释|规则|通则|准则)(\s*\([^)]*\))?$|^(民法典|刑法)(?=$|[-—·\s(第])"
)
# What tells how, in the words of a law: 逾期的处理方法, 教你三个办法, 民法典怎么规定.
_NO_LAW_TITLE = re.compile(
    r"[?!,:]|怎么|如何|什么|哪些|哪种|几[个种条]|[一二两三四五六七八九十\d]+[个种招条](办法|方法|规定|规则)|教你|你的?|我的?(?!国)|的[^的]{0,6}(办法|规则|说法)$"
)
# What a title drags along: the number of the document; and what stands where the title should: who passed it.
_AFTER_TITLE = re.compile(r"(?<=[法例定则])(中华人民共和国国务院令|[一-鿿]{1,6}〔\d{4}〕\d+号).*$")
_PASSED = re.compile(r"[(（]\d{4}年.{1,60}(会议)?通过")
_NAMED = re.compile(r"《([^》]{2,40})》")
_LAWLIKE = re.compile(r"法|条例|规定|办法|解释|规则|标准|准则|公约|规范|指引|通知|意见")
_UNNAMED = re.compile(
    r"(相关|有关|现行|我国|国家)的?(法律法规|法律规定|法律|法规|规定)|根据法律|依据法律|法律规定|依法"
)
# What stands before a statute's rules: its number, its passing, and what it was made for.
_OPENING = re.compile(
    r"(制定|修订|修正)了?本(法|条例|办法|规定|细则|解释|规则|通知)|委员会第?[^,，。]{1,8}次会议[^,，。]{0,6}通过|"
    r"现就[^。]*解释如下|现予公布"
)
# What stands after them: since when they hold, and what they replaced.
_CLOSING = re.compile(r"自[^,，。;；]{2,24}[日年]起(施行|实施|生效|执行)|同时废止")
_POLICY = re.compile(
    r"官方(说明|表示|称|回应|规定|不)|平台(规定|规则|协议)|客服(表示|称|回应)|根据其|用户协议|服务协议|合同约定|借款协议|公司规定"
)
_ADVICE = re.compile(
    r"应当|(?<![回反相对供响适])应(?![还收用诉对答急])|建议|可以|需要|务必|尽量|不要|切勿|最好|避免(?!给(?:用户|客户|借款人))|(?<![申邀聘])请(?!求)|可(?:向|通过|以)|注意|记录|保存|咨询|制定|学习|提起"
    # 导致无法及时还款 tells how debts come about.
    r"|(?<![法能未没有不])及时[^,。;]{0,8}(?:沟通|联系|协商|咨询|报警|投诉|举报|核实|告知|说明)"
)
# Words of somebody in the story, not of the one who tells it: of a swindler, a party at court, or out of a quotation.
_OF_ANOTHER = re.compile(
    r"谎称|冒充|骗子|不法分子|诈骗(团伙|分子)|辩称|诈称|话术|诱骗|([原被]告|对方|(?<=[\u4e00-\u9fff])(?:先生|女士|某))[^,，。]{0,6}(认为|称|要求|请求|主张)|我(?![国们行院司市省县区校所]|的?天)(?<!自我)"
)
# Who is not who he says he is.
IMPOSTS = r"自称|谎称|声称|并称|诈称|冒充|假冒"
_OF_FRAUD = re.compile(rf"{IMPOSTS}|骗")
# What they do, or see to, is no advice to whom they do it.
_THEIR_DOING = re.compile(
    r"(平台|机构|公司|银行|催收)[^,，。;；]{0,4}(可以|可(?=通过)|需要)[^。;；]*|提醒[其他她][^,，。;；]*|"
    # Nor is how a product works: 用户在消费后可以选择分期付款.
    r"用户在?(?:消费|购物|借款|使用|下单|开通|注册)[^,，。;；]{0,6}后可以[^,，。;；]*"
)
# A record that is to be erased: 消除征信记录, 把逾期记录删掉.
ERASED = r"(?:消[除掉]|删[除掉]|清除|抹[掉去]|洗掉|修复)"
_RECORD = r"(?:征信|逾期|不良|信用)(?:记录|信息)?"
_ERASES = rf"(?:{ERASED}[^,。;!?]{{0,4}}{_RECORD}|{_RECORD}[^,。;!?]{{0,4}}{ERASED})"
_OF_ERASING = re.compile(_ERASES)
_SUM = r"[\d一二两三四五六七八九十百千万几]+"
# Money that is not the debt's own: who has paid back 500元 buys nothing with it.
_PAID = rf"(?:[交付花给收转](?:了|个)?(?:{_SUM}|钱|费)|(?<![还欠借\d])(?<![还欠借]了)\d+(?:块|元))"
_OFFER = re.compile(
    r"征信修复|修复征信|洗白|铲单|代理维权|代理投诉|反催收|停息挂账|债务优化|债务重组公司|法务公司|"
    r"验证码|先(交|付|转|打)(费|钱|款|手续费|保证金|服务费|定金)|保证金|解冻费|包过|内部渠道|"
    rf"先[交付转打]{_SUM}[^,。;!?]{{0,4}}(?:块|元|费|定金|押金)|(?:帮|{_PAID})[^,。;!?还]{{0,10}}{_ERASES}"
)
_OPINION = re.compile(
    r"或许|似乎|我们|笔者|小编|认为|觉得|看来|令人|未来|将会|代表着|趋势|意味着|揭示|想必|恐怕"
)


@lru_cache(1024)
def is_statute(title: str) -> bool:
    """Return whether an article with this ``title`` is a law, a regulation or a judicial interpretation."""
    form = search_form(title)
    bare = _AFTER_TITLE.sub("", ARTICLE_OF_LAW.sub("", form)).strip()
    named = _LAW_TITLE.search(bare) is not None and ("关于" in bare or not _NO_LAW_TITLE.search(bare))
    return named or _PASSED.match(form) is not None


def opens_statute(sentence: str) -> bool:
    """Return whether ``sentence``, of a statute, stands before its rules: who passed it when, and what for."""
    return _OPENING.search(sentence) is not None


def closes_statute(sentence: str) -> bool:
    """Return whether ``sentence``, of a statute, stands after its rules: since when it holds, and what it replaced."""
    return _CLOSING.search(sentence) is not None


def is_of_another(sentence: str) -> bool:
    """Return whether ``sentence`` tells what somebody in the story says or claims, or is cut out of a quotation."""
    return _OF_ANOTHER.search(search_form(sentence)) is not None or sentence.count("“") != sentence.count("”")


def speaks_of_fraud(text: str) -> bool:
    """Return whether ``text`` (in search form) speaks of a fraud, or of somebody who is not who he says he is."""
    return _OF_FRAUD.search(text) is not None


def speaks_of_offer(text: str) -> bool:
    """Return whether ``text`` speaks of the paid "services" and up-front fees that prey on people in debt."""
    return _OFFER.search(text) is not None


def speaks_of_erasing(text: str) -> bool:
    """Return whether ``text`` (in search form) speaks of a bad record that is to be erased, by whatever means."""
    return _OF_ERASING.search(text) is not None


def statement_of(sentence: str, title: str) -> Statement:
    """Return what kind of words ``sentence`` is."""
    sentence = search_form(sentence)
    if is_statute(title) or (ARTICLE_OF_LAW.search(sentence) and _law_named_in(sentence)):
        return "law"
    if _POLICY.search(sentence):
        return "policy"
    if _OPINION.search(sentence):
        return "opinion"
    if _ADVICE.search(_THEIR_DOING.sub("", sentence)):
        return "advice"
    return "report"


def basis_of(sentence: str, title: str, headings: tuple[str, ...] = (), before: str = "") -> str | None:
    """Return the law that the words name, as "民法典 第一百八十八条"; "unnamed" when they lean on laws without naming one.

    ``before`` is what stands before the sentence in its passage: a statute's 第…条 often opens the paragraph above.
    """
    if is_statute(title):
        law = _NAMED.sub(r"\1", title).strip()
        if ARTICLE_OF_LAW.search(search_form(title)):
            return law
        number = (
            ARTICLE_OF_LAW.match(search_form(sentence).strip())
            or _last(ARTICLE_OF_LAW, search_form(before))
            or _last(ARTICLE_OF_LAW, search_form(" ".join(headings)))
        )
        return f"{law} {number[0]}" if number else law
    form = search_form(sentence)
    if law_name := _law_named_in(form):
        number = ARTICLE_OF_LAW.search(form)
        return f"{law_name} {number[0]}" if number else law_name
    return "unnamed" if _UNNAMED.search(form) else None


def _law_named_in(sentence: str) -> str | None:
    return next((name for name in _NAMED.findall(sentence) if _LAWLIKE.search(name)), None)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007  (the last one is wanted)
        pass
    return found
