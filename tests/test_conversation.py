"""How a conversation goes, without a browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from canned import ANSWERS, CONFLICT, DAMAGED, MAY_VISIT, NO_VISIT, PLAIN, REFUSED, CannedChatbot
from markupsafe import Markup
from readable import Page

from index.errors import BrokenIndex, MissingIndex
from page import words
from page.conversation import Turn, cited, converse, opened, welcome
from rag.errors import BadQuestion
from rag.guard import mask
from rag.understand import MAX_QUESTION_CHARS, check


def test_a_citation_is_the_one_of_its_own_turn():
    turns = [Turn(PLAIN.question, PLAIN, Markup("")), Turn("问", CONFLICT, Markup(""))]
    assert cited(turns, 1, 1) == (MAY_VISIT, PLAIN.citations)
    assert cited(turns, 2, 3) == (NO_VISIT, CONFLICT.citations)


@pytest.mark.parametrize(("turn", "number"), [(0, 1), (2, 1), (-1, 1), (1, 9)])
def test_what_the_conversation_does_not_cite_is_not_opened(turn, number):
    assert cited([Turn("问", PLAIN, Markup(""))], turn, number)[0] is None


def test_an_article_is_read_once_however_often_its_answer_grows():
    class Reading(CannedChatbot):
        read = 0

        def source(self, citation):
            self.read += 1
            return super().source(citation)

    chatbot = Reading()
    *_, (turn, _) = converse(lambda: chatbot, DAMAGED.question, [])
    assert 'data-missing="题"' in turn.html
    assert chatbot.read == 1


def test_a_turn_is_busy_until_its_answer_is_whole():
    turns = list(converse(CannedChatbot, PLAIN.question, []))
    assert [whole for _, whole in turns] == [False, False, False, False, True]
    busy = [Page(turn.html).attributes("aria-busy")[0] for turn, _ in turns]
    assert busy == ["true", "true", "true", "true", "false"]
    assert words.SEARCHING in turns[0][0].html
    quotes = [Page(turn.html).text("/ q") for turn, _ in turns]
    assert quotes[:3] == ["", "", MAY_VISIT.quote]
    assert turns[-1][0].answer == PLAIN
    assert [words.COPY in turn.html for turn, _ in turns] == [False, False, False, False, True]


def test_every_step_of_a_turn_bears_the_name_of_the_question_that_was_sent():
    names = [
        Page(turn.html).attributes("data-asked") for turn, _ in converse(CannedChatbot, "问", [], '7-"0.5')
    ]
    assert names == [['7-"0.5']] * len(names)


def test_the_chatbot_is_told_the_earlier_questions_and_nothing_else():
    chatbot = CannedChatbot()
    turns: list[Turn] = []
    for question in (PLAIN.question, REFUSED.question, CONFLICT.question):
        *_, (turn, _) = converse(lambda: chatbot, question, turns)
        turns.append(turn)
    assert chatbot.asked[-1] == (CONFLICT.question, [PLAIN.question, REFUSED.question])


def test_what_the_chatbot_masked_is_masked_on_the_page_and_in_the_history():
    masked = replace(PLAIN, question="我的号码是【手机号】")
    chatbot = CannedChatbot({**ANSWERS, "我的号码是13800138000": masked})
    *_, (turn, _) = converse(lambda: chatbot, "我的号码是13800138000", [])
    assert turn.question == "我的号码是【手机号】"
    assert "13800138000" not in turn.html


def test_a_failure_offers_to_ask_again_and_keeps_the_question_out_of_the_log(caplog):
    chatbot = CannedChatbot({"我的秘密": ValueError("broken inside")})
    *_, (turn, whole) = converse(lambda: chatbot, "我的秘密", [])
    assert whole
    assert turn.answer is None
    assert words.FAILED in turn.html
    assert Page(turn.html).attributes("data-question") == ["我的秘密"]
    assert "broken inside" in caplog.text
    assert "我的秘密" not in caplog.text


def test_an_article_that_cannot_be_read_is_said_so_and_logged(caplog):
    class Broken(CannedChatbot):
        def source(self, citation):
            raise OSError("the disk is gone")

    shown = Page(opened(Broken, [Turn(PLAIN.question, PLAIN, Markup(""))], "1", "1"))
    assert shown.text("gone") == words.SOURCE_UNREADABLE
    assert "the disk is gone" in caplog.text
    assert "the disk is gone" not in shown.text()


def test_a_missing_index_is_shown_with_the_command_that_builds_it():
    chatbot = CannedChatbot({"问": MissingIndex("somewhere/index")})
    *_, (turn, _) = converse(lambda: chatbot, "问", [])
    assert Page(turn.html).text("/ pre") == "python -m index seeds --index somewhere/index"
    assert words.NO_INDEX in turn.html


def test_an_index_that_is_missing_when_the_page_opens_is_explained_there():
    def open_chatbot():
        raise MissingIndex("somewhere/index")

    assert Page(welcome(open_chatbot)).text("/ pre") == "python -m index seeds --index somewhere/index"


@pytest.mark.parametrize(
    "error", [BrokenIndex("somewhere/index", "CURRENT", "is missing"), OSError("CURRENT: broken inside")]
)
def test_a_broken_index_is_no_reason_not_to_greet(caplog, error):
    def open_chatbot():
        raise error

    assert words.WELCOME in welcome(open_chatbot)
    assert Page(welcome(open_chatbot)).text("counts") == ""
    assert "CURRENT" in caplog.text


def test_a_question_that_is_too_long_is_told_so_and_spoils_no_later_one(caplog):
    long = "长" * (MAX_QUESTION_CHARS + 1)
    chatbot = CannedChatbot({**ANSWERS, long: BadQuestion("too long")})
    *_, (turn, _) = converse(lambda: chatbot, long, [])
    assert words.TOO_LONG.format(MAX_QUESTION_CHARS) in turn.html
    assert caplog.text == ""
    *_, (later, _) = converse(lambda: chatbot, PLAIN.question, [turn])
    assert later.answer == PLAIN
    assert chatbot.asked[-1] == (PLAIN.question, [])


def test_a_question_that_masking_made_longer_spoils_no_later_one():
    masked = mask("我叫王五，" * (MAX_QUESTION_CHARS // 5))[0]
    assert len(masked) > MAX_QUESTION_CHARS
    chatbot = CannedChatbot()
    list(converse(lambda: chatbot, PLAIN.question, [Turn(masked, PLAIN, Markup(""))]))
    check(*chatbot.asked[-1])


def test_what_is_never_answered_is_masked_too():
    chatbot = CannedChatbot({"打13800138000": ValueError("broken inside")})
    for turn, _ in converse(lambda: chatbot, "打13800138000", []):
        assert "13800138000" not in f"{turn.question}{turn.html}"
