"""Passages of law and policy texts, cut as a knowledge base cuts them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.chunking import chunk
from knowledge.errors import KnowledgeError
from knowledge.loading import load, supported
from knowledge.metadata import read_metadata
from knowledge.passages import passage_lead
from knowledge.types import Chunk
from models.training.examples import Passage

_CHUNK_CHARS = 300
_LEAST_CHARS = 12


@dataclass(frozen=True, slots=True)
class Text:
    """A document's passages in their order."""

    title: str
    folder: str
    """Where it was found."""
    headings: tuple[tuple[str, ...], ...]
    """Heading path of each passage."""
    passages: tuple[Passage, ...]


def read_texts(folders: Sequence[Path], *, most: int, seed: int) -> list[Text]:
    """At most `most` documents below the folders, drawn with the seed; those that can't be read are left out."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if supported(path) and path.name[0] != "_")
    drawn = random.Random(seed).sample(files, min(most, len(files)))
    return list(_texts(drawn))


def read_all(folders: Sequence[Path], *, most: int, seed: int) -> list[Text]:
    """At most `most` documents of each folder."""
    return [t for i, folder in enumerate(folders) for t in read_texts([folder], most=most, seed=seed + i)]


def _texts(files: Sequence[Path]) -> Iterator[Text]:
    for path in files:
        try:
            document = load(path)
        except KnowledgeError:
            continue
        cut = [c for c in chunk(document, _CHUNK_CHARS) if len(c.text) >= _LEAST_CHARS and c.position.table is None]
        title = read_metadata(document).title
        if cut:
            yield Text(
                title, str(path.parent), tuple(c.heading_path for c in cut), tuple(_passage(title, c) for c in cut)
            )


def _passage(title: str, cut: Chunk) -> Passage:
    return Passage(text=cut.text, title=passage_lead(title, cut))
