"""Presentations (.pptx), through python-pptx: each slide's title, text, tables and notes, the slide's number as page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import pptx
from lxml.etree import LxmlError
from pptx.exc import PythonPptxError

from knowledge.errors import LoadError
from knowledge.loading.grid import Cell, table_pieces
from knowledge.loading.office_package import PACKAGE_ERRORS, plain_package
from knowledge.loading.outline import outlined
from knowledge.loading.pieces import Parsed, Piece
from knowledge.loading.text import clean, join_lines
from knowledge.types import Position

_DAMAGE = (*PACKAGE_ERRORS, PythonPptxError, LxmlError, AttributeError, TypeError, AssertionError, IndexError)
"""What python-pptx raises for packages that aren't what they say."""
_TITLE_LEVEL = 1
_DEPTH = 20
_MOST_COLUMNS = 200
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TABLE_NAME = f"{_A}tbl"


def load_pptx(raw: bytes, name: str) -> Parsed:
    """Read a .pptx file: titles as headings, text in the order of the page, tables with merged cells filled, notes."""
    try:
        presentation = pptx.Presentation(io.BytesIO(plain_package(raw, name)))
        reader = _Reader()
        pieces = [
            piece for number, slide in enumerate(presentation.slides, start=1) for piece in reader.slide(slide, number)
        ]
    except _DAMAGE as exc:
        raise LoadError(
            f"{name} 打不开，文件已损坏或不是演示文稿：请用 PowerPoint 或 WPS 打开，另存为 .pptx 后重新导入。",
            f"{name} is damaged or no presentation: open it, save it as .pptx and add it again.",
        ) from exc
    return Parsed(pieces=tuple(outlined(pieces)), warnings=tuple(reader.warnings()))


@dataclass(slots=True)
class _Reader:
    """Walks the slides in order."""

    tables: int = 0
    areas: int = 0
    drawn: list[int] = field(default_factory=list)
    """Slides with charts or diagrams, whose text isn't read."""
    bare: list[int] = field(default_factory=list)
    """Slides with pictures and no text."""
    hidden: list[int] = field(default_factory=list)

    def slide(self, slide: Any, number: int) -> Iterator[Piece]:
        """One slide's pieces: its title, the rest from top to bottom, its notes."""
        position = Position(page=number)
        if slide.element.get("show") in {"0", "false"}:
            self.hidden.append(number)
        shapes = list(_flat(slide.shapes))
        title = slide.shapes.title
        found: list[Piece] = []
        for shape in sorted(shapes, key=lambda shape: _place(shape, title)):
            found.extend(self._shape(shape, position, is_title=title is not None and shape.element is title.element))
        if not any(piece.text.strip() for piece in found) and any(
            next(shape.element.iter(f"{_A}blip"), None) is not None for shape in shapes
        ):
            self.bare.append(number)
        yield from found
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield from _paragraphs(slide.notes_slide.notes_text_frame.text, position)

    def warnings(self) -> Iterator[str]:
        """What wasn't read, once all is."""
        if self.drawn:
            yield f"第 {_listed(self.drawn)} 页有图表或图示，里面的文字没有读。"
        if self.bare:
            yield f"第 {_listed(self.bare)} 页只有图片，没有文字，没有读。"
        if self.hidden:
            yield f"第 {_listed(self.hidden)} 页在放映时隐藏，内容已收录。"

    def _shape(self, shape: Any, position: Position, *, is_title: bool) -> Iterator[Piece]:
        table = next(shape.element.iter(_TABLE_NAME), None)
        if table is not None:
            self.tables += 1
            for piece in table_pieces(self._grid(table), self.tables):
                yield replace(piece, position=replace(piece.position, page=position.page))
        elif shape.has_text_frame and is_title:
            yield Piece(text=_joined(shape.text_frame.text), kind="heading", level=_TITLE_LEVEL, position=position)
        elif shape.has_text_frame and not _is_furniture(shape):
            yield from _paragraphs(shape.text_frame.text, position)
        elif shape.element.tag == f"{_P}graphicFrame" and position.page not in self.drawn:
            self.drawn.append(position.page or 0)

    def _grid(self, table: Any) -> list[list[Cell]]:
        """Rows of equal length, every square of a merged area with the area's text."""
        grid: list[list[Cell]] = []
        for row in table.findall(f"{_A}tr"):
            squares: list[Cell] = []
            for cell in islice(row.findall(f"{_A}tc"), _MOST_COLUMNS):
                above = grid[-1][len(squares)] if grid and len(squares) < len(grid[-1]) else None
                if cell.get("vMerge") in {"1", "true"} and above is not None:
                    squares.append(above)
                elif cell.get("hMerge") in {"1", "true"} and squares:
                    squares.append(squares[-1])
                else:
                    self.areas += 1
                    squares.append(Cell(_joined(_cell_text(cell)), self.areas))
            grid.append(squares)
        width = max((len(row) for row in grid), default=0)
        self.areas += len(grid) * width
        return [
            [*row, *(Cell("", -self.areas - y * width - x) for x in range(width - len(row)))]
            for y, row in enumerate(grid)
        ]


def _flat(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """Shapes, with those of groups in the group's stead."""
    for shape in shapes:
        if shape.element.tag == f"{_P}grpSp" and depth < _DEPTH:
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _place(shape: Any, title: Any | None) -> tuple[int, int, int]:
    """The title first, then from top to bottom, then from left to right."""
    first = title is not None and shape.element is title.element
    return (0 if first else 1, shape.top or 0, shape.left or 0)


def _is_furniture(shape: Any) -> bool:
    """Whether a shape is the place of the slide's number, date or footer."""
    kind = next(shape.element.iter(f"{_P}ph"), None)
    return kind is not None and kind.get("type") in {"sldNum", "dt", "ftr", "hdr"}


def _cell_text(cell: Any) -> str:
    return "\n".join("".join(run.text or "" for run in line.iter(f"{_A}t")) for line in cell.iter(f"{_A}p"))


def _paragraphs(text: str, position: Position) -> Iterator[Piece]:
    for line in clean(text).split("\n"):
        yield Piece(text=line, position=position)


def _joined(text: str) -> str:
    joined = ""
    for line in clean(text).split("\n"):
        joined = join_lines(joined, line.strip())
    return joined


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers))
