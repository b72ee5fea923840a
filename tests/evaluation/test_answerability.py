"""The area under the ROC curve, and the answerable and unanswerable questions it is taken over."""

import math
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.answerability import GOLD, REASONS, REPORTS, Case, area, areas_table, read_cases
from evaluation.question_sets import EvaluationError
from knowledge.loading import load

# Few distinct scores, so that ties are frequent.
scored = st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.booleans()), max_size=40)
both = scored.filter(lambda rows: len({label for _, label in rows}) == 2)
Rows = list[tuple[float, bool]]


def of(rows: Rows) -> float:
    return area([score for score, _ in rows], [label for _, label in rows])


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ([0.1, 0.2, 0.8, 0.9], [False, False, True, True], 1.0),
        ([0.9, 0.8, 0.2, 0.1], [False, False, True, True], 0.0),
        ([0.4, 0.4, 0.4], [True, False, True], 0.5),
        ([0.3, 0.6, 0.6, 0.9], [False, True, False, True], 0.875),
    ],
)
def test_area_of_known_orders(scores: list[float], labels: list[bool], expected: float) -> None:
    assert area(scores, labels) == expected


@given(both)
def test_area_is_the_share_of_pairs_in_order(rows: Rows) -> None:
    pairs = [(t, f) for t, answers in rows if answers for f, other in rows if not other]
    assert of(rows) == pytest.approx(sum((t > f) + (t == f) / 2 for t, f in pairs) / len(pairs))


@given(both)
def test_area_knows_order_only(rows: Rows) -> None:
    assert of([(math.exp(3 * score) - 7, label) for score, label in rows]) == of(rows)


@given(both)
def test_area_of_opposite_labels_is_the_rest(rows: Rows) -> None:
    assert of([(score, not label) for score, label in rows]) == pytest.approx(1 - of(rows))


@given(st.lists(st.floats(0, 1)), st.booleans())
def test_no_area_where_all_are_alike(scores: list[float], label: bool) -> None:
    assert math.isnan(area(scores, [label] * len(scores)))


def test_table_sets_each_reason_against_all_answerable() -> None:
    def case(name: str, why: str, split: str) -> Case:
        return Case(id=name, question=name, answerable=not why, document="", quote="", why=why, split=split)

    cases = [case("a", "", "fit"), case("b", "", "held"), case("c", "outside", "fit"), case("d", "other year", "held")]
    rows = areas_table(cases, [0.5, 0.7, 0.1, 0.9]).splitlines()
    assert "| all | 2 | 0.500 | 1.000 | 0.000 |" in rows
    assert "| outside | 1 | 1.000 | 1.000 | – |" in rows
    assert "| other year | 1 | 0.000 | – | 0.000 |" in rows


def test_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "a001"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="第 1 行"):
        read_cases(file)


def test_gold_is_even_in_both_halves() -> None:
    cases = read_cases(GOLD)
    assert Counter((case.answerable, case.split) for case in cases) == {
        (answerable, split): 55 for answerable in (True, False) for split in ("fit", "held")
    }
    assert len({case.id for case in cases}) == len({case.question for case in cases}) == len(cases)
    assert {case.why for case in cases if not case.answerable} == set(REASONS)
    assert not any(case.why for case in cases if case.answerable)


def test_gold_quotes_stand_in_their_documents() -> None:
    @cache
    def text(name: str) -> str:
        return load(REPORTS / name).text

    for case in read_cases(GOLD):
        assert (REPORTS / case.document).is_file()
        assert bool(case.quote) == case.answerable
        assert case.quote in text(case.document)
