"""What the files CURRENT and version.json say, which files a version is made of, and what a check of it found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FORMAT = 3
"""Of the files in a version's folder (2: with figures, 3: with drawn pages); another number is refused and rebuilt by the next ingest."""
CARD = "version.json"
_DATABASE = "chroma.sqlite3"  # Chroma writes into it when it is opened, and may let it grow
_SEGMENT, _FLUSHED = "length.bin", "index_metadata.pickle"
"""Of a small index all vectors are in the database: the second file isn't there, and those beside the first are filled at random."""


class Changes(BaseModel):
    """How a version differs from the one before, as counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    added: int = 0
    replaced: int = 0
    removed: int = 0
    figures: int = 0
    """Figures of replaced documents that changed, came or went."""
    repaired: bool = False
    """Whether it was rebuilt from what the version before holds, without files."""


class Entry(BaseModel):
    """A line of the history."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    """From 1, in the order of publishing, whatever the clock said."""
    version: str
    created: str
    """Local time, ISO 8601."""
    documents: int
    chunks: int
    changes: Changes = Changes()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    chinese: str
    english: str
    wrong: str = ""
    """What is wrong, in English and short; empty where all is well."""


class Pointer(BaseModel):
    """What CURRENT says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    previous: tuple[str, ...] = ()
    """The other versions that are kept, the one that was current last first."""
    history: tuple[Entry, ...] = ()
    """Of versions that are kept and of those that aren't any more, oldest first."""


class VersionInfo(BaseModel):
    """What version.json says: what shaped the version and how much it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    number: int = 0
    """As the history has it; set, as the next one, when it is published."""
    created: str = ""
    """Local time, ISO 8601."""
    fingerprint: str
    """Of the embedder."""
    recipe: str
    """Digest of the program parts and settings that turn files into passages."""
    documents: int
    chunks: int
    sizes: dict[str, int] = {}
    """Bytes of each file, by path below the version's folder; but for Chroma's database, which it may let grow."""
    hashes: dict[str, str] = {}
    """SHA-256 of each file that nobody writes any more, in hex."""


def recipe(chunk_chars: int, *, show_private: bool = False) -> str:
    """Digest of all that turns files into passages: this package's own source, the passage length, whether private numbers stay.

    So a new version of the program reads every document anew, and nobody has to remember to raise a number.
    """
    digest = hashlib.sha256(str(chunk_chars).encode())
    for path in sorted(Path(__file__).resolve().parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16] + ("-private" if show_private else "")


def with_files(info: VersionInfo, folder: Path) -> VersionInfo:
    """`info` with the sizes and hashes of the files in a finished version's folder."""
    names = [name for name in _names(folder) if Path(name).name != _DATABASE]
    settled = [name for name in names if _is_settled(folder / name)]
    sizes = {name: (folder / name).stat().st_size for name in names}
    return info.model_copy(update={"sizes": sizes, "hashes": {name: _hash(folder / name) for name in settled}})


def missing_or_cut(info: VersionInfo, folder: Path) -> list[str]:
    """Files of the version that aren't there or have another size than when it was published; takes no time."""
    return [name for name, size in info.sizes.items() if _size(folder / name) != size]


def altered(info: VersionInfo, folder: Path, *, below: str = "") -> list[str]:
    """Files that hold something else than when the version was published; reads them all, or those whose path begins with `below`."""
    changed = [name for name in missing_or_cut(info, folder) if name.startswith(below)]
    settled = (name for name in info.hashes if name.startswith(below) and name not in changed)
    return changed + [name for name in settled if _hash(folder / name) != info.hashes[name]]


def _is_settled(path: Path) -> bool:
    """Whether nobody writes the file any more."""
    return path.with_name(_FLUSHED).is_file() or not path.with_name(_SEGMENT).is_file()


def _names(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != CARD)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
