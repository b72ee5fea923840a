"""Sync on real files, SQLite, Chroma and locks: what is added, kept, replaced, removed, and what readers see meanwhile."""

import shutil
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.building import check_version
from knowledge.catalogue import FILE_NAME
from knowledge.errors import IndexBusy, IndexDamaged, IndexMismatch, NothingToPublish, PublishError
from knowledge.lexical import terms
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.types import IngestReport
from knowledge.versions import FORMAT, IndexFolder
from tests.knowledge.bases import EMBEDDER, Base
from tests.knowledge.corpus import REPORT, STATE_A, STATE_B, write
from tests.knowledge.doubles import HashingEmbedder


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


@dataclass(frozen=True)
class CountingEmbedder(HashingEmbedder):
    """Keeps what it was asked to embed."""

    asked: list[str] | None = None

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        if self.asked is not None:
            self.asked.extend(texts)
        return super().embed_passages(texts)


def test_a_first_ingest_publishes_what_can_be_searched(base: Base) -> None:
    write(base.docs, STATE_A)
    report = base.sync()
    assert report.added == ("a.txt", "b.md", "sub/c.md")
    assert (report.replaced, report.unchanged, report.removed, report.failed) == ((), (), (), ())
    opened = base.open()
    assert opened.version == report.version
    assert opened.catalogue.document_count() == report.documents == 3
    assert opened.catalogue.chunk_count() == opened.vectors.count() == opened.lexical.size == report.chunks
    (best, _), *_ = opened.vectors.query(EMBEDDER.embed_question("防汛预案 汛期每天巡查两次。"), 3)
    assert opened.catalogue.card(opened.catalogue.chunk(best).document_id).source.name == "c.md"
    ids = opened.catalogue.chunk_ids()
    found = ids[int(opened.lexical.scores(terms("遭遇火灾")).argmax())]
    assert "遭遇火灾" in opened.catalogue.chunk(found).text


def test_every_passage_is_a_slice_of_its_document(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    catalogue = base.open().catalogue
    for piece in catalogue.chunks(catalogue.chunk_ids()):
        assert catalogue.document(piece.document_id).text[piece.start : piece.end] == piece.text


def test_nothing_to_do_publishes_nothing(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    again = base.sync()
    assert again.unchanged == first.added
    assert (again.added, again.version, again.documents, again.chunks) == (
        (),
        first.version,
        first.documents,
        first.chunks,
    )
    assert base.versions() == [first.version]


def test_changed_new_and_gone_files_are_told_apart(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    write(base.docs, STATE_B)
    report = base.sync()
    assert (report.added, report.replaced, report.unchanged, report.removed) == (
        ("d.md",),
        ("a.txt",),
        ("sub/c.md",),
        ("b.md",),
    )
    assert base.names() == ["a.txt", "d.md", "c.md"]
    assert "150户" in base.text()
    assert "120户" not in base.text()
    assert "3000元" not in base.text()


def test_documents_from_elsewhere_stay(base: Base, tmp_path: Path) -> None:
    write(base.docs, STATE_A)
    base.sync()
    other = tmp_path / "other"
    other.mkdir()
    write(other, {"x.md": "# 另一份\n\n内容在这里。\n"})
    report = base.sync(other)
    assert (report.added, report.unchanged, report.removed) == (("x.md",), (), ())
    assert base.names() == ["a.txt", "b.md", "c.md", "x.md"]
    (other / "x.md").unlink()
    with pytest.raises(NothingToPublish):
        Publisher(KnowledgeSettings(index=tmp_path / "index2"), EMBEDDER).sync([other])
    assert base.sync(other).removed == ("x.md",)
    assert base.names() == ["a.txt", "b.md", "c.md"]


def test_a_single_file_is_ingested_alone(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    write(base.docs, STATE_B)
    report = base.sync(base.docs / "a.txt")
    assert (report.replaced, report.removed, report.added) == (("a.txt",), (), ())
    assert base.names() == ["a.txt", "b.md", "c.md"]


def test_a_folder_that_vanished_removes_nothing(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    base.docs.rename(base.docs.with_name("unplugged"))
    report = base.sync()
    assert [(failure.path, failure.kept_old) for failure in report.failed] == [(str(base.docs), True)]
    assert report.removed == ()
    assert report.version == first.version


def test_an_unchanged_passage_is_never_embedded_again(base: Base) -> None:
    write(base.docs, STATE_A)
    asked: list[str] = []
    base.sync(embedder=CountingEmbedder(asked=asked))
    assert len(asked) == len(set(asked)) == base.open().catalogue.chunk_count()
    asked.clear()
    write(base.docs, STATE_A | {"a.txt": REPORT.format(121, 3)})
    base.sync(embedder=CountingEmbedder(asked=asked))
    assert len(asked) == 1
    assert "121户" in asked[0]
    asked.clear()
    write(base.docs, STATE_A)
    base.sync(embedder=CountingEmbedder(asked=asked))
    assert asked == []  # the version before still has the vector


def test_the_same_passage_twice_is_embedded_once(base: Base) -> None:
    text = "# 规定\n\n## 甲\n\n每月五日前上报。\n\n# 规定\n\n## 乙\n\n其他事项另行通知。\n"
    write(base.docs, {"a.md": text, "b.md": text + "\n第二份有附言。\n"})
    asked: list[str] = []
    base.sync(embedder=CountingEmbedder(asked=asked))
    assert len(asked) == len(set(asked)) < base.open().catalogue.chunk_count()


def test_a_bad_file_is_a_row_of_the_report_and_keeps_its_old_version(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    write(base.docs, STATE_B)
    (base.docs / "a.txt").write_bytes(b"")
    (base.docs / "new.pdf").write_bytes(b"%PDF-1.4 broken")
    report = base.sync()
    assert [(failure.path, failure.kept_old) for failure in report.failed] == [("a.txt", True), ("new.pdf", False)]
    assert all(failure.reason for failure in report.failed)
    assert report.added == ("d.md",)
    assert "120户" in base.text()
    (base.docs / "a.txt").write_text(STATE_B["a.txt"], encoding="utf-8")
    assert base.sync().replaced == ("a.txt",)
    assert "150户" in base.text()


def test_only_bad_files_leave_the_base_as_it_was(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    empty = base.docs.parent / "empty"
    empty.mkdir()
    (empty / "bad.pdf").write_bytes(b"")
    fresh = KnowledgeSettings(index=base.docs.parent / "fresh")
    with pytest.raises(NothingToPublish, match="没有可以入库的文档.*docx、.*xlsx、") as caught:
        Publisher(fresh, EMBEDDER).sync([empty])
    assert [failure.path for failure in caught.value.report.failed] == ["bad.pdf"]
    write(base.docs, {})
    with pytest.raises(NothingToPublish):
        base.sync()
    assert base.open().version == first.version


@pytest.mark.parametrize(
    "copy",
    [STATE_A["b.md"].encode(), STATE_A["b.md"].replace("\n", "\r\n").encode("gb18030")],
    ids=["bytes", "text"],
)
def test_a_whole_duplicate_is_indexed_once_and_takes_over(base: Base, copy: bytes) -> None:
    write(base.docs, STATE_A)
    (base.docs / "z.md").write_bytes(copy)
    report = base.sync()
    assert report.added == ("a.txt", "b.md", "sub/c.md", "z.md")
    assert report.duplicates == (("z.md", "b.md"),)
    assert (report.documents, base.names()) == (3, ["a.txt", "b.md", "c.md"])
    assert base.sync().duplicates == (("z.md", "b.md"),)
    (base.docs / "b.md").unlink()
    report = base.sync()
    assert (report.removed, report.duplicates) == (("b.md",), ())
    assert base.names() == ["a.txt", "c.md", "z.md"]
    assert "3000元" in base.text()


def test_a_later_copy_with_an_earlier_name_does_not_take_over(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    (base.docs / "0.md").write_text(STATE_A["b.md"] + "\n", encoding="utf-8")
    assert base.sync().duplicates == (("0.md", "b.md"),)
    assert base.names() == ["a.txt", "b.md", "c.md"]


def test_a_renamed_file_is_removed_and_added(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    (base.docs / "b.md").rename(base.docs / "e.md")
    asked: list[str] = []
    report = base.sync(embedder=CountingEmbedder(asked=asked))
    assert (report.added, report.removed, asked) == (("e.md",), ("b.md",), [])
    assert base.names() == ["a.txt", "e.md", "c.md"]


def test_a_repealed_document_is_marked(base: Base) -> None:
    old = "# 甲县临时救助办法\n\n甲县人民政府\n\n2020年5月1日\n\n第一条 每户不超过二千元。\n"
    new = "# 甲县临时救助实施细则\n\n甲县人民政府\n\n2023年5月1日\n\n第一条 每户不超过三千元。\n\n第二条 《甲县临时救助办法》同时废止。\n"
    write(base.docs, {"old.md": old, "new.md": new})
    base.sync()
    cards = {card.source.name: card.repealed_by for card in base.open().catalogue.cards()}
    assert cards == {"old.md": "甲县临时救助实施细则", "new.md": None}
    (base.docs / "new.md").unlink()
    base.sync()
    assert [card.repealed_by for card in base.open().catalogue.cards()] == [None]


def test_versions_are_kept_and_leftovers_cleaned(base: Base) -> None:
    names = []
    for count in range(5):
        write(base.docs, {"a.txt": REPORT.format(count, 1)})
        names.append(base.sync().version)
    assert base.versions() == sorted(names[-3:])
    folder = IndexFolder(base.settings.index)
    (folder.version_folder("20200101-000000-dead") / "vectors").mkdir(parents=True)
    base.sync()
    assert base.versions() == sorted(names[-3:])


def test_a_killed_build_leaves_its_vectors_to_the_next(base: Base) -> None:
    write(base.docs, STATE_A)
    done = base.sync()
    folder = IndexFolder(base.settings.index)
    dead = folder.version_folder("20200101-000000-dead")
    shutil.copytree(folder.version_folder(done.version), dead)
    shutil.rmtree(dead / "vectors")
    (folder.root / "CURRENT").unlink()
    shutil.rmtree(folder.version_folder(done.version))
    asked: list[str] = []
    report = base.sync(embedder=CountingEmbedder(asked=asked))
    assert asked == []
    assert base.versions() == [report.version]


def test_other_settings_and_other_embedders_rebuild(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    asked: list[str] = []
    other = base.sync(embedder=CountingEmbedder(fingerprint="hashing-2", asked=asked))
    assert other.version != first.version
    assert len(asked) == first.chunks
    with pytest.raises(IndexMismatch, match=r"ingest\.py"):
        base.open()
    base.sync()
    base.settings = KnowledgeSettings(index=base.settings.index, chunk_chars=100)
    report = base.sync()
    assert report.unchanged == ("a.txt", "b.md", "sub/c.md")
    assert report.version != other.version


def test_figures_are_read_at_ingest(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    catalogue = base.open().catalogue
    said = {(f.said, f.indicator) for card in catalogue.cards() for f in catalogue.figures_of(card.id)}
    assert {("120户", "监测对象"), ("3所", "卫生室"), ("3000元", "金额")} <= said


def test_a_figure_that_is_not_where_it_says_fails_the_self_test(base: Base) -> None:
    write(base.docs, STATE_A)
    place = IndexFolder(base.settings.index).version_folder(base.sync().version)
    with closing(sqlite3.connect(place / FILE_NAME)) as connection:
        connection.execute("UPDATE figures SET start = start - 1")
        connection.commit()
    with pytest.raises(IndexDamaged) as failure:
        check_version(place, EMBEDDER)
    assert "figure" in failure.value.english


def test_a_base_from_before_figures_is_refused_and_rebuilt(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    place = IndexFolder(base.settings.index).version_folder(first.version)
    with closing(sqlite3.connect(place / FILE_NAME)) as connection:
        connection.execute("DROP TABLE figures")
        connection.commit()
    card = place / "version.json"
    card.write_text(card.read_text(encoding="utf-8").replace(f'"format": {FORMAT}', '"format": 1'), encoding="utf-8")
    with pytest.raises(IndexMismatch, match=r"ingest\.py"):
        base.open()
    asked: list[str] = []
    base.sync(embedder=CountingEmbedder(asked=asked))
    assert asked == []  # the vectors are as good as new
    assert any(base.open().catalogue.figures_of(card.id) for card in base.open().catalogue.cards())


@pytest.mark.parametrize("lost", ["vectors", "lexical"])
def test_lost_index_files_are_rebuilt_from_the_catalogue(base: Base, lost: str) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    place = IndexFolder(base.settings.index).version_folder(first.version)
    for path in sorted((place / lost).rglob("*"), reverse=True):
        if path.is_file():
            path.write_bytes(b"")
    with pytest.raises(IndexDamaged, match=r"ingest\.py"):
        opened = base.open()
        assert opened.lexical and opened.vectors
    asked: list[str] = []
    report = base.sync(embedder=CountingEmbedder(asked=asked))
    assert (report.version != first.version, asked) == (True, [])
    assert any("自检" in note for _, note in report.notes)
    check_version(IndexFolder(base.settings.index).version_folder(report.version), EMBEDDER)


def test_a_damaged_catalogue_falls_back_to_the_version_before(base: Base, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, {"x.md": "# 另一份\n\n内容在这里。\n"})
    base.sync(other)
    write(base.docs, STATE_A)
    damaged = base.sync().version
    (IndexFolder(base.settings.index).version_folder(damaged) / "catalogue.sqlite3").write_bytes(b"x" * 9000)
    with pytest.raises(IndexDamaged):
        base.open()
    report = base.sync()
    assert report.added == ("a.txt", "b.md", "sub/c.md")
    assert base.names() == ["a.txt", "b.md", "c.md", "x.md"]


class FailingEmbedder(HashingEmbedder):
    """Fails as a full disk does."""

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        raise PublishError("磁盘满了。", "The disk is full.")


def test_a_build_that_fails_changes_nothing_and_leaves_no_rest(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync()
    write(base.docs, STATE_B)
    with pytest.raises(PublishError):
        base.sync(embedder=FailingEmbedder())
    assert base.versions() == [first.version]
    assert "120户" in base.text()
    assert base.sync().replaced == ("a.txt",)


def test_a_second_sync_at_once_is_told_so_or_waits(base: Base) -> None:
    write(base.docs, STATE_A)
    publisher = Publisher(base.settings, EMBEDDER)
    with IndexFolder(base.settings.index).lock(wait=False):
        with pytest.raises(IndexBusy, match="另一个入库"):
            publisher.sync([base.docs])
        reports: list[IngestReport] = []
        waiting = threading.Thread(target=lambda: reports.append(publisher.sync([base.docs], wait=True)))
        waiting.start()
        waiting.join(timeout=0.3)
        assert waiting.is_alive()
    waiting.join(timeout=30)
    assert [report.documents for report in reports] == [3]
