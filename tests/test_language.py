from index.language import chinese


def test_the_dictionary_knows_words_with_their_counts_and_parts():
    language = chinese()
    assert language.counts["问题"] > language.counts["问"]
    assert language.parts["欠款"] == "n"


def test_a_run_is_cut_into_its_likeliest_words():
    assert chinese().words_of("解决欠款问题的关键") == ["解决", "欠款", "问题", "的", "关键"]
    assert chinese().words_of("") == []


def test_characters_that_are_in_no_word_stand_alone():
    assert chinese().words_of("㐀㐁") == ["㐀", "㐁"]
