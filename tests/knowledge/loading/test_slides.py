"""Presentations."""

from __future__ import annotations

import io

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from knowledge.errors import LoadError
from knowledge.loading.slides import load_pptx
from tests.knowledge.loading.words import repacked

BLANK, TITLED = 6, 1


def saved(presentation: pptx.presentation.Presentation) -> bytes:
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def sample() -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLED])
    slide.shapes.title.text = "防返贫\v监测"
    slide.placeholders[1].text = "全县监测对象1286户。\n每月排查一次。"
    slide.notes_slide.notes_text_frame.text = "这里举青禾镇的例子。"
    second = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    low = second.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    low.text_frame.text = "表后说明。"
    group = second.shapes.add_group_shape()
    high = group.shapes.add_textbox(Inches(1), Inches(0.2), Inches(3), Inches(1))
    high.text_frame.text = "一、帮扶成效"
    table = second.shapes.add_table(4, 3, Inches(1), Inches(2), Inches(5), Inches(2)).table
    for y, texts in enumerate([["乡镇", "人数", ""], ["", "男", "女"], ["青禾镇", "12", "15"], ["合计", "", "27"]]):
        for x, text in enumerate(texts):
            table.cell(y, x).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    return saved(presentation)


def test_titles_text_tables_and_notes_in_the_order_of_the_page() -> None:
    pieces = load_pptx(sample(), "课件.pptx").pieces
    assert [(piece.kind, piece.text, piece.position.page) for piece in pieces] == [
        ("heading", "防返贫监测", 1),
        ("paragraph", "全县监测对象1286户。", 1),
        ("paragraph", "每月排查一次。", 1),
        ("paragraph", "这里举青禾镇的例子。", 1),
        ("heading", "一、帮扶成效", 2),
        ("table_header", "乡镇 | 人数 | 人数", 2),
        ("table_header", "乡镇 | 男 | 女", 2),
        ("table_row", "青禾镇 | 12 | 15", 2),
        ("table_row", "合计 |  | 27", 2),
        ("paragraph", "表后说明。", 2),
    ]
    assert [(piece.position.table, piece.position.row) for piece in pieces[5:9]] == [(1, row) for row in range(1, 5)]


def test_what_is_not_read_is_said() -> None:
    presentation = pptx.Presentation()
    charted = presentation.slides.add_slide(presentation.slide_layouts[TITLED])
    charted.shapes.title.text = "增收情况"
    numbers = CategoryChartData()
    numbers.categories = ["甲", "乙"]
    numbers.add_series("户", (1, 2))
    charted.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), numbers)
    pictured = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    pictured.shapes.add_picture(io.BytesIO(_png()), 0, 0)
    pictured.element.set("show", "0")
    parsed = load_pptx(saved(presentation), "a.pptx")
    assert [piece.text for piece in parsed.pieces if piece.text] == ["增收情况"]
    assert [warning[:6] for warning in parsed.warnings] == ["第 1 页有", "第 2 页只", "第 2 页在"]


def _png() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (8, 8), 128).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("raw", [b"PK\x03\x04 broken", "不是演示文稿".encode(), sample()[:-3000]])
def test_damaged_files(raw: bytes) -> None:
    with pytest.raises(LoadError, match="损坏"):
        load_pptx(raw, "坏.pptx")


def test_a_part_that_is_no_xml() -> None:
    raw = repacked(sample(), lambda part, content: b"<x" if part.endswith("slide2.xml") else content)
    with pytest.raises(LoadError, match="损坏"):
        load_pptx(raw, "坏.pptx")
