"""What the page needs of the bot, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from bot.types import Answer, DocumentView, Question


class Bot(Protocol):
    """Answers questions and shows documents; called from several threads at once."""

    def stream(self, question: Question, /) -> Iterator[Answer]:
        """Yield whole Answers, each replacing the one before; the last one is final.

        Raises:
            bot.errors.QuestionError: the question can't be taken as it is.
        """
        ...

    def document(self, document_id: str, /) -> DocumentView:
        """Return the whole document for the reader view.

        Raises:
            knowledge.errors.KnowledgeError: the base no longer holds it.
        """
        ...

    def degraded(self) -> str:
        """Return one line, Chinese and English, on what the bot's settings make it do without; empty where nothing."""
        ...
