"""Writing the catalogue of a version that is being built; once published it is only read (`catalogue.Catalogue`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import FILE_NAME, Catalogue
from knowledge.errors import PublishError
from knowledge.records import (
    CHUNK_COLUMNS,
    FIGURE_COLUMNS,
    PAGE_COLUMNS,
    RECORD_COLUMNS,
    SCHEMA,
    DocumentRecord,
    FileRecord,
    chunk_row,
    document_row,
    figure_row,
)
from knowledge.types import Chunk, Figure

_ADD_PAGE = f"INSERT INTO pages ({PAGE_COLUMNS}) VALUES (?, ?, ?, ?, ?)"


class CatalogueBuilder:
    """Writes the catalogue of a version that is being built. One thread; `close` or `with` ends it."""

    def __init__(self, folder: Path) -> None:
        with _writing(folder):
            self._connection = sqlite3.connect(folder / FILE_NAME)
            self._connection.executescript(SCHEMA)
        self._folder = folder

    def __enter__(self) -> CatalogueBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is open and close the file."""
        with _writing(self._folder), closing(self._connection):
            self._connection.commit()

    def add_files(self, files: Iterable[FileRecord]) -> None:
        """Add the files that the base is made from."""
        rows = [(file.path, file.sha256, file.document_id) for file in files]
        self._insert("INSERT INTO files VALUES (?, ?, ?)", rows)

    def add_document(self, record: DocumentRecord) -> None:
        """Add a document with the pages that were read with it; the order of adding is the order of `cards`."""
        marks = ", ".join("?" * len(RECORD_COLUMNS.split(",")))
        self._insert(f"INSERT INTO documents ({RECORD_COLUMNS}) VALUES ({marks})", [document_row(record)])
        self._insert(_ADD_PAGE, ((record.document.id, *page) for page in record.pages or ()))

    def copy_pages(self, folder: Path, document_ids: Iterable[str]) -> None:
        """Add the pages that the catalogue in `folder` has of documents, as they are; it is read a document at a time.

        Raises IndexDamaged where that catalogue can't be read.
        """
        with closing(Catalogue(folder)) as other:
            for document_id in document_ids:
                self._insert(_ADD_PAGE, other.packed_pages(document_id))

    def add_chunks(self, chunks: Iterable[tuple[Chunk, str]]) -> None:
        """Add (chunk, hash of what is embedded for it), all at once and in ordinal order."""
        rows = ((ordinal, *chunk_row(chunk), key) for ordinal, (chunk, key) in enumerate(chunks))
        columns = f"ordinal, {CHUNK_COLUMNS}, passage_hash"
        self._insert(f"INSERT INTO chunks ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def add_figures(self, figures: Iterable[Figure]) -> None:
        """Add figures of a document, in reading order."""
        marks = ", ".join("?" * len(FIGURE_COLUMNS.split(",")))
        self._insert(f"INSERT INTO figures ({FIGURE_COLUMNS}) VALUES ({marks})", map(figure_row, figures))

    def add_vectors(self, fingerprint: str, hashes: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Add vectors, shape (len(hashes), dimension), and write them to disk: a killed ingest leaves them to the next."""
        rows = [(key, fingerprint, vector.astype("<f4").tobytes()) for key, vector in zip(hashes, vectors, strict=True)]
        self._insert("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
        with _writing(self._folder):
            self._connection.commit()

    def _insert(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with _writing(self._folder):
            self._connection.executemany(statement, rows)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        raise PublishError(
            f"知识库文件写不进 {folder}（{exc}）。请检查磁盘空间和权限后重新运行 python ingest.py；原有知识库不受影响。",
            f"Can't write to {folder} ({exc}). Check disk space and rights, then run python ingest.py again; the old base stays.",
        ) from exc
