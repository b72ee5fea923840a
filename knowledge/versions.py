"""The folder of the knowledge base: its versions, the pointer to the published one, and the lock of the ingest.

    index/
      CURRENT              {"version": "...", "previous": [...], "history": [...]}: switched by one atomic rename
      originals/           copies of the files that were read, shared by the versions (knowledge/originals.py)
      ingest.lock          held while an ingest is at work; the system frees it when the process dies
      read/                documents that an ingest has read and not yet published
      versions/<name>/     catalogue, vectors, lexical index, version.json; never changed once CURRENT names it

A version is built under its final name and means nothing until CURRENT names it, so no folder has to be renamed while files in
it are open, which Windows refuses. Folders that CURRENT doesn't name are leftovers of dead builds.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import filelock
from pydantic import ValidationError

from knowledge.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, PublishError
from knowledge.version_notes import CARD, FORMAT, Changes, Entry, Pointer, VersionInfo, with_files

_Result = TypeVar("_Result")
_RETRIES, _PAUSE_S = 40, 0.05
"""Windows refuses to replace or open a file in the moment that another process has it open."""
_LONGEST_HISTORY = 100  # lines; CURRENT is read for every question


class IndexFolder:
    """The folder of a knowledge base."""

    def __init__(self, root: Path, *, clock: Callable[[], datetime] = datetime.now) -> None:
        """Name the folder; `clock` only names and dates versions, their order is CURRENT's."""
        self.root = root
        self._clock = clock
        self._versions = root / "versions"
        self._pointer = root / "CURRENT"

    def version_folder(self, name: str) -> Path:
        """Folder of a version."""
        return self._versions / name

    def pointer(self) -> Pointer:
        """The published version and those before it.

        Raises:
            IndexMissing: nothing has been published here.
            IndexDamaged: CURRENT doesn't hold what it must.
        """
        try:
            text = _patiently(lambda: self._pointer.read_text(encoding="utf-8"))
            return Pointer.model_validate_json(text)
        except FileNotFoundError as exc:
            raise IndexMissing(
                f"{self.root} 里还没有知识库。请先运行 python ingest.py 建立知识库。",
                f"There is no knowledge base in {self.root}. Run python ingest.py first.",
            ) from exc
        except (OSError, ValidationError, UnicodeDecodeError) as exc:
            raise _damaged(self._pointer) from exc

    def info(self, name: str) -> VersionInfo:
        """What a version says about itself.

        Raises:
            IndexDamaged: it is missing or doesn't hold what it must.
            IndexMismatch: another version of the program made it.
        """
        path = self.version_folder(name) / CARD
        try:
            info = VersionInfo.model_validate_json(_patiently(lambda: path.read_text(encoding="utf-8")))
        except (OSError, ValidationError, UnicodeDecodeError) as exc:
            raise _damaged(path) from exc
        if info.format != FORMAT:
            raise IndexMismatch(
                "知识库是用本程序的另一个版本建立的。请重新运行 python ingest.py，给出原来的文档目录。",
                "The knowledge base was made by another version of this program. Run python ingest.py again on the documents.",
            )
        return info

    @contextmanager
    def lock(self, *, wait: bool) -> Iterator[None]:
        """Keep other ingests out while the block runs.

        Raises:
            IndexBusy: another ingest is at work and `wait` is false.
            PublishError: the folder can't be written.
        """
        lock = filelock.FileLock(self.root / "ingest.lock", timeout=-1 if wait else 0)
        try:
            with _writing(self.root):
                self._versions.mkdir(parents=True, exist_ok=True)
                lock.acquire()
        except filelock.Timeout as exc:
            raise IndexBusy(
                "另一个入库正在进行，本次没有开始。请等它结束后再运行，或加上 --wait 排队等候。",
                "Another ingest is at work; this one didn't start. Run it again later, or add --wait to queue.",
            ) from exc
        try:
            yield
        finally:
            lock.release()

    def begin(self) -> str:
        """Make the folder of a new version and return its name; PublishError where it can't be written. Under the lock."""
        name = f"{self._clock():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        with _writing(self.root):
            self.version_folder(name).mkdir()
        return name

    def leftovers(self) -> list[str]:
        """Folders of builds that were never published, newest first. Under the lock."""
        named = set(self.published())
        return sorted((f.name for f in self._versions.iterdir() if f.name not in named), reverse=True)

    def publish(self, name: str, info: VersionInfo, keep: int, changes: Changes | None = None) -> None:
        """Make a complete version the current one, for good even if the power fails now. Under the lock.

        Args:
            name: From `begin`.
            info: Written into the version first, with the date and with sizes and hashes of its files.
            keep: How many published versions CURRENT remembers, this one included.
            changes: For the history.

        Raises:
            PublishError: the folder can't be written.
        """
        folder = self.version_folder(name)
        history = self.history()
        number = _next_number(history)
        with _writing(self.root):
            created = self._clock().isoformat(timespec="seconds")
            info = with_files(info.model_copy(update={"created": created, "number": number}), folder)
            (folder / CARD).write_text(info.model_dump_json(indent=1), encoding="utf-8")
            _flush_tree(folder)
        entry = _entry(name, info, changes or Changes())
        kept = [old for old in self.published() if old != name][: keep - 1]
        self._point(Pointer(version=name, previous=tuple(kept), history=(*history, entry)[-_LONGEST_HISTORY:]))

    def switch(self, name: str, others: Sequence[str] | None = None) -> None:
        """Make another version the current one; the others that are kept stay. Under the lock.

        Args:
            name: A complete version.
            others: Those to keep, where CURRENT can't say which.

        Raises:
            PublishError: the folder can't be written.
        """
        kept = [old for old in others or self.published() if old != name]
        self._point(Pointer(version=name, previous=tuple(kept), history=tuple(self.history())))

    def history(self) -> list[Entry]:
        """Every version there was, oldest first: those kept, and those before them as far as CURRENT remembers."""
        try:
            pointer = self.pointer()
        except (IndexMissing, IndexDamaged):
            return []
        entries = list(pointer.history)
        for name in reversed((pointer.version, *pointer.previous)):
            if all(entry.version != name for entry in entries):  # an older program's CURRENT has no history
                with suppress(IndexDamaged, IndexMismatch):
                    info = self.info(name)
                    number = info.number or _next_number(entries)
                    entries.append(_entry(name, info.model_copy(update={"number": number}), Changes()))
        return sorted(entries, key=lambda entry: entry.number)

    def complete(self) -> list[str]:
        """Versions that were built to the end, whatever CURRENT says, newest first."""
        numbers = {}
        for card in self._versions.glob(f"*/{CARD}"):
            with suppress(IndexDamaged, IndexMismatch):
                numbers[card.parent.name] = self.info(card.parent.name).number
        return sorted(numbers, key=lambda name: (numbers[name], name), reverse=True)

    def _point(self, pointer: Pointer) -> None:
        """Write CURRENT in one atomic step."""
        aside = self.root / "CURRENT.new"
        with _writing(self.root):
            aside.write_text(pointer.model_dump_json(), encoding="utf-8")
            _flush(aside)
            _patiently(lambda: os.replace(aside, self._pointer))
            _flush(self.root)

    def clean(self, spare: str = "") -> None:
        """Delete what CURRENT doesn't name, but for `spare`. Under the lock.

        What can't be deleted now (open on Windows) is tried again by the next ingest.
        """
        for name in self.leftovers():
            if name != spare:
                shutil.rmtree(self.version_folder(name), ignore_errors=True)

    def published(self) -> list[str]:
        """Versions that CURRENT names, newest first; none where it is missing or damaged."""
        try:
            pointer = self.pointer()
        except (IndexMissing, IndexDamaged):  # the next publish writes a new one
            return []
        return [pointer.version, *pointer.previous]


def _next_number(history: Sequence[Entry]) -> int:
    return 1 + max((entry.number for entry in history), default=0)


def _entry(name: str, info: VersionInfo, changes: Changes) -> Entry:
    return Entry(
        number=info.number, version=name, created=info.created, documents=info.documents, chunks=info.chunks,
        changes=changes,
    )  # fmt: skip


def _patiently(act: Callable[[], _Result]) -> _Result:
    """The result of `act`, tried again for a while where the system says that the file is in use."""
    for _ in range(_RETRIES):
        try:
            return act()
        except PermissionError:
            time.sleep(_PAUSE_S)
    return act()


def _flush_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _flush(path)
    for path in (*(p for p in folder.rglob("*") if p.is_dir()), folder, folder.parent):
        _flush(path)


def _flush(path: Path) -> None:
    """Have the system write a file or folder to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps folders itself and can't open them
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"知识库文件 {path} 读不出来。请重新运行 python ingest.py 建立知识库。",
        f"The knowledge base file {path} can't be read. Run python ingest.py again.",
    )


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    try:
        yield
    except filelock.Timeout:  # an OSError that says something else
        raise
    except OSError as exc:
        raise PublishError(
            f"不能写入知识库目录 {root}（{exc.strerror}）。请检查权限和磁盘空间，或用 --index 换一个目录。",
            f"The folder {root} can't be written ({exc.strerror}). Check rights and disk space, or choose another with --index.",
        ) from exc
