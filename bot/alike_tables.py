"""One form filled in for each place: a township's sheet of a workbook, or its file of the same form, as a row of one table.

Which tables are of one form, their headers say; whose each is, its sheet's name, the lines above it or its document. Of a table with a row
for each village the township's figure is its total, or the sum of its rows where it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.choosing import Chooser
from bot.columns import TOTAL, is_row_place
from bot.document_rows import PlacedRow, document_rows
from bot.forms import Apart, caption_beside, of_one_form, owner
from bot.said_figures import SaidFigure, cell_figure
from bot.sides import Side
from bot.whole_tables import Column, fits, row_ends
from knowledge.assembly import KnowledgeBase
from knowledge.tables import Cell, Row
from knowledge.types import SearchHit

_LEAST_PLACES = 2
_SCALES = {Decimal(1): "", Decimal(10_000): "万", Decimal(100_000_000): "亿"}
_Key = tuple[str, str, str, tuple[int, ...]]
"""Row's label ("" for the place as a whole), header without its unit, what the caption says beside the place, years."""


@dataclass(slots=True)
class _Form:
    """What the tables of one place say."""

    single: dict[_Key, list[SaidFigure]] = field(default_factory=dict)
    """Figures that are the place's own: of a row of its own (危房改造), of the total row."""
    rows: dict[_Key, list[SaidFigure]] = field(default_factory=dict)
    """Figures of the parts that make up the place."""


def column_over_tables(
    side: Side, noun: str, units: Sequence[str], hits: Sequence[SearchHit], knowledge: KnowledgeBase, chooser: Chooser
) -> Column | Apart | None:
    """The figure asked for each place that has a table of its own; None where fewer than two have one that surely says it.

    Args:
        side: What is asked for each place; its own place is passed over.
        noun: The kind of places (乡镇, 村).
        units: Units asked for; empty where none is.
        hits: Passages, best first: whose documents, and others of the same form, are looked into.
        knowledge: The base they come from.
        chooser: What judges a figure's name.
    """
    side = replace(side, place="")
    best: Column | Apart | None = None
    score = 0.0
    for documents in of_one_form(hits, knowledge):
        forms = _forms(documents, row_ends(noun), knowledge)
        if len(forms) < _LEAST_PLACES:
            continue
        key, sure = _best_key(side, units, forms, chooser)
        if sure > score:
            best, score = _column(key, sure, forms), sure
    return best


def _forms(documents: Sequence[str], ends: tuple[str, ...], knowledge: KnowledgeBase) -> dict[str, _Form]:
    """What the tables of each place of a kind say, in the documents' order."""
    forms: dict[str, _Form] = {}
    for document_id in documents:
        owners: dict[tuple[int, str], str] = {}
        for placed in document_rows(document_id, knowledge):
            table = placed.table, placed.row.caption
            if table not in owners:
                owners[table] = owner(placed.row, placed.hit, ends)
            if place := owners[table]:
                _take_row(forms.setdefault(place, _Form()), placed, place, ends)
    return forms


def _take_row(form: _Form, placed: PlacedRow, place: str, ends: tuple[str, ...]) -> None:
    if placed.row.person and not TOTAL.fullmatch(placed.row.label):
        return  # a household's row says nothing of the place
    own = not _is_part(placed.row, ends)
    for cell in placed.row.cells():
        figure = cell_figure(cell, placed.hit)
        if figure is not None and not figure.result:
            said = replace(figure, place=place if own else figure.place)
            (form.single if own else form.rows).setdefault(_key(cell, figure, place, own), []).append(said)


def _is_part(row: Row, ends: tuple[str, ...]) -> bool:
    """Whether a row is one of the parts that make up its table's place: a village's, not an indicator's or the total."""
    return is_row_place(row) and not row.label.endswith(ends)


def _key(cell: Cell, figure: SaidFigure, place: str, own: bool) -> _Key:
    label = cell.label if own and not TOTAL.fullmatch(cell.label) and cell.label != place else ""
    return label, cell.heading, caption_beside(cell, place), figure.years


def _best_key(side: Side, units: Sequence[str], forms: dict[str, _Form], chooser: Chooser) -> tuple[_Key, float]:
    """What is most surely asked, with how surely; 0 where nothing is. Of two that say it alike the first is taken."""
    scores: dict[_Key, float] = {}
    for form in forms.values():
        for key, figures in (*form.single.items(), *form.rows.items()):
            if key not in scores and fits(side, figures[0], units):
                scores[key] = chooser.score(side, figures[0])
    return max(scores.items(), key=lambda item: item[1], default=(("", "", "", ()), 0.0))


def _column(key: _Key, score: float, forms: dict[str, _Form]) -> Column | Apart:
    found = {place: figure for place, form in forms.items() if (figure := _of_place(key, place, form)) is not None}
    first = next(iter(found.values()))
    alike = [place for place, figure in found.items() if figure.quantity.unit == first.quantity.unit]
    lacking = tuple(place for place in forms if place not in alike)
    if lacking or len(alike) < _LEAST_PLACES:
        return Apart(first.name, tuple(alike), lacking)
    return Column(first.name, tuple(found.values()), None, score, tables=len(found), each_a_table=True)


def _of_place(key: _Key, place: str, form: _Form) -> SaidFigure | None:
    """The place's figure; None where its tables hold none, or several of which none is its own."""
    single = form.single.get(key, [])
    if single:
        return single[0] if len({(f.quantity.value, f.quantity.unit) for f in single}) == 1 else None
    return total_of(place, form.rows.get(key, []))


def total_of(place: str, parts: Sequence[SaidFigure]) -> SaidFigure | None:
    """The sum of a place's parts as its figure; None where they can't be added or one of them stands twice."""
    alone = len({part.place for part in parts}) == len(parts)
    if not parts or not alone or not Column(parts[0].name, tuple(parts), None, 0.0).adds_up:
        return None
    scale = parts[0].quantity.scale
    if any(part.quantity.scale != scale for part in parts) or scale not in _SCALES:
        return None
    value = sum((part.quantity.value for part in parts), Decimal(0))
    quantity = replace(parts[0].quantity, value=value)
    shown = f"{(value / scale).normalize():f}{_SCALES[scale]}{quantity.unit}"
    return replace(parts[0], place=place, quantity=quantity, shown=shown, parts=tuple(parts))
