"""Sync: files are compared with what the base was made from, read, built aside, tested, and published by one atomic rename.

Whatever happens on the way, readers keep the version that CURRENT names; the next ingest cleans up and finishes the work, and
takes over the vectors that a killed one had made. A composer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from knowledge.building import PassageEmbedder, Progress, VersionBuilder, check_version
from knowledge.catalogue import Catalogue, catalogue_bytes
from knowledge.duplicates import whole_duplicates
from knowledge.errors import IndexDamaged, IndexMismatch, IndexMissing, LoadError, NothingToPublish, PublishError
from knowledge.loading import LOADERS, load, supported
from knowledge.metadata import read_metadata
from knowledge.records import DocumentRecord, FileRecord
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Found, FoundFile, find_files, gone, sha256_of
from knowledge.superseding import superseded
from knowledge.types import Document, IngestFailure, IngestReport
from knowledge.versions import IndexFolder, VersionInfo, recipe

_log = logging.getLogger(__name__)


def quiet(stage: str, done: int, total: int) -> None:
    """A `Progress` that says nothing."""


@dataclass(frozen=True, slots=True)
class _Previous:
    """What the base was before this ingest; all empty where there was none that can be read."""

    name: str = ""
    info: VersionInfo | None = None
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    """By path."""
    records: Mapping[str, DocumentRecord] = field(default_factory=dict)
    """By document id."""


@dataclass(slots=True)
class _Work:
    """One ingest on its way."""

    previous: _Previous
    fresh: bool
    """Whether this program or these settings read or cut documents otherwise than the previous version's, so all are read anew."""
    files: dict[str, FileRecord]
    """What the new version is made from, by path."""
    loaded: dict[str, Document] = field(default_factory=dict)
    """Documents read now, by id."""
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class Publisher:
    """Brings the knowledge base in line with files and folders."""

    def __init__(self, settings: KnowledgeSettings, embedder: PassageEmbedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._folder = IndexFolder(settings.index)
        self._recipe = recipe(settings.chunk_chars)

    def sync(self, paths: Sequence[Path], progress: Progress = quiet, *, wait: bool = False) -> IngestReport:
        """Ingest `paths`: new files are added, changed ones replaced, ones gone from a named folder removed, others kept.

        Args:
            paths: Files and folders; documents that came from elsewhere stay in the base.
            progress: Told how far the work is.
            wait: Wait while another ingest is at work on the folder.

        Returns:
            What was done. Its version is the old one where nothing had to be done.

        Raises:
            IndexBusy: another ingest is at work and `wait` is false.
            NothingToPublish: no document is left or could be read.
            PublishError: the new version can't be written.
            IndexDamaged: the new version fails its self-test.
        """
        started = time.monotonic()
        with self._folder.lock(wait=wait):
            self._folder.clean(spare=self._best_leftover())
            report = self._sync(paths, progress)
        return replace(report, elapsed_s=time.monotonic() - started)

    def _sync(self, paths: Sequence[Path], progress: Progress) -> IngestReport:
        notes: list[tuple[str, str]] = []
        previous = self._previous(notes)
        fresh = previous.info is not None and previous.info.recipe != self._recipe
        work = _Work(previous, fresh, dict(previous.files), notes=notes)
        found = find_files(paths, supported, leave_out=self._settings.index)
        work.notes.extend(found.notes)
        if fresh:
            work.notes.append(("知识库", "程序或段落长度有变化，全部文档重新处理。"))
        for path, reason in found.unread:
            kept = any(Path(known).is_relative_to(path) for known in previous.files)
            work.failed.append(IngestFailure(path=str(path), reason=reason, kept_old=kept))
        for file in gone(previous.files, paths, found):
            work.removed.append(file.shown)
            del work.files[str(file.path)]
        self._read_all(work, found, progress)
        records = self._settle(work)
        if not any(record.duplicate_of is None for record in records):
            raise _nothing(_report(work, records, found))
        name = previous.name if self._is_published(work, records) else self._publish(work, records, progress)
        self._folder.clean()
        info = self._folder.info(name)
        report = _report(work, records, found)
        return replace(report, documents=info.documents, chunks=info.chunks, version=name)

    def _previous(self, notes: list[tuple[str, str]]) -> _Previous:
        """The newest published version that can be read."""
        try:
            pointer = self._folder.pointer()
        except IndexMissing:
            return _Previous()
        except IndexDamaged as exc:
            notes.append((str(self._settings.index), f"{exc.chinese}本次按给出的文件重建。"))
            return _Previous()
        for name in (pointer.version, *pointer.previous):
            try:
                return self._read_version(name)
            except (IndexDamaged, IndexMismatch) as exc:
                notes.append((name, f"已发布的版本不能用，本次不沿用：{exc.chinese}"))
        return _Previous()

    def _read_version(self, name: str) -> _Previous:
        info = self._folder.info(name)
        catalogue = Catalogue(self._folder.version_folder(name))
        try:
            files = {file.path: file for file in catalogue.files()}
            records = {key: catalogue.record(key) for key in catalogue.document_ids()}
        finally:
            catalogue.close()
        return _Previous(name, info, files, records)

    def _read_all(self, work: _Work, found: Found, progress: Progress) -> None:
        for done, file in enumerate(found.files):
            progress("read", done, len(found.files))
            self._take(work, file)
        progress("read", len(found.files), len(found.files))

    def _take(self, work: _Work, file: FoundFile) -> None:
        """Bring one named file into `work`; a file that can't be read keeps what the base has of it."""
        path = str(file.path)
        known = work.previous.files.get(path)
        try:
            same = known is not None and known.sha256 == sha256_of(file.path)
            if same and not work.fresh:
                work.unchanged.append(file.shown)
                return
            document = self._read(work, file.path)
        except Exception as exc:  # noqa: BLE001 - whatever one file does to a parser, the others are read; it is reported
            work.failed.append(IngestFailure(path=file.shown, reason=_reason(file, exc), kept_old=known is not None))
            return
        work.files[path] = FileRecord(path=path, sha256=document.source.sha256, document_id=document.id)
        (work.added if known is None else work.unchanged if same else work.replaced).append(file.shown)
        work.notes.extend((file.shown, warning) for warning in document.warnings)

    def _read(self, work: _Work, path: Path) -> Document:
        document = load(path)
        document = replace(document, metadata=read_metadata(document))
        work.loaded.setdefault(document.id, document)
        return document

    def _settle(self, work: _Work) -> list[DocumentRecord]:
        """The documents of the new version, by path: one a content, whole duplicates marked, repealed ones marked."""
        homes: dict[str, list[str]] = {}
        for path, file in work.files.items():
            homes.setdefault(file.document_id, []).append(path)
        documents = [self._document(work, key, sorted(paths)) for key, paths in homes.items()]
        documents.sort(key=lambda document: document.source.path)
        indexed = {key for key, record in work.previous.records.items() if record.duplicate_of is None}
        stead = whole_duplicates(documents, indexed)
        titles = superseded({d.id: d.metadata for d in documents if d.id not in stead})
        return [
            DocumentRecord(document=d, repealed_by=titles.get(d.id), duplicate_of=stead.get(d.id)) for d in documents
        ]

    def _document(self, work: _Work, key: str, paths: Sequence[str]) -> Document:
        """A document as one of the files that hold it says; as kept, where that file is still one of them."""
        kept = work.previous.records.get(key)
        if kept is not None and kept.document.source.path in paths and not work.fresh:
            return kept.document
        document = work.loaded.get(key)
        if document is not None and document.source.path in paths:
            return document
        with suppress(LoadError):  # not named now, and gone or unreadable: what the base has of it stays
            document = self._read(work, Path(paths[0]))
            if document.id == key:
                return document
        assert kept is not None, "a document that isn't loaded was in the base"
        return replace(kept.document, metadata=read_metadata(kept.document)) if work.fresh else kept.document

    def _is_published(self, work: _Work, records: Sequence[DocumentRecord]) -> bool:
        """Whether the published version already is what this ingest would make, and is sound."""
        previous = work.previous
        if previous.info is None or work.fresh or previous.info.fingerprint != self._embedder.fingerprint:
            return False
        if previous.name != self._folder.pointer().version or previous.files != work.files:
            return False
        if {record.document.id: record for record in records} != previous.records:
            return False
        try:
            check_version(self._folder.version_folder(previous.name), self._embedder)
        except IndexDamaged as exc:
            work.notes.append((previous.name, f"已发布的版本没有通过自检，本次重建：{exc.chinese}"))
            return False
        return True

    def _publish(self, work: _Work, records: Sequence[DocumentRecord], progress: Progress) -> str:
        """Build, test and publish a version; returns its name."""
        reuse = self._reusable()
        name = self._folder.begin()
        folder = self._folder.version_folder(name)
        builder = VersionBuilder(folder, self._embedder, self._settings.chunk_chars, progress)
        try:
            documents, chunks = builder.build(records, work.files.values(), reuse)
            progress("check", 0, 1)
            check_version(folder, self._embedder)
            progress("check", 1, 1)
            info = VersionInfo(
                created=datetime.now().isoformat(timespec="seconds"),
                fingerprint=self._embedder.fingerprint,
                recipe=self._recipe,
                documents=documents,
                chunks=chunks,
            )
            self._folder.publish(name, info, self._settings.keep_versions)
        except (PublishError, IndexDamaged):
            self._folder.clean()  # a full disk must not stay full of what nobody will read
            raise
        return name

    def _reusable(self) -> list[Path]:
        names = [*self._folder.published(), *self._folder.leftovers()]
        return [self._folder.version_folder(name) for name in names]

    def _best_leftover(self) -> str:
        """The dead build that got furthest: its vectors are worth keeping until this ingest has its own."""
        sizes = {name: catalogue_bytes(self._folder.version_folder(name)) for name in self._folder.leftovers()}
        return max(sizes, key=lambda name: sizes[name], default="")


def _reason(file: FoundFile, error: Exception) -> str:
    """Why a file could not be read, in Chinese."""
    if isinstance(error, LoadError):
        return error.chinese
    if isinstance(error, OSError):
        return f"文件打不开（{error.strerror}），请检查权限。"
    _log.error("reading %s failed in a way no loader foresees", file.path, exc_info=error)
    return f"读取时程序出错（{type(error).__name__}）；请把这个文件另存为 docx 或 txt 再试，并告诉维护人员。"


def _report(work: _Work, records: Iterable[DocumentRecord], found: Found) -> IngestReport:
    return IngestReport(
        added=tuple(work.added),
        replaced=tuple(work.replaced),
        unchanged=tuple(work.unchanged),
        removed=tuple(work.removed),
        failed=tuple(work.failed),
        duplicates=tuple(_named_duplicates(work, {r.document.id: r for r in records}, found)),
        notes=tuple(work.notes),
    )


def _named_duplicates(work: _Work, records: Mapping[str, DocumentRecord], found: Found) -> Iterator[tuple[str, str]]:
    shown = {str(file.path): file.shown for file in found.files}
    for path, name in shown.items():
        if path in work.files:
            record = records[work.files[path].document_id]
            source = records[record.duplicate_of or record.document.id].document.source
            if source.path != path:
                yield name, shown.get(source.path, source.name)


def _nothing(report: IngestReport) -> NothingToPublish:
    formats = [suffix.removeprefix(".") for suffix in LOADERS]
    return NothingToPublish(
        f"没有可以入库的文档，知识库没有改动。支持的格式：{'、'.join(formats)}。请检查给出的路径。",
        f"There is no document to ingest; the knowledge base is as it was. Formats: {', '.join(formats)}. Check the paths.",
        report,
    )
