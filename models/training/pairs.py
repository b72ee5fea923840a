"""Question and passage as token ids, the same as `bot.reading` makes them, and answer spans as token places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from models.training.examples import Passage, Span

QUESTION_TOKENS, PAIR_TOKENS = 64, 320
_ROUNDED = 16
START, END = 0, 2  # ids of <s> and </s>


@dataclass(frozen=True, slots=True)
class Pair:
    """One encoded pair."""

    ids: list[int]
    first: int
    """Place of the first token that lies in the passage's text; the tokens from there to the last but one are its text."""
    span: tuple[int, int] | None
    """Places of the answer's first and last token."""


class PairEncoder:
    """Encodes pairs; a question is cut into tokens once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._questions: dict[str, list[int]] = {}

    def encode(self, question: str, passage: Passage, *, limit_tokens: int = PAIR_TOKENS) -> Pair:
        """The pair, cut at the passage's end to `limit_tokens`."""
        before = [START, *self._asked(question), END, END]
        room = limit_tokens - len(before) - 1
        body, offsets = self._body(passage)
        body, offsets = body[:room], offsets[:room]
        inside = next((i for i, (_, end) in enumerate(offsets) if end > 0), len(offsets))
        return Pair(
            ids=[*before, *body, END],
            first=len(before) + inside,
            span=_places(offsets, _bare(passage), len(before)),
        )

    def characters(self, question: str, passage: Passage, first: int, last: int) -> Span:
        """Characters of the passage's text from its token at place `first` to that at `last`, half-open; (0, 0) before the passage."""
        shift = len(self._asked(question)) + 3
        if first < shift:  # the best place where there is no text
            return 0, 0
        _, offsets = self._body(passage)
        return max(0, offsets[first - shift][0]), offsets[last - shift][1]

    def _asked(self, question: str) -> list[int]:
        asked = self._questions.get(question)
        if asked is None:
            encoded = self._tokenizer.encode(f"query: {question}", add_special_tokens=False)
            asked = self._questions[question] = encoded.ids[:QUESTION_TOKENS]
        return asked

    def _body(self, passage: Passage) -> tuple[list[int], list[Span]]:
        """Ids of title and text, and each token's characters counted from the text's begin."""
        head = f"passage: {passage.title}\n" if passage.title else "passage: "
        body = self._tokenizer.encode(head + passage.text, add_special_tokens=False)
        return body.ids, [(start - len(head), end - len(head)) for start, end in body.offsets]


def _bare(passage: Passage) -> Span | None:
    """The answer without the white space at its end, which has no token of its own; None where there is none."""
    for start, end in passage.spans[:1]:
        return start, start + len(passage.text[start:end].rstrip())
    return None


def _places(offsets: Sequence[Span], span: Span | None, shift: int) -> tuple[int, int] | None:
    if span is None:
        return None
    start, end = span
    held = [i for i, (s, e) in enumerate(offsets) if s < end and e > start and e > s]
    return (shift + held[0], shift + held[-1]) if held and offsets[held[-1]][1] >= end else None


def padded(pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """Ids and mask, shape (pairs, longest rounded up): few shapes spare the libraries new plans and new memory."""
    longest = -(-max(len(pair.ids) for pair in pairs) // _ROUNDED) * _ROUNDED
    ids = torch.full((len(pairs), longest), 1, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        mask[row, : len(pair.ids)] = 1
    return ids, mask


def text_mask(pairs: Sequence[Pair], longest: int) -> Tensor:
    """True where a token lies in the passage's text, shape (pairs, longest)."""
    inside = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for row, pair in enumerate(pairs):
        inside[row, pair.first : len(pair.ids) - 1] = True
    return inside
