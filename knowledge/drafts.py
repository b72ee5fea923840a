"""Documents that an ingest has read but not yet published, one file each: what took minutes to read isn't read again after a kill."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from knowledge.errors import PublishError
from knowledge.types import Document

_DOCUMENT = TypeAdapter(Document)


class Drafts:
    """The folder of drafts, for one recipe; what another recipe read is deleted."""

    def __init__(self, folder: Path, recipe: str) -> None:
        self._top = folder
        self._folder = folder / recipe

    def prepare(self) -> None:
        """Make the folder and delete what another version of the program left; PublishError where it can't be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for other in self._top.iterdir():
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)
        except OSError as exc:
            raise PublishError(
                f"不能写入 {self._top}（{exc.strerror}）。请检查权限和磁盘空间，或用 --index 换一个目录。",
                f"The folder {self._top} can't be written ({exc.strerror}). Check rights and disk space, or choose another with --index.",
            ) from exc

    def place(self, path: Path, sha256: str) -> Path:
        """Where the draft of a file with these bytes lies or is to lie."""
        return self._folder / hashlib.sha256(f"{path}\0{sha256}".encode("utf-8", "surrogateescape")).hexdigest()

    def clear(self) -> None:
        """Delete all drafts: what they hold is published."""
        shutil.rmtree(self._top, ignore_errors=True)


def write_draft(place: Path, document: Document) -> None:
    """Write a draft in one atomic step; OSError where it can't be written."""
    aside = place.with_suffix(".new")
    aside.write_bytes(zlib.compress(_DOCUMENT.dump_json(document, exclude_defaults=True), level=1))
    os.replace(aside, place)


def read_draft(place: Path, sha256: str) -> Document | None:
    """The document of a draft; None where there is none, it can't be read, or it is of other bytes."""
    with suppress(OSError, ValueError, zlib.error):
        document: Document = _DOCUMENT.validate_json(zlib.decompress(place.read_bytes()))
        return document if document.source.sha256 == sha256 else None
    return None
