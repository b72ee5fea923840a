"""Are the verdicts of 办事自查 right? python -m evaluation.self_check [--documents DIR --cases FILE] [--day 2023-07-01] [--details].

Invented people over `reports/`: each has facts, which answer the walk's questions by the words that these ask about, and a verdict
expected of each condition of the policy. A condition that isn't found, one too many, or one without its clause counts as wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import QuestionError
from bot.self_check import judge, parse_reply, questions
from bot.self_check_desk import SelfChecks
from bot.self_check_types import Asked, Condition, Policy, Reply
from evaluation.audit import documents_in
from evaluation.tables import share, table
from knowledge.catalogue import Catalogue
from knowledge.catalogue_building import CatalogueBuilder
from knowledge.duplicates import whole_duplicates
from knowledge.figures import figures_of
from knowledge.records import DocumentRecord
from knowledge.settings import PROJECT
from knowledge.superseding import superseded

CASES = PROJECT / "evaluation/gold/self_check.jsonl"
DAY = date(2023, 7, 1)
"""A day on which all sample reports are in force but the one that another replaces."""
_TARGET = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person who may or may not get a benefit."""

    id: str
    policy: str
    facts: Mapping[str, str]
    """Words of a condition -> what the person says of them."""
    conditions: Mapping[str, str]
    """Words of a condition's clause -> its verdict."""
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What came of one case."""

    case: Case
    expected: int
    right: int
    """Conditions with the right verdict."""
    extra: int
    """Conditions that the case knows nothing of."""
    bare: int
    """Conditions whose clause isn't what the document says at its place."""
    outcome_right: bool
    short_right: bool
    """Whether the walk that stops as soon as it can comes to the same outcome."""
    asked: int
    """Questions of that walk."""
    wrong: tuple[str, ...]


def cases_in(path: Path) -> list[Case]:
    """The cases of a file, in its order."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Case(**{name: row[name] for name in ("id", "policy", "facts", "conditions", "outcome")}) for row in rows]


def catalogue_of(folder: Path, place: Path) -> Catalogue:
    """A catalogue in `place` with the documents of a folder, as an ingest would write it; no vectors."""
    documents = list({document.id: document for document in documents_in(folder)}.values())
    stead = whole_duplicates(documents, ())
    kept = [document for document in documents if document.id not in stead]
    titles = superseded({document.id: document.metadata for document in kept})
    places = {name for document in kept for name in document.metadata.places}
    with CatalogueBuilder(place) as builder:
        for document in kept:
            builder.add_document(DocumentRecord(document=document, repealed_by=titles.get(document.id)))
            builder.add_figures(figures_of(document, places))
    return Catalogue(place)


def grade(case: Case, checks: SelfChecks, catalogue: Catalogue) -> Graded:
    """Walk a case through its policy, once with every question answered, and once as far as the walk asks."""
    policy = _policy(case, checks)
    if policy is None:
        return Graded(
            case=case, expected=len(case.conditions), right=0, extra=0, bare=0, outcome_right=False, short_right=False,
            asked=0, wrong=("no such policy",),
        )  # fmt: skip
    judged = judge(policy, {asked.key: reply_of(case, asked) for asked in questions(policy)})
    said = {words: _verdict_of(words, judged.verdicts) for words in case.conditions}
    known = {c.id for c in policy.conditions() if any(words in c.clause.text for words in case.conditions)}
    short, asked = _walk(case, policy)
    wrong = [f"{w}: {said[w]}, not {v}" for w, v in case.conditions.items() if said[w] != v]
    wrong += [f"unexpected: {c.clause.text}" for c in policy.conditions() if c.id not in known]
    wrong += [] if judged.outcome == case.outcome else [f"outcome {judged.outcome}, not {case.outcome}"]
    return Graded(
        case=case, expected=len(case.conditions), right=sum(said[w] == v for w, v in case.conditions.items()),
        extra=len(policy.conditions()) - len(known), bare=sum(_is_bare(c, catalogue) for c in policy.conditions()),
        outcome_right=judged.outcome == case.outcome, short_right=short == case.outcome, asked=asked,
        wrong=tuple(wrong),
    )  # fmt: skip


def _policy(case: Case, checks: SelfChecks) -> Policy | None:
    """The policy that a case means: of its name, else that with most of its conditions; None where none has any."""

    def held(policy: Policy) -> int:
        clauses = [condition.clause.text for condition in policy.conditions()]
        return sum(any(words in clause for clause in clauses) for words in case.conditions)

    named = [p for p in checks.offered if p.name == case.policy]
    best = max(named or checks.offered, key=held, default=None)
    return best if best is not None and held(best) else None


def reply_of(case: Case, asked: Asked) -> Reply:
    """What the case's person says to a question: the fact whose words are nearest to the question's; 不清楚 without one."""
    near = [f for f in case.facts if f in asked.about or asked.about.rstrip("的") in f]
    if not near:
        return "unsure"
    fact = max(near, key=lambda words: (words == asked.about, len(words) if words in asked.about else -len(words)))
    said = case.facts[fact]
    plain = said in ("是", "不是", "不清楚")
    try:
        return "unsure" if not asked.unit and not plain else parse_reply(asked, said)
    except QuestionError:  # the walk asks for an amount where the person only knows yes or no
        return "unsure"


def _walk(case: Case, policy: Policy) -> tuple[str, int]:
    replies: dict[str, Reply] = {}
    while (judged := judge(policy, replies)).next is not None:
        replies[judged.next.key] = reply_of(case, judged.next)
    return judged.outcome, len(replies)


def _verdict_of(words: str, verdicts: Sequence[tuple[Condition, str]]) -> str:
    return next((verdict for condition, verdict in verdicts if words in condition.clause.text), "not found")


def _is_bare(condition: Condition, catalogue: Catalogue) -> bool:
    clause = condition.clause
    return not clause.text or catalogue.document(clause.document.id).text[clause.start : clause.end] != clause.text


def graded_cases(documents: Path, cases: Path, day: date) -> list[Graded]:
    """Every case of a file over the documents of a folder."""
    with tempfile.TemporaryDirectory() as place:
        catalogue = catalogue_of(documents, Path(place))
        checks = SelfChecks(catalogue, day)
        found = [grade(case, checks, catalogue) for case in cases_in(cases)]
        catalogue.close()
        return found


def accuracy(found: Sequence[Graded]) -> float:
    """Share of conditions with the right verdict; one too many counts as a wrong one."""
    return sum(g.right for g in found) / sum(g.expected + g.extra for g in found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where at least .95 of the verdicts are right and no condition is without its clause."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.self_check", description="评测办事自查。")
    parser.add_argument("--documents", type=Path, default=PROJECT / "reports")
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--day", type=date.fromisoformat, default=DAY, help="the day to judge by what is in force")
    parser.add_argument("--details", action="store_true", help="print what is wrong")
    options = parser.parse_args(arguments)
    found = graded_cases(options.documents, options.cases, options.day)
    print(table(("policy", "cases", "conditions", "right", "outcomes right", "questions a walk"), list(_rows(found))))
    bare = sum(g.bare for g in found)
    print(f"\nverdicts right: {share(accuracy(found))}; conditions without their clause: {bare}")
    print(f"outcome of the short walk as expected: {sum(g.short_right for g in found)} of {len(found)}")
    if options.details:
        print("\n".join(f"{g.case.id}: {line}" for g in found for line in g.wrong))
    return 0 if accuracy(found) >= _TARGET and bare == 0 else 1


def _rows(found: Sequence[Graded]) -> Iterator[tuple[str, ...]]:
    names = dict.fromkeys(g.case.policy for g in found)
    for name, rows in [(n, [g for g in found if g.case.policy == n]) for n in names] + [("all", list(found))]:
        conditions = sum(g.expected + g.extra for g in rows)
        outcomes, asked = sum(g.outcome_right for g in rows), sum(g.asked for g in rows) / len(rows)
        counts = (len(rows), conditions, sum(g.right for g in rows), outcomes)
        yield (name, *map(str, counts), f"{asked:.1f}")


if __name__ == "__main__":
    sys.exit(main())
