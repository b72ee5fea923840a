"""A new version of the base: built aside from documents, and tested before anybody sees it. A composer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Catalogue, stored_vectors
from knowledge.catalogue_building import CatalogueBuilder
from knowledge.chunking import chunk
from knowledge.errors import IndexDamaged, PublishError
from knowledge.figures import figures_of
from knowledge.lexical import LexicalIndex, terms
from knowledge.passages import passage_hash, passage_text
from knowledge.records import DocumentRecord, FileRecord
from knowledge.types import Chunk
from knowledge.vectors import VectorIndex

VECTORS, LEXICAL = "vectors", "lexical"
"""Folders in a version's folder, beside the catalogue."""
_EMBED_AT_ONCE = 256  # passages; after each such batch the vectors are on disk and a killed ingest keeps them
_SAMPLE = 32  # passages whose vectors must find themselves
Progress = Callable[[str, int, int], None]
"""Called with the stage ("read", "embed", "store", "check"), how much of it is done, and how much there is."""
_Vector = NDArray[np.float32]


class PassageEmbedder(Protocol):
    """What building needs of an embedder."""

    @property
    def fingerprint(self) -> str:
        """Says which model it is; another one's vectors are never mixed in."""

    @property
    def dimension(self) -> int:
        """Length of its vectors."""

    def embed_passages(self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None) -> _Vector:
        """Unit vectors, shape (len(texts), dimension); `progress` is told how many are done."""

    def embed_question(self, text: str) -> _Vector:
        """Unit vector, shape (dimension,)."""


@dataclass(frozen=True, slots=True)
class _Passage:
    chunk: Chunk
    searched: str
    """What is embedded and indexed."""
    key: str
    """Hash of `searched`."""
    card: dict[str, str]
    """What LangChain users see beside the text."""


class VersionBuilder:
    """Builds one version in `folder`, reusing the vectors of other versions."""

    def __init__(self, folder: Path, embedder: PassageEmbedder, chunk_chars: int, progress: Progress) -> None:
        self._folder = folder
        self._embedder = embedder
        self._chunk_chars = chunk_chars
        self._progress = progress

    def build(
        self,
        records: Sequence[DocumentRecord],
        files: Iterable[FileRecord],
        reuse: Sequence[Path],
        *,
        previous: Path | None = None,
    ) -> tuple[int, int]:
        """Write catalogue, vectors and lexical index.

        Args:
            records: Documents in the order they are to have, whole duplicates included.
            files: The files they came from.
            reuse: Folders of versions whose vectors may be reused, damaged and half built ones included.
            previous: Folder of the version that holds the pages of the documents that weren't read now.

        Returns:
            How many documents and how many passages are indexed.

        Raises:
            PublishError: the disk is full or can't be written, or nothing is left to index.
        """
        indexed = [record for record in records if record.duplicate_of is None]
        passages = [passage for record in indexed for passage in self._passages(record)]
        with CatalogueBuilder(self._folder) as catalogue:
            catalogue.add_files(files)
            for record in records:
                catalogue.add_document(record)
            if previous is not None:
                catalogue.copy_pages(previous, (record.document.id for record in records if record.pages is None))
            places = {place for record in indexed for place in record.document.metadata.places}
            for record in indexed:
                catalogue.add_figures(figures_of(record.document, places))
            catalogue.add_chunks((passage.chunk, passage.key) for passage in passages)
            matrix = self._vectors(catalogue, passages, reuse)
        self._store(passages, matrix)
        return len(indexed), len(passages)

    def _passages(self, record: DocumentRecord) -> list[_Passage]:
        document = record.document
        made = []
        for piece in chunk(document, self._chunk_chars):
            searched = passage_text(document.metadata, piece)
            card = {
                "title": document.metadata.title,
                "source": document.source.name,
                "document_id": document.id,
                "heading": " > ".join(piece.heading_path),
            }
            made.append(_Passage(piece, searched, passage_hash(searched), card))
        return made

    def _vectors(self, catalogue: CatalogueBuilder, passages: Sequence[_Passage], reuse: Sequence[Path]) -> _Vector:
        """Vectors of all passages, shape (len(passages), dimension): reused where another version has them."""
        texts = {passage.key: passage.searched for passage in passages}
        known = self._reused(texts, reuse)
        if known:
            catalogue.add_vectors(self._embedder.fingerprint, list(known), np.stack(list(known.values())))
        # longest first: the time left is over- rather than underestimated, and texts of like length share a batch
        new = sorted((key for key in texts if key not in known), key=lambda key: (-len(texts[key]), key))
        for first in range(0, len(new), _EMBED_AT_ONCE):
            keys = new[first : first + _EMBED_AT_ONCE]
            told = partial(self._embedded, first, len(new))
            vectors = self._embedder.embed_passages([texts[key] for key in keys], progress=told)
            catalogue.add_vectors(self._embedder.fingerprint, keys, vectors)
            known.update(zip(keys, vectors, strict=True))
        self._progress("embed", len(new), len(new))
        return np.stack([known[passage.key] for passage in passages])

    def _embedded(self, before: int, total: int, done: int) -> None:
        self._progress("embed", before + done, total)

    def _reused(self, keys: Iterable[str], reuse: Sequence[Path]) -> dict[str, _Vector]:
        known: dict[str, _Vector] = {}
        missing = set(keys)
        for folder in reuse:
            if not missing:
                break
            try:
                found = stored_vectors(folder, self._embedder.fingerprint, missing)
            except IndexDamaged:  # a damaged version gives no vectors; they are made again
                continue
            known.update((key, vector) for key, vector in found.items() if self._usable(vector))
            missing -= known.keys()
        return known

    def _usable(self, vector: _Vector) -> bool:
        return vector.shape == (self._embedder.dimension,) and abs(float(vector @ vector) - 1.0) < 0.01

    def _store(self, passages: Sequence[_Passage], matrix: _Vector) -> None:
        self._progress("store", 0, 2)
        VectorIndex.build(
            self._folder / VECTORS,
            [passage.chunk.id for passage in passages],
            matrix,
            self._embedder.fingerprint,
            texts=[passage.chunk.text for passage in passages],
            cards=[passage.card for passage in passages],
        )
        self._progress("store", 1, 2)
        try:
            LexicalIndex.build([passage.searched for passage in passages], self._folder / LEXICAL)
        except OSError as exc:
            raise PublishError(
                f"全文索引写不进 {self._folder}（{exc.strerror}）。请检查磁盘空间和权限后重新运行；原有知识库不受影响。",
                f"Can't write the lexical index to {self._folder} ({exc.strerror}). Check disk space and rights; the old base stays.",
            ) from exc
        self._progress("store", 2, 2)


def check_version(folder: Path, embedder: PassageEmbedder) -> None:
    """Test a version: counts agree, every passage is the slice of its document, vectors find themselves, a question is answered.

    Raises:
        IndexDamaged: something is wrong; the English text says what.
    """
    catalogue = Catalogue(folder)
    vectors = VectorIndex.open(folder / VECTORS, embedder.fingerprint)
    try:
        ids = catalogue.chunk_ids()
        lexical = LexicalIndex.load(folder / LEXICAL)
        if not ids or not len(ids) == vectors.count() == lexical.size:
            raise _failed(
                f"counts differ: {len(ids)} passages, {vectors.count()} vectors, {lexical.size} in the lexical index"
            )
        check_slices(catalogue)
        if not vectors.healthy(ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE]):
            raise _failed("vectors don't find themselves")
        probe = catalogue.chunk(ids[len(ids) // 2]).text
        if not vectors.query(embedder.embed_question(probe), 1) or (
            terms(probe) and not lexical.scores(terms(probe)).any()
        ):
            raise _failed("a probe question finds nothing")
    finally:
        vectors.close()
        catalogue.close()


def check_slices(catalogue: Catalogue) -> None:
    """Every passage is the slice of its document that it says, and every figure stands in it; IndexDamaged where not."""
    for card in catalogue.cards():
        text = catalogue.record(card.id).document.text
        for piece in catalogue.chunks_of(card.id):
            if text[piece.start : piece.end] != piece.text:
                raise _failed(f"passage {piece.id} isn't a slice of its document")
        for figure in catalogue.figures_of(card.id):
            if not figure.said.startswith(text[figure.start : figure.end].strip() or "\0"):
                raise _failed(f"figure {figure.said} isn't where it is said to be in {card.id}")


def _failed(what: str) -> IndexDamaged:
    return IndexDamaged(
        "知识库没有通过自检。请重新运行 python ingest.py；如果仍然这样，请检查磁盘。",
        f"The knowledge base fails its self-test ({what}). Run python ingest.py again; if it stays so, check the disk.",
    )
