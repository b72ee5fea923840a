"""A network's verdicts in full precision, for validation; the shipped form is `bot.reading`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from models.training.examples import Passage
from models.training.network import SPAN_FLOOR, ReaderNetwork
from models.training.pairs import Pair, PairEncoder, padded, text_mask
from models.training.precision import autocast

_ROWS = 32
_SPAN_TOKENS = 80  # longest answer


@dataclass(frozen=True, slots=True)
class Verdict:
    """Logits for a pair, and the span's tokens."""

    exit: float
    relevance: float
    answerable: float
    first: int
    last: int
    span: float
    """Sum of the span's two logits."""


def judge(network: ReaderNetwork, pairs: Sequence[Pair], device: str) -> list[Verdict]:
    """Verdicts in the order of the pairs."""
    network.eval()
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
    found: dict[int, Verdict] = {}
    with torch.no_grad():
        for start in range(0, len(order), _ROWS):
            rows = order[start : start + _ROWS]
            part = [pairs[i] for i in rows]
            ids, mask = padded(part)
            with autocast(device):
                outputs = network(ids.to(device), mask.to(device))
            inside = text_mask(part, ids.shape[1]).to(device)
            starts = outputs.starts.float().masked_fill(~inside, SPAN_FLOOR)
            ends = outputs.ends.float().masked_fill(~inside, SPAN_FLOOR)
            both = starts.unsqueeze(2) + ends.unsqueeze(1)
            length = both.shape[1]
            allowed = torch.ones(length, length, dtype=torch.bool, device=both.device).triu().tril(_SPAN_TOKENS - 1)
            best = both.masked_fill(~allowed, 4 * SPAN_FLOOR).flatten(1).max(1)
            for place, row in enumerate(rows):
                at = int(best.indices[place])
                found[row] = Verdict(
                    float(outputs.exit[place]),
                    float(outputs.relevance[place]),
                    float(outputs.answerable[place]),
                    at // length,
                    at % length,
                    float(best.values[place]),
                )
    return [found[i] for i in range(len(pairs))]


def answer_text(encoder: PairEncoder, question: str, passage: Passage, verdict: Verdict) -> str:
    """The span's characters."""
    start, end = encoder.characters(question, passage, verdict.first, verdict.last)
    return passage.text[start:end].strip("，。；、：,.;: 　")
