"""A sheet as DOCX."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bot.training.sheets import Sheet

_FONT, _TITLE_PT, _TEXT_PT, _SMALL_PT = "宋体", 18, 11, 9


def docx_of(sheet: Sheet, *, with_key: bool) -> bytes:
    """The sheet as a DOCX file; with the key, it stands after all questions on a page of its own."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_TEXT_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
    document.core_properties.title = sheet.title
    _line(document, sheet.title, size_pt=_TITLE_PT, bold=True)
    _line(document, sheet.note, size_pt=_SMALL_PT)
    _line(document, "姓名：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿＿＿　　得分：＿＿＿＿＿＿")
    for head, items in sheet.sections:
        _line(document, head, bold=True)
        for item in items:
            _line(document, item.question)
            for line in item.lines:
                _line(document, line, indent_cm=0.8)
    if with_key:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _line(document, "参考答案与出处", size_pt=_TITLE_PT, bold=True)
        for head, items in sheet.sections:
            _line(document, head, bold=True)
            for item in items:
                number = item.question.partition(" ")[0]
                _line(document, f"{number} {item.key}")
                _line(document, item.explanation, size_pt=_SMALL_PT, indent_cm=0.8)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _line(document: DocxDocument, text: str, *, size_pt: int = 0, bold: bool = False, indent_cm: float = 0) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.paragraph_format.left_indent = Cm(indent_cm)
    run = paragraph.add_run(text)
    run.bold = bold
    if size_pt:
        run.font.size = Pt(size_pt)
