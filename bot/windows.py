"""Question and passage as the rows of tokens that the reader reads, and its spans of tokens back in characters.

A row is <s> question </s></s> passage </s>. A passage longer than a row has room for is cut into windows that overlap; each
repeats the title. Training makes its rows the same way (models/training/pairs.py).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUESTION_TOKENS = 64
"""A longer question is cut: the reader never learnt one."""
LEAST_ROW_TOKENS = 128
"""The shortest limit of a row that leaves room for a passage."""
_SPAN_TOKENS = 80  # longest answer
_SIGNS = 4  # of a row besides question and passage
_OVERLAP = 4  # a quarter of a window stands in the one before, too: an answer at a cut is whole in one of them
_CLOSED_BY = {
    "(": ")",
    "（": "）",
    "[": "]",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "〔": "〕",
}
_OPENED_BY = {closing: opening for opening, closing in _CLOSED_BY.items()}
_STOPS = frozenset("，,。、;；:：!！?？…—·•~～|")
_LAST_STOPS = _STOPS | {"."}  # a full stop may begin a number


@dataclass(frozen=True, slots=True)
class Window:
    """A row of tokens for the reader."""

    ids: NDArray[np.int64]
    """Shape (1, tokens)."""
    first: int
    """Place in the row of the first token that lies in the passage's text."""
    offsets: NDArray[np.int64]
    """Shape (tokens of the text, 2): start and end of each, in characters of the passage's text."""


class PairEncoder:
    """Makes the rows. Threads may share one.

    Args:
        tokenizer: a `tokenizers.Tokenizer`.
        longest_tokens: of a row, at least LEAST_ROW_TOKENS.
    """

    def __init__(self, tokenizer: Any, longest_tokens: int) -> None:
        self._tokenizer = tokenizer
        self._longest_tokens = longest_tokens
        self._start, self._end = tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")

    def question(self, question: str) -> list[int]:
        """The question's ids: they are the same in each row."""
        ids: list[int] = self._tokenizer.encode(f"query: {question}", add_special_tokens=False).ids
        return ids[:QUESTION_TOKENS]

    def windows(self, question: Sequence[int], title: str, text: str) -> Iterator[Window]:
        """The rows of a passage, at least one, in its order; `title` may be empty."""
        head = f"passage: {title}\n" if title else "passage: "
        encoded = self._tokenizer.encode(head + text, add_special_tokens=False)
        ids, offsets = encoded.ids, np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2) - len(head)
        inside = int(np.searchsorted(offsets[:, 1], 1))  # ends never fall
        room = self._longest_tokens - _SIGNS - len(question)
        before = [self._start, *question, self._end, self._end, *ids[: min(inside, room // 2)]]
        room = self._longest_tokens - 1 - len(before)
        for start in _starts(len(ids) - inside, room):
            part = slice(inside + start, inside + start + room)
            row = np.array([[*before, *ids[part], self._end]], dtype=np.int64)
            yield Window(row, len(before), np.maximum(offsets[part], 0))


def _starts(tokens: int, room: int) -> list[int]:
    """Where windows of `room` tokens start so that all are read; the last is as full as the others."""
    if tokens <= room:
        return [0]
    return [*range(0, tokens - room, room - room // _OVERLAP), tokens - room]


def best_span(starts: NDArray[np.float32], ends: NDArray[np.float32]) -> tuple[int, int, float]:
    """Places of the answer's first and last token and how sure it is, in [0, 1], from the logits of the text's tokens.

    Both logits have shape (tokens,), at least one token; of equal spans the first is taken.
    """
    tokens = len(starts)
    sums = starts.astype(np.float64)[:, None] + ends.astype(np.float64)[None, :]
    allowed = np.triu(np.ones((tokens, tokens), dtype=bool)) & ~np.triu(
        np.ones((tokens, tokens), dtype=bool), _SPAN_TOKENS
    )
    first, last = divmod(int(np.argmax(np.where(allowed, sums, -np.inf))), tokens)
    return first, last, _share(starts, first) * _share(ends, last)


def likely_spans(starts: NDArray[np.float32], ends: NDArray[np.float32], *, most: int) -> list[tuple[int, int, float]]:
    """The likeliest spans of tokens, best first, each with its share of belief; those of one passage sum to 1.

    Args:
        starts: logits of the text's tokens, shape (tokens,), at least one token.
        ends: the same.
        most: of spans, and of first and last tokens that are looked at.
    """
    first, last = _softmax(starts), _softmax(ends)
    tops = (np.argsort(-shares, kind="stable")[:most].tolist() for shares in (first, last))
    spans = [(i, j, float(first[i] * last[j])) for i, j in itertools.product(*tops) if i <= j < i + _SPAN_TOKENS]
    spans = sorted(spans, key=lambda span: -span[2])[:most]
    total = sum(share for _, _, share in spans)
    return [(i, j, share / total) for i, j, share in spans] if total else []


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    wide = np.exp(logits.astype(np.float64) - logits.max())
    shares: NDArray[np.float64] = wide / wide.sum()
    return shares


def _share(logits: NDArray[np.float32], place: int) -> float:
    """The softmax at one place."""
    return float(_softmax(logits)[place])


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without space, stops and halves of brackets at its ends; (0, 0) where nothing else is in it."""
    while start < end:
        inner = text[start:end]
        if inner[0].isspace() or inner[0] in _STOPS or _stray(inner[0], inner, _CLOSED_BY):
            start += 1
        elif inner[-1].isspace() or inner[-1] in _LAST_STOPS or _stray(inner[-1], inner, _OPENED_BY):
            end -= 1
        else:
            return start, end
    return 0, 0


def _stray(sign: str, span: str, partners: Mapping[str, str]) -> bool:
    """Whether the bracket at one end of the span lacks its partner; `partners` are of those that belong at that end."""
    if sign in partners:
        return span.count(sign) > span.count(partners[sign])
    return sign in _CLOSED_BY or sign in _OPENED_BY
