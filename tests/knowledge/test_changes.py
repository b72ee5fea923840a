"""What a replaced document states otherwise in numbers."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from knowledge.changes import figure_changes, subject_of
from knowledge.figures import figures_of
from knowledge.types import Figure, FigureChange
from tests.knowledge.test_figures import made, sheet


def figure(number: int, indicator: str = "监测对象", **fields: object) -> Figure:
    plain = Figure(
        document_id="d", start=0, end=1, sentence_start=0, sentence_end=1, indicator=indicator, value=Decimal(number),
        unit="户", said=f"{number}户",
    )  # fmt: skip
    return replace(plain, **fields)  # type: ignore[arg-type]


def said(changes: list[FigureChange]) -> list[tuple[str | None, str | None]]:
    return [(c.before.said if c.before else None, c.after.said if c.after else None) for c in changes]


FIGURES = st.lists(
    st.builds(
        figure,
        st.integers(0, 3),
        st.sampled_from(["监测对象", "低保对象"]),
        place=st.sampled_from(["青禾镇", ""]),
        period=st.sampled_from(["2022", "2023"]),
    ),
    max_size=8,
)


def test_a_changed_figure_is_shown_with_both_values() -> None:
    old = figures_of(made("2022年，青禾镇监测对象112户，新建卫生室3所。"))
    new = figures_of(made("2022年，青禾镇监测对象98户，新建卫生室3所。"))
    (change,) = figure_changes("a.txt", old, new)
    assert said([change]) == [("112户", "98户")]
    assert change.after is not None
    assert subject_of(change.after) == "青禾镇 2022 监测对象"


def test_each_cell_is_compared_with_the_same_cell() -> None:
    rows = (("乡镇", "监测对象户数"), ("青禾镇", "112"), ("白石镇", "57"))
    old = figures_of(sheet("监测对象情况表", *rows))
    new = figures_of(sheet("监测对象情况表", rows[0], ("白石镇", "58"), ("青禾镇", "112")))
    (change,) = figure_changes("a.txt", old, new)
    assert said([change]) == [("57户", "58户")]
    assert change.after is not None and change.after.place == "白石镇"


def test_another_way_of_writing_a_number_is_no_change() -> None:
    old = figures_of(made("全县投入资金1200万元，监测对象1,286户。"))
    new = figures_of(made("全县投入资金0.12亿元，监测对象1286户。"))
    assert figure_changes("a.txt", old, new) == []


def test_an_approximate_figure_that_becomes_exact_is_a_change() -> None:
    assert said(figure_changes("a", [figure(5, qualifier="about")], [figure(5)])) == [("5户", "5户")]


def test_what_cannot_be_paired_came_and_went() -> None:
    changes = figure_changes("a", [figure(1), figure(2)], [figure(3), figure(2), figure(4), figure(5, "低保对象")])
    assert said(changes) == [(None, "3户"), (None, "4户"), (None, "5户"), ("1户", None)]


@given(FIGURES)
def test_the_same_figures_in_any_order_are_no_change(figures: list[Figure]) -> None:
    assert figure_changes("a", figures, figures[::-1]) == []


@given(FIGURES, FIGURES)
def test_the_other_way_round_the_same_changes_are_seen(old: list[Figure], new: list[Figure]) -> None:
    there = Counter(said(figure_changes("a", old, new)))
    back = Counter((b, a) for a, b in said(figure_changes("a", new, old)))
    assert there == back


@given(FIGURES, FIGURES)
def test_the_changes_lead_from_the_old_figures_to_the_new_ones(old: list[Figure], new: list[Figure]) -> None:
    changes = figure_changes("a", old, new)
    left = Counter(old)
    left.subtract(c.before for c in changes if c.before)
    assert min(left.values(), default=0) >= 0
    left.update(c.after for c in changes if c.after)
    assert +left == Counter(new)


@given(FIGURES)
def test_one_figure_changed_is_one_change(figures: list[Figure]) -> None:
    (change,) = figure_changes("a", [*figures, figure(8, "住房")], [figure(9, "住房"), *figures])
    assert said([change]) == [("8户", "9户")]


@given(FIGURES, FIGURES)
def test_both_sides_of_a_change_are_of_one_thing(old: list[Figure], new: list[Figure]) -> None:
    for change in figure_changes("a", old, new):
        if change.before and change.after:
            assert subject_of(change.before) == subject_of(change.after)
            assert change.before.value != change.after.value
