"""What the page needs of the bot, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from bot.figure_table import ChartKind, FigureRow, FigureTable, Selection, TableRequest
from bot.types import Answer, DocumentView, PageView, Question
from knowledge.page_images import PageImage
from knowledge.types import Source


class FigureDesk(Protocol):
    """The figures of the base as a table. Every method raises knowledge.errors.KnowledgeError where no base can be read."""

    def table(self, request: TableRequest, /) -> FigureTable:
        """Return a page of the figures that fit the request."""
        ...

    def every(self, request: TableRequest, /) -> tuple[list[FigureRow], str]:
        """Return all figures that fit the request, and the name of the version."""
        ...

    def selection(self, keys: Sequence[str], /) -> Selection:
        """Return the figures with these keys, with their workings and their chart."""
        ...

    def alike(self, key: str, along: ChartKind, /) -> tuple[str, ...]:
        """Return the keys of the figures that make a series or a comparison with a figure, itself first; empty where it is gone."""
        ...

    def sentences(self, rows: Sequence[FigureRow], /) -> Iterator[str]:
        """Yield the sentence or table row that states each figure."""
        ...


class Bot(Protocol):
    """Answers questions and shows documents; called from several threads at once."""

    @property
    def figure_desk(self) -> FigureDesk:
        """The figures of the base as a table."""
        ...

    def stream(self, question: Question, /) -> Iterator[Answer]:
        """Yield whole Answers, each replacing the one before; the last one is final.

        Raises:
            bot.errors.QuestionError: the question can't be taken as it is.
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
