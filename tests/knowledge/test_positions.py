"""Where a quotation begins: its block's position, and the one cell that it is."""

from __future__ import annotations

from knowledge.positions import position_of
from knowledge.types import Block, Document, Metadata, Position, Source

SOURCE = Source(path="/x/a.xlsx", name="a.xlsx", format="xlsx", sha256="0" * 64, size_bytes=1)
TEXT = "标题\n青禾镇\t218\t706\n第二段。"


def _document() -> Document:
    row = Position(sheet="2022", table=1, row=7, column=2)
    blocks = (
        Block(kind="heading", start=0, end=2, level=1, position=Position(line=1)),
        Block(kind="table_row", start=3, end=14, position=row, cells=((3, 6), (7, 10), (11, 14))),
        Block(kind="paragraph", start=15, end=19, position=Position(paragraph=9)),
    )
    return Document(id="0" * 16, source=SOURCE, text=TEXT, blocks=blocks, metadata=Metadata(title="a"))


def test_a_quote_stands_where_its_block_does() -> None:
    document = _document()
    assert position_of(document, 0, 2) == Position(line=1)
    assert position_of(document, 16, 19) == Position(paragraph=9)
    assert position_of(document, 1, 19) == Position(line=1), "the block in which it begins"
    assert position_of(document, 2, 5).row == 7, "a line end before the block belongs to it"
    assert position_of(document, 19, 20) == position_of(document, 500, 502) == Position()


def test_one_cell_has_a_column_and_more_have_none() -> None:
    document = _document()
    assert [position_of(document, *span).column for span in ((3, 6), (7, 10), (8, 9), (11, 14))] == [2, 3, 3, 4]
    assert position_of(document, 3, 14) == Position(sheet="2022", table=1, row=7, column=None)
    assert position_of(document, 5, 8).column is None
