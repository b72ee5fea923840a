"""Which neighbouring clauses of a passage are shown, by all that may be the answer. Pure.

The reader gives each likely span its share of belief, and is seldom sure of one; the rule that chose what would be shown has a say of
its own. Shown are the clauses that agree best with all of them together, each as far as it is believed: not the likeliest
answer, but the text of which most is expected to be answer and that leaves out least of it. A reader is surer of its spans than it
is right, so the shares are levelled first: the choice hangs little on how a reader is calibrated.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.sentences import Span, clause_spans, sentence_spans

Likely = tuple[int, int, float]
"""A span and its share of belief, in [0, 1]."""
_RULE = 0.2  # share of belief in what a rule would show, beside 1 for the reader's spans together
_LEVEL = 0.5  # power of each share


def best_clauses(text: str, shown: Span, likely: Sequence[Likely]) -> Span:
    """The span of the clauses to show: neighbours in `text`, or `shown` where nothing agrees better.

    Args:
        text: The passage's.
        shown: What a rule would show of it.
        likely: What the reader thinks the answer is.
    """
    total = sum(share**_LEVEL for *_, share in likely) or 1.0
    hypotheses = [*((first, last, share**_LEVEL / total) for first, last, share in likely), (*shown, _RULE)]
    clauses = [
        (start + first, start + last)
        for start, end in sentence_spans(text)
        for first, last in clause_spans(text[start:end])
    ]
    candidates = [shown, *((first, last) for i, (first, _) in enumerate(clauses) for _, last in clauses[i:])]
    best = max(candidates, key=lambda span: _agreement(span, hypotheses))
    return best if best == shown else _with_their_like(text, best, clauses)


def _with_their_like(text: str, span: Span, clauses: Sequence[Span]) -> Span:
    """The span with the clauses before and after it that end as its own do: 危房改造2209户，建设农房662户 are items of one list."""
    inside = [i for i, (start, end) in enumerate(clauses) if span[0] <= start and end <= span[1]]
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


def _agreement(span: Span, hypotheses: Sequence[Likely]) -> float:
    """The expected F1 over characters of `span` with the answer."""
    start, end = span
    return sum(
        share * 2 * max(0, min(end, last) - max(start, first)) / (end - start + last - first)
        for first, last, share in hypotheses
    )
