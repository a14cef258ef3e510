from bench.corpora import OWN, articles_of, articles_saying, chatbot_over, own_folder, own_questions


def test_the_seeds_come_with_the_project_and_the_others_with_the_data(tmp_path):
    assert len(list(articles_of(own_folder("seeds", tmp_path)))) == 2
    assert own_folder("laws", tmp_path) == tmp_path / "laws"


def test_every_labelled_question_is_over_a_corpus_that_is_measured():
    assert {label["corpus"] for half in ("dev", "held") for label in own_questions(half)} == set(OWN)


def test_a_chatbot_answers_from_the_texts_and_its_index_is_gone_at_the_end(embedder):
    with chatbot_over(articles_saying(["支付宝欠款会上门催收。", " "]), embedder) as chatbot:
        assert chatbot.passage_index.article_count == 1
        folder = chatbot.passage_index.folder
        assert folder.is_dir()
    assert not folder.exists()
