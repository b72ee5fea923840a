"""Workbooks of the XML kind (.xlsx, .xlsm, and .et files that are such inside): sheets with the texts that their cells show.

A sheet is read as a stream, row by row, and only cells that hold something are kept: empty formatted cells cost next to nothing
and memory stays with what is shown. Of formulas the stored result is read; those without one are named.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import IO

from lxml import etree

from knowledge.errors import LoadError
from knowledge.loading.number_format import BUILTIN, SIGNIFICANT_DIGITS, shown
from knowledge.loading.text import clean
from knowledge.loading.worksheet import MAX_CELLS, Area, Worksheet, cell_name, one_line

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED_CELL = re.compile(r"([A-Z]{1,3})(\d+)$")
_PART_BYTES = 1_000_000_000
_HELD_BYTES = 20_000_000
"""Of XML held at a time: a part that is parsed whole, a row, what stands between two rows. A parsed part takes ten times its size."""
_PARTS = 20_000
_ROWS = 2**20  # more no program writes
_STRING_CHARS = 60_000_000
_TRUE = ("1", "true", "on")
_FAULTS = (
    zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, NotImplementedError, RuntimeError, LookupError, ValueError,
    InvalidOperation, OSError,
)  # fmt: skip


class _TooBig(Exception):
    """The workbook would fill the memory."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share."""

    strings: list[str]
    formats: list[str]
    """Format code of each cell style."""
    since_1904: bool


def read_xlsx(raw: bytes, name: str) -> list[Worksheet]:
    """The sheets of a workbook, in its order; those after `MAX_CELLS` are named but empty.

    Args:
        raw: The file's bytes.
        name: The file's name, for messages.

    Raises:
        LoadError: The file is damaged, no workbook, or unpacks to more than can be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _refuse_bombs(archive)
            return list(_sheets(archive, name))
    except _TooBig as exc:
        raise LoadError(
            f"{name} 解开后太大，不像正常表格，没有读取：请在 Excel 或 WPS 里另存一份，或拆成几份后再导入。",
            f"{name} unpacks to more than a workbook holds; nothing was read: save it anew or split it and add the parts.",
        ) from exc
    except _FAULTS as exc:
        raise LoadError(
            f"{name} 打不开，文件已损坏或不是表格文件：请用 Excel 或 WPS 打开，另存为 .xlsx 后重新导入。",
            f"{name} is damaged or no workbook: open it, save it as .xlsx and add it again.",
        ) from exc


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > _PARTS or any(entry.file_size > _PART_BYTES for entry in entries):
        raise _TooBig


class _Steady:
    """A part's bytes, refused where too many go by and nothing of them is read: the parser holds them all."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.held = 0
        """Bytes since an element was read; set to 0 by who reads one."""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.held += len(chunk)
        if self.held > _HELD_BYTES:
            raise _TooBig
        return chunk


def _sheets(archive: zipfile.ZipFile, name: str) -> Iterator[Worksheet]:
    relations = _relations(archive, "")
    book_path = next(target for kind, target in relations.values() if kind == "officeDocument")
    related = _relations(archive, book_path)
    parts = {kind: target for kind, target in related.values()}
    tree = _tree(archive, book_path)
    properties = tree.find("{*}workbookPr")
    book = _Book(
        strings=_strings(archive, parts["sharedStrings"], name) if "sharedStrings" in parts else [],
        formats=_formats(archive, parts["styles"]) if "styles" in parts else [],
        since_1904=properties is not None and properties.get("date1904") in _TRUE,
    )
    left = MAX_CELLS
    for element in tree.iterfind("{*}sheets/{*}sheet"):
        key = next((value for attribute, value in element.items() if attribute.endswith("}id")), "")
        kind, target = related[key]
        if kind != "worksheet":
            continue  # a chart, a macro sheet: no cells
        sheet = Worksheet(clean(element.get("name") or ""), hidden=element.get("state", "visible") != "visible")
        with archive.open(target) as stream:
            _SheetReader(sheet, book, left).read(_Steady(stream))
        left -= sheet.cells
        yield sheet


def _relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (its kind, the path of the part it names) of a part of the package."""
    folder, file = posixpath.split(path)
    found: dict[str, tuple[str, str]] = {}
    for element in _tree(archive, posixpath.join(folder, "_rels", f"{file}.rels")):
        target = element.get("Target") or ""
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id") or ""] = ((element.get("Type") or "").rpartition("/")[2], whole)
    return found


def _tree(archive: zipfile.ZipFile, path: str) -> etree._Element:
    if archive.getinfo(path).file_size > _HELD_BYTES:
        raise _TooBig
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(path), parser)


def _strings(archive: zipfile.ZipFile, path: str, name: str) -> list[str]:
    strings: list[str] = []
    size = 0
    with archive.open(path) as part:
        stream = _Steady(part)
        for _, element in etree.iterparse(stream, tag="{*}si", resolve_entities=False, no_network=True):
            stream.held = 0
            strings.append(one_line(_text_of(element)))
            size += len(strings[-1])
            _forget(element)
            if size > _STRING_CHARS:
                raise LoadError(
                    f"{name} 里的文字超过 {_STRING_CHARS // 10_000} 万字，没有读取：请拆成几份后再导入。",
                    f"{name} holds more than {_STRING_CHARS:,} characters; nothing was read: split it and add the parts.",
                )
    return strings


def _text_of(element: etree._Element) -> str:
    """The text of a string with its runs; how it is pronounced (rPh) isn't part of it."""
    texts: list[str] = []
    for part in element:
        kind = part.tag.rpartition("}")[2]
        if kind == "t":
            texts.append(part.text or "")
        elif kind == "r":
            texts += [run.text or "" for run in part.iterfind("{*}t")]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(archive: zipfile.ZipFile, path: str) -> list[str]:
    tree = _tree(archive, path)
    own = {e.get("numFmtId"): e.get("formatCode") or "" for e in tree.iterfind("{*}numFmts/{*}numFmt")}
    keys = [e.get("numFmtId") or "0" for e in tree.iterfind("{*}cellXfs/{*}xf")]
    return [own.get(key) or BUILTIN.get(int(key), "General") for key in keys]


def _forget(element: etree._Element) -> None:
    """Free an element that has been read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=20_000)
def _number_shown(digits: str, code: str, since_1904: bool) -> str:
    return shown(Decimal(digits), code, since_1904=since_1904)


class _SheetReader:
    """Reads one sheet's part into a `Worksheet`."""

    def __init__(self, sheet: Worksheet, book: _Book, most_cells: int) -> None:
        self._sheet = sheet
        self._book = book
        self._left = most_cells
        self._row = 0
        self._rows_read = 0

    def read(self, stream: _Steady) -> None:
        tags = ("{*}row", "{*}mergeCell", "{*}col")
        for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
            stream.held = 0
            kind = element.tag.rpartition("}")[2]
            if kind == "row":
                if not self._take_row(element):
                    return
            elif kind == "mergeCell":
                self._merge(element.get("ref") or "")
            elif element.get("hidden") in _TRUE:
                self._sheet.hidden_columns.append(
                    Area(1, int(element.get("min") or 1), 1, int(element.get("max") or 1))
                )
            _forget(element)

    def _take_row(self, element: etree._Element) -> bool:
        """Keep what a row shows; False where it is past what is read of a file."""
        self._rows_read += 1
        if self._rows_read > _ROWS:
            raise _TooBig
        self._row = int(element.get("r") or self._row + 1)
        texts: dict[int, str] = {}
        column = 0
        for cell in element:
            reference = cell.get("r")
            column = _column(reference.rstrip("0123456789")) if reference else column + 1
            if len(cell) and (text := self._shown(cell, column)):
                texts[column] = text
        if not texts:
            return True
        if len(texts) > self._left:
            self._sheet.cut_after = max(self._sheet.rows, default=0)
            return False
        self._left -= len(texts)
        self._sheet.rows[self._row] = texts
        if element.get("hidden") in _TRUE:
            self._sheet.hidden_rows.append(self._row)
        return True

    def _shown(self, cell: etree._Element, column: int) -> str:
        raw, formula = "", False
        for part in cell:
            kind = part.tag.rpartition("}")[2]
            if kind == "v":
                raw = part.text or ""
            elif kind == "f":
                formula = True
            elif kind == "is":
                return one_line(_text_of(part))
        return self._valued(cell, raw, formula, column)

    def _valued(self, cell: etree._Element, raw: str, formula: bool, column: int) -> str:
        kind = cell.get("t") or "n"
        if kind == "s":
            return self._book.strings[int(raw)] if raw else ""
        if kind == "str":
            return one_line(_unescaped(raw))
        if kind == "d":
            return raw.removesuffix("T00:00:00").replace("T", " ")
        if not raw:
            if formula:
                self._sheet.uncached.append(cell_name(self._row, column))
            return ""
        if kind == "e":
            self._sheet.errors.append(cell_name(self._row, column))
            return raw
        if kind == "b":
            return "TRUE" if raw in _TRUE else "FALSE"
        return self._number(raw, int(cell.get("s") or 0), column)

    def _number(self, raw: str, style: int, column: int) -> str:
        digits = raw.strip()
        if len(digits) > SIGNIFICANT_DIGITS and digits.isdigit():
            self._sheet.rounded.append(cell_name(self._row, column))
        formats = self._book.formats
        code = formats[style] if style < len(formats) else "General"
        if code == "General" and len(digits) < SIGNIFICANT_DIGITS and digits.isdigit():
            return digits
        return _number_shown(digits, code, self._book.since_1904)

    def _merge(self, reference: str) -> None:
        corners = [_NAMED_CELL.match(corner) for corner in reference.replace("$", "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            (left, top), (right, bottom) = corners[0].groups(), corners[1].groups()
            self._sheet.merged.append(Area(int(top), _column(left), int(bottom), _column(right)))
