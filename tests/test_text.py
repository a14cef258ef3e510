from index.text import search_form


def test_traditional_script_finds_what_was_written_in_simplified():
    assert search_form("花唄逾期會上門嗎") == search_form("花呗逾期会上门吗") == "花呗逾期会上门吗"


def test_full_width_letters_case_and_spaces_make_no_difference():
    assert search_form(" ＡＰＰ　通知 \t花呗 ") == "app 通知 花呗"


def test_characters_that_nobody_sees_are_gone():
    assert search_form("上\u200b门\ufeff催\u00ad收") == "上门催收"


def test_a_word_that_a_line_break_cuts_is_whole_again():
    assert search_form("许多用户产生了疑\r\n问") == "许多用户产生了疑问"
    assert search_form("逾期 上门\nApp") == "逾期 上门 app"


def test_half_a_surrogate_pair_becomes_a_question_mark():
    assert search_form("上门\ud800催收") == "上门?催收"


def test_text_without_chinese_is_only_folded():
    assert search_form("  Alipay  DEBT ") == "alipay debt"


def test_nothing_stays_nothing():
    assert search_form("") == search_form(" \n\u3000") == ""
