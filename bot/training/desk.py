"""The training desk: what the page and the command line ask of it, over the published version."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from bot.training.base import TrainingBase
from bot.training.cards import TermCard, term_cards
from bot.training.choosing import choose, items_of
from bot.training.docx_sheet import docx_of
from bot.training.items import Item
from bot.training.paths import Step, path_of
from bot.training.pdf_sheet import pdf_of
from bot.training.sheets import Sheet, make_sheet
from knowledge.assembly import KnowledgeReader
from knowledge.catalogue import Catalogue
from knowledge.types import DocumentCard

_WHOLE_CHUNKS = 3000
"""Up to that many passages a base is read whole: some seconds. Of a larger one a document is read with those nearest to it."""
_NEAR_DOCUMENTS = 30
_DOCUMENTS_A_ROUND = 8  # of a large base: a round of ten items needs no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnable:
    """A document that can be learned from."""

    card: DocumentCard
    name: str
    """As questions name it."""
    repealed: bool
    """Whether another document replaces it; it is shown, but nothing is asked from it."""


class TrainingDesk:
    """Cards, paths, items and sheets from the published documents. Threads may share it; every method raises KnowledgeError."""

    def __init__(self, base: KnowledgeReader) -> None:
        """Take the base; nothing is read yet."""
        self._knowledge = base
        self._lock = threading.RLock()
        self._version = ""
        self._whole: TrainingBase | None = None
        self._near: dict[str, TrainingBase] = {}
        self._items: dict[str, list[Item]] = {}

    def documents(self) -> list[Learnable]:
        """The documents of the base, in the order of ingest."""
        base = self._whole_base()
        return [
            Learnable(card=card, name=base.names[card.id], repealed=card.id in base.repealed)
            for card in base.cards
        ]  # fmt: skip

    def path(self, document_id: str) -> list[Step]:
        """The steps of a document: its headings with their terms and items; KeyError for an unknown id."""
        base = self._base_of(document_id)
        reading = base.reading(document_id)
        return path_of(reading, term_cards(base, reading), self.items(document_id))

    def terms(self, document_id: str) -> list[TermCard]:
        """The term cards of a document; KeyError for an unknown id."""
        base = self._base_of(document_id)
        return term_cards(base, base.reading(document_id))

    def items(self, document_id: str) -> list[Item]:
        """All items of a document in force, those most worth knowing first; none of a repealed one; KeyError for an unknown id."""
        with self._lock:
            base = self._base_of(document_id)
            if document_id not in self._items:
                reading = base.reading(document_id)
                self._items[document_id] = [] if document_id in base.repealed else items_of(base, reading)
            return self._items[document_id]

    def item(self, document_id: str, item_id: str) -> Item | None:
        """An item by its id; None where the documents no longer give it."""
        try:
            return next((item for item in self.items(document_id) if item.id == item_id), None)
        except KeyError:
            return None

    def choose(
        self, count: int, *, seed: int, documents: Sequence[str] = (), kinds: Collection[str] = (),
        heading: str | None = None, without: Collection[str] = (),
    ) -> list[Item]:  # fmt: skip
        """Up to `count` items, as `choosing.choose` mixes them: of these documents, or of all; below one heading where it is given."""
        ids = list(documents) or [card.id for card in self._whole_base().cards]
        if len(ids) > _DOCUMENTS_A_ROUND and self._large():
            ids = Random(seed).sample(ids, _DOCUMENTS_A_ROUND)
        pool = [item for document_id in ids for item in self.items(document_id)]
        if heading is not None:
            pool = [item for item in pool if (item.topic[0] if item.topic else "") == heading]
        return choose(pool, count, seed=seed, kinds=kinds, without=without)

    def sheet(self, items: Sequence[Item], *, title: str, note: str) -> Sheet:
        """The items as a sheet to print."""
        return make_sheet(items, title=title, note=note)

    def docx(self, sheet: Sheet, *, with_key: bool) -> bytes:
        """A sheet as DOCX."""
        return docx_of(sheet, with_key=with_key)

    def pdf(self, sheet: Sheet, *, with_key: bool) -> bytes:
        """A sheet as PDF; raises as `pdf_sheet.pdf_of` where the machine has no Chinese font."""
        return pdf_of(sheet, with_key=with_key)

    def _large(self) -> bool:
        return self._knowledge.current().catalogue.chunk_count() > _WHOLE_CHUNKS

    def _whole_base(self) -> TrainingBase:
        """The whole base; of a large one only cards and names are asked of it."""
        knowledge = self._knowledge.current()
        with self._lock:
            if self._whole is None or self._version != knowledge.version:
                self._version, self._whole = knowledge.version, TrainingBase(knowledge.catalogue)
                self._near, self._items = {}, {}
            return self._whole

    def _base_of(self, document_id: str) -> TrainingBase:
        """The base that a document is read in."""
        whole = self._whole_base()
        if not self._large():
            return whole
        with self._lock:
            if document_id not in self._near:
                catalogue = self._knowledge.current().catalogue
                while len(self._near) >= _DOCUMENTS_A_ROUND:
                    del self._near[next(iter(self._near))]
                self._near[document_id] = TrainingBase(catalogue, only=_nearest(catalogue, document_id))
            return self._near[document_id]


def _nearest(catalogue: Catalogue, document_id: str) -> list[str]:
    """The document with those of its title, its places and its issuer, nearest first, and then of its neighbours."""
    card = catalogue.card(document_id)

    def distance(other: DocumentCard) -> tuple[bool, bool, bool]:
        one, two = card.metadata, other.metadata
        return one.title != two.title, not set(one.places) & set(two.places), one.issuer != two.issuer

    cards = sorted(catalogue.cards(), key=distance)
    return [document_id, *(other.id for other in cards if other.id != document_id)][:_NEAR_DOCUMENTS]
