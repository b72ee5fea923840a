"""Which clauses of a passage are shown: those that agree with what may be the answer, after what repeats the question."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.candidates import without_tail
from bot.clause_choice import WEIGHTS, Choice, best_clauses, candidates
from knowledge.sentences import clause_spans

TEXT = "申请人向村委会提出申请，并提交收入证明。村委会7日内公示，无异议的报镇政府审批。审批结果在村务公开栏公布。"
WHOLE = (0, len(TEXT))


def span_of(part: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def choice(rule: tuple[int, int], *likely: tuple[str, float], text: str = TEXT, **more: object) -> Choice:
    spans = [(*span_of(part, text), share) for part, share in likely]
    return Choice(**{"text": text, "shown": rule, "likely": spans, "weights": {}, "parts": False, **more})


def shown(rule: tuple[int, int], *likely: tuple[str, float], text: str = TEXT, **more: object) -> str:
    first, last = best_clauses(choice(rule, *likely, text=text, **more))
    return text[first:last]


def test_without_a_likely_answer_the_rule_is_shown() -> None:
    assert shown(WHOLE) == TEXT
    assert shown(span_of("村委会7日内公示")) == "村委会7日内公示"


@pytest.mark.parametrize("reports", [False, True])
def test_a_sure_span_is_shown_with_its_whole_clause(reports: bool) -> None:
    assert shown(WHOLE, ("村务公开栏", 1.0), reports=reports) == "审批结果在村务公开栏公布。"
    said = shown(WHOLE, ("报镇政府审批", 0.9), ("申请", 0.1), reports=reports)
    assert said == "无异议的报镇政府审批。"


@pytest.mark.parametrize("reports", [False, True])
def test_neighbours_are_shown_together_where_the_answer_may_lie_in_both(reports: bool) -> None:
    said = shown(WHOLE, ("村委会7日内公示", 0.5), ("报镇政府审批", 0.5), reports=reports)
    assert said == "村委会7日内公示，无异议的报镇政府审批。"


def test_belief_spread_over_everything_leaves_the_rule_its_say() -> None:
    sentence = span_of("村委会7日内公示，无异议的报镇政府审批。")
    spread = [(part, 0.2) for part in ("申请人", "收入证明", "公示", "镇政府", "村务公开栏")]
    assert shown(sentence, *spread) == TEXT[slice(*sentence)]


def test_an_answer_follows_the_clause_that_repeats_the_question() -> None:
    text = "救助金怎么发，通过一卡通发放。物资怎么发，由村委会送到家里。"
    likely = (("通过一卡通发放", 0.5), ("由村委会送到家里", 0.5))
    assert shown((0, len(text)), *likely, text=text, weights={"物资": 1.0}) == "由村委会送到家里。"
    assert shown((0, len(text)), *likely, text=text, weights={"救助": 1.0}).startswith("通过一卡通发放。")


def test_less_than_a_clause_is_shown_only_where_it_may_answer() -> None:
    likely = (("村务公开栏", 1.0),)
    assert shown(WHOLE, *likely, parts=True) == "村务公开栏"
    assert shown(WHOLE, *likely, parts=True, several=True) == "审批结果在村务公开栏公布。"


def test_items_of_a_report_that_end_alike_stay_together() -> None:
    text = "全镇改造危房31户，新建农房12户，加固农房9户，群众都满意。"
    said = shown((0, len(text)), ("新建农房12户", 1.0), text=text, reports=True)
    assert said == "全镇改造危房31户，新建农房12户，加固农房9户，"


@given(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)),
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.floats(0, 1)), max_size=5),
    st.booleans(),
)
def test_what_is_shown_is_the_rules_or_begins_and_ends_with_clauses(
    rule: tuple[int, int], likely: list[tuple[int, int, float]], reports: bool
) -> None:
    asked = rule[0], min(len(TEXT), sum(rule))
    spans = [(s, min(len(TEXT), s + length), share) for s, length, share in likely]
    found = best_clauses(Choice(text=TEXT, shown=asked, likely=spans, weights={}, parts=False, reports=reports))
    starts, ends = zip(*clause_spans(TEXT), strict=True)
    bare = {without_tail(TEXT, end) for end in ends} | set(ends)
    assert found == asked or (found[0] in starts and found[1] in bare)
    assert 0 <= found[0] < found[1] <= len(TEXT)


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.floats(0, 1)), min_size=1, max_size=5))
def test_each_candidate_is_in_the_text_once_and_seen_in_shares(likely: list[tuple[int, int, float]]) -> None:
    spans = [(s, min(len(TEXT), s + length), share) for s, length, share in likely]
    found = list(candidates(Choice(text=TEXT, shown=WHOLE, likely=spans, weights={"申请": 1.0})))
    assert found[0][0] == WHOLE
    assert len({span for span, _ in found}) == len(found)
    for (start, end), seen in found:
        assert 0 <= start < end <= len(TEXT)
        assert set(seen) == set(WEIGHTS)
        assert all(-1e-9 <= value <= 1 + 1e-9 and math.isfinite(value) for value in seen.values())
