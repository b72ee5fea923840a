"""kill -9 at random moments of ingest, publish and rollback: readers find the old or the new version whole, and the next run finishes.

KILLS says at how many moments an ingest is killed: 12, or 50 with `make kill`; a rollback, which is short, at half as many.
"""

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
from knowledge.publishing import DRAFTS, Publisher
from knowledge.settings import PROJECT, KnowledgeSettings
from knowledge.verifying import rollback
from knowledge.versions import IndexFolder
from tests.knowledge.corpus import NOTICE, REPORT, write
from tests.knowledge.doubles import HashingEmbedder

KILLS = int(os.environ.get("KILLS", "12"))
STAGES = ("go", "read", "embed", "store", "check")
EMBEDDER = HashingEmbedder()
SCRIPT = Path(__file__).with_name("ingest_process.py")


def state(value: int) -> dict[str, str]:
    """Some thirty documents whose figures are `value`; web pages are parsed in the worker process."""
    pages = {f"page{n}.html": f"<h1>通知</h1><p>第{n}组发放{value}元。</p>" for n in range(3)}
    reports = {f"report{n}.txt": REPORT.format(value + n, n) for n in range(20)}
    return reports | pages | {f"notice{n}.md": NOTICE.format(value * 10 + n) for n in range(10 + value % 7)}


def start(settings: KnowledgeSettings, documents: Path, *version: str) -> subprocess.Popen[str]:
    """An ingest, or a rollback to `version`, that imports everything, says so, and waits for `go`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WENCE_")}
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(settings.index), str(documents), *version],
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


def go(process: subprocess.Popen[str], stage: str = "go") -> None:
    """Let it begin, and wait until the stage begins."""
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    while stage != "go" and process.stdout.readline().strip() not in (stage, "done", ""):
        pass


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
def test_a_kill_at_any_moment_of_an_ingest_leaves_the_old_or_the_new_version(tmp_path: Path) -> None:
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
    assert process.wait(timeout=120) == 0
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
        go(process, moments.choice(STAGES))
        time.sleep(moments.uniform(0, longest_s / 3))
        process.send_signal(signal.SIGKILL)
        seen["killed"] += process.wait(timeout=60) == -signal.SIGKILL
        process = start(settings, docs)  # imports while this process looks at what the dead one left
        now = holding(settings)
        assert now in (old, new)
        seen["old" if now == old else "new"] += 1
        Publisher(settings, EMBEDDER).sync([docs])
        assert holding(settings) == new
        assert IndexFolder(settings.index).leftovers() == []
        assert not (settings.index / DRAFTS).exists()
        assert [entry.number for entry in IndexFolder(settings.index).history()] == [1, 2]
    process.kill()
    process.wait(timeout=60)
    assert seen["killed"] >= KILLS / 2, seen  # most kills hit an ingest at work
    assert seen["old"] > 0, seen


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_kill_at_any_moment_of_a_rollback_leaves_one_version_or_the_other(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    settings = KnowledgeSettings(index=tmp_path / "index")
    states = []
    for value in (100, 205):
        Publisher(settings, EMBEDDER).sync([write(docs, state(value))])
        states.append(holding(settings))
    folder = IndexFolder(settings.index)
    moments = random.Random(5)
    goal, killed = 1, 0
    process = start(settings, docs, str(goal))
    for _ in range(KILLS // 2):
        await_ready(process)
        go(process)
        time.sleep(moments.uniform(0, 0.15))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(timeout=60) == -signal.SIGKILL
        now = holding(settings)
        assert now in states
        goal = 2 if now == states[0] else 1
        process = start(settings, docs, str(goal))  # the other way next time
        rollback(folder, goal, EMBEDDER)
        assert holding(settings) == states[goal - 1]
        rollback(folder, 3 - goal, EMBEDDER)
        assert [entry.number for entry in folder.history()] == [1, 2]
    process.kill()
    process.wait(timeout=60)
    assert killed > 0
    assert Publisher(settings, EMBEDDER).sync([docs]).failed == ()
    assert holding(settings) == states[1]


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
