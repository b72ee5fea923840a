"""The statement of a superseded document as the document in force says it: found in the newer text, not among the passages found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.in_force import replacement, superseded
from bot.ranking import readings_of
from bot.reading import Reader
from bot.scope import asks_superseded
from bot.statements import ReadSentence, read
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import terms
from knowledge.types import Chunk

_PASSAGES = 3
_LEAST_SHARED = (
    0.4  # of the old statement's words, that a passage of the newer text has to hold to be of the same matter
)
_LEAST_SAID = 0.5  # of what the old statement says of the question


def newer_first(
    query: Query,
    sentences: Sequence[ReadSentence],
    knowledge: KnowledgeBase,
    places: Collection[str],
    reader: Reader | None,
) -> list[ReadSentence]:
    """The statements with what the document in force says before what a superseded one does; as they are where it says nothing.

    Args:
        query: The question; one that asks for the old rule keeps it.
        sentences: Judged statements, best first.
        knowledge: The base they come from.
        places: Places that the base is about.
        reader: The reader model, if there is one.
    """
    kept = list(sentences)
    best = next((s for s in sentences if s.holds and s.in_scope), None)
    cards = knowledge.catalogue.cards()
    if best is None or asks_superseded(query, best.hit.document):
        return kept
    today = date.today()
    newer = replacement(best.hit.document, cards, today)
    if newer is None or not superseded(best.hit.document, cards, today):
        return kept
    near = _counterparts(best, knowledge.catalogue.chunks_of(newer.id))
    hits = [replace(best.hit, chunk=chunk, document=newer) for chunk in near]
    said = read(query, hits, knowledge, places, readings_of(query, hits, reader, knowledge))
    usable = [s for s in said if s.holds and s.in_scope and s.own >= _LEAST_SAID * best.own]
    return [*usable, *kept]


def _counterparts(best: ReadSentence, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The passages that say most of the old statement's words, the nearest first."""
    words = {term for term in terms(best.text) if len(term) > 1}
    shared = [(len(words.intersection(terms(c.text))) / len(words), c) for c in chunks] if words else []
    near = sorted(((share, c) for share, c in shared if share >= _LEAST_SHARED), key=lambda pair: -pair[0])
    return [chunk for _, chunk in near[:_PASSAGES]]
