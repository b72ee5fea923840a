"""Errors of the knowledge base.

KnowledgeError
├── SettingError          a setting is unknown or out of bounds
├── LoadError             one file can't be read; the ingest goes on
├── IndexMissing          there is no published knowledge base in the folder
├── IndexDamaged          the published version fails its self-test
├── IndexMismatch         the index was made by another embedder or program version
├── IndexBusy             another ingest is at work on the folder
├── NameUnknown           no document, or more than one, goes by a name
├── RollbackRefused       a version can't be made the current one
├── EmbedderError         the embedding model can't be loaded
├── OriginalGone          a document's original file can't be shown; its text can
└── PublishError          the new version could not be built; readers keep the old one
    └── NothingToPublish  no document could be read at all

Each carries one plain Chinese sentence and the same in English: what is wrong and what to do next.
"""

from __future__ import annotations

from knowledge.types import IngestReport


class KnowledgeError(Exception):
    """Base of the errors that people see; `str(error)` is the Chinese sentence."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english


class SettingError(KnowledgeError):
    """A setting is unknown or out of bounds."""


class LoadError(KnowledgeError):
    """One file can't be read."""


class IndexMissing(KnowledgeError):
    """There is no published knowledge base in the folder."""


class IndexDamaged(KnowledgeError):
    """The published version fails its self-test."""


class IndexMismatch(KnowledgeError):
    """The index was made by another embedder or by another version of the program."""


class IndexBusy(KnowledgeError):
    """Another ingest is at work on the folder."""


class NameUnknown(KnowledgeError):
    """No document, or more than one, goes by a name."""


class RollbackRefused(KnowledgeError):
    """A version can't be made the current one."""


class EmbedderError(KnowledgeError):
    """The embedding model can't be loaded."""


class OriginalGone(KnowledgeError):
    """A document's original file, or a page of it, can't be shown; its text can."""


class PublishError(KnowledgeError):
    """The new version could not be built."""


class NothingToPublish(PublishError):
    """No document could be read at all; `report` says what happened to each file."""

    def __init__(self, chinese: str, english: str, report: IngestReport) -> None:
        super().__init__(chinese, english)
        self.report = report
