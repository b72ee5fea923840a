"""Hard negatives: passages that look like the answer and aren't.

What is labelled is never all that answers: a layperson's question has several right articles, most not labelled. So a near miss is
left out where it holds an answer's words, where it is almost the answering passage (another law with the same article), or where it
stands too near the top: of the ranking only the places from `skip` on are drawn. The program has the reader order what words and
vectors found together, far places included; so the ranking here is the same, and half of what is drawn comes from far down.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Embedder
from knowledge.lexical import LexicalIndex, terms
from models.training.examples import Example, Passage

_NEAREST = 10  # places from which half of the near misses are drawn
_LISTED = 200  # places of each ranking that are fused
_FUSED_FROM = 60  # constant of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009)
_SAME = 0.55  # share of bigrams in common above which two passages say the same


class Pool:
    """Passages with a lexical index over them, and with vectors where an embedder is given."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._vectors = embedder.embed_passages([f"{p.title}\n{p.text}" for p in passages]) if embedder else None
        self._rankings: dict[str, list[int]] = {}
        self.passages = list(passages)
        self._words = [frozenset(t for t in terms(p.text) if len(t) > 1) for p in self.passages]
        with tempfile.TemporaryDirectory() as folder:
            LexicalIndex.build([f"{p.title}\n{p.text}" for p in self.passages], Path(folder) / "lexical")
            self._index = LexicalIndex.load(Path(folder) / "lexical")
            self._index.scores(["的"])

    def near(self, example: Example, *, count: int, skip: int, depth: int, rng: random.Random) -> list[Passage]:
        """`count` passages drawn from places `skip` to `depth` of the ranking for the question, those that may answer left out.

        Half of them, rounded up, stand among the first ten that are left, as far as there are others.
        """
        ranked = self._ranked(example.question)[skip:depth]
        fit = [self.passages[i] for i in ranked if not self._may_answer(example, i)]
        count = min(count, len(fit))
        far = min(count // 2, len(fit[_NEAREST:]))
        near = min(count - far, len(fit[:_NEAREST]))
        return rng.sample(fit[:_NEAREST], near) + rng.sample(fit[_NEAREST:], count - near)

    def anywhere(self, example: Example, rng: random.Random) -> list[Passage]:
        """One passage from anywhere, or none where the one drawn may answer."""
        ordinal = rng.randrange(len(self.passages))
        return [] if self._may_answer(example, ordinal) else [self.passages[ordinal]]

    def _ranked(self, question: str) -> list[int]:
        """Places of the passages by words, or by words and vectors together; the best first."""
        if question not in self._rankings:
            lists = [_best(self._index.scores(terms(question)))]
            if self._embedder is not None and self._vectors is not None:
                lists.append(_best(self._vectors @ self._embedder.embed_question(question)))
            fused: dict[int, float] = {}
            for ranking in lists:
                for place, ordinal in enumerate(ranking, 1):
                    fused[ordinal] = fused.get(ordinal, 0.0) + 1 / (_FUSED_FROM + place)
            self._rankings[question] = sorted(fused, key=lambda ordinal: -fused[ordinal])
        return self._rankings[question]

    def _may_answer(self, example: Example, ordinal: int) -> bool:
        passage, words = self.passages[ordinal], self._words[ordinal]
        if any(answer in passage.text for answer in example.answers):
            return True
        return any(same(words, answering.text) for answering in example.answering)


def _best(scores: NDArray[np.float32]) -> list[int]:
    """Ordinals of the highest scores, the highest first."""
    top = np.argpartition(-scores, min(_LISTED, len(scores) - 1))[:_LISTED]
    return [int(i) for i in top[np.argsort(-scores[top], kind="stable")]]


def same(words: frozenset[str], text: str) -> bool:
    """Whether a passage of these bigrams says what `text` says, or holds it."""
    other = {t for t in terms(text) if len(t) > 1}
    return bool(other) and len(words & other) >= _SAME * min(len(words) or 1, len(other))
