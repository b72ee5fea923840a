"""Figures that a document states in its prose otherwise than in its own table. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

from knowledge.audited_tables import TOTAL
from knowledge.findings import Finding, finding
from knowledge.types import Document, Figure
from knowledge.units import canonical

_COUNTING = re.compile(r"(?:总户数|总人数|户数|人数|总数|数量|个数|数|总量)$")
_TOTALS = frozenset({"合计"})
_NUMBER = re.compile(r"\d[\d,，]*(?:\.(\d+))?")


def figure_findings(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    """Prose figures that no cell of the same indicator, place, period and unit agrees with.

    Args:
        document: With its tables.
        figures: All that it states, in reading order.
    """
    rows = {block.start for block in document.blocks if block.cells}
    tabled: dict[Hashable, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.sentence_start in rows:
            tabled[_matter(figure)].append(figure)
    for figure in figures:
        if figure.sentence_start in rows or figure.qualifier != "exact" or figure.upper is not None:
            continue
        cells = tabled.get(_matter(figure), ())
        if cells and not any(_same(figure, cell) for cell in cells):
            span = figure.start, figure.end
            about = "".join((figure.period and f"{figure.period} ", figure.place, figure.indicator))
            yield finding("prose_table", document, span, about=about, stated=figure.said, other=cells[0].said)


def _matter(figure: Figure) -> Hashable:
    """Equal for figures that must have one value."""
    indicator = _COUNTING.sub("", "".join(figure.indicator.split()))
    narrowed = frozenset(figure.qualifiers) - _TOTALS
    subject = "" if TOTAL.fullmatch(figure.subject) else figure.subject
    return indicator, subject, figure.place, figure.period, canonical(figure.unit), narrowed


def _same(one: Figure, other: Figure) -> bool:
    """Whether two values are the same within what the coarser of them says."""
    return abs(one.value - other.value) <= max(_step(one), _step(other)) / 2 or one.value == other.value


def _step(figure: Figure) -> Decimal:
    """What the last digit of a figure as written is worth: 1.24万 says hundreds. 0 for a whole number without 万."""
    found = _NUMBER.search(figure.said)
    if found is None:
        return Decimal(0)
    number = Decimal(re.sub("[,，]", "", found.group()))
    scale = abs(figure.value / number) if number else Decimal(1)
    decimals = len(found[1] or "")
    return scale * Decimal(10) ** -decimals if decimals or scale > 1 else Decimal(0)
