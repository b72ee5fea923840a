"""All figures of a version as columns in memory: searched, filtered, counted and sorted in milliseconds, 50,000 at a time.

SQLite takes 70-260 ms for each of these over 50,000 figures, under the one lock that answers wait for, too; numpy takes two. What a
figure says in full is read from the catalogue for the rows that are shown. Read-only; threads may share it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.lexical import search_form, terms
from knowledge.places import place_level
from knowledge.types import Level
from knowledge.units import measure

Ordinals = NDArray[np.int64]
"""Rows of the catalogue's table of figures; they hold within one version."""
Rows = NDArray[np.bool_]
"""Shape (number of figures,): which of them are meant."""
Column = Literal["indicator", "place", "period", "value", "unit", "document"]
COLUMNS: tuple[Column, ...] = ("indicator", "place", "period", "value", "unit", "document")

_YEAR = re.compile(r"(?:19|20)\d{2}")
_CLOSENESS = 0.1  # by which a name that says nothing else comes before a longer one


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """What the columns are made from."""

    ordinal: int
    document_id: str
    name: str
    """Whose it is, what narrows it, what is counted and its column's header, apart by blanks."""
    place: str
    period: str
    value: str
    unit: str


class _Coded:
    """A column of texts: each row's number in the list of different texts."""

    def __init__(self, values: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        self.codes = np.fromiter((numbers.setdefault(v, len(numbers)) for v in values), np.int64, len(values))
        self.texts = list(numbers)

    def rows(self, wanted: Iterable[bool]) -> Rows:
        """The rows whose text is wanted, which is told for each different text in order."""
        chosen: Rows = np.fromiter(wanted, np.bool_, len(self.texts))[self.codes]
        return chosen

    def ranks(self) -> NDArray[np.int64]:
        """Each row's place in the order of the texts: Han characters by their sound, as GB 2312 orders the common ones."""
        order = sorted(range(len(self.texts)), key=lambda i: self.texts[i].encode("gb18030", "replace"))
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order))
        placed: NDArray[np.int64] = ranks[self.codes]
        return placed

    def counts(self, rows: Rows) -> dict[str, int]:
        """How many of the rows have each text, those without any left out, the most first."""
        found = np.bincount(self.codes[rows], minlength=len(self.texts))
        order = sorted(np.flatnonzero(found), key=lambda i: (-found[i], self.texts[i]))
        return {self.texts[i]: int(found[i]) for i in order}


class FigureIndex:
    """The columns of a version."""

    def __init__(self, lines: Sequence[FigureLine], titles: Mapping[str, str]) -> None:
        """Take every figure in the catalogue's order, and the titles of documents by id."""
        self.size = len(lines)
        self.ordinals: Ordinals = np.array([line.ordinal for line in lines], np.int64)
        self._names = _Coded([line.name for line in lines])
        self._places = _Coded([line.place for line in lines])
        self._periods = _Coded([line.period for line in lines])
        self._units = _Coded([line.unit for line in lines])
        self._documents = _Coded([line.document_id for line in lines])
        factors = {unit: float(measure(unit)[1]) for unit in self._units.texts}
        self._amounts = np.array([float(line.value) * factors[line.unit] for line in lines], np.float64)
        years = [_YEAR.findall(period) or ["0"] for period in self._periods.texts]
        self._first, self._last = (np.array([int(y[i]) for y in years], np.int64) for i in (0, -1))
        self._titles = titles
        self._forms = [search_form(name) for name in self._names.texts]
        self._holding = _postings(self._forms)

    def all(self) -> Rows:
        """Every row."""
        return np.ones(self.size, np.bool_)

    def of_ordinals(self, ordinals: Collection[int]) -> Rows:
        """The rows with these ordinals."""
        return np.isin(self.ordinals, np.fromiter(ordinals, np.int64, len(ordinals)))

    def of_document(self, document_id: str) -> Rows:
        """The rows that a document states."""
        return self._documents.rows(text == document_id for text in self._documents.texts)

    def of_places(self, places: Collection[str]) -> Rows:
        """The rows about one of the places, written alone or after those that it lies in."""
        return self._places.rows(any(text.endswith(place) for place in places) for text in self._places.texts)

    def of_level(self, level: Level) -> Rows:
        """The rows about a place of an administrative level."""
        return self._places.rows(bool(text) and place_level(text) == level for text in self._places.texts)

    def of_place(self, place: str) -> Rows:
        """The rows whose place is written just so; "" means those without one."""
        return self._places.rows(text == place for text in self._places.texts)

    def of_year(self, year: int) -> Rows:
        """The rows of a year or of a stretch that holds it; 0 means those that no period is known of."""
        held: Rows = ((self._first <= year) & (year <= self._last))[self._periods.codes]
        return held

    def of_units(self, units: Collection[str]) -> Rows:
        """The rows in one of the units as they are kept."""
        return self._units.rows(text in units for text in self._units.texts)

    def units(self) -> list[str]:
        """Every unit that a row has."""
        return list(self._units.texts)

    def said(self, alternatives: Collection[str]) -> NDArray[np.float64]:
        """How much of the best of several words each row's name says, in [0, 1]; a name that says nothing else a little more than 1."""
        best = np.zeros(len(self._forms))
        for word in map(search_form, alternatives):
            pairs = [term for term in dict.fromkeys(terms(word)) if len(term) > 1] or terms(word)
            scores = np.zeros(len(self._forms))
            for term in pairs:
                scores[self._holding.get(term, [])] += 1 / len(pairs)
            whole = [i for i in np.flatnonzero(scores > 1 - 1e-9) if word in self._forms[i]]
            scores[whole] = [1 + _CLOSENESS * len(word) / len(self._forms[i]) for i in whole]
            best = np.maximum(best, scores)
        rows: NDArray[np.float64] = best[self._names.codes]
        return rows

    def counts(self, rows: Rows, column: Literal["place", "year", "unit", "document"]) -> dict[str, int]:
        """How many of the rows have each value of a column, the most first; years the newest first, a stretch under each of its years."""
        if column == "year":
            return self._year_counts(rows)
        coded = {"place": self._places, "unit": self._units, "document": self._documents}[column]
        return coded.counts(rows)

    def _year_counts(self, rows: Rows) -> dict[str, int]:
        found: Counter[int] = Counter()
        for code, number in enumerate(np.bincount(self._periods.codes[rows], minlength=len(self._periods.texts))):
            for year in range(self._first[code], self._last[code] + 1) if number else ():
                found[year] += int(number)
        return {str(year): found[year] for year in sorted(found, reverse=True)}

    def ordered(self, rows: Rows, column: Column | None, *, descending: bool, scores: NDArray[np.float64]) -> Ordinals:
        """The ordinals of the rows in the order of a column; without one the best scores first. Ties stay in the catalogue's order."""
        chosen = np.flatnonzero(rows)
        keys = -scores if column is None else self._ranks(column)
        if column is not None and descending:
            keys = -keys
        order: Ordinals = self.ordinals[chosen[np.argsort(keys[chosen], kind="stable")]]
        return order

    def _ranks(self, column: Column) -> NDArray[np.float64] | NDArray[np.int64]:
        if column == "value":
            return self._amounts
        if column == "document":
            named = _Coded([self._titles.get(text, text) for text in self._documents.texts])
            by_title: NDArray[np.int64] = named.ranks()[self._documents.codes]
            return by_title
        coded = {"indicator": self._names, "place": self._places, "period": self._periods, "unit": self._units}[column]
        return coded.ranks()


def _postings(names: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """Numbers of the names that hold each term."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        for term in set(terms(name)):
            found[term].append(number)
    return {term: np.array(numbers, np.int64) for term, numbers in found.items()}
