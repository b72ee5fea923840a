"""The folder of versions: pointer, lock, leftovers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, PublishError
from knowledge.version_notes import VersionInfo
from knowledge.versions import IndexFolder

INFO = VersionInfo(created="2026-01-01T00:00:00", fingerprint="f", recipe="r", documents=1, chunks=2)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[IndexFolder]:
    folder = IndexFolder(tmp_path / "index")
    with folder.lock(wait=False):
        yield folder


def publish(folder: IndexFolder, keep: int = 2) -> str:
    name = folder.begin()
    (folder.version_folder(name) / "sub").mkdir()
    (folder.version_folder(name) / "sub" / "file").write_text(name, encoding="utf-8")
    folder.publish(name, INFO, keep)
    return name


def test_a_published_version_is_current_and_earlier_ones_are_kept(folder: IndexFolder) -> None:
    names = [publish(folder) for _ in range(3)]
    assert folder.pointer().version == names[2]
    assert folder.published() == [names[2], names[1]]
    said = folder.info(names[2])
    assert (said.fingerprint, said.documents, said.chunks, said.sizes) == ("f", 1, 2, {"sub/file": len(names[2])})
    folder.clean()
    assert [folder.version_folder(name).exists() for name in names] == [False, True, True]


def test_an_unpublished_build_is_a_leftover(folder: IndexFolder) -> None:
    current = publish(folder)
    dead, spared = folder.begin(), folder.begin()
    assert sorted(folder.leftovers()) == sorted([dead, spared])
    folder.clean(spare=spared)
    assert folder.leftovers() == [spared]
    folder.clean()
    assert folder.leftovers() == []
    assert folder.version_folder(current).exists()


def test_nothing_published_is_said_with_what_to_run(folder: IndexFolder) -> None:
    with pytest.raises(IndexMissing, match=r"python ingest\.py"):
        folder.pointer()
    assert folder.published() == []


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"version": 3}', b'{"version": "x", "more": 1}']
)
def test_a_damaged_pointer_is_said(folder: IndexFolder, content: bytes) -> None:
    publish(folder)
    (folder.root / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"python ingest\.py"):
        folder.pointer()
    assert folder.published() == []


def test_a_version_without_its_card_is_damaged(folder: IndexFolder) -> None:
    name = publish(folder)
    (folder.version_folder(name) / "version.json").unlink()
    with pytest.raises(IndexDamaged):
        folder.info(name)


def test_another_format_is_a_mismatch(folder: IndexFolder) -> None:
    name = folder.begin()
    folder.publish(name, INFO.model_copy(update={"format": 99}), 2)
    with pytest.raises(IndexMismatch, match=r"python ingest\.py"):
        folder.info(name)


def test_a_second_ingest_is_kept_out(folder: IndexFolder) -> None:
    with pytest.raises(IndexBusy, match="另一个入库正在进行"), IndexFolder(folder.root).lock(wait=False):
        pytest.fail("two ingests at once")


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(RuntimeError), IndexFolder(tmp_path).lock(wait=False):
            raise RuntimeError


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match="--index"), IndexFolder(tmp_path / "file" / "index").lock(wait=False):
        pytest.fail("locked nothing")


def test_a_publish_that_cannot_write_changes_nothing(folder: IndexFolder) -> None:
    current = publish(folder)
    name = folder.begin()
    (folder.root / "CURRENT.new").mkdir()
    with pytest.raises(PublishError, match="磁盘空间"):
        folder.publish(name, INFO, 2)
    assert folder.pointer().version == current
