"""Tuning the embedder: question and passage as two texts, in-batch and hard negatives, and the reader's order where it is given.

It overfits fast: few steps, a low rate, and at the end the mean of tuned and untuned weights (`blend`), which keeps what the public
model knew of everything that isn't in the sets.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from models.training.examples import Passage
from models.training.judging import judge
from models.training.network import ReaderNetwork
from models.training.pairs import PairEncoder
from models.training.precision import autocast
from models.training.rates import warmed

_TAUGHT_TOKENS = 176
_CASES_SORTED = 20  # steps whose cases are sorted by length together


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderSchedule:
    """Hyper-parameters of a run."""

    rate: float = 2e-5
    warm_up: float = 0.1
    decay: float = 0.01
    questions: int = 24
    """Questions a step, each with one passage that answers and its hard negatives."""
    question_tokens: int = 64
    passage_tokens: int = 112
    temperature: float = 0.03
    teacher_temperature: float = 1.0
    teacher_weight: float = 1.0
    blend: float = 0.5
    """Share of the tuned weights in what is kept."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with a passage that answers, hard negatives, and the reader's logits for them all where it judged them."""

    question: str
    answering: Passage
    others: tuple[Passage, ...] = ()
    also: frozenset[str] = frozenset()
    """Texts of further passages that answer: never counted as negatives."""
    unlabelled: bool = False
    """Whether the near miss is an unlabelled passage, which the reader may judge."""
    taught: tuple[float, ...] = ()
    """The reader's relevance logits, the answering passage first."""


class EmbedderLearner:
    """Tunes a BERT with mean pooling; its word table stays as it is."""

    def __init__(
        self, bert: BertModel, tokenizer: Tokenizer, schedule: EmbedderSchedule, *, steps: int, device: str
    ) -> None:
        self.bert = bert.to(device)
        self.bert.embeddings.requires_grad_(False)
        self._tokenizer, self._schedule, self._device = tokenizer, schedule, device
        self._first = {name: value.detach().clone() for name, value in bert.named_parameters() if value.requires_grad}
        tuned = [p for p in bert.parameters() if p.requires_grad]
        self._optimiser = torch.optim.AdamW(tuned, lr=schedule.rate, weight_decay=schedule.decay)
        self._scale = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: warmed(step, steps, schedule.warm_up)
        )
        self.step = 0

    def learn(self, cases: Sequence[Case]) -> float:
        """One step; returns its loss."""
        self.bert.train()
        s = self._schedule
        questions = self.vectors([f"query: {case.question}" for case in cases], s.question_tokens)
        passages = [passage for case in cases for passage in (case.answering, *case.others)]
        vectors = self.vectors([as_embedded(passage) for passage in passages], s.passage_tokens)
        loss = contrast(questions @ vectors.T / s.temperature, cases)
        if any(case.taught for case in cases):
            loss = loss + s.teacher_weight * _taught(
                questions @ vectors.T / s.temperature, cases, s.teacher_temperature
            )
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.bert.parameters(), 1.0)
        self._optimiser.step()
        self._scale.step()
        self.step += 1
        return float(loss.detach())

    def vectors(self, texts: Sequence[str], limit_tokens: int) -> Tensor:
        """Unit vectors, shape (texts, hidden)."""
        encoded = [_cut(self._tokenizer.encode(text).ids, limit_tokens) for text in texts]
        longest = max(len(ids) for ids in encoded)
        ids = torch.tensor([[*row, *([1] * (longest - len(row)))] for row in encoded])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in encoded])
        with autocast(self._device):
            hidden = self.bert(ids.to(self._device), attention_mask=mask.to(self._device)).last_hidden_state.float()
        weight = mask.to(self._device).unsqueeze(2).float()
        return functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)

    def learnt(self) -> dict[str, Tensor]:
        """What tuning changes, by name; the word table isn't part of it."""
        return {
            n: v.detach().cpu().clone() for n, v in self.bert.state_dict().items() if not n.startswith("embeddings.")
        }

    def finish(self) -> None:
        """Mixes tuned and untuned weights."""
        share = self._schedule.blend
        with torch.no_grad():
            for name, value in self.bert.named_parameters():
                if name in self._first:
                    value.copy_(share * value + (1 - share) * self._first[name].to(value.device))


def _cut(ids: list[int], limit_tokens: int) -> list[int]:
    """The ids up to the limit; the last stays </s>, as where a base cuts."""
    return ids if len(ids) <= limit_tokens else [*ids[: limit_tokens - 1], ids[-1]]


def as_embedded(passage: Passage) -> str:
    """The passage with what stands before it, nearly as a base embeds it (there title, headings and lead each have a line)."""
    return f"passage: {passage.title}\n{passage.text}" if passage.title else f"passage: {passage.text}"


def contrast(similarity: Tensor, cases: Sequence[Case]) -> Tensor:
    """Mean of -log softmax of the answering passage; other passages that answer too are left out of the sum.

    Args:
        similarity: Shape (cases, passages), divided by the temperature; passages are each case's answering one and its others, in order.
        cases: The cases of the step.
    """
    texts = [passage.text for case in cases for passage in (case.answering, *case.others)]
    right, first = [], 0
    blocked = torch.zeros_like(similarity, dtype=torch.bool)
    for row, case in enumerate(cases):
        right.append(first)
        first += 1 + len(case.others)
        for column, text in enumerate(texts):
            blocked[row, column] = column != right[-1] and (text == case.answering.text or text in case.also)
    return functional.cross_entropy(
        similarity.masked_fill(blocked, -1e4), torch.tensor(right, device=similarity.device)
    )


def _taught(similarity: Tensor, cases: Sequence[Case], temperature: float) -> Tensor:
    """Mean divergence of the embedder's order of each case's own passages from the reader's."""
    losses, first = [], 0
    for row, case in enumerate(cases):
        count = 1 + len(case.others)
        if case.taught and count > 1:
            right = torch.tensor(case.taught, device=similarity.device) / temperature
            mine = similarity[row, first : first + count].log_softmax(0)
            losses.append(functional.kl_div(mine, right.log_softmax(0), log_target=True, reduction="sum"))
        first += count
    return torch.stack(losses).mean()


def tune(
    learner: EmbedderLearner,
    cases: Sequence[Case],
    schedule: EmbedderSchedule,
    *,
    seed: int,
    tell: Callable[[str], None],
) -> float:
    """One pass over the cases in an order that the seed gives, similar lengths together, with a line of progress each 20 steps.

    Returns its seconds. The weights are those of the last step: `finish` blends them.
    """
    rng, started, recent = random.Random(seed), time.monotonic(), 0.0
    shuffled = rng.sample(list(cases), len(cases))
    size, span = schedule.questions, schedule.questions * _CASES_SORTED
    steps: list[Sequence[Case]] = []
    for start in range(0, len(shuffled), span):
        part = sorted(shuffled[start : start + span], key=lambda case: len(case.answering.text))
        together = [part[i : i + size] for i in range(0, len(part), size)]
        rng.shuffle(together)
        steps.extend(together)
    for step in steps:
        recent += learner.learn(step)
        if learner.step % 20 == 0:
            tell(f"step {learner.step} of {len(steps)}  loss {recent / 20:.3f}  {(time.monotonic() - started):.0f} s")
            recent = 0.0
    return time.monotonic() - started


def embedder_steps(cases: Sequence[Case], schedule: EmbedderSchedule) -> int:
    """Steps of one pass."""
    return math.ceil(len(cases) / schedule.questions)


def taught(cases: Sequence[Case], reader: ReaderNetwork, encoder: PairEncoder, device: str) -> list[Case]:
    """The cases with unlabelled passages with the reader's relevance of those; the others as they are."""
    judged = [case for case in cases if case.unlabelled and case.others]
    asked = [(case.question, passage) for case in judged for passage in (case.answering, *case.others)]
    pairs = [encoder.encode(question, passage, limit_tokens=_TAUGHT_TOKENS) for question, passage in asked]
    logits = iter([verdict.relevance for verdict in judge(reader.to(device), pairs, device)])
    said = {id(case): tuple(next(logits) for _ in range(1 + len(case.others))) for case in judged}
    return [replace(case, taught=said.get(id(case), ())) for case in cases]
