import pytest

from index.clean import find_boilerplate
from index.furniture import (
    BACK_TO_TOP,
    BREADCRUMB,
    BYLINE,
    COPYRIGHT,
    COUNTER,
    DATE_LINE,
    MARKUP,
    NAVIGATION,
    SHARE,
    furniture_of,
)
from index.title import find_title


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("首页 > 法律知识 > 债务 > 正文", BREADCRUMB),
        ("您现在的位置：首页 > 贷款", BREADCRUMB),
        ("首页 > 个人 贷款 > > 正文 »", BREADCRUMB),
        ("返回顶部", BACK_TO_TOP),
        ("▲ Back to Top", BACK_TO_TOP),
        ("发布时间：2024-05-01 10:00", DATE_LINE),
        ("来源：某某网 作者：张三", BYLINE),
        ("责任编辑：李四", BYLINE),
        ("阅读 1.2万 点赞 35 评论 8", COUNTER),
        ("浏览次数：1034次", COUNTER),
        ("12人看过", COUNTER),
        ("分享到：微信 微博 QQ空间", SHARE),
        ("长按识别二维码关注我们", SHARE),
        ("上一篇：花呗怎么提前还款", NAVIGATION),
        ("首页 | 新闻 | 贷款 | 信用卡", NAVIGATION),
        ("[阅读全文]", NAVIGATION),
        ("Copyright © 2020-2024 某某科技有限公司", COPYRIGHT),
        ("京ICP备12345678号-1", COPYRIGHT),
        ("<!-- INFO END --> <b>```python", MARKUP),
        ("![图](https://example.cn/a.png)", MARKUP),
        ("* * *", MARKUP),
    ],
)
def test_a_line_that_is_never_evidence_is_told_by_its_shape(line, reason):
    assert furniture_of(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "登录注册",
        "来源与去向应当说明",
        "资金来源：工资收入",
        "分享还款经验的人很多",
        "阅读合同时请注意利率",
        "首页显示的额度不是余额",
        "上一期账单已出",
        "短信提醒:通过短信发送还款提示。",
        "第一条 为规范贷款业务，制定本办法。",
        "<!-- a -->这一句是正文<!-- b -->",
        "版" * 300,
    ],
)
def test_a_line_that_only_begins_like_furniture_is_kept(line):
    assert furniture_of(line) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "line",
    [
        "---\r\n" * 200,
        "---\r\n" + "字\r\n" * 50 + "字",
        "首页 > 贷款" * 12 + "。",
        "首页" + " > 贷款" * 25 + "。",
        "首页" + " >  " * 40 + "。",
        "阅读 1" + " " * 150 + "好",
        "阅读1  " * 30 + "好",
        "阅读" + "1,1,1.1.  " * 14 + "好",
        "1" + " " * 190 + "好",
        "<!-- --> " * 20 + "好",
        "<!-->-->" * 20 + "x",
        "```图片" * 30 + "。",
        "分享到" + "微信 " * 60 + "好",
        "首页新闻 | " * 25 + "。",
        "登录 " * 60 + "好",
        "来源 张三 " * 30 + "。",
        "您可能会喜欢" * 30,
        "时间：" * 30 + " " * 50 + "。",
    ],
    ids=lambda line: line[:6],
)
def test_no_line_is_looked_at_for_long(line):
    """Ambiguous shapes took minutes for one of these lines; 200 of them take well under a second."""
    for text in (line, f"{line}\r\n" * 200, f"标题\n{line}\n好。\n" * 200):
        find_title(text)
        find_boilerplate(text)
