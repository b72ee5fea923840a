"""Which files an ingest is about: walks folders and ZIP files, hashes files, compares them with what the base was made from."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.archives import contents, is_archive, open_file
from knowledge.errors import LoadError

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to ingest."""

    path: Path
    """Absolute; of a file inside a ZIP file: the ZIP file's path and on, as `archives` reads it."""
    shown: str
    """How reports name it: its path below the folder that was named; the file name where it was named itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """What lies under the named paths."""

    named: tuple[Path, ...]
    files: tuple[FoundFile, ...]
    """In the order of the paths, and sorted by path below each; no file twice."""
    unread: tuple[tuple[Path, str], ...]
    """(path, reason) of named paths where nothing is, and of folders that can't be listed."""
    notes: tuple[tuple[str, str], ...]
    """(folder, note) of what was passed over."""


def find_files(paths: Sequence[Path], supported: Callable[[Path], bool], *, leave_out: Path) -> Found:
    """Files under `paths`, folders and ZIP files walked whole.

    Below a folder, hidden files and folders, office lock files (~$...) and other formats are passed over; a file that is named
    itself is always taken.

    Args:
        paths: Files or folders.
        supported: Whether a file's format can be read, by its suffix.
        leave_out: A folder not walked into: the knowledge base itself.
    """
    search = _Search(supported, leave_out.resolve())
    for path in (absolute(p) for p in paths):
        if path.is_dir():
            search.folder(path)
        elif is_archive(path) and path.is_file():
            search.archive(path)
        elif path.exists():
            search.files.setdefault(path, FoundFile(path, path.name))
        else:
            search.unread.append((path, "找不到这个文件或文件夹，请检查路径。"))
    return Found(tuple(paths), tuple(search.files.values()), tuple(search.unread), tuple(search.notes))


def absolute(path: Path) -> Path:
    """`path` with its folders resolved: one file has one path, and a link keeps its own name."""
    whole = Path(os.path.abspath(path.expanduser()))
    return whole.resolve() if whole.is_dir() else whole.parent.resolve() / whole.name


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex; OSError where it can't be read, LoadError where its ZIP file can't be unpacked."""
    digest = hashlib.sha256()
    with open_file(path) as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def gone(known: Iterable[str], paths: Sequence[Path], found: Found) -> list[FoundFile]:
    """Known paths that lie under a named folder, or in a named ZIP file, and aren't there any more, sorted.

    A named path where nothing is, or a folder that can't be listed, says nothing about what it held: a drive may be unplugged.
    """
    present = {file.path for file in found.files}
    named = [absolute(path) for path in paths]
    folders = [path for path in named if path.is_dir() or is_archive(path)]
    unread = [path for path, _ in found.unread]
    missed = []
    for path in sorted(Path(name) for name in known):
        tops = [folder for folder in folders if path.is_relative_to(folder)]
        if path not in present and tops and not any(path.is_relative_to(folder) for folder in unread):
            missed.append(FoundFile(path, path.relative_to(_root(tops[0])).as_posix()))
    return missed


def _root(top: Path) -> Path:
    """What the names of files below a folder or in a ZIP file begin after: the ZIP file's own name is one of their parts."""
    return top.parent if is_archive(top) and not top.is_dir() else top


class _Search:
    """What has been found so far."""

    def __init__(self, supported: Callable[[Path], bool], leave_out: Path) -> None:
        self._supported = supported
        self._leave_out = leave_out
        self.files: dict[Path, FoundFile] = {}
        self.unread: list[tuple[Path, str]] = []
        self.notes: list[tuple[str, str]] = []

    def folder(self, root: Path) -> None:
        """Take what lies below `root`."""
        passed_over: Counter[str] = Counter()
        taken: list[Path] = []
        for folder, inner, names in os.walk(root, onerror=self._unlisted):
            here = Path(folder)
            inner[:] = sorted(name for name in inner if self._enters(here / name))
            for name in inner:
                if self._supported(here / name):
                    shown = (here / name).relative_to(root).as_posix()
                    self.notes.append((shown, "名字像文件，其实是文件夹；已按文件夹读取其中的文件。"))
            for path in (here / name for name in sorted(names) if not name.startswith((".", "~$"))):
                if is_archive(path):
                    taken.extend(self._members(path, root))
                elif self._supported(path):
                    taken.append(path)
                else:
                    passed_over[path.suffix.lower() or "无后缀"] += 1
        self._take(taken, root)
        self._note_passed_over(root.name, passed_over)

    def archive(self, path: Path) -> None:
        """Take what lies in a ZIP file."""
        self._take(self._members(path, path.parent), path.parent)

    def _members(self, path: Path, root: Path) -> list[Path]:
        """The documents in a ZIP file; what can't be read of it is noted."""
        shown = path.relative_to(root).as_posix()
        try:
            found = contents(path)
        except LoadError as exc:
            self.unread.append((path, exc.chinese))
            return []
        except OSError as exc:
            self.unread.append((path, f"文件打不开（{exc.strerror}），请检查权限。"))
            return []
        taken = [file for file in found.files if self._supported(file)]
        self.unread.extend(found.refused)
        others = Counter(f.suffix.lower() or "无后缀" for f in found.files if not self._supported(f))
        self._note_passed_over(shown, others)
        if not taken and not found.refused:
            self.notes.append((shown, "压缩包里没有能读的文档。"))
        return taken

    def _take(self, paths: Sequence[Path], root: Path) -> None:
        for path in sorted(paths):
            self.files.setdefault(path, FoundFile(path, path.relative_to(root).as_posix()))

    def _note_passed_over(self, shown: str, suffixes: Counter[str]) -> None:
        if suffixes:
            kinds = "、".join(f"{suffix} {count} 个" for suffix, count in sorted(suffixes.items()))
            self.notes.append((shown, f"跳过 {suffixes.total()} 个不支持格式的文件（{kinds}）。"))

    def _enters(self, folder: Path) -> bool:
        return not folder.name.startswith(".") and folder.resolve() != self._leave_out

    def _unlisted(self, error: OSError) -> None:
        self.unread.append((Path(error.filename), f"不能列出这个文件夹（{error.strerror}），请检查权限。"))
