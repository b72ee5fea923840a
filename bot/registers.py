"""Registers: sheets with a row for each person, household or village, read whole so that their rows can be selected, counted and summed.

Sheets of one form (a sheet or a file for each township) are one register; whose a sheet is, is a column of its own then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from threading import Lock
from weakref import WeakKeyDictionary

from bot.columns import TOTAL
from bot.document_rows import PlacedRow, document_rows
from bot.forms import of_one_form, owner
from bot.scope import stated_years
from knowledge.assembly import KnowledgeBase
from knowledge.catalogue import Catalogue
from knowledge.numerals import normalised
from knowledge.table_headers import heading_of, is_person_header, is_place_header, unit_of
from knowledge.types import SearchHit

OWNER = "所在地"
"""The first column: whose sheet a row stands on."""
_DOCUMENTS = 12  # of the passages found, in their order
_LEAST_ROWS = 2
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NUMERIC = 0.8  # of a column's cells that say something: so many numbers make it one of numbers
_NO_MEASURE = re.compile("编号|编码|序号|号$|号码|电话|手机|身份|证件|账|卡|年月|日期|时间|年度|年份|届|备注")
_POPULATION = re.compile("人口|人数|口数")
_NOT_ADDED = re.compile("人均|户均|平均|均价|单价|比例|占比|比重|率$|标准|增幅|增速|年龄|指数|得分|分数|等级|级别|档次")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a register."""

    values: tuple[str, ...]
    """What stands in each column, in the order of `Register.columns`."""
    start: int
    end: int
    """As offsets of its document."""
    hit: SearchHit
    """The passage that holds it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register."""

    name: str
    """Its header without its unit."""
    unit: str
    place: bool = False
    """Whether it holds names of places."""
    person: bool = False
    """Whether it holds the names that the rows are of."""
    numeric: bool = False

    @property
    def scale(self) -> Decimal:
        """The 万 or 亿 of its unit."""
        return _SCALES.get(self.unit[:1], Decimal(1)) if len(self.unit) > 1 else Decimal(1)

    @property
    def counted(self) -> str:
        """What its numbers count: 元 of 万元 and of 元/月."""
        return (self.unit if self.scale == 1 else self.unit[1:]).partition("/")[0]

    @property
    def measure(self) -> bool:
        """Whether its numbers measure something: an account or a year doesn't."""
        return self.numeric and not self.place and not self.person and not _NO_MEASURE.search(self.name)

    @property
    def adds_up(self) -> bool:
        """Whether its numbers may be summed: ages and rates may not."""
        return self.measure and self.unit not in ("%", "‰", "百分点", "倍", "岁") and not _NOT_ADDED.search(self.name)

    @property
    def population(self) -> bool:
        """Whether it says how many people a row is of."""
        return self.measure and self.unit in ("人", "口", "") and bool(_POPULATION.search(self.name))


@dataclass
class Register:
    """The rows of sheets of one form."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...]
    """Titles, headings and captions: what it is about."""
    rows: list[Entry] = field(default_factory=list)
    totals: list[Entry] = field(default_factory=list)
    """The sheets' own total rows."""
    unnamed: int = 0
    """Rows that name nobody, left out."""
    years: frozenset[int] = frozenset()

    @cached_property
    def person(self) -> int:
        """The column of names; -1 for a sheet of places."""
        return next((i for i, column in enumerate(self.columns) if column.person), -1)

    @property
    def households(self) -> bool:
        """Whether each row is a household."""
        named = self.columns[self.person].name if self.person >= 0 else ""
        return "户" in named or any(column.population for column in self.columns)

    def values(self, column: int) -> dict[str, int]:
        """How often each value stands in a column."""
        found: dict[str, int] = {}
        for row in self.rows:
            if row.values[column]:
                found[row.values[column]] = found.get(row.values[column], 0) + 1
        return found


def number_in(text: str) -> Decimal | None:
    """The number that a cell is; None where it isn't one alone."""
    plain = normalised(text).replace(",", "").strip()
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def registers(hits: Sequence[SearchHit], knowledge: KnowledgeBase) -> Iterator[Register]:
    """The registers among the documents of the passages found, the best first; sheets of fewer than two rows are none."""
    tabled = [hit for hit in hits if hit.chunk.position.table is not None]
    for number, documents in enumerate(of_one_form(tabled, knowledge)):
        if number < _DOCUMENTS:
            yield from _kept(tuple(documents), knowledge)


_Form = tuple[str, ...]
_KEPT: WeakKeyDictionary[Catalogue, dict[tuple[str, ...], list[Register]]] = WeakKeyDictionary()
_MOST_KEPT = 16
_LOCK = Lock()


def _kept(documents: tuple[str, ...], knowledge: KnowledgeBase) -> list[Register]:
    """The registers of documents, the last ones of each version kept in memory: a sheet of 5,000 rows takes half a second to read."""
    with _LOCK:
        kept = _KEPT.setdefault(knowledge.catalogue, {})
    found = kept.get(documents)
    if found is None:
        found = _read(documents, knowledge)
        with _LOCK:
            while len(kept) >= _MOST_KEPT:
                del kept[next(iter(kept))]
            kept[documents] = found
    return found


def _read(documents: Sequence[str], knowledge: KnowledgeBase) -> list[Register]:
    """The registers of documents of one form: their tables by header."""
    placed: dict[_Form, list[PlacedRow]] = {}
    for document_id in documents:
        for each in document_rows(document_id, knowledge):
            if each.row.person_column >= 0 or each.row.labels[1] > each.row.labels[0]:
                placed.setdefault(each.row.header, []).append(each)
    made = (_register(form, rows) for form, rows in placed.items())
    return [register for register in made if len(register.rows) >= _LEAST_ROWS]


def _register(form: _Form, placed: Sequence[PlacedRow]) -> Register:
    owners: dict[tuple[str, int, str], str] = {}
    words: dict[str, None] = {}
    years: set[int] = set()
    entries: list[Entry] = []
    for each in placed:
        row, hit = each.row, each.hit
        key = hit.document.id, each.table, row.caption
        if key not in owners:
            owners[key] = owner(row, hit)
            words |= dict.fromkeys((hit.document.metadata.title, *hit.chunk.heading_path, row.caption))
            years |= set(stated_years(f"{row.caption}{' '.join(row.header)}", hit))
        texts = row.texts
        values = (owners[key], *(texts[i] if i < len(texts) else "" for i in range(len(form))))
        entries.append(Entry(values, row.start, row.end, hit))
    units = placed[0].row.units
    columns = (Column(OWNER, "", place=True), *(_column(name, i, entries, units) for i, name in enumerate(form, 1)))
    register = Register(columns, tuple(words), years=frozenset(years))
    labels = range(1, placed[0].row.labels[1] + 2)
    for entry in entries:
        named = entry.values[register.person] if register.person >= 0 else entry.values[labels[-1]]
        if any(TOTAL.fullmatch(value) for value in (named, *(entry.values[i] for i in labels))):
            register.totals.append(entry)
        elif named:
            register.rows.append(entry)
        else:
            register.unnamed += 1
    return register


def _column(header: str, index: int, entries: Sequence[Entry], units: Sequence[str]) -> Column:
    name, unit = heading_of(header), unit_of(header, units)
    said = [entry.values[index] for entry in entries if entry.values[index]]
    numbers = sum(number_in(value) is not None for value in said)
    return Column(
        "".join(name.split()), unit or ("岁" if "年龄" in name else ""), place=is_place_header(name), person=is_person_header(name),
        numeric=bool(said) and numbers >= _NUMERIC * len(said),
    )  # fmt: skip
