"""Private numbers are covered where a document is loaded, so that nothing made from it can show them. Pure but for the logs.

A covered number keeps its first three and last four characters, as lists of names are published: 610***********1234. The text keeps
its length, so every offset stays what it was.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from knowledge.private_numbers import PrivateKind, PrivateNumber, private_numbers
from knowledge.types import Block, Document

COVER = "*"
_KEPT_BEFORE, _KEPT_AFTER = 3, 4
_SHORT_KEPT_BEFORE, _SHORT_KEPT_AFTER = 2, 2
_SHORT_CHARS = 11  # a number of fewer characters keeps less of itself
_COVERED = re.compile(r"(?<![\d*])[\d０-９]{1,3}(?P<cover>\*{4,})[\dXx０-９Ｘｘ]{1,4}(?![\d*])")
_HEADS_ACCOUNTS = re.compile("账号|帐号|卡号|账户|帐户|折号")
_LEADS = re.compile(r"联系人|联系方式|电话|户\s*名|名\s*称")  # a line above that says whose the number below is
_LINES_ABOVE = 3
_HEAD_CHARS = 60
_KIND_BY_LENGTH: dict[int, PrivateKind] = {18: "identity", 15: "identity", 11: "mobile"}


def covered(text: str) -> str:
    """The text with its private numbers covered: for what people type, before it is logged or kept."""
    return _cover(text, private_numbers(text))


def cover_document(document: Document) -> Document:
    """The document with all private numbers covered, in its text, title and file name; the same where it has none."""
    return replace(
        document,
        text=_cover(document.text, numbers_of(document)),
        source=replace(document.source, name=covered(document.source.name)),
        metadata=replace(document.metadata, title=covered(document.metadata.title)),
    )


def covered_spans(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of what is covered in a text, in order: what a picture of the page has to hide, too."""
    return tuple(found.span("cover") for found in _COVERED.finditer(text))


def covered_counts(text: str) -> Counter[PrivateKind]:
    """How many numbers of each kind are covered in a text, by their length; those that its author covered count as well."""
    spans = (found.span() for found in _COVERED.finditer(text))
    return Counter(_KIND_BY_LENGTH.get(end - start, "account") for start, end in spans)


def numbers_of(document: Document) -> list[PrivateNumber]:
    """The private numbers that a document's text shows, in reading order: cells are read under their column's header."""
    found: list[PrivateNumber] = []
    headers: list[str] = []
    above: list[str] = []
    led = False
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind in ("table_row", "table_header") and block.cells:
            cells = [document.text[start:end] for start, end in block.cells]
            if block.kind == "table_header":
                headers = cells
            found += _of_cells(block, cells, headers if block.kind == "table_row" else ())
        else:
            headers = []
            led = bool(_HEADS_ACCOUNTS.search(text)) if not re.search(r"\d{3}", text) else led
            label = "，".join(above) if _LEADS.search("".join(above)) else ""
            numbers = private_numbers(text, label=label, led=led and len(text) <= 4 * _HEAD_CHARS)
            found += _moved(numbers, block.start)
            above = [*above[1 - _LINES_ABOVE :], text] if len(text) <= _HEAD_CHARS else []
    return found


def _of_cells(block: Block, cells: Sequence[str], headers: Sequence[str]) -> Iterator[PrivateNumber]:
    left = ""
    for column, cell in enumerate(cells):
        header = headers[column].strip() if column < len(headers) else ""
        label = "：".join(part for part in (left, header) if part and not re.search(r"\d{3}", part))
        yield from _moved(private_numbers(cell, label=label, prose=False), block.cells[column][0])
        left = "" if re.search(r"\d", cell) else cell.strip()


def _moved(numbers: Iterable[PrivateNumber], offset: int) -> Iterator[PrivateNumber]:
    for number in numbers:
        yield PrivateNumber(number.start + offset, number.end + offset, number.kind)


def _cover(text: str, numbers: Iterable[PrivateNumber]) -> str:
    pieces: list[str] = []
    done = 0
    for number in numbers:
        pieces += (text[done : number.start], _covered_number(text[number.start : number.end]))
        done = number.end
    return "".join((*pieces, text[done:]))


def _covered_number(number: str) -> str:
    """The number with its middle covered; of what is kept at either end, separators are covered, too."""
    short = len(number) < _SHORT_CHARS
    most_before, most_after = (_SHORT_KEPT_BEFORE, _SHORT_KEPT_AFTER) if short else (_KEPT_BEFORE, _KEPT_AFTER)
    groups = re.split("[^0-9０-９XxＸｘ]+", number)
    before, after = min(len(groups[0]), most_before), min(len(groups[-1]), most_after)
    return number[:before] + COVER * (len(number) - before - after) + number[len(number) - after :]


class CoveringFilter(logging.Filter):
    """Covers private numbers in what a handler writes: a question that somebody typed may hold one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cover them in the record's message, arguments and traceback; every record passes."""
        record.msg = covered(record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(_argument(value) for value in record.args)
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = covered(record.exc_text)
        message = record.getMessage()
        if covered(message) != message:  # an argument that isn't text
            record.msg, record.args = covered(message), ()
        return True


def _argument(value: Any) -> Any:
    return covered(value) if isinstance(value, str) else value


def cover_logs() -> None:
    """Cover private numbers in all that is logged from now on, by whichever logger; call it once when a program starts."""
    made, covering = logging.getLogRecordFactory(), CoveringFilter()
    if getattr(made, "covers", False):
        return

    def make(*args: Any, **keywords: Any) -> logging.LogRecord:
        record = made(*args, **keywords)
        covering.filter(record)
        return record

    make.covers = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make)
