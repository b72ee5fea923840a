"""What the page needs of the bot, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from bot.types import Answer, DocumentView, PageView, Question
from knowledge.page_images import PageImage
from knowledge.types import Source


class Bot(Protocol):
    """Answers questions and shows documents; called from several threads at once."""

    def stream(self, question: Question, /) -> Iterator[Answer]:
        """Yield whole Answers, each replacing the one before; the last one is final.

        Raises:
            bot.errors.QuestionError: the question can't be taken as it is.
        """
        ...

    def suggestions(self, answer: Answer, asked: Sequence[str] = (), /) -> tuple[str, ...]:
        """Return questions to ask next, each proven to be answered; takes seconds, so it is asked for after the answer is shown.

        Raises:
            knowledge.errors.KnowledgeError: the base can't be read.
        """
        ...

    def document(self, document_id: str, start: int = 0, end: int = 0, /) -> DocumentView:
        """Return the whole document for the reader view, cited at [start, end).

        Raises:
            knowledge.errors.KnowledgeError: the base no longer holds it.
        """
        ...

    def page(self, document_id: str, page: int, start: int = 0, end: int = 0, /) -> PageView | None:
        """Return a page as it looks, with [start, end) marked; page 0 is the cited one. None where the format has no pages.

        Raises:
            knowledge.errors.OriginalGone: the original can't be shown any more, or has no such page.
            knowledge.errors.KnowledgeError: the base no longer holds the document.
        """
        ...

    def page_image(self, document_id: str, page: int, /) -> PageImage:
        """Return the picture of a page. Raises as `page` does."""
        ...

    def original(self, document_id: str, /) -> tuple[Path, Source]:
        """Return the original's file, and what it was when it was read. Raises as `page` does."""
        ...

    def degraded(self) -> str:
        """Return one line, Chinese and English, on what the bot's settings make it do without; empty where nothing."""
        ...
