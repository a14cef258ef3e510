import numpy as np
import pytest
from tiny_model import CHARACTERS

from index.errors import ModelUnavailable
from rag import Chatbot
from rag.rerank import CrossEncoderReranker


@pytest.fixture(scope="module")
def save_cross_encoder(tmp_path_factory):
    """A function that writes a BERT of two layers with random but fixed weights, and returns its folder."""

    def save(labels=1):
        import torch
        from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

        folder = tmp_path_factory.mktemp("cross-encoder")
        pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS)]
        BertTokenizer({piece: number for number, piece in enumerate(pieces)}).save_pretrained(folder)
        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=len(pieces),
            hidden_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=128,
            max_position_embeddings=512,
            initializer_range=0.3,
            num_labels=labels,
        )
        BertForSequenceClassification(config).save_pretrained(folder)
        return str(folder)

    return save


@pytest.fixture(scope="module")
def reranker(save_cross_encoder):
    return CrossEncoderReranker(save_cross_encoder())


def test_the_scores_are_those_of_the_cross_encoder(reranker):
    from sentence_transformers import CrossEncoder

    texts = ["催收会上门", "银行起诉", "还款"]
    expected = CrossEncoder(reranker.name).predict([("会上门吗", text) for text in texts])
    assert reranker.scores("会上门吗", texts) == pytest.approx(expected)
    assert len(set(expected)) == 3


def test_no_text_has_no_score(reranker):
    assert reranker.scores("会上门吗", []).shape == (0,)


def test_a_chatbot_searches_in_the_order_of_the_cross_encoder(seeds_index, embedder, reranker):
    question = "支付宝欠款会上门吗?"
    plain = Chatbot.open(seeds_index, embedder).search(question, k=30)
    hits = Chatbot.open(seeds_index, embedder, reranker=reranker).search(question, k=30)
    scores = reranker.scores(question, [hit.passage.text for hit in hits])
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)
    assert {hit.passage for hit in hits} == {hit.passage for hit in plain}
    assert [hit.passage for hit in hits] != [hit.passage for hit in plain]


def test_a_reranker_moves_what_is_answered(seeds_index, embedder):
    class Backwards:
        def scores(self, question, texts):
            return np.arange(len(texts))

    question = "催收对我的生活有什么影响?"
    plain = Chatbot.open(seeds_index, embedder).ask(question)
    moved = Chatbot.open(seeds_index, embedder, reranker=Backwards()).ask(question)
    assert [point.text for point in moved.points] != [point.text for point in plain.points]


def test_a_chatbot_still_quotes_its_sources_with_a_cross_encoder(seeds_index, embedder, reranker):
    chatbot = Chatbot.open(seeds_index, embedder, reranker=reranker)
    answer = chatbot.ask("支付宝欠款会上门吗?")
    assert answer.citations
    for citation in answer.citations:
        text = chatbot.passage_index.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_a_name_that_is_nowhere_is_one_error_without_the_network(monkeypatch):
    import socket

    def refuse(*args, **kwargs):
        raise AssertionError(f"a connection was attempted: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ModelUnavailable) as caught:
        CrossEncoderReranker("nobody/has-this")
    assert str(caught.value).startswith("model 'nobody/has-this': is neither a folder nor")
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_one_error(tmp_path):
    with pytest.raises(ModelUnavailable, match="cannot be loaded") as caught:
        CrossEncoderReranker(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_model_that_gives_several_numbers_is_refused(save_cross_encoder):
    with pytest.raises(ModelUnavailable, match="gives 3 numbers a text"):
        CrossEncoderReranker(save_cross_encoder(labels=3))


def test_all_scores_are_finite(reranker):
    assert np.isfinite(reranker.scores("", ["", "。" * 2000])).all()


@pytest.mark.parametrize("scores", [[1.0], [float("nan")] * 50])
def test_a_reranker_that_gives_something_else_is_told(seeds_index, embedder, scores):
    class Wrong:
        def scores(self, question, texts):
            return scores[: len(texts)]

    with pytest.raises(ValueError, match=r"the reranker gave .* finite numbers, one a text"):
        Chatbot.open(seeds_index, embedder, reranker=Wrong()).search("会上门吗")
