"""Clauses of one document: verbatim, with where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from bot.self_check_lines import Line
from bot.self_check_types import Clause
from bot.viewing import cited_position
from knowledge.catalogue import Catalogue
from knowledge.types import Document, DocumentCard


class Quoting:
    """Makes clauses of a document."""

    def __init__(self, catalogue: Catalogue, card: DocumentCard) -> None:
        """Open the document of `card`."""
        self._catalogue = catalogue
        self.card = card
        self.document: Document = catalogue.document(card.id)

    def clause(self, start: int, end: int, path: Sequence[str] = ()) -> Clause:
        """The characters [start, end), at least one."""
        text = self.document.text[start:end]
        assert text, "a clause has words"
        position = cited_position(self._catalogue, self.document, start, end)
        return Clause(document=self.card, start=start, end=end, text=text, heading=" > ".join(path), position=position)

    def line(self, line: Line) -> Clause:
        """A line, without its mark."""
        return self.clause(line.start, line.end, line.path)
