"""How good a reader or embedder is: pure functions over scores, answers and ranks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_MARKS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """`text` as CMRC's scorer compares it: NFKC, lower case, no marks or spaces."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


def exact(answer: str, right: Sequence[str]) -> float:
    """1.0 where the answer is one of the right ones, marks aside."""
    return float(any(plain(answer) == plain(text) for text in right))


def overlap(answer: str, right: Sequence[str]) -> float:
    """Best F1 over characters, in [0, 1]; CMRC counts the longest common substring, SQuAD the bag: this is the bag."""
    return max((_f1(plain(answer), plain(text)) for text in right), default=0.0)


def _f1(one: str, other: str) -> float:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def hits(ranks: Sequence[int | None], within: int) -> float:
    """Share of questions whose first right passage stands among the first `within` (ranks from 1, None = not found)."""
    return sum(rank is not None and rank <= within for rank in ranks) / len(ranks) if ranks else 0.0


def reciprocal(ranks: Sequence[int | None], within: int = 10) -> float:
    """Mean reciprocal rank of the first right passage, 0 for one beyond `within`."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= within) / len(ranks) if ranks else 0.0
