"""Documents inside ZIP files, by paths that go on below the archive's own: /x/附件.zip/通知/1.docx, /x/附件.zip/内.zip/2.txt.

An archive is walked as a folder is. Nothing is unpacked onto the disk, so no name in it can reach another place; names that try
are refused all the same, and so are links, bombs, and archives nested deeper than `DEPTH`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from lzma import LZMAError
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import LoadError

SUFFIX = ".zip"
DEPTH = 2
"""Archives read within each other, the outermost counted."""
MEMBERS = 1000
"""Files that an archive may hold, those of archives in it included."""
UNPACKED_BYTES = 1_000_000_000
MEMBER_BYTES = 200_000_000
INNER_BYTES = 100_000_000
"""Largest archive read inside another."""
RATIO = 200
"""A member over a megabyte that unpacks to more times its size is a bomb: reports measure 3 to 20."""
_RATIO_FROM_BYTES = 1_000_000
_DIRECTORY_BYTES = 20_000_000
_END = b"PK\x05\x06"
_END_WITHIN_BYTES = 65_557
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_LINK = 0o120000


@dataclass(slots=True)
class Contents:
    """What an archive holds."""

    files: list[Path] = field(default_factory=list)
    """Paths below the archive's, in its order, no path twice."""
    refused: list[tuple[Path, str]] = field(default_factory=list)
    """(path, why it isn't read) of members that are encrypted, unsafe, or can't be opened."""
    unpacked_bytes: int = 0


def is_archive(path: Path) -> bool:
    """Whether the path names an archive by its suffix."""
    return path.suffix.lower() == SUFFIX


def contents(archive: Path) -> Contents:
    """All files in a ZIP file and in the ZIP files that it holds; hidden files and those of the packing program left out.

    Raises:
        LoadError: it is damaged, no ZIP, or holds too much.
    """
    found = Contents()
    with _opened(archive.open("rb"), archive.name) as opened:
        _list(opened, archive, found, depth=1)
    return found


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading, or a file inside an archive.

    Raises:
        OSError: there is none, or it can't be opened.
        LoadError: it lies in an archive that can't be read, or is encrypted, damaged or too big.
    """
    archive = _archive_above(path)
    if archive is None:
        return path.open("rb")
    state = archive.stat()
    with _opened(archive.open("rb"), archive.name) as opened:
        return io.BytesIO(_bytes_in(opened, archive, path, (state.st_mtime_ns, state.st_size)))


def shown_name(path: Path) -> str:
    """A file's name without folders; of one inside an archive: 附件.zip/通知/1.docx."""
    archive = _archive_above(path)
    return path.name if archive is None else path.relative_to(archive.parent).as_posix()


def _archive_above(path: Path) -> Path | None:
    """The ZIP file that the path goes through."""
    return next((above for above in path.parents if is_archive(above) and above.is_file()), None)


def _list(opened: zipfile.ZipFile, below: Path, found: Contents, *, depth: int) -> None:
    seen = set(found.files)
    for name, entry in _entries(opened):
        path = below / name if _is_safe(name) else below / Path(name.replace("\\", "/")).name
        reason = _refusal(name, entry)
        if reason is None and len(found.files) + len(found.refused) >= MEMBERS:
            raise _too_much(below.name, f"文件多于 {MEMBERS} 个", f"more than {MEMBERS} files")
        if reason is None and is_archive(path):
            reason = _list_inner(opened, entry, path, found, depth=depth + 1)
        elif reason is None and path not in seen:
            found.unpacked_bytes += entry.file_size
            if found.unpacked_bytes > UNPACKED_BYTES:
                raise _too_much(below.name, "解开后超过 1 GB", "unpacks to more than 1 GB")
            seen.add(path)
            found.files.append(path)
        if reason is not None:
            found.refused.append((path, reason))


def _list_inner(
    opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, found: Contents, *, depth: int
) -> str | None:
    """List an archive inside another; why it isn't read, if it isn't."""
    if depth > DEPTH:
        return "压缩包套了太多层，没有读：请先解压，再把里面的文件单独导入。"
    if entry.file_size > INNER_BYTES:
        return "压缩包里的压缩包太大，没有读：请先解压，再把里面的文件单独导入。"
    try:
        with _opened(io.BytesIO(_read(opened, entry, path.name)), path.name) as inner:
            _list(inner, path, found, depth=depth)
    except LoadError as exc:
        return exc.chinese
    return None


def _entries(opened: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Names, decoded, of the files in an archive; folders and what nobody packed on purpose left out."""
    for entry in opened.infolist():
        name = entry_name(entry)
        parts = name.split("/")
        hidden = any(part.startswith((".", "~$")) and part not in {".", ".."} or part == "__MACOSX" for part in parts)
        if not (name.endswith("/") or hidden):
            yield name, entry


def entry_name(entry: zipfile.ZipInfo) -> str:
    """A member's name with / between its parts. Without the flag for UTF-8 it may be that all the same, or GBK."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_FLAG and not name.isascii():
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return "".join(c for c in name if c.isprintable()).replace("\\", "/")


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not name.startswith("/") and ".." not in parts and not (len(parts[0]) == 2 and parts[0][1] == ":")


def _refusal(name: str, entry: zipfile.ZipInfo) -> str | None:
    """Why a member isn't read, in Chinese, or None."""
    if not _is_safe(name):
        return "压缩包里这个文件的路径不安全（绝对路径或 ..），没有读：请解压检查后单独导入。"
    if entry.external_attr >> 16 & 0o170000 == _LINK:
        return "压缩包里这一项是链接，不是文件，没有读。"
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return "压缩包加了密码，没有读：请用密码解压后，把里面的文件单独导入。"
    if entry.file_size > MEMBER_BYTES:
        return f"解开后超过 {MEMBER_BYTES // 1_000_000} MB，没有读：请拆成几份后导入。"
    if entry.file_size > _RATIO_FROM_BYTES and entry.file_size > RATIO * max(entry.compress_size, 1):
        return "压缩比异常，不像正常文件，没有读：请检查文件来源。"
    return None


def _bytes_in(opened: zipfile.ZipFile, below: Path, path: Path, state: tuple[int, int]) -> bytes:
    """The bytes of a member at `path`, where the archive opened lies at `below`."""
    wanted = path.relative_to(below).as_posix()
    for name, entry in _entries(opened):
        if Path(name).as_posix() == wanted:
            reason = _refusal(name, entry)
            if reason is not None:
                raise LoadError(f"{path.name}：{reason}", f"{path.name} can't be read from its ZIP file.")
            return _read(opened, entry, path.name)
    for name, _ in _entries(opened):
        if is_archive(Path(name)) and wanted.startswith(f"{Path(name).as_posix()}/"):
            inner_path = below / name
            with _opened(io.BytesIO(_inner_bytes(str(inner_path), state)), inner_path.name) as inner:
                return _bytes_in(inner, inner_path, path, state)
    raise FileNotFoundError(2, "not in the ZIP file", str(path))


@lru_cache(maxsize=1)
def _inner_bytes(path: str, state: tuple[int, int]) -> bytes:
    """An archive inside another, kept while its members are read one by one; `state` tells when the file changed."""
    with open_file(Path(path)) as file:
        return file.read()


@contextmanager
def _opened(file: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose directory is of a sensible size, and close it and its file."""
    with file:
        try:
            _check_directory(file, name)
            opened = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, IndexError) as exc:
            raise LoadError(
                f"{name} 打不开，文件已损坏或不是 ZIP（也可能是改了后缀的 rar、7z）：请解压后把里面的文件导入。",
                f"{name} is damaged or no ZIP file: unpack it and add the files in it.",
            ) from exc
        with opened:
            yield opened


def _check_directory(file: BinaryIO, name: str) -> None:
    """Refuse an archive whose list of members alone would fill the memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_WITHIN_BYTES))
    tail = file.read()
    end = tail.rfind(_END)
    if end >= 0 and len(tail) >= end + 22:
        (directory_bytes,) = struct.unpack("<L", tail[end + 12 : end + 16])
        if directory_bytes > _DIRECTORY_BYTES:
            raise _too_much(name, "里面的文件太多", "too many files")


def _read(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """A member's bytes: never more than its entry says, which `_refusal` has looked at."""
    try:
        return opened.read(entry)
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        struct.error,
    ) as exc:
        raise LoadError(
            f"{name} 从压缩包里解不出来，压缩包已损坏或加了密码：请重新下载，或解压后单独导入。",
            f"{name} can't be unpacked, its ZIP file is damaged or encrypted: download it again or unpack it.",
        ) from exc


def _too_much(name: str, chinese: str, english: str) -> LoadError:
    return LoadError(
        f"{name} {chinese}，没有读：请解压后分批导入。", f"{name}: {english}; unpack it and add the files in parts."
    )
