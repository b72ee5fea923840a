"""Errors of the bot.

BotError
├── QuestionError         the question can't be taken as it is (empty, too long, no words)
├── ReaderError           the reader model can't be loaded
├── ModelConfigError      the language model's settings don't fit together
└── ModelError            the language model failed; the extractive answer is given instead
    ├── ModelTimeout      it didn't answer in time
    └── ModelUnavailable  it can't be reached or refuses
"""

from __future__ import annotations

from knowledge.errors import KnowledgeError


class BotError(KnowledgeError):
    """Base of the bot's errors; `str(error)` is the Chinese sentence, `error.english` the English one."""


class QuestionError(BotError):
    """The question can't be taken as it is."""


class ReaderError(BotError):
    """The reader model can't be loaded."""


class ModelConfigError(BotError):
    """The language model's settings don't fit together."""


class ModelError(BotError):
    """The language model failed."""


class ModelTimeout(ModelError):
    """The language model didn't answer in time."""


class ModelUnavailable(ModelError):
    """The language model can't be reached or refuses."""
