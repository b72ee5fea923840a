"""How well the bot tells what its documents answer: python -m evaluation.answerability [--index DIR].

Prints the area under the ROC curve over evaluation/gold/answerable.jsonl: the chance that a question that reports/ answers gets a
higher score than one that they don't, ties counted half; .5 is guessing. A row `why` sets the questions that are unanswerable
for that reason against all answerable ones. The half `fit` is for thresholds and features; the half `held` is for the figure to report.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from evaluation.question_sets import BUILD, EvaluationError
from evaluation.tables import share, table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

GOLD = PROJECT / "evaluation/gold/answerable.jsonl"
REPORTS = PROJECT / "reports"
REASONS = (
    "detail missing", "other indicator", "other subject", "other programme", "other place", "other year", "outside",
)  # fmt: skip
"""Why reports/ don't answer a question: the topic is there but not the detail, or it is said of something else only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question that reports/ answer, or don't."""

    id: str
    question: str
    answerable: bool
    document: str
    """File name of the document that answers, or that comes nearest."""
    quote: str
    """Verbatim text that answers; empty where none does."""
    why: str
    """One of `REASONS`; empty where it is answerable."""
    split: str
    """fit or held."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        cases = read_cases(GOLD)
        bot = _bot(options.index)
        print(areas_table(cases, scores(bot, [case.question for case in cases])))
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    return 0


def scores(bot: PolicyBot, questions: Sequence[str]) -> list[float]:
    """For each question, how surely the documents answer it, by the bot's own word; 0 where a slot rule refuses."""
    return [bot.invoke(text).confidence for text in questions]


def area(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Area under the ROC curve, in [0, 1]: the share of (true, false) pairs in which the true one scores higher, ties half.

    Args:
        scores: One a question; not nan.
        labels: Whether it is answerable, in the same order.

    Returns:
        nan where all labels are the same.
    """
    positives = sum(labels)
    negatives = len(labels) - positives
    if not positives or not negatives:
        return math.nan
    ranks = _middle_ranks(scores)
    above = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (above - positives * (positives + 1) / 2) / (positives * negatives)


def _middle_ranks(scores: Sequence[float]) -> list[float]:
    """Ranks from 1, the lowest score first; equal scores share the mean of their ranks."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    first = 0
    while first < len(order):
        last = first
        while last + 1 < len(order) and scores[order[last + 1]] == scores[order[first]]:
            last += 1
        for index in order[first : last + 1]:
            ranks[index] = (first + last) / 2 + 1
        first = last + 1
    return ranks


def areas_table(cases: Sequence[Case], scored: Sequence[float]) -> str:
    """The table: all unanswerable questions, then by reason; over all questions and over either half."""
    pairs = list(zip(cases, scored, strict=True))
    rows = []
    for why in ("", *REASONS):
        chosen = [(case, score) for case, score in pairs if case.answerable or why in ("", case.why)]
        columns = [[p for p in chosen if split in ("", p[0].split)] for split in ("", "fit", "held")]
        unanswerable = sum(not case.answerable for case, _ in chosen)
        areas = (area([s for _, s in column], [c.answerable for c, _ in column]) for column in columns)
        rows.append((why or "all", str(unanswerable), *map(share, areas)))
    return table(("unanswerable", "questions", "area", "fit", "held"), rows)


def read_cases(path: Path) -> list[Case]:
    """The questions of a file, one JSON object a line.

    Raises:
        EvaluationError: the file isn't there, or a line isn't a question.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as exc:
        raise EvaluationError(f"读不了题集 {path.name}（{exc}）。", f"Cannot read {path.name} ({exc}).") from exc
    cases = []
    for number, line in enumerate(lines, 1):
        try:
            cases.append(Case(**json.loads(line)))
        except (json.JSONDecodeError, TypeError) as exc:
            raise EvaluationError(
                f"题集 {path.name} 第 {number} 行不是有效的题目（{exc!r}），请改正。",
                f"Line {number} of {path.name} is no valid question ({exc!r}); correct it.",
            ) from exc
    return cases


def _bot(index: Path | None) -> PolicyBot:
    """The bot over `index`; where none is named, over reports/, brought up to date in the evaluation's own folder."""
    settings = read_settings(KnowledgeSettings, index=index or BUILD / "reports")
    if index is None:
        settings.index.mkdir(parents=True, exist_ok=True)
        Publisher(settings, load_embedder(settings)).sync([REPORTS], wait=True)
    return build_bot(settings, read_settings(BotSettings))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.answerability", description="评测能否分清有答案和没答案的问题。"
    )
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="reports/ 的知识库；不写就在 build/evaluation 里更新一份"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
