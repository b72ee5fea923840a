"""Hard negatives: passages that look like the answer and aren't.

What is labelled is never all that answers: a layperson's question has several right articles, most not labelled. So a near miss is
left out where it holds an answer's words, where it is almost the answering passage (another law with the same article), or where it
stands too near the top: of the ranking only the places from `skip` on are drawn.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.lexical import LexicalIndex, terms
from models.training.examples import Example, Passage

_SAME = 0.55  # share of bigrams in common above which two passages say the same


class Pool:
    """Passages with a lexical index over them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = list(passages)
        self._words = [frozenset(t for t in terms(p.text) if len(t) > 1) for p in self.passages]
        with tempfile.TemporaryDirectory() as folder:
            LexicalIndex.build([f"{p.title}\n{p.text}" for p in self.passages], Path(folder) / "lexical")
            self._index = LexicalIndex.load(Path(folder) / "lexical")
            self._index.scores(["的"])

    def near(self, example: Example, *, count: int, skip: int, depth: int, rng: random.Random) -> list[Passage]:
        """`count` passages drawn from places `skip` to `depth` of the ranking for the question, those that may answer left out."""
        scores = self._index.scores(terms(example.question))
        top = np.argpartition(-scores, min(depth, len(scores) - 1))[:depth]
        ranked = [int(i) for i in top[np.argsort(-scores[top], kind="stable")]]
        fit = [self.passages[i] for i in ranked[skip:] if not self._may_answer(example, i)]
        return rng.sample(fit, min(count, len(fit)))

    def _may_answer(self, example: Example, ordinal: int) -> bool:
        passage, words = self.passages[ordinal], self._words[ordinal]
        if any(answer in passage.text for answer in example.answers):
            return True
        return any(same(words, answering.text) for answering in example.answering)


def same(words: frozenset[str], text: str) -> bool:
    """Whether a passage of these bigrams says what `text` says, or holds it."""
    other = {t for t in terms(text) if len(t) > 1}
    return bool(other) and len(words & other) >= _SAME * min(len(words) or 1, len(other))
