"""What the new text of a document states otherwise in numbers than the old one: 监测对象 112户 -> 98户. Pure.

Two figures are of one thing where indicator, subject, narrowing words, place, period and unit are the same. Of one thing a document
may state several values (in a summary and again in a table): those that both texts have are left out. What is left is paired in
reading order where both sides have equally many; otherwise nobody can say which became which, and they went and came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from knowledge.types import Figure, FigureChange

_NONE: Iterator[Figure] = iter(())


def figure_changes(name: str, old: Sequence[Figure], new: Sequence[Figure]) -> list[FigureChange]:
    """The figures that changed, came or went, in the reading order of the new text; those that went come last.

    Args:
        name: Of the file, as reports name it.
        old: Figures of the text before, in reading order.
        new: Figures of the text now, in reading order.
    """
    went, came = _without(old, new), _without(new, old)
    before = _by_subject(went)
    counts = Counter(_of(figure) for figure in came)
    pairs = {key: iter(figures) for key, figures in before.items() if len(figures) == counts[key]}
    changes = [FigureChange(name=name, before=next(pairs.get(_of(f), _NONE), None), after=f) for f in came]
    return changes + [FigureChange(name=name, before=f, after=None) for f in went if _of(f) not in pairs]


def subject_of(figure: Figure) -> str:
    """What a figure is of, in one line: 青禾镇 2022 监测对象（新增）; empty parts are left out."""
    narrowed = f"（{'、'.join(figure.qualifiers)}）" if figure.qualifiers else ""
    return " ".join(part for part in (figure.place, figure.period, figure.subject, figure.indicator + narrowed) if part)


def _by_subject(figures: Iterable[Figure]) -> dict[Hashable, list[Figure]]:
    found: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        found.setdefault(_of(figure), []).append(figure)
    return found


def _without(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """Figures whose value none of `others` states of the same thing; a value stated twice needs two."""
    return list(_unmatched(figures, Counter((_of(other), _value(other)) for other in others)))


def _unmatched(figures: Sequence[Figure], stated: Counter[Hashable]) -> Iterator[Figure]:
    for figure in figures:
        key = (_of(figure), _value(figure))
        if stated[key]:
            stated[key] -= 1
        else:
            yield figure


def _of(figure: Figure) -> Hashable:
    return (
        figure.indicator, figure.subject, frozenset(figure.qualifiers), figure.place, figure.period, figure.unit,
    )  # fmt: skip


def _value(figure: Figure) -> Hashable:
    return (figure.value, figure.upper, figure.qualifier)
