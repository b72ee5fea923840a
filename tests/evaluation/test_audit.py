"""The planted errors and private numbers: how many, the same each time, and how the audit and the covering do on a few."""

from collections import Counter

from evaluation import audit, privacy
from evaluation.audit_errors import planted_errors
from evaluation.audit_seeds import clean_documents
from evaluation.private_lists import seeded_documents


def test_eighty_errors_of_all_kinds() -> None:
    planted = planted_errors(11)
    counts = Counter(each.rule for each in planted)
    assert len(planted) == 80 and len(counts) == 13 and min(counts.values()) >= 3
    assert [each.document.text for each in planted_errors(11, 5)] == [each.document.text for each in planted[:5]]


def test_errors_are_found_and_nothing_else() -> None:
    planted = planted_errors(12, 21)
    found = [audit.rows_of([*each.beside, each.document]) for each in planted]
    missed = [
        each.rule for each, rows in zip(planted, found, strict=True) if not any(audit.hits(each, row) for row in rows)
    ]
    assert len(missed) <= 1, missed
    assert audit.rows_of(clean_documents(12, 16)) == []


def test_private_numbers_are_covered_and_nothing_else() -> None:
    seeded = seeded_documents(12, 60)
    assert sum(len(document.private) for document in seeded) >= 60
    outcomes = [privacy.judge(document) for document in seeded]
    assert not [number for outcome in outcomes for number in (*outcome.readable, *outcome.covered_wrongly)]
