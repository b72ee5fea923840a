"""Word-processor files."""

import io
import zipfile

import docx
import pytest

from knowledge.errors import LoadError
from knowledge.loading.pieces import Parsed
from knowledge.loading.word import load_docx


def saved(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sample() -> Parsed:
    document = docx.Document()
    document.add_paragraph("村务手册", style="Title")
    document.add_paragraph("第一章 上任", style="Heading 1")
    document.add_paragraph("一、交接清楚")
    document.add_paragraph("七日内\u00a0完成交接。\n逐项签字。")
    document.add_paragraph("公章", style="List Bullet")
    table = document.add_table(rows=5, cols=3)
    for row, texts in enumerate(
        [["表1 补贴", "", ""], ["乡镇", "人数", ""], ["", "男", "女"], ["青禾镇", "12", "15"], ["合计", "", "27"]]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(1, 1).merge(table.cell(1, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("表后说明。")
    return load_docx(saved(document), "手册.docx")


def test_pieces_in_reading_order() -> None:
    assert [(piece.kind, piece.text) for piece in sample().pieces] == [
        ("heading", "村务手册"),
        ("heading", "第一章 上任"),
        ("heading", "一、交接清楚"),
        ("paragraph", "七日内 完成交接。"),
        ("paragraph", "逐项签字。"),
        ("list_item", "公章"),
        ("paragraph", "表1 补贴"),
        ("table_header", "乡镇 | 人数 | 人数"),
        ("table_header", "乡镇 | 男 | 女"),
        ("table_row", "青禾镇 | 12 | 15"),
        ("table_row", "合计 |  | 27"),
        ("paragraph", "表后说明。"),
    ]


def test_levels_and_positions() -> None:
    pieces = sample().pieces
    levels = [piece.level for piece in pieces[:3]]
    assert levels == sorted(set(levels))
    assert [piece.position.paragraph for piece in pieces[:6]] == [1, 2, 3, 4, 4, 5]
    assert [(piece.position.table, piece.position.row) for piece in pieces[6:11]] == [(1, row) for row in range(1, 6)]


def test_without_heading_styles_the_first_line_is_the_title() -> None:
    document = docx.Document()
    for line in ("青禾镇2022年工作总结", "全年新增就业120人。"):
        document.add_paragraph(line)
    assert [piece.kind for piece in load_docx(saved(document), "a.docx").pieces] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"PK\x03\x04 broken", "损坏"),
        ("这不是文档".encode(), "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
    ],
)
def test_damaged_and_protected_files(raw: bytes, says: str) -> None:
    with pytest.raises(LoadError, match=says):
        load_docx(raw, "坏.docx")


def test_a_zip_that_is_no_document_and_a_truncated_one() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    for raw in (stream.getvalue(), saved(docx.Document())[:-4000]):
        with pytest.raises(LoadError, match="损坏"):
            load_docx(raw, "坏.docx")
