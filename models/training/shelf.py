"""The drawn texts on a device, and rows of question and passage made from them there: the same rows as `bot.windows` makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.training.drawn import Drawn

START, PAD, END = 0, 1, 2
_SIGNS = 4
_ROUNDED = 16


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs as the network takes them, and what is known of their places."""

    ids: Tensor
    """Shape (rows, tokens)."""
    mask: Tensor
    """1 where a token stands."""
    inside: Tensor
    """True where a token lies in the passage's text."""
    shift: Tensor
    """What is added to a token's place in the passage to get its place in the row, shape (rows,)."""
    ends: NDArray[np.int64]
    """Of each row, the place in the passage up to which it is shown; on the processor."""


class Shelf:
    """All texts on one device."""

    def __init__(self, drawn: Drawn, device: str) -> None:
        self.device = device
        self.lengths = np.diff(drawn.starts)
        self._tokens = torch.from_numpy(drawn.tokens.astype(np.int32)).to(device)
        self._starts = torch.from_numpy(drawn.starts).to(device)
        self._lengths = torch.from_numpy(self.lengths).to(device)
        self._inside = torch.from_numpy(drawn.inside.astype(np.int64)).to(device)

    def pair_tokens(self, question: int, passage: int) -> int:
        """Length of a row."""
        return int(self.lengths[question] + self.lengths[passage]) + _SIGNS

    def rows(
        self,
        questions: Sequence[int],
        passages: Sequence[int],
        *,
        limit_tokens: int,
        skips: Sequence[int] | None = None,
    ) -> Rows:
        """`<s> question </s></s> passage </s>`, cut at the passage's end to `limit_tokens`.

        Args:
            questions: texts, one a row.
            passages: texts, one a row.
            limit_tokens: of a row.
            skips: of each row, how many of the first tokens of the passage's text are left out.
        """
        left = np.zeros(len(passages), np.int64) if skips is None else np.asarray(skips)
        asks = self.lengths[np.asarray(questions)]
        bodies = np.minimum(self.lengths[np.asarray(passages)] - left, limit_tokens - _SIGNS - asks)
        longest = _rounded(int((asks + bodies).max()) + _SIGNS)  # reckoned here: asking the device would wait for it
        q, p, skip = self._at(questions), self._at(passages), self._at(left)
        asked, head, body = self._lengths[q], self._inside[p], self._at(bodies)
        at = torch.arange(longest, device=self.device)[None, :]
        first = (asked + 3)[:, None]
        place = at - first  # in the passage as it is shown
        shown = (place >= 0) & (place < body[:, None])
        source = self._starts[p][:, None] + place + torch.where(place >= head[:, None], skip[:, None], 0)
        of_question = (at >= 1) & (at <= asked[:, None])
        source = torch.where(of_question, self._starts[q][:, None] + at - 1, source)
        taken = shown | of_question
        ids = self._tokens[torch.where(taken, source, 0)].long()
        last = first + body[:, None]
        signs = torch.where(at == 0, START, torch.where((at < first) | (at == last), END, PAD))
        inside = shown & (place >= head[:, None])
        return Rows(torch.where(taken, ids, signs), (at <= last).long(), inside, asked + 3 - skip, bodies + left)

    def texts(self, numbers: Sequence[int], *, limit_tokens: int) -> tuple[Tensor, Tensor]:
        """`<s> text </s>`, cut to `limit_tokens`, and its mask: what an embedder takes."""
        p = self._at(numbers)
        body = torch.clamp(self._lengths[p], max=limit_tokens - 2)
        longest = _rounded(min(limit_tokens, int(self.lengths[np.asarray(numbers)].max()) + 2))
        at = torch.arange(longest, device=self.device)[None, :]
        taken = (at >= 1) & (at <= body[:, None])
        ids = self._tokens[torch.where(taken, self._starts[p][:, None] + at - 1, 0)].long()
        last = body[:, None] + 1
        signs = torch.where(at == 0, START, torch.where(at == last, END, PAD))
        return torch.where(taken, ids, signs), (at <= last).long()

    def _at(self, numbers: Sequence[int]) -> Tensor:
        return torch.as_tensor(np.asarray(numbers, dtype=np.int64)).to(self.device, non_blocking=True)


def _rounded(tokens: int) -> int:
    """Few shapes spare the libraries new plans and new memory."""
    return -(-tokens // _ROUNDED) * _ROUNDED
