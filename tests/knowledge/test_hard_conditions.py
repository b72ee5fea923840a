"""Full disks, folders that can't be written, clocks that go back, huge files, readers that ask while versions change."""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from knowledge.assembly import KnowledgeReader
from knowledge.errors import KnowledgeError, PublishError
from knowledge.lexical import terms
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.version_notes import VersionInfo
from knowledge.versions import IndexFolder
from tests.knowledge.bases import EMBEDDER, Base
from tests.knowledge.corpus import STATE_A, STATE_B, write


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    """A file system in memory at `place`; the test is skipped where the system doesn't let us."""
    place.mkdir(exist_ok=True)
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount; a disk full by limits of the process is tested in test_kill")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting isn't allowed here; a disk full by limits of the process is tested in test_kill")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def large_state(value: int) -> dict[str, str]:
    return {
        f"r{n}.md": f"# 第{n}号办法\n\n" + "每户每年发放若干元。\n\n" * 8 + f"标准为{value + n}元。\n"
        for n in range(60)
    }


def test_a_disk_that_is_full_at_any_point_keeps_the_old_version_and_is_said(base: Base, tmp_path: Path) -> None:
    write(base.docs, large_state(100))
    with mounted(tmp_path / "disk", "size=64m") as disk:
        base.settings = KnowledgeSettings(index=disk / "index")
        base.sync()
        used = sum(path.stat().st_size for path in disk.rglob("*") if path.is_file())
        write(base.docs, large_state(200))
        for share in (0.0, 0.05, 0.4, 0.8):
            left = int(used * share)
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            (disk / "filler").write_bytes(bytes(max(0, free - left)))
            with pytest.raises(PublishError, match="磁盘空间"):
                base.sync()
            (disk / "filler").unlink()
            assert "标准为100元" in base.text()
            assert IndexFolder(base.settings.index).leftovers() == []
        base.sync()
        assert "标准为200元" in base.text()
        assert "标准为100元" not in base.text()


def test_a_folder_that_cannot_be_written_is_said_by_every_command(base: Base, tmp_path: Path) -> None:
    write(base.docs, STATE_A)
    with mounted(tmp_path / "disk", "size=64m") as disk:
        base.settings = KnowledgeSettings(index=disk / "index")
        base.sync()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        publisher = Publisher(base.settings, EMBEDDER)
        for act in (
            lambda: publisher.sync([base.docs]), lambda: publisher.preview([base.docs]), publisher.repair,
            lambda: publisher.delete(["a.txt"]),
        ):  # fmt: skip
            with pytest.raises(PublishError, match="请检查权限和磁盘空间"):
                act()
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def test_a_base_on_a_read_only_disk_is_read_from_a_copy_that_is_removed(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(base.docs, STATE_A)
    (aside := tmp_path / "aside").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    with mounted(tmp_path / "disk", "size=64m") as disk:
        base.settings = KnowledgeSettings(index=disk / "index")
        base.sync()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        knowledge = base.open()
        knowledge.wait()
        assert knowledge.vectors.healthy(knowledge.catalogue.chunk_ids())
        assert len(list(aside.iterdir())) == 1
        assert "can't be written to" in caplog.text
        knowledge.vectors.close()
        assert list(aside.iterdir()) == []
        with mounted(tmp_path / "full", "size=4k") as full:
            monkeypatch.setattr("tempfile.tempdir", str(full))
            with pytest.raises(KnowledgeError, match="只读") as refused:
                base.open().wait()
            assert "--repair" not in refused.value.chinese
            assert list(full.iterdir()) == []


def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path) -> None:
    days = count()
    folder = IndexFolder(tmp_path, clock=lambda: datetime(2026, 11, 28) - timedelta(days=next(days)))
    info = VersionInfo(fingerprint="f", recipe="r", documents=1, chunks=1)
    names = []
    with folder.lock(wait=False):
        for _ in range(4):
            names.append(folder.begin())
            folder.publish(names[-1], info, 3)
        folder.clean()
        assert names == sorted(names, reverse=True)  # by their names the first would be the newest
        assert folder.published() == names[:0:-1]
        assert [entry.version for entry in folder.history()] == names
        assert [entry.number for entry in folder.history()] == [1, 2, 3, 4]
        assert folder.complete() == names[:0:-1]
        assert [folder.version_folder(name).exists() for name in names] == [False, True, True, True]


@pytest.mark.parametrize("name", ["报告.pdf", "报告.docx", "名单.txt", "网页.html"])
def test_a_file_of_300_megabytes_is_refused_with_a_sentence(base: Base, name: str) -> None:
    write(base.docs, STATE_A)
    with (base.docs / name).open("wb") as file:
        file.truncate(300_000_000)  # takes no room
    report = base.sync(base.docs, base.docs / name)
    ((path, reason),) = [(failure.path, failure.reason) for failure in report.failed]
    assert path == name
    assert re.search("太大.*请拆成几份", reason)
    assert report.documents == 3


def test_four_readers_ask_while_versions_change_and_each_answer_is_of_one_version(base: Base) -> None:
    def state(value: int) -> dict[str, str]:
        return {
            f"{n}.md": f"# 第{n}镇救助标准\n\n救助标准为每户{value}元，其中第{n}镇{value + n}元。\n" for n in range(8)
        }

    write(base.docs, state(1000))
    base.sync()
    reader = KnowledgeReader(base.settings, embedder=EMBEDDER)
    stop = threading.Event()
    wrong: list[str] = []
    seen: set[str] = set()

    def ask() -> None:
        while not stop.is_set():
            try:
                opened = reader.current()
                near = [key for key, _ in opened.vectors.query(EMBEDDER.embed_question("救助标准"), 4)]
                scores = opened.lexical.scores(terms("救助标准"))
                best = [opened.catalogue.chunk_ids()[int(place)] for place in scores.argsort()[-4:]]
                texts = [piece.text for piece in opened.catalogue.chunks([*near, *best])]
                figures = [f.said for card in opened.catalogue.cards() for f in opened.catalogue.figures_of(card.id)]
                values = {value for text in (*texts, *figures) for value in re.findall(r"\d{2}00(?=元)", text)}
                if len(values) != 1:
                    wrong.append(f"values of {len(values)} versions in one answer")
                seen.update(values)
            except Exception as exc:  # noqa: BLE001 - any error of a reader fails the test, by name
                wrong.append(repr(exc))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    folder = IndexFolder(base.settings.index)
    for number in range(1, 5):
        write(base.docs, state(1000 + 100 * number))
        base.sync()
        with folder.lock(wait=False):
            newest, before = folder.published()[:2]
            folder.switch(before)
            folder.switch(newest)
    reader.current()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(seen) > 1


def test_two_ingests_at_once_leave_one_version_with_all_documents(base: Base, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"x.md": "# 另一份\n\n内容在这里。\n"})
    write(base.docs, STATE_B)
    publisher = Publisher(base.settings, EMBEDDER)
    threads = [
        threading.Thread(target=publisher.sync, args=([place],), kwargs={"wait": True}) for place in (base.docs, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(base.names()) == ["a.txt", "c.md", "d.md", "x.md"]
    opened = base.open()
    assert opened.vectors.count() == opened.lexical.size == opened.catalogue.chunk_count()
