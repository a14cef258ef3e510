"""What a model reads questions with: a low-rank addition to its weights (LoRA, Hu 2021, arXiv:2106.09685).

People ask in other words than statutes and articles answer in. What the questions of a labelled set taught a model
about that (``python -m bench adapt``) is added where it reads questions, and only there: articles are embedded by the model
as it came, so nothing in an index depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

# Beside the weights in the folder of a model. The adapter of the default model comes with this package.
ADAPTER = "question_adapter.safetensors"
OF_DEFAULT_MODEL = Path(__file__).with_name(ADAPTER)
# The names that peft gives the two factors of what is added to a weight: (rank, in) and (out, rank).
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


def write_adapter(path: Path, factors: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Write the factors (down, up) of each module named, in half precision."""
    from safetensors.numpy import save_file

    tensors = {}
    for module, (down, up) in factors.items():
        tensors[module + _DOWN] = np.ascontiguousarray(down, np.float16)
        tensors[module + _UP] = np.ascontiguousarray(up, np.float16)
    save_file(tensors, path)


def add_adapter(model: Any, path: Path) -> None:
    """Add to the weights of ``model``, a SentenceTransformer, what the adapter at ``path`` says.

    Raises ValueError when it is for another model.
    """
    import torch
    from safetensors.numpy import load_file

    tensors = load_file(path)
    weights = dict(model[0].auto_model.named_parameters())
    for name in tensors:
        module, is_up, _ = name.partition(_UP)
        if not is_up:
            continue
        weight = weights.get(f"{module}.weight")
        down, up = (torch.from_numpy(tensors[module + factor].astype(np.float32)) for factor in (_DOWN, _UP))
        if weight is None or weight.shape != (len(up), down.shape[1]):
            raise ValueError(f"{path}: is for another model, one with a {module}")
        weight.data += up @ down
