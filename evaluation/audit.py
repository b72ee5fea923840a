"""Does the ingest audit find what is wrong, and only that? python -m evaluation.audit [--seed N] [--details].

80 errors planted in copies of the sample reports and in documents of our own wording, each in a base of its own; and the unaltered
documents, sample reports included, as one base. A row about an unaltered document is false unless it is one of the true ones listed
here. Where WENCE_SHARED names a folder with a `corpus`, rows about its documents are counted by rule; --details prints them to be judged.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from evaluation.audit_errors import Planted, planted_errors
from evaluation.audit_seeds import clean_documents
from evaluation.tables import share, table
from knowledge.audit_text import NAMES, audit_lines
from knowledge.auditing import audit
from knowledge.duplicates import whole_duplicates
from knowledge.figures import figures_of
from knowledge.findings import Finding, Rule
from knowledge.loading import load, supported
from knowledge.metadata import read_metadata
from knowledge.records import DocumentRecord
from knowledge.settings import PROJECT
from knowledge.superseding import superseded
from knowledge.types import Document

_TRUE: frozenset[tuple[str, Rule]] = frozenset(
    {
        ("青禾镇2022年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作总结.txt", "encoding"),
        ("临溪县临时救助办法（2020年）.md", "superseded"),
    }
)
"""Rows about the sample reports that are true: one is in GB18030, of one rule there are two versions."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where recall is at least .95 and at most 5 % of the unaltered documents have a false row."""
    parser = argparse.ArgumentParser(prog="evaluation.audit", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=80)
    parser.add_argument("--details", action="store_true", help="print misses, false rows and the corpora's rows")
    options = parser.parse_args(arguments)
    planted = planted_errors(options.seed, options.errors)
    found = [(each, rows_of([*each.beside, each.document])) for each in planted]
    missed = [each for each, rows in found if not any(hits(each, row) for row in rows)]
    aside = [row for each, rows in found for row in rows if row.rule != each.rule and not _follows(each, row)]
    print(_recall_table(planted, missed))
    unaltered = [*clean_documents(options.seed), *documents_in(PROJECT / "reports")]
    rows = rows_of(unaltered)
    false = [row for row in rows if (row.name, row.rule) not in _TRUE]
    rate = len({row.document_id for row in false}) / len(unaltered)
    head = (
        "unaltered documents",
        "rows",
        "true",
        "false",
        "documents with a false row",
        "other rows about altered documents",
    )
    print(
        table(
            head,
            [
                (
                    str(len(unaltered)),
                    str(len(rows)),
                    str(len(rows) - len(false)),
                    str(len(false)),
                    share(rate),
                    str(len(aside)),
                )
            ],
        )
    )
    if options.details:
        print("\n".join(f"missed: {each.rule} {each.document.source.name} {each.value}" for each in missed))
        print("\n".join(audit_lines([*false, *aside], english=False)))
    _print_corpora(options.details)
    return 0 if len(missed) <= 0.05 * len(planted) and rate <= 0.05 else 1


def hits(planted: Planted, row: Finding) -> bool:
    """Whether a row is the planted error: its rule, its document, and its value among the two values or in what they are of."""
    said = f"{row.about} {row.stated} {row.other}"
    return row.rule == planted.rule and row.document_id == planted.document.id and planted.value in said


def _follows(planted: Planted, row: Finding) -> bool:
    """Whether another rule's row is about the same error: an altered cell is off its column's total and its prose as well."""
    numeric = {"total", "parts", "households", "share", "prose_table"}
    return (
        {planted.rule, row.rule} <= numeric
        or row.rule == "alike"
        or (planted.rule, row.rule) == ("encoding", "superseded")
    )


def rows_of(documents: Sequence[Document]) -> list[Finding]:
    """The audit of a base that holds these documents."""
    stead = whole_duplicates(documents, ())
    kept = [document for document in documents if document.id not in stead]
    titles = superseded({document.id: document.metadata for document in kept})
    places = {place for document in kept for place in document.metadata.places}
    records = [DocumentRecord(document=document, repealed_by=titles.get(document.id)) for document in kept]
    return audit(records, {document.id: figures_of(document, places) for document in kept})


def documents_in(folder: Path) -> list[Document]:
    """The documents of a folder as an ingest reads them."""
    loaded = (load(path) for path in sorted(folder.rglob("*")) if path.is_file() and supported(path))
    return [replace(document, metadata=read_metadata(document)) for document in loaded]


def _recall_table(planted: Sequence[Planted], missed: Sequence[Planted]) -> str:
    counts, lost = Counter(each.rule for each in planted), Counter(each.rule for each in missed)
    rows = [
        (NAMES[rule][1], str(count), str(count - lost[rule]), share(1 - lost[rule] / count))
        for rule, count in counts.items()
    ]
    rows.append(("all", str(len(planted)), str(len(planted) - len(missed)), share(1 - len(missed) / len(planted))))
    reports = sum(each.source == "report" for each in planted)
    return f"{table(('planted error', 'planted', 'found', 'recall'), rows)}\n\n{reports} of them in copies of the sample reports\n"


def _print_corpora(details: bool) -> None:
    corpus = Path(os.environ.get("WENCE_SHARED", PROJECT.parent / "shared")) / "corpus"
    for folder in sorted(corpus.iterdir()) if corpus.is_dir() else ():
        if folder.is_dir():
            documents = documents_in(folder)
            rows = rows_of(documents)
            print(f"\n{folder.name}: {len(documents)} documents, {_by_rule(rows)}")
            if details:
                print("\n".join(audit_lines(rows, english=False)[2:]))


def _by_rule(rows: Iterable[Finding]) -> str:
    counts = Counter(NAMES[row.rule][1] for row in rows)
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "no rows"


if __name__ == "__main__":
    sys.exit(main())
