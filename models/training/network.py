"""The reader's network: the embedder's layers over question and passage together, with a head for each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from models.training.starting import public_bert

SPAN_FLOOR = -1e4


@dataclass(frozen=True, slots=True)
class Outputs:
    """Logits for a batch of pairs; rows = pairs."""

    exit: Tensor
    """Relevance after the lower layers, shape (rows,)."""
    relevance: Tensor
    answerable: Tensor
    starts: Tensor
    """Shape (rows, tokens)."""
    ends: Tensor


class Head(nn.Module):
    """(rows, hidden) -> (rows, 1)."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.dense = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, 1)

    def forward(self, first: Tensor) -> Tensor:
        """One logit a row."""
        logit: Tensor = self.out(torch.tanh(self.dense(first.float())))
        return logit


class AnswerHead(nn.Module):
    """(rows, tokens, hidden) -> (rows, 1), from the first token and from those that the head itself points at."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.point = nn.Linear(hidden, 1)
        self.dense = nn.Linear(2 * hidden, hidden)
        self.out = nn.Linear(hidden, 1)

    def forward(self, states: Tensor, bias: Tensor | None = None) -> Tensor:
        """One logit a row; `bias`, shape (rows, tokens), is added to what points."""
        states = states.float()
        points = self.point(states).squeeze(2)
        shares = (points if bias is None else points + bias).softmax(1)
        pointed = (shares[:, :, None] * states).sum(1)
        logit: Tensor = self.out(torch.tanh(self.dense(torch.cat([states[:, 0], pointed], 1))))
        return logit


class ReaderNetwork(nn.Module):
    """The first layers of a BERT, an exit after `exit_at` of them, and the heads. The word table stays as it is."""

    def __init__(self, bert: BertModel, *, layers: Sequence[int], exit_at: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.bert = bert
        self.bert.encoder.layer = nn.ModuleList(bert.encoder.layer[i] for i in layers)
        self.bert.config.num_hidden_layers = len(layers)
        self.bert.embeddings.requires_grad_(False)
        for part in bert.modules():
            if isinstance(part, nn.Dropout):
                part.p = dropout
            elif hasattr(part, "dropout_prob"):
                part.dropout_prob = dropout
        self.exit_at = exit_at
        hidden = bert.config.hidden_size
        self.exit, self.relevance, self.answerable = Head(hidden), Head(hidden), AnswerHead(hidden)
        self.span = nn.Linear(hidden, 2)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Outputs:
        """Logits of pairs; both of shape (rows, tokens), the mask 1 where a token stands."""
        bias = self.bias(attention_mask)
        lower = self.lower(self.bert.embeddings(input_ids=input_ids), bias)
        return self.heads(lower, self.upper(lower, bias), bias[:, 0, 0].float())

    def bias(self, attention_mask: Tensor) -> Tensor:
        """What is added to the attention's logits, shape (rows, 1, 1, tokens)."""
        kind = self.bert.embeddings.LayerNorm.weight.dtype
        return (1 - attention_mask[:, None, None, :].to(kind)) * torch.finfo(kind).min

    def lower(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """States after the layers before the exit, shape (rows, tokens, hidden)."""
        return self._through(hidden, bias, self.bert.encoder.layer[: self.exit_at])

    def upper(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """States after the layers behind the exit, shape (rows, tokens, hidden)."""
        return self._through(hidden, bias, self.bert.encoder.layer[self.exit_at :])

    @staticmethod
    def _through(hidden: Tensor, bias: Tensor, layers: Iterable[nn.Module]) -> Tensor:
        for layer in layers:
            out = layer(hidden, attention_mask=bias)
            hidden = out if isinstance(out, Tensor) else out[0]
        return hidden

    def heads(self, lower: Tensor, last: Tensor, bias: Tensor | None = None) -> Outputs:
        """The verdicts of the states at the exit and at the end; `bias`, shape (rows, tokens), hides what is no token."""
        span = self.span(last.float())
        return Outputs(
            exit=self.exit(lower[:, 0]).squeeze(1),
            relevance=self.relevance(last[:, 0]).squeeze(1),
            answerable=self.answerable(last, bias).squeeze(1),
            starts=span[..., 0],
            ends=span[..., 1],
        )


def load_reader(path: Path) -> ReaderNetwork:
    """The trained network that `python -m models.training reader` wrote, over the public weights.

    Raises:
        ValueError: the file is another network's.
    """
    kept = torch.load(path, weights_only=True)
    network = ReaderNetwork(public_bert(), layers=range(kept["layers"]), exit_at=kept["exit_at"])
    missing = network.load_state_dict(kept["state"], strict=False)
    wrong = [name for name in missing.missing_keys if not name.startswith("bert.embeddings.")] + missing.unexpected_keys
    if wrong:
        raise ValueError(f"{path} isn't a reader: {wrong[:3]}")
    return network.eval()
