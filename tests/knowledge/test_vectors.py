"""The vector index over real Chroma: order, bounds, damage, and LangChain's door."""

import gc
import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IndexDamaged, IndexMismatch, PublishError
from knowledge.vectors import VectorIndex
from tests.knowledge.doubles import HashingEmbedder

EMBEDDER = HashingEmbedder()
TEXTS = ["低保对象每月核查一次。", "临时救助金额不超过三千元。", "危房改造由村委会初审。", "低保申请向乡镇提出。"]
IDS = [f"doc:{n}" for n in range(len(TEXTS))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "vectors"
    VectorIndex.build(
        path,
        IDS,
        EMBEDDER.embed_passages(TEXTS),
        EMBEDDER.fingerprint,
        texts=TEXTS,
        cards=[{"title": f"文件{n}", "source": "a.txt"} for n in range(len(TEXTS))],
    )
    return path


def test_the_nearest_come_first_with_cosines(folder: Path) -> None:
    index = VectorIndex.open(folder, EMBEDDER.fingerprint)
    question = EMBEDDER.embed_question(TEXTS[2])
    found = index.query(question, 3)
    assert found[0][0] == "doc:2"
    assert found[0][1] == pytest.approx(1, abs=1e-5)
    scores = [score for _, score in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)
    exact = {key: float(vector @ question) for key, vector in zip(IDS, EMBEDDER.embed_passages(TEXTS), strict=True)}
    assert index.cosines(question, [*IDS, "doc:99"]) == pytest.approx(exact, abs=1e-5)
    assert dict(found) == pytest.approx({key: exact[key] for key, _ in found}, abs=1e-5)
    assert index.count() == 4


def test_scores_stay_in_bounds_and_small_asks_are_answered(folder: Path) -> None:
    index = VectorIndex.open(folder, EMBEDDER.fingerprint)
    opposite = -EMBEDDER.embed_question(TEXTS[0])
    assert all(0 <= score <= 1 for _, score in index.query(opposite, 50))
    assert set(index.cosines(opposite, IDS).values()) == {0.0}
    assert index.cosines(opposite, []) == {}
    assert index.cosines(opposite, ["doc:99"]) == {}


def test_a_sound_index_is_healthy(folder: Path) -> None:
    index = VectorIndex.open(folder, EMBEDDER.fingerprint)
    assert index.healthy(IDS)
    assert not index.healthy(["doc:99"])
    assert not index.healthy([*IDS, "doc:99"])


def test_more_vectors_than_one_batch(tmp_path: Path) -> None:
    count = 2100
    matrix = np.random.default_rng(1).normal(size=(count, 8)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    ids = [f"d:{n}" for n in range(count)]
    VectorIndex.build(tmp_path / "v", ids, matrix, "f", texts=ids, cards=[{"title": "x"}] * count)
    index = VectorIndex.open(tmp_path / "v", "f")
    assert index.count() == count
    assert index.healthy([ids[0], ids[1999], ids[2000], ids[-1]])


def test_another_embedder_is_refused(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"ingest\.py"):
        VectorIndex.open(folder, "another")


def test_a_missing_or_damaged_index_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        VectorIndex.open(tmp_path / "nowhere", EMBEDDER.fingerprint)
    assert not (tmp_path / "nowhere").exists()
    database = folder / "chroma.sqlite3"
    whole = database.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"x" * 5000):
        database.write_bytes(damaged)
        with pytest.raises(IndexDamaged, match=r"ingest\.py"):
            VectorIndex.open(folder, EMBEDDER.fingerprint).query(EMBEDDER.embed_question("低保"), 1)


def test_overwritten_pages_are_damage_not_a_crash(folder: Path) -> None:
    database = folder / "chroma.sqlite3"
    raw = bytearray(database.read_bytes())
    raw[4096:] = os.urandom(len(raw) - 4096)
    database.write_bytes(raw)
    with pytest.raises(IndexDamaged):
        VectorIndex.open(folder, EMBEDDER.fingerprint).query(EMBEDDER.embed_question("低保"), 1)


def test_an_unwritable_place_is_a_publish_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match="磁盘空间"):
        VectorIndex.build(
            tmp_path / "file" / "v", ["a"], np.ones((1, 2), np.float32), "f", texts=["a"], cards=[{"t": "a"}]
        )


def test_the_folder_may_move_after_closing(folder: Path, tmp_path: Path) -> None:
    index = VectorIndex.open(folder, EMBEDDER.fingerprint)
    index.close()
    index.close()
    moved = tmp_path / "moved"
    shutil.move(folder, moved)
    assert VectorIndex.open(moved, EMBEDDER.fingerprint).count() == 4


def test_langchain_reads_the_same_index(folder: Path) -> None:
    index = VectorIndex.open(folder, EMBEDDER.fingerprint)
    store = index.as_langchain(EMBEDDER)
    del index
    gc.collect()
    found = store.similarity_search(TEXTS[1], k=2)
    assert found[0].page_content == TEXTS[1]
    assert found[0].metadata == {"title": "文件1", "source": "a.txt"}
    assert store.as_retriever(search_kwargs={"k": 1}).invoke(TEXTS[3])[0].id == "doc:3"


def test_threads_open_and_close_one_folder(folder: Path) -> None:
    wrong: list[str] = []

    def work() -> None:
        for _ in range(25):
            try:
                index = VectorIndex.open(folder, EMBEDDER.fingerprint)
                if index.count() != 4:
                    wrong.append("count")
                index.close()
            except Exception as exc:  # noqa: BLE001 - any error fails the test, by name
                wrong.append(repr(exc))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
