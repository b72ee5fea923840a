"""Checks the shipped files against the full-precision model in sentence-transformers, and times them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Embedder

_BEST = 10
_TIMED_CHARS = 250
_TIMED_PASSAGES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How near two embedders are on the same texts; 1 is equal."""

    passages: int
    questions: int
    passage_cosine_mean: float
    passage_cosine_least: float
    question_cosine_mean: float
    question_cosine_least: float
    same_best: float
    """Share of questions with the same passage first."""
    same_best_ten: float
    """Mean share of the ten best passages that both name."""

    def rounded(self) -> dict[str, Any]:
        """As a card holds it."""
        return {name: round(value, 5) for name, value in asdict(self).items()}


def compare(ours: Embedder, theirs: Embedder, passages: Sequence[str], questions: Sequence[str]) -> Agreement:
    """Embeds all texts with both; the questions rank the passages."""
    our_passages, our_questions = ours.embed_passages(passages), _questions(ours, questions)
    their_passages, their_questions = theirs.embed_passages(passages), _questions(theirs, questions)
    passage_cosines = (our_passages * their_passages).sum(axis=1)
    question_cosines = (our_questions * their_questions).sum(axis=1)
    our_best = _ranking(our_questions, our_passages)
    their_best = _ranking(their_questions, their_passages)
    shared = [len(set(a) & set(b)) / len(a) for a, b in zip(our_best.tolist(), their_best.tolist(), strict=True)]
    return Agreement(
        passages=len(passages),
        questions=len(questions),
        passage_cosine_mean=float(passage_cosines.mean()),
        passage_cosine_least=float(passage_cosines.min()),
        question_cosine_mean=float(question_cosines.mean()),
        question_cosine_least=float(question_cosines.min()),
        same_best=float((our_best[:, 0] == their_best[:, 0]).mean()),
        same_best_ten=float(np.mean(shared)),
    )


def measure_speed(embedder: Embedder, passages: Sequence[str], questions: Sequence[str]) -> dict[str, float]:
    """Passages of 250 characters a second of the clock and of processor time, and the median milliseconds of a question."""
    joined = "".join(passages) * (1 + _TIMED_CHARS * _TIMED_PASSAGES // sum(map(len, passages)))
    cut = [joined[i * _TIMED_CHARS : (i + 1) * _TIMED_CHARS] for i in range(_TIMED_PASSAGES)]
    embedder.embed_passages(cut[:4])
    start, start_cpu = time.perf_counter(), time.process_time()
    embedder.embed_passages(cut)
    elapsed, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    spent = []
    for question in questions:
        start = time.perf_counter()
        embedder.embed_question(question)
        spent.append((time.perf_counter() - start) * 1000)
    return {
        "passages_per_s": round(len(cut) / elapsed, 1),
        "passages_per_processor_s": round(len(cut) / cpu, 1),
        "question_ms": round(float(np.median(spent)), 1),
    }


def _questions(embedder: Embedder, questions: Sequence[str]) -> NDArray[np.float32]:
    return np.stack([embedder.embed_question(question) for question in questions])


def _ranking(questions: NDArray[np.float32], passages: NDArray[np.float32]) -> NDArray[np.int64]:
    order: NDArray[np.int64] = np.argsort(-(questions @ passages.T), axis=1)[:, :_BEST]
    return order
