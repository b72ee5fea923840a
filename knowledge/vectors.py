"""The vectors: one Chroma folder a version, rebuildable from the catalogue. The only place that knows Chroma.

Chroma traps this wall holds (all seen): its default embedding function downloads a model, so a refusing one is always given; a
damaged file may raise pyo3's PanicException, which is no Exception; lost index files raise nothing at all, hence `healthy`.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IndexDamaged, IndexMismatch, KnowledgeError, PublishError
from knowledge.read_only import copied_aside, may_be_written, remove

if TYPE_CHECKING:
    import langchain_chroma
    from chromadb.api.client import Client

_COLLECTION = "passages"
_BATCH = 2000  # below Chroma's limit of 5,461, small enough to keep memory low
_SELF_COSINE = 0.999  # a vector that is in the index must find itself, or a twin, at least this near
_clients = (
    threading.RLock()
)  # Chroma counts the clients of a folder without a lock of its own: opening may meet closing
_Vector = NDArray[np.float32]


class TextEmbedder(Protocol):
    """What LangChain users need of an embedder: unit vectors of questions and passages."""

    def embed_passages(self, texts: Sequence[str]) -> _Vector:
        """Vectors of shape (len(texts), dimension)."""

    def embed_question(self, text: str) -> _Vector:
        """Vector of shape (dimension,)."""


class VectorIndex:
    """Nearest passages by cosine. Read-only once built; threads may share it."""

    def __init__(self, client: Client, collection: Any, copy: Path | None = None) -> None:
        self._client = client
        self._collection = collection
        # Chroma keeps clients alive in a table of its own; requests in flight keep this object, and with it the client
        self._finalizer = weakref.finalize(self, _close, client, copy)

    @staticmethod
    def build(
        folder: Path,
        ids: Sequence[str],
        matrix: _Vector,
        fingerprint: str,
        *,
        texts: Sequence[str],
        cards: Sequence[Mapping[str, str]],
    ) -> None:
        """Write a new index into `folder`, which is made, and close it.

        Args:
            folder: A new folder.
            ids: Chunk ids, no two alike.
            matrix: Unit vectors, shape (len(ids), dimension).
            fingerprint: Of the embedder that made them.
            texts: Text of each chunk, for users of `as_langchain`.
            cards: Metadata of each chunk for them: title, source and so on; not empty.
        """
        with _chroma_errors(folder, _unwritten):
            folder.mkdir(parents=True)
            client = _client(folder)
            collection = client.create_collection(
                _COLLECTION,
                embedding_function=_refusing(),
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"fingerprint": fingerprint, "dimension": int(matrix.shape[1])},
            )
            step = min(_BATCH, client.get_max_batch_size())
            for first in range(0, len(ids), step):
                part = slice(first, first + step)
                collection.add(
                    ids=list(ids[part]),
                    embeddings=matrix[part],
                    documents=list(texts[part]),
                    metadatas=[dict(card) for card in cards[part]],
                )
            _close(client)

    @classmethod
    def open(cls, folder: Path, fingerprint: str) -> VectorIndex:
        """Open the index in `folder`; of one that can't be written to a copy in the system's folder for temporary files.

        Raises:
            IndexDamaged: its files are missing or can't be read.
            IndexMismatch: another embedder made it.
            KnowledgeError: it can't be written to and not be copied either.
        """
        if not (folder / "chroma.sqlite3").is_file():  # Chroma would make a new, empty index
            raise _damaged(folder)
        copy = None if may_be_written(folder) else copied_aside(folder)
        try:
            with _chroma_errors(folder):
                client = _client(copy or folder)
                collection = client.get_collection(_COLLECTION, embedding_function=_refusing())
        except BaseException:
            remove(copy)
            raise
        made_by = (collection.metadata or {}).get("fingerprint")
        index = cls(client, collection, copy)
        if made_by != fingerprint:
            index.close()
            raise mismatch()
        return index

    def close(self) -> None:
        """Free the files; later queries fail."""
        self._finalizer()

    def count(self) -> int:
        """How many vectors there are."""
        with _chroma_errors(None):
            return int(self._collection.count())

    def query(self, vector: _Vector, k: int) -> list[tuple[str, float]]:
        """The `k` nearest passages of a unit vector, shape (dimension,): (chunk id, cosine cut to [0, 1]), best first."""
        with _chroma_errors(None):
            found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
        near = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(chunk_id, _cut(1.0 - float(distance))) for chunk_id, distance in near]

    def cosines(self, vector: _Vector, ids: Sequence[str]) -> dict[str, float]:
        """Cosine, cut to [0, 1], of a unit vector with the passages `ids`; unknown ids are left out."""
        if not ids:
            return {}
        with _chroma_errors(None):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        products = np.asarray(found["embeddings"], dtype=np.float32) @ vector if found["ids"] else ()
        return {chunk_id: _cut(float(product)) for chunk_id, product in zip(found["ids"], products, strict=True)}

    def vectors(self, ids: Sequence[str]) -> dict[str, _Vector]:
        """The vectors of the passages `ids`; unknown ids are left out."""
        found: dict[str, _Vector] = {}
        for first in range(0, len(ids), _BATCH):
            with _chroma_errors(None):
                part = self._collection.get(ids=list(ids[first : first + _BATCH]), include=["embeddings"])
            found.update(zip(part["ids"], np.asarray(part["embeddings"], dtype=np.float32), strict=True))
        return found

    def healthy(self, sample: Sequence[str]) -> bool:
        """Whether each passage of `sample` (chunk ids) is there and its vector finds itself or a twin."""
        with _chroma_errors(None):
            kept = self._collection.get(ids=list(sample), include=["embeddings"])
            if len(kept["ids"]) != len(set(sample)) or not kept["ids"]:
                return False
            found = self._collection.query(query_embeddings=kept["embeddings"], n_results=1, include=["distances"])
        return all(near and 1.0 - near[0] >= _SELF_COSINE for near in found["distances"])

    def as_langchain(self, embedder: TextEmbedder) -> langchain_chroma.Chroma:
        """The same index as a LangChain vector store, for chains of others; questions are embedded with `embedder`."""
        import langchain_chroma

        client = _client(Path(self._client.get_settings().persist_directory))  # counted by Chroma: outlives this object
        store = langchain_chroma.Chroma(
            collection_name=_COLLECTION,
            embedding_function=_langchain_embeddings(embedder),
            client=client,
            create_collection_if_not_exists=False,
        )
        weakref.finalize(store, _close, client)
        return store


def mismatch() -> IndexMismatch:
    """The error for an index that another embedder made."""
    return IndexMismatch(
        "知识库是用另一个向量模型建立的。请用现在的模型重新运行 python ingest.py，或把 WENCE_EMBEDDER 改回建库时的模型。",
        "The knowledge base was made with another embedder. Run python ingest.py again with this one, or set WENCE_EMBEDDER back.",
    )


def _cut(cosine: float) -> float:
    return min(1.0, max(0.0, cosine))


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    with _clients:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # the declared ClientAPI lacks close()


def _close(client: Client, copy: Path | None = None) -> None:
    with _clients:
        client.close()
    remove(copy)


def _refusing() -> Any:
    """An embedding function that refuses: without one Chroma attaches its default, which downloads a model."""
    import chromadb

    class Refusing(chromadb.EmbeddingFunction[Any]):
        def __init__(self) -> None:
            pass

        def __call__(self, input: Any) -> Any:  # Chroma checks the parameter's name
            raise TypeError("vectors are always passed")

        @staticmethod
        def name() -> str:
            return "wence_refusing"

        def get_config(self) -> dict[str, Any]:
            return {}

        @staticmethod
        def build_from_config(config: dict[str, Any]) -> Any:
            return Refusing()

    return Refusing()


def _langchain_embeddings(embedder: TextEmbedder) -> Any:
    from langchain_core.embeddings import Embeddings

    if isinstance(embedder, Embeddings):
        return embedder

    class Adapted(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.embed_passages(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = embedder.embed_question(text).tolist()
            return vector

    return Adapted()


def _damaged(folder: Path | None) -> IndexDamaged:
    place = f" {folder}" if folder else ""
    return IndexDamaged(
        f"知识库的向量索引{place} 读不出来。请运行 python ingest.py --repair 从目录库重建，或重新运行 python ingest.py。",
        f"The vector index{place} can't be read. Run python ingest.py --repair to rebuild it, or ingest again.",
    )


def _unwritten(folder: Path | None) -> PublishError:
    return PublishError(
        f"向量索引写不进 {folder}。请检查磁盘空间和权限后重新运行 python ingest.py；原有知识库不受影响。",
        f"Can't write the vector index to {folder}. Check disk space and rights, then run python ingest.py again; the old base stays.",
    )


@contextmanager
def _chroma_errors(folder: Path | None, error: Callable[[Path | None], KnowledgeError] = _damaged) -> Iterator[None]:
    """Chroma's errors, its Rust panics included, as ours."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, AttributeError) as exc:  # the last where it fails to close what it failed to open
        raise error(folder) from exc
    except BaseException as exc:
        # pyo3's PanicException can't be imported and is no Exception; everything else goes on as it is
        if type(exc).__name__ == "PanicException":
            raise error(folder) from exc
        raise
