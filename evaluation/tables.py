"""Markdown tables, as README shows them. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evaluation.grading import Summary

RANKS = (1, 5, 10)
"""The k of hit@k."""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [header, ("---", *("---:" for _ in header[1:])), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def share(value: float) -> str:
    """A share with three digits, or a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.3f}"


def answers_table(rows: Sequence[tuple[str, Summary, tuple[int, int], tuple[float, float]]]) -> str:
    """The table of answers.

    Args:
        rows: Set, summary, (false quotes, all quotes), (p50, p95 of the answering time in ms).
    """
    header = (
        "set", "questions", "correct", "correct_answerable", "refusal_recall", "false_refusal", "wrong", "cited",
        "false_quotes", "unsupported_figures", "ms p50", "ms p95",
    )  # fmt: skip
    return table(header, [_answers_row(*row) for row in rows])


def _answers_row(name: str, summary: Summary, quotes: tuple[int, int], times: tuple[float, float]) -> tuple[str, ...]:
    shares = (
        summary.correct, summary.correct_answerable, summary.refusal_recall, summary.false_refusal, summary.wrong,
        summary.cited,
    )  # fmt: skip
    return (
        name,
        str(summary.questions),
        *map(share, shares),
        f"{quotes[0]} / {quotes[1]}",
        str(summary.unsupported_figures),
        *(f"{value:.0f}" for value in times),
    )


def retrieval_table(rows: Sequence[tuple[str, Sequence[int | None]]]) -> str:
    """The table of retrieval.

    Args:
        rows: Set, and for each question the rank, from 1, of the first right passage (None where none was found).
    """
    header = ("set", "questions", *(f"hit@{k}" for k in RANKS))
    return table(
        header, [(name, str(len(ranks)), *(share(hits) for hits in hit_rates(ranks).values())) for name, ranks in rows]
    )


def hit_rates(ranks: Sequence[int | None]) -> Mapping[int, float]:
    """Share of questions with a right passage among the first k, for each k of `RANKS`; nan without questions."""
    return {k: sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else math.nan for k in RANKS}
