"""The catalogue: one SQLite file a version, the truth that vectors and the lexical index are made from.

Written once by `catalogue_building.CatalogueBuilder`, then only read, here. `records.SCHEMA` says what its tables hold.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IndexDamaged
from knowledge.figure_index import FigureLine
from knowledge.packing import unpack_page
from knowledge.records import (
    CARD_COLUMNS,
    CHUNK_COLUMNS,
    FIGURE_COLUMNS,
    PAGE_COLUMNS,
    RECORD_COLUMNS,
    DocumentRecord,
    FileRecord,
    read_card,
    read_chunk,
    read_figure,
    read_figure_line,
    read_record,
)
from knowledge.types import Chunk, Document, DocumentCard, DrawnPage, Figure

FILE_NAME = "catalogue.sqlite3"
_DOCUMENTS_KEPT = 256  # in memory: some 20 kB each
_IDS_AT_ONCE = 500  # SQLite's old limit of variables in a statement is 999


def catalogue_bytes(folder: Path) -> int:
    """Size of the catalogue in a version's folder; 0 where there is none."""
    path = folder / FILE_NAME
    return path.stat().st_size if path.is_file() else 0


def stored_vectors(folder: Path, fingerprint: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """Vectors that the catalogue in `folder` holds for `hashes`, by hash; its version may be damaged or half built.

    Raises:
        IndexDamaged: the file is there but can't be read.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return {}
    found: dict[str, NDArray[np.float32]] = {}
    wanted = set(hashes)
    try:
        with closing(sqlite3.connect(path)) as connection:  # not read-only: a killed build's journal is rolled back
            query = "SELECT passage_hash, vector FROM vectors WHERE fingerprint = ?"
            for key, blob in connection.execute(query, (fingerprint,)):
                if key in wanted:
                    found[key] = np.frombuffer(blob, dtype="<f4")
    except sqlite3.Error as exc:
        raise _damaged(path) from exc
    return found


class Catalogue:
    """Reads the catalogue of a published version. Threads may share it: one connection, a lock around each statement.

    One open connection keeps working when the version's folder is deleted under a reader (on Windows it can't be deleted then).
    """

    def __init__(self, folder: Path) -> None:
        """Open the catalogue in a version's folder.

        Raises:
            IndexDamaged: it is missing or can't be read; so may every method.
        """
        self._path = folder / FILE_NAME
        self._lock = threading.Lock()
        try:
            # immutable: a published version never changes, so no file locks and no journal are needed
            address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as exc:
            raise _damaged(self._path) from exc
        # a connection is a cycle in itself and would wait for the collector
        weakref.finalize(self, self._connection.close)
        self._documents: dict[str, Document] = {}
        self._cards: dict[str, DocumentCard] | None = None
        self._units: frozenset[str] | None = None

    def close(self) -> None:
        """Close the file; readers that still hold the catalogue fail."""
        with self._lock:
            self._connection.close()

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as exc:
            raise _damaged(self._path) from exc

    def _parsed(self, row: Sequence[Any], read: Callable[[Sequence[Any]], Any]) -> Any:
        try:
            return read(row)
        except ValueError as exc:  # pydantic's ValidationError is one
            raise _damaged(self._path) from exc

    def cards(self) -> list[DocumentCard]:
        """Cards of the indexed documents, in the order of ingest."""
        if self._cards is None:
            rows = self._rows(f"SELECT {CARD_COLUMNS} FROM documents WHERE duplicate_of IS NULL ORDER BY ordinal")
            self._cards = {row[0]: self._parsed(row, read_card) for row in rows}
        return list(self._cards.values())

    def card(self, document_id: str) -> DocumentCard:
        """Card of an indexed document; KeyError for an unknown id."""
        if self._cards is None:
            self.cards()
        assert self._cards is not None
        return self._cards[document_id]

    def document(self, document_id: str) -> Document:
        """A document with text and blocks, the last ones kept in memory; KeyError for an unknown id."""
        found = self._documents.get(document_id)
        if found is None:
            found = self.record(document_id).document
            with self._lock:
                while len(self._documents) >= _DOCUMENTS_KEPT:
                    del self._documents[next(iter(self._documents))]
                self._documents[document_id] = found
        return found

    def record(self, document_id: str) -> DocumentRecord:
        """A document, whole duplicates included, with what the base says about it; KeyError for an unknown id."""
        rows = self._rows(f"SELECT {RECORD_COLUMNS} FROM documents WHERE id = ?", (document_id,))
        if not rows:
            raise KeyError(document_id)
        record: DocumentRecord = self._parsed(rows[0], read_record)
        return record

    def document_ids(self) -> list[str]:
        """Ids of all documents, whole duplicates included, in the order of ingest."""
        return [row[0] for row in self._rows("SELECT id FROM documents ORDER BY ordinal")]

    def files(self) -> list[FileRecord]:
        """Files that the base was made from, by path."""
        rows = self._rows("SELECT path, sha256, document_id FROM files ORDER BY path")
        return [FileRecord(path=path, sha256=sha, document_id=document_id) for path, sha, document_id in rows]

    def duplicates(self) -> Mapping[str, str]:
        """Id of each whole duplicate -> id of the document that is indexed in its stead."""
        return dict(self._rows("SELECT id, duplicate_of FROM documents WHERE duplicate_of IS NOT NULL"))

    def chunk_ids(self) -> list[str]:
        """Ids of all passages in ordinal order."""
        return [row[0] for row in self._rows("SELECT id FROM chunks ORDER BY ordinal")]

    def documents_of_chunks(self) -> list[str]:
        """Document id of each passage in ordinal order."""
        return [row[0] for row in self._rows("SELECT document_id FROM chunks ORDER BY ordinal")]

    def passage_hashes(self) -> list[str]:
        """Keys of the passages' vectors in ordinal order."""
        return [row[0] for row in self._rows("SELECT passage_hash FROM chunks ORDER BY ordinal")]

    def chunk(self, chunk_id: str) -> Chunk:
        """A passage; KeyError for an unknown id."""
        return self.chunks((chunk_id,))[0]

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """Passages in the order of `ids`; KeyError for an unknown one."""
        found: dict[str, Chunk] = {}
        for first in range(0, len(ids), _IDS_AT_ONCE):
            part = ids[first : first + _IDS_AT_ONCE]
            marks = ", ".join("?" * len(part))
            for row in self._rows(f"SELECT {CHUNK_COLUMNS} FROM chunks WHERE id IN ({marks})", part):
                found[row[0]] = self._parsed(row, read_chunk)
        return [found[chunk_id] for chunk_id in ids]

    def chunks_of(self, document_id: str) -> list[Chunk]:
        """Passages of a document in reading order; none for a whole duplicate."""
        rows = self._rows(f"SELECT {CHUNK_COLUMNS} FROM chunks WHERE document_id = ? ORDER BY ordinal", (document_id,))
        return [self._parsed(row, read_chunk) for row in rows]

    def figures_of(self, document_id: str) -> list[Figure]:
        """What a document states in numbers, in reading order; nothing for a whole duplicate."""
        return self._figures("document_id = ?", (document_id,))

    def figures_between(self, document_id: str, start: int, end: int) -> list[Figure]:
        """The document's figures that lie wholly in [start, end) of its text, in reading order."""
        return self._figures('document_id = ? AND start >= ? AND "end" <= ?', (document_id, start, end))

    def figure_units(self) -> frozenset[str]:
        """Every unit that a figure of the base has."""
        if self._units is None:
            self._units = frozenset(row[0] for row in self._rows("SELECT DISTINCT unit FROM figures"))
        return self._units

    def figures_about(self, places: Sequence[str], units: Sequence[str], words: Sequence[str]) -> list[Figure]:
        """The figures of all documents that are about one of `places`, have one of `units` and name one of `words`, in reading order.

        The words are looked for in a figure's indicator and in the words that narrow it. Together at most some hundred of all three.
        """
        said = " OR ".join(["instr(indicator || qualifiers, ?) > 0"] * len(words))
        where = f"unit IN ({', '.join('?' * len(units))}) AND place IN ({', '.join('?' * len(places))}) AND ({said})"
        return self._figures(where, (*units, *places, *words)) if places and units and words else []

    def figure_lines(self) -> list[FigureLine]:
        """Every figure in reading order, with what a table of figures searches and sorts by."""
        name = "subject, qualifiers, indicator, header"
        columns = f"ordinal, document_id, place, period, value, unit, {name}"
        return [read_figure_line(row) for row in self._rows(f"SELECT {columns} FROM figures ORDER BY ordinal")]

    def figures_at(self, ordinals: Sequence[int]) -> list[Figure]:
        """The figures with these ordinals, in the order given; KeyError where one isn't there."""
        found: dict[int, Figure] = {}
        for first in range(0, len(ordinals), _IDS_AT_ONCE):
            some = ordinals[first : first + _IDS_AT_ONCE]
            where = f"ordinal IN ({', '.join('?' * len(some))})"
            for row in self._rows(f"SELECT ordinal, {FIGURE_COLUMNS} FROM figures WHERE {where}", some):
                found[row[0]] = self._parsed(row[1:], read_figure)
        return [found[ordinal] for ordinal in ordinals]

    def figure_ordinals(self, document_id: str, start: int) -> list[int]:
        """Ordinals of the figures of a document whose value begins at `start`."""
        where = "SELECT ordinal FROM figures WHERE document_id = ? AND start = ? ORDER BY ordinal"
        return [row[0] for row in self._rows(where, (document_id, start))]

    def chunk_at(self, document_id: str, offset: int) -> Chunk | None:
        """The passage of a document that holds the character at `offset`; None where none does."""
        last = "document_id = ? AND start <= ? ORDER BY start DESC LIMIT 1"
        rows = self._rows(f"SELECT {CHUNK_COLUMNS} FROM chunks WHERE {last}", (document_id, offset))
        chunk: Chunk | None = self._parsed(rows[0], read_chunk) if rows else None
        return chunk if chunk is not None and offset < chunk.end else None

    def page_count(self, document_id: str) -> int:
        """How many pages a document has; 0 where its format has none that are drawn."""
        return int(self._rows("SELECT count(*) FROM pages WHERE document_id = ?", (document_id,))[0][0])

    def pages_near(self, document_id: str, start: int, end: int) -> list[int]:
        """Pages that may draw some of the characters [start, end) of a document, in order: whose text begins before and ends after."""
        where = 'document_id = ? AND start < ? AND "end" > ?'
        return [
            row[0]
            for row in self._rows(f"SELECT page FROM pages WHERE {where} ORDER BY page", (document_id, end, start))
        ]

    def page(self, document_id: str, page: int) -> DrawnPage:
        """A page of a document, from 1; KeyError where there is none."""
        rows = self._rows("SELECT drawn FROM pages WHERE document_id = ? AND page = ?", (document_id, page))
        if not rows:
            raise KeyError((document_id, page))
        drawn: DrawnPage = self._parsed(rows[0], lambda row: unpack_page(row[0]))
        return drawn

    def packed_pages(self, document_id: str) -> list[tuple[str, int, int, int, bytes]]:
        """The pages of a document as they are kept: its id, then as `PageRow`."""
        return self._rows(f"SELECT {PAGE_COLUMNS} FROM pages WHERE document_id = ? ORDER BY page", (document_id,))

    def _figures(self, where: str, values: Sequence[object]) -> list[Figure]:
        rows = self._rows(f"SELECT {FIGURE_COLUMNS} FROM figures WHERE {where} ORDER BY ordinal", values)
        return [self._parsed(row, read_figure) for row in rows]

    def neighbours(self, chunk_id: str, before: int, after: int) -> list[Chunk]:
        """The passage with up to `before` passages above and `after` below it in its document, in reading order."""
        rows = self._rows("SELECT ordinal, document_id FROM chunks WHERE id = ?", (chunk_id,))
        if not rows:
            raise KeyError(chunk_id)
        ordinal, document_id = rows[0]
        near = self._rows(
            f"SELECT {CHUNK_COLUMNS} FROM chunks WHERE document_id = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal",
            (document_id, ordinal - before, ordinal + after),
        )
        return [self._parsed(row, read_chunk) for row in near]

    def document_count(self) -> int:
        """How many documents are indexed."""
        return int(self._rows("SELECT count(*) FROM documents WHERE duplicate_of IS NULL")[0][0])

    def chunk_count(self) -> int:
        """How many passages there are."""
        return int(self._rows("SELECT count(*) FROM chunks")[0][0])


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"知识库文件 {path} 读不出来。请重新运行 python ingest.py 建立知识库。",
        f"The knowledge base file {path} can't be read. Run python ingest.py again.",
    )
