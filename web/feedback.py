"""Feedback on answers: kept with the question, the answer, its evidence and the version that answered; exported as a file.

    python -m web.feedback --export 反馈.csv

What people type is kept with identity, telephone and account numbers masked.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from bot.figure_wording import figure_as_plain
from bot.types import Answer, Citation, Language
from knowledge.errors import KnowledgeError
from knowledge.privacy import covered
from knowledge.settings import read_settings
from web.store import FILE_NAME, Store, StoreSettings

Judgement = Literal["useful", "useless", "off_topic", "wrong_figure"]
JUDGEMENTS: tuple[Judgement, ...] = get_args(Judgement)
NOTE_CHARS = 200
"""Characters of a note kept: one line."""

COLUMNS = (
    "id", "at", "judgement", "note", "question", "resolved", "status", "answer", "citations", "figures", "index_version",
    "mode", "language",
)  # fmt: skip
"""Of the table and of an export, in order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What was said of an answer."""

    id: int
    """Of its row, under which it is changed and taken back."""
    judgement: Judgement
    note: str = ""


class FeedbackKeeper:
    """Keeps feedback in the page's store. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, judgement: Judgement, question: str, answer: Answer, language: Language) -> Feedback:
        """Keep what was said of the answer to a question as typed. Raises StoreError."""
        row = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "judgement": judgement,
            "note": "",
            "question": covered(question),
            "resolved": covered(answer.query.resolved) if answer.query else "",
            "status": answer.status,
            "answer": covered(answer.text),
            "citations": _json([_citation(c) for c in (*answer.citations, *answer.nearby)]),
            "figures": _json([figure_as_plain(card) for card in answer.figures]),
            "index_version": answer.version,
            "mode": answer.mode,
            "language": language,
        }
        marks = ", ".join("?" * len(row))
        key = self._store.write(f"INSERT INTO feedback ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        return Feedback(id=key, judgement=judgement)

    def change(self, before: Feedback, judgement: Judgement) -> Feedback:
        """Replace what was said. Raises StoreError."""
        self._store.write("UPDATE feedback SET judgement = ? WHERE id = ?", (judgement, before.id))
        return replace(before, judgement=judgement)

    def note(self, before: Feedback, text: str) -> Feedback:
        """Add a line, which replaces one before. Raises StoreError."""
        line = covered(" ".join(text.split()))[:NOTE_CHARS]
        self._store.write("UPDATE feedback SET note = ? WHERE id = ?", (line, before.id))
        return replace(before, note=line)

    def take_back(self, before: Feedback) -> None:
        """Remove what was said, for good. Raises StoreError."""
        self._store.write("DELETE FROM feedback WHERE id = ?", (before.id,))

    def rows(self) -> list[dict[str, Any]]:
        """Return everything that is kept, oldest first, by `COLUMNS`. Raises StoreError."""
        kept = self._store.rows(f"SELECT {', '.join(COLUMNS)} FROM feedback ORDER BY id")
        return [dict(zip(COLUMNS, row, strict=True)) for row in kept]


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document": citation.document.id,
        "file": citation.document.source.name,
        "title": citation.document.metadata.title,
        "start": citation.start,
        "end": citation.end,
        "quote": covered(citation.quote),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def export(rows: Sequence[dict[str, Any]], file: Path) -> None:
    """Write the rows as CSV (utf-8 with a mark, for spreadsheet programs) or, by the file's suffix, as JSON lines.

    Raises:
        OSError: the file can't be written.
    """
    if file.suffix.lower() == ".jsonl":
        lines = (
            {**row, "citations": json.loads(row["citations"]), "figures": json.loads(row["figures"])} for row in rows
        )
        file.write_text("".join(f"{_json(line)}\n" for line in lines), encoding="utf-8")
        return
    with file.open("w", encoding="utf-8-sig", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(COLUMNS)
        writer.writerows([_plain(row[name]) for name in COLUMNS] for row in rows)


def _plain(value: object) -> object:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Export the feedback that the page has kept; 0 where it was written, 1 where not."""
    parser = argparse.ArgumentParser(prog="python -m web.feedback", description="导出页面上收到的反馈。")
    parser.add_argument("--export", type=Path, required=True, metavar="FILE", help="写到哪个文件：.csv 或 .jsonl")
    options = parser.parse_args(arguments)
    try:
        folder = read_settings(StoreSettings).state
        if not (folder / FILE_NAME).exists():
            print("还没有收到过反馈。")
            return 0
        store = Store(folder)
        rows = FeedbackKeeper(store).rows()
        store.close()
        export(rows, options.export)
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"写不了 {options.export}（{error.strerror}），请换一个位置。", file=sys.stderr)
        return 1
    print(f"导出 {len(rows)} 条反馈到 {options.export}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
