"""What is copied of an answer."""

from __future__ import annotations

from canned import CONFLICT, DAMAGED, DAMAGED_QUOTE, NOTICED

from page import words
from page.plain import plain_text


def test_an_answer_is_copied_with_both_sides_and_every_source():
    assert plain_text(CONFLICT) == (
        "问题：会上门吗?\n"
        "\n"
        "债问整理：来源说法不一：有的说可能上门，有的说不会。\n"
        "有两处引文的文章没有写日期。\n"
        "\n"
        "一种说法：会（可以）\n"
        "“逾期金额较大的,可能会派人上门。”[1]\n"
        "“上门的人应当出示证件。”[2]\n"
        "\n"
        "另一种说法：不会（不可以）\n"
        "“平台不会派人上门,只用短信和电话。”[3]\n"
        "\n"
        "也有说法：看情况\n"
        "“根据相关法律法规,上门催收可能涉及法律问题。”[4]\n"
        "\n"
        "出处\n"
        "[1] 逾期之后 · 报道 · 2025年9月1日 · https://example.org/a?b=1&c=2\n"
        "[2] 逾期之后 · 建议 · 2025年9月1日 · 出处不明\n"
        "[3] 催收方式 · 转述平台政策 · 日期不明 · 出处不明\n"
        "[4] 催收方式 · 看法 · 日期不明 · 出处不明 · 称有法律依据，未写明是哪条\n"
        "\n"
        f"{words.DISCLAIMER}"
    )


def test_a_quote_is_copied_to_the_letter_and_nothing_is_mended():
    assert f"\n\n{words.THEIR_WORDS}\n“{DAMAGED_QUOTE.quote}”[5]\n\n" in plain_text(DAMAGED)


def test_a_copy_of_damaged_words_says_so_and_the_words_stay_as_they_are():
    said = plain_text(DAMAGED, missing=True)
    assert said.replace(f"{words.COPY_MISSING}\n\n", "") == plain_text(DAMAGED)
    assert said != plain_text(DAMAGED)


def test_what_is_said_to_the_asker_alone_is_not_copied():
    copied = {notice.kind for notice in NOTICED.notices if notice.text in plain_text(NOTICED)}
    assert copied == {"warning", "understood", "age"}
