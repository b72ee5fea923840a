"""How well figures are read: hand-annotated facts of the sample reports and of the corpus report, found and missed.

    python -m evaluation.figure_facts [--half a|b] [--errors]

A found figure matches a fact where they stand at the same place (the figure's text holds the fact's number inside the fact's
anchor), value and unit agree (`units.ratio`: a rate that one of the two leaves out is no difference; a range matches the facts of
both its ends), place and period are equal, and the indicator says one of the accepted wordings: without spaces, quotation marks and
的, one contains the other, and at least two Han characters are common at the beginning or the end. Precision is of all figures that
stand inside an anchor, for anchors are annotated completely (`optional` marks once-a-month counts that may be found but need
not be; a number that only belongs to an indicator's name counts against it). Facts are split in halves by anchor: what was looked at
while the rules were made is half a.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from knowledge.figures import figures_of
from knowledge.loading import load
from knowledge.metadata import read_metadata
from knowledge.types import Document, Figure
from knowledge.units import canonical, ratio

PROJECT = Path(__file__).parent.parent
GOLD = Path(__file__).with_name("gold")
REPORTS = PROJECT / "reports"
SHARED = Path(os.environ.get("WENCE_SHARED", PROJECT.parent / "shared")) / "corpus" / "report"
SETS = {"reports": (GOLD / "figures_reports.jsonl", REPORTS), "report": (GOLD / "figures_report.jsonl", SHARED)}
_SPACE = re.compile(r"[\s“”\"的（）()]")


@dataclass(frozen=True, slots=True)
class Fact:
    """An annotated fact."""

    file: str
    anchor: str
    said: str
    indicators: tuple[str, ...]
    place: str
    period: str
    value: Decimal
    unit: str
    half: str
    """Half a or b, by the anchor's words."""
    span: tuple[int, int] | None = None
    """Of the anchor in `Document.text`, where the gold file may not hold its words."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of some facts."""

    facts: int
    recalled: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the facts that a figure matches, in [0, 1]."""
        return self.recalled / self.facts if self.facts else 1.0

    @property
    def precision(self) -> float:
        """Share of the figures inside anchors that match a fact, in [0, 1]."""
        return self.right / self.found if self.found else 1.0


def read_facts(path: Path) -> list[Fact]:
    """The facts of a gold file; an anchor is its words, or, in a text that isn't ours, [start, end]."""
    return [_fact(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _fact(row: dict[str, Any]) -> Fact:
    words = row["anchor"] if isinstance(row["anchor"], str) else ""
    first, last = (0, 0) if words else row["anchor"]
    return Fact(
        file=row["file"],
        anchor=words or f"{first}-{last}",
        said=row["said"],
        indicators=tuple(row["indicator"]),
        place=row["place"],
        period=row["period"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        half=row.get("half") or half_of(row["file"], words),
        span=None if words else (first, last),
        optional=row.get("optional", False),
    )


def half_of(file: str, anchor: str) -> str:
    """Half a or b."""
    return "ab"[int(hashlib.sha256((file + anchor).encode()).hexdigest(), 16) % 2]


def document_of(path: Path) -> Document:
    """A document as an ingest reads it."""
    document = load(path)
    return replace(document, metadata=read_metadata(document))


def same_indicator(found: str, accepted: Iterable[str]) -> bool:
    """Whether an indicator says one of the accepted wordings, as the module's words define it."""
    plain = _SPACE.sub("", found)
    return any(_same(plain, _SPACE.sub("", wording)) for wording in accepted)


def _same(one: str, other: str) -> bool:
    if one == other:
        return bool(one)
    if not one or not other or (one not in other and other not in one):
        return False
    shortest = min(len(one), len(other))
    return shortest >= 2 and (one[:2] == other[:2] or one[-2:] == other[-2:]) or one == other


def matches(figure: Figure, fact: Fact) -> bool:
    """Whether a figure says the fact, their places in the text aside."""
    return (
        same_value(figure, fact)
        and same_indicator(figure.indicator, fact.indicators)
        and (figure.place, figure.period) == (fact.place, fact.period)
    )


def same_value(figure: Figure, fact: Fact) -> bool:
    """Whether value and unit agree."""
    factor = ratio(figure.unit, canonical(fact.unit))
    if factor is None:
        base = fact.unit.partition("/")[0]
        factor = ratio(figure.unit.partition("/")[0], canonical(base))
    ends = (figure.value,) if figure.upper is None else (figure.value, figure.upper)
    return factor is not None and any(end * factor == fact.value for end in ends)


def anchor_span(text: str, anchor: str) -> tuple[int, int] | None:
    """Where an anchor stands in a text, white space and cell marks aside."""
    pieces = [re.escape(c) for c in re.sub(r"[\s|]", "", anchor)]
    found = re.search(r"[\s|]*".join(pieces), text)
    return found.span() if found else None


def compare(document: Document, facts: Sequence[Fact]) -> Iterator[tuple[Fact | None, Figure | None]]:
    """Pairs of facts and figures: (fact, figure) that match, (fact, None) missed, (None, figure) wrong; optional facts count only found."""
    figures = figures_of(document)
    by_anchor: dict[str, list[Fact]] = {}
    for fact in facts:
        by_anchor.setdefault(fact.anchor, []).append(fact)
    for anchor, expected in by_anchor.items():
        span = expected[0].span or anchor_span(document.text, anchor)
        inside = [f for f in figures if span and span[0] <= f.start and f.end <= span[1]]
        open_facts = list(expected)
        for figure in inside:
            hit = [fact for fact in open_facts if matches(figure, fact) and _stands(figure, fact)]
            for fact in hit[: 1 if figure.upper is None else 2]:
                open_facts.remove(fact)
                yield fact, figure
            if not hit:
                yield None, figure
        yield from ((fact, None) for fact in open_facts if not fact.optional)


def _stands(figure: Figure, fact: Fact) -> bool:
    """Whether the figure's words and the fact's hold the same number."""
    numbers = re.findall(r"[\d.,]+", fact.said)
    return all(n in figure.said for n in numbers) if numbers else True


def score(name: str, half: str = "") -> tuple[Score, list[tuple[Fact | None, Figure | None, Document, Fact]]]:
    """The score of a set (or of a half) with its errors."""
    path, folder = SETS[name]
    facts = [fact for fact in read_facts(path) if half in ("", fact.half)]
    counted = recalled = found = right = 0
    errors = []
    for file in dict.fromkeys(fact.file for fact in facts):
        document = document_of(folder / file)
        of_anchor: dict[str, list[Fact]] = {}
        for fact in facts:
            if fact.file == file:
                of_anchor.setdefault(fact.anchor, []).append(fact)
        for own in of_anchor.values():
            seen: set[int] = set()
            for fact, figure in compare(document, own):
                recalled += fact is not None and figure is not None and not fact.optional
                counted += fact is not None and not fact.optional
                if figure is not None and figure.start not in seen:
                    seen.add(figure.start)
                    found += 1
                    right += fact is not None
                if fact is None or figure is None:
                    errors.append((fact, figure, document, own[0]))
    return Score(counted, recalled, found, right), errors


def main() -> None:
    """Print a line a set and half, and the errors of half a where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--errors", action="store_true", help="list what half a misses and finds wrongly")
    arguments = parser.parse_args()
    for name, (_, folder) in SETS.items():
        if not folder.exists():
            sys.stdout.write(f"{name}: {folder} is not here\n")
            continue
        for half in ("a", "b", ""):
            result, errors = score(name, half)
            sys.stdout.write(
                f"{name} {half or 'all'}: precision {result.precision:.3f} ({result.right}/{result.found}), recall {result.recall:.3f} ({result.recalled}/{result.facts})\n"
            )
            if arguments.errors and half == "a":
                for fact, figure, _, of in errors:
                    sys.stdout.write(f"  {_told(fact, figure)}   [{of.file[:10]} {of.anchor}]\n")


def _told(fact: Fact | None, figure: Figure | None) -> str:
    if fact is not None:
        return f"- {fact.said} {'/'.join(fact.indicators)} | {fact.place} | {fact.period} | {fact.value}{fact.unit}"
    assert figure is not None
    return f"+ {figure.said} {figure.indicator} | {figure.place} | {figure.period} | {figure.value}{figure.unit} {figure.qualifiers} {figure.subject}"


if __name__ == "__main__":
    main()
