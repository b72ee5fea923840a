"""Wiring: settings -> a bot."""

from __future__ import annotations

from bot.answering import PolicyBot
from bot.llm import build_model
from bot.settings import BotSettings
from knowledge.assembly import KnowledgeReader
from knowledge.settings import KnowledgeSettings


def build_bot(knowledge_settings: KnowledgeSettings, bot_settings: BotSettings) -> PolicyBot:
    """The bot over the knowledge base that the settings name.

    Raises:
        ModelConfigError: the language model's settings don't fit together.
    """
    reader = KnowledgeReader(knowledge_settings)
    return PolicyBot(reader, bot_settings, model=build_model(bot_settings))
