"""What answers from one published version, and a question on its way through it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from langchain_core.language_models import BaseChatModel

from bot.defined_groups import defined_groups
from bot.gazetteer import Gazetteer, local_names
from bot.generative import GenerativeAnswerer
from bot.named_figures import passages_naming
from bot.nearness import by_meaning
from bot.periods import newest_reported
from bot.ranking import Ranked, Readings, rank
from bot.reading import Reader
from bot.reporting import reporting_places
from bot.retrieval import Retriever
from bot.rewording import Rewording
from bot.statements import ReadSentence, read
from bot.topics import Topics
from bot.types import Query, Question
from bot.understanding import Understanding, understand
from bot.utterance import matters
from knowledge.assembly import KnowledgeBase
from knowledge.figure_index import FigureIndex
from knowledge.lexical import terms
from knowledge.types import Figure, SearchHit

_ANSWERING = 60  # passages that may answer a turn of a conversation: more aren't told apart
_READ = 12  # passages whose statements are judged


class Desk:
    """What answers from one published version: made once a version, read-only, threads may share it."""

    def __init__(
        self, knowledge: KnowledgeBase, reader: Reader | None, model: BaseChatModel | None, timeout_s: float
    ) -> None:
        self.knowledge = knowledge
        self.reader = reader
        self._lock = threading.Lock()
        self._index: FigureIndex | None = None
        self.retriever = Retriever(knowledge)
        cards = knowledge.catalogue.cards()
        chains = {card.metadata.places for card in cards}
        catalogue = knowledge.catalogue
        texts = [chunk.text for chunk in catalogue.chunks(catalogue.chunk_ids())]
        local = local_names(texts)
        self._groups = defined_groups(texts)
        self.places = frozenset(place for chain in chains for place in chain)
        self.gazetteer = Gazetteer(self.places, self._mentions, chains, local - self.places)
        self.reword = Rewording(knowledge, self.gazetteer)
        self._names = matters(card.metadata.title for card in cards)
        self._topics = Topics(
            self._answering,
            (card.metadata.title for card in cards),
            lambda: ((name, line.document_id) for line in catalogue.figure_lines() for name in line.name.split()),
        )
        self.known_places = self.places | local
        self.newest = newest_reported(cards)
        self.generative = (
            GenerativeAnswerer(model, timeout_s=timeout_s, known_places=self.known_places, figures_of=self._figures)
            if model is not None
            else None
        )

    def context(self) -> Understanding:
        """What a question is understood with today."""
        return Understanding(
            self.gazetteer, date.today(), self.reword, self.newest, self._names, self._groups, self._topics
        )

    def search(self, query: Query, *, top_k: int, known: Readings = MappingProxyType({})) -> Ranked:
        """The best passages, read where there is a reader, best first; `known` as `rank` takes it."""
        return rank(query, self.retriever.search(query, top_k=top_k), self.reader, self.knowledge, known=known)

    def naming(self, query: Query, found: Ranked) -> Ranked | None:
        """The passages that state a figure which the question names, read and put before the best of `found`; None where all were read."""
        catalogue = self.knowledge.catalogue
        ids = passages_naming(query, self.figure_index(), catalogue, reporting_places(catalogue.cards()))
        if all(any(hit.chunk.id == i for hit in found.hits[:_READ]) for i in ids):
            return None
        hits = self.retriever.search(query, top_k=_READ - len(ids), also=ids)
        hits.sort(key=lambda hit: hit.chunk.id not in ids)
        ranked = rank(query, hits, self.reader, self.knowledge, known=found.readings)
        return Ranked(tuple(sorted(ranked.hits, key=lambda hit: hit.chunk.id not in ids)), ranked.readings)

    def figure_index(self) -> FigureIndex:
        """All figures of the version as columns in memory, made once it is first asked for."""
        with self._lock:
            if self._index is None:
                catalogue = self.knowledge.catalogue
                titles = {card.id: card.metadata.title for card in catalogue.cards()}
                self._index = FigureIndex(catalogue.figure_lines(), titles)
            return self._index

    def statements(self, query: Query, found: Ranked) -> list[ReadSentence]:
        """What the best passages say, best first."""
        said = read(query, found.hits, self.knowledge, self.places, found.readings)
        return by_meaning(query, said, self.knowledge.embedder, self.retriever.vector)

    def _answering(self, text: str) -> list[SearchHit]:
        """The passages for a self-contained question, best first."""
        return self.retriever.search(understand(Question(text=text), self.context()), top_k=_ANSWERING)

    def _figures(self, hit: SearchHit) -> list[Figure]:
        """The figures that a passage states."""
        return self.knowledge.catalogue.figures_between(hit.chunk.document_id, hit.chunk.start, hit.chunk.end)

    def _mentions(self, name: str) -> bool:
        """Whether some passage may hold `name`: each of its pairs of characters occurs."""
        return all(self.knowledge.lexical.holds(term) for term in terms(name) if len(term) > 1)


@dataclass(frozen=True, slots=True)
class Case:
    """A question on its way through the pipeline."""

    question: Question
    desk: Desk
    query: Query
    found: Ranked = Ranked((), {})
