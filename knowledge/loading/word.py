"""Word-processor files (.docx, .docm): the package through python-docx, its paragraphs and tables from their XML.

Text boxes and notes follow the paragraph that they hang on. Headers, footers, comments, deleted text and the table of contents
are left out. Numbers that lists write themselves become part of the text (see `numbering`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError

from knowledge.errors import LoadError
from knowledge.loading.grid import Cell, table_pieces
from knowledge.loading.numbering import Numbering
from knowledge.loading.office_package import OLE, PACKAGE_ERRORS, plain_package
from knowledge.loading.outline import heading_level, outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.plain import titled
from knowledge.loading.text import clean, join_lines
from knowledge.loading.word_styles import Styles
from knowledge.loading.word_text import Inline, inline
from knowledge.types import Position

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGE = (*PACKAGE_ERRORS, OpcError, LxmlError, AttributeError, TypeError, AssertionError)
"""What python-docx raises for packages that aren't what they say."""
_TRANSPARENT = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_MOST_SPAN = 63
"""Columns that a table of a word processor can have."""
_REVISED = "文件里有修订痕迹：插入的内容已收录，删除的内容没有收录；定稿前请接受或拒绝全部修订。"
_EMBEDDED = "文件里嵌着另一份文档，那一部分没有读：请用 Word 打开，另存为 .docx 后重新导入。"


def load_docx(raw: bytes, name: str) -> Parsed:
    """Read a .docx file: headings by style or number, list items, tables with merged cells filled, in reading order."""
    if raw.startswith(OLE):
        raise LoadError(
            f"{name} 加了密码，或其实是旧版 .doc：请用 Word 或 WPS 去掉密码并另存为 .docx。",
            f"{name} is protected by a password, or is an old .doc: save it as .docx without a password.",
        )
    try:
        reader = _opened(plain_package(raw, name))
    except _DAMAGE as exc:
        raise damaged(name) from exc
    pieces = list(reader.body())
    if not any(piece.kind == "heading" for piece in pieces):
        pieces = titled(pieces)
    return Parsed(pieces=tuple(outlined(pieces)), warnings=tuple(reader.warnings()))


def damaged(name: str) -> LoadError:
    """The error for a file that isn't what its suffix says."""
    return LoadError(
        f"{name} 打不开，文件已损坏或不是 Word 文档：请用 Word 或 WPS 打开，另存为 .docx 后重新导入。",
        f"{name} is damaged or not a Word document: open it, save it as .docx and add it again.",
    )


def _opened(raw: bytes) -> _Reader:
    document = docx.Document(io.BytesIO(raw))
    styles = Styles(document.styles.element)
    return _Reader(
        root=document.element.body,
        styles=styles,
        numbering=Numbering(_part(document, "numbering"), styles.list_id),
        notes={kind: _part(document, kind) for kind in ("footnotes", "endnotes")},
    )


def _part(document: Any, kind: str) -> Any | None:
    """Root element of a part that the document names, or None."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            return parse_xml(relation.target_part.blob)
    return None


@dataclass(slots=True)
class _Hanging:
    """What a paragraph or a table has hanging on it, to be read after it."""

    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)

    def add(self, found: Inline) -> None:
        self.boxes.extend(found.boxes)
        self.notes.extend(found.notes)


@dataclass(slots=True)
class _Reader:
    """Walks one document in reading order."""

    root: Any
    styles: Styles
    numbering: Numbering
    notes: dict[str, Any | None]
    paragraphs: int = 0
    tables: int = 0
    areas: int = 0
    revised: bool = False
    embedded: bool = False
    pictures: int = 0

    def body(self) -> Iterator[Piece]:
        """The document's pieces."""
        for element in self._blocks(self.root):
            if element.tag == f"{W}p":
                self.paragraphs += 1
                yield from self._paragraph(element, Position(paragraph=self.paragraphs))
            else:
                yield from self._table(element)

    def warnings(self) -> Iterator[str]:
        """What was left out, once all is read."""
        if self.revised:
            yield _REVISED
        if self.embedded:
            yield _EMBEDDED
        if self.pictures:
            yield f"文件里有 {self.pictures} 张大图片，图片里的文字没有读。"

    def _blocks(self, element: Any) -> Iterator[Any]:
        """Paragraphs and tables below an element, those within content controls and insertions too."""
        for child in element:
            if child.tag in {f"{W}p", f"{W}tbl"}:
                yield child
            elif child.tag in _TRANSPARENT and not _is_contents(child):
                yield from self._blocks(child)
            else:
                self.embedded |= child.tag == f"{W}altChunk"

    def _inside(self, element: Any, position: Position) -> Iterator[Piece]:
        """Pieces of a text box, or of a table that is only a frame."""
        for block in self._blocks(element):
            yield from self._paragraph(block, position) if block.tag == f"{W}p" else self._table(block)

    def _paragraph(self, element: Any, position: Position) -> Iterator[Piece]:
        """A paragraph as pieces, then its boxes and notes. A line break parts it, except within a heading."""
        hanging = _Hanging()
        text, number = self._text(element, hanging)
        for piece in self._text_pieces(element, text, number) if text.strip() else ():
            yield replace(piece, position=position)
        yield from self._hanging(hanging, position)

    def _text(self, element: Any, hanging: _Hanging) -> tuple[str, str]:
        """(text, number that the list writes) of a paragraph; what hangs on it goes to `hanging`."""
        found = inline(element)
        self.revised |= found.revised
        self.pictures += found.pictures
        hanging.add(found)
        return clean(found.text), self._number(element)

    def _number(self, element: Any) -> str:
        style = self.styles.of(element)
        list_id, level, by_style = self.styles.numbering(style)
        own = element.find(f"{W}pPr/{W}numPr")
        if own is not None:
            named = {child.tag: str(child.get(f"{W}val") or "") for child in own}
            list_id, level = named.get(f"{W}numId", list_id), named.get(f"{W}ilvl", level)
        if not list_id:
            return ""
        depth = (
            int(level) if level.isdecimal() and len(level) == 1 else self.numbering.level_of_style(list_id, by_style)
        )
        return self.numbering.next_number(list_id, depth)

    def _text_pieces(self, element: Any, text: str, number: str) -> Iterator[Piece]:
        style = self.styles.of(element)
        if self.styles.is_contents(style):
            return
        level = self.styles.heading_level(element)
        if level is not None:
            yield Piece(text=number + text.replace("\n", " ").strip(), kind="heading", level=level)
            return
        listed = self.styles.is_list(style) or element.find(f"{W}pPr/{W}numPr") is not None
        for index, line in enumerate(text.lstrip().split("\n")):
            shown = number + line if index == 0 else line
            # A number may make a heading (一、) or an article (第三条) of it, which `outlined` and the chunker tell.
            plain = not listed or (index == 0 and bool(number) and (heading_level(shown) or number.startswith("第")))
            yield Piece(text=shown, kind="paragraph" if plain else "list_item")

    def _hanging(self, hanging: _Hanging, position: Position) -> Iterator[Piece]:
        for table in hanging.tables:
            yield from self._table(table)
        for box in hanging.boxes:
            yield from self._inside(box, position)
        for kind, key in hanging.notes:
            text = self._note(kind, key)
            if text:
                yield Piece(text=text, position=position)

    def _note(self, kind: str, key: str) -> str:
        """Text of a footnote or endnote, its paragraphs joined."""
        root = self.notes.get(kind)
        for note in root if root is not None else ():
            if note.get(f"{W}id") == key and note.get(f"{W}type") in {None, "normal"}:
                return _joined(inline(paragraph).text for paragraph in note.iter(f"{W}p"))
        return ""

    def _table(self, table: Any) -> Iterator[Piece]:
        """A table's rows, then the tables, boxes and notes in its cells; a table of one cell is a frame round its content."""
        rows = list(_rows(table))
        if len(rows) == 1 and len(rows[0][1]) == 1:
            self.tables += 1
            yield from self._inside(rows[0][1][0], Position(table=self.tables, row=1))
            return
        self.tables += 1
        number = self.tables
        hanging = _Hanging()
        yield from table_pieces(self._grid(rows, hanging), number)
        yield from self._hanging(hanging, Position(table=number))

    def _grid(self, rows: list[tuple[Any, list[Any]]], hanging: _Hanging) -> list[list[Cell]]:
        """Rows of equal length, every square of a merged area with the area's text."""
        grid: list[list[Cell]] = []
        for row, cells in rows:
            heading = row.find(f"{W}trPr/{W}tblHeader") is not None
            squares = [self._empty() for _ in range(_count(row.find(f"{W}trPr/{W}gridBefore"), 0))]
            for cell in cells:
                above = grid[-1][len(squares)] if grid and len(squares) < len(grid[-1]) else None
                properties = cell.find(f"{W}tcPr")
                filled = above if above is not None and _goes_on(properties) else self._cell(cell, heading, hanging)
                squares += [filled] * max(1, _count(_of(properties, "gridSpan"), 1))
            grid.append(squares[:_MOST_SPAN])
        width = max((len(row) for row in grid), default=0)
        return [[*row, *(self._empty() for _ in range(width - len(row)))] for row in grid]

    def _empty(self) -> Cell:
        self.areas += 1
        return Cell("", self.areas)

    def _cell(self, cell: Any, heading: bool, hanging: _Hanging) -> Cell:
        lines = []
        for block in self._blocks(cell):
            if block.tag == f"{W}tbl":
                hanging.tables.append(block)
            else:
                text, number = self._text(block, hanging)
                lines.append(number + text)
        self.areas += 1
        return Cell(_joined(lines), self.areas, heading)


def _is_contents(control: Any) -> bool:
    """Whether a content control holds the table of contents."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Contents" in str(gallery.get(f"{W}val"))


def _rows(table: Any) -> Iterator[tuple[Any, list[Any]]]:
    """(row, its cells) of a table; rows that a tracked change deletes are left out."""
    for row in _below(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            cells = list(_below(row, f"{W}tc"))
            if cells:
                yield row, cells


def _below(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _below(child, tag)


def _of(properties: Any | None, name: str) -> Any | None:
    return None if properties is None else properties.find(f"{W}{name}")


def _goes_on(properties: Any | None) -> bool:
    """Whether a cell belongs to the one above it."""
    merge = _of(properties, "vMerge")
    return merge is not None and merge.get(f"{W}val") in {None, "continue"}


def _count(element: Any | None, otherwise: int) -> int:
    value = "" if element is None else str(element.get(f"{W}val") or "")
    return min(int(value), _MOST_SPAN) if value.isdecimal() and len(value) < 10 else otherwise


def _joined(texts: Iterable[str]) -> str:
    joined = ""
    for text in texts:
        for line in clean(text).split("\n"):
            joined = join_lines(joined, line.strip())
    return joined
