"""A published base as the training desk reads it: documents, figures and the proof of untruth, made once a version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from bot.training.definitions import Definition, definitions
from bot.training.library import Reading, read
from bot.training.mentions import Mentions
from bot.training.phrases import Phrases
from bot.training.wording import named
from knowledge.catalogue import Catalogue
from knowledge.types import DocumentCard, Figure


class TrainingBase:
    """The documents of a catalogue, read for training. Nothing is read before it is asked for; threads may share it."""

    def __init__(self, catalogue: Catalogue, *, only: Collection[str] = ()) -> None:
        """Take the catalogue of a published version; with `only`, the ids of the documents that are read.

        What a value may state is then still looked up among the figures of all documents, but only these documents' sentences.
        """
        self._catalogue = catalogue
        self._partial = bool(only)
        self.cards: Sequence[DocumentCard] = [card for card in catalogue.cards() if not only or card.id in only]

    @cached_property
    def readings(self) -> list[Reading]:
        """Every document, in the order of ingest."""
        return [read(self._catalogue.document(card.id)) for card in self.cards]

    @cached_property
    def _figures(self) -> dict[str, list[Figure]]:
        return {card.id: self._catalogue.figures_of(card.id) for card in self.cards}

    def figures(self, document_id: str) -> list[Figure]:
        """What a document states in numbers, in reading order."""
        return self._figures[document_id]

    def text(self, document_id: str) -> str:
        """A document's whole text."""
        return self._catalogue.document(document_id).text

    @cached_property
    def mentions(self) -> Mentions:
        """Every quantity of the base."""
        return Mentions(
            self.readings, self._figures, elsewhere=self._catalogue.figures_about if self._partial else None
        )

    def reading(self, document_id: str) -> Reading:
        """A document as training reads it; KeyError for an unknown id."""
        found = next((reading for reading in self.readings if reading.document.id == document_id), None)
        if found is None:
            raise KeyError(document_id)
        return found

    @cached_property
    def phrases(self) -> Phrases:
        """Every clause of the base."""
        return Phrases(self.readings)

    @cached_property
    def names(self) -> dict[str, str]:
        """How questions name each document, by id."""
        return {card.id: named(card, self.cards) for card in self.cards}

    @cached_property
    def definitions(self) -> dict[str, list[Definition]]:
        """The definitions of each document, by id."""
        return {reading.document.id: definitions(reading) for reading in self.readings}

    @cached_property
    def repealed(self) -> frozenset[str]:
        """Ids of documents that another one repeals or replaces."""
        return frozenset(card.id for card in self.cards if card.repealed_by)

    def versions(self, document_id: str) -> frozenset[str]:
        """Ids of the documents with the same title, the document itself included."""
        title = next(card.metadata.title for card in self.cards if card.id == document_id)
        return frozenset(card.id for card in self.cards if card.metadata.title == title)
