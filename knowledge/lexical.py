"""The lexical index: BM25 over single characters and bigrams, kept as files of one published version.

Characters and bigrams need no dictionary and beat a word segmenter on real questions (DESIGN.md 6). Latin words and numbers
are whole terms.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IndexDamaged

_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[a-z]+|[〇㐀-鿿豈-﫿\U00020000-\U0003ffff]+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_K1, _B = 1.2, 0.6  # flat over k1 .9-1.5 and b .5-.75 on the policies and laws questions


def search_form(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, without thousands separators."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _THOUSANDS.sub(lambda match: match[0].replace(",", ""), folded)


def terms(text: str) -> list[str]:
    """Search terms of `text` in order, with repeats: each Han character, each pair of neighbours, each number and Latin word."""
    found: list[str] = []
    for run in _RUN.findall(search_form(text)):
        if run[0].isascii():
            found.append(run)
        else:
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def pairs(text: str) -> set[str]:
    """Each two neighbouring characters of `text` as they stand; empty for fewer than two."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


class TermCounts(Protocol):
    """How often terms occur in some passages."""

    def holds(self, term: str) -> bool:
        """Whether some passage holds `term`."""

    def rarity(self, term: str) -> float:
        """Inverse document frequency in natural logarithms, from 0; a term of no passage is the rarest."""

    def holding(self, text: str) -> NDArray[np.int64]:
        """Ordinals of the passages that hold each pair of neighbours of `text`, ascending."""


class LexicalIndex:
    """BM25 scores of all passages of a version for a question's terms. Read-only; threads may share it."""

    def __init__(self, bm25: Any) -> None:
        self._bm25 = bm25
        self._vocabulary: dict[str, int] = bm25.vocab_dict
        self.size = int(bm25.scores["num_docs"])
        self._document_counts = np.diff(bm25.scores["indptr"])

    @staticmethod
    def build(texts: Sequence[str], folder: Path) -> None:
        """Index `texts` (ordinal order, at least one) into `folder`, which is made."""
        import bm25s

        bm25 = bm25s.BM25(k1=_K1, b=_B)
        bm25.index([terms(text) or ["\0"] for text in texts], show_progress=False)
        folder.mkdir(parents=True, exist_ok=True)
        bm25.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open the index in `folder`.

        Raises:
            IndexDamaged: its files are missing or can't be read.
        """
        import bm25s

        try:
            return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False))
        except (
            OSError,
            ValueError,
            KeyError,
            EOFError,
            TypeError,
            AttributeError,
        ) as exc:  # what bm25s meets in torn files
            raise IndexDamaged(
                "知识库的全文索引读不出来。请运行 python ingest.py --repair 从目录库重建，或重新运行 python ingest.py。",
                "The lexical index can't be read. Run python ingest.py --repair to rebuild it, or ingest again.",
            ) from exc

    def scores(self, question_terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every passage, shape (size,), 0 where no term is shared; a repeated term counts again."""
        known = [self._vocabulary[t] for t in question_terms if t in self._vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores_from_ids(known)
        return scores

    def holds(self, term: str) -> bool:
        """Whether some passage holds `term`."""
        return term in self._vocabulary

    def single_characters(self) -> list[str]:
        """All Han characters of the passages."""
        return [term for term in self._vocabulary if len(term) == 1 and not term.isascii()]

    def holding(self, text: str) -> NDArray[np.int64]:
        """Ordinals of the passages that hold each pair of neighbours of `text`, ascending: those that may hold `text` itself."""
        pairs = [term for term in terms(text) if len(term) > 1]
        tokens = [self._vocabulary.get(pair) for pair in pairs]
        if not tokens or None in tokens:
            return np.zeros(0, dtype=np.int64)
        starts, passages = self._bm25.scores["indptr"], self._bm25.scores["indices"]
        held = [np.asarray(passages[starts[token] : starts[token + 1]]) for token in tokens if token is not None]
        return np.asarray(reduce(np.intersect1d, sorted(held, key=len)), dtype=np.int64)

    def rarity(self, term: str) -> float:
        """Inverse document frequency in natural logarithms, from 0; a term of no passage is the rarest."""
        token = self._vocabulary.get(term)
        count = 0 if token is None else int(self._document_counts[token])
        return _rarity(self.size, count)

    def within(self, inside: NDArray[np.bool_]) -> TermCounts:
        """The same counts over some of the passages: `inside`, shape (size,), is True for them."""
        return _Within(self, inside)

    def count_within(self, term: str, inside: NDArray[np.bool_]) -> int:
        """How many of the passages `inside` hold `term`."""
        token = self._vocabulary.get(term)
        if token is None:
            return 0
        starts, passages = self._bm25.scores["indptr"], self._bm25.scores["indices"]
        return int(inside[passages[starts[token] : starts[token + 1]]].sum())


class _Within:
    def __init__(self, index: LexicalIndex, inside: NDArray[np.bool_]) -> None:
        self._index, self._inside, self._size = index, inside, int(inside.sum())

    def holds(self, term: str) -> bool:
        return self._index.count_within(term, self._inside) > 0

    def holding(self, text: str) -> NDArray[np.int64]:
        found = self._index.holding(text)
        return found[self._inside[found]]

    def rarity(self, term: str) -> float:
        return _rarity(self._size, self._index.count_within(term, self._inside))


def _rarity(size: int, count: int) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))
