"""Sync: files are compared with what the base was made from, read, built aside, tested, and published by one atomic rename.

Whatever happens on the way, readers keep the version that CURRENT names; the next ingest cleans up and finishes the work, and
takes over the vectors that a killed one had made and the documents that it had read. A composer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from knowledge.building import PassageEmbedder, Progress, VersionBuilder, check_version
from knowledge.catalogue import FILE_NAME, Catalogue, catalogue_bytes
from knowledge.drafts import Drafts
from knowledge.errors import IndexDamaged, NothingToPublish, PublishError
from knowledge.file_reader import FileReader
from knowledge.intake import Intake, file_named, homes_of, note_copies, read_previous, report
from knowledge.loading import LOADERS, supported
from knowledge.originals import Originals
from knowledge.records import DocumentRecord
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Found, find_files
from knowledge.types import IngestFailure, IngestReport
from knowledge.verifying import adopt, beyond_repair, damage, self_test
from knowledge.version_notes import Changes, VersionInfo, altered, recipe
from knowledge.versions import IndexFolder

DRAFTS = "read"
"""Folder of documents read but not yet published, in the knowledge base's folder."""

_NO_FILES = Found((), (), (), ())


def quiet(stage: str, done: int, total: int) -> None:
    """A `Progress` that says nothing."""


class Publisher:
    """Brings the knowledge base in line with files and folders."""

    def __init__(self, settings: KnowledgeSettings, embedder: PassageEmbedder) -> None:
        self._settings = settings
        self._embedder = embedder
        self._folder = IndexFolder(settings.index)
        self._originals = Originals(settings.index, kept=settings.keep_originals)
        self._recipe = recipe(settings.chunk_chars, show_private=settings.show_private)
        self._drafts = Drafts(settings.index / DRAFTS, self._recipe)

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
            with self._intake(progress) as intake:
                done = self._publish_settled(intake, *self._taken(intake, paths))
        return replace(done, elapsed_s=time.monotonic() - started)

    def preview(self, paths: Sequence[Path], progress: Progress = quiet, *, wait: bool = False) -> IngestReport:
        """Read as `sync` does, and say what it would change; publishes nothing. What was read is kept for the sync.

        Raises:
            As `sync`.
        """
        started = time.monotonic()
        with self._folder.lock(wait=wait), self._intake(progress) as intake:
            records, found = self._taken(intake, paths)
        return replace(report(intake, records, found), elapsed_s=time.monotonic() - started)

    def delete(self, names: Sequence[str], progress: Progress = quiet, *, wait: bool = False) -> IngestReport:
        """Publish a version without the named documents.

        Args:
            names: File names, or paths where a file name is that of several documents.
            progress: Told how far the work is.
            wait: Wait while another ingest is at work on the folder.

        Raises:
            IndexBusy: another ingest is at work and `wait` is false.
            NameUnknown: a name is no document's, or several's.
            NothingToPublish: no document would be left.
            PublishError: the new version can't be written.
            IndexDamaged: the new version fails its self-test.
        """
        started = time.monotonic()
        with self._folder.lock(wait=wait):
            self._folder.clean(spare=self._best_leftover())
            with self._intake(progress) as intake:
                intake.fresh = False  # what stays is left as it was read
                for path, name in {file_named(name, intake.previous.files): name for name in names}.items():
                    intake.remove(path, name)
                records = intake.settle()
                note_copies(intake, records)
                intake.unchanged = [Path(path).name for path in intake.files]
                if not records:
                    raise _nothing(report(intake, records, _NO_FILES))
                done = self._publish_settled(intake, records, _NO_FILES)
        return replace(done, elapsed_s=time.monotonic() - started)

    def repair(self, progress: Progress = quiet, *, wait: bool = False) -> IngestReport:
        """Rebuild from the catalogue, without the files, what is damaged; its version is the old one where nothing was.

        Raises:
            IndexBusy: an ingest is at work and `wait` is false.
            IndexMissing: there is nothing to repair.
            IndexDamaged: no version has a catalogue that can be read; only an ingest of the files helps.
            PublishError: the new version can't be written.
        """
        started = time.monotonic()
        with self._folder.lock(wait=wait):
            notes = adopt(self._folder)
            with self._intake(progress) as intake:
                intake.notes[:0] = notes
                if intake.previous.info is None:
                    raise beyond_repair(self._folder)
                intake.fresh = False
                intake.unchanged = [Path(path).name for path in intake.files]
                records = intake.settle()
                name, info = intake.previous.name, intake.previous.info
                wrong = damage(self._folder, name, self._embedder)
                if wrong is not None or name != self._folder.pointer().version:
                    intake.notes += [(name, wrong.chinese)] if wrong is not None else []
                    name = self._publish(intake, records, Changes(repaired=True))
                    self._clean()
                    info = self._folder.info(name)
                done = report(intake, records, _NO_FILES)
        done = replace(done, documents=info.documents, chunks=info.chunks, version=name)
        return replace(done, elapsed_s=time.monotonic() - started)

    @contextmanager
    def _intake(self, progress: Progress) -> Iterator[Intake]:
        notes: list[tuple[str, str]] = []
        previous = read_previous(self._folder, notes)
        fresh = previous.info is not None and previous.info.recipe != self._recipe
        self._drafts.prepare()
        private = self._settings.show_private
        with FileReader(self._drafts, self._settings.file_s, show_private=private) as reader:
            yield Intake(previous, fresh, dict(previous.files), reader, progress, show_private=private, notes=notes)

    def _taken(self, intake: Intake, paths: Sequence[Path]) -> tuple[list[DocumentRecord], Found]:
        """Read what is named; returns the documents of the new version, and what was found."""
        found = find_files(paths, supported, leave_out=self._settings.index)
        intake.notes.extend(found.notes)
        if intake.fresh:
            intake.notes.append(("知识库", "程序或段落长度有变化，全部文档重新处理。"))
        for path, reason in found.unread:
            kept = any(Path(known).is_relative_to(path) for known in intake.previous.files)
            intake.failed.append(IngestFailure(path=str(path), reason=reason, kept_old=kept))
        intake.read_all(found)
        records = intake.settle()
        if not any(record.duplicate_of is None for record in records):
            raise _nothing(report(intake, records, found))
        return records, found

    def _publish_settled(self, intake: Intake, records: list[DocumentRecord], found: Found) -> IngestReport:
        """Publish what is settled, unless it is published already."""
        self._keep_originals(intake, records, found)
        name = intake.previous.name
        if not self._is_published(intake, records):
            name = self._publish(intake, records, _counted(report(intake, records, found)))
        self._clean()
        self._drafts.clear()
        info = self._folder.info(name)
        return replace(report(intake, records, found), documents=info.documents, chunks=info.chunks, version=name)

    def _is_published(self, intake: Intake, records: Sequence[DocumentRecord]) -> bool:
        """Whether the published version already is what this ingest would make, and is sound."""
        previous = intake.previous
        if previous.info is None or intake.fresh or previous.info.fingerprint != self._embedder.fingerprint:
            return False
        if previous.name != self._folder.pointer().version or previous.files != intake.files:
            return False
        if {record.document.id: record for record in records} != previous.records:
            return False
        try:
            self_test(self._folder, previous.name, self._embedder)
        except IndexDamaged as exc:
            intake.notes.append((previous.name, f"已发布的版本没有通过自检，本次重建：{exc.chinese}"))
            return False
        return True

    def _publish(self, intake: Intake, records: Sequence[DocumentRecord], changes: Changes) -> str:
        """Build, test and publish a version; returns its name."""
        reuse = self._reusable()
        name = self._folder.begin()
        folder = self._folder.version_folder(name)
        builder = VersionBuilder(folder, self._embedder, self._settings.chunk_chars, intake.progress)
        try:
            before = self._folder.version_folder(intake.previous.name) if intake.previous.name else None
            documents, chunks = builder.build(records, intake.files.values(), reuse, previous=before)
            intake.progress("check", 0, 1)
            check_version(folder, self._embedder)
            intake.progress("check", 1, 1)
            info = VersionInfo(
                fingerprint=self._embedder.fingerprint,
                recipe=self._read_with(intake),
                documents=documents,
                chunks=chunks,
            )
            self._folder.publish(name, info, self._settings.keep_versions, changes)
        except (PublishError, IndexDamaged):
            self._clean()  # a full disk must not stay full of what nobody will read
            raise
        return name

    def _keep_originals(self, intake: Intake, records: Sequence[DocumentRecord], found: Found) -> None:
        """Keep a copy of each document's file, from wherever its bytes lie; those named now are looked at whole."""
        homes = homes_of(intake)
        named = {intake.files[str(file.path)].sha256 for file in found.files if str(file.path) in intake.files}
        try:
            missed = self._originals.keep_all(((r.document.source, homes[r.document.id]) for r in records), named)
        except PublishError:
            self._clean()
            raise
        note = "原件没有留存：文件不在原处，或刚刚又改动了。引用时只能看文字。"
        intake.notes.extend((name, note) for name in missed)

    def _clean(self) -> None:
        """Delete versions that CURRENT doesn't name, and originals that no version left names."""
        self._folder.clean()
        named: set[str] = set()
        try:
            for name in self._folder.published() if self._originals.kept else ():
                with closing(Catalogue(self._folder.version_folder(name))) as catalogue:
                    named.update(file.sha256 for file in catalogue.files())
        except IndexDamaged:  # what it names can't be known: all stay
            return
        self._originals.clean(named)

    def _read_with(self, intake: Intake) -> str:
        """The recipe that the documents were read with; none where they come from a catalogue that somebody altered."""
        previous = intake.previous
        if previous.info is None or intake.fresh:
            return self._recipe
        sound = FILE_NAME not in altered(previous.info, self._folder.version_folder(previous.name))
        return previous.info.recipe if sound else ""

    def _reusable(self) -> list[Path]:
        names = [*self._folder.published(), *self._folder.leftovers()]
        return [self._folder.version_folder(name) for name in names]

    def _best_leftover(self) -> str:
        """The dead build that got furthest: its vectors are worth keeping until this ingest has its own."""
        sizes = {name: catalogue_bytes(self._folder.version_folder(name)) for name in self._folder.leftovers()}
        return max(sizes, key=lambda name: sizes[name], default="")


def _counted(done: IngestReport) -> Changes:
    return Changes(
        added=len(done.added), replaced=len(done.replaced), removed=len(done.removed), figures=len(done.figures)
    )


def _nothing(done: IngestReport) -> NothingToPublish:
    known = "、".join(dict.fromkeys(suffix.removeprefix(".") for suffix in LOADERS))
    return NothingToPublish(
        f"没有可以入库的文档，知识库没有改动。支持的格式：{known}。请检查给出的路径。",
        f"There is no document to ingest; the knowledge base is as it was. Formats: {known}. Check the paths.",
        done,
    )
