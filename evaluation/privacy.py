"""Are private numbers covered, and nothing else? python -m evaluation.privacy [--seed N] [--details].

200 seeded identity-card, mobile phone and bank-account numbers in lists, tables, forms and prose, written in many ways, beside
文号, dates, amounts, codes and hotlines that must stay. The sample reports and, where WENCE_SHARED names a folder with a `corpus`,
every document of it are read too: what is covered in them is counted, and with --details printed to be read by a person.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.private_lists import Seeded, seeded_documents
from evaluation.tables import table
from knowledge.loading import load, supported
from knowledge.privacy import covered_spans, numbers_of
from knowledge.settings import PROJECT

_SHOWN_CHARS = 24


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document's numbers."""

    readable: tuple[str, ...]
    """Private ones that can still be read."""
    covered_wrongly: tuple[str, ...]
    """Public ones that can't be read any more."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where recall is at least .99 and nothing public is covered in the seeded documents."""
    parser = argparse.ArgumentParser(prog="evaluation.privacy", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--numbers", type=int, default=200)
    parser.add_argument("--details", action="store_true", help="print every miss and what is covered in real documents")
    options = parser.parse_args(arguments)
    seeded = seeded_documents(options.seed, options.numbers)
    outcomes = [judge(document) for document in seeded]
    private, public = sum(len(d.private) for d in seeded), sum(len(d.public) for d in seeded)
    missed, wrong = sum(len(o.readable) for o in outcomes), sum(len(o.covered_wrongly) for o in outcomes)
    head = ("private numbers", "covered", "recall", "public numbers", "covered wrongly")
    row = (str(private), str(private - missed), f"{1 - missed / private:.3f}", str(public), str(wrong))
    print(table(head, [row]))
    if options.details:
        for outcome in outcomes:
            print(*(f"readable: {number}" for number in outcome.readable), sep="\n", end="")
            print(*(f"covered wrongly: {number}" for number in outcome.covered_wrongly), sep="\n", end="")
    print(_real_documents(options.details))
    return 0 if missed <= 0.01 * private and not wrong else 1


def judge(seeded: Seeded) -> Outcome:
    """Load a seeded document as an ingest does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / seeded.name
        path.write_text(seeded.text, encoding="utf-8")
        open_text, text = load(path, show_private=True).text, load(path).text
    assert len(open_text) == len(text)
    return Outcome(
        tuple(number for number in seeded.private if number in text or number not in open_text),
        tuple(number for number in seeded.public if number not in text),
    )


def _real_documents(details: bool) -> str:
    """How many numbers are covered in the sample reports and the shared corpora."""
    found: list[tuple[str, ...]] = []
    for folder in _folders():
        documents = [load(path, show_private=True) for path in sorted(folder.rglob("*")) if supported(path)]
        counts: Counter[str] = Counter()
        for document in documents:
            for number in numbers_of(document):
                counts[number.kind] += 1
                if details:
                    around = document.text[max(0, number.start - _SHOWN_CHARS) : number.end + _SHOWN_CHARS // 2]
                    print(f"{folder.name}  {number.kind}  {' '.join(around.split())}")
        already = sum(len(covered_spans(document.text)) for document in documents)
        kinds = (str(counts[kind]) for kind in ("identity", "mobile", "account"))
        found.append((folder.name, str(len(documents)), *kinds, str(already)))
    return table(("documents of", "documents", "identity", "mobile", "account", "covered by their author"), found)


def _folders() -> Iterator[Path]:
    yield PROJECT / "reports"
    corpus = Path(os.environ.get("WENCE_SHARED", PROJECT.parent / "shared")) / "corpus"
    if corpus.is_dir():
        yield from sorted(folder for folder in corpus.iterdir() if folder.is_dir())


if __name__ == "__main__":
    sys.exit(main())
