"""Which clauses of a passage are shown: those that agree with what may be the answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.clause_choice import best_clauses
from knowledge.sentences import clause_spans

TEXT = "申请人向村委会提出申请，并提交收入证明。村委会7日内公示，无异议的报镇政府审批。审批结果在村务公开栏公布。"
WHOLE = (0, len(TEXT))


def span_of(part: str) -> tuple[int, int]:
    start = TEXT.index(part)
    return start, start + len(part)


def shown(rule: tuple[int, int], *likely: tuple[str, float]) -> str:
    first, last = best_clauses(TEXT, rule, [(*span_of(part), share) for part, share in likely])
    return TEXT[first:last]


def test_without_a_likely_answer_the_rule_is_shown() -> None:
    assert shown(WHOLE) == TEXT
    assert shown(span_of("村委会7日内公示")) == "村委会7日内公示"


def test_a_sure_span_is_shown_with_its_whole_clause() -> None:
    assert shown(WHOLE, ("村务公开栏", 1.0)) == "审批结果在村务公开栏公布。"
    assert shown(WHOLE, ("报镇政府审批", 0.9), ("申请", 0.1)) == "无异议的报镇政府审批。"


def test_neighbours_are_shown_together_where_the_answer_may_lie_in_both() -> None:
    said = shown(WHOLE, ("村委会7日内公示", 0.5), ("报镇政府审批", 0.5))
    assert said == "村委会7日内公示，无异议的报镇政府审批。"


def test_belief_spread_over_everything_leaves_the_rule_its_say() -> None:
    sentence = span_of("村委会7日内公示，无异议的报镇政府审批。")
    spread = [(part, 0.2) for part in ("申请人", "收入证明", "公示", "镇政府", "村务公开栏")]
    assert shown(sentence, *spread) == TEXT[slice(*sentence)]


def test_items_that_end_alike_stay_together() -> None:
    text = "全镇改造危房31户，新建农房12户，加固农房9户，群众都满意。"
    start = text.index("新建农房12户")
    first, last = best_clauses(text, (0, len(text)), [(start, start + 7, 1.0)])
    assert text[first:last] == "全镇改造危房31户，新建农房12户，加固农房9户，"


@given(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)),
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.floats(0, 1)), max_size=5),
)
def test_what_is_shown_is_the_rules_or_begins_and_ends_with_clauses(
    rule: tuple[int, int], likely: list[tuple[int, int, float]]
) -> None:
    asked = rule[0], min(len(TEXT), sum(rule))
    found = best_clauses(TEXT, asked, [(s, min(len(TEXT), s + length), share) for s, length, share in likely])
    starts, ends = zip(*clause_spans(TEXT), strict=True)
    assert found == asked or (found[0] in starts and found[1] in ends)
    assert 0 <= found[0] < found[1] <= len(TEXT)
