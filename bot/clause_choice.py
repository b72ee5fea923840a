"""Which neighbouring clauses of a passage are shown, by all that may be the answer. Pure.

The reader gives each likely span its share of belief, and is seldom sure of one; the rule that chose what would be shown has a say of
its own; and where the question's words stand tells as much: an answer follows the clause that repeats the question. Each run of
clauses gets a score, a sum of what is seen of it; the weights are fitted by `python -m evaluation.clauses` on one half of its
questions and shown on the other. Its length, what it says of the question itself, and what the clause after it says told no more.
A report puts another matter in each clause: there what the reader believes decides, and items that end alike stay together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.candidates import without_tail
from bot.weighing import coverage
from bot.windows import trimmed
from knowledge.sentences import Span, clause_spans, sentence_spans

Likely = tuple[int, int, float]
"""A span and its share of belief, in [0, 1]."""
_MOST_CHARS = 420  # of what is shown
_PARTS = 6  # of the likeliest spans, that may be shown as they are
_AND = re.compile("[、；;和及]")
WEIGHTS: Mapping[str, float] = MappingProxyType({"agrees": 5.66, "begins": 3.96, "rule": 3.88, "led": 4.11})
_OF_A_REPORT: Mapping[str, float] = MappingProxyType({"agrees": 1.0, "begins": 0.0, "rule": 0.2, "led": 0.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is known where clauses of a passage are chosen."""

    text: str
    """The passage's."""
    shown: Span
    """What a rule would show of it."""
    likely: Sequence[Likely]
    """What the reader thinks the answer is."""
    weights: Mapping[str, float]
    """The question's content terms with their weights."""
    parts: bool = True
    """Whether less than a clause may answer it."""
    several: bool = False
    """Whether it asks for several things: one name alone is no answer."""
    reports: bool = False
    """Whether the passage is a report's."""


def best_clauses(choice: Choice) -> Span:
    """The span of the passage to show: neighbouring clauses, or a part of one; what the rule shows where nothing scores higher."""
    if not choice.likely:
        return choice.shown
    seen = dict(candidates(choice))
    weights = _OF_A_REPORT if choice.reports else WEIGHTS
    best = max(seen, key=lambda span: sum(weight * seen[span][name] for name, weight in weights.items()))
    return _with_their_like(choice.text, best) if choice.reports and best != choice.shown else best


def candidates(choice: Choice) -> Iterator[tuple[Span, dict[str, float]]]:
    """What the rule shows, then each run of clauses and the likely parts, with what is seen of each by the names of `WEIGHTS`."""
    text, likely = choice.text, choice.likely
    clauses = _clauses(text)
    said = [coverage(choice.weights, text[slice(*clause)]) for clause in clauses]
    for span in dict.fromkeys((choice.shown, *_runs(text, clauses), *_parts(choice))):
        first = max(0, sum(start <= span[0] for start, _ in clauses) - 1)
        yield (
            span,
            {
                "agrees": _agreement(span, likely),
                "begins": _beginning(likely, span[0], min(span[1], clauses[first][1])),
                "rule": _overlap(span, choice.shown),
                "led": said[first - 1] if first else 0.0,
            },
        )


def _clauses(text: str) -> list[Span]:
    return [(s + first, s + last) for s, e in sentence_spans(text) for first, last in clause_spans(text[s:e])]


def _runs(text: str, clauses: Sequence[Span]) -> Iterator[Span]:
    for first, (start, _) in enumerate(clauses):
        for _, stop in clauses[first:]:
            if stop - start > _MOST_CHARS and stop != clauses[first][1]:
                break
            if (end := without_tail(text, stop)) > start:
                yield start, end


def _parts(choice: Choice) -> Iterator[Span]:
    """The likeliest spans where less than a clause may answer; of several things only what names more than one."""
    for first, last, _ in choice.likely[:_PARTS] if choice.parts else ():
        start, end = trimmed(choice.text, first, last)
        if start < end and (not choice.several or _AND.search(choice.text[start:end])):
            yield start, end


def _agreement(span: Span, likely: Sequence[Likely]) -> float:
    """The expected F1 over characters of `span` with the answer, in [0, 1]."""
    levelled = [math.sqrt(share) for *_, share in likely]  # a reader is surer of its spans than it is right
    total = sum(levelled) or 1.0
    return (
        sum(share * _overlap(span, (first, last)) for share, (first, last, _) in zip(levelled, likely, strict=True))
        / total
    )


def _overlap(one: Span, other: Span) -> float:
    """F1 over characters of two spans, in [0, 1]; both together hold at least one."""
    return 2 * max(0, min(one[1], other[1]) - max(one[0], other[0])) / (one[1] - one[0] + other[1] - other[0])


def _beginning(likely: Sequence[Likely], first: int, last: int) -> float:
    """Share of belief in the spans that begin in [first, last), in [0, 1]."""
    total = sum(share for *_, share in likely) or 1.0
    return sum(share for start, _, share in likely if first <= start < last) / total


def _with_their_like(text: str, span: Span) -> Span:
    """The span with the clauses before and after it that end as its own do: 危房改造2209户，建设农房662户 are items of one list."""
    clauses = _clauses(text)
    inside = [i for i, (start, end) in enumerate(clauses) if span[0] <= start and without_tail(text, end) <= span[1]]
    if not inside:
        return span
    first, last = inside[0], inside[-1]
    while first and _ending(text, clauses[first - 1]) == _ending(text, clauses[first]):
        first -= 1
    while last + 1 < len(clauses) and _ending(text, clauses[last + 1]) == _ending(text, clauses[last]):
        last += 1
    return clauses[first][0], clauses[last][1]


def _ending(text: str, clause: Span) -> str:
    """The last Chinese character of a clause; the clause itself where it has none, which is nothing else's."""
    return next((c for c in reversed(text[slice(*clause)]) if "一" <= c <= "龥"), text[slice(*clause)])
