"""Wiring: settings -> a bot."""

from __future__ import annotations

import logging

from bot.answering import PolicyBot
from bot.llm import build_model
from bot.reading import describe, load_reader
from bot.settings import BotSettings
from knowledge.assembly import KnowledgeReader
from knowledge.settings import KnowledgeSettings

_log = logging.getLogger(__name__)


def build_bot(knowledge_settings: KnowledgeSettings, bot_settings: BotSettings) -> PolicyBot:
    """The bot over the knowledge base that the settings name.

    Raises:
        ModelConfigError: the language model's settings don't fit together.
        ReaderError: the reader model can't be loaded.
    """
    reader = load_reader(bot_settings, threads=knowledge_settings.threads)
    _log.info("%s", describe(reader, "en"))
    base = KnowledgeReader(knowledge_settings)
    return PolicyBot(base, bot_settings, reader=reader, model=build_model(bot_settings))
