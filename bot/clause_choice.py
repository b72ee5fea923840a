"""Which neighbouring clauses of a passage are shown, by all that may be the answer. Pure.

The reader gives each likely span its share of belief, and is seldom sure of one; the rule that chose what would be shown has a say of
its own; and where the question's words stand tells as much: an answer follows the clause that repeats the question. Each run of
clauses gets a score, a sum of what is seen of it; the weights are fitted by `python -m evaluation.clauses` on one half of its
questions and shown on the other. Its length, what it says of the question itself, and what the clause after it says told no more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.statements import without_tail
from bot.weighing import coverage
from bot.windows import trimmed
from knowledge.sentences import Span, clause_spans, sentence_spans

Likely = tuple[int, int, float]
"""A span and its share of belief, in [0, 1]."""
_MOST_CHARS = 420  # of what is shown
_LEVEL = 0.5  # power of each share: a reader is surer of its spans than it is right
_PARTS = 6  # of the likeliest spans, that may be shown as they are
_AND = re.compile("[、；;和及]")
WEIGHTS: Mapping[str, float] = MappingProxyType({"agrees": 5.50, "begins": 3.96, "rule": 4.16, "led": 4.08})


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


def best_clauses(choice: Choice) -> Span:
    """The span of the passage to show: neighbouring clauses, or a part of one; what the rule shows where nothing scores higher."""
    if not choice.likely:
        return choice.shown
    seen = dict(candidates(choice))
    return max(seen, key=lambda span: sum(weight * seen[span][name] for name, weight in WEIGHTS.items()))


def candidates(choice: Choice) -> Iterator[tuple[Span, dict[str, float]]]:
    """What the rule shows, then each run of clauses and the likely parts, with what is seen of each by the names of `WEIGHTS`."""
    text, likely = choice.text, choice.likely
    clauses = [(s + first, s + last) for s, e in sentence_spans(text) for first, last in clause_spans(text[s:e])]
    said = [coverage(choice.weights, text[slice(*clause)]) for clause in clauses]
    for span in dict.fromkeys((choice.shown, *_runs(text, clauses), *_parts(choice))):
        first = max(0, sum(start <= span[0] for start, _ in clauses) - 1)
        yield span, {
            "agrees": _agreement(span, likely),
            "begins": _beginning(likely, span[0], min(span[1], clauses[first][1])),
            "rule": _overlap(span, choice.shown),
            "led": said[first - 1] if first else 0.0,
        }


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
    total = sum(share**_LEVEL for *_, share in likely) or 1.0
    return sum(share**_LEVEL / total * _overlap(span, (first, last)) for first, last, share in likely)


def _overlap(one: Span, other: Span) -> float:
    """F1 over characters of two spans, in [0, 1]; both together hold at least one."""
    return 2 * max(0, min(one[1], other[1]) - max(one[0], other[0])) / (one[1] - one[0] + other[1] - other[0])


def _beginning(likely: Sequence[Likely], first: int, last: int) -> float:
    """Share of belief in the spans that begin in [first, last), in [0, 1]."""
    total = sum(share for *_, share in likely) or 1.0
    return sum(share for start, _, share in likely if first <= start < last) / total
