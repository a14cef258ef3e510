from rag.coverage import content_bigrams, coverage


def test_the_words_of_a_question_are_compared_without_platform_and_with_synonyms_folded():
    wanted = content_bigrams("花呗有哪些催债手段")
    assert coverage(wanted, "支付宝的催收方式") == 1.0
    assert coverage(wanted, "天气很好") == 0.0


def test_a_word_keeps_its_characters_that_ask_elsewhere():
    assert content_bigrams("还款和应对行为") >= {"还款", "应对", "行为"}
