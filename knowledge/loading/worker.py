"""The process that parses files, so that a parser that hangs or crashes doesn't take the ingest with it.

Started by `knowledge.file_reader` as python -P -m knowledge.loading.worker. Takes one JSON object a line, {"path": ..., "draft": ..., "show_private": false},
loads the file, writes the document to the draft, and answers with one JSON object a line: {"page": 3, "pages": 20} while it reads, then
{"read": true}, {"unwritten": why}, {"chinese": ..., "english": ...} for a LoadError, or {"error": name, "trace": text} for what no loader
foresees.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from knowledge.drafts import write_draft
from knowledge.errors import LoadError
from knowledge.loading import load
from knowledge.loading.pace import listening

_MOST_BYTES = 3 << 29
"""1.5 GiB of memory of its own; a file that needs more is refused before the PC stands still."""


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # whatever a library prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the ingest, which then ends this process
    _bound_memory()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    while True:
        request = json.loads(requests.get())
        _say(answers, _answer(request, answers))


def _receive(requests: queue.SimpleQueue[str]) -> None:
    """Take requests; once the ingest is gone, end at once, whatever a parser is doing."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _answer(request: dict[str, Any], answers: TextIO) -> dict[str, Any]:
    try:
        with listening(lambda done, total: _say(answers, {"page": done, "pages": total})):
            document = load(Path(request["path"]), show_private=request["show_private"])
    except LoadError as exc:
        return {"chinese": exc.chinese, "english": exc.english}
    except Exception as exc:  # noqa: BLE001 - whatever a file does to a parser becomes a row of the report
        return {"error": type(exc).__name__, "trace": traceback.format_exc()}
    try:
        write_draft(Path(request["draft"]), document)
    except OSError as exc:
        return {"unwritten": exc.strerror}
    return {"read": True}


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such bound
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        bound = _MOST_BYTES if most == resource.RLIM_INFINITY else min(most, _MOST_BYTES)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, most))


if __name__ == "__main__":
    main()
