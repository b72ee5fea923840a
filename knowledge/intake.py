"""What an ingest takes in: the files named now beside what the base was made from, read anew where they changed. A composer."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from knowledge.building import Progress
from knowledge.catalogue import Catalogue
from knowledge.changes import figure_changes
from knowledge.duplicates import whole_duplicates
from knowledge.errors import IndexDamaged, IndexMismatch, IndexMissing, LoadError, NameUnknown, PublishError
from knowledge.figures import figures_of
from knowledge.file_reader import FileReader
from knowledge.metadata import read_metadata
from knowledge.privacy import cover_document
from knowledge.records import DocumentRecord, FileRecord, PageRow, page_rows
from knowledge.sources import Found, FoundFile, absolute, gone, sha256_of
from knowledge.superseding import superseded
from knowledge.types import Document, FigureChange, IngestFailure, IngestReport
from knowledge.version_notes import VersionInfo
from knowledge.versions import IndexFolder

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Previous:
    """What the base was before this ingest; all empty where there was none that can be read."""

    name: str = ""
    info: VersionInfo | None = None
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    """By path."""
    records: Mapping[str, DocumentRecord] = field(default_factory=dict)
    """By document id."""


def read_previous(folder: IndexFolder, notes: list[tuple[str, str]]) -> Previous:
    """The published version, or the newest of those before it that can be read; why one can't is added to `notes`."""
    try:
        pointer = folder.pointer()
    except IndexMissing:
        return Previous()
    except IndexDamaged as exc:
        notes.append((str(folder.root), f"{exc.chinese}本次按给出的文件重建。"))
        return Previous()
    for name in (pointer.version, *pointer.previous):
        try:
            return read_version(folder, name)
        except (IndexDamaged, IndexMismatch) as exc:
            notes.append((name, f"已发布的版本不能用，本次不沿用：{exc.chinese}"))
    return Previous()


def read_version(folder: IndexFolder, name: str) -> Previous:
    """What a version was made from and holds.

    Raises:
        IndexDamaged: it can't be read.
        IndexMismatch: another version of the program made it.
    """
    info = folder.info(name)
    catalogue = Catalogue(folder.version_folder(name))
    try:
        files = {file.path: file for file in catalogue.files()}
        records = {key: catalogue.record(key) for key in catalogue.document_ids()}
    finally:
        catalogue.close()
    return Previous(name, info, files, records)


@dataclass(slots=True)
class Intake:
    """One ingest on its way."""

    previous: Previous
    fresh: bool
    """Whether this program or these settings read or cut documents otherwise than the previous version's, so all are read anew."""
    files: dict[str, FileRecord]
    """What the new version is made from, by path."""
    reader: FileReader
    progress: Progress
    show_private: bool = False
    """Whether private numbers of documents stay readable."""
    loaded: dict[str, Document] = field(default_factory=dict)
    """Documents read now, by id; without their pages."""
    pages: dict[str, tuple[PageRow, ...]] = field(default_factory=dict)
    """Of each of those: its pages, packed."""
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[IngestFailure] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def read_all(self, found: Found) -> None:
        """Read every named file that is new or changed."""
        for file in gone(self.previous.files, found.named, found):
            self.remove(str(file.path), file.shown)
        for done, file in enumerate(found.files):
            self.progress("read", done, len(found.files))
            self._take(file)
        self.progress("read", len(found.files), len(found.files))

    def remove(self, path: str, shown: str) -> None:
        """Take a file out of the base."""
        self.removed.append(shown)
        del self.files[path]

    def _take(self, file: FoundFile) -> None:
        """Bring one named file in; a file that can't be read keeps what the base has of it."""
        path = str(file.path)
        known = self.previous.files.get(path)
        try:
            same = known is not None and known.sha256 == sha256_of(file.path)
            if same and not self.fresh:
                self.unchanged.append(file.shown)
                return
            document = self._read(file.path)
        except PublishError:  # the disk is full: no later file can be kept either
            raise
        except Exception as exc:  # noqa: BLE001 - whatever one file does to a parser, the others are read; it is reported
            self.failed.append(IngestFailure(path=file.shown, reason=_reason(file, exc), kept_old=known is not None))
            return
        self.files[path] = FileRecord(path=path, sha256=document.source.sha256, document_id=document.id)
        (self.added if known is None else self.unchanged if same else self.replaced).append(file.shown)
        self.notes.extend((file.shown, warning) for warning in document.warnings)

    def _read(self, path: Path) -> Document:
        document = self.reader.read(path, self._page_read)
        pages = page_rows(document.pages)  # at once: drawn characters take fifty times the room unpacked
        document = replace(document, metadata=read_metadata(document), pages=())
        self.loaded.setdefault(document.id, document)
        self.pages.setdefault(document.id, pages)
        return document

    def _page_read(self, done: int, total: int) -> None:
        self.progress("page", done, total)

    def settle(self) -> list[DocumentRecord]:
        """The documents of the new version, by path: one a content, whole duplicates marked, repealed ones marked."""
        documents = [self._document(key, sorted(paths)) for key, paths in homes_of(self).items()]
        documents.sort(key=lambda document: document.source.path)
        indexed = {key for key, record in self.previous.records.items() if record.duplicate_of is None}
        stead = whole_duplicates(documents, indexed)
        titles = superseded({d.id: d.metadata for d in documents if d.id not in stead})
        return [
            DocumentRecord(
                document=d, repealed_by=titles.get(d.id), duplicate_of=stead.get(d.id), pages=self.pages.get(d.id)
            )
            for d in documents
        ]

    def _document(self, key: str, paths: Sequence[str]) -> Document:
        """A document as one of the files that hold it says; as kept, where that file is still one of them."""
        kept = self.previous.records.get(key)
        if kept is not None and kept.document.source.path in paths and not self.fresh:
            return kept.document
        document = self.loaded.get(key)
        if document is not None and document.source.path in paths:
            return document
        with suppress(LoadError):  # not named now, and gone or unreadable: what the base has of it stays
            document = self._read(Path(paths[0]))
            if document.id == key:
                return document
        assert kept is not None, "a document that isn't loaded was in the base"
        if not self.fresh:
            return kept.document
        old = kept.document if self.show_private else cover_document(kept.document)
        return replace(old, metadata=read_metadata(old))


def homes_of(intake: Intake) -> dict[str, list[str]]:
    """The files that hold each document, by its id."""
    homes: dict[str, list[str]] = {}
    for path, file in intake.files.items():
        homes.setdefault(file.document_id, []).append(path)
    return homes


def file_named(name: str, files: Collection[str]) -> str:
    """The one path of `files` that `name` means: the path itself, its end, or the file's name.

    Raises:
        NameUnknown: none or several do.
    """
    whole = str(absolute(Path(name)))
    if whole in files:
        return whole
    ending = "/" + name.strip("/\\").replace("\\", "/")
    meant = sorted(path for path in files if Path(path).as_posix().endswith(ending))
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise NameUnknown(
            f"叫 {name} 的文档有 {len(meant)} 份，请写出完整路径：{'、'.join(meant)}。知识库没有改动。",
            f"{len(meant)} documents are called {name}; give the whole path: {', '.join(meant)}. The base is as it was.",
        )
    near = get_close_matches(name, [Path(path).name for path in files], n=1)
    raise NameUnknown(
        f"知识库里没有 {name}" + (f"，是不是 {near[0]}？" if near else "。") + "知识库没有改动。",
        f"The base has no {name}" + (f"; did you mean {near[0]}?" if near else ".") + " It is as it was.",
    )


def note_copies(intake: Intake, records: Sequence[DocumentRecord]) -> None:
    """Say of each removed document that other files with its text are still there."""
    texts = {"".join(record.document.text.split()): record.document.source.name for record in records}
    for path in intake.previous.files.keys() - intake.files.keys():
        old = intake.previous.records[intake.previous.files[path].document_id].document
        other = texts.get("".join(old.text.split()))
        if other is not None:
            intake.notes.append((Path(path).name, f"内容相同的 {other} 还在知识库里；也要去掉的话请一并写上。"))


def _reason(file: FoundFile, error: Exception) -> str:
    """Why a file could not be read, in Chinese."""
    if isinstance(error, LoadError):
        return error.chinese
    if isinstance(error, OSError):
        return f"文件打不开（{error.strerror}），请检查权限。"
    _log.error("reading %s failed in a way no loader foresees", file.path, exc_info=error)
    return f"读取时程序出错（{type(error).__name__}）；请把这个文件另存为 docx 或 txt 再试，并告诉维护人员。"


def report(intake: Intake, records: Sequence[DocumentRecord], found: Found) -> IngestReport:
    """What the ingest is about to do, or has done."""
    return IngestReport(
        added=tuple(intake.added),
        replaced=tuple(intake.replaced),
        unchanged=tuple(intake.unchanged),
        removed=tuple(intake.removed),
        failed=tuple(intake.failed),
        duplicates=tuple(_named_duplicates(intake, {r.document.id: r for r in records}, found)),
        notes=tuple(intake.notes),
        figures=tuple(_figure_changes(intake, records, found)),
    )


def _figure_changes(intake: Intake, records: Sequence[DocumentRecord], found: Found) -> Iterator[FigureChange]:
    """What replaced files state otherwise; both texts are read with today's program, so that only the documents differ."""
    old, new = intake.previous.records, {record.document.id: record for record in records}
    places = _places(old.values()), _places(records)
    for file in found.files:
        before, after = intake.previous.files.get(str(file.path)), intake.files.get(str(file.path))
        if before and after and before.sha256 != after.sha256:
            stated = figures_of(old[before.document_id].document, places[0])
            states = figures_of(new[after.document_id].document, places[1])
            yield from figure_changes(file.shown, stated, states)


def _places(records: Iterable[DocumentRecord]) -> set[str]:
    """Every place that an indexed document is about."""
    return {p for record in records if record.duplicate_of is None for p in record.document.metadata.places}


def _named_duplicates(intake: Intake, records: Mapping[str, DocumentRecord], found: Found) -> Iterator[tuple[str, str]]:
    shown = {str(file.path): file.shown for file in found.files}
    for path, name in shown.items():
        if path in intake.files:
            record = records[intake.files[path].document_id]
            source = records[record.duplicate_of or record.document.id].document.source
            if source.path != path:
                yield name, shown.get(source.path, source.name)
