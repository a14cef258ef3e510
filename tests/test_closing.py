import pytest
from kept import evidence

from index.clean import find_boilerplate
from index.furniture import BYLINE, COPYRIGHT, NAVIGATION, PROMOTION

BODY = "逾期后平台一般先发短信提醒，再由客服致电。\n长期逾期的，可能委托第三方催收。"


def dropped(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.reason) for span in find_boilerplate(text)]


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("(责任编辑：王五 CN070)", BYLINE),
        ("（李四 王五）", BYLINE),
        ("(完)", BYLINE),
        ("来源：北京日报客户端 记者：赵六流程编辑：u060", BYLINE),
        ("通讯员 钱七 扬子晚报/紫牛新闻记者 孙八校对 周九", BYLINE),
        ("潇湘晨报综合长江日报", BYLINE),
        ("返回搜狐，查看更多责任编辑：", NAVIGATION),
        ("分享让更多人看到", NAVIGATION),
        ("查看详情>>", NAVIGATION),
        ("更多精彩资讯请在应用市场下载“某某新闻”客户端，欢迎提供新闻线索。", PROMOTION),
        ("如遇作品内容、版权等问题，请与本网联系。", COPYRIGHT),
    ],
)
def test_what_follows_the_last_sentence_on_its_line_is_dropped_and_the_sentence_is_not(tail, reason):
    assert dropped(f"标题\n{BODY}{tail}") == [(tail, reason)]


def test_credits_are_peeled_off_one_after_the_other():
    text = f"标题\n{BODY}（王五）来源：某某日报返回搜狐，查看更多责任编辑："
    assert evidence(text) == f"标题\n{BODY}"


@pytest.mark.parametrize(
    "tail",
    [
        "还款来源：工资收入",
        "（注：以上利率为单利）",
        "处理被盗问题请联系客服",
        "虚假点赞、评论、转发属于违规",
        "不得侵犯他人信息网络传播权",
        "花呗支持扫描二维码付款。",
    ],
)
def test_what_only_sounds_like_credits_or_invitations_is_kept(tail):
    assert find_boilerplate(f"标题\n{BODY}{tail}") == ()


def test_the_only_sentence_of_an_article_follows_no_sentence():
    assert find_boilerplate("转载请注明来源。") == ()
    assert find_boilerplate("（删去）") == ()


def test_an_outlet_glued_to_a_sentence_without_its_full_stop_is_told_by_its_name():
    text = "标题\n警方正在侦办中 来源：某州公安 返回搜狐，查看更多责任编辑："
    assert evidence(text) == "标题\n警方正在侦办中"
