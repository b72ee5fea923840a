"""Markdown files."""

from knowledge.loading.markdown import load_markdown
from knowledge.loading.pieces import Parsed

FILE = """# 临溪县救助指南

<!-- 内部备注
不公开 -->
## 第一章 总则

第一条 **低保**对象为*困难家庭*，见[附件](a.html)；2*3*4 不变，5 ** 6 不变。

- 身份证
* 户口簿
1. 申请书

| 乡镇 | 户数 |
|:-----|-----:|
| 青禾镇 | 218 |
| 石桥\\|镇 |  |

---
> 引文一句。

附则
===
"""


def parsed(text: str) -> Parsed:
    return load_markdown(text.encode(), "a.md")


def test_pieces() -> None:
    pieces = parsed(FILE).pieces
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("heading", "临溪县救助指南"),
        ("heading", "第一章 总则"),
        ("paragraph", "第一条 低保对象为困难家庭，见附件；2*3*4 不变，5 ** 6 不变。"),
        ("list_item", "- 身份证"),
        ("list_item", "* 户口簿"),
        ("list_item", "1. 申请书"),
        ("table_header", "| 乡镇 | 户数 |"),
        ("table_row", "| 青禾镇 | 218 |"),
        ("table_row", "| 石桥\\|镇 |  |"),
        ("paragraph", "引文一句。"),
        ("heading", "附则"),
    ]
    assert [piece.level for piece in pieces if piece.kind == "heading"] == [1, 2, 1]


def test_lines_count_from_one_with_comments() -> None:
    pieces = parsed(FILE).pieces
    assert [piece.position.line for piece in pieces[:3]] == [1, 5, 7]
    row = next(piece for piece in pieces if piece.kind == "table_row")
    assert (row.position.line, row.position.table, row.position.row) == (15, 1, 2)


def test_cells_are_the_rows_words() -> None:
    rows = [piece for piece in parsed(FILE).pieces if piece.cells]
    assert [[row.text[left:right] for left, right in row.cells] for row in rows] == [
        ["乡镇", "户数"],
        ["青禾镇", "218"],
        ["石桥\\|镇", ""],
    ]


def test_a_row_without_outer_pipes() -> None:
    rows = [piece for piece in parsed("乡镇 | 户数\n---|---\n青禾镇 | 218").pieces if piece.cells]
    assert [[row.text[left:right] for left, right in row.cells] for row in rows] == [
        ["乡镇", "户数"],
        ["青禾镇", "218"],
    ]


def test_every_paragraph_keeps_its_line() -> None:
    assert [piece.text for piece in parsed("第一段。\n第二段。\n\n第三段。").pieces] == [
        "第一段。",
        "第二段。",
        "第三段。",
    ]
