"""Which of the best statements is nearest in meaning to a question whose words they hardly say.

Where a statement says the question in its own words, the words tell it from its neighbours. Of a question in everyday words they say
little (接着种 of 届满后再延长), and what chance word one of them shares would decide; there the cosine between the question and each
single statement has a say, the more, the less is said. Not of a question that states a figure, which a vector doesn't tell from
another. Only the few statements that are close enough for it to change their order are embedded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.answerability import usable
from bot.premises import stated_quantities
from bot.statements import ReadSentence
from bot.types import Query
from knowledge.embedding import Embedder
from knowledge.passages import passage_lead

_WEIGHT = 2.0
"""Of a difference of cosines, for a statement that says nothing of the question; chosen on the report, laws and everyday questions."""
_REACH = 0.08  # cosines of statements that compete seldom lie farther apart
_COMPETING = 4  # embedding one costs 5 to 10 ms
_CHARS = 120  # of a statement: what follows is seldom what tells it from others


def by_meaning(
    query: Query,
    statements: Sequence[ReadSentence],
    embedder: Embedder,
    vector_of: Callable[[Query], NDArray[np.float32]],
) -> list[ReadSentence]:
    """The statements, best first, those that compete for the first place in the order that words and meaning give together.

    Args:
        query: The question.
        statements: Judged statements, best first.
        embedder: Embeds statements.
        vector_of: The question's vector in the documents' words; asked for only where statements compete.
    """
    competing = _competing(usable(statements)[:_COMPETING])
    if len(competing) < 2 or any(stated_quantities(query.resolved)):
        return list(statements)
    cosines = embedder.embed_passages([_said(s) for s in competing]) @ vector_of(query)
    moved = _weight(competing[0]) * (cosines - cosines.mean())
    scores = {id(s): min(1.0, max(0.0, s.score + float(by))) for s, by in zip(competing, moved, strict=True)}
    judged = [replace(s, score=scores.get(id(s), s.score)) for s in statements]
    return sorted(judged, key=lambda s: -s.score)


def _competing(best: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Those that a difference in meaning may put before the first."""
    return [s for s in best if best[0].score - s.score <= _weight(best[0]) * _REACH]


def _weight(first: ReadSentence) -> float:
    return _WEIGHT * (1.0 - min(1.0, first.own))


def _said(statement: ReadSentence) -> str:
    chunk = statement.hit.chunk
    lead = passage_lead(statement.hit.document.metadata.title, chunk)
    return f"{lead}\n{(statement.reading or statement.text)[:_CHARS]}"
