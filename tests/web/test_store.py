"""The page's store: kept on disk, shared by threads and processes, and a failure says what to do."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import web.store
from web.store import Store, StoreError


@pytest.fixture(autouse=True)
def _table(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, words TEXT UNIQUE NOT NULL)"
    monkeypatch.setattr(web.store, "SCHEMA", (said,))


def test_what_is_written_is_there_after_opening_again(tmp_path: Path) -> None:
    first = Store(tmp_path / "made" / "anew")
    assert first.write("INSERT INTO said (words) VALUES (?)", ("有用",)) == 1
    first.close()
    assert Store(tmp_path / "made" / "anew").rows("SELECT words FROM said") == [("有用",)]


def test_two_open_stores_and_many_threads_lose_nothing(tmp_path: Path) -> None:
    stores = [Store(tmp_path), Store(tmp_path)]

    def write(store: Store, first: int) -> None:
        for number in range(first, first + 25):
            store.write("INSERT INTO said (words) VALUES (?)", (str(number),))

    threads = [threading.Thread(target=write, args=(stores[n % 2], n * 25)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores[0].rows("SELECT count(*) FROM said") == [(100,)]


def test_a_statement_that_fails_is_said_and_changes_nothing() -> None:
    store = Store(None)
    store.write("INSERT INTO said (words) VALUES (?)", ("甲",))
    with pytest.raises(StoreError):
        store.write("INSERT INTO said (words) VALUES (?)", ("甲",))
    assert store.rows("SELECT words FROM said") == [("甲",)]


def test_a_folder_that_cant_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match="WENCE_STATE") as caught:
        Store(tmp_path / "taken")
    assert "WENCE_STATE" in caught.value.english
    assert caught.value.__cause__ is not None


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "wence.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(StoreError):
        Store(tmp_path)
