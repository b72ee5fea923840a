"""Blocks are exact slices, in order, without overlap, and hold all visible text."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.pieces import Piece, assemble, row_piece
from knowledge.loading.text import clean
from knowledge.types import Position

TEXTS = st.text(alphabet="低保标准 490元。\n　|abc", max_size=30).map(clean)
PLAIN = st.builds(Piece, text=TEXTS, kind=st.sampled_from(["paragraph", "list_item"]))
HEADINGS = st.builds(Piece, text=TEXTS, kind=st.just("heading"), level=st.integers(0, 15))
ROWS = st.lists(TEXTS, min_size=1, max_size=4).map(
    lambda cells: row_piece(cells, header=False, position=Position(table=1, row=1))
)


@given(st.lists(PLAIN | HEADINGS | ROWS, max_size=12))
def test_blocks_cover_the_text(pieces: list[Piece]) -> None:
    text, blocks = assemble(pieces)
    end = 0
    for block in blocks:
        assert block.start >= end
        assert not text[end : block.start].strip()
        assert text[block.start : block.end].strip()
        assert all(block.start <= left <= right <= block.end for left, right in block.cells)
        end = block.end
    assert not text[end:].strip()
    assert "".join(text.split()) == "".join("".join(piece.text.split()) for piece in pieces if _kept(piece))


def _kept(piece: Piece) -> bool:
    return not piece.cells or any(piece.text[left:right].strip() for left, right in piece.cells)


@given(st.lists(HEADINGS, min_size=1))
def test_heading_levels_are_one_two_three(pieces: list[Piece]) -> None:
    _, blocks = assemble(pieces)
    levels = {block.level for block in blocks}
    assert levels == set(range(1, len(levels) + 1))


def test_cells_are_found_in_the_row() -> None:
    text, blocks = assemble(
        [Piece(text="表1"), row_piece(["青禾镇", "", "218"], header=False, position=Position(table=1, row=2))]
    )
    assert [text[left:right] for left, right in blocks[1].cells] == ["青禾镇", "", "218"]
    assert blocks[1].kind == "table_row"
    assert blocks[1].position == Position(table=1, row=2)
