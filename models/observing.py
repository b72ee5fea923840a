"""What goes through the linear layers of a network, for ranges of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

_Floats = NDArray[np.float32]


@dataclass(slots=True)
class Seen:
    """What went through a linear layer, a number a channel."""

    inputs: _Floats
    """Largest absolute input."""
    low: _Floats
    """Least output."""
    high: _Floats
    """Largest output."""
    total: _Floats
    """Sum of the outputs over the tokens."""
    tokens: int = 0


def observe(network: nn.Module, layers: nn.Module, texts: Sequence[Sequence[int]]) -> dict[str, Seen]:
    """Runs token ids through `network(input_ids, attention_mask)`; what each linear layer in `layers` saw, by its name there."""
    seen: dict[str, Seen] = {}
    hooks = []
    for name, module in layers.named_modules():
        if isinstance(module, nn.Linear):

            def note(_: nn.Module, inputs: Any, output: torch.Tensor, name: str = name) -> None:
                _note(seen, name, inputs[0].numpy(), output.numpy())

            hooks.append(module.register_forward_hook(note))
    with torch.no_grad():
        for text in texts:
            ids = torch.tensor([list(text)], dtype=torch.int64)
            network(ids, torch.ones_like(ids))
    for hook in hooks:
        hook.remove()
    return seen


def _note(seen: dict[str, Seen], name: str, inputs: _Floats, output: _Floats) -> None:
    inputs, output = inputs.reshape(-1, inputs.shape[-1]), output.reshape(-1, output.shape[-1])
    width = output.shape[1]
    one = seen.setdefault(
        name,
        Seen(
            inputs=np.zeros(inputs.shape[1], dtype=np.float32),
            low=np.full(width, np.inf, dtype=np.float32),
            high=np.full(width, -np.inf, dtype=np.float32),
            total=np.zeros(width, dtype=np.float32),
        ),
    )
    one.inputs = np.maximum(one.inputs, np.abs(inputs).max(axis=0))
    one.low, one.high = np.minimum(one.low, output.min(axis=0)), np.maximum(one.high, output.max(axis=0))
    one.total, one.tokens = one.total + output.sum(axis=0), one.tokens + len(output)
