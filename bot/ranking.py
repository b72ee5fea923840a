"""The order of the retrieved passages once the reader model has read them.

Retrieval knows which words and which meaning a passage shares with the question; the reader knows whether it answers. Neither alone
is best, so their verdicts are weighed together: a logistic combination, fitted on one half of the development questions and shown on
the other (models/README.md). Without a reader the passages stay in retrieval's order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.asked import VALUED, holds_asked
from bot.reading import ReadablePassage, Reader, Reading
from bot.types import Query
from bot.weighing import content_weights, coverage, in_official_words
from knowledge.assembly import KnowledgeBase
from knowledge.passages import passage_lead
from knowledge.types import SearchHit

Readings = Mapping[str, Reading]
"""Chunk id -> what the reader said of it for the question at hand."""
_FIRST = 24
"""Passages that are read: 97 of 100 right ones stand among them, and none of the others came first when they were read, too."""
_FIRST_AGAIN = 8
"""Passages read more where the question is asked anew for one place."""
_FUSED, _PLACE, _READ, _HOLDS, _COVERED = 0.9, -1.5, 0.5, 1.9, 4.2
_SHIFT = -1.5
_FARTHEST = 8.0  # a logit beyond this is as sure as any


@dataclass(frozen=True, slots=True)
class Ranked:
    """Passages in their order, best first, and what the reader said of them."""

    hits: tuple[SearchHit, ...]
    readings: Readings


def rank(
    query: Query,
    hits: Sequence[SearchHit],
    reader: Reader | None,
    knowledge: KnowledgeBase,
    *,
    known: Readings = MappingProxyType({}),
) -> Ranked:
    """The passages in the order that retrieval and reader give together; as they are without a reader.

    The first ones are read; those left unread follow in their order.

    Args:
        query: The question.
        hits: Passages as retrieval found them, best first.
        reader: The reader model, if there is one.
        knowledge: The base they come from.
        known: What was read already for the same question asked of all places: with it only a few more are read.
    """
    if reader is None or not hits:
        return Ranked(tuple(hits), {})
    first = [hit for hit in hits[:_FIRST] if hit.chunk.id not in known][: _FIRST_AGAIN if known else _FIRST]
    kept = {hit.chunk.id: known[hit.chunk.id] for hit in hits if hit.chunk.id in known}
    readings = {**kept, **readings_of(query, first, reader, knowledge)}
    weights = content_weights(query, knowledge)
    read = [
        replace(hit, score=_combined(query, hit, place, readings[hit.chunk.id], weights))
        for place, hit in enumerate(hits, 1)
        if hit.chunk.id in readings
    ]
    read.sort(key=lambda hit: -hit.score)
    unread = [replace(hit, score=min(hit.score, read[-1].score)) for hit in hits if hit.chunk.id not in readings]
    return Ranked((*read, *unread), readings)


def readings_of(query: Query, hits: Sequence[SearchHit], reader: Reader | None, knowledge: KnowledgeBase) -> Readings:
    """What the reader says of each passage for the question in the documents' words; nothing without a reader or passages."""
    if reader is None or not hits:
        return {}
    passages = [ReadablePassage(passage_lead(hit.document.metadata.title, hit.chunk), hit.chunk.text) for hit in hits]
    read = reader.read(in_official_words(query, knowledge), passages)
    return {hit.chunk.id: reading for hit, reading in zip(hits, read, strict=True)}


def _combined(query: Query, hit: SearchHit, place: int, reading: Reading, weights: Mapping[str, float]) -> float:
    """In [0, 1]; `place` is retrieval's, from 1."""
    chunk = hit.chunk
    around = "\n".join((hit.document.metadata.title, *chunk.heading_path, chunk.context, chunk.text))
    holds = holds_asked(query, chunk.text) - 0.5 if query.kind in VALUED else 0.0
    odds = _FUSED * hit.score + _PLACE * math.log(place) + _READ * logit(reading.relevance)
    odds += _HOLDS * holds + _COVERED * coverage(weights, around) + _SHIFT
    return 1 / (1 + math.exp(-odds))


def logit(share: float) -> float:
    """Natural log odds of a share in [0, 1], bounded."""
    least = math.exp(-_FARTHEST)
    inside = min(1 - least, max(least, share))
    return math.log(inside / (1 - inside))
