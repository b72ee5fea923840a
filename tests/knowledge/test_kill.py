"""kill -9 at random moments of an ingest: readers always find the old or the new version whole, and the next ingest finishes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.assembly import open_knowledge
from knowledge.building import check_version
from knowledge.lexical import terms
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings
from knowledge.versions import IndexFolder
from tests.knowledge.corpus import NOTICE, REPORT, write
from tests.knowledge.doubles import HashingEmbedder

KILLS = 20
EMBEDDER = HashingEmbedder()
SCRIPT = Path(__file__).with_name("ingest_process.py")


def state(value: int) -> dict[str, str]:
    """Some thirty documents whose figures are `value`."""
    reports = {f"report{n}.txt": REPORT.format(value + n, n) for n in range(20)}
    return reports | {f"notice{n}.md": NOTICE.format(value * 10 + n) for n in range(10 + value % 7)}


def start(settings: KnowledgeSettings, documents: Path) -> subprocess.Popen[str]:
    """An ingest that imports everything, says so, and waits for `go`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WENCE_")}
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(settings.index), str(documents)],
        cwd=PROJECT,
        env=environment | {"PYTHONPATH": str(PROJECT), "OMP_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def await_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def holding(settings: KnowledgeSettings) -> frozenset[tuple[str, str]]:
    """(file name, text) of the published documents, after the version has proved to be whole and to answer."""
    base = open_knowledge(settings, embedder=EMBEDDER)
    check_version(IndexFolder(settings.index).version_folder(base.version), EMBEDDER)
    found = base.catalogue.chunks(
        [key for key, _ in base.vectors.query(EMBEDDER.embed_question("监测对象共多少户"), 5)]
    )
    assert len(found) == 5
    assert base.lexical.scores(terms("监测对象")).max() > 0
    catalogue = base.catalogue
    return frozenset((card.source.name, catalogue.document(card.id).text) for card in catalogue.cards())


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_kill_at_any_moment_leaves_the_old_or_the_new_version(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    settings = KnowledgeSettings(index=tmp_path / "index")
    Publisher(settings, EMBEDDER).sync([write(docs, state(100))])
    old = holding(settings)
    kept = tmp_path / "kept"
    shutil.copytree(settings.index, kept)
    write(docs, state(205))
    process = start(settings, docs)
    await_ready(process)
    began = time.monotonic()
    go(process)
    assert process.wait(timeout=60) == 0
    longest_s = time.monotonic() - began
    new = holding(settings)
    assert old != new

    moments = random.Random(20)
    seen = {"old": 0, "new": 0, "killed": 0}
    process = start(settings, docs)
    for _ in range(KILLS):
        shutil.rmtree(settings.index)
        shutil.copytree(kept, settings.index)
        await_ready(process)
        go(process)
        time.sleep(moments.uniform(0, longest_s))
        process.send_signal(signal.SIGKILL)
        seen["killed"] += process.wait(timeout=60) == -signal.SIGKILL
        process = start(settings, docs)  # imports while this process looks at what the dead one left
        now = holding(settings)
        assert now in (old, new)
        seen["old" if now == old else "new"] += 1
        Publisher(settings, EMBEDDER).sync([docs])
        assert holding(settings) == new
        assert IndexFolder(settings.index).leftovers() == []
    process.kill()
    process.wait(timeout=60)
    assert seen["killed"] >= KILLS / 2, seen  # most kills hit an ingest at work
    assert seen["old"] > 0, seen


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_killed_ingest_frees_its_lock_and_a_living_one_keeps_others_out(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", state(100))
    settings = KnowledgeSettings(index=tmp_path / "index")
    Publisher(settings, EMBEDDER).sync([docs])
    write(docs, state(205))
    with IndexFolder(settings.index).lock(wait=False):
        refused = start(settings, docs)
        await_ready(refused)
        go(refused)
        assert refused.wait(timeout=60) == 1  # IndexBusy
    killed = start(settings, docs)
    await_ready(killed)
    go(killed)
    time.sleep(0.05)
    killed.kill()
    killed.wait(timeout=60)
    Publisher(settings, EMBEDDER).sync([docs])
    assert any("205户" in text for _, text in holding(settings))


@pytest.mark.skipif(os.name == "nt", reason="limits of processes")
@pytest.mark.parametrize("limit_bytes", [10, 20_000, 170_000])
def test_a_full_disk_is_said_in_a_sentence_and_changes_nothing(tmp_path: Path, limit_bytes: int) -> None:
    import resource

    docs = write(tmp_path / "docs", state(100))
    settings = KnowledgeSettings(index=tmp_path / "index")
    Publisher(settings, EMBEDDER).sync([docs])
    old = holding(settings)
    write(docs, state(205))
    # no file may grow beyond the limit: the catalogue meets it first, then Chroma's files
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(settings.index), str(docs)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        input=b"go",
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes)),
    )
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert "请检查磁盘空间" in said
    assert "Traceback" not in said
    assert holding(settings) == old
    assert IndexFolder(settings.index).leftovers() == []
