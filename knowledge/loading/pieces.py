"""What a loader hands over, and how its pieces become a document's text and blocks.

A piece is a block before it has its place in the text. `assemble` joins the pieces' texts with LF, so that every block
is an exact slice and all that isn't white space between blocks belongs to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from knowledge.types import Block, BlockKind, Position

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a loader read from a file's bytes."""

    pieces: tuple[Piece, ...]
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


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


def _stripped(piece: Piece) -> Piece:
    """The piece without white space around it; a row keeps its text, whose cells have offsets, unless all are empty."""
    if piece.cells:
        empty = not any(piece.text[left:right].strip() for left, right in piece.cells)
        return replace(piece, text="", cells=()) if empty else piece
    return replace(piece, text=piece.text.strip())
