from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import find_boilerplate
from index.repair import Repair, find_repairs, repaired

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def damaged() -> str:
    return next(SEEDS.glob("001_*")).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def repairs(damaged) -> tuple[Repair, ...]:
    return find_repairs(damaged, find_boilerplate(damaged))


@pytest.mark.parametrize(
    ("shown", "whole"),
    [
        ("产生的欠款问。", "产生的欠款问题。"),
        ("一个常见的问是:", "一个常见的问题是:"),
        ("效率问:上门", "效率问题:上门"),
        ("解决欠款问的关键", "解决欠款问题的关键"),
        ("骚扰 等,", "骚扰电话等,"),
        ("通过 与用户沟通", "通过电话与用户沟通"),
        ("短信和 催收", "短信和电话催收"),
        ("包括 录音", "包括电话录音"),
        ("短信、 等方式", "短信、电话等方式"),
    ],
)
def test_the_damaged_words_of_the_seed_are_whole_where_it_is_searched(damaged, repairs, shown, whole):
    start = damaged.index(shown)
    assert repaired(damaged, start, start + len(shown), repairs) == whole


def test_nothing_else_of_the_seed_is_touched(damaged, repairs):
    assert len(repairs) == 10
    assert {repair.inserted for repair in repairs} == {"题", "电话"}


def test_an_undamaged_article_has_no_repairs():
    text = next(SEEDS.glob("000_*")).read_bytes().decode("utf-8")
    assert find_repairs(text, find_boilerplate(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "记者问：会上门吗？律师问：证据呢？客服问，是否还款。当事人问了三次。",
        "他的疑问不少，访问量也不小，请问怎么办，学问真大。",
        "征信影响贷款，征信报告可查，征信中心免费，征信记录五年。",
        "第一条 为了规范。第二条 本法适用。第三条 应当遵守。",
        "通讯员 徐行 记者 万凌云 校对 徐珩 编辑 张三",
        "一、 机制\n二、 可能\n三、 应对\n（一） 通过 银行\n",
        "欠款问。",
        "",
    ],
    ids=["verb", "other words", "unknown word", "statute", "names", "numbers", "once", "empty"],
)
def test_what_only_resembles_damage_is_left_alone(text):
    assert find_repairs(text) == ()


def test_a_character_deleted_throughout_is_found_again():
    whole = (
        "公司应当采取措施，及时止损。平台已有措施保障用户，但措施不足。法院认为该措施合理，这些措施都有依据。"
    )
    text = whole.replace("施", "")
    assert repaired(text, 0, len(text), find_repairs(text)) == whole


def test_dropped_stretches_are_not_repaired(damaged, repairs):
    first_dropped = find_boilerplate(damaged)[0].start
    assert all(repair.end <= first_dropped for repair in repairs)


def test_a_missing_end_belongs_to_the_sentence_that_it_ends():
    repairs = (Repair(2, 2, "题"),)
    assert repaired("欠问会上门", 0, 2, repairs) == "欠问题"
    assert repaired("欠问会上门", 2, 5, repairs) == "会上门"


@settings(deadline=None)
@given(st.text(alphabet="问题欠款的是。， \n电话骚扰录音催收措施a\ud800", max_size=80))
def test_fuzz_repairs_are_in_order_and_only_add(text):
    repairs = find_repairs(text)
    end = 0
    for repair in repairs:
        assert end <= repair.start <= repair.end <= len(text)
        assert text[repair.start : repair.end].strip() == ""
        end = repair.end
    whole = repaired(text, 0, len(text), repairs)
    for repair in repairs:
        assert repair.inserted in whole


@pytest.mark.timeout(20)
def test_a_long_line_is_not_copied_for_each_of_its_blanks():
    assert find_repairs("好" * 4_000_000 + "好 " * 100_000) == ()


def test_an_article_may_use_a_word_and_its_lost_half_thousands_of_times():
    text = "我的欠款问。他的还款问，你的逾期问。" * 1000 + "这个问题。" * 1000
    assert {repair.inserted for repair in find_repairs(text)} <= {"题"}


@pytest.mark.timeout(20)
def test_a_sentence_does_not_look_through_the_repairs_of_its_whole_article():
    text = "欠问多。" * 50_000
    repairs = [Repair(at, at, "题") for at in range(2, len(text), 4)]
    assert {repaired(text, at, at + 4, repairs) for at in range(0, len(text), 4)} == {"欠问题多。"}
