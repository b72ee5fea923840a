"""What the page needs of the bot, and nothing more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from bot.figure_table import ChartKind, FigureRow, FigureTable, Selection, TableRequest
from bot.self_check_desk import SelfChecks
from bot.training.cards import TermCard
from bot.training.desk import Learnable
from bot.training.items import Item
from bot.training.paths import Step
from bot.training.sheets import Sheet
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


class Training(Protocol):
    """Paths, term cards, items and sheets from the documents; every method raises KnowledgeError, and KeyError for an unknown document."""

    def documents(self) -> list[Learnable]:
        """Return the documents, in the order of ingest."""
        ...

    def path(self, document_id: str, /) -> list[Step]:
        """Return a document's headings with their terms and items."""
        ...

    def terms(self, document_id: str, /) -> list[TermCard]:
        """Return the term cards of a document."""
        ...

    def items(self, document_id: str, /) -> list[Item]:
        """Return all items of a document; none of a repealed one."""
        ...

    def item(self, document_id: str, item_id: str, /) -> Item | None:
        """Return an item; None where the documents no longer give it."""
        ...

    def choose(
        self, count: int, /, *, seed: int, documents: Sequence[str] = (), kinds: Collection[str] = (),
        heading: str | None = None, without: Collection[str] = (),
    ) -> list[Item]:  # fmt: skip
        """Return up to `count` items, the same for the same seed."""
        ...

    def sheet(self, items: Sequence[Item], /, *, title: str, note: str) -> Sheet:
        """Return the items as a sheet to print."""
        ...

    def docx(self, sheet: Sheet, /, *, with_key: bool) -> bytes:
        """Return a sheet as DOCX."""
        ...

    def pdf(self, sheet: Sheet, /, *, with_key: bool) -> bytes:
        """Return a sheet as PDF. Raises BotError where the machine has no Chinese font."""
        ...


class SelfChecker(Protocol):
    """Knows which policies people can check themselves against; called from several threads at once."""

    def checks(self) -> SelfChecks:
        """Return the policies of the version that is published today.

        Raises:
            knowledge.errors.KnowledgeError: there is no knowledge base, or it can't be read.
        """
        ...


class Bot(Protocol):
    """Answers questions and shows documents; called from several threads at once."""

    @property
    def figure_desk(self) -> FigureDesk:
        """The figures of the base as a table."""
        ...

    @property
    def self_check(self) -> SelfChecker:
        """Return what 办事自查 is over."""
        ...

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

    @property
    def training(self) -> Training:
        """What the desk 学业务 asks."""
        ...

    def version(self) -> str:
        """Return the name of the published version that answers now. Raises KnowledgeError where there is none."""
        ...

    def degraded(self) -> str:
        """Return one line, Chinese and English, on what the bot's settings make it do without; empty where nothing."""
        ...
