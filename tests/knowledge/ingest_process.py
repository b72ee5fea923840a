"""An ingest in a process of its own, for tests that kill it: python ingest_process.py INDEX DOCUMENTS.

Says "ready" when everything is imported, waits for a line, then ingests and says "done"; our errors end it with their sentence. The embedder is the small double.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from tests.knowledge.doubles import HashingEmbedder


class SlowEmbedder(HashingEmbedder):
    """Takes a while, as a model does, so that kills hit the embedding too."""

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        time.sleep(0.1)
        return super().embed_passages(texts)


def main() -> None:
    """Run the ingest."""
    import chromadb  # noqa: F401 - its import would take most of the time in which kills fall

    index, documents = map(Path, sys.argv[1:3])
    publisher = Publisher(KnowledgeSettings(index=index), SlowEmbedder())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        publisher.sync([documents])
    except KnowledgeError as exc:
        sys.exit(exc.chinese)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
