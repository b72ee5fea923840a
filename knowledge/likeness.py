"""Documents that are nearly the same: by the share of six-character pieces that two texts have in common. Pure.

Each text is kept as the 256 smallest hashes of its pieces (a bottom-k sketch); two sketches estimate the Jaccard index of the two sets
within some hundredths, and only texts that share a hash are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

_PIECE_CHARS = 6
_KEPT = 256
_LEAST_CHARS = 150  # shorter texts are alike by their form
_FACTOR, _MIX = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)
_Sketch = NDArray[np.uint64]


def alike(texts: Mapping[str, str], least: float = 0.85) -> Iterator[tuple[str, str, float]]:
    """Pairs of keys whose texts share at least `least` of their pieces, with that share in [0, 1]; white space doesn't count.

    Args:
        texts: By key; the pair's first key comes first here.
        least: Between 0 and 1.
    """
    sketches = {key: _sketch(text) for key, text in texts.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for key, sketch in sketches.items():
        shared = Counter(other for value in sketch.tolist() for other in holders[value])
        for other, count in shared.items():
            if count >= least * _KEPT / 4 or len(sketch) < _KEPT:
                share = _share(sketches[other], sketch)
                if share >= least:
                    yield other, key, share
        for value in sketch.tolist():
            holders[value].append(key)


def _sketch(text: str) -> _Sketch:
    """The smallest hashes of the text's pieces, ascending; empty for a short text."""
    codes = np.frombuffer("".join(text.split()).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    if len(codes) < _LEAST_CHARS:
        return np.empty(0, np.uint64)
    length = len(codes) - _PIECE_CHARS + 1
    hashes = np.full(length, 0xCBF29CE484222325, np.uint64)
    for place in range(_PIECE_CHARS):
        hashes = (hashes ^ codes[place : place + length]) * _FACTOR
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    hashes ^= hashes >> np.uint64(32)
    return np.unique(hashes)[:_KEPT]


def _share(one: _Sketch, other: _Sketch) -> float:
    """The Jaccard index of two sets, estimated from their sketches."""
    union = np.union1d(one, other)[: max(min(len(one), len(other)), 1)]
    return float(np.isin(union, one).astype(bool)[np.isin(union, other)].sum()) / len(union)
