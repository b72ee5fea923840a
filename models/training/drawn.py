"""Examples as numbers in one file: drawn once on a processor, learnt from anywhere. Needs numpy only."""

from __future__ import annotations

import io
import lzma
from dataclasses import dataclass, fields
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

NONE = -1
RIGHT, OTHERS = 3, 4
"""Most passages kept of an example: those that answer, and those of its own document that don't."""


class Kind(IntEnum):
    """What an example comes from, and so how it is learnt."""

    READING = 0
    """Encyclopaedic question with short windows, to be ordered."""
    LAY = 1
    """A layperson's question over articles."""
    SENTENCE = 2
    """A sentence of the lawyer's answer over the same articles."""
    EXPLAINED = 3
    """A layperson's question over lawyers' answers."""
    LAW = 4
    """Rule-made question over laws."""
    POLICY = 5
    """Rule-made question over policies."""
    ALONE = 6
    """Encyclopaedic question with a long window that answers."""
    UNANSWERED = 7
    """Encyclopaedic question that people wrote to have no answer in its long window."""
    REMOVED = 8
    """Answerable question with its window, the answer's sentences left out, or another window of the context."""
    MADE_WRONG = 9
    """Rule-made question that its passage doesn't answer."""
    SWAPPED = 10
    """Answerable question with another year or number than its window's."""


class Pool(IntEnum):
    """Where an example's further negatives are looked for."""

    NONE = 0
    LAW = 1
    WINDOW = 2
    EXPLAINED = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """Texts as token ids and examples over them."""

    tokens: NDArray[np.uint16]
    """Of all texts, one after the other; a question's begin with `query:`, a passage's with `passage:`."""
    starts: NDArray[np.int64]
    """Shape (texts + 1,)."""
    inside: NDArray[np.int16]
    """Of each passage, how many of its first tokens are mark and title; 0 for a question."""
    pool: NDArray[np.int8]
    """The `Pool` that a text belongs to."""
    question: NDArray[np.int32]
    """Text of each example's question."""
    kind: NDArray[np.int8]
    right: NDArray[np.int32]
    """Texts that answer, shape (examples, RIGHT), NONE where there are fewer."""
    span: NDArray[np.int16]
    """First and last token, in the first text that answers, of the answer; NONE where it isn't marked."""
    others: NDArray[np.int32]
    """Texts that look alike and are known not to answer, shape (examples, OTHERS)."""
    seeks: NDArray[np.int8]
    """The `Pool` in which near misses are looked for."""
    held: NDArray[np.bool_]
    """Kept back from learning."""

    def text(self, number: int) -> NDArray[np.uint16]:
        """A text's tokens."""
        return self.tokens[self.starts[number] : self.starts[number + 1]]


def save(drawn: Drawn, path: Path) -> None:
    """Writes the file, compressed: altered copies stand beside their passage and take next to nothing."""
    held = io.BytesIO()
    np.savez(held, **{field.name: getattr(drawn, field.name) for field in fields(Drawn)})
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 4, "dict_size": 1 << 26}]
    path.write_bytes(lzma.compress(held.getbuffer(), format=lzma.FORMAT_XZ, filters=filters))


def load(path: Path) -> Drawn:
    """Reads the file again."""
    arrays: dict[str, NDArray[Any]] = dict(np.load(io.BytesIO(lzma.decompress(path.read_bytes()))))
    return Drawn(**arrays)
