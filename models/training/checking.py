"""How well a network in training does on what is held back: four figures within seconds, in full or half precision."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models.training.drawn import NONE, Drawn, Kind, Pool
from models.training.guide import Candidates
from models.training.network import SPAN_FLOOR, ReaderNetwork
from models.training.precision import autocast
from models.training.shelf import Shelf

_QUESTIONS, _ORDERED = 500, 120  # of each kind
_SPAN_TOKENS = 80
_TWIN = 0.97  # cosine from which a passage says the same as a labelled one
_ROWS = {"cuda": 256, "cpu": 16}


@dataclass(frozen=True, slots=True)
class Read:
    """What the network says of pairs; rows = pairs."""

    exit: NDArray[np.float32]
    relevance: NDArray[np.float32]
    answerable: NDArray[np.float32]
    spans: NDArray[np.int64]
    """First and last token in the passage, shape (rows, 2)."""


class Checker:
    """Holds the held-back questions."""

    def __init__(self, drawn: Drawn, near: Candidates, shelf: Shelf) -> None:
        self._drawn, self._near, self._shelf = drawn, near, shelf
        self._usable = (drawn.seeks == Pool.NONE) | (near.passages[:, 0] != NONE)

    def figures(self, network: ReaderNetwork) -> dict[str, float]:
        """Shares in [0, 1] by name."""
        network.eval()
        found = self._spans(network) | self._answerable(network)
        for kind in (Kind.LAY, Kind.LAW, Kind.POLICY):
            found |= self._order(network, kind)
        return found

    def _held(self, kind: Kind, most: int = _QUESTIONS) -> NDArray[np.int64]:
        chosen = np.flatnonzero((self._drawn.kind == kind) & self._drawn.held & self._usable)
        return np.sort(np.random.default_rng(1).permutation(chosen)[:most])

    def _spans(self, network: ReaderNetwork) -> dict[str, float]:
        held = self._held(Kind.ALONE)
        held = held[self._drawn.span[held, 0] != NONE]
        said = self.read(network, self._drawn.question[held], self._drawn.right[held, 0])
        return {"span": float((said.spans == self._drawn.span[held]).all(1).mean())} if len(held) else {}

    def _answerable(self, network: ReaderNetwork) -> dict[str, float]:
        """Area under ROC: questions that people wrote to have no answer, and those of the same set that have one."""
        drawn = self._drawn
        wrong = self._held(Kind.UNANSWERED)
        if not len(wrong):
            return {}
        last = np.flatnonzero(drawn.kind == Kind.UNANSWERED)
        within = np.arange(last.min(), last.max() + 1)
        right = within[(drawn.kind[within] == Kind.ALONE) & drawn.held[within]]
        above = self.read(network, drawn.question[right], drawn.right[right, 0]).answerable
        below = self.read(network, drawn.question[wrong], drawn.others[wrong, 0]).answerable
        return {"answerable": float((above[:, None] > below[None]).mean())}

    def _order(self, network: ReaderNetwork, kind: Kind) -> dict[str, float]:
        """Right passage first among the candidates: by the reader, its exit, the guide, and both."""
        drawn, near = self._drawn, self._near
        places: dict[str, list[int]] = {}
        for example in self._held(kind, _ORDERED):
            right = [int(p) for p in drawn.right[example] if p != NONE]
            listed = dict.fromkeys(right, 1.0)
            for passage, asked, like in zip(
                near.passages[example].tolist(), near.asked[example], near.right[example], strict=True
            ):
                if passage in right or (passage != NONE and like < _TWIN):
                    listed[passage] = float(asked)
            passages = list(listed)
            asked = np.array([listed[p] if listed[p] < 1 else np.median(near.asked[example]) for p in passages])
            said = self.read(network, [int(drawn.question[example])] * len(passages), passages)
            both = {f"+{share}": asked / 0.03 + share * said.relevance for share in (0.3, 1.0)}
            for name, scores in {"reader": said.relevance, "exit": said.exit, "guide": asked, **both}.items():
                order = np.argsort(-scores, kind="stable")
                place = 1 + min(int(np.flatnonzero(order == i)[0]) for i in range(len(right)))
                places.setdefault(name, []).append(place)
        return {f"{kind.name.lower()} {name}": float(np.mean(np.array(p) == 1)) for name, p in places.items()}

    @torch.no_grad()
    def read(self, network: ReaderNetwork, questions: Sequence[int], passages: Sequence[int]) -> Read:
        """Verdicts in the order of the pairs."""
        tokens = [self._shelf.pair_tokens(int(q), int(p)) for q, p in zip(questions, passages, strict=True)]
        order = np.argsort(tokens)
        logits, spans = np.zeros((3, len(order)), np.float32), np.zeros((len(order), 2), np.int64)
        asked, shown = np.asarray(questions), np.asarray(passages)
        rows_at_once = _ROWS[self._shelf.device]
        for start in range(0, len(order), rows_at_once):
            part = order[start : start + rows_at_once]
            rows = self._shelf.rows(asked[part], shown[part], limit_tokens=320)
            half = next(network.bert.parameters()).dtype == torch.bfloat16
            with nullcontext() if half else autocast(self._shelf.device):
                out = network(rows.ids, rows.mask)
            logits[:, part] = torch.stack([out.exit, out.relevance, out.answerable]).float().cpu().numpy()
            starts = out.starts.float().masked_fill(~rows.inside, SPAN_FLOOR)
            ends = out.ends.float().masked_fill(~rows.inside, SPAN_FLOOR)
            both = starts[:, :, None] + ends[:, None, :]
            length = both.shape[1]
            allowed = torch.ones(length, length, dtype=torch.bool, device=both.device).triu().tril(_SPAN_TOKENS - 1)
            best = both.masked_fill(~allowed, 4 * SPAN_FLOOR).flatten(1).argmax(1)
            places = torch.stack([best // length, best % length], 1) - rows.shift[:, None]
            spans[part] = places.cpu().numpy()
        return Read(*logits, spans)
