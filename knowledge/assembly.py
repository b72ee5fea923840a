"""Wiring: settings -> an open knowledge base, and a reader that follows the published version."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from knowledge.building import LEXICAL, VECTORS
from knowledge.catalogue import Catalogue
from knowledge.errors import IndexDamaged, KnowledgeError
from knowledge.lexical import LexicalIndex, TermCounts
from knowledge.originals import Originals
from knowledge.page_images import PageImages
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import VectorIndex, mismatch
from knowledge.verifying import check_files, check_vector_files
from knowledge.version_notes import VersionInfo
from knowledge.versions import IndexFolder

if TYPE_CHECKING:
    from knowledge.embedding import Embedder

_OPENINGS = 3  # a publish may overtake an opening; more than that many in a row means something else is wrong
_SAMPLE = 128  # vectors that must find themselves at opening: some 50 ms, beside the loading of the rest
_FEW_PASSAGES = 8  # too few to say what is rare in them
_RETRY_S = 30.0  # before a version that couldn't be opened is tried again
_Part = TypeVar("_Part")
_log = logging.getLogger(__name__)


class KnowledgeBase:
    """One published version, opened. Its parts load side by side in threads of their own; threads may share it."""

    def __init__(self, folder: IndexFolder, version: str, embedder: Callable[[], Embedder]) -> None:
        """Open `version` of `folder`.

        Raises:
            IndexDamaged: its files are missing, cut or don't fit together; so may `lexical` and `vectors`, on first use.
            IndexMismatch: another embedder or program version made it.
        """
        self.version = version
        self.info: VersionInfo = folder.info(version)
        place = folder.version_folder(version)
        check_files(self.info, place)
        self.catalogue = Catalogue(place)
        self.originals = Originals(folder.root)
        self.page_images = PageImages(self.originals)
        self._vectors = _in_background(lambda: self._open_vectors(place))
        self._lexical = _in_background(lambda: LexicalIndex.load(place / LEXICAL))
        self._terms_of: dict[frozenset[str], TermCounts] = {}
        if self.catalogue.chunk_count() != self.info.chunks:
            raise _incomplete("the catalogue's count is wrong")
        self.embedder = embedder()
        if self.embedder.fingerprint != self.info.fingerprint:
            raise mismatch()

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index; waits until it is loaded."""
        return self._lexical.result()

    def terms_of(self, places: Collection[str]) -> TermCounts:
        """How often terms occur in the passages of the documents of these places; in all passages where they have few.

        What counts as rare, and as a word that documents don't use, is what the documents that are asked have, not what
        another place's reports or a law in the same base have.
        """
        key = frozenset(places)
        if key not in self._terms_of:
            own = [card.id for card in self.catalogue.cards() if key & set(card.metadata.places)]
            inside = np.isin(self.catalogue.documents_of_chunks(), own)
            self._terms_of[key] = self.lexical if inside.sum() < _FEW_PASSAGES else self.lexical.within(inside)
        return self._terms_of[key]

    @property
    def vectors(self) -> VectorIndex:
        """The vector index; waits until it is loaded."""
        return self._vectors.result()

    def wait(self) -> None:
        """Wait until all parts are loaded; raises as they do."""
        self._lexical.result()
        self._vectors.result()

    def _open_vectors(self, place: Path) -> VectorIndex:
        """The vectors, tested: lost files and vectors raise nothing by themselves, and damaged files may crash the program."""
        check_vector_files(self.info, place)
        vectors = VectorIndex.open(place / VECTORS, self.info.fingerprint)
        try:
            if vectors.count() != self.info.chunks:
                raise _incomplete("the vector index's count is wrong")
            ids = self.catalogue.chunk_ids()
            if not vectors.healthy(ids[:: max(1, len(ids) // _SAMPLE)]):
                raise _incomplete("vectors don't find themselves")
        except BaseException:
            vectors.close()
            raise
        return vectors


class KnowledgeReader:
    """Follows the published version: `current` opens a new one once it is published. Threads may share it."""

    def __init__(self, settings: KnowledgeSettings, *, embedder: Embedder | None = None) -> None:
        """Prepare to read; nothing is opened yet.

        Args:
            settings: Where the base lies, and which embedder reads questions.
            embedder: The embedder, where there is one already.
        """
        self._settings = settings
        self._folder = IndexFolder(settings.index)
        self._lock = threading.Lock()
        self._base: KnowledgeBase | None = None
        self._embedder = embedder
        self._refused = ""
        """A published version that couldn't be opened, so that not every request tries again."""
        self._refused_at_s = 0.0
        self.problem: KnowledgeError | None = None
        """Why the newest version isn't the one that is read; None where it is."""

    def current(self) -> KnowledgeBase:
        """The published version, opened. While a new one opens, other threads get the old one; a request keeps what it got.

        Raises:
            IndexMissing: nothing has been published.
            IndexDamaged: it can't be read and no older one is open.
            IndexMismatch: another embedder or program version made it and no older one is open.
            EmbedderError: the embedding model can't be loaded.
        """
        base = self._base
        if base is None:
            with self._lock:
                self._base = self._base or self._open()
                return self._base
        try:
            version = self._folder.pointer().version
        except KnowledgeError as exc:  # the open version goes on answering; the page can show the problem
            self.problem = exc
            return base
        refused = version == self._refused and time.monotonic() - self._refused_at_s < _RETRY_S
        if version != base.version and not refused and self._lock.acquire(blocking=False):
            try:
                self._follow(version)
            finally:
                self._lock.release()
        return self._base or base

    def _follow(self, version: str) -> None:
        if self._base is not None and self._base.version == version:
            return  # another thread was faster
        try:
            base = self._open()
            base.wait()  # the old version answers until every part of the new one has passed its test
            self._base, self.problem, self._refused = base, None, ""
        except KnowledgeError as exc:
            self.problem, self._refused, self._refused_at_s = exc, version, time.monotonic()
            _log.warning("version %s can't be opened, the old one goes on answering: %s", version, exc.english)

    def _open(self) -> KnowledgeBase:
        for attempt in range(_OPENINGS):
            version = self._folder.pointer().version
            try:
                return KnowledgeBase(self._folder, version, self._load_embedder)
            except IndexDamaged:
                # overtaken: two publishes during one opening delete the version that was being opened
                if attempt == _OPENINGS - 1 or self._folder.pointer().version == version:
                    raise
        raise AssertionError("unreachable")

    def _load_embedder(self) -> Embedder:
        if self._embedder is None:
            from knowledge.embedding import load_embedder

            self._embedder = load_embedder(self._settings)
        return self._embedder


def open_knowledge(settings: KnowledgeSettings, *, embedder: Embedder | None = None) -> KnowledgeBase:
    """Open the published version once, without following later ones.

    Raises:
        As `KnowledgeReader.current`.
    """
    return KnowledgeReader(settings, embedder=embedder).current()


def _in_background(load: Callable[[], _Part]) -> Future[_Part]:
    """The result of `load`, run in a thread of its own.

    The program's end waits for it: a daemon thread that comes back from Chroma's Rust code once the interpreter has gone
    takes the program down with a segmentation fault.
    """
    future: Future[_Part] = Future()

    def run() -> None:
        try:
            future.set_result(load())
        except BaseException as exc:  # noqa: BLE001 - handed to whoever asks for the result
            future.set_exception(exc)

    threading.Thread(target=run).start()
    return future


def _incomplete(what: str) -> IndexDamaged:
    return IndexDamaged(
        "知识库不完整。请运行 python ingest.py --repair 重建，或重新运行 python ingest.py。",
        f"The knowledge base is incomplete ({what}). Run python ingest.py --repair, or ingest again.",
    )
