"""Office files by what they are, and old ones through LibreOffice: tests that need it are skipped where it isn't installed."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from pathlib import Path

import pytest

from knowledge.errors import LoadError
from knowledge.loading import libreoffice, load
from knowledge.loading.libreoffice import converted, installed
from knowledge.loading.office_files import load_slides, load_word
from knowledge.loading.pieces import Parsed
from tests.knowledge.loading.pdfs import Words, pdf
from tests.knowledge.loading.test_slides import sample as slides
from tests.knowledge.loading.words import document, level, numbered, paragraph

needs_libreoffice = pytest.mark.skipif(
    installed() is None, reason="LibreOffice isn't installed: .doc, .wps and .rtf are not tried"
)
BODY = "全县累计识别监测对象1286户4166人，已消除风险970户。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def report() -> bytes:
    """A .docx file with a list that numbers itself and a table with a merged cell."""
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = [["乡镇", "男", "女"], ["青禾镇", "12", "15"]]
    table = "".join(f"<w:tr>{''.join(cell.format('', text) for text in row)}</w:tr>" for row in rows)
    total = cell.format("", "合计") + cell.format("<w:gridSpan w:val='2'/>", "27")
    grid = "<w:tblPr><w:tblW w:w='6000'/></w:tblPr><w:tblGrid>" + "<w:gridCol w:w='2000'/>" * 3 + "</w:tblGrid>"
    return document(
        paragraph("工作总结", "<w:pStyle w:val='Heading1'/>"),
        numbered("监测情况"),
        paragraph(BODY),
        numbered("分镇情况"),
        f"<w:tbl>{grid}{table}<w:tr>{total}</w:tr></w:tbl>",
        paragraph("以上为全县情况。"),
        levels=level(0, "chineseCountingThousand", "%1、"),
    )


READ = [
    ("heading", "工作总结"),
    ("heading", "一、监测情况"),
    ("paragraph", BODY),
    ("heading", "二、分镇情况"),
    ("table_header", "乡镇 | 男 | 女"),
    ("table_row", "青禾镇 | 12 | 15"),
    ("table_row", "合计 | 27 | 27"),
    ("paragraph", "以上为全县情况。"),
]


@pytest.fixture(scope="module")
def old_report() -> bytes:
    """A genuine .doc: LibreOffice writes the binary format of Word 97."""
    return converted(report(), ".docx", "doc", "工作总结.docx")


def texts(parsed: Parsed) -> list[str]:
    return [piece.text for piece in parsed.pieces]


def test_what_it_is_counts_not_what_it_is_called() -> None:
    assert BODY in texts(load_word(report(), "a.doc"))
    assert "防返贫监测" in texts(load_word(slides(), "a.wps"))
    assert texts(load_word(pdf([[Words(60, 60, BODY)]]), "a.doc")) == [BODY]
    assert BODY in texts(load_word(f"<html><body><p>{BODY}</p></body></html>".encode("gb18030"), "a.doc"))
    assert texts(load_word(BODY.encode("gb18030"), "a.wps")) == [BODY]


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.ppt", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), "表格.*xls"),
        ("a.doc", b"PK\x03\x04 broken", "损坏"),
        ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "损坏"),
        ("a.docx", "这不是文档".encode(), "损坏"),
        ("a.doc", bytes(range(256)), "损坏"),
    ],
)
def test_files_that_cannot_be_read_say_why(name: str, raw: bytes, says: str) -> None:
    with pytest.raises(LoadError, match=says) as failure:
        (load_slides if name.endswith("ppt") else load_word)(raw, name)
    assert name in failure.value.english


def test_archives_that_are_not_read_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "附件.rar").write_bytes(b"Rar!\x1a\x07\x00")
    with pytest.raises(LoadError, match="解压"):
        load(tmp_path / "附件.rar")


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(libreoffice, "_PLACES", ())
    for name, advice in (("a.doc", "LibreOffice.*docx"), ("a.wps", "docx"), ("a.ppt", "pptx")):
        with pytest.raises(LoadError, match=advice):
            (load_slides if name.endswith("ppt") else load_word)(OLE, name)


@needs_libreoffice
def test_a_genuine_old_file_reads_like_the_new_one(old_report: bytes) -> None:
    assert old_report.startswith(OLE[:8])
    assert [(piece.kind, piece.text) for piece in load_word(report(), "工作总结.docx").pieces] == READ
    assert [(piece.kind, piece.text) for piece in load_word(old_report, "工作总结.wps").pieces] == READ


@needs_libreoffice
def test_rich_text() -> None:
    rich = "{\\rtf1\\ansi " + "".join(f"\\u{ord(c)}?" for c in BODY) + "\\par}"
    assert BODY in texts(load_word(rich.encode(), "a.rtf"))


@needs_libreoffice
def test_links_are_not_followed() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        page = f'<html><body><img src="http://127.0.0.1:{server.getsockname()[1]}/x.png"><p>x</p></body></html>'
        assert converted(page.encode(), ".html", "odt", "a.html")
        with pytest.raises(TimeoutError):
            server.accept()


@needs_libreoffice
def test_a_damaged_old_file(old_report: bytes) -> None:
    with pytest.raises(LoadError, match="LibreOffice"):
        load_word(old_report[:600] + bytes(2000), "a.doc")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")
def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "alive"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n(while :; do date > {marker}; sleep 0.1; done) &\nwait\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(libreoffice, "START_S", 0.5)
    before = threading.active_count()
    with pytest.raises(LoadError, match="超过"):
        load_word(OLE, "a.doc")
    marker.unlink(missing_ok=True)
    time.sleep(0.5)
    assert not marker.exists()
    assert threading.active_count() == before
