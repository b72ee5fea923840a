"""The bot over the sample reports, as the measurements over reports/ ask it; its base is kept and only brought up to date."""

from __future__ import annotations

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from evaluation.question_sets import chosen, question_sets, shared_folder
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings, read_settings


def sample_bot() -> PolicyBot:
    """Bring the base over reports/ up to date and open the bot over it. Raises KnowledgeError."""
    own = chosen("reports", question_sets(shared_folder()))[0]
    settings = read_settings(KnowledgeSettings, index=own.index)
    own.index.mkdir(parents=True, exist_ok=True)
    Publisher(settings, load_embedder(read_settings(KnowledgeSettings))).sync([own.documents], wait=True)
    return build_bot(settings, read_settings(BotSettings))
