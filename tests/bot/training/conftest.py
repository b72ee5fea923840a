"""One knowledge base over the made-up documents, and what training reads of it: real SQLite, real figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.training.base import TrainingBase
from bot.training.choosing import items_of
from bot.training.desk import TrainingDesk
from bot.training.items import Item
from bot.training.library import Reading
from tests.bot.training.made_up import TEXTS


@pytest.fixture(scope="session")
def training_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    place = tmp_path_factory.mktemp("training")
    documents = place / "docs"
    documents.mkdir()
    for name, text in TEXTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    report = Publisher(settings, load_embedder(settings)).sync([documents])
    assert len(report.added) == len(TEXTS), report
    return settings.index


@pytest.fixture(scope="session")
def desk(training_index: Path) -> TrainingDesk:
    from knowledge.assembly import KnowledgeReader
    from knowledge.settings import KnowledgeSettings

    return TrainingDesk(KnowledgeReader(KnowledgeSettings(index=training_index)))


@pytest.fixture(scope="session")
def base(training_index: Path) -> TrainingBase:
    from knowledge.assembly import open_knowledge
    from knowledge.settings import KnowledgeSettings

    return TrainingBase(open_knowledge(KnowledgeSettings(index=training_index)).catalogue)


def of(base: TrainingBase, words: str) -> Reading:
    """The document whose title has the words."""
    return next(r for r in base.readings if words in r.document.metadata.title)


@pytest.fixture(scope="session")
def pool(base: TrainingBase) -> list[Item]:
    return [item for reading in base.readings for item in items_of(base, reading)]
