"""The ingest audit: every rule over every document of a base, and what only several documents show together. A composer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from knowledge.audited_documents import digit_findings, missing_findings, private_findings, unread_findings
from knowledge.audited_figures import figure_findings
from knowledge.audited_prose import prose_findings, table_share_findings
from knowledge.audited_rows import repeated_row_findings
from knowledge.audited_sums import sum_findings
from knowledge.catalogue import Catalogue
from knowledge.findings import Finding, finding
from knowledge.likeness import alike
from knowledge.records import DocumentRecord
from knowledge.types import Document, Figure

_RULES = (
    sum_findings,
    prose_findings,
    table_share_findings,
    repeated_row_findings,
    unread_findings,
    digit_findings,
    missing_findings,
    private_findings,
)
"""What looks at one document alone."""


def audit_version(folder: Path) -> list[Finding]:
    """Audit a published version, contradictions first.

    Raises:
        IndexDamaged: its catalogue can't be read.
    """
    with closing(Catalogue(folder)) as catalogue:
        records = [_with_pages(catalogue.record(card.id), catalogue) for card in catalogue.cards()]
        figures = {record.document.id: catalogue.figures_of(record.document.id) for record in records}
        return audit(records, figures)


def _with_pages(record: DocumentRecord, catalogue: Catalogue) -> DocumentRecord:
    """The document with its drawn pages where some of its characters were recognised: how surely stands there only."""
    if not any("OCR" in warning for warning in record.document.warnings):
        return record
    key = record.document.id
    pages = tuple(catalogue.page(key, page) for page in range(1, catalogue.page_count(key) + 1))
    return replace(record, document=replace(record.document, pages=pages))


def audit(records: Sequence[DocumentRecord], figures: Mapping[str, Sequence[Figure]]) -> list[Finding]:
    """Audit documents, contradictions first, then in the order of the base.

    Args:
        records: Indexed documents with their metadata, in the order of the base.
        figures: What each states in numbers, by document id.
    """
    found = [row for r in records for row in _of_document(r.document, figures.get(r.document.id, ()))]
    found += _together(records)
    return sorted(found, key=lambda row: row.severity != "error")


def _of_document(document: Document, figures: Sequence[Figure]) -> Iterator[Finding]:
    for rule in _RULES:
        yield from rule(document)
    yield from figure_findings(document, figures)


def _together(records: Sequence[DocumentRecord]) -> Iterator[Finding]:
    """What only several documents show: an older version that is still there, texts that are nearly the same."""
    documents = {record.document.id: record.document for record in records}
    replaced = {record.document.id: record.repealed_by for record in records if record.repealed_by}
    for key, title in replaced.items():
        old = documents[key].metadata
        newest = max(
            (d.metadata.issued for d in documents.values() if d.metadata.title == title and d.metadata.issued),
            default=None,
        )
        newer = f"{title}（{newest}）" if newest else title
        yield finding("superseded", documents[key], about=old.title, stated=str(old.issued or ""), other=newer)
    nearest: dict[str, tuple[float, str]] = {}
    for first, second, share in alike({key: document.text for key, document in documents.items()}):
        titles = documents[first].metadata.title, documents[second].metadata.title
        if replaced.get(first) != titles[1] and replaced.get(second) != titles[0]:
            nearest[second] = max(nearest.get(second, (0.0, "")), (share, first))
    for key, (share, other) in nearest.items():
        name = documents[other].source.name
        yield finding("alike", documents[key], about=name, stated=documents[key].metadata.title, other=f"{share:.0%}")
