"""What a logit is worth: slope and shift that make its sigmoid a probability, found on held-back pairs (Platt scaling)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional

from models.training.examples import LAY_SET, READING_SETS, Passage, lay_examples, reading_examples
from models.training.judging import Verdict, judge
from models.training.near_misses import Pool
from models.training.network import ReaderNetwork
from models.training.pairs import PairEncoder

_QUESTIONS = 150  # of each set
_OTHERS = 3


@dataclass(frozen=True, slots=True)
class HeldPair:
    """A held-back question with a passage, and whether that answers."""

    question: str
    passage: Passage
    answers: bool


def held_pairs(data: Path, *, seed: int) -> list[HeldPair]:
    """Pairs of every set's held-back part: the answering passages, near misses, and windows of unanswerable questions."""
    rng = random.Random(seed)
    sets = [list(reading_examples(data / name, validation=True)) for name in READING_SETS]
    sets.append(list(lay_examples(data / LAY_SET, validation=True)))
    pool = Pool(list({p.text: p for examples in sets for e in examples for p in (*e.answering, *e.others)}.values()))
    found = []
    for examples in sets:
        for example in rng.sample(examples, min(_QUESTIONS, len(examples))):
            near = pool.near(example, count=_OTHERS, skip=0, depth=30, rng=rng) if example.answering else []
            others = [*example.others[:1], *near][:_OTHERS]
            found += [HeldPair(example.question, passage, True) for passage in example.answering[:1]]
            found += [HeldPair(example.question, passage, False) for passage in others]
    return found


def verdicts(network: ReaderNetwork, pairs: Sequence[HeldPair], encoder: PairEncoder, device: str) -> list[Verdict]:
    """The network's verdicts in the order of the pairs."""
    return judge(network, [encoder.encode(pair.question, pair.passage) for pair in pairs], device)


def fit(logits: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Slope and shift of least cross-entropy."""
    x, y = torch.tensor(logits), torch.tensor([float(label) for label in labels])
    values = torch.tensor([1.0, 0.0], requires_grad=True)
    optimiser = torch.optim.LBFGS([values], max_iter=100)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(values[0] * x + values[1], y)
        loss.backward()
        return loss

    optimiser.step(closure)
    slope, shift = (round(float(value), 4) for value in values.detach())
    return slope, shift


def off_by(logits: Sequence[float], labels: Sequence[bool], by: tuple[float, float]) -> float:
    """Expected calibration error: mean distance of ten equal shares of the pairs between what is said and what is true."""
    said = torch.sigmoid(by[0] * torch.tensor(logits) + by[1])
    true = torch.tensor([float(label) for label in labels])[said.argsort()]
    ordered = said.sort().values
    parts = zip(ordered.tensor_split(10), true.tensor_split(10), strict=True)
    return sum(abs(float(s.mean() - t.mean())) * len(s) for s, t in parts if len(s)) / len(labels)
