"""What citations open, seen from a fresh process: python opened_again.py INDEX < spans.json.

Reads [[document id, start, end], ...]; writes as JSON, for each, its position, its quote, and its marks by page.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.viewing import document_view, page_view
from knowledge.assembly import KnowledgeBase, open_knowledge
from knowledge.settings import KnowledgeSettings
from tests.knowledge.doubles import HashingEmbedder


def opened(knowledge: KnowledgeBase, document_id: str, start: int, end: int) -> dict[str, Any]:
    """What the citation of [start, end) opens."""
    view = document_view(knowledge, document_id, start, end)
    first = page_view(knowledge, document_id, 0, start, end)
    pages = [page_view(knowledge, document_id, page, start, end) for page in first.cited] if first else []
    return {
        "position": asdict(view.position),
        "missing": view.missing is not None,
        "quote": knowledge.catalogue.document(document_id).text[start:end],
        "marks": [[page.page, list(mark)] for page in pages if page is not None for mark in page.marks],
    }


if __name__ == "__main__":
    base = open_knowledge(KnowledgeSettings(index=Path(sys.argv[1])), embedder=HashingEmbedder())
    json.dump([opened(base, *span) for span in json.load(sys.stdin)], sys.stdout)
