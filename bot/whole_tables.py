"""Whole columns of tables: every row that counts, the table's own total beside them.

What is counted, summed or ranked is read from the whole document in the catalogue, never from the passages that were found: these
only say which documents to look into.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.asked import fits_unit
from bot.choosing import Chooser
from bot.said_figures import PLACE_LABEL, TOTAL, SaidFigure, cell_figure
from bot.sides import Side
from knowledge.assembly import KnowledgeBase
from knowledge.table_headers import is_place_header
from knowledge.tables import cells_between
from knowledge.types import SearchHit

_LEAST_ROWS = 2
_DOCUMENTS = 12  # of the passages found, in their order
_ENDS = (
    (("乡镇", "镇", "乡", "镇街", "乡镇街道", "街道"), ("镇", "乡", "街道", "苏木")),
    (("行政村", "村", "社区"), ("村", "社区")),
    (("县区", "区县", "县", "区", "市"), ("县", "区", "市", "旗", "州")),
)
_NAME = re.compile("[一-龥]{2,8}")
_NOT_ADDED = re.compile(r"人均|户均|平均|均价|单价|比例|占比|比重|率$|率（|标准|增幅|增速|指数")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one table, the rows that are places of one kind, and its own total."""

    name: str
    rows: tuple[SaidFigure, ...]
    """In the table's order; the total isn't among them."""
    total: SaidFigure | None
    score: float
    """How well it is what was asked, in [0, 1]."""
    blank: int = 0
    """Rows of the kind that hold no figure in this column."""

    @property
    def adds_up(self) -> bool:
        """Whether its figures may be summed: a mean or a share per row may not."""
        units = {row.quantity.unit for row in self.rows}
        return len(units) == 1 and not units & {"%", "‰", "百分点", "倍"} and not _NOT_ADDED.search(self.name)


def column_asked(
    side: Side, noun: str, units: Sequence[str], hits: Sequence[SearchHit], knowledge: KnowledgeBase, chooser: Chooser
) -> Column | None:
    """The column that says the term for each row of the kind `noun` (乡镇, 村); None where none surely does.

    Of two that say it alike (户数 and 人数) the first is taken: the answer names it.

    Args:
        side: What is asked for each row; its place is passed over.
        noun: The kind of rows.
        units: Units asked for; empty where none is.
        hits: Passages, best first: whose documents are looked into.
        knowledge: The base they come from.
        chooser: What judges a figure's name.
    """
    found = []
    for document_id in list(dict.fromkeys(hit.document.id for hit in hits))[:_DOCUMENTS]:
        for rows, total, blank in _columns(document_id, noun, knowledge):
            if not _fits(side, rows[0], units):
                continue
            score = chooser.score(replace(side, place=""), rows[0])
            if score:
                found.append(Column(rows[0].name, rows, total, score, blank))
    found.sort(key=lambda column: -column.score)
    return found[0] if found else None


def _fits(side: Side, figure: SaidFigure, units: Sequence[str]) -> bool:
    if side.year and side.year not in figure.years:
        return False
    return not units or any(fits_unit(unit, figure.quantity.unit) for unit in units)


def _columns(
    document_id: str, noun: str, knowledge: KnowledgeBase
) -> Iterator[tuple[tuple[SaidFigure, ...], SaidFigure | None, int]]:
    """Each column of a document's tables with its rows of the kind, its total and the rows without a figure.

    One whose labels repeat is passed over: its rows are told apart by more than their place.
    """
    ends = next((ends for nouns, ends in _ENDS if noun in nouns), (noun,))
    columns, kinds = _by_column(document_id, knowledge)
    for (table, _, _), figures in columns.items():
        rows = tuple(f for label, f in figures if label in kinds[table] and _is_row(label, kinds[table][label], ends))
        totals = [f for label, f in figures if TOTAL.fullmatch(label)]
        if len(rows) >= _LEAST_ROWS and len({row.place for row in rows}) == len(rows):
            blank = sum(_is_row(label, header, ends) for label, header in kinds[table].items()) - len(rows)
            yield rows, totals[0] if len(totals) == 1 else None, blank


def _is_row(label: str, header: str, ends: tuple[str, ...]) -> bool:
    """Whether a label is a place of the kind: by its own end, or by its column's header where it has none (青禾 under 乡镇)."""
    if PLACE_LABEL.fullmatch(label):
        return label.endswith(ends)
    return is_place_header(header) and bool(_NAME.fullmatch(label)) and header.endswith(ends) and not TOTAL.fullmatch(label)


_Columns = dict[tuple[int, str, str], list[tuple[str, SaidFigure]]]


def _by_column(document_id: str, knowledge: KnowledgeBase) -> tuple[_Columns, dict[int, dict[str, str]]]:
    """(table, header, caption) -> (label, figure) of each row over the whole document; and of each table label -> its header."""
    document = knowledge.catalogue.document(document_id)
    card = knowledge.catalogue.card(document_id)
    tables = {block.start: block.position.table or 0 for block in document.blocks if block.kind == "table_row"}
    if not tables:
        return {}, {}
    passages = [
        SearchHit(chunk=chunk, document=card, score=0.0) for chunk in knowledge.catalogue.chunks_of(document_id)
    ]
    found: _Columns = {}
    labels: dict[int, dict[str, str]] = {}
    starts = [hit.chunk.start for hit in passages]
    for cell in cells_between(document, 0, len(document.text)):
        at = bisect_right(starts, cell.row_start) - 1
        hit = passages[at] if at >= 0 and cell.row_end <= passages[at].chunk.end else None
        table = tables.get(cell.row_start, 0)
        labels.setdefault(table, {})[cell.label] = cell.label_header
        figure = cell_figure(cell, hit) if hit is not None else None
        if figure is not None and not figure.result:
            found.setdefault((table, cell.header, cell.caption), []).append((cell.label, figure))
    return found, labels
