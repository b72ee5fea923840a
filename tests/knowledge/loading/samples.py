"""Good files of each kind, for tests that break them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.knowledge.loading import books
from tests.knowledge.loading import ofds as ofd_file
from tests.knowledge.loading.pdfs import Picture, Words, pdf
from tests.knowledge.loading.words import BOX, document, level, numbered, paragraph

BODY = "全县累计识别监测对象1286户4166人，已消除风险970户。"
_LINES = (
    "临溪县2022年工作总结",
    "临民发〔2022〕12号",
    "各乡镇人民政府：",
    "一、基本情况",
    BODY,
    "（一）分镇情况",
    "1. 青禾镇12户。",
    "2. 白石镇15户。",
    "第三条 申请人应当提交身份证、户口簿和困难证明。",
    "附件：名单",
)


def plain() -> list[bytes]:
    """Texts in several encodings, one of them in a single line, one wrapped."""
    text = "\n".join(_LINES)
    wrapped = "\n".join(
        "全县累计识别监测对象一千二百八十六户四千一百六十六人已消除风险九百七十户其余" for _ in range(8)
    )
    one_line = "　　".join(_LINES * 2)
    return [
        text.encode(),
        text.encode("gb18030"),
        text.encode("utf-16"),
        text.encode("utf-16-le"),
        wrapped.encode(),
        one_line.encode(),
    ]


def markdown() -> list[bytes]:
    """Headings, a list, a table, a comment, marks."""
    table = "| 乡镇 | 户数 |\n|---|---:|\n| 青禾镇 | 12 |\n| 白石镇 | 15 |"
    text = f"# 总结\n\n<!-- 备注 -->\n{BODY}\n\n## 分镇\n\n{table}\n\n- 一项 **重点**\n1. [链接](http://x/y)\n\n副题\n---\n> 引文 `x`\n```\n码\n```\n"
    return [text.encode(), text.encode("gb18030")]


def pages() -> list[bytes]:
    """A web page with a table of merged cells, in two encodings."""
    page = (
        "<!DOCTYPE html><html><head><meta charset='{0}'><title>总结</title></head><body><nav>首页</nav><div class='share'>分享</div>"
        f"<article><h1>总结</h1><p>{BODY}<br>第二行</p><ul><li>甲<ol><li>乙</li></ol></li></ul>"
        "<table><caption>表1</caption><thead><tr><th rowspan='2'>乡镇</th><th colspan='2'>人数</th></tr><tr><th>男</th><th>女</th></tr></thead>"
        "<tr><td>青禾镇</td><td>12</td><td>15</td></tr></table><pre>原样</pre></article><footer>版权</footer></body></html>"
    )
    return [page.format("utf-8").encode(), page.format("gbk").encode("gb18030")]


def word() -> list[bytes]:
    """Everything that a .docx loader looks at."""
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    span, restart, on = "<w:gridSpan w:val='2'/>", "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    rows = (
        [cell.format(restart, "乡镇"), cell.format(span, "人数")],
        [cell.format(on, ""), cell.format("", "男"), cell.format("", "女")],
        [cell.format("", "青禾镇"), cell.format("", "12"), cell.format("", "15")],
    )
    table = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    noted = f"<w:r><w:t>{BODY}</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:ins w:id='9'><w:r><w:t>增</w:t></w:r></w:ins>"
    return [
        document(
            paragraph("工作总结", "<w:pStyle w:val='Heading1'/>"),
            numbered("监测情况"),
            paragraph(noted),
            numbered("分镇情况", 1),
            table,
            BOX.format(content=paragraph("框内"), anchor="框外"),
            f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>",
            levels=level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:lvlRestart w:val='1'/>"),
            numbers="<w:num w:numId='78'><w:abstractNumId w:val='77'/></w:num>",
            parts={"footnotes": f"<w:footnote w:id='2'>{paragraph('注文。')}</w:footnote>"},
        )
    ]


def old_word() -> list[bytes]:
    """Files of other kinds with the suffix of an old one."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(900)
    return [*word(), *pages(), *plain()[:2], *pdfs()[:1], ole, b"{\\rtf1 x}"]


def slides() -> list[bytes]:
    """Titles, text, a table, a group, notes."""
    from tests.knowledge.loading.test_slides import sample

    return [sample()]


def pdfs() -> list[bytes]:
    """Text, a table's columns, a page that is a picture."""
    text = [Words(60, 60 + 20 * n, line) for n, line in enumerate(_LINES)]
    rows = [Words(x, 400 + 20 * y, f"{x}户") for y in range(4) for x in (60, 200, 340)]
    return [pdf([[*text, *rows], text[:4]]), pdf([text, Picture()])]


_SHEET = books.Sheet(
    rows=[
        ["2022年各乡镇监测对象统计表"],
        ["单位：户、人"],
        ["乡镇", "监测对象", None, "占比"],
        [None, "户数", "人数", None],
        ["青禾镇", 12, 40, 0.905],
        ["白石镇", 15, 51, 0.5],
        ["合计", 27, 91, None],
        ["注：截至12月底。"],
    ],
    merged=["A1:D1", "A3:A4", "B3:C3", "D3:D4"],
    formats={"D5": "0.0%", "D6": "0.0%"},
)


def workbooks() -> list[bytes]:
    """A sheet with a title, header rows, merged areas and formats, and an empty one."""
    return [_saved(books.xlsx, "a.xlsx")]


def old_workbooks() -> list[bytes]:
    """The same in the older form, and files of other kinds with its suffix."""
    return [_saved(books.xls, "a.xls"), *workbooks(), *pages()[:1]]


def _saved(write: Callable[[Path, dict[str, books.Sheet]], Path], name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write(Path(folder) / name, {"2022年": _SHEET, "空": books.Sheet(rows=[["无"]])}).read_bytes()


def delimited() -> list[bytes]:
    """Quoted cells, another delimiter, two encodings."""
    text = '乡镇,户数,备注\n青禾镇,12,"有，逗号\n和换行"\n白石镇,15,\n'
    return [text.encode("utf-8-sig"), text.encode("gb18030"), text.replace(",", "\t").encode()]


def ofds() -> list[bytes]:
    """Text with offsets, a table's lines, a page without text."""
    text = [ofd_file.Text(20, 20 + 10 * n, line, 4) for n, line in enumerate(_LINES)]
    return [ofd_file.ofd([text, []])]


def pictures() -> list[bytes]:
    """Pictures without text, so that what is broken is the file and no time goes into reading it."""
    return [_picture(form) for form in ("PNG", "JPEG", "TIFF", "BMP", "WEBP")]


def _picture(form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(stream, form)
    return stream.getvalue()


def archives() -> list[bytes]:
    """Documents of several kinds, one archive within another."""
    inner = _zipped({"内.txt": BODY.encode(), "深.zip": _zipped({"深.txt": b"x"})})
    return [
        _zipped({"1.通知.txt": plain()[1], "资料/2.总结.md": markdown()[0], "内.zip": inner, "3.xyz": b"x"}),
        _zipped({"a.docx": word()[0], "b.pdf": pdfs()[0], "c.htm": pages()[0]}),
    ]


def _zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()
