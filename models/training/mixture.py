"""What the embedder learns from: every set with its near misses, in shares."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.training.embedder_learning import Case
from models.training.examples import (
    LAY_SET,
    READING_SETS,
    WINDOW_CHARS,
    Example,
    Passage,
    held_back,
    lay_examples,
    reading_examples,
    rows,
)
from models.training.made_questions import made_questions
from models.training.near_misses import Pool
from models.training.texts import Text

_NEAR_SKIP = 0
SELDOM = {"duty": 0.3, "aim": 0.3, "scope": 0.2, "effect": 0.3, "basis": 0.2, "prohibition": 0.5}
"""Share kept of the rule-made kinds that nobody asks, or whose question is nearly its answer's sentence."""
_LAY_SKIP, _LAY_DEPTH = 8, 120  # the first places of a layperson's question are often right and not labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseShares:
    """How many cases of each set the embedder learns from."""

    lay: int = 1950
    explained: int = 400
    made: int = 900
    reading: int = 600


class Mixture:
    """Cases of all sets."""

    def __init__(self, data: Path, texts: Sequence[Text], *, seed: int) -> None:
        self._rng = random.Random(seed)
        self.reading = [e for name in READING_SETS for e in reading_examples(data / name, validation=False)]
        lay = list(lay_examples(data / LAY_SET, validation=False))
        self.lay = lay
        articles = {p.text: p for e in lay for p in e.answering}
        law = {p.text: p for text in texts for p in text.passages}
        self._law_pool = Pool(list({**law, **articles}.values()))
        self.explained = _explained(data / LAY_SET)
        self.made = [e for text in texts for e in _made(text, self._rng)]

    def cases(self, shares: CaseShares) -> list[Case]:
        """Questions with one passage that answers and one near miss, for the embedder."""
        lay = [replace(e, answering=(p,)) for e in self.lay for p in e.answering]
        right = [e for e in self.made if e.answering]
        answerable = [e for e in self.reading if e.answering]
        also = {e.question: frozenset(p.text for p in e.answering) for e in self.lay}
        found = []
        for example in self._drawn(lay, shares.lay):
            known = also[example.question]
            near = _one_near(example, self._law_pool, _LAY_SKIP, self._rng)
            found.append(
                Case(example.question, example.answering[0], tuple(p for p in near if p.text not in known), known)
            )
        for example in self._drawn(right, shares.made):
            near = _one_near(example, self._law_pool, _NEAR_SKIP, self._rng)
            found.append(Case(example.question, example.answering[0], tuple(near), unlabelled=True))
        for example in (*self._drawn(self.explained, shares.explained), *self._drawn(answerable, shares.reading)):
            found.append(Case(example.question, example.answering[0]))
        return found

    def _drawn(self, examples: Sequence[Example], count: int) -> list[Example]:
        if not examples:
            return []
        whole = list(examples) * (count // len(examples))
        return whole + self._rng.sample(examples, count - len(whole))


def _one_near(example: Example, pool: Pool, skip: int, rng: random.Random) -> list[Passage]:
    """One near miss."""
    return pool.near(example, count=1, skip=skip, depth=_LAY_DEPTH, rng=rng)


def _explained(path: Path) -> list[Example]:
    """A layperson's question with the lawyer's answer as its passage: the same matter in other words than the law's."""
    found = []
    for row in rows(path):
        question, answer = str(row["question"]), str(row["answer"]).removeprefix("您好，")
        if not held_back(question):
            found.append(Example(question, (Passage(answer[:WINDOW_CHARS]),), (), "lecoqa answers"))
    return found


def _made(text: Text, rng: random.Random) -> list[Example]:
    """Rule-made questions on a document's passages; what doesn't answer are altered copies and neighbours."""
    found = []
    for place, (headings, passage) in enumerate(zip(text.headings, text.passages, strict=True)):
        neighbours = [text.passages[i] for i in (place - 1, place + 1, place + 2) if 0 <= i < len(text.passages)]
        for made in made_questions(text.title, headings, passage.text, rng):
            if rng.random() > SELDOM.get(made.kind, 1.0):
                continue
            lures = [replace(passage, text=lure) for lure in made.lures]
            right = replace(passage, spans=made.spans)
            found.append(Example(made.question, (right,), (*lures, *neighbours), "made"))
            found += [Example(q, (), (passage,), "made") for q in made.unanswerable]
    return found
