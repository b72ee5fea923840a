"""An ingest or a rollback in a process of its own, for tests that kill it: python ingest_process.py INDEX DOCUMENTS [VERSION].

Says "ready" when everything is imported, waits for a line, then ingests, or goes back to VERSION, and says "done"; on the way it names each
stage that begins. Our errors end it with their sentence. The embedder is the small double.
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
from knowledge.verifying import rollback
from knowledge.versions import IndexFolder
from tests.knowledge.doubles import HashingEmbedder


class SlowEmbedder(HashingEmbedder):
    """Takes a while, as a model does, so that kills hit the embedding too."""

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        time.sleep(0.1)
        return super().embed_passages(texts)


def say(line: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the ingest or the rollback."""
    import chromadb  # noqa: F401 - its import would take most of the time in which kills fall

    index, documents = map(Path, sys.argv[1:3])
    embedder, stages = SlowEmbedder(), set[str]()

    def tell(stage: str, done: int, total: int) -> None:
        if stage not in stages:
            stages.add(stage)
            say(stage)

    say("ready")
    sys.stdin.readline()
    try:
        if len(sys.argv) > 3:
            rollback(IndexFolder(index), int(sys.argv[3]), embedder)
        else:
            Publisher(KnowledgeSettings(index=index), embedder).sync([documents], tell)
    except KnowledgeError as exc:
        sys.exit(exc.chinese)
    say("done")


if __name__ == "__main__":
    main()
