"""Real, small stand-ins at the seams of the knowledge base."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class HashingEmbedder:
    """Unit vectors from hashed character pairs: no model, the same everywhere, near where texts share pairs."""

    fingerprint: str = "hashing-1"
    dimension: int = 64

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension)."""
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Unit vector, shape (dimension,)."""
        vector = np.zeros(self.dimension, dtype=np.float32)
        for first, second in zip(f"^{text}", f"{text}$", strict=True):
            vector[hashlib.md5((first + second).encode()).digest()[0] % self.dimension] += 1
        return vector / np.linalg.norm(vector)
