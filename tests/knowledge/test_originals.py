"""Copies of what was read: they open when the file has moved, changed or gone, and nothing else is ever opened."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import OriginalGone, PublishError
from knowledge.originals import FOLDER, Originals
from knowledge.types import Source


def _source(path: Path, raw: bytes) -> Source:
    path.write_bytes(raw)
    digest = hashlib.sha256(raw).hexdigest()
    return Source(path=str(path), name=path.name, format=path.suffix[1:], sha256=digest, size_bytes=len(raw))


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "index")


def _names(tmp_path: Path) -> list[str]:
    folder = tmp_path / "index" / FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_copy_opens_when_the_file_is_changed_or_gone(originals: Originals, tmp_path: Path) -> None:
    file = tmp_path / "报告 1.pdf"
    source = _source(file, b"as it was read")
    assert originals.keep_all([(source, [str(file)])], ()) == []
    assert _names(tmp_path) == [f"{source.sha256}.pdf"]
    file.write_bytes(b"edited since")
    assert originals.open(source).read_bytes() == b"as it was read", "a copy, no link"
    file.unlink()
    assert originals.open(source).read_bytes() == b"as it was read"


def test_a_file_that_changed_meanwhile_is_not_kept(originals: Originals, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    source = _source(file, b"as it was read")
    file.write_bytes(b"edited before it was copied")
    assert originals.keep_all([(source, [str(file), str(tmp_path / "nowhere.pdf")])], ()) == ["a.pdf"]
    assert _names(tmp_path) == []
    with pytest.raises(OriginalGone, match="没有留存"):
        originals.open(source)


def test_the_same_bytes_elsewhere_will_do(originals: Originals, tmp_path: Path) -> None:
    source = _source(tmp_path / "a.pdf", b"as it was read")
    other = tmp_path / "b.pdf"
    (tmp_path / "a.pdf").rename(other)
    assert originals.keep_all([(source, [source.path, str(other)])], ()) == []
    assert originals.open(source).read_bytes() == b"as it was read"


def test_a_damaged_copy_is_never_shown_and_is_made_good(originals: Originals, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    source = _source(file, b"as it was read")
    originals.keep_all([(source, [str(file)])], ())
    copy = originals.open(source)
    copy.write_bytes(b"AS it was read")  # the size is the same
    assert originals.open(source) == file, "the file itself is still what was read"
    file.rename(tmp_path / "moved.pdf")
    with pytest.raises(OriginalGone, match="损坏"):
        originals.open(source)
    (tmp_path / "moved.pdf").rename(file)
    originals.keep_all([(source, [str(file)])], {source.sha256})
    assert copy.read_bytes() == b"as it was read"
    copy.write_bytes(b"cut")
    originals.keep_all([(source, [str(file)])], ())
    assert copy.read_bytes() == b"as it was read", "another size is seen without reading it whole"


def test_without_copies_the_unchanged_file_is_opened(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "index", kept=False)
    file = tmp_path / "a.pdf"
    source = _source(file, b"as it was read")
    assert originals.keep_all([(source, [str(file)])], ()) == []
    assert _names(tmp_path) == []
    assert originals.open(source) == file
    file.write_bytes(b"edited since")
    with pytest.raises(OriginalGone):
        originals.open(source)


def test_what_no_version_names_goes(originals: Originals, tmp_path: Path) -> None:
    sources = [_source(tmp_path / name, name.encode()) for name in ("a.pdf", "b.md", "c.docx")]
    originals.keep_all([(source, [source.path]) for source in sources], ())
    (tmp_path / "index" / FOLDER / ".half-a-copy").write_bytes(b"of a killed ingest")
    originals.clean({sources[1].sha256})
    assert _names(tmp_path) == [f"{sources[1].sha256}.md"]
    originals.clean(())
    assert not (tmp_path / "index" / FOLDER).exists()
    originals.clean(())


@pytest.mark.parametrize(
    "odd",
    [
        {"sha256": "../../../etc/passwd"},
        {"sha256": "0" * 63},
        {"format": "../x"},
        {"format": ""},
        {"path": "/etc/passwd", "sha256": "0" * 64},
        {"path": "\0", "sha256": "0" * 64},
        {"path": "", "sha256": "0" * 64},
    ],
)
def test_nothing_else_is_ever_opened(originals: Originals, tmp_path: Path, odd: dict[str, str]) -> None:
    source = replace(_source(tmp_path / "a.pdf", b"as it was read"), **odd)
    with pytest.raises(OriginalGone):
        originals.open(source)


@pytest.mark.skipif(os.name == "nt", reason="limits of a process")
def test_a_full_disk_is_said_and_leaves_no_half_copy(originals: Originals, tmp_path: Path) -> None:
    import resource

    source = _source(tmp_path / "a.pdf", b"x" * 100_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(PublishError, match="WENCE_KEEP_ORIGINALS"):
            originals.keep_all([(source, [source.path])], ())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert _names(tmp_path) == []


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where the folder should be", encoding="utf-8")
    source = _source(tmp_path / "a.pdf", b"as it was read")
    with pytest.raises(PublishError):
        Originals(tmp_path / "index").keep_all([(source, [source.path])], ())
