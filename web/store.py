"""What the page keeps for people who hand it over: feedback and learners' progress. The only SQLite of the page."""

from __future__ import annotations

import logging
import sqlite3
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import BotError
from knowledge.settings import PROJECT

log = logging.getLogger(__name__)

FILE_NAME = "wence.sqlite"

_PROGRESS = (
    "CREATE TABLE IF NOT EXISTS learners (name TEXT PRIMARY KEY, seen TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS learned (learner TEXT NOT NULL, item TEXT NOT NULL, document TEXT NOT NULL, heading TEXT NOT NULL, "
    "kind TEXT NOT NULL, answers INTEGER NOT NULL, hits INTEGER NOT NULL, streak INTEGER NOT NULL, wrong INTEGER NOT NULL, "
    "given TEXT NOT NULL, memory TEXT NOT NULL, due TEXT NOT NULL, PRIMARY KEY (learner, item))",
    "CREATE TABLE IF NOT EXISTS rounds (learner TEXT PRIMARY KEY, round TEXT NOT NULL)",
)
"""Of `progress.Progress`. `learned`: an item that a learner has answered; `wrong` is 1 while it stands in the wrong-answer book; times are UTC, ISO 8601."""

SCHEMA: tuple[str, ...] = (
    *_PROGRESS,
    """CREATE TABLE IF NOT EXISTS feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, judgement TEXT NOT NULL, note TEXT NOT NULL,
        question TEXT NOT NULL, resolved TEXT NOT NULL, status TEXT NOT NULL, answer TEXT NOT NULL, citations TEXT NOT NULL,
        figures TEXT NOT NULL, index_version TEXT NOT NULL, mode TEXT NOT NULL, language TEXT NOT NULL)""",
)
"""CREATE TABLE IF NOT EXISTS … of each keeper; a table is only ever added to, never changed in place."""


class StoreSettings(BaseSettings):
    """Where the page keeps things."""

    model_config = SettingsConfigDict(env_prefix="WENCE_", extra="forbid", frozen=True)

    state: Path = PROJECT / "state"
    """WENCE_STATE: folder of feedback and learners' progress; not part of the knowledge base, so a new base keeps them."""


class StoreError(BotError):
    """Something could not be kept or read back."""


class Store:
    """A SQLite file that several threads and processes may use: one connection a process, a lock around each statement."""

    def __init__(self, folder: Path | None) -> None:
        """Open the store in the folder, which is made where it is missing; None keeps everything in memory.

        Raises:
            StoreError: the folder can't be written, or the file is damaged.
        """
        self._lock = threading.Lock()
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            address = ":memory:" if folder is None else str(folder / FILE_NAME)
            self._connection = sqlite3.connect(address, timeout=10, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")  # readers of an export don't hold up the page
            self._connection.execute("PRAGMA secure_delete = ON")  # what is taken back is gone from the file, too
            with self._connection:
                for statement in SCHEMA:
                    self._connection.execute(statement)
        except (OSError, sqlite3.Error) as exc:
            raise _failed(exc) from exc
        weakref.finalize(self, self._connection.close)

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of a SELECT. Raises StoreError."""
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as exc:
            raise _failed(exc) from exc

    def write(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement that changes something and make it last; returns the id of an inserted row. Raises StoreError."""
        try:
            with self._lock, self._connection:
                return self._connection.execute(statement, values).lastrowid or 0
        except sqlite3.Error as exc:
            raise _failed(exc) from exc

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _failed(exc: Exception) -> StoreError:
    log.warning("the page's store failed: %s", exc)
    return StoreError(
        f"没有保存上（{exc}）。请管理员检查 WENCE_STATE 所指的文件夹能不能写、磁盘满没满。",
        f"Could not be saved ({exc}). The administrator should check the folder that WENCE_STATE names, and the disk.",
    )
