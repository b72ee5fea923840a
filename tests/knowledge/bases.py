"""A knowledge base in a temporary folder, for tests."""

from __future__ import annotations

from pathlib import Path

from knowledge.assembly import KnowledgeBase, open_knowledge
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.types import IngestReport
from tests.knowledge.doubles import HashingEmbedder

EMBEDDER = HashingEmbedder()


class Base:
    """A knowledge base in a temporary folder, with documents beside it."""

    def __init__(self, place: Path) -> None:
        self.docs = place / "docs"
        self.docs.mkdir()
        self.settings = KnowledgeSettings(index=place / "index")

    def sync(self, *paths: Path, embedder: HashingEmbedder = EMBEDDER) -> IngestReport:
        return Publisher(self.settings, embedder).sync(paths or [self.docs])

    def open(self) -> KnowledgeBase:
        return open_knowledge(self.settings, embedder=EMBEDDER)

    def names(self) -> list[str]:
        return [card.source.name for card in self.open().catalogue.cards()]

    def text(self) -> str:
        catalogue = self.open().catalogue
        return "\n".join(catalogue.document(card.id).text for card in catalogue.cards())

    def versions(self) -> list[str]:
        return sorted(path.name for path in (self.settings.index / "versions").iterdir())
