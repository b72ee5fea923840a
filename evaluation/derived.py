"""Ingest a corpus of copies without embedding every copy: python -m evaluation.derived FOLDER --index DIR.

Copies differ in names and figures only, so one real vector is computed for each passage with both blotted out, and each copy
gets that vector with a little noise of its own. What is measured on such a base (answering time, memory) doesn't depend on the
exact values of the vectors; its answers aren't for reading. The base says that the real embedder made it, so that questions are
embedded for real; it belongs in build/benchmark only.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.synthetic import NAME
from knowledge.building import PassageEmbedder
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings, read_settings

_Vectors = NDArray[np.float32]
_NOISE = 0.25  # length of the noise beside the unit vector: cosine .97 to the original, as between real copies


class DerivedEmbedder:
    """Gives copies of a passage the vector of the original with noise; questions are embedded for real."""

    def __init__(self, real: PassageEmbedder) -> None:
        self._real = real
        self._known: dict[str, _Vectors] = {}

    @property
    def fingerprint(self) -> str:
        """The real embedder's."""
        return self._real.fingerprint

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._real.dimension

    def embed_passages(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> _Vectors:
        """Unit vectors, shape (len(texts), dimension), in the order of `texts`; the same text always gets the same."""
        originals = [blotted(text) for text in texts]
        new = sorted({text for text in originals if text not in self._known})
        self._known.update(zip(new, self._real.embed_passages(new, progress=progress), strict=True))
        noisy = np.stack([self._known[o] + _noise(t, self.dimension) for o, t in zip(originals, texts, strict=True)])
        unit: _Vectors = (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def embed_question(self, text: str) -> _Vectors:
        """Unit vector of a question, shape (dimension,)."""
        return self._real.embed_question(text)


def blotted(text: str) -> str:
    """`text` without what tells copies apart: names and digits."""
    return re.sub(r"\d", "0", NAME.sub("某某", text))


def _noise(text: str, dimension: int) -> _Vectors:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    noise = np.random.default_rng(seed).standard_normal(dimension)
    return (_NOISE * noise / np.linalg.norm(noise)).astype(np.float32)


def main() -> int:
    """Run the command; 0 where the base stands."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.derived", description="为测速建立大知识库。")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    options = parser.parse_args()
    try:
        settings = read_settings(KnowledgeSettings, index=options.index)
        Publisher(settings, DerivedEmbedder(load_embedder(settings))).sync([options.folder])
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
