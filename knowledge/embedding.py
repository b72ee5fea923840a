"""Texts to unit vectors; a question and a passage are different calls.

`OfflineEmbedder` runs the files in models/embedder on onnxruntime and needs neither torch nor a network. With WENCE_EMBEDDER,
`SentenceTransformersEmbedder` runs any sentence-transformers model, by folder or by hub name. Both are LangChain `Embeddings`.
A fingerprint names the model by its content: vectors of two fingerprints are never compared.
"""

from __future__ import annotations

import json
import re
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from knowledge.model_files import (
    check_files,
    fingerprint_of,
    hash_folder,
    hub_revision,
    is_hub_name,
    missing_folder,
    no_hub,
    read_card,
    unreadable,
)
from knowledge.model_runtime import clean, open_session, open_tokenizer
from knowledge.settings import PROJECT, KnowledgeSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED = PROJECT / "models" / "embedder"
Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
"""Called with the number of texts embedded so far, in the caller's thread."""
_SLICE = 64  # texts between two reports of progress
_NO_PROMPTS = {"query": "", "document": ""}
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
_E5_NAME = re.compile(r"(^|[-_/\\])e5[-_](small|base|large)", re.IGNORECASE)


class Embedder(Embeddings):
    """Turns texts into unit vectors. Threads may share one."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Names the model by its content; a changed file is another fingerprint."""

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Length of the vectors."""

    @abstractmethod
    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of `texts`."""

    @abstractmethod
    def embed_question(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,)."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `embed_passages`."""
        vectors: list[list[float]] = self.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `embed_question`."""
        vector: list[float] = self.embed_question(text).tolist()
        return vector


class OfflineEmbedder(Embedder):
    """The shipped model on onnxruntime.

    Each text is a run of its own, `threads` of them at a time: int8 rounding looks at all the numbers of a run, so a text's
    vector would otherwise depend on its neighbours; and two runs of one thread are faster than one run of two.

    Args:
        folder: holds card.json and the files that it names.
        threads: texts embedded at the same time, at least 1.

    Raises:
        EmbedderError: a file is missing, damaged or unreadable; the sentence names it.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 2) -> None:
        card = read_card(folder)
        self._fingerprint = check_files(folder, card.files)
        self._dimension = card.dimension
        self._prompts = card.prompts
        self._threads = threads
        self._tokenizer = open_tokenizer(folder / "tokenizer.json")
        self._tokenizer.enable_truncation(card.longest_tokens)
        self._session = open_session(folder / "model.onnx")

    @property
    def fingerprint(self) -> str:
        """Hash of the model's and the tokenizer's bytes."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of `texts`."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        # longest first, so that the last ones to finish are short
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        with ThreadPoolExecutor(self._threads) as pool:
            for start in range(0, len(order), _SLICE):
                part = order[start : start + _SLICE]
                vectors[part] = list(pool.map(self._embed, (self._prompts.document + texts[i] for i in part)))
                if progress is not None:
                    progress(start + len(part))
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,)."""
        return self._embed(self._prompts.query + text)

    def _embed(self, text: str) -> Vectors:
        encoding = self._tokenizer.encode(clean(text))
        ids = np.array([encoding.ids], dtype=np.int64)
        vector: Vectors = self._session.run(None, {"input_ids": ids})[0][0]
        return vector


class SentenceTransformersEmbedder(Embedder):
    """Any sentence-transformers model, by folder or by hub name.

    Prompts are the model's own. The plain E5 models (e5-small, -base, -large and their multilingual kin) were trained with
    "query: " and "passage: " but don't say so in their folders: where such a name comes without prompts, these two are used.

    Args:
        name: folder, or name on the model hub, e.g. "intfloat/multilingual-e5-small".
        threads: processor threads, at least 1.

    Raises:
        EmbedderError: the folder is missing or unreadable, or the hub can't be reached.
    """

    def __init__(self, name: str, *, threads: int = 2) -> None:
        folder = Path(name).expanduser()
        local = folder.is_dir()
        if not local and not is_hub_name(name):
            raise missing_folder(folder)
        self._model = _load_sentence_transformers(str(folder) if local else name, local=local)
        prompts = _prompts(name, self._model.prompts)
        self._model.prompts = {**prompts}
        content = hash_folder(folder) if local else f"{name}@{hub_revision(name)}"
        self._fingerprint = fingerprint_of([content, json.dumps(prompts, sort_keys=True)])
        self._threads = threads
        self._lock = Lock()  # fast tokenizers refuse to be used by two threads at once
        self._dimension = len(self.embed_question("维"))

    @property
    def fingerprint(self) -> str:
        """Hash of the folder's files, or of the hub name and revision; and of the prompts."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of `texts`."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), _SLICE):
            part = order[start : start + _SLICE]
            vectors[part] = self._encode(self._model.encode_document, [texts[i] for i in part])
            if progress is not None:
                progress(start + len(part))
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,)."""
        vector: Vectors = self._encode(self._model.encode_query, [text])[0]
        return vector

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> Vectors:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        with self._lock, threadpool_limits(self._threads):
            vectors = encode([clean(text) for text in texts], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def load_embedder(settings: KnowledgeSettings) -> Embedder:
    """The embedder that the settings name: the shipped files, or WENCE_EMBEDDER by sentence-transformers.

    Raises:
        EmbedderError: it can't be loaded.
    """
    if settings.embedder:
        return SentenceTransformersEmbedder(settings.embedder, threads=settings.threads)
    return OfflineEmbedder(threads=settings.threads)


def _load_sentence_transformers(name: str, *, local: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, local_files_only=local)
    except Exception as error:  # a folder can be wrong in any way that its many parsers know
        raise (unreadable(Path(name), error) if local else no_hub(name, error)) from error


def _prompts(name: str, own: Mapping[str, str | None]) -> dict[str, str]:
    """The model's own prompts, or E5's for a plain E5 model that has none."""
    if any(own.values()) or not _E5_NAME.search(name.rstrip("/\\")) or "instruct" in name.lower():
        return {**_NO_PROMPTS, **{task: prompt or "" for task, prompt in own.items()}}
    return dict(_E5_PROMPTS)
