"""The figure desk: a base's figures as a table to search, filter and sort, and what can be made of selected rows."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np

from bot.contradictions import contradictions
from bot.desk import Desk
from bot.figure_card import card_of
from bot.figure_charts import chart_of
from bot.figure_finding import FILTERS, Found, choices_of, filtered, searched
from bot.figure_sums import Taken, says_plan, work_out
from bot.figure_table import Chart, ChartKind, FigureRow, FigureTable, Selection, TableRequest, Told
from bot.same_figure import Stated, name, same_place, same_thing
from bot.stating import newest_first
from knowledge.assembly import KnowledgeBase
from knowledge.errors import KnowledgeError
from knowledge.figure_index import FigureIndex, Ordinals
from knowledge.places import place_level
from knowledge.types import Figure
from knowledge.units import ratio

PAGE_ROWS = 50
MOST_SELECTED = 100
_KEY = re.compile(r"([A-Za-z0-9_-]+)\.([0-9]{1,18})\.([0-9]{1,18})")
_LEAST_LIKE = 0.5
_MOST_ALIKE = 30
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Seat:
    """What serves one published version."""

    desk: Desk
    index: FigureIndex
    conflicts: Future[dict[int, frozenset[int]]]

    @property
    def knowledge(self) -> KnowledgeBase:
        return self.desk.knowledge

    def known_conflicts(self) -> dict[int, frozenset[int]] | None:
        """Figures that documents state differently, by ordinal; None while they are still compared."""
        return self.conflicts.result() if self.conflicts.done() else None


class FigureDesk:
    """Serves the published version; threads may share it. Every method raises KnowledgeError where no base can be read."""

    def __init__(self, desk: Callable[[], Desk]) -> None:
        """Take what gives the desk of the version that is published now."""
        self._desk = desk
        self._lock = threading.Lock()
        self._seat: _Seat | None = None

    def table(self, request: TableRequest) -> FigureTable:
        """A page of the figures that fit the request."""
        seat = self._seated()
        found = self._found(request, seat)
        ordinals = self._ordered(request, found, seat)
        pages = max(1, -(-len(ordinals) // PAGE_ROWS))
        page = min(max(1, request.page), pages)
        first = (page - 1) * PAGE_ROWS
        known = seat.known_conflicts()
        choices: dict[str, dict[str, int]] = {
            column: choices_of(request, column, found, seat.index) for column in FILTERS
        }
        titles = {key: seat.knowledge.catalogue.card(key).metadata.title for key in choices["document"]}
        return FigureTable(
            request=replace(request, page=page),
            rows=tuple(_rows(seat, ordinals[first : first + PAGE_ROWS], first + 1, request.marked)),
            total=len(ordinals), pages=pages, read=found.read, choices=choices, titles=titles,
            conflicts=None if known is None else len(known), version=seat.knowledge.version,
        )  # fmt: skip

    def every(self, request: TableRequest) -> tuple[list[FigureRow], str]:
        """All figures that fit the request, in its order, and the name of the version."""
        seat = self._seated()
        seat.conflicts.result()  # what is handed on has its marks
        ordinals = self._ordered(request, self._found(request, seat), seat)
        return list(_rows(seat, ordinals, 1, request.marked)), seat.knowledge.version

    def selection(self, keys: Sequence[str]) -> Selection:
        """The figures with these keys, MOST_SELECTED at most, with their workings and their chart."""
        seat = self._seated()
        ordinals = [ordinal for key in dict.fromkeys(keys[:MOST_SELECTED]) if (ordinal := _ordinal(seat, key))]
        rows = tuple(_rows(seat, ordinals, 1, ()))
        taken = [
            Taken(number, stated)
            for number, figure in enumerate(seat.knowledge.catalogue.figures_at(ordinals), 1)
            if (stated := _stated(seat, figure)) is not None
        ]
        chart = chart_of(taken) if len(taken) > 1 else None
        return Selection(
            rows=rows, gone=len(set(keys)) - len(rows), workings=work_out(taken) if len(taken) > 1 else (),
            chart=chart if isinstance(chart, Chart) else None, no_chart=chart if isinstance(chart, Told) else None,
            version=seat.knowledge.version,
        )  # fmt: skip

    def alike(self, key: str, along: ChartKind) -> tuple[str, ...]:
        """Keys of the figures that make a series or a comparison with a figure, itself first: of each period or place the newest document's."""
        seat = self._seated()
        ordinal = _ordinal(seat, key)
        figure = seat.knowledge.catalogue.figures_at([ordinal])[0] if ordinal else None
        asked = _stated(seat, figure) if figure is not None else None
        if asked is None:
            return ()
        same = [s for s in _same(asked, seat) if _beside(asked, s, along)]
        best = {_point(s, along): s for s in sorted(same, key=newest_first, reverse=True)}
        best.pop(_point(asked, along), None)
        points = sorted(best, reverse=along == "series")[: _MOST_ALIKE - 1]
        return (key, *(_key(best[point].figure) for point in points))

    def sentences(self, rows: Sequence[FigureRow]) -> Iterator[str]:
        """The sentence or table row that states each figure, in order."""
        catalogue = self._seated().knowledge.catalogue
        for row in rows:
            start, end = row.sentence
            yield catalogue.document(row.document.id).text[start:end]

    def _seated(self) -> _Seat:
        desk = self._desk()
        with self._lock:
            if self._seat is None or self._seat.desk is not desk:
                self._seat = _Seat(desk, desk.figure_index(), _beside_answering(desk))
            return self._seat

    def _found(self, request: TableRequest, seat: _Seat) -> Found:
        found = searched(request.words, seat.index, seat.desk.context())
        if not request.conflicts:
            return found
        return replace(found, rows=found.rows & seat.index.of_ordinals(list(seat.conflicts.result())))

    def _ordered(self, request: TableRequest, found: Found, seat: _Seat) -> Ordinals:
        rows = found.rows & filtered(request, seat.index)
        marked = [ordinal for key in request.marked if (ordinal := _ordinal(seat, key))]
        ordinals = seat.index.ordered(rows, request.sort, descending=request.descending, scores=found.scores)
        if request.sort is None and marked:
            ordinals = np.concatenate((np.array(marked, np.int64), ordinals[~np.isin(ordinals, marked)]))
        return ordinals


def _beside_answering(desk: Desk) -> Future[dict[int, frozenset[int]]]:
    """The contradictions of a version, looked for in a thread of their own."""
    future: Future[dict[int, frozenset[int]]] = Future()

    def run() -> None:
        try:
            future.set_result(contradictions(desk.knowledge.catalogue))
        except KnowledgeError as error:  # the version went away under it: the table goes on without marks
            _log.debug("the documents' figures could not be compared: %s", error.english)
            future.set_result({})
        except BaseException as error:  # noqa: BLE001 - handed to whoever asks for the result
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def _rows(seat: _Seat, ordinals: Sequence[int] | Ordinals, first: int, marked: Sequence[str]) -> Iterator[FigureRow]:
    """The rows in full, numbered from `first`."""
    catalogue = seat.knowledge.catalogue
    conflicts = seat.known_conflicts() or {}
    wanted = [int(ordinal) for ordinal in ordinals]
    for number, (ordinal, figure) in enumerate(zip(wanted, catalogue.figures_at(wanted), strict=True), first):
        key, stated = _key(figure), _stated(seat, figure)
        yield FigureRow(
            key=key, card=card_of(figure, number), document=catalogue.card(figure.document_id),
            sentence=(figure.sentence_start, figure.sentence_end), conflicting=ordinal in conflicts,
            planned=stated is not None and says_plan(stated), marked=key in marked,
        )  # fmt: skip


def _key(figure: Figure) -> str:
    return f"{figure.document_id}.{figure.start}.{figure.end}"


def _ordinal(seat: _Seat, key: str) -> int | None:
    """The figure of a key; None where the version doesn't hold it."""
    read = _KEY.fullmatch(key)
    if read is None:
        return None
    catalogue = seat.knowledge.catalogue
    found = catalogue.figure_ordinals(read[1], int(read[2]))
    return next((o for o, f in zip(found, catalogue.figures_at(found), strict=True) if f.end == int(read[3])), None)


def _stated(seat: _Seat, figure: Figure) -> Stated | None:
    catalogue = seat.knowledge.catalogue
    chunk = catalogue.chunk_at(figure.document_id, figure.start)
    return Stated(figure, catalogue.card(figure.document_id), chunk) if chunk is not None else None


def _same(asked: Stated, seat: _Seat) -> Iterator[Stated]:
    """Figures of documents in force that count the same, of any place and period."""
    index = seat.index
    rows = index.said((name(asked.figure, asked.card), asked.figure.indicator)) >= _LEAST_LIKE
    rows &= index.of_units([unit for unit in index.units() if ratio(unit, asked.figure.unit) is not None])
    for figure in seat.knowledge.catalogue.figures_at(index.ordinals[rows].tolist()):
        stated = _stated(seat, figure)
        if stated is not None and not stated.card.repealed_by and same_thing(asked, stated):
            yield stated


def _beside(asked: Stated, stated: Stated, along: ChartKind) -> bool:
    """Whether a figure of the same thing stands in a series or a comparison with the asked one."""
    if not stated.period or not stated.figure.place or stated.planned != asked.planned:
        return False
    if along == "series":
        return same_place(asked, stated) and len(stated.period) == len(asked.period)
    places = stated.figure.place, asked.figure.place
    return stated.period == asked.period and place_level(places[0]) == place_level(places[1])


def _point(stated: Stated, along: ChartKind) -> str:
    return stated.period if along == "series" else stated.figure.place
