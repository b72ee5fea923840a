"""Passages for a question: lexical and dense candidates, fused by score, kept within the asked place and period.

Lexical share: BM25 by the most that the question's terms could score, so that a question asked in other words than the
document's weighs little on that side. Dense share: the cosine between the pool's lowest (0) and identity (1), which needs no
constant of one model. Averaging shares keeps a clear first place of either side first; rank fusion with equal weights was
measured to cost it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from bot.scope import fits
from bot.types import Query
from bot.weighing import in_official_words
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import terms
from knowledge.types import Chunk, SearchHit

_POOL = 60  # candidates from each side before filtering: hit@50 is .98 and scope filters take some away
_OWN_POOL = (
    30  # more from each side of the documents asked about: among many others' passages theirs may not be the nearest
)
_MOST_OWN = 3000  # passages of these documents that are compared by vector; of more, the nearest of all hold enough
_OWN_KEPT = 8  # sets of documents whose vectors stay in memory
_QUESTIONS_KEPT = 8  # vectors of questions, which the choice of a statement asks for again
_DENSE_WEIGHT = 0.5  # beside 1 for the lexical share; flat from .4 to .6 on the policies and laws questions
_NAMED_BONUS = 0.15  # of a document that is named, or a passage that holds what is quoted: about what separates the first from the tenth
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》]{2,30})[”\"」』》]")
_SHORTEST_TITLE_CHARS = 5
_EXPANSION_WEIGHT = 0.5
_ASPECT_WEIGHT = 0.15
_CARRIED_WEIGHT = 0.2


class Retriever:
    """Finds passages in one published version. Read-only; threads may share it."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._ids: Sequence[str] = knowledge.catalogue.chunk_ids()
        self._titles = tuple(
            (card.id, card.metadata.title)
            for card in knowledge.catalogue.cards()
            if len(card.metadata.title) >= _SHORTEST_TITLE_CHARS
        )
        self._ordinals = {chunk_id: ordinal for ordinal, chunk_id in enumerate(self._ids)}
        self._documents = np.array(knowledge.catalogue.documents_of_chunks())
        self._own_vectors = lru_cache(_OWN_KEPT)(self._vectors_of)
        self._question_vector = lru_cache(_QUESTIONS_KEPT)(knowledge.embedder.embed_question)

    def vector(self, query: Query) -> NDArray[np.float32]:
        """Unit vector of the question in the documents' words, shape (dimension,)."""
        return self._question_vector(in_official_words(query, self._knowledge))

    def search(self, query: Query, *, top_k: int, also: Sequence[str] = ()) -> list[SearchHit]:
        """The best `top_k` passages, best first; fewer where fewer are in scope. Those with ids `also` are kept beyond them."""
        said = in_official_words(query, self._knowledge)
        lexical = self._lexical_shares(query, said)
        vector = self._question_vector(said)
        best_lexical = [self._ids[i] for i in _best(lexical, _POOL)]
        found = dict(self._knowledge.vectors.query(vector, _POOL))
        own_lexical, own_found = self._own(query, lexical, vector)
        best_lexical = list(dict.fromkeys((*best_lexical, *own_lexical)))
        found |= own_found
        cosines = found | self._knowledge.vectors.cosines(vector, [i for i in best_lexical if i not in found])
        if also:
            found |= self._knowledge.vectors.cosines(vector, [i for i in also if i not in cosines])
            cosines |= found
        pool = list(dict.fromkeys((*best_lexical, *found)))
        hits = self._fused(pool, lexical, cosines, query)
        fitting = [hit for hit in hits if fits(query, hit)]
        return [*fitting[:top_k], *(hit for hit in fitting[top_k:] if hit.chunk.id in also)]

    def _lexical_shares(self, query: Query, said: str) -> NDArray[np.float32]:
        """Of each passage, by the wording that it shares most with: the question's own, or the documents' (`said`)."""
        texts = dict.fromkeys((query.resolved, said))
        shares = [self._lexical_scores(query, text) / self._ceiling(text) for text in texts]
        return np.asarray(np.max(shares, axis=0), dtype=np.float32)

    def _lexical_scores(self, query: Query, said: str) -> NDArray[np.float32]:
        index = self._knowledge.lexical
        scores = index.scores(terms(said))
        for text, weight in (
            ("\n".join(query.expansions), _EXPANSION_WEIGHT),
            ("\n".join(query.aspects), _ASPECT_WEIGHT),
            (query.carried, _CARRIED_WEIGHT),
        ):
            if text:
                scores = scores + weight * index.scores(terms(text))
        return scores

    def _own(
        self, query: Query, lexical: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> tuple[list[str], dict[str, float]]:
        """The best passages of the documents of an asked place, or that are named: by words, and by vector with their cosine."""
        documents = self._named(query) | {
            card.id for card in self._knowledge.catalogue.cards() if set(query.places) & set(card.metadata.places)
        }
        if not documents:
            return [], {}
        inside = np.isin(self._documents, list(documents))
        words = [self._ids[i] for i in _best(np.where(inside, lexical, 0), _OWN_POOL)]
        if inside.sum() > _MOST_OWN:
            return words, {}
        ids, vectors = self._own_vectors(documents)
        cosines = np.clip(vectors @ vector, 0.0, 1.0)
        return words, {ids[i]: float(cosines[i]) for i in _best(cosines, _OWN_POOL)}

    def _vectors_of(self, documents: frozenset[str]) -> tuple[list[str], NDArray[np.float32]]:
        """Passages of the documents, and their vectors in the same order, shape (passages, dimension)."""
        ids = [self._ids[int(i)] for i in np.flatnonzero(np.isin(self._documents, list(documents)))]
        vectors = self._knowledge.vectors.vectors(ids)
        return ids, np.stack([vectors[chunk_id] for chunk_id in ids])

    def _named(self, query: Query) -> frozenset[str]:
        """Documents whose title the question, or the answer that it goes on from, names."""
        said = f"{query.resolved}\n{query.carried}"
        return frozenset(i for i, title in self._titles if title in said)

    def _ceiling(self, said: str) -> float:
        """The most that a wording's own terms could score: the sum of their rarities, at least 1."""
        return max(1.0, sum(self._knowledge.lexical.rarity(term) for term in terms(said)))

    def _fused(
        self,
        pool: Sequence[str],
        lexical: NDArray[np.float32],
        cosines: dict[str, float],
        query: Query,
    ) -> list[SearchHit]:
        if not pool:
            return []
        lex_share = np.minimum(1.0, [lexical[self._ordinals[i]] for i in pool])
        cos = np.array([cosines[i] for i in pool])
        cos_share = (cos - cos.min()) / max(1e-6, 1.0 - cos.min())
        chunks = self._knowledge.catalogue.chunks(pool)
        documents, words = self._named(query), _quoted(query)
        named = np.array([chunk.document_id in documents or _holds(chunk, words) for chunk in chunks])
        score = (lex_share + _DENSE_WEIGHT * cos_share) / (1 + _DENSE_WEIGHT)
        score = np.minimum(1.0, score + _NAMED_BONUS * named)
        order = np.argsort(-score, kind="stable")
        return [
            SearchHit(
                chunk=chunks[i],
                document=self._knowledge.catalogue.card(chunks[i].document_id),
                score=float(score[i]),
                lexical=float(lex_share[i]),
                dense=float(cos[i]),
            )
            for i in order
        ]


def _quoted(query: Query) -> tuple[str, ...]:
    """What the question quotes: “3335”模式, 《…》这篇; such words are a name, not to be had in other words."""
    return tuple(_unspaced(words) for words in _QUOTED.findall(query.resolved))


def _holds(chunk: Chunk, words: Sequence[str]) -> bool:
    said = _unspaced("".join((*chunk.heading_path, chunk.text))) if words else ""
    return any(each in said for each in words)


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _best(scores: NDArray[np.float32], count: int) -> list[int]:
    """Ordinals of the `count` highest positive scores, best first, ties by ordinal."""
    positive = int((scores > 0).sum())
    count = min(count, positive)
    if not count:
        return []
    top = np.argpartition(-scores, count - 1)[:count]
    return [int(i) for i in top[np.lexsort((top, -scores[top]))]]


class PolicyRetriever(BaseRetriever):
    """The bot's retrieval as a LangChain retriever, for others to plug into their chains."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Callable[[str], Sequence[SearchHit]]
    """Passages for a question, best first: `PolicyBot.search`."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [LangChainDocument(page_content=hit.chunk.text, metadata=_metadata(hit)) for hit in self.search(query)]


def _metadata(hit: SearchHit) -> dict[str, Any]:
    return {
        "source": hit.document.source.name,
        "title": hit.document.metadata.title,
        "heading": " > ".join(hit.chunk.heading_path),
        "start": hit.chunk.start,
        "end": hit.chunk.end,
        "score": round(hit.score, 4),
    }
