"""Reads files for an ingest: plain text at once, all else in a process of its own that may be ended when a parser hangs."""

from __future__ import annotations

import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from knowledge.drafts import Drafts, read_draft
from knowledge.errors import LoadError, PublishError
from knowledge.loading import load
from knowledge.loading.pace import Told
from knowledge.settings import PROJECT
from knowledge.sources import sha256_of
from knowledge.types import Document

_PLAIN = {".md", ".markdown", ".txt"}
_PLAIN_BYTES = 2_000_000  # plain text up to this is read here: faster than asking, and nothing in it can hang or crash
_WORKER = (sys.executable, "-P", "-m", "knowledge.loading.worker")
_log = logging.getLogger(__name__)


class FileReader:
    """Reads one file after the other. `with` ends the process; what it has read stays as drafts for the next ingest."""

    def __init__(
        self, drafts: Drafts, limit_s: float, *, show_private: bool = False, worker: Sequence[str] = _WORKER
    ) -> None:
        """Prepare to read; no process is started yet.

        Args:
            drafts: Where documents are kept until they are published.
            limit_s: How long a file may give no sign of life, in seconds.
            show_private: Whether private numbers stay readable, as `load` takes it.
            worker: The command that parses.
        """
        self._show_private = show_private
        self._drafts = drafts
        self._limit_s = limit_s
        self._worker = worker
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, path: Path, told: Told) -> Document:
        """The document in a file, as `knowledge.loading.load` gives it.

        Args:
            path: The file.
            told: Called for each page read, where the format has pages.

        Raises:
            LoadError: the file can't be read.
            PublishError: what was read can't be kept: the disk is full.
        """
        if _is_plain(path):
            return self._load(path)
        try:
            sha256 = sha256_of(path)
        except OSError:
            return self._load(path)  # which says what is wrong
        draft = self._drafts.place(path, sha256)
        document = read_draft(draft, sha256)
        if document is None:
            self._ask(path, draft, told)
            document = read_draft(draft, sha256)
        return document or self._load(path)  # changed while it was read

    def _load(self, path: Path) -> Document:
        return load(path, show_private=self._show_private)

    def _ask(self, path: Path, draft: Path, told: Told) -> None:
        """Have the draft of a file written."""
        self._send({"path": str(path), "draft": str(draft), "show_private": self._show_private})
        while True:
            try:
                answer = self._answers.get(timeout=self._limit_s)
            except queue.Empty:
                self._stop()
                raise _hangs(path, self._limit_s) from None
            if answer is None:
                self._stop()
                raise _crashed(path)
            if "pages" not in answer:
                break
            told(int(answer["page"]), int(answer["pages"]))
        if "unwritten" in answer:
            raise _unwritten(draft.parent, answer["unwritten"])
        if "chinese" in answer:
            raise LoadError(answer["chinese"], answer["english"])
        if "error" in answer:
            _log.error("reading %s failed in a way no loader foresees\n%s", path, answer["trace"])
            raise _too_big(path) if answer["error"] == "MemoryError" else _unforeseen(path, answer["error"])

    def _send(self, request: dict[str, str | bool]) -> None:
        for _ in range(2):  # a process that ended between two files is started again
            if self._process is None or self._process.poll() is not None:
                self._start()
            assert self._process is not None and self._process.stdin is not None
            try:
                self._process.stdin.write(json.dumps(request) + "\n")
                self._process.stdin.flush()
                return
            except OSError:
                self._stop()

    def _start(self) -> None:
        found = [str(PROJECT), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            self._worker,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, found)), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._answers = queue.SimpleQueue()
        threading.Thread(target=_receive, args=(self._process, self._answers), daemon=True).start()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            if process.stdin is not None:
                with suppress(OSError):  # a request that nobody reads any more
                    process.stdin.close()


def _is_plain(path: Path) -> bool:
    """Whether the file is read at once, without the process."""
    return path.suffix.lower() in _PLAIN and (not path.is_file() or path.stat().st_size <= _PLAIN_BYTES)


def _receive(process: subprocess.Popen[str], answers: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    """Hand on the answers of a process, and None when it has ended."""
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            answers.put(json.loads(line))
    answers.put(None)


def _hangs(path: Path, limit_s: float) -> LoadError:
    return LoadError(
        f"读 {path.name} 时 {limit_s:g} 秒没有进展，已停止读它：请打开检查、另存一份再试；很大的文件请拆成几份。",
        f"Reading {path.name} made no progress for {limit_s:g} s and was stopped: check the file, save it anew, or split it.",
    )


def _crashed(path: Path) -> LoadError:
    return LoadError(
        f"读 {path.name} 时解析程序意外退出，已跳过：文件可能损坏，请打开检查、另存一份再试。",
        f"The parser ended unexpectedly on {path.name}, which is skipped: it may be damaged; open it and save it anew.",
    )


def _too_big(path: Path) -> LoadError:
    return LoadError(
        f"{path.name} 太大，内存不够，已跳过：请拆成几份后导入。",
        f"{path.name} needs too much memory and is skipped: split it and add the parts.",
    )


def _unforeseen(path: Path, error: str) -> LoadError:
    return LoadError(
        f"读取时程序出错（{error}）；请把这个文件另存为 docx 或 txt 再试，并告诉维护人员。",
        f"Reading {path.name} failed ({error}); save it as docx or txt and try again, and tell the maintainers.",
    )


def _unwritten(folder: Path, why: str) -> PublishError:
    return PublishError(
        f"读出的内容写不进 {folder}（{why}）。请检查磁盘空间和权限后重新运行 python ingest.py；原有知识库不受影响。",
        f"What was read can't be written to {folder} ({why}). Check disk space and rights, then run again; the old base stays.",
    )
