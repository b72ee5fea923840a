"""The zip of files that an OFD file is: bounded, unencrypted, its XML read without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from lxml import etree

from knowledge.errors import LoadError

Element = Any
"""An lxml element; lxml has no types of its own."""
_UNPACKED_BYTES = 1_000_000_000
_XML_BYTES = 60_000_000


class Package:
    """The files inside an OFD file, by the paths that its XML names."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(raw))
        entries = self._archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise LoadError(
                f"{name} 加密了，打不开：请用密码打开后，另存为不加密的 OFD 或 PDF 再导入。",
                f"{name} is encrypted: open it with its password, save it without encryption and add it again.",
            )
        if sum(entry.file_size for entry in entries) > _UNPACKED_BYTES:
            raise LoadError(
                f"{name} 解开后超过 1 GB，不像正常文档：请检查文件，或拆成几份。",
                f"{name} unpacks to more than 1 GB: check the file or split it.",
            )
        self._entries = {entry.filename.replace("\\", "/").strip("/").lower(): entry for entry in entries}

    def read(self, path: str) -> bytes:
        """A file's bytes; KeyError where it isn't in the package."""
        return self._archive.read(self._entries[path.lower()])

    def xml(self, path: str) -> Element:
        """A file's root element. Entities aren't resolved and nothing is fetched."""
        if self._entries[path.lower()].file_size > _XML_BYTES:
            raise ValueError(path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        return etree.fromstring(self.read(path), parser)

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._entries


def beside(path: str, named: str) -> str:
    """The path that a file at `path` names: from the package's root where it begins with a slash."""
    named = named.strip().replace("\\", "/")
    whole = named if named.startswith("/") else posixpath.join(posixpath.dirname(path), named)
    return posixpath.normpath("/" + whole).strip("/")
