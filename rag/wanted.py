"""What a question wants to be told: the kind of answer, and what else a sentence must have to be one.

Read once, from the question alone. Nothing here knows an article or an alias.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.kinds import CLAUSE_END, QuestionKind, asking_clauses, kind_of, spelt_out

Claim = Literal["happens", "lawful", "possible"]
Unit = Literal["time", "money", "clock", "date"]

_OF_LAW = re.compile(
    r"合法|违法|犯法|违规|犯罪|什么罪|判刑|坐牢|拘留|刑事|法律|法条|法规|条例|司法解释|时效|受.{0,2}保护|有权|权利|强制执行|利.{0,4}(?:最高|上限|不[能得]超)|最高利"
    # What those who lend and collect may do is a matter of law: "催收可以联系我的家人吗".
    r"|(?<![跟和与向找同])(催收|平台|网贷|贷款公司|小贷|银行|外访|他们).{0,10}(可以|可不可以|能不能|(?<!可)能(?!力)|允许|凭什么)(?!.{0,4}(协商|分期|减免|延期|宽限|商量|打折|停息))"
)
# What comes of it is not told by what to do against it.
_WHAT_COMES = re.compile(r"会怎(?!么(弄|做|办|处理|解决))|后果|影响|怎么(罚|判(?!断))")
_ASKS_LAWFUL = re.compile(r"合法|违法|犯法|合规|违规|允许|有权|权利|犯罪|法律(上|规定)?(允许|支持)|侵权|侵犯")
# "上门催收有人管吗", "会不会禁止上门催收": whether what is done is ruled on, and not whether it is done.
ASKS_OF_RULES = re.compile(
    r"(?<![还只光])有(?:没有)?(?:人|谁|法律|法规|法|部门|机构|国家|规定|办法)(?:来|能|会|去)*(?:管(?![道家])|规范|约束|限制|治)|(?:谁|没人)(?:来|能|会|去)?管(?![道家了])"
    r"|(?:会不会|会|能不能|是不是|是否|有没有|将来|以后)[^,。;?!]{0,6}(?:(?<!被)禁止|取缔|规范|整治|严打|立法)"
)
_ASKS_POSSIBLE = re.compile(r"可以|能不能(?!信)|能否|可不可以|(?<!可)能(?!力|会|信)|行不行|支持|可否")
_OF_PENALTY = re.compile(r"罚(?!息).{0,4}(多少|几)|(判|关|拘[留役]?).{0,4}(几|多[少久])|怎么(判|罚)")
# What only the person's own account or contract tells.
_PERSONAL = re.compile(
    r"我(的|在)?[^,。;?!]{0,10}(额度|账单|余额|账户|还款日|合同|欠款金额|剩余本金|应还)[^,。;?!]{0,6}(是|有|还有|剩)?(多少|几|哪天|什么时候|什么(?=\??$))"
    r"|我(?:的|在)?[^,。;?!会能要]{0,3}(还|总共|一共|到底)?(还)?(欠|该还|要还|剩)(了)?[^,。;?!]{0,6}(?<!好)(多少|几)(钱|元|块钱?|万|期|个月|本金|利息|没还)?(了|呢|啊|来着|呀)*\??$"
    r"|(帮我|给我)(查|看)(一下|下|看)?[^,。;?!]{0,8}(我|额度|账单|余额|进度|欠|还款日)[^,。;?!]{0,12}(多少|几|吗|没|哪|进度)"
    r"|我(的|在)[^,。;?!]{0,8}(什么时候|多久|哪天|几号)(才|能|可以|会)*(解冻|恢复|开通|到账|放款|审核|通过|结清)"
    r"|(为什么|怎么)(?!会|要|能).{0,6}(显示|提示)|(显示|提示).{0,8}(怎么回事|为什么)|额度(怎么)?(没了|不见|降低?了|被降)"
    r"|(?<!以)(为什么|怎么|咋)(?!才|做|办|会).{0,12}(用不了|[不没]能(再)?(用|使用)(?!什么)|无法(使用|支付|借)|使用不了|开通不了|支付不了|借不(了|出))"
    # Told rather than asked: 没有逾期但是不能用了. What a court has frozen is another matter.
    r"|^(?!.*(冻|法院|执行|怎|如何|多久|什么|[吗?]|是否|能不能|会不会|是不是)).*((不能|无法|没法)(再|继续)?使?用了?[,。!]*$|[给被](关|停|封)(闭|掉|用)?了)"
    r"|(用不了|不能用了|无法使用|使用不了|开通不了|支付不了)[,，]?[^,。;?!]{0,8}(为什么|怎么回事|什么原因|为何)"
    r"|我(现在|这种情况|这情况)?[^,。;?!]{0,4}(要|得|需要)还(多少|几)[^,。;?!]{0,4}(才|能|就)?[^,。;?!]{0,3}结清"
    r"|(已经|都|全部?|按时)还(了|清|完|上)?[^。;?!]{0,14}(为什么|怎么|什么原因|咋|说我|显示)[^。;?!]{0,8}逾期|还[^。;?!]{0,4}逾期[^。;?!]{0,4}(什么原因|怎么回事)"
    r"|还款?[了清完]+[^。;?!]{0,6}还在?(催|扣|显示|说我|发短信|打电话)"
    r"|我[^,。;?!]{0,8}为什么[^,。;?!]{0,10}逾期[了啊呢]*\??$"
    r"|我(的)?征信(现在|上|里|目前)*有(没有|无|多少)"
    r"|我(的)?(申请|投诉|案子|案件|官司|订单)[^,。;?!]{0,8}(?<!没)(?<!没有)(进度|结果|到哪|通过了没)"
)
_TO_CALL = r"((?<![打接挂来听])电话|号码|热线|联系方式|微信号|qq)"
_ASKS_NUMBER_TO_CALL = re.compile(
    rf"{_TO_CALL}(号码?|是|为)*(多少|几|什么|哪|\??$)|(多少|哪个|(?<!为)什么).{{0,4}}{_TO_CALL}"
)
_ASKS_LAW = re.compile(
    r"(哪|什么|几)(些|部|条|个|一条|款)?.{0,3}(法律|法条|法规|条款|条文)|(哪|什么|几)(部|条|款)法|第几条"
)
_NOW = re.compile(r"今年|现在|目前|最新|当前|如今")
# "2000元信用卡不还" and "欠2000" name sums, "2017年5月写了欠条" tells of a day.
_YEAR = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?=年(?!\s*\d|[春夏秋冬底初末]))|(?<![欠借还花刷付交扣贷剩款])(?<![欠借还花刷付交扣贷剩]了)20[12]\d(?![\d年多余万块元人个天次]))"
)
_UNITS: dict[Unit, re.Pattern[str]] = {
    "time": re.compile(r"多久|多长时间|(?:多少|几)个?(?:天|日|周|星期|月|年|小时)"),
    "money": re.compile(
        r"多少(?:钱|元|块)|(?:[欠借]|透支)[^,。;?!]{0,6}多少[才算够]|(?:(?<![消免浪])费|金额|罚|价格?)[^,。;?!]{0,4}(?:多少|几个点|百分之几)(?!次|天|日|个月|年)|多少(?!次|天|日|个|年)[^,。;?!]{0,4}费"
    ),
    "clock": re.compile(r"几点(?!意见|建议|原因)"),
    "date": re.compile(r"几号|几月|哪一?[天日年](?!都)|何年|什么日期"),
}
# Whether somebody is to be trusted, and what a thing does to another: "逾期会影响孩子上学吗".
ASKS_TRUST = re.compile(
    r"靠谱|可信|可靠|[能敢可]信[吗么]|信得过|真的假的|是不是骗|还是骗|骗(人|局)?的?吗|是骗子[吗么吧]"
)
_ASKS_HOW_USUAL = re.compile(r"普遍|常见|频繁|罕见|少见|多见|常不常|多不多|[很算挺]多[吗么]")
_AFFECTS = re.compile(
    r"(?P<cause>[^。;?!]{0,60}?)(?:会不会|是否会?|能不能|[会能将要])*影响(?!大|严重|多大)(?:到|了)?(?:我|我们|他|她|自己|个人)?的?(?P<harmed>[^,。;?!吗呢么吧]{2,12})"
    r"|(?P<doing>[^。;?!]{1,60}?),?[会能将要]*[对给](?:我|我们|他|她|自己|个人)?的?(?P<thing>[^,。;?!吗呢么吧对]{2,8}?)(?:会不会|是否会?|有没有|没有|有|会|产生|造成|什么|不好的?|很大)+影响(?=[^,。;!?]*\??$)"
)
# "晚上会上门吗", in the clause that asks.
_AT_AN_HOUR = re.compile(
    r"(晚上|夜里|夜间|半夜|深夜|凌晨|大清早|早上|中午|周末|节假日|星期[六日天]|过年|春节)[^,。;!?]{0,8}(会|能|来|上门|打|催|联系)[^,。;!?]*\??$"
)
# Whose a debt is, and who pays it.
_ASKS_WHO_OWES = re.compile(
    r"(?=.*[欠贷债借])[^。;?!]*(?:谁的|谁(?:来|去|该|要|得|应该?|需要)*(?:还|赔|负责|承担|偿还|出|负担))(?:钱|款|债|责任)?[啊呀呢]?\??$"
)
# "分期为什么不能提额" asks about 提额, whatever it is done with.
_DENIED = re.compile(r"(?:为什么|为何|怎么)[^,。;!?]{0,6}?(?:不能|无法|不可以|不让|没法|不给)([^,。;!?]{2,})")
_ASKS_WHY_NOT = re.compile(r"(?<!是)[不没](?!还|到|接|上(?!门)|起|了|行吗|好吗|可以吗)|并?未|拒绝")
_COMPARED = re.compile(
    r"(?P<one>[^,。;?!]{2,14}?)(?:和|跟|与|同|还是|比)(?P<other>[^,。;?!]{2,14}?)(?:,|的|有|是|之间|到底|究竟|有没有|有什么|有啥)*(?:什么|哪些|啥)?(?:区别|差别|不同|不一样|一样|哪个)"
)
# "外访通知书是什么", but not of a thing that has one: its cause, its purpose.
_DEFINED = re.compile(
    r"^(?!.*(?:原因|后果|影响|方式|区别|目的|标准|条件|流程|时间|办法|问题|作用|意义|电话|号码))(?P<thing>[^,。;?!什么怎的]{2,10}?)(?:到底|究竟)?"
    r"(?:是什么(?:意思|东西)?|什么意思|指什么)[啊呀呢]?\??$"
)
_HOW_TO_DO = re.compile(
    r"(?:怎么|如何|怎样)(?:才能|才|去|要|可以|能|来)?+(?:以后|今后|尽快|快速|及时|有效|正确|合理|合法)*+((?![跟和对向把给让被在我你他她它会回样了说讲看别不]|办|避免|防止|处理|解决|应对)[\u4e00-\u9fff]{2})"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants.

    ``claim`` is what a yes or no would be said of. ``of_law`` says that a statute answers before any article, ``personal``
    that only the person's own account does, ``now`` that an old figure does not; ``number_to_call`` and ``law_by_name`` that
    a sentence without one is none. ``units`` are those of the figure asked for, ``years`` those that the question names.
    ``outcome``: what something leads to. ``penalty``: how somebody is punished. ``who_owes``: whose a debt is.
    ``why_not``: why it does not happen, and what is ``denied``. ``verb``: how to do just this. ``trust``: whether to
    believe somebody. ``usual``: how often it happens. ``at_an_hour``: whether it does at some time of the day, week or
    year. ``harmed``: what may suffer, and from what ``cause``. ``compared``: the two things that are set beside each
    other. ``defined``: what it is asked what it is.
    """

    kind: QuestionKind
    claim: Claim
    of_law: bool
    personal: bool
    now: bool
    number_to_call: bool
    law_by_name: bool
    units: frozenset[Unit]
    years: frozenset[str]
    outcome: bool
    penalty: bool
    why_not: bool
    denied: str
    verb: str | None
    trust: bool
    usual: bool
    who_owes: bool
    at_an_hour: bool
    harmed: str
    cause: str
    compared: tuple[str, ...]
    defined: str


def wanted(text: str) -> Wanted:
    """Read what the question ``text`` (in search form) wants."""
    text = spelt_out(text)
    verb = _HOW_TO_DO.search(text)
    affects = _AFFECTS.search(text) if "影响" in text else None  # it takes its time
    return Wanted(
        kind=kind_of(text),
        claim="lawful"
        if _ASKS_LAWFUL.search(text) or ASKS_OF_RULES.search(text)
        else "possible"
        if _ASKS_POSSIBLE.search(text)
        else "happens",
        of_law=_OF_LAW.search(text) is not None,
        personal=_PERSONAL.search(text) is not None,
        now=_asks_of_now(text),
        number_to_call=_ASKS_NUMBER_TO_CALL.search(text) is not None,
        law_by_name=_ASKS_LAW.search(text) is not None,
        units=frozenset(unit for unit, asks in _UNITS.items() if asks.search(text)),
        years=frozenset(_YEAR.findall(text)),
        outcome=_WHAT_COMES.search(text) is not None,
        penalty=_OF_PENALTY.search(text) is not None,
        why_not=_ASKS_WHY_NOT.search(text) is not None,
        denied=denied_in(text),
        verb=verb[1] if verb else None,
        trust=ASKS_TRUST.search(text) is not None,
        who_owes=_ASKS_WHO_OWES.search(text) is not None,
        usual=_ASKS_HOW_USUAL.search(text) is not None,
        at_an_hour=_AT_AN_HOUR.search(text) is not None,
        harmed=(affects["harmed"] or affects["thing"]) if affects else "",
        cause=(affects["cause"] or affects["doing"] or "") if affects else "",
        compared=compared.groups() if (compared := _COMPARED.search(text)) else (),
        defined=defined["thing"] if (defined := _DEFINED.search(text)) else "",
    )


def _asks_of_now(text: str) -> bool:
    """Whether a clause that asks speaks of now: who tells a story says 我现在被起诉了."""
    return any(map(_NOW.search, asking_clauses(text) or CLAUSE_END.split(text)))


def denied_in(text: str) -> str:
    """Return what ``text`` (in search form) wonders why it cannot be done: 提额 in 为什么不能提额; empty when nothing."""
    found = _DENIED.search(spelt_out(text))
    return found[1] if found else ""
