"""Which rows a step of training sees: groups of passages to be ordered for a question, and pairs that stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.training.drawn import NONE, Drawn, Kind, Pool
from models.training.guide import BY_VECTORS, Candidates
from models.training.shelf import Shelf

RANKED = {
    Kind.READING: 0.30, Kind.LAY: 0.14, Kind.SENTENCE: 0.08, Kind.EXPLAINED: 0.04, Kind.LAW: 0.32, Kind.POLICY: 0.12,
}  # fmt: skip
"""Shares of the groups that are ordered."""
ALONE = {
    Kind.ALONE: 0.34, Kind.UNANSWERED: 0.26, Kind.REMOVED: 0.13, Kind.LAW: 0.10, Kind.POLICY: 0.02, Kind.MADE_WRONG: 0.11, Kind.SWAPPED: 0.04,
}  # fmt: skip
"""Shares of the pairs that stand alone."""
_OWN, _NEAREST, _FAR = 2, 4, 4
_MORE_FOR_LAY = 3
_TOP = (8, 6)  # nearest places by vectors and by words
_SHARPNESS = 0.04  # of the likenesses that make a group's target
_LIKE_SHARPNESS = 0.06  # of those that order the near passages among themselves
_UNSURE = 0.5  # share of an example's candidates, those most like what is labelled, that aren't called wrong
_CUT = 0.5  # share of the long windows that lose some of their beginning
_BLOCK = 24  # batches whose groups are sorted by length together
UNKNOWN = -1.0


@dataclass(slots=True)
class Batch:
    """Rows of one step; groups are runs of rows."""

    questions: list[int] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)
    skips: list[int] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    """Number of each row's group."""
    target: list[float] = field(default_factory=list)
    """Share of its group that a row should have; a group's sum is 1, or 0 where it isn't ordered."""
    like: list[float] = field(default_factory=list)
    """Share that a near passage should have among its group's near passages, by likeness; 0 for other rows."""
    answers: list[float] = field(default_factory=list)
    """1 where the passage answers, 0 where it doesn't, UNKNOWN."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """First and last token of the answer in the passage, NONE where it isn't marked."""


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of one question with what they are worth."""

    question: int
    passages: tuple[int, ...]
    target: tuple[float, ...]
    answers: tuple[float, ...]
    span: tuple[int, int] = (NONE, NONE)
    """Of the first passage."""
    like: tuple[float, ...] = (0.0,)
    skip: int = 0


class Plan:
    """Draws batches without end; the same for the same seed."""

    def __init__(self, drawn: Drawn, near: Candidates, shelf: Shelf, *, seed: int, limit_tokens: int) -> None:
        self._drawn, self._near, self._shelf = drawn, near, shelf
        self._limit_tokens = limit_tokens
        self._rng = np.random.default_rng(seed)
        self._pools = {pool: np.flatnonzero(drawn.pool == pool) for pool in Pool}
        usable = ~drawn.held
        sought = near.passages[:, 0] != NONE
        self._ranked = {kind: np.flatnonzero((drawn.kind == kind) & usable & sought) for kind in RANKED}
        self._alone = {kind: np.flatnonzero((drawn.kind == kind) & usable) for kind in ALONE}
        self._left: dict[tuple[str, Kind], list[int]] = {}

    def ranked(self, tokens: int) -> Iterator[Batch]:
        """Batches of groups to be ordered, of about so many tokens."""
        return self._batches("ranked", self._ranked, RANKED, tokens)

    def alone(self, tokens: int) -> Iterator[Batch]:
        """Batches of pairs that stand alone."""
        return self._batches("alone", self._alone, ALONE, tokens)

    def _batches(
        self, name: str, examples: dict[Kind, NDArray[np.int64]], shares: dict[Kind, float], tokens: int
    ) -> Iterator[Batch]:
        kinds = [kind for kind in shares if len(examples[kind])]
        weights = np.array([shares[kind] for kind in kinds])
        make = self.group if name == "ranked" else self.pair
        while True:
            groups: list[Group] = []
            gathered = 0
            while gathered < tokens * _BLOCK:
                kind = kinds[self._rng.choice(len(kinds), p=weights / weights.sum())]
                made = make(self._next(name, kind, examples[kind]))
                groups.append(made)
                gathered += self._longest(made) * len(made.passages)
            groups.sort(key=self._longest)
            packed = list(self._packed(groups, tokens))
            self._rng.shuffle(packed)  # type: ignore[arg-type]
            yield from packed

    def _next(self, name: str, kind: Kind, examples: NDArray[np.int64]) -> int:
        """Each example once before any comes again."""
        left = self._left.setdefault((name, kind), [])
        if not left:
            left.extend(self._rng.permutation(examples).tolist())
        return left.pop()

    def _longest(self, group: Group) -> int:
        return min(self._limit_tokens, max(self._shelf.pair_tokens(group.question, p) for p in group.passages))

    def _packed(self, groups: Sequence[Group], tokens: int) -> Iterator[Batch]:
        batch, longest, count = Batch(), 0, 0
        for group in groups:
            longest = max(longest, self._longest(group))
            if batch.questions and longest * (len(batch.questions) + len(group.passages)) > tokens:
                yield batch
                batch, longest, count = Batch(), self._longest(group), 0
            rows = len(group.passages)
            batch.questions += [group.question] * rows
            batch.passages += group.passages
            batch.skips += [group.skip] * rows
            batch.group += [count] * rows
            batch.target += group.target
            batch.like += group.like
            batch.answers += group.answers
            batch.spans += [group.span, *[(NONE, NONE)] * (rows - 1)]
            count += 1
        if batch.questions:
            yield batch

    def pair(self, example: int) -> Group:
        """The example's own passage alone: the one that answers, or the one that doesn't."""
        drawn = self._drawn
        question = int(drawn.question[example])
        if (right := int(drawn.right[example, 0])) == NONE:
            passage = int(drawn.others[example, 0])
            return Group(question, (passage,), (0.0,), (0.0,), skip=self._skip(passage, self._body(passage)))
        first, last = map(int, drawn.span[example])
        skip = self._skip(right, first - int(drawn.inside[right])) if first != NONE else 0
        return Group(question, (right,), (0.0,), (1.0,), (first, last), skip=skip)

    def _body(self, passage: int) -> int:
        return int(self._shelf.lengths[passage]) - int(self._drawn.inside[passage])

    def _skip(self, passage: int, before: int) -> int:
        """How much of a long window's beginning is left out: an answer isn't always where the sets have it."""
        most = min(before - 4, self._body(passage) // 2)
        return int(self._rng.integers(most)) if most > 0 and self._rng.random() < _CUT else 0

    def group(self, example: int) -> Group:
        """The passages that answer, the example's own that don't, and near and far ones."""
        drawn, rng = self._drawn, self._rng
        lay = drawn.kind[example] in (Kind.LAY, Kind.SENTENCE)
        known = [int(p) for p in drawn.right[example] if p != NONE]
        right = [known[0]] if drawn.span[example, 0] != NONE else list(rng.permutation(known)[:2])
        own = [int(p) for p in drawn.others[example] if p != NONE]
        own = [own[i] for i in rng.permutation(len(own))[:_OWN]]
        places = self._places(example, {*known, *own}, more=_MORE_FOR_LAY if lay else 0)
        mined = [int(p) for p in self._near.passages[example, places]]
        pool = self._pools[Pool(int(drawn.seeks[example]))]
        anywhere = [int(pool[rng.integers(len(pool))])]
        anywhere = [] if anywhere[0] in {*known, *own, *mined} else anywhere
        target, wrong, like = self._worth(example, len(right), len(own), places, len(anywhere))
        return Group(
            int(drawn.question[example]),
            (*map(int, right), *own, *mined, *anywhere),
            target,
            (*[1.0] * len(right), *[0.0] * len(own), *wrong, *[0.0] * len(anywhere)),
            (int(drawn.span[example, 0]), int(drawn.span[example, 1])),
            (*[0.0] * (len(right) + len(own)), *like, *[0.0] * len(anywhere)),
        )

    def _places(self, example: int, taken: set[int], *, more: int) -> list[int]:
        """Places among the candidates: some of the nearest, some further down; none that may hold the very answer."""
        listed, best = self._near.passages[example], {}
        answer = self._answer(example)
        for place, passage in enumerate(listed.tolist()):
            if passage not in taken and passage not in best and not (answer and answer in self._bytes(passage)):
                best[passage] = place
        top = [p for p in best.values() if p < _TOP[0] or BY_VECTORS <= p < BY_VECTORS + _TOP[1]]
        far = [p for p in best.values() if p not in set(top)]
        chosen = list(self._rng.permutation(top)[: _NEAREST + more]) + list(self._rng.permutation(far)[: _FAR + more])
        return [int(p) for p in chosen]

    def _answer(self, example: int) -> bytes:
        """The answer's tokens where no other passage may hold them: an encyclopaedic question's."""
        first, last = map(int, self._drawn.span[example])
        if self._drawn.kind[example] != Kind.READING or first == NONE:
            return b""
        return self._drawn.text(int(self._drawn.right[example, 0]))[first : last + 1].tobytes()

    def _bytes(self, passage: int) -> bytes:
        return self._drawn.text(passage).tobytes()

    def _worth(
        self, example: int, right: int, own: int, places: list[int], anywhere: int
    ) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
        """Each row's share of the group, which near passages are surely wrong, and the near ones' shares among themselves.

        Where other passages may answer too, the share follows the likeness to question and labelled passage together.
        """
        if self._drawn.seeks[example] != Pool.LAW:
            return (
                (*[1 / right] * right, *[0.0] * (own + len(places) + anywhere)),
                (0.0,) * len(places),
                (0.0,) * len(places),
            )
        near = self._near
        likeness = near.right[example, places]
        unsure = np.quantile(near.right[example], _UNSURE)
        wrong = tuple(UNKNOWN if like > unsure else 0.0 for like in likeness)
        best = float(near.asked[example].max())
        worth = np.concatenate([np.full(right, best + 1.0), near.asked[example, places] + likeness])
        share = _shares(worth, _SHARPNESS)
        like = _shares(worth[right:], _LIKE_SHARPNESS) if places else share[:0]
        target = (*share[:right].tolist(), *[0.0] * own, *share[right:].tolist(), *[0.0] * anywhere)
        return target, wrong, tuple(like.tolist())


def _shares(values: NDArray[np.float64], sharpness: float) -> NDArray[np.float64]:
    """Softmax."""
    powers: NDArray[np.float64] = np.exp((values - values.max()) / sharpness)
    return powers / powers.sum()
