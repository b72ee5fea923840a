"""What word-processor files hold beside plain paragraphs: lists' own numbers, boxes, notes, tracked changes, merged cells."""

from __future__ import annotations

import pytest

from knowledge.errors import LoadError
from knowledge.loading import office_package
from knowledge.loading.numbering import chinese, numeral
from knowledge.loading.word import load_docx
from tests.knowledge.loading.words import BOX, document, level, numbered, paragraph, repacked

OUTLINE = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
)
CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


def lines(raw: bytes) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in load_docx(raw, "a.docx").pieces]


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def cell(text: str, *, span: int = 1, merge: str = "") -> str:
    more = f"<w:gridSpan w:val='{span}'/>" if span > 1 else ""
    more += {"": "", "restart": "<w:vMerge w:val='restart'/>", "on": "<w:vMerge/>"}[merge]
    return CELL.format(more, text)


def test_numbers_that_lists_write_are_part_of_the_text() -> None:
    body = [
        paragraph("工作方案", "<w:pStyle w:val='Title'/>"),
        numbered("工作目标"),
        numbered("总体目标", 1),
        paragraph("今年完成改造120户，工作经费由县财政安排。"),
        numbered("按户建档，逐户核实。", 2),
        numbered("按月更新，逐级上报。", 2),
        numbered("分级", 3),
        numbered("年度目标", 1),
        paragraph("年内改造60户。"),
        numbered("保障措施"),
        paragraph("县乡两级负责。"),
        numbered("再次从一开始。", 2),
    ]
    assert lines(document(*body, levels=OUTLINE)) == [
        ("heading", "工作方案"),
        ("heading", "一、工作目标"),
        ("heading", "（一）总体目标"),
        ("paragraph", "今年完成改造120户，工作经费由县财政安排。"),
        ("list_item", "1. 按户建档，逐户核实。"),
        ("list_item", "2. 按月更新，逐级上报。"),
        ("list_item", "1.2.1 分级"),
        ("heading", "（二）年度目标"),
        ("paragraph", "年内改造60户。"),
        ("heading", "二、保障措施"),
        ("paragraph", "县乡两级负责。"),
        ("list_item", "1. 再次从一开始。"),
    ]


def test_articles_are_numbered_by_their_style_and_a_second_list_goes_on_or_begins_again() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Article'><w:name w:val='条'/><w:pPr><w:numPr><w:numId w:val='77'/>"
        "</w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Sub'><w:name w:val='条下'/><w:basedOn w:val='Article'/></w:style>"
    )
    body = [
        *(paragraph(f"{text}的，可以申请救助。", "<w:pStyle w:val='Article'/>") for text in "甲乙"),
        paragraph("丙的，由乡镇受理。", "<w:pStyle w:val='Sub'/>"),
        numbered("续编。", number=78),
        numbered("另起。", number=79),
        paragraph("不编号。", "<w:pStyle w:val='Article'/><w:numPr><w:numId w:val='0'/></w:numPr>"),
    ]
    numbers = (
        "<w:num w:numId='78'><w:abstractNumId w:val='77'/></w:num><w:num w:numId='79'><w:abstractNumId w:val='77'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
    )
    levels = level(0, "chineseCountingThousand", "第%1条", "<w:pStyle w:val='Article'/>")
    found = [text for _, text in lines(document(*body, levels=levels, numbers=numbers, styles=styles))]
    assert found == [
        "第一条 甲的，可以申请救助。",
        "第二条 乙的，可以申请救助。",
        "第三条 丙的，由乡镇受理。",
        "第四条 续编。",
        "第一条 另起。",
        "不编号。",
    ]


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        (3, "decimal", "3"),
        (3, "no-such-format", "3"),
        (7, "decimalZero", "07"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (20, "chineseCounting", "二十"),
        (103, "chineseCountingThousand", "一百零三"),
        (2, "chineseLegalSimplified", "贰"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (12, "decimalFullWidth", "１２"),
        (12, "ideographDigital", "一二"),
    ],
)
def test_formats_of_numbers(value: int, style: str, written: str) -> None:
    assert numeral(value, style) == written


def test_chinese_numbers_read_back() -> None:
    from knowledge.numerals import numeral_value

    assert all(numeral_value(chinese(value)) == value for value in range(1, 10_000))
    assert [chinese(value) for value in (10, 15, 110, 1001, 1010)] == [
        "十",
        "十五",
        "一百一十",
        "一千零一",
        "一千零一十",
    ]


def test_text_boxes_count_once_and_follow_their_paragraph() -> None:
    box = BOX.format(content=paragraph("框内第一行。") + paragraph("框内第二行。"), anchor="框外的话。")
    pieces = load_docx(document(paragraph("前文，说明事由。"), box, paragraph("后文，说明办法。")), "a.docx").pieces
    assert [piece.text for piece in pieces] == [
        "前文，说明事由。",
        "框外的话。",
        "框内第一行。",
        "框内第二行。",
        "后文，说明办法。",
    ]
    assert [piece.position.paragraph for piece in pieces] == [1, 2, 2, 2, 3]


def test_footnotes_and_endnotes_follow_their_paragraph() -> None:
    noted = paragraph(
        "<w:r><w:t>户均补助500元</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r>"
        "<w:r><w:endnoteReference w:id='1'/></w:r>"
    )
    parts = {
        "footnotes": "<w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>"
        f"<w:footnote w:id='2'>{paragraph('按户籍人口计算。')}{paragraph('不含分散供养。')}</w:footnote>",
        "endnotes": f"<w:endnote w:id='1'>{paragraph('数据来自县民政局。')}</w:endnote>",
    }
    found = lines(document(paragraph("一份说明。"), noted, paragraph("完。"), parts=parts))
    assert [text for _, text in found] == [
        "一份说明。",
        "户均补助500元。",
        "按户籍人口计算。不含分散供养。",
        "数据来自县民政局。",
        "完。",
    ]


def test_tracked_changes_are_accepted_and_said_and_hidden_text_and_comments_are_left_out() -> None:
    changed = paragraph(
        "<w:r><w:t>每户补助</w:t></w:r><w:del w:id='1'><w:r><w:delText>300</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>500</w:t></w:r></w:ins><w:r><w:t>元</w:t></w:r>"
        "<w:moveFrom w:id='3'><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:moveTo w:id='4'><w:r><w:t>，按年发放</w:t></w:r></w:moveTo>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:commentReference w:id='1'/></w:r><w:r><w:t>。</w:t></w:r>"
    )
    table = f"<w:tbl>{row(cell('甲'), cell('乙'))}<w:tr><w:trPr><w:del w:id='5'/></w:trPr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    parsed = load_docx(document(changed, table), "a.docx")
    assert [piece.text for piece in parsed.pieces] == ["每户补助500元，按年发放。", "甲 | 乙"]
    assert len(parsed.warnings) == 1
    assert "修订" in parsed.warnings[0]
    assert load_docx(document(paragraph("没有修订。")), "a.docx").warnings == ()


def test_merged_and_nested_tables() -> None:
    inner = f"<w:tbl>{row(cell('内甲'), cell('内乙'))}{row(cell('1'), cell('2'))}</w:tbl>"
    nested = f"<w:tc><w:p><w:r><w:t>见内表</w:t></w:r></w:p>{inner}<w:p/></w:tc>"
    table = "<w:tbl>" + "".join(
        [
            row(cell("乡镇", merge="restart"), cell("人数", span=2)),
            row(cell("", merge="on"), cell("男"), cell("女")),
            row(cell("青禾镇", merge="restart"), cell("12"), cell("15")),
            row(cell("", merge="on"), cell("3"), nested),
            "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("合计") + "</w:tr>",
        ]
    )
    pieces = load_docx(document(table + "</w:tbl>"), "a.docx").pieces
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("table_header", "乡镇 | 人数 | 人数"),
        ("table_header", "乡镇 | 男 | 女"),
        ("table_row", "青禾镇 | 12 | 15"),
        ("table_row", "青禾镇 | 3 | 见内表"),
        ("table_row", " | 合计 | "),
        ("table_header", "内甲 | 内乙"),
        ("table_row", "1 | 2"),
    ]
    assert [piece.position.table for piece in pieces] == [1] * 5 + [2] * 2


def test_a_column_that_the_list_numbers_and_a_frame_of_one_cell() -> None:
    number = f"<w:tc>{numbered('')}</w:tc>"
    table = f"<w:tbl>{row(cell('序号'), cell('姓名'))}{row(number, cell('张三'))}{row(number, cell('李四'))}</w:tbl>"
    frame = f"<w:tbl>{row('<w:tc>' + paragraph('框住的一句话。') + paragraph('第二句话。') + '</w:tc>')}</w:tbl>"
    assert lines(document(table, frame, levels=level(0, "decimal", "%1"))) == [
        ("table_header", "序号 | 姓名"),
        ("table_row", "1 | 张三"),
        ("table_row", "2 | 李四"),
        ("paragraph", "框住的一句话。"),
        ("paragraph", "第二句话。"),
    ]


def test_content_controls_are_read_and_the_table_of_contents_is_not() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件里的正文。')}</w:sdtContent></w:sdt>"
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('目录 1')}</w:sdtContent></w:sdt>"
    )
    styles = "<w:style w:type='paragraph' w:styleId='T1'><w:name w:val='toc 1'/></w:style>"
    entry = paragraph("第一章 总则 1", "<w:pStyle w:val='T1'/>")
    found = lines(document(paragraph("标题行"), contents, entry, control, paragraph("末段。"), styles=styles))
    assert [text for _, text in found] == ["标题行", "控件里的正文。", "末段。"]


def test_strict_files_and_files_with_macros_read_like_others() -> None:
    raw = document(paragraph("题目"), numbered("同一句话。"), levels=OUTLINE)

    def strict(part: str, content: bytes) -> bytes:
        content = content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        return content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )

    def macros(part: str, content: bytes) -> bytes:
        return content.replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        )

    assert lines(repacked(raw, strict)) == lines(repacked(raw, macros)) == lines(raw)


def test_bombs_in_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = document(paragraph("正文。"))
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + b"h" * 50_000 + b'">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8)
    ) + b"]>"  # fmt: skip

    def with_entities(part: str, content: bytes) -> bytes:
        if part != "word/document.xml":
            return content
        body = content.split(b"?>", 1)[1]
        return laughs + body.replace("正文。".encode(), b"&i;")

    try:
        assert all(len(piece.text) < 100 for piece in load_docx(repacked(raw, with_entities), "a.docx").pieces)
    except LoadError as exc:
        assert "损坏" in exc.chinese
    monkeypatch.setattr(office_package, "XML_BYTES", 20_000)
    with pytest.raises(LoadError, match="文字部分"):
        load_docx(raw, "a.docx")
    monkeypatch.setattr(office_package, "UNPACKED_BYTES", 20_000)
    with pytest.raises(LoadError, match="1 GB"):
        load_docx(raw, "a.docx")
