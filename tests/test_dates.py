from datetime import date

import pytest

from index.dates import find_published, is_date_line, parse_date


@pytest.mark.parametrize(
    "line",
    [
        "发布时间:2023-08-17 16:11",
        "发布日期：2023年8月17日",
        "时间:2023/08/17",
        "日期: 2023.8.17",
        "更新时间：2023-08-17 09:10:00",
        "发布时间:时间：2023-08-17 09:10:00",
        "发布于 2023-08-17",
        "2023-08-17",
        "2023年8月17日 16:11",
        "[2023-08-17T16:11:00+08:00]",
        "發佈時間：2023-08-17",
        "发布时间:23-08-17 06:06",
    ],
)
def test_a_date_line_gives_the_day_of_publication(line):
    assert find_published(f"支付宝逾期会上门吗\n\n{line}\n正文。") == date(2023, 8, 17)
    assert is_date_line(line)


def test_a_date_beside_source_and_author_counts():
    assert find_published("标题\n来源：某某网  时间：2024-01-05 10:00  作者：张三\n正文。") == date(
        2024, 1, 5
    )


def test_the_day_of_publication_is_preferred_to_the_last_edit():
    assert find_published("标题\n更新时间：2024-02-02\n发布时间：2023-01-01\n正文。") == date(2023, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "标题\n用户在2023-08-17借款，约定时间为2023年9月17日还款，此后一直没有归还，"
        + "平台多次联系未果，" * 8,
        "标题\n发布时间:08-05 17:31\n正文。",
        "标题\n发布时间:2023-13-45\n正文。",
        "标题\n15-08-23\n正文。",
        "标题\n" + "正文一段。\n" * 20 + "发布时间:2023-08-17\n",
        "",
    ],
    ids=[
        "within a paragraph",
        "without a year",
        "no day",
        "in no order that anybody knows",
        "not in the head",
        "empty",
    ],
)
def test_what_is_not_said_stays_unknown(text):
    assert find_published(text) is None


def test_a_date_without_a_year_is_still_no_evidence():
    assert is_date_line("发布时间:08-05 17:31")


def test_a_sentence_with_a_date_is_evidence():
    assert not is_date_line("发布时间:2023-08-17，支付宝宣布不再委托第三方上门。")


def test_dates_of_pages_and_records_are_read():
    assert parse_date("2025-09-01T17:49:31Z") == date(2025, 9, 1)
    assert parse_date("soon") is None
    assert parse_date("15-08-23") is None
