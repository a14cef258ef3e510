"""A sentence-transformers model that a test can make in a second: two layers, random but fixed weights, 60 characters."""

from __future__ import annotations

from pathlib import Path

CHARACTERS = "催收会上门吗欠款逾期还款协商平台电话起诉银行利息债务个人信息暴力家人"
PROMPTS = {"query": "问", "document": "答"}


def save_tiny_model(
    folder: Path, *, pooling: str = "cls", include_prompt: bool = True, seed: int = 0
) -> Path:
    """Write the model into ``folder`` and return it. Its tokens are characters, its vectors 64 numbers."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys(CHARACTERS + "问答")]
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    transformer = folder / "made-from"
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=64,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(transformer)
    torch.manual_seed(seed)
    BertModel(
        BertConfig(
            vocab_size=len(pieces),
            hidden_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=128,
            max_position_embeddings=64,
            initializer_range=0.3,
        )
    ).save_pretrained(transformer)
    modules = [
        Transformer(str(transformer)),
        Pooling(64, pooling_mode=pooling, include_prompt=include_prompt),
    ]
    SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu").save_pretrained(str(folder / "model"))
    return folder / "model"
