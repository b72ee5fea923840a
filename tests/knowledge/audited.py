"""A document from Markdown, read as an ingest reads it, for tests of the audit's rules."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from knowledge.loading import load
from knowledge.metadata import read_metadata
from knowledge.types import Document


def document(text: str, name: str = "报告.md") -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        loaded = load(path)
    return replace(loaded, metadata=read_metadata(loaded))


def table(*rows: str) -> Document:
    head, *body = rows
    columns = head.count("|") + 1
    return document("\n".join(("# 统计表", "", f"| {head} |", "|" + "---|" * columns, *(f"| {row} |" for row in body))))
