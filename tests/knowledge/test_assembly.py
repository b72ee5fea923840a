"""Readers follow what is published, and never stop answering."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from knowledge.assembly import KnowledgeReader
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.lexical import terms
from knowledge.versions import IndexFolder
from tests.knowledge.bases import EMBEDDER, Base
from tests.knowledge.corpus import NOTICE, REPORT, STATE_A, write
from tests.knowledge.doubles import HashingEmbedder


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


def test_no_index_is_said_with_what_to_run(base: Base) -> None:
    with pytest.raises(IndexMissing, match=r"python ingest\.py"):
        base.open()


def test_readers_see_no_error_while_versions_are_published(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    reader = KnowledgeReader(base.settings, embedder=EMBEDDER)
    stop = threading.Event()
    wrong: list[str] = []
    seen: set[str] = set()

    def ask() -> None:
        while not stop.is_set():
            try:
                opened = reader.current()
                found = opened.vectors.query(EMBEDDER.embed_question("监测对象多少户"), 3)
                pieces = opened.catalogue.chunks([key for key, _ in found])
                scores = opened.lexical.scores(terms("监测对象"))
                if len(pieces) != 3 or not scores.any():
                    wrong.append("too little found")
                seen.add(opened.version)
            except Exception as exc:  # noqa: BLE001 - any error of a reader fails the test, by name
                wrong.append(repr(exc))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for count in range(6):
        write(base.docs, STATE_A | {"a.txt": REPORT.format(200 + count, 3), "b.md": NOTICE.format(count)})
        last = base.sync().version
    reader.current()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert reader.current().version == last
    assert len(seen) > 1


def test_a_reader_keeps_answering_when_the_new_version_cannot_be_opened(base: Base) -> None:
    write(base.docs, STATE_A)
    first = base.sync().version
    reader = KnowledgeReader(base.settings, embedder=EMBEDDER)
    opened = reader.current()
    other = base.sync(embedder=HashingEmbedder(fingerprint="hashing-2"))
    assert reader.current() is opened
    assert isinstance(reader.problem, IndexMismatch)
    assert other.version != first
    (base.settings.index / "CURRENT").unlink()
    assert reader.current() is opened
    assert isinstance(reader.problem, IndexMissing)
    again = base.sync().version
    assert reader.current().version == again
    assert reader.problem is None


def test_a_request_in_flight_survives_the_deletion_of_its_version(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    opened = base.open()
    assert opened.vectors.count() and opened.lexical.size
    shutil.rmtree(IndexFolder(base.settings.index).version_folder(opened.version))
    assert opened.catalogue.chunks([key for key, _ in opened.vectors.query(EMBEDDER.embed_question("救助"), 2)])


_OPENS_AND_ENDS = """
import atexit
import sys
import threading
from pathlib import Path
from knowledge.assembly import open_knowledge
from knowledge.settings import KnowledgeSettings
from tests.knowledge.bases import EMBEDDER

# What runs at exit comes last before the interpreter goes; a thread that is still in Chroma then crashes the program
atexit.register(lambda: print([thread.name for thread in threading.enumerate()]))
open_knowledge(KnowledgeSettings(index=Path(sys.argv[1])), embedder=EMBEDDER)
"""


def test_a_program_that_ends_while_parts_are_loading_ends_in_order(base: Base) -> None:
    write(base.docs, STATE_A)
    base.sync()
    command = [sys.executable, "-c", _OPENS_AND_ENDS, str(base.settings.index)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "['MainThread']", "")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_versions_no_longer_read_are_closed(base: Base) -> None:
    def open_versions() -> set[str]:
        links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
        targets = [Path(os.readlink(link)) for link in links if link.is_symlink()]
        place = base.settings.index.resolve() / "versions"
        return {target.relative_to(place).parts[0] for target in targets if target.is_relative_to(place)}

    reader = KnowledgeReader(base.settings, embedder=EMBEDDER)
    for count in range(3):
        write(base.docs, {"a.txt": REPORT.format(count, 1)})
        published = base.sync().version
        opened = reader.current()
        assert opened.vectors.count() == opened.lexical.size
        del opened
        until = (
            time.monotonic() + 100
        )  # Chroma closes its database in a thread of its own, on a busy machine after seconds
        while open_versions() != {published} and time.monotonic() < until:
            time.sleep(0.01)
        assert open_versions() == {published}
