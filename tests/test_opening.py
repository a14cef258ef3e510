import pytest

from index.clean import find_boilerplate
from index.furniture import BYLINE, REPEATED_TITLE

SENTENCE = "某县法院审结了一起民间借贷纠纷。借款人当庭还款。"


def first_dropped(text: str) -> tuple[str, str] | None:
    spans = [span for span in find_boilerplate(text) if not text[span.start :].startswith("发布时间")]
    return (text[spans[0].start : spans[0].end], spans[0].reason) if spans else None


@pytest.mark.parametrize(
    ("title", "glued", "sentence"),
    [
        ("有转账记录就是借款？", "有转账记录就是借款？", SENTENCE),
        ("贷款逾期被起诉", "原标题：贷款逾期被起诉", SENTENCE),
        ("贷款逾期被起诉", "原标题：贷款逾期被起诉 法官调解化纠纷", f"近日，{SENTENCE}"),
        ("贷款逾期被起诉 法官调解", "贷款逾期被起诉 法官调解", f"日前，{SENTENCE}"),
        (
            "男子贷款十五万买课退款被拒2022年初，江苏的张先生",
            "男子贷款十五万买课退款被拒",
            "2022年初，江苏的张先生办卡。",
        ),
        (
            "借名贷款惹上不良征信“这几方都知道，我",
            "原标题：借名贷款惹上不良征信",
            f"“这几方都知道，我是假贷款。”{SENTENCE}",
        ),
        ("法院开出罚单", "原标题：法院开出罚单扬子晚报网8月10日讯（通讯员 徐某 记者 万某）", SENTENCE),
    ],
)
def test_the_headline_before_the_body_is_told_from_its_first_sentence(title, glued, sentence):
    assert first_dropped(f"{title}\n发布时间:2023-08-10\n{glued}{sentence}") == (glued, REPEATED_TITLE)


def test_a_headline_on_a_line_of_its_own_is_repeated_too():
    assert first_dropped(f"贷款逾期被起诉\n贷款逾期被起诉\n{SENTENCE}") == ("贷款逾期被起诉", REPEATED_TITLE)


@pytest.mark.parametrize(
    "title",
    [
        "近日，某演员因拍摄网贷广告引发争议。某演员连",
        "7月25日，某报披露一起案件。",
        "消费者李先生向平台投诉，称其收到借呗的",
    ],
)
def test_a_title_that_was_cut_from_the_first_sentence_leaves_that_sentence_alone(title):
    assert first_dropped(f"{title}\n发布时间:2023-08-10\n{title}续了下去。{SENTENCE}") is None


def test_a_marker_whose_headline_cannot_be_told_from_the_sentence_goes_alone():
    title = "打击老赖的民警也是老赖，涉及十四起民间借贷纠纷案，同事相互扯皮，这么离谱的事情竟然都有，真是"
    assert first_dropped(f"{title}\n原标题：{title}滑天下之大稽。{SENTENCE}") == ("原标题：", REPEATED_TITLE)


@pytest.mark.parametrize(
    "dispatch",
    [
        "人民网北京8月1日电 （记者某某）",
        "央视网消息：",
        "中新网吉林新闻8月9日电 (谭某 郝某)",
        "荆楚网（湖北日报网）讯（通讯员 某某）",
        "本报讯(记者刘某)",
    ],
)
def test_a_dispatch_line_is_no_evidence(dispatch):
    assert first_dropped(f"法院调解纠纷\n{dispatch}{SENTENCE}") == (dispatch, BYLINE)


@pytest.mark.parametrize(
    "start", ["据新华社报道，", "平台发来短信消息：", "银行来电：", "某网讯问了当事人，"]
)
def test_a_sentence_that_begins_with_news_is_evidence(start):
    assert first_dropped(f"法院调解纠纷\n{start}{SENTENCE}") is None


def test_where_an_article_was_taken_from_is_no_evidence():
    assert first_dropped(f"法院调解纠纷\n本文转自【某地交通918】；{SENTENCE}") == (
        "本文转自【某地交通918】；",
        BYLINE,
    )


def test_an_article_of_one_line_has_no_headline_to_repeat():
    assert first_dropped(f"人民网北京8月1日电 {SENTENCE}") is None
