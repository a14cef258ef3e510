import opencc
import pypinyin
import pytest

from bench.perturb import (
    PERTURBATIONS,
    STORIES,
    keywords,
    misspelt,
    told,
    traditional,
    unpunctuated,
)

QUESTIONS = (
    "逾期三个月会上门吗？",
    "花呗、借呗都还不上了，怎么办?",
    "我在2019年借了5000元，对方说要起诉我，这是真的吗！",
    "催收人员给我的家人打电话，合法吗",
)


def test_each_way_is_named():
    assert list(PERTURBATIONS) == [
        "traditional",
        "no punctuation",
        "wrong character",
        "in a story",
        "keywords",
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_traditional_script_is_the_same_words(question):
    changed = traditional(question)
    assert changed != question
    assert opencc.OpenCC("t2s").convert(changed) == question


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_punctuation_all_letters_and_digits_stay(question):
    assert unpunctuated(question) == "".join(c for c in question if c.isalnum())


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_character_is_another_of_the_same_sound(question):
    changed = misspelt(question)
    assert len(changed) == len(question)
    wrong = [(before, after) for before, after in zip(question, changed, strict=True) if before != after]
    assert len(wrong) == 1
    assert pypinyin.lazy_pinyin(wrong[0][0]) == pypinyin.lazy_pinyin(wrong[0][1])


@pytest.mark.parametrize("question", ["ok?", "", "我他你", "12378"])
def test_a_question_without_a_word_of_two_characters_stays(question):
    assert misspelt(question) == question


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_story_goes_before_the_whole_question(question):
    changed = told(question)
    assert changed.endswith(question)
    assert changed.removesuffix(question) in STORIES


def test_a_story_has_about_sixty_characters():
    assert all(55 <= len(story) <= 65 for story in STORIES)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("逾期三个月会被起诉吗？", "逾期 三个 月 起诉"),
        ("请问花呗和借呗有什么区别呢?", "花呗 借呗 区别"),
        ("怎么办呢？", "怎么办呢？"),
    ],
)
def test_keywords_are_the_words_that_carry_the_meaning(question, words):
    assert keywords(question) == words


def test_every_run_changes_a_question_alike():
    # Written down once: another process, with other hashes, must come to the same.
    assert misspelt(QUESTIONS[0]) == "鱼期三个月会上门吗？"
    assert misspelt(QUESTIONS[1]) == "化呗、借呗都还不上了，怎么办?"
    assert STORIES.index(told(QUESTIONS[0]).removesuffix(QUESTIONS[0])) == 0
