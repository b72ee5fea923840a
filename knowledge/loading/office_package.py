"""Office files of the newer kind (.docx, .pptx and the like): ZIP packages of XML parts, looked at before a parser opens them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from lzma import LZMAError

from knowledge.errors import LoadError

OLE = b"\xd0\xcf\x11\xe0"
"""How older office files begin, and newer ones with a password."""
UNPACKED_BYTES = 1_000_000_000
XML_BYTES = 150_000_000
"""Of all XML parts together: a thousand pages of text take about 30 MB, and a parsed part takes ten times its size."""
PARTS = 20_000
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)  # fmt: skip
_CONTENT_TYPES = "[Content_Types].xml"
_PLAIN_TYPES = (
    (b"application/vnd.ms-word.document.macroEnabled.main+xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    (b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    (b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    (b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
    (b"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
)  # fmt: skip
PACKAGE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    OSError,
)
"""What zipfile raises for damaged, encrypted and exotic archives."""


def plain_package(raw: bytes, name: str) -> bytes:
    """The package as the parsers know it: strict OOXML and files with macros turned into the common kind; else as it is.

    Raises:
        LoadError: it unpacks to too much.
        One of PACKAGE_ERRORS: it is no ZIP file, or a damaged one.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        _check_size(package, name)
        if not _is_uncommon(package):
            return raw
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as plain:
            for entry in package.infolist():
                plain.writestr(entry.filename, _common(entry.filename, package.read(entry)))
        return stream.getvalue()


def _check_size(package: zipfile.ZipFile, name: str) -> None:
    entries = package.infolist()
    if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise LoadError(
            f"{name} 解开后超过 1 GB，不像正常文档：请检查文件，或拆成几份。",
            f"{name} unpacks to more than 1 GB: check the file or split it.",
        )
    if sum(entry.file_size for entry in entries if _is_xml(entry.filename)) > XML_BYTES:
        raise LoadError(
            f"{name} 里的文字部分解开后超过 {XML_BYTES // 1_000_000} MB，不像正常文档：请检查文件，或拆成几份。",
            f"The text parts of {name} unpack to more than {XML_BYTES // 1_000_000} MB: check the file or split it.",
        )


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels"))


def _is_uncommon(package: zipfile.ZipFile) -> bool:
    types = package.read(_CONTENT_TYPES)
    relations = package.read("_rels/.rels")
    return any(uncommon in types for uncommon, _ in _PLAIN_TYPES) or b"http://purl.oclc.org/ooxml/" in relations


def _common(part: str, raw: bytes) -> bytes:
    if part == _CONTENT_TYPES:
        for uncommon, common in _PLAIN_TYPES:
            raw = raw.replace(uncommon, common)
    elif _is_xml(part):
        for strict, common in _STRICT:
            raw = raw.replace(strict, common)
    return raw
