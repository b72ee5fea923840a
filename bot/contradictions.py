"""Every figure of a base that another document states otherwise: what a table of figures marks.

The same rules as for the figure of an answer (`bot.conflicts`), over all figures at once. Only figures of one place, period and kind
of unit are looked at together, so that 50,000 take seconds; it runs beside the answering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from bot.conflicts import differing
from bot.same_figure import Stated, may_be_one, name, period_of, same_place, same_scope, same_thing
from knowledge.catalogue import Catalogue
from knowledge.types import DocumentCard, Figure
from knowledge.units import WEAK, measure

_PEOPLE = "人"
_Group = list[tuple[int, Figure, DocumentCard]]


def contradictions(catalogue: Catalogue) -> dict[int, frozenset[int]]:
    """Ordinal of each figure that another document states otherwise -> ordinals of those that state it so."""
    found: dict[int, frozenset[int]] = {}
    for group in _groups(catalogue):
        numbers = {(figure.document_id, figure.start, figure.end): ordinal for ordinal, figure, _ in group}
        for ordinal, (asked, same) in _alike(group, catalogue).items():
            sides = (s.figure for s in differing(asked, same))
            others = frozenset(numbers[f.document_id, f.start, f.end] for f in sides) - {ordinal}
            if others:
                found[ordinal] = others
    return found


def _groups(catalogue: Catalogue) -> Iterator[_Group]:
    """Figures of one place, period and kind of unit of two documents in force, or more."""
    keyed: defaultdict[tuple[str, str, str], _Group] = defaultdict(list)
    lines = [line for line in catalogue.figure_lines() if line.place]
    places = _shortest_names({line.place for line in lines})
    for line, figure in zip(lines, catalogue.figures_at([line.ordinal for line in lines]), strict=True):
        card = catalogue.card(figure.document_id)
        period = "" if card.repealed_by else period_of(figure, card)
        if period:
            keyed[places[figure.place], period, _measured(figure.unit)].append((line.ordinal, figure, card))
    return (group for group in keyed.values() if len({card.id for _, _, card in group}) > 1)


def _shortest_names(places: Set[str]) -> dict[str, str]:
    """Each place's shortest name among them: 青禾镇 for 临溪县青禾镇 where both are written."""
    return {
        place: next(place[start:] for start in range(len(place) - 1, -1, -1) if place[start:] in places)
        for place in places
    }


def _measured(unit: str) -> str:
    """One key for all units that may stand for one another: 个 counts things and people."""
    base = unit.partition("/")[0]
    family = measure(unit)[0]
    return "个" if base in WEAK or family == _PEOPLE else family


def _alike(group: _Group, catalogue: Catalogue) -> dict[int, tuple[Stated, list[Stated]]]:
    """Each figure of the group that may be stated otherwise by another document, with all figures that are of the same."""
    names = {ordinal: name(figure, card) for ordinal, figure, card in group}
    near = {
        one: [entry for entry in group if entry[0] != one and may_be_one(names[one], names[entry[0]])]
        for one, _, _ in group
    }
    placed: dict[int, Stated] = {}
    found: dict[int, tuple[Stated, list[Stated]]] = {}
    for one, figure, card in group:
        if any(its.id != card.id and _differ(figure, other) for _, other, its in near[one]):
            asked = _placed(one, figure, card, catalogue, placed)
            beside = [_placed(*entry, catalogue, placed) for entry in near[one]]
            found[one] = asked, [stated for stated in beside if _same(asked, stated)]
    return found


def _differ(one: Figure, other: Figure) -> bool:
    """Whether two values aren't written alike: most figures that two documents state are, and need no closer look."""
    return (one.value, one.upper, one.unit) != (other.value, other.upper, other.unit)


def _placed(ordinal: int, figure: Figure, card: DocumentCard, catalogue: Catalogue, known: dict[int, Stated]) -> Stated:
    """The figure where it stands; a chunk is read once."""
    if ordinal not in known:
        chunk = catalogue.chunk_at(figure.document_id, figure.start)
        assert chunk is not None, "every figure stands in a passage"
        known[ordinal] = Stated(figure, card, chunk)
    return known[ordinal]


def _same(one: Stated, other: Stated) -> bool:
    return same_place(one, other) and same_scope(one, other) and same_thing(one, other)
