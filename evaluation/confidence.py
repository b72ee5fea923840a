"""The weights of an answer's confidence, fitted anew: python -m evaluation.confidence [--ridge R].

Over the halves `fit` of evaluation/gold/answerable.jsonl and of the gold sets that are there (as evaluation.refusals halves them) and
over evaluation/gold/answerable_fit.tsv. Questions that a slot rule refuses are left out: a confidence decides on the rest. Prints
what belongs into bot/answerability.py, and the area under the ROC curve on either half. A new reader or embedder needs new weights.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answerability import WEIGHTS, features, usable
from bot.desk import Desk
from bot.reading import load_reader
from bot.refusing import assess
from bot.settings import BotSettings
from bot.types import Question
from bot.understanding import understand
from evaluation.answerability import area
from evaluation.question_sets import BUILD
from evaluation.refusals import Asked, questions
from knowledge.assembly import KnowledgeReader
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

MORE = PROJECT / "evaluation/gold/answerable_fit.tsv"
_RIDGE = 1.0
_STEPS = 50
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """A question that the confidence decides on."""

    half: str
    values: tuple[float, ...]
    """In the order of `WEIGHTS`."""
    answerable: bool


def fitted(rows: Sequence[Sequence[float]], labels: Sequence[bool], ridge: float = _RIDGE) -> tuple[Numbers, float]:
    """Logistic weights, shape (features,), and the shift, by Newton's steps.

    Args:
        rows: One a question, all of one length, at least one.
        labels: Whether it is answerable, in the same order.
        ridge: More than 0, of the weights once each feature has unit spread: more keeps them smaller.
    """
    raw = np.asarray(rows, dtype=np.float64)
    middle, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    x = np.c_[(raw - middle) / spread, np.ones(len(raw))]
    y = np.asarray(labels, dtype=np.float64)
    held = np.diag([*[ridge] * raw.shape[1], 1e-6])
    b = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ b))
        b -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + held, x.T @ (p - y) + held @ b)
    weights = b[:-1] / spread
    return weights, float(b[-1] - weights @ middle)


def seen_by(desk: Desk, asked: Sequence[Asked], candidates: int) -> Iterator[Seen]:
    """What is weighed of each question that no slot rule refuses."""
    for each in asked:
        query = understand(each.question, desk.context())
        found = desk.search(query, top_k=candidates)
        statements = desk.statements(query, found)
        refusal = assess(query, found.hits, statements)
        if usable(statements) and (refusal is None or refusal.missing == "subject"):
            values = features(query, statements)
            yield Seen(each.half, tuple(values[name] for name in WEIGHTS), each.answerable)


def read_more(path: Path = MORE) -> list[Asked]:
    """The questions of the file, all for fitting."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        Asked(set="answerable", half="fit", question=Question(text=text), answerable=label == "1")
        for label, text in lines
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the weights were printed, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.confidence", description="重新拟合回答把握的权重。")
    parser.add_argument("--ridge", type=float, default=_RIDGE, help="权重的收缩，大于 0")
    ridge = parser.parse_args(arguments).ridge
    try:
        seen = list(_seen())
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    fit = [s for s in seen if s.half == "fit"]
    weights, shift = fitted([s.values for s in fit], [s.answerable for s in fit], ridge)
    print("\n".join(f'"{name}": {weight:.2f},' for name, weight in zip(WEIGHTS, weights, strict=True)))
    print(f"SHIFT = {shift:.2f}")
    for half in ("fit", "held"):
        part = [s for s in seen if s.half == half]
        odds = [float(np.dot(weights, s.values) + shift) for s in part]
        print(f"{half}: {len(part)} questions, area {area(odds, [s.answerable for s in part]):.3f}")
    return 0


def _seen() -> Iterator[Seen]:
    settings = read_settings(BotSettings)
    reader = load_reader(settings)
    embedder = load_embedder(read_settings(KnowledgeSettings))
    for place, (each, asked) in enumerate(questions()):
        index = read_settings(KnowledgeSettings, index=BUILD / each.name)
        index.index.mkdir(parents=True, exist_ok=True)
        Publisher(index, embedder).sync([each.documents], wait=True)
        desk = Desk(KnowledgeReader(index).current(), reader, None, settings.llm_timeout_s)
        yield from seen_by(desk, [*asked, *(read_more() if place == 0 else ())], settings.candidates)
        print(f"{each.gold.name}：{len(asked)}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
