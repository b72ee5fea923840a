"""One knowledge base over the made-up county, and a bot over it: the shipped embedder, real Chroma and SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import PolicyBot
from knowledge.assembly import KnowledgeBase
from tests.bot import county


@pytest.fixture(scope="session")
def county_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base over `county.TEXTS`, made once; only to be read."""
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    place = tmp_path_factory.mktemp("county")
    documents = place / "docs"
    documents.mkdir()
    for name, text in county.TEXTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    report = Publisher(settings, load_embedder(settings)).sync([documents])
    assert len(report.added) == len(county.TEXTS), report
    return settings.index


@pytest.fixture(scope="session")
def knowledge(county_index: Path) -> KnowledgeBase:
    from knowledge.assembly import open_knowledge
    from knowledge.settings import KnowledgeSettings

    return open_knowledge(KnowledgeSettings(index=county_index))


@pytest.fixture(scope="session")
def county_bot(county_index: Path) -> PolicyBot:
    """The bot over that base, without a language model."""
    from bot.assembly import build_bot
    from bot.settings import BotSettings
    from knowledge.settings import KnowledgeSettings

    return build_bot(KnowledgeSettings(index=county_index), BotSettings())
