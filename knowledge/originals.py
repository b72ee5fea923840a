"""The files as they were read: copies beside the versions, so that a citation opens its page when the file has moved.

    index/originals/<sha256>.<format>    shared by the versions; a version names them by its documents' sources

A copy, never a link: a file that is edited in its folder must not change what was read. What is opened is what was read: the
digest is checked once a file, and again whenever the file's date or size has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from knowledge.archives import open_file
from knowledge.errors import LoadError, OriginalGone, PublishError
from knowledge.sources import sha256_of
from knowledge.types import Source

FOLDER = "originals"
_COPY_BYTES = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FORMAT = re.compile(r"[a-z0-9]{1,10}")


class Originals:
    """The copies in a knowledge base's folder. Threads may share it."""

    def __init__(self, root: Path, *, kept: bool = True) -> None:
        """Name the folder of the knowledge base.

        Args:
            root: The folder that holds `originals/`.
            kept: Whether copies are kept; where not, the file itself is opened as long as it is what was read.
        """
        self._folder = root / FOLDER
        self.kept = kept

    def keep_all(self, documents: Iterable[tuple[Source, Sequence[str]]], verify: Collection[str]) -> list[str]:
        """Make sure that there is a copy of each document's file, for good even if the power fails now; nothing where none are kept.

        Args:
            documents: Sources, each with the paths where its bytes may lie.
            verify: Digests of those whose copy is read whole, if there is one already.

        Returns:
            Names of the files of which there is none.

        Raises:
            PublishError: a copy can't be written.
        """
        if not self.kept:
            return []
        missed = [s.name for s, paths in documents if not self.keep(s, paths, verify=s.sha256 in verify)]
        self._flush()
        return missed

    def keep(self, source: Source, paths: Iterable[str], *, verify: bool = False) -> bool:
        """Make sure that there is a copy of what was read; to be flushed by `keep_all`.

        Args:
            source: Of the document.
            paths: Where the same bytes may lie, tried in order.
            verify: Read a copy that is there already whole; else its size is enough.

        Returns:
            Whether there is one now. There is none where no file of the paths has these bytes (any more).

        Raises:
            PublishError: the copy can't be written.
        """
        target = self._path(source)
        with suppress(OSError):
            if target.stat().st_size == source.size_bytes and (not verify or sha256_of(target) == source.sha256):
                return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return any(self._copy(Path(path), source.sha256, target) for path in paths)
        except OSError as exc:
            raise PublishError(
                f"原件存不进 {self._folder}（{exc.strerror}）。请检查磁盘空间和权限，或设 WENCE_KEEP_ORIGINALS=false 不留存原件；原有知识库不受影响。",
                f"Can't write the originals to {self._folder} ({exc.strerror}). Check disk space and rights, or set "
                "WENCE_KEEP_ORIGINALS=false; the old base stays.",
            ) from exc

    def _copy(self, path: Path, sha256: str, target: Path) -> bool:
        """Copy the file where its bytes are those that were read; OSError where the copy can't be written."""
        aside = self._folder / f".{sha256[:16]}-{secrets.token_hex(4)}"
        digest = hashlib.sha256()
        try:
            file = open_file(path)
        except (OSError, LoadError):  # gone, or not to be read: there may be another of the same bytes
            return False
        try:
            with file, aside.open("xb") as copy:
                while block := _read(file):
                    digest.update(block)
                    copy.write(block)
                copy.flush()
                os.fsync(copy.fileno())
            if digest.hexdigest() != sha256:
                return False
            os.replace(aside, target)
            return True
        finally:
            aside.unlink(missing_ok=True)

    def _flush(self) -> None:
        """Have the system write the folder to the disk; the copies are there already."""
        if os.name == "nt" or not self._folder.is_dir():
            return  # Windows keeps folders itself and can't open them
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def clean(self, named: Collection[str]) -> None:
        """Delete every copy whose digest isn't among `named`; under the ingest's lock. What can't be deleted now is next time."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.stem not in named:
                    with suppress(OSError):
                        path.unlink()
            self._folder.rmdir()  # where nothing is left in it

    def open(self, source: Source) -> Path:
        """The file with the bytes that were read: the copy, or the file itself where it is unchanged at its place.

        Raises:
            OriginalGone: there is neither.
        """
        copy = self._path(source)
        for path in (copy, Path(source.path)):
            if _holds(path, source.sha256):
                return path
        raise _gone(source, damaged=copy.exists())

    def _path(self, source: Source) -> Path:
        """Of the copy; nothing but a digest and a format name ever becomes a file name here."""
        if not _SHA256.fullmatch(source.sha256) or not _FORMAT.fullmatch(source.format):
            raise _gone(source, damaged=False)
        return self._folder / f"{source.sha256}.{source.format}"


def _read(file: BinaryIO) -> bytes:
    """The next part of a file being copied; empty where reading fails, so that the digest can't agree."""
    try:
        return file.read(_COPY_BYTES)
    except OSError:
        return b""


def _holds(path: Path, sha256: str) -> bool:
    """Whether a file has these bytes."""
    try:
        state = path.stat()
        return path.is_file() and _digest(path, state.st_mtime_ns, state.st_size, state.st_ino) == sha256
    except (OSError, ValueError):  # ValueError: a path with a null character
        return False


@lru_cache(maxsize=4096)
def _digest(path: Path, changed_ns: int, size_bytes: int, number: int) -> str:
    """Digest of a file in the state that the other numbers say: read once a state."""
    return sha256_of(path)


def _gone(source: Source, *, damaged: bool) -> OriginalGone:
    if damaged:
        return OriginalGone(
            f"留存的原件“{source.name}”已损坏，打不开；下面是入库时读到的文字。重新运行 python ingest.py 可以补上。",
            f"The kept original “{source.name}” is damaged and can't be opened; the text that was read from it is below. "
            "Run python ingest.py again to restore it.",
        )
    return OriginalGone(
        f"原件“{source.name}”没有留存，原来的位置上也找不到没有改动过的文件；下面是入库时读到的文字。",
        f"The original “{source.name}” wasn't kept, and there is no unchanged file where it lay; the text that was read from it is below.",
    )
