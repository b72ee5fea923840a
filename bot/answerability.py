"""How surely the documents answer a question: the reader's verdict on the best statement, weighed with what can be counted. Pure.

What tells an answered question from one whose matter the documents have but not what is asked of it: how much of the question the
statement says itself, how far it stands before the next one, and how far its passage lies from the others in meaning. The weights
are logistic, fitted by `python -m evaluation.confidence` on halves named there and shown on the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median
from types import MappingProxyType

from bot.ranking import logit
from bot.statements import ReadSentence
from bot.types import Query

LEAST_CONFIDENCE, LEAST_OF_A_RULE = 0.25, 0.12
"""Below it is refused: a document that reports, and one that rules, whose article a layperson's words hardly share. Chosen on the
halves `fit`, where they cost fewer than 1 answerable question in 20.
"""
_LITTLE = 0.25  # of the question's content: a statement that says less is seldom about it
WEIGHTS: Mapping[str, float] = MappingProxyType({
    "own": 0.85, "says_little": -13.13, "found": 0.78, "ahead": 3.19, "near": 11.12, "yes_no": 1.17, "reports": 0.58, "read": 0.17,
    "read_report": 0.50,
})  # fmt: skip
SHIFT = 0.23
LEAST_RIGHT = 0.2
"""Below it the best statement is mostly another one's: the question shares hardly more with it than with its rivals. Chosen with the law
questions in view, of which a higher one refuses more than 1 answerable in 20.
"""
OF_THE_RIGHT: Mapping[str, float] = MappingProxyType({
    "own": 0.45, "says_little": -3.30, "found": 0.67, "ahead": 3.60, "near": 24.22, "yes_no": -0.34, "reports": 0.81, "read": -0.03,
    "read_report": 0.08,
})  # fmt: skip
"""The same features weighed for whether the best statement is the right one; fitted by `python -m evaluation.rightness`."""
OF_THE_RIGHT_SHIFT = -0.65


def usable(statements: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Those that may answer: about the asked place and time, with a value of the asked kind; in their order."""
    return [s for s in statements if s.in_scope and s.holds]


def confidence(query: Query, statements: Sequence[ReadSentence]) -> float:
    """How surely the best usable statement answers, in [0, 1]; 0 where none is usable. Without a reader it is its score.

    Args:
        query: The question.
        statements: Judged statements, best first.
    """
    candidates = usable(statements)
    if not candidates:
        return 0.0
    if candidates[0].answerable is None:
        return candidates[0].score
    return _weighed(features(query, statements), WEIGHTS, SHIFT)


def rightness(query: Query, statements: Sequence[ReadSentence]) -> float:
    """How surely the best usable statement is the right one, if there is a right one, in [0, 1]; at least one has to be usable."""
    return _weighed(features(query, statements), OF_THE_RIGHT, OF_THE_RIGHT_SHIFT)


def _weighed(seen: Mapping[str, float], weights: Mapping[str, float], shift: float) -> float:
    odds = shift + sum(weight * seen[name] for name, weight in weights.items())
    return 1 / (1 + math.exp(-odds))


def sure_enough(query: Query, statements: Sequence[ReadSentence]) -> bool:
    """Whether the best usable statement may answer: that anything does, and that it is this one, is likely enough.

    At least one has to be usable. Without a reader it may.
    """
    best = usable(statements)[0]
    if best.answerable is None:
        return True
    least = LEAST_CONFIDENCE if best.hit.document.metadata.years else LEAST_OF_A_RULE
    return confidence(query, statements) >= least and rightness(query, statements) >= LEAST_RIGHT


def features(query: Query, statements: Sequence[ReadSentence]) -> dict[str, float]:
    """What is weighed of the best usable statement, by the names of `WEIGHTS`; at least one has to be usable."""
    best, *others = usable(statements)
    reports = bool(best.hit.document.metadata.years)
    read = logit(best.answerable or 0.0)
    return {
        "own": best.own,
        "says_little": max(0.0, _LITTLE - best.own),
        "found": best.hit.score,
        "ahead": best.score - (others[0].score if others else 0.0),
        "near": _nearer(best, statements),
        "yes_no": float(query.kind == "yes_no"),
        "reports": float(reports),
        "read": read,
        "read_report": read * reports,
    }


def _nearer(best: ReadSentence, statements: Sequence[ReadSentence]) -> float:
    """How much nearer in meaning the question is to the best statement's passage than to the middle one of those read.

    A difference of cosines: what a cosine itself amounts to is each embedder's own.
    """
    cosines = {s.hit.chunk.id: s.hit.dense for s in statements}
    return best.hit.dense - median(cosines.values())
