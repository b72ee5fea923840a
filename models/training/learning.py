"""The reader's loss and its training loop: in bfloat16 with full-precision masters on a GPU, by autocast on a processor."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.drawn import NONE
from models.training.network import SPAN_FLOOR, Outputs, ReaderNetwork
from models.training.plan import UNKNOWN, Batch, Plan
from models.training.precision import autocast
from models.training.rates import warmed
from models.training.shelf import Rows, Shelf

_TOLD = 100  # steps from one line of progress to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Hyper-parameters of a run."""

    steps: int = 6000
    rate: float = 2e-4
    head_rate: float = 5e-4
    warm_up: float = 0.05
    decay: float = 0.01
    dropout: float = 0.1
    limit_tokens: int = 320
    """Of a pair."""
    ranked_tokens: int = 49152
    """A step, of groups that are ordered."""
    alone_tokens: int = 18432
    """A step, of pairs that stand alone."""
    exit_weight: float = 0.3
    answer_weight: float = 0.8
    span_weight: float = 0.5
    like_weight: float = 0.2
    seed: int = 5
    averaged: float = 0.998
    """How much of the running mean of the weights each step keeps."""


def loss_of(outputs: Outputs, rows: Rows, batch: Batch, schedule: Schedule) -> Tensor:
    """Order within each group, answerable or not for each pair, the span where it is known."""
    device = outputs.relevance.device
    numbers = torch.tensor([batch.group, batch.target, batch.answers, batch.like], dtype=torch.float32).to(device)
    group, target, answers, like = numbers[0].long(), numbers[1], numbers[2], numbers[3]
    known = (answers != UNKNOWN).float()
    groups = batch.group[-1] + 1
    order = _order(outputs.relevance, group, target, groups)
    near = outputs.relevance.masked_fill(like == 0, SPAN_FLOOR)
    order = (
        order
        + schedule.like_weight * _order(near, group, like, groups)
        + 0.2 * _said(outputs.relevance, answers, known)
    )
    lower = _order(outputs.exit, group, target, groups) + 0.2 * _said(outputs.exit, answers, known)
    answerable = _said(outputs.answerable, answers, known)
    span = _span(outputs, rows, batch)
    return order + schedule.exit_weight * lower + schedule.answer_weight * answerable + schedule.span_weight * span


def _order(logits: Tensor, group: Tensor, target: Tensor, groups: int) -> Tensor:
    """Mean over the ordered groups of the cross-entropy between the shares that rows should have and do have."""
    highest = logits.new_full((groups,), -torch.inf).scatter_reduce(0, group, logits.detach(), "amax")
    shifted = logits - highest[group]
    sums = shifted.new_zeros(groups).index_add(0, group, shifted.exp())
    ordered = target.new_zeros(groups).index_add(0, group, target).clamp(max=1).sum().clamp(min=1)
    return -(target * (shifted - sums.log()[group])).sum() / ordered


def _said(logits: Tensor, answers: Tensor, known: Tensor) -> Tensor:
    losses = functional.binary_cross_entropy_with_logits(logits, answers.clamp(min=0), reduction="none")
    return (losses * known).sum() / known.sum().clamp(min=1)


def _span(outputs: Outputs, rows: Rows, batch: Batch) -> Tensor:
    shown = [row for row, (first, last) in enumerate(batch.spans) if first != NONE and last < rows.ends[row]]
    if not shown:
        return outputs.starts.sum() * 0
    fit = torch.tensor(shown).to(outputs.starts.device)
    places = torch.tensor([batch.spans[row] for row in shown]).to(fit.device) + rows.shift[fit, None]
    outside = ~rows.inside[fit]
    starts = outputs.starts[fit].masked_fill(outside, SPAN_FLOOR)
    ends = outputs.ends[fit].masked_fill(outside, SPAN_FLOOR)
    return functional.cross_entropy(starts, places[:, 0]) + functional.cross_entropy(ends, places[:, 1])


class Learner:
    """Trains one network and keeps a running mean of its weights."""

    def __init__(self, network: ReaderNetwork, schedule: Schedule, shelf: Shelf) -> None:
        self.network, self.schedule, self._shelf = network.to(shelf.device), schedule, shelf
        self._half = shelf.device != "cpu"
        named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self._names = [n for n, _ in named]
        heads = [not n.startswith("bert.") for n in self._names]
        self._masters = [p.detach().clone().requires_grad_() for _, p in named]
        self._means = [p.detach().clone() for p in self._masters]
        if self._half:
            network.bert.to(torch.bfloat16)
        self._live = [p for n, p in network.named_parameters() if p.requires_grad]
        self._optimiser = torch.optim.AdamW(
            [
                {"params": [m for m, h in zip(self._masters, heads, strict=True) if not h], "lr": schedule.rate},
                {"params": [m for m, h in zip(self._masters, heads, strict=True) if h], "lr": schedule.head_rate},
            ],
            weight_decay=schedule.decay,
            fused=self._half,
        )
        self._scale = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: warmed(step, schedule.steps, schedule.warm_up)
        )
        self.step = 0

    def learn(self, batches: Sequence[Batch]) -> Tensor:
        """One step over all the batches; returns their losses, on the device."""
        limit_tokens = self.schedule.limit_tokens
        self.network.train()
        losses = []
        for batch in batches:
            rows = self._shelf.rows(batch.questions, batch.passages, limit_tokens=limit_tokens, skips=batch.skips)
            with nullcontext() if self._half else autocast(self._shelf.device):
                outputs: Outputs = self.network(rows.ids, rows.mask)
            loss = loss_of(outputs, rows, batch, self.schedule)
            loss.backward()
            losses.append(loss.detach())
        self._update()
        return torch.stack(losses)

    @torch.no_grad()
    def _update(self) -> None:
        for master, live in zip(self._masters, self._live, strict=True):
            master.grad = live.grad.float() if live.grad is not None else None
            live.grad = None
        nn.utils.clip_grad_norm_(self._masters, 1.0, foreach=True)
        self._optimiser.step()
        self._scale.step()
        self.step += 1
        torch._foreach_copy_(self._live, self._masters)
        kept = min(self.schedule.averaged, self.step / (self.step + 9))
        torch._foreach_lerp_(self._means, self._masters, 1 - kept)

    @torch.no_grad()
    def averaged(self) -> Averaged:
        """For a `with`: inside it the network has the mean weights."""
        return Averaged(self._live, self._means, self._masters)

    def learnt(self) -> dict[str, Tensor]:
        """The mean weights by name, in half precision; the word table isn't part of it."""
        return {n: m.detach().half().cpu() for n, m in zip(self._names, self._means, strict=True)}


class Averaged:
    """Swaps the mean weights in, and the last ones back."""

    def __init__(self, live: list[nn.Parameter], means: list[Tensor], masters: list[Tensor]) -> None:
        self._live, self._means, self._masters = live, means, masters

    def __enter__(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_(self._live, self._means)

    def __exit__(self, *_: object) -> None:
        with torch.no_grad():
            torch._foreach_copy_(self._live, self._masters)


def train(
    learner: Learner,
    plan: Plan,
    *,
    tell: Callable[[str], None],
    check: Callable[[int], None],
    checks: int,
    seconds: float = math.inf,
) -> tuple[int, float]:
    """All steps, with a line of progress now and then.

    Args:
        learner: begins anew.
        plan: draws the batches.
        tell: takes lines of progress.
        check: called with the step while the network has its mean weights, evenly `checks` times.
        checks: at least 1.
        seconds: after which training ends early, its rate still high.

    Returns:
        Pairs seen, and seconds taken.
    """
    schedule = learner.schedule
    ranked, alone = plan.ranked(schedule.ranked_tokens), plan.alone(schedule.alone_tokens)
    started, pairs = time.monotonic(), 0
    recent: list[Tensor] = []
    while learner.step < schedule.steps and time.monotonic() - started < seconds:
        batches = (next(ranked), next(alone))
        recent.append(learner.learn(batches))
        pairs += sum(len(batch.questions) for batch in batches)
        if learner.step % _TOLD == 0:
            taken = time.monotonic() - started
            mean = ", ".join(f"{loss:.3f}" for loss in torch.stack(recent).mean(0).tolist())
            tell(f"step {learner.step}  losses {mean}  {pairs} pairs, {pairs / taken:.0f}/s")
            recent = []
        if learner.step % max(1, schedule.steps // checks) == 0:
            with learner.averaged():
                check(learner.step)
    return pairs, time.monotonic() - started
