"""Office files by what they are, not by what they are called: many a .doc is a .docx, a web page or plain text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NoReturn

from knowledge.errors import LoadError
from knowledge.loading.libreoffice import converted
from knowledge.loading.office_package import OLE
from knowledge.loading.pdf import load_pdf
from knowledge.loading.pieces import Parsed
from knowledge.loading.plain import load_text
from knowledge.loading.slides import load_pptx
from knowledge.loading.web import load_html
from knowledge.loading.word import damaged, load_docx

_ZIP = b"PK\x03\x04"
_RTF = b"{\\rtf"
_PDF = b"%PDF-"
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|meta|table|div|p)\b", re.IGNORECASE)
_WORD_XML = re.compile(rb"<w:wordDocument|<pkg:package|progid=\"Word\.Document\"")
_MHTML = re.compile(rb"\s*(?:MIME-Version|From|Content-Type|Date|Subject)\s*:", re.IGNORECASE)
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEETS = "xl/workbook"
_SLIDES = "ppt/presentation.xml"
_SLIDES_OLE = "PowerPoint Document".encode("utf-16-le")
_WORD_OLE = "WordDocument".encode("utf-16-le")
_SHEETS_OLE = "Workbook".encode("utf-16-le")
_SNIFFED_BYTES = 4096


def load_word(raw: bytes, name: str) -> Parsed:
    """Read a word-processor file of any generation: .docx, .docm, .doc, .wps, .rtf.

    Raises:
        LoadError: it is protected, damaged, or needs LibreOffice where there is none.
    """
    head = raw[:_SNIFFED_BYTES]
    if raw.startswith(_ZIP):
        return _load_package(raw, name)
    if raw.startswith(OLE):
        return _load_ole(raw, name)
    if head.lstrip().startswith(_RTF):
        return load_docx(converted(raw, ".rtf", "docx", name), name)
    if raw.startswith(_PDF):
        return load_pdf(raw, name)
    if _WORD_XML.search(head):
        return load_docx(converted(raw, ".xml", "docx", name), name)
    if _HTML.match(head):
        return load_html(raw, name)
    if raw.startswith(b"PK") or _MHTML.match(head) or name.lower().endswith((".docx", ".docm")):
        raise damaged(name)
    return _load_text(raw, name)


def load_slides(raw: bytes, name: str) -> Parsed:
    """Read a presentation: .pptx, .pptm, .ppt, .dps.

    Raises:
        LoadError: it is protected, damaged, or needs LibreOffice where there is none.
    """
    if not raw.startswith(OLE):
        return load_pptx(raw, name)
    _refuse_locked(raw, name)
    return load_pptx(converted(raw, ".ppt", "pptx", name), name)


def refuse_archive(raw: bytes, name: str) -> NoReturn:
    """Say what to do with an archive that isn't read: .rar, .7z."""
    raise LoadError(
        f"{name} 是压缩包，这种格式读不了：请先解压，再把里面的文件（或压成 .zip）导入。",
        f"{name} is an archive of a kind that isn't read: unpack it and add the files, or a .zip of them.",
    )


def _load_package(raw: bytes, name: str) -> Parsed:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, IndexError) as exc:
        raise damaged(name) from exc
    if _SLIDES in parts:
        return load_pptx(raw, name)
    if any(part.startswith(_SHEETS) for part in parts):
        _refuse_kind(name, "表格", "a workbook", ".xlsx")
    return load_docx(raw, name)


def _load_ole(raw: bytes, name: str) -> Parsed:
    _refuse_locked(raw, name)
    if _SLIDES_OLE in raw:
        return load_slides(raw, name)
    if _SHEETS_OLE in raw and _WORD_OLE not in raw:
        _refuse_kind(name, "表格", "a workbook", ".xls")
    suffix = ".doc" if _WORD_OLE in raw else ".wps"
    return load_docx(converted(raw, suffix, "docx", name), name)


def _load_text(raw: bytes, name: str) -> Parsed:
    try:
        return load_text(raw, name)
    except LoadError as exc:
        raise damaged(name) from exc


def _refuse_locked(raw: bytes, name: str) -> None:
    if _LOCKED in raw:
        raise LoadError(
            f"{name} 加了密码，打不开：请用 Word、WPS 打开，去掉密码另存后重新导入。",
            f"{name} is protected by a password: save it without one and add it again.",
        )


def _refuse_kind(name: str, chinese: str, english: str, suffix: str) -> NoReturn:
    raise LoadError(
        f"{name} 其实是{chinese}，后缀不对：请把后缀改成 {suffix} 后重新导入。",
        f"{name} is {english} in truth: rename it to {suffix} and add it again.",
    )
