"""Checks, repair and rollback on real Chroma and SQLite files, each damaged for real."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from knowledge.assembly import KnowledgeReader
from knowledge.catalogue import FILE_NAME
from knowledge.errors import IndexBusy, IndexDamaged, IndexMissing, RollbackRefused
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.verifying import rollback, verify
from knowledge.versions import IndexFolder
from tests.knowledge.bases import EMBEDDER, Base
from tests.knowledge.corpus import REPORT, STATE_A, STATE_B, write
from tests.knowledge.doubles import HashingEmbedder

PASSAGES = 1050
"""Chroma keeps vectors in its database only, until 1,000 have come together and go to the files of its index."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of PASSAGES passages, made once; to be copied."""
    place = tmp_path_factory.mktemp("large")
    lines = [
        f"第{n}条 {'甲乙丙丁戊己庚辛壬癸'[n % 10] * 20}村{n}的农户由该村的小组逐户登记、逐户发放，登记表由村里保存。"
        for n in range(PASSAGES)
    ]
    write(place, {"docs/rules.md": "# 补助办法\n\n" + "\n\n".join(lines) + "\n", "docs/a.txt": REPORT.format(1, 2)})
    settings = KnowledgeSettings(index=place / "index", chunk_chars=100)
    report = Publisher(settings, EMBEDDER).sync([place / "docs"])
    assert report.chunks > 1000
    return settings.index


@pytest.fixture
def copied(large: Path, tmp_path: Path) -> KnowledgeSettings:
    return KnowledgeSettings(index=shutil.copytree(large, tmp_path / "index"), chunk_chars=100)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


def place_of(settings: KnowledgeSettings) -> Path:
    folder = IndexFolder(settings.index)
    return folder.version_folder(folder.pointer().version)


def wrong(settings: KnowledgeSettings) -> list[str]:
    folder = IndexFolder(settings.index)
    return [check.english for check in verify(folder, folder.pointer().version, EMBEDDER) if check.wrong]


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zero_second_half(path: Path) -> None:
    kept = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(kept + bytes(path.stat().st_size - len(kept)))


def each(name: str, act: Callable[[Path], None]) -> Callable[[Path], None]:
    """Do `act` with every file of that name below a version's folder."""

    def damage(version: Path) -> None:
        found = list(version.rglob(name))
        assert found
        for path in found:
            act(path)

    return damage


def without_segment_folder(version: Path) -> None:
    (folder,) = (path for path in (version / "vectors").iterdir() if path.is_dir())
    shutil.rmtree(folder)


def without_a_sixth_of_the_vectors(version: Path) -> None:
    """What two writers at once leave behind: Chroma counts all, and finds five in six."""
    with closing(sqlite3.connect(version / "vectors" / "chroma.sqlite3")) as connection:
        connection.execute("DELETE FROM embeddings WHERE id % 6 = 0")
        connection.commit()


SILENT = {
    "data halved": each("data_level0.bin", halve),
    "data zeroed": each("data_level0.bin", zero_second_half),
    "links halved": each("link_lists.bin", halve),
    "folder deleted": without_segment_folder,
    "a sixth of the vectors lost": without_a_sixth_of_the_vectors,
    "database halved": each("chroma.sqlite3", halve),
    "lexical index lost": lambda version: shutil.rmtree(version / "lexical"),
}


def test_a_sound_base_passes_every_check(copied: KnowledgeSettings) -> None:
    folder = IndexFolder(copied.index)
    checks = list(verify(folder, folder.pointer().version, EMBEDDER))
    assert [check.wrong for check in checks] == [""] * 9
    report = Publisher(copied, EMBEDDER).repair()
    assert (report.version, report.notes) == (folder.pointer().version, ())


@pytest.mark.parametrize("damage", SILENT.values(), ids=SILENT)
def test_what_is_silently_lost_is_refused_at_opening_and_rebuilt_without_the_files(
    copied: KnowledgeSettings, damage: Callable[[Path], None]
) -> None:
    damage(place_of(copied))
    with pytest.raises(IndexDamaged, match=r"ingest\.py --repair"):
        KnowledgeReader(copied, embedder=EMBEDDER).current().wait()
    assert wrong(copied)
    report = Publisher(copied, CountingEmbedder()).repair()
    assert report.notes
    assert wrong(copied) == []
    opened = KnowledgeReader(copied, embedder=EMBEDDER).current()
    assert opened.version == report.version
    probe = opened.catalogue.chunk_ids()[900]
    text = opened.catalogue.chunk(probe).text
    ((found, _),) = opened.vectors.query(EMBEDDER.embed_question(f"补助办法\n{text}"), 1)
    assert opened.vectors.count() == opened.lexical.size == report.chunks
    assert found in opened.catalogue.chunk_ids()
    assert [entry.changes.repaired for entry in IndexFolder(copied.index).history()] == [False, True]


class CountingEmbedder(HashingEmbedder):
    """Embeds the sample that checks ask for, and nothing more: a repair has the vectors."""

    def embed_passages(self, texts: list[str], *, progress: object = None) -> np.ndarray:  # type: ignore[override]
        assert len(texts) < 100
        return super().embed_passages(texts)


def test_vectors_of_another_text_are_found_by_embedding_a_sample_again(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    with closing(sqlite3.connect(place_of(base.settings) / FILE_NAME)) as connection:
        blob = EMBEDDER.embed_question("别的").astype("<f4").tobytes()
        connection.execute("UPDATE vectors SET vector = ?", (blob,))
        connection.commit()
    found = wrong(base.settings)
    assert "file hashes" in found
    assert any("embedded again" in check for check in found)
    assert "its vectors are the catalogue's" in found


def test_a_passage_that_is_no_slice_any_more_is_cut_again(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    with closing(sqlite3.connect(place_of(base.settings) / FILE_NAME)) as connection:
        connection.execute("UPDATE chunks SET start = start + 1")
        connection.commit()
    assert "passages and figures stand where they say" in wrong(base.settings)
    Publisher(base.settings, EMBEDDER).repair()
    assert wrong(base.settings) == []
    # what an altered catalogue says isn't trusted for good: the next ingest reads the files again
    assert base.sync().unchanged == ("a.txt", "b.md", "sub/c.md")
    assert len(IndexFolder(base.settings.index).history()) == 3


def test_a_lost_pointer_is_made_again_from_the_newest_version(base: Base) -> None:
    for state in (STATE_A, STATE_B):
        write(base.docs, state)
        base.sync()
    (base.settings.index / "CURRENT").write_bytes(b"\0" * 40)
    report = Publisher(base.settings, EMBEDDER).repair()
    assert ("CURRENT", "已按现有的完整版本恢复。") in report.notes
    assert "150户" in base.text()
    write(base.docs, STATE_A)
    base.sync()
    assert [entry.number for entry in IndexFolder(base.settings.index).history()] == [1, 2, 3]


def test_what_cannot_be_rebuilt_is_said(base: Base) -> None:
    with pytest.raises(IndexMissing):
        Publisher(base.settings, EMBEDDER).repair()
    write(base.docs, STATE_A)
    base.sync()
    (place_of(base.settings) / FILE_NAME).write_bytes(b"x" * 5000)
    assert wrong(base.settings)
    with pytest.raises(IndexDamaged, match="给出原来的文档目录"):
        Publisher(base.settings, EMBEDDER).repair()
    base.sync()
    assert wrong(base.settings) == []


def test_a_damaged_catalogue_leaves_the_version_before_to_repair_from(base: Base) -> None:
    for state in (STATE_A, STATE_B):
        write(base.docs, state)
        base.sync()
    (place_of(base.settings) / FILE_NAME).write_bytes(b"x" * 5000)
    report = Publisher(base.settings, EMBEDDER).repair()
    assert any("已发布的版本不能用" in note for _, note in report.notes)
    assert "120户" in base.text()


@pytest.fixture
def two(base: Base) -> Iterator[Base]:
    for state in (STATE_A, STATE_B):
        write(base.docs, state)
        base.sync()
    yield base


def back(base: Base, number: int) -> None:
    rollback(IndexFolder(base.settings.index), number, EMBEDDER)


def test_a_rollback_is_followed_by_readers_and_can_be_undone(two: Base) -> None:
    reader = KnowledgeReader(two.settings, embedder=EMBEDDER)
    newer = reader.current()
    back(two, 1)
    older = reader.current()
    assert reader.problem is None
    assert older.version != newer.version
    assert "120户" in two.text()
    back(two, 2)
    assert reader.current().version == newer.version
    assert "150户" in two.text()
    back(two, 2)
    assert "150户" in two.text()


def test_the_next_ingest_compares_with_the_version_gone_back_to(two: Base) -> None:
    back(two, 1)
    assert two.sync().replaced == ("a.txt",)
    history = IndexFolder(two.settings.index).history()
    assert [entry.number for entry in history] == [1, 2, 3]
    assert (history[2].changes.added, history[2].changes.removed, history[2].changes.figures) == (1, 1, 2)


def test_going_back_where_there_is_nothing_or_no_more_is_refused(two: Base) -> None:
    with pytest.raises(RollbackRefused, match=r"没有第 9 版.*现有第 1、2 版"):
        back(two, 9)
    for count in range(2):
        write(two.docs, STATE_A | {"a.txt": REPORT.format(count, 9)})
        two.sync()
    with pytest.raises(RollbackRefused, match=r"第 1 版已经清理掉了.*现有第 2、3、4 版"):
        back(two, 1)
    assert "1户" in two.text()


def test_going_back_to_a_damaged_version_is_refused(two: Base) -> None:
    folder = IndexFolder(two.settings.index)
    halve(folder.version_folder(folder.pointer().previous[0]) / FILE_NAME)
    with pytest.raises(RollbackRefused, match="第 1 版没有通过自检"):
        back(two, 1)
    shutil.rmtree(folder.version_folder(folder.pointer().previous[0]))
    with pytest.raises(RollbackRefused):
        back(two, 1)
    assert "150户" in two.text()


def test_no_rollback_while_an_ingest_is_at_work(two: Base) -> None:
    with IndexFolder(two.settings.index).lock(wait=False), pytest.raises(IndexBusy):
        back(two, 1)
