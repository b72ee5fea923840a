"""What a loader hands over, and how its pieces become a document's text and blocks.

A piece is a block before it has its place in the text. `assemble` joins the pieces' texts with LF, so that every block
is an exact slice and all that isn't white space between blocks belongs to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.types import Block, BlockKind, DrawnLine, DrawnPage, Position

CELL_SEPARATOR = " | "
"""Between the cells of a table row whose file has no text of its own for it (docx, html, pdf)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One block's text, cleaned, with its position in the file."""

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    """Of a heading: any number, smaller is higher; `assemble` turns the document's levels into 1, 2, 3."""
    position: Position = field(default_factory=Position)
    cells: tuple[tuple[int, int], ...] = ()
    """Of a table row: (start, end) of each cell within `text`."""
    drawn: tuple[DrawnLine, ...] = ()
    """Where a paged file draws it, offsets within `text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a loader read from a file's bytes."""

    pieces: tuple[Piece, ...]
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    """Of a paged file: width and height of each page in points, the first page's first."""


Loader = Callable[[bytes, str], Parsed]
"""From a file's bytes and its name (for messages); raises LoadError."""


def row_piece(cells: Sequence[str], *, header: bool, position: Position) -> Piece:
    """A table row from its cells' texts, joined by `CELL_SEPARATOR`."""
    spans: list[tuple[int, int]] = []
    offset = 0
    for cell in cells:
        spans.append((offset, offset + len(cell)))
        offset += len(cell) + len(CELL_SEPARATOR)
    kind: BlockKind = "table_header" if header else "table_row"
    return Piece(text=CELL_SEPARATOR.join(cells), kind=kind, cells=tuple(spans), position=position)


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The document's text and its blocks, in order; pieces without visible text are left out."""
    kept = [stripped for stripped in map(_stripped, pieces) if stripped.text]
    ranks = {level: rank for rank, level in enumerate(sorted({p.level for p in kept if p.kind == "heading"}), start=1)}
    blocks: list[Block] = []
    start = 0
    for piece in kept:
        end = start + len(piece.text)
        cells = tuple((start + left, start + right) for left, right in piece.cells)
        level = ranks[piece.level] if piece.kind == "heading" else 0
        blocks.append(Block(kind=piece.kind, start=start, end=end, level=level, position=piece.position, cells=cells))
        start = end + 1
    return "\n".join(piece.text for piece in kept), tuple(blocks)


def drawn_pages(parsed: Parsed) -> tuple[DrawnPage, ...]:
    """The pages of a paged file with their lines, offsets of the text that `assemble` makes of the same pieces."""
    lines: dict[int, list[DrawnLine]] = {}
    start = 0
    for piece in map(_stripped, parsed.pieces):
        for line in piece.drawn if piece.text else ():
            lines.setdefault(line.page, []).append(replace(line, start=start + line.start, end=start + line.end))
        start += len(piece.text) + 1 if piece.text else 0
    return tuple(
        DrawnPage(page=number, width=width, height=height, lines=tuple(lines.get(number, ())))
        for number, (width, height) in enumerate(parsed.sizes, start=1)
    )


def _stripped(piece: Piece) -> Piece:
    """The piece without white space around it; a row keeps its text, whose cells have offsets, unless all are empty."""
    if piece.cells:
        empty = not any(piece.text[left:right].strip() for left, right in piece.cells)
        return replace(piece, text="", cells=(), drawn=()) if empty else piece
    text = piece.text.strip()
    before = len(piece.text) - len(piece.text.lstrip())
    return replace(piece, text=text, drawn=tuple(_cut(piece.drawn, before, before + len(text))))


def _cut(lines: Iterable[DrawnLine], start: int, end: int) -> Iterator[DrawnLine]:
    """The lines' parts within [start, end), offsets from `start` on."""
    for line in lines:
        left, right = max(line.start, start), min(line.end, end)
        if left < right:
            part = slice(left - line.start, right - line.start)
            yield replace(
                line,
                start=left - start,
                end=right - start,
                lefts=line.lefts[part],
                rights=line.rights[part],
                confidences=line.confidences[part],
            )
