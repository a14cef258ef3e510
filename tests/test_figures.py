import pytest

from rag.figures import figures_in


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("逾期5天", (5, "天")),
        ("逾期五日", (5, "天")),
        ("逾期 90 天", (90, "天")),
        ("欠了三个月", (3, "月")),
        ("欠两万元", (20_000, "元")),
        ("欠1.5万块", (15_000, "元")),
        ("欠了2万怎么办", (20_000, "元")),
        ("一百二十天", (120, "天")),
        ("十五天", (15, "天")),
        ("半年", (0.5, "年")),
        ("二十多天", (20, "天")),
        ("年利率24%", (24, "%")),
        ("欠2w", (20_000, "元")),
        ("欠了5k怎么办", (5000, "元")),
        ("欠一万三", (13_000, "元")),
        ("欠了1.3万", (13_000, "元")),
        ("欠三千多", (3000, "元")),
        ("逾期一个半月", (1.5, "月")),
        ("逾期两年半了", (2.5, "年")),
        ("欠十二点五万", (125_000, "元")),
        ("欠1亿5000万元", (150_000_000, "元")),
        ("欠3万5000元", (35_000, "元")),
    ],
)
def test_one_figure_is_one_however_it_is_written(text, figure):
    assert list(figures_in(text)) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "2024年的规定",
        "9月1日",
        "没有数字",
        "第三十条",
        "花呗逾期几天",
        "欠了几十万",
        "申请二次贷款",
        "一天罚多少",
        "三千人",
        "三千米",
    ],
)
def test_dates_and_words_are_no_figures(text):
    assert figures_in(text) == {}


def test_the_words_of_a_figure_are_kept():
    assert figures_in("花呗逾期5天会上门吗") == {(5, "天"): "5天"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("欠10,000元", 10_000),
        ("三万五千元", 35_000),
        ("欠了三万五千块", 35_000),
        ("3万5千元", 35_000),
        ("1.5万元", 15_000),
        ("一百二十块", 120),
        ("一百零五元", 105),
        ("2千块", 2000),
        ("十五元", 15),
        ("1亿元", 100_000_000),
    ],
)
def test_an_amount_is_one_figure_however_it_is_written(text, value):
    assert list(figures_in(text)) == [(value, "元")]


def test_a_share_is_one_in_words_and_in_signs():
    assert figures_in("不得超过百分之二十四").keys() == figures_in("年利率24%").keys()
    assert figures_in("百分之二十四点五").keys() == figures_in("24.5%").keys()


def test_all_at_once_is_no_figure():
    assert figures_in("一次性还清") == {}
    assert figures_in("分一次还清")
