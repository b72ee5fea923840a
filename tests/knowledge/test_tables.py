"""Cells of tables: which label, header and unit each reads with, and which row it quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.tables import cells_between
from knowledge.types import Block, Document, Metadata, Position, Source


def sheet(*rows: tuple[str, ...], headers: int = 1, caption: str = "") -> Document:
    """A document that is one table below its caption."""
    text, blocks = "", []
    if caption:
        text = f"{caption}\n"
        blocks.append(Block(kind="paragraph", start=0, end=len(caption)))
    for number, row in enumerate(rows):
        start, cells = len(text), []
        for cell in row:
            cells.append((len(text), len(text) + len(cell)))
            text += f"{cell} | "
        text = text.removesuffix(" | ")
        kind = "table_header" if number < headers else "table_row"
        blocks.append(Block(kind=kind, start=start, end=len(text), cells=tuple(cells), position=Position(table=1)))
        text += "\n"
    source = Source(path="t.md", name="t.md", format="md", sha256="0" * 64, size_bytes=1)
    return Document(id="0" * 16, source=source, text=text, blocks=tuple(blocks), metadata=Metadata(title="表"))


def statements(document: Document) -> list[str]:
    return [cell.statement for cell in cells_between(document, 0, len(document.text))]


@pytest.mark.parametrize(
    ("rows", "headers", "caption", "read"),
    [
        ([("乡镇", "路灯（盏）", "公厕（座）"), ("白鹭镇", "246", "8")], 1, "", ["白鹭镇 路灯：246盏", "白鹭镇 公厕：8座"]),
        ([("乡镇", "资金"), ("白鹭镇", "52.4")], 1, "资金安排（单位：万元）", ["白鹭镇 资金：52.4万元"]),
        ([("指标", "单位", "2021年", "2022年"), ("危房", "户", "417", "358")], 1, "", ["危房 2021年：417户", "危房 2022年：358户"]),
        ([("序号", "乡镇", "户数（户）"), ("1", "白鹭镇", "268")], 1, "", ["白鹭镇 户数：268户"]),
        ([("序号", "单位", "户数（户）"), ("1", "县民政局", "268")], 1, "", ["县民政局 户数：268户"]),
        ([("事项", "单位", "电话"), ("低保", "县民政局", "0999-6623145")], 1, "", ["低保 单位：县民政局", "低保 电话：0999-6623145"]),
        ([("乡镇", "2022年", "2022年"), ("乡镇", "户数", "人数"), ("白鹭镇", "268", "803")], 2, "", ["白鹭镇 2022年 户数：268户", "白鹭镇 2022年 人数：803人"]),
        ([("乡镇", "", "合计"), ("乡镇", "户数"), ("白鹭镇", "268", "803")], 2, "", ["白鹭镇 户数：268户", "白鹭镇 合计：803"]),
        ([("指标", "数值", "单位"), ("危房", "417")], 1, "", ["危房 数值：417"]),
        ([("乡镇", "户数"), ("白鹭镇", ""), ("红石镇",), ("松坪乡", "7", "多")], 1, "", ["松坪乡 户数：7户", "松坪乡：多"]),
        ([("白鹭镇", "268")], 0, "", ["白鹭镇：268"]),
    ],
)  # fmt: skip
def test_a_cell_reads_with_its_label_header_and_unit(
    rows: list[tuple[str, ...]], headers: int, caption: str, read: list[str]
) -> None:
    assert statements(sheet(*rows, headers=headers, caption=caption)) == read


def test_only_rows_within_the_passage_are_read_but_the_header_is_known() -> None:
    document = sheet(("乡镇", "户数（户）"), ("白鹭镇", "268"), ("红石镇", "301"))
    start = document.text.index("红石镇")
    (cell,) = cells_between(document, start, len(document.text))
    assert cell.statement == "红石镇 户数：301户"
    assert document.text[cell.row_start : cell.row_end] == "红石镇 | 301"


def test_a_second_table_has_its_own_header() -> None:
    one, position = sheet(("乡镇", "户数（户）"), ("白鹭镇", "268")), Position(table=2)
    begins = len(one.text)
    row = Block(
        kind="table_row",
        start=begins,
        end=begins + 7,
        cells=((begins, begins + 3), (begins + 6, begins + 7)),
        position=position,
    )
    both = Document(
        id=one.id, source=one.source, text=one.text + "红石镇 | 5\n", blocks=(*one.blocks, row), metadata=one.metadata
    )
    assert statements(both) == ["白鹭镇 户数：268户", "红石镇：5"]


CELL = st.sampled_from(["", "户数（户）", "单位", "序号", "白鹭镇", "268", "5.2%", "县民政局", "户"])


@given(rows=st.lists(st.lists(CELL, max_size=4).map(tuple), min_size=1, max_size=5), headers=st.integers(0, 3))
def test_whatever_the_table_each_cell_quotes_its_own_row(rows: list[tuple[str, ...]], headers: int) -> None:
    document = sheet(*rows, headers=headers, caption="情况（单位：人）")
    for cell in cells_between(document, 0, len(document.text)):
        row = document.text[cell.row_start : cell.row_end]
        assert cell.value
        assert cell.value in row
        assert cell.label in row
        assert cell.measured.startswith(cell.value)
        assert cell.measured in cell.statement
