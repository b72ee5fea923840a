"""Figures of a document: every quantity that its sentences and table cells state, with indicator, place and period. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.figure_prose import stated
from knowledge.figure_scope import Mark, Said, Surroundings
from knowledge.figure_sentence import Passage, Stated
from knowledge.figure_tables import Tabled, tabled
from knowledge.numbers import Quantity, find_quantities
from knowledge.numerals import normalised
from knowledge.sentences import Span, sentence_spans
from knowledge.tables import Cell, cells_between
from knowledge.types import Block, Document, Figure

_DIGIT = re.compile(r"[\d一二三四五六七八九十两百千万亿]")
_BEFORE_DATE, _AFTER_DATE = (
    re.compile(r"(?:截[至止]|至)?\s?$"),
    re.compile("[底末初止](?!级)|以来|[以之]?前|起|年?度?内?"),
)
_NUMBER = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百零\d]+[章节条]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．])\s*"
)
_LABEL = re.compile(r"([^，。；：\d]{2,24})[。：]")
_LEADS = re.compile(r"([^，。；：]{2,24})(?:[。：，]|$)")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=\s?年)")


def figures_of(document: Document, known_places: Collection[str] = ()) -> tuple[Figure, ...]:
    """The figures of `document` in reading order; what it says a second time is read at its first place only.

    Args:
        document: With its metadata read: its places and years are the scope of what names none itself.
        known_places: Full names of places that may be named in it.
    """
    around = Surroundings.of(document, known_places)
    rows: dict[int, list[Cell]] = {}
    for cell in cells_between(document, 0, len(document.text)):
        rows.setdefault(cell.row_start, []).append(cell)
    found: list[Figure] = []
    section = _Section()
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.repeats is not None:
            continue
        if block.kind == "heading":
            around.enter(block.level, text)
            section = _Section(_NUMBER.sub("", text, count=1) if len(around.headings) > 1 else "")
        elif block.kind == "table_row":
            found += _of_row(document, around, rows.get(block.start, ()))
        elif block.kind != "table_header":
            if _DIGIT.search(text):
                found += _of_prose(document, around, block, section)
            section.lead = _lead(text) or (section.lead if block.kind == "list_item" else "")
    return tuple(found)


@dataclass(slots=True)
class _Section:
    """What a section says before a sentence of it is read."""

    heading: str = ""
    lead: str = ""
    """What leads in the list that is being read."""
    counted: dict[str, str] = field(default_factory=dict)
    """Unit -> what the section counted last in it."""


def _label(text: str) -> str:
    """What an item begins with before it says anything of it: （一）农村低保标准 before its first 。."""
    number = _NUMBER.match(text)
    label = _LABEL.match(text, number.end()) if number else None
    return label[1] if label else ""


def _lead(text: str) -> str:
    """What a list is led in by; empty for a block that leads to none."""
    if not text.rstrip().endswith(("：", ":")):
        return ""
    label = _label(text)
    if label:
        return label
    first = _LEADS.match(_NUMBER.sub("", text, count=1))
    return first[1] if first else ""


def _of_prose(document: Document, around: Surroundings, block: Block, section: _Section) -> Iterator[Figure]:
    text = normalised(document.text[block.start : block.end])
    quantities = find_quantities(text)
    if not any(quantity.kind == "quantity" for quantity in quantities):
        return
    places, periods = around.place_marks(text, quantities), around.period_marks(text, quantities)
    lead = _label(text) or section.lead
    passage = Passage(text, _blanked(text, (*places, *periods)), lead or section.heading, bool(lead), section.counted)
    starts = [quantity.start for quantity in quantities]
    for span in sentence_spans(text):
        inside = quantities[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        if not inside:
            continue
        here = [[mark for mark in marks if span[0] <= mark.start < span[1]] for marks in (places, periods)]
        for figure in stated(passage, span, inside):
            at = figure.quantity.start
            place = around.place_of(here[0], at)
            period = _period(around, here[1], figure)
            yield _figure(document, block.start, span, figure, place, period)


def _period(around: Surroundings, marks: Sequence[Mark], figure: Stated) -> Said:
    """The period of a figure; a rule and the value before a change have none but what their own sentence says."""
    period = around.period_of(marks, figure.quantity.start)
    if figure.rule or (figure.former and not any(m.binds_next and m.end <= figure.quantity.start for m in marks)):
        return Said("", "")
    return period


def _figure(document: Document, offset: int, span: Span, figure: Stated, place: Said, period: Said) -> Figure:
    quantity = figure.quantity
    start, end = offset + quantity.start, offset + quantity.end
    return Figure(
        document_id=document.id,
        start=start,
        end=end,
        sentence_start=offset + span[0],
        sentence_end=offset + span[1],
        indicator=figure.indicator,
        subject=figure.subject,
        qualifiers=figure.qualifiers,
        place=place.name,
        place_from=place.source,
        period=period.name,
        period_from=period.source,
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        said=document.text[start:end],
    )


def _blanked(text: str, marks: Iterable[Mark]) -> str:
    """The text with places and periods blanked, with 截至 before and 底 after them."""
    pieces: list[str] = []
    done = 0
    for mark in sorted(marks, key=lambda m: m.start):
        before = _BEFORE_DATE.search(text, max(done, mark.start - 3), mark.start)
        after = _AFTER_DATE.match(text, mark.end)
        start = max(done, before.start() if before else mark.start)
        end = max(start, after.end() if after else mark.end)
        pieces += (text[done:start], "\x01" * (end - start))
        done = end
    return "".join((*pieces, text[done:]))


def _of_row(document: Document, around: Surroundings, cells: Sequence[Cell]) -> Iterator[Figure]:
    years = _YEAR.findall(" ".join(cell.header for cell in cells))
    captioned = _captioned(around, cells[0].caption) if cells else None
    for cell in cells:
        for figure in tabled(cell, max(years, default="")):
            yield _of_cell(document, around, cell, figure, captioned)


def _captioned(around: Surroundings, caption: str) -> Said | None:
    """The period that a table's caption names."""
    marks = around.period_marks(caption, find_quantities(caption)) if re.search(r"\d年|[上去今]年", caption) else []
    return Said(marks[-1].name, "heading") if marks and marks[-1].name else None


def _of_cell(document: Document, around: Surroundings, cell: Cell, figure: Tabled, captioned: Said | None) -> Figure:
    quantity: Quantity = figure.quantity
    period = Said(figure.period, "heading") if figure.period else captioned or around.period_of((), 0)
    place = Said(figure.place, "sentence") if figure.place else around.place_of((), 0)
    return Figure(
        document_id=document.id,
        start=cell.start,
        end=cell.end,
        sentence_start=cell.row_start,
        sentence_end=cell.row_end,
        indicator=figure.indicator,
        subject=figure.subject,
        qualifiers=figure.qualifiers,
        place=place.name,
        place_from=place.source,
        period=period.name,
        period_from=period.source,
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        said=figure.said,
        header=cell.header,
    )
