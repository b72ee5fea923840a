"""The reader's loss and its training loop: on a GPU where there is one, else in bfloat16 on the processor."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.mixture import Group
from models.training.network import SPAN_FLOOR, Outputs, ReaderNetwork
from models.training.pairs import Pair, PairEncoder, padded, text_mask
from models.training.precision import autocast
from models.training.rates import warmed

_BATCHES_SORTED = 40  # batches whose groups are sorted by length together, so that little is padding


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Hyper-parameters of a run."""

    rate: float = 1.5e-4
    head_rate: float = 5e-4
    warm_up: float = 0.06
    decay: float = 0.01
    pairs: int = 24
    """Pairs a step, at most: groups are never cut."""
    limit_tokens: int = 176
    """Of a pair that is ordered among others."""
    alone_tokens: int = 320
    """Of a pair that stands alone."""
    exit_weight: float = 0.3
    answer_weight: float = 0.8
    span_weight: float = 0.7
    seed: int = 5
    averaged: float = 0.3
    """Share of the last steps whose weights are averaged."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Encoded groups."""

    pairs: list[Pair]
    groups: list[tuple[int, int, int, bool]]
    """First row, rows that answer, rows in all, whether they are ranked."""


def batches(groups: Sequence[Group], encoder: PairEncoder, schedule: Schedule, rng: random.Random) -> Iterator[Batch]:
    """All groups in batches of similar length, in an order that the seed gives."""
    size = schedule.pairs * _BATCHES_SORTED // 4
    for start in range(0, len(groups), size):
        encoded = [_encoded(group, encoder, schedule) for group in groups[start : start + size]]
        encoded.sort(key=lambda item: max(len(pair.ids) for pair in item[0]))
        ready = list(_packed(encoded, schedule))
        rng.shuffle(ready)
        yield from ready


def _encoded(group: Group, encoder: PairEncoder, schedule: Schedule) -> tuple[list[Pair], int, bool]:
    passages = (*group.answering, *group.others)
    limit_tokens = schedule.limit_tokens if group.ranked else schedule.alone_tokens
    pairs = [encoder.encode(group.question, passage, limit_tokens=limit_tokens) for passage in passages]
    return pairs, len(group.answering), group.ranked


def _packed(encoded: Sequence[tuple[list[Pair], int, bool]], schedule: Schedule) -> Iterator[Batch]:
    """Batches of at most so many pairs, and of fewer where they are long: groups come by length."""
    batch = Batch([], [])
    for pairs, right, ranked in encoded:
        longest = max(len(pair.ids) for pair in pairs)
        limit = min(schedule.pairs, schedule.pairs * schedule.limit_tokens // longest)
        if batch.pairs and len(batch.pairs) + len(pairs) > limit:
            yield batch
            batch = Batch([], [])
        batch.groups.append((len(batch.pairs), right, len(pairs), ranked and right < len(pairs)))
        batch.pairs.extend(pairs)
    if batch.pairs:
        yield batch


def loss_of(outputs: Outputs, batch: Batch, schedule: Schedule) -> Tensor:
    """Order within each group, answerable or not for each pair, the span where it is known."""
    rows = len(batch.pairs)
    device = outputs.relevance.device
    right = torch.zeros(rows, device=device)
    for first, count, _, _ in batch.groups:
        right[first : first + count] = 1
    relevance, exit_ = outputs.relevance.float(), outputs.exit.float()
    order = _listwise(relevance, batch) + 0.3 * functional.binary_cross_entropy_with_logits(relevance, right)
    lower = _listwise(exit_, batch) + 0.3 * functional.binary_cross_entropy_with_logits(exit_, right)
    answerable = functional.binary_cross_entropy_with_logits(outputs.answerable.float(), right)
    span = _span_loss(outputs, batch)
    return order + schedule.exit_weight * lower + schedule.answer_weight * answerable + schedule.span_weight * span


def _listwise(logits: Tensor, batch: Batch) -> Tensor:
    """Mean over ranked groups of -log of the answering passages' share of the softmax."""
    losses = [
        logits[first : first + total].logsumexp(0) - logits[first : first + right].logsumexp(0)
        for first, right, total, ranked in batch.groups
        if ranked and right
    ]
    return torch.stack(losses).mean() if losses else logits.sum() * 0


def _span_loss(outputs: Outputs, batch: Batch) -> Tensor:
    marked = [row for row, pair in enumerate(batch.pairs) if pair.span is not None]
    if not marked:
        return outputs.starts.sum() * 0
    inside = text_mask(batch.pairs, outputs.starts.shape[1]).to(outputs.starts.device)[marked]
    starts = outputs.starts[marked].float().masked_fill(~inside, SPAN_FLOOR)
    ends = outputs.ends[marked].float().masked_fill(~inside, SPAN_FLOOR)
    places = torch.tensor([batch.pairs[row].span for row in marked], device=starts.device)
    return functional.cross_entropy(starts, places[:, 0]) + functional.cross_entropy(ends, places[:, 1])


class Learner:
    """Trains one network; the weights of the last steps are averaged."""

    def __init__(self, network: ReaderNetwork, schedule: Schedule, *, steps: int, device: str) -> None:
        self.network = network.to(device)
        self._schedule, self._steps, self.device = schedule, steps, device
        heads = {
            id(p)
            for part in (network.exit, network.relevance, network.answerable, network.span)
            for p in part.parameters()
        }
        body = [p for p in network.parameters() if p.requires_grad and id(p) not in heads]
        self._optimiser = torch.optim.AdamW(
            [
                {"params": body, "lr": schedule.rate},
                {"params": [p for p in network.parameters() if id(p) in heads], "lr": schedule.head_rate},
            ],
            weight_decay=schedule.decay,
        )
        self._scale = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: warmed(step, steps, schedule.warm_up)
        )
        self._mean: dict[str, Tensor] = {}
        self._counted = 0
        self.step = 0

    def learn(self, batch: Batch) -> float:
        """One step; returns its loss."""
        self.network.train()
        ids, mask = padded(batch.pairs)
        with autocast(self.device):
            outputs: Outputs = self.network(ids.to(self.device), mask.to(self.device))
        loss = loss_of(outputs, batch, self._schedule)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimiser.step()
        self._scale.step()
        self.step += 1
        if self.step > self._steps * (1 - self._schedule.averaged) and self.step % 10 == 0:
            self._average()
        return float(loss.detach())

    def _average(self) -> None:
        self._counted += 1
        for name, value in self.network.named_parameters():
            if value.requires_grad:
                mean = self._mean.setdefault(name, torch.zeros_like(value))
                mean += (value.detach() - mean) / self._counted

    def learnt(self) -> dict[str, Tensor]:
        """What training changes, by name; the word table isn't part of it."""
        return {
            n: v.detach().cpu() for n, v in self.network.state_dict().items() if not n.startswith("bert.embeddings.")
        }

    def finish(self) -> None:
        """Puts the averaged weights into the network."""
        with torch.no_grad():
            for name, value in self.network.named_parameters():
                if name in self._mean:
                    value.copy_(self._mean[name])


def train(
    learner: Learner,
    groups: Sequence[Group],
    encoder: PairEncoder,
    schedule: Schedule,
    *,
    tell: Callable[[str], None],
    save: Path,
) -> float:
    """One pass over the groups, with a line of progress each 50 steps and a copy of the weights each 300; returns its seconds."""
    rng, started, recent, read = random.Random(schedule.seed), time.monotonic(), 0.0, 0
    for batch in batches(groups, encoder, schedule, rng):
        recent += learner.learn(batch)
        read += len(batch.pairs)
        if learner.step % 50 == 0:
            rate = read / (time.monotonic() - started)
            tell(f"step {learner.step}  loss {recent / 50:.3f}  {read} pairs, {rate:.1f}/s")
            recent = 0.0
        if learner.step % 300 == 0:
            torch.save({"state": learner.learnt()}, save)
    return time.monotonic() - started


def steps_for(groups: Sequence[Group], encoder: PairEncoder, schedule: Schedule) -> int:
    """How many steps one pass over the groups takes; at least 1."""
    return max(1, sum(1 for _ in batches(groups, encoder, schedule, random.Random(schedule.seed))))
