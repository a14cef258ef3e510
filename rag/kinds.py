"""What kind of answer a question asks for: whether, how, why, which, who, when, where, how much.

Read from the question alone, clause by clause. Nothing here knows an article or an alias.
"""

from __future__ import annotations

import re
from typing import Literal

QuestionKind = Literal[
    "yes_no", "how_to", "why", "list", "what", "compare", "who", "when", "where", "how_much", "other"
]
_LONG_SENTENCE_CHARS = 30

_WAYS_TO_ASK_WHETHER = (
    r"吗|(?<!干)嘛\??$|(?<![什怎])么\??$",  # 会上门吗, 会上门么
    r"是否|会不会|能不能|可不可以|有没有|是不是|要不要|算不算|合不合法|违不违法|用不用|该不该|行不行",
    r"(\S)[不没]\1|不\??$",  # 来不来, 会来家里不
    r"还是.{0,6}(吓|骗|假)",  # 真的会来还是吓唬我
    r"(会|能|可以|要|算|合法|违法|有|是)[^,。;!?]{0,20}(吧|不|没有?)\??$",  # 会上征信吧
    r"真的(会|要|能)|^(会|能|可以)",
    r"(会|能|了|^是)((?!什么|怎|哪|谁|多少|几|何)[^,。;!?]){0,12}\?$",  # 会打给家人? 开始上门了?
    r"(真的?假|是真是假|是真的|有这回事|有这种事|真有这)",
    r"还是(也|真的?)?(会|能|要|可以)|[^,。;!?]{2}(吧|啵|呗|伐|咩)\??$",  # 只打电话还是也会来, 从来不上门吧
)

_WHETHER = re.compile(r"^(?!.*(不行吗|不好吗|不可以吗|不就|什么|哪|怎|谁|多[少久长]|如何|为何)).*吗\??$")
# Tried in order: the first that matches decides. Written for search form (simplified, half-width, lower case).
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    ("yes_no", re.compile(r"吗[,?].{1,12}$")),  # "会上门吗,一般几点来": whether comes first
    # Which of two sayings holds is whether; why somebody thinks so, or how he comes to it, is not.
    ("yes_no", re.compile(r"(哪个|哪种|谁)(说的?|说法)?(才?是)?(对|真|准)的?\??$|[信听](谁|哪个)的?\??$")),
    (
        "who",
        re.compile(
            r"(的|来|人)(到底|究竟)?(都)?是[^,。;?!]{0,10}(人|员|公司|机构|团队|自己|平台|银行|法院|外包|警察|律师|骗子)[^,。;?!]{0,4},?还是"
        ),
    ),
    ("why", re.compile(r"(是不是|是否|难道)(就是)?因为")),
    ("how_to", re.compile(r"(凭|根据|依据|靠|按)什么(来)?(判断|决定|评估|认定|选)")),
    ("yes_no", re.compile(r"(可能性?|概率|[几机]率|机会)(会|有|是)?多(大|高)")),  # how likely it is: whether
    # "能不能分几期还" asks whether, "能不能告诉我要几天" does not.
    (
        "yes_no",
        re.compile(
            r"^(?!.*(什么|怎|谁|多[少久长]|如何|为何|告诉)).*(能不能|可不可以|会不会|是不是|该不该|用不用|要不要)"
        ),
    ),
    ("why", re.compile(r"(为什么|凭什么|干嘛)(?!.*(什么|哪|多少|谁)).*不(行|好|可以)吗\??$")),
    ("how_to", re.compile(r"怎么办[呢啊呀]?\??$")),
    # How it came about is why: 怎么就上门了, 怎么还要收费, 是怎么欠上的, 怎么来的.
    (
        "why",
        re.compile(
            r"怎么(突然|忽然|竟然?|居然|开始|就|又)(?!能|可以|算|行)[^,。;?!]{1,14}了[啊呀呢]?\??$"
            r"|怎么还(?=上门|在(?!哪|线|什么)|会|要|是|来|打|催|扣|没|起诉|联系|找|被)"
            r"|怎么(?:[欠负]|借上|背上|陷|掉进|逾期|产生|被)[^,。;?!]{0,8}的[啊呀呢]?\??$|怎么来的(?:[啊呀呢]?\??$|[,。;?!])"
        ),
    ),
    ("why", re.compile(r"怎么(?!办|做(?!不))[^,。;?!办]{0,14}(不能|不了|不上了|没有?了|不见了|无法|不给)")),
    (
        "compare",
        re.compile(
            r"区别|差别|哪个(更|好|划算)|(和|跟|与|同|还是|比)[^,。;?!]{1,12}哪[个家](?!部门|机构|平台|单位|人|法院)|哪[家个]([^,。;?!]{0,6}(率|息|费|额度|门槛))?[^,。;?!]{0,2}(更?[低高多少]|便宜|划算)|对比|相比|[和跟与同比、].{1,12}(不同|不一样|不一樣|相同|一样)"
        ),
    ),
    ("what", re.compile(r"对[^,。;?!]{1,20}怎么(看待?|想|评价)")),
    (
        "why",
        re.compile(
            r"为什么|为何|凭什么|怎么就?会|什么原因|原因(是|有)|的原因|怎么产生|怎么回事|目的(?!地)|用意|意图|动机|图(个|的是)?什么"
        ),
    ),
    (
        "when",
        re.compile(
            r"什么时候|何时|何年|几号|几点|几月|哪一?[天年日]|哪个月|多会儿|什么时间|时间\??$|日期|(?<![算是])什么(情况|条件|样的人)|(什么|哪些|哪种)人(最|更|比较|才)?(容易|会|要)"
        ),
    ),
    (
        "how_much",
        re.compile(
            r"多少|百分之几|几个点|几分利|多久|多长|多高|多大|多重|(?<![前哪])几(天|年|次|个|期|倍|成|岁|级|回|遍|趟|份|张|笔)|(?<!会)怎么计?算"
        ),
    ),
    (
        "list",
        re.compile(
            r"哪些|哪几|几种|什么(?:材料|资料|证件|手续)|有什么(?!用|区别)|包括什么|列举|种类|(?:方式|手段|途径|办法|后果|影响|措施)(?:是|有)(?=什么|哪|\??$)"
        ),
    ),
    ("who", re.compile(r"谁|哪位|何人|哪个(部门|机构|平台|单位|人)|哪家|找哪|什么人|叫什么")),
    (
        "where",
        re.compile(
            r"哪里|哪儿|(?<!如)何处|什么地方|在哪|位于什么|哪一?[个座所]?(国家?|城市|省|市|州|县|区|地|大学|学校)"
        ),
    ),
    # The thing is asked for, not what to do.
    ("what", re.compile(r"(?<!流程)(?<!步骤)是(怎么?样|什么样)的?[呢啊呀]?\??$")),
    (
        "how_to",
        re.compile(
            r"怎么办|怎么处理|如何|(?<!会)怎样|怎么(?!了|样|会|回事|算(?!出)|罚|判(?!断)|处罚|定罪)|(该|先|要|能|第一步|第一时间)[做干](些|点)?什么|做些什么|(该|先|第一步|第一时间)干嘛|怎么(搞|整|弄)|能做什么|(准备|注意|防备)[点些]?什么(?![材资证手])|注意哪些|流程|步骤|应对|求助"
        ),
    ),
    ("yes_no", re.compile("|".join(_WAYS_TO_ASK_WHETHER))),
    ("list", re.compile(r"方式|手段|种类|后果|怎么样|什么影响|会怎|怎么(算|罚|判(?!断)|处罚|定罪)")),
    ("what", re.compile(r"什么|干嘛|意思|介绍|定义|哪")),
)
# "没钱还了" asks nothing, and wants to know what to do.
CANNOT_PAY = re.compile(
    r"没钱还|还不[上起了清]|(?:无力|无法|不能|难以|没(?:有)?(?:能力|办法|法))(?:[按及如准][时期])?(?:[偿归]还|还[款钱贷清上]|还(?=[,。的]|$)|清偿)"
)
NOT_PAID = re.compile(
    rf"{CANNOT_PAY.pattern}|[未没不](?:能|有)?(?:[按及如准][时期约])?(?:[偿归]还|还(?![是有]))"
)
_DISTRESS = re.compile(rf"{CANNOT_PAY.pattern}|走投无路|撑不下去")
ASKING = re.compile(
    r"[?吗呢]|还是|真的[会要能]|(\S)[不没]\1|什么|怎么|如何|咋|是否|会不会|能不能|可不可以|有没有|是不是|多少|多久|哪|(?<!见)谁(?![都也])|为何|啥(?![都也])|(?<!好)几[年天次期号点折成]|多[长高大]|怎样"
)
# Of a debt that is another's, or is denied, whoever tells that he is made to pay wants to know whether he must.
_MADE_TO_PAY = re.compile(
    r"(?:(?<!不)要|让|叫|逼)我们?(?:来|去|也|一起|帮[^,。;?!]{1,3}|[替跟给][^,。;?!]{1,3})*(?:还(?![是有在能会没])|赔|承担|负责|偿还|付)[^,。;?!]{0,6}[。!]?$"
)
_OF_ANOTHER = re.compile(
    r"他|她|别人|人家|朋友|老[公婆]|丈夫|妻子|前[夫妻任]|对象|男友|女友|[爸妈爹娘哥弟姐妹]|父母|父亲|母亲|儿子|女儿|亲戚|同[事学]|老板|公司的?债|担保|见证|签了?个?[字名]|[冒盗]|不是我|我?没(?:有)?[借用签]|[还结]清|还[完过]了?|免[密息]"
)
# Whom it asks is not what it asks: "有没有人告诉我第一步该干什么".
_ASKS_ANYBODY = re.compile(
    r"(有没有|有无)(人|谁|大神|大佬|朋友|懂的)[^,。;?!]{0,4}?(告诉|教教?|帮|知道|懂|清楚|了解)(过|一下|下|我)*"
)
# "干嘛要派人上门" asks why, "该干嘛" and "上门干嘛" do not.
_WHAT_FOR = re.compile(
    r"(?<![该能先想会来去后])(?<!时间)(?:干嘛|干吗|干什么|做什么)(?=[要老总非派催找打天一都偏]|上门|起诉|不[^,。;?!]{2,}|让|叫|给[我他她]|骚扰|联系)(?!要紧|一下|都[行可])"
)
_DIALECT = re.compile(r"[咋啷嫩哪]个(?=办|搞|整|弄|说|还|回事)|咋")
_SENTENCE_END = re.compile(r"(?<=[。;!?\n])")
# Whoever speaks to the phone sets no stops: "会上门吗我好怕".
CLAUSE_END = re.compile(r"(?<=[,。;!?\n ])|(?<=[吗呢])(?![啡子绒]|[,。;!?\n ]|$)(?=\S{3})")


def asking_clauses(text: str) -> list[str]:
    """Return the clauses of ``text`` (in search form) that ask something, in their order."""
    return [clause for clause in CLAUSE_END.split(text) if ASKING.search(clause)]


def spelt_out(text: str) -> str:
    """Return ``text`` (in search form) with the short forms of what and how written in full, as the patterns have them."""
    return _WHAT_FOR.sub("为什么", _DIALECT.sub("怎么", text).replace("啥", "什么"))


def kind_of(text: str) -> QuestionKind:
    """Return what kind of answer ``text`` (in search form) asks for."""
    text = _ASKS_ANYBODY.sub("", spelt_out(text))
    ends = _SENTENCE_END if len(text) <= _LONG_SENTENCE_CHARS else CLAUSE_END
    asking = [part for part in ends.split(text) if ASKING.search(part)] or [text]
    # In a story the last sentence that asks is what the person wants to know, and its last clause says whether: "哪天来人,会上门吗".
    if _WHETHER.search(CLAUSE_END.split(asking[-1])[-1]):
        return "yes_no"
    for kind, pattern in _KINDS:
        if pattern.search(asking[-1]):
            return kind
    told, _, made = text.rpartition(",")
    if _MADE_TO_PAY.search(made) and _OF_ANOTHER.search(told):
        return "yes_no"
    return "how_to" if _DISTRESS.search(text) else "other"
