"""Whether quotes are verbatim, checked twice: against the knowledge base's own text, and against the file it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.types import Citation
from evaluation.grading import plain
from knowledge.catalogue import Catalogue
from knowledge.types import Source
from knowledge.versions import IndexFolder

_PLAIN_FORMATS = ("md", "txt")  # of the other formats the file's bytes don't hold the text as it is read


class QuoteCheck:
    """Checks the citations of answers from one published version."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._files: dict[str, str] = {}

    @classmethod
    def of_index(cls, index: Path) -> QuoteCheck:
        """Checks against the version that `index` publishes now; raises as `IndexFolder.pointer`."""
        folder = IndexFolder(index)
        return cls(Catalogue(folder.version_folder(folder.pointer().version)))

    def false_quotes(self, citations: Sequence[Citation]) -> list[str]:
        """Quotes that are not verbatim, or not where their offsets say."""
        return [citation.quote for citation in citations if not self._verbatim(citation)]

    def _verbatim(self, citation: Citation) -> bool:
        document = self._catalogue.document(citation.document.id)
        if not citation.quote.strip() or document.text[citation.start : citation.end] != citation.quote:
            return False
        return document.source.format not in _PLAIN_FORMATS or plain(citation.quote) in self._file(document.source)

    def _file(self, source: Source) -> str:
        if source.path not in self._files:
            text = Path(source.path).read_bytes().decode(source.encoding or "utf-8")
            self._files[source.path] = plain(text)
        return self._files[source.path]
