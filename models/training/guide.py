"""The guide: a bi-encoder tuned on the same examples that finds near misses and says how near they are to what is labelled.

What is labelled is never all that answers: a layperson's question has several right articles. So a passage is judged by two
likenesses: to the question, as a search sees it, and to the labelled passage, which a search doesn't know. One that is near the
question and far from the labelled passage is a negative to learn from; one that is near both may be right.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from models.training.drawn import NONE, Drawn, Kind, Pool
from models.training.precision import autocast
from models.training.rates import warmed
from models.training.shelf import Shelf

_QUESTIONS, _ROWS = {"cuda": 192, "cpu": 24}, {"cuda": 1024, "cpu": 32}  # a step, what memory holds
_RATE, _TEMPERATURE, _BLEND = 4e-5, 0.03, 0.5
_TUNED = {
    Kind.LAY: 1.6, Kind.SENTENCE: 1.0, Kind.EXPLAINED: 1.0, Kind.READING: 0.5, Kind.LAW: 0.25, Kind.POLICY: 1.0,
}  # fmt: skip
"""How often an example of each kind is seen."""
_PASSAGE_TOKENS, _QUESTION_TOKENS = 224, 66
BY_VECTORS, BY_WORDS = 40, 24
_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Candidates:
    """Near passages of each example, the best first: by vectors, then by words; rows = examples."""

    passages: NDArray[np.int32]
    """Shape (examples, BY_VECTORS + BY_WORDS), NONE where nothing was looked for."""
    asked: NDArray[np.float32]
    """Cosine with the question, in the same places."""
    right: NDArray[np.float32]
    """Highest cosine with a passage that answers."""
    words: NDArray[np.float32]
    """BM25 with the question."""


class Guide:
    """A BERT with mean pooling over the texts of a shelf."""

    def __init__(self, bert: BertModel, drawn: Drawn, shelf: Shelf) -> None:
        self._bert, self._drawn, self._shelf = bert.to(shelf.device), drawn, shelf
        bert.embeddings.requires_grad_(False)

    def tune(self, rng: np.random.Generator, tell: Callable[[str], None], *, scale: float = 1.0) -> None:
        """One pass with in-batch negatives; at the end half-way back to the weights it began with."""
        tuned = [p for p in self._bert.parameters() if p.requires_grad]
        before = [p.detach().clone() for p in tuned]
        batches = list(self._batches(rng, scale))
        optimiser = torch.optim.AdamW(tuned, lr=_RATE, weight_decay=0.01)
        scale = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: warmed(step, len(batches), 0.1))
        self._bert.train()
        for step, examples in enumerate(batches):
            loss = self._contrast(examples, rng)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimiser.step()
            scale.step()
            if step % 25 == 0:
                tell(f"guide {step} of {len(batches)}  loss {float(loss.detach()):.3f}")
        self._bert.eval()
        with torch.no_grad():
            for value, first in zip(tuned, before, strict=True):
                value.lerp_(first, 1 - _BLEND)

    def _batches(self, rng: np.random.Generator, scale: float) -> Iterator[NDArray[np.int64]]:
        drawn, chosen = self._drawn, []
        for kind, times in _TUNED.items():
            of_kind = np.flatnonzero((drawn.kind == kind) & ~drawn.held & (drawn.right[:, 0] != NONE))
            if len(of_kind):
                chosen.append(rng.choice(of_kind, max(1, int(times * len(of_kind))), replace=times > 1))
        shuffled = rng.permutation(np.concatenate(chosen))
        size = _QUESTIONS[self._shelf.device]
        for start in range(0, int(min(scale, 1) * len(shuffled)), size):
            yield shuffled[start : start + size]

    def _contrast(self, examples: NDArray[np.int64], rng: np.random.Generator) -> Tensor:
        drawn = self._drawn
        right = np.array([rng.choice([p for p in drawn.right[e] if p != NONE]) for e in examples])
        hard = np.array([p for e in examples for p in drawn.others[e][:1] if p != NONE], dtype=right.dtype)
        passages = np.concatenate([right, hard])
        asked = self._embed(drawn.question[examples], _QUESTION_TOKENS)
        similarity = asked @ self._embed(passages, _PASSAGE_TOKENS).T / _TEMPERATURE
        also = (passages[None, :, None] == drawn.right[examples][:, None, :]).any(2)
        also[np.arange(len(examples)), np.arange(len(examples))] = False
        blocked = torch.from_numpy(also).to(similarity.device)
        return functional.cross_entropy(
            similarity.masked_fill(blocked, -1e4), torch.arange(len(examples), device=similarity.device)
        )

    def _embed(self, numbers: Sequence[int] | NDArray[np.integer], limit_tokens: int) -> Tensor:
        """Unit vectors, shape (texts, hidden)."""
        ids, mask = self._shelf.texts(numbers, limit_tokens=limit_tokens)
        with autocast(self._shelf.device):
            hidden = self._bert(ids, attention_mask=mask).last_hidden_state.float()
        weight = mask[:, :, None].float()
        return functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=1)

    @torch.no_grad()
    def vectors(self, numbers: NDArray[np.int64], tell: Callable[[str], None]) -> Tensor:
        """Unit vectors of the texts in their order, in half precision on a GPU."""
        order = np.argsort(self._shelf.lengths[numbers], kind="stable")
        kind = torch.float16 if self._shelf.device != "cpu" else torch.float32
        found = torch.empty(len(numbers), self._bert.config.hidden_size, dtype=kind, device=self._shelf.device)
        started, rows = time.monotonic(), _ROWS[self._shelf.device]
        for start in range(0, len(order), rows):
            part = order[start : start + rows]
            found[torch.from_numpy(part).to(found.device)] = self._embed(numbers[part], _PASSAGE_TOKENS).to(kind)
        tell(f"{len(numbers)} vectors in {time.monotonic() - started:.1f} s")
        return found


class Lexicon:
    """BM25 over the pieces of the passages of a pool."""

    def __init__(self, drawn: Drawn, passages: NDArray[np.int64], vocabulary: int, device: str) -> None:
        self._vocabulary, self._device = vocabulary, device
        lengths = np.diff(drawn.starts)[passages]
        tokens = np.concatenate([drawn.text(number) for number in passages]).astype(np.int64)
        keys, counts = np.unique(np.repeat(np.arange(len(passages)), lengths) * vocabulary + tokens, return_counts=True)
        row, column = keys // vocabulary, keys % vocabulary
        seen = np.bincount(column, minlength=vocabulary)
        rarity = np.log1p((len(passages) - seen + 0.5) / (seen + 0.5))
        norm = _K1 * (1 - _B + _B * lengths[row] / lengths.mean())
        weights = rarity[column] * counts * (_K1 + 1) / (counts + norm)
        pointers = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(passages)))])
        parts = (torch.from_numpy(a).to(device) for a in (pointers, column, weights.astype(np.float32)))
        self._matrix = torch.sparse_csr_tensor(*parts, size=(len(passages), vocabulary))

    def scores(self, questions: Sequence[NDArray[np.uint16]]) -> Tensor:
        """Shape (questions, passages)."""
        asked = np.zeros((self._vocabulary, len(questions)), dtype=np.float32)
        for column, tokens in enumerate(questions):
            asked[tokens[2:], column] = 1  # without the mark `query:`
        scores: Tensor = (self._matrix @ torch.from_numpy(asked).to(self._device)).T
        return scores


@torch.no_grad()
def candidates(
    guide: Guide, drawn: Drawn, vocabulary: int, tell: Callable[[str], None], device: str, *, most: int
) -> Candidates:
    """Near passages of every example that looks for some; of rule-made ones at most `most`."""
    count = len(drawn.question)
    shape = (count, BY_VECTORS + BY_WORDS)
    found = Candidates(
        np.full(shape, NONE, np.int32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
    )
    for pool in (Pool.LAW, Pool.WINDOW, Pool.EXPLAINED):
        passages = np.flatnonzero(drawn.pool == pool)
        seeking = np.flatnonzero(drawn.seeks == pool)
        if len(seeking) > most:
            seldom = np.isin(drawn.kind[seeking], (Kind.LAW,))
            kept = np.random.default_rng(0).permutation(np.flatnonzero(seldom))[: max(0, most - int((~seldom).sum()))]
            seeking = np.sort(np.concatenate([seeking[~seldom], seeking[kept]]))
        if len(passages) < BY_VECTORS or not len(seeking):
            continue
        vectors = guide.vectors(passages, tell)
        lexicon = Lexicon(drawn, passages, vocabulary, device)
        asked = guide.vectors(drawn.question[seeking].astype(np.int64), tell)
        unlike, back = np.unique(np.maximum(drawn.right[seeking], 0), return_inverse=True)
        known = guide.vectors(unlike.astype(np.int64), tell)[
            torch.from_numpy(back.reshape(len(seeking), -1)).to(device)
        ]
        absent = torch.from_numpy(drawn.right[seeking] == NONE).to(device)
        for start in range(0, len(seeking), 512):
            rows = slice(start, start + 512)
            words = lexicon.scores([drawn.text(q) for q in drawn.question[seeking[rows]]])
            near = torch.cat(
                [(asked[rows] @ vectors.T).topk(BY_VECTORS).indices, words.topk(min(BY_WORDS, words.shape[1])).indices],
                1,
            )
            theirs = vectors[near].float()
            at = seeking[rows]
            found.passages[at] = passages[near.cpu().numpy()]
            found.asked[at] = torch.einsum("bd,bnd->bn", asked[rows].float(), theirs).cpu().numpy()
            right = torch.einsum("brd,bnd->bnr", known[rows].float(), theirs).masked_fill(absent[rows][:, None], -1)
            found.right[at] = right.amax(2).cpu().numpy()
            found.words[at] = words.gather(1, near).cpu().numpy()
        tell(f"{pool.name}: near passages of {len(seeking)} questions among {len(passages)}")
    return found
