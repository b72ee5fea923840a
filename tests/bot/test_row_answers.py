"""Answers over a whole column: exact, honest about rows, ties and totals, and passed by the lock."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checking import blank_marks, unsupported_figures
from bot.operations import asked_operation
from bot.row_answers import RowAnswer, answer_rows
from bot.whole_tables import Column
from tests.bot.made_figures import row

VALUES = st.lists(st.integers(0, 500), min_size=2, max_size=20)
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"


def column(values: list[int], total: int | None = None, *, name: str = "路灯") -> Column:
    rows = tuple(row(f"{NAMES[n]}山镇", f"{value}盏", name=name) for n, value in enumerate(values))
    own = row("合计", f"{total}盏", name=name) if total is not None else None
    return Column(name, rows, own, 1.0)


def answered(question: str, values: list[int], total: int | None = None, places: tuple[str, ...] = ()) -> RowAnswer:
    operation = asked_operation(question)
    assert operation is not None
    found = answer_rows(operation, column(values, total), places)
    assert found is not None
    supports = [f"{quote.text}\n{quote.reading}" for quote in found.quotes]
    assert not unsupported_figures(blank_marks(found.text), [*supports, *found.counted, question])
    return found


@given(values=VALUES)
def test_a_sum_takes_every_row_once_and_never_the_total(values: list[int]) -> None:
    found = answered("各镇路灯一共多少盏", values, sum(values))
    assert f"={sum(values)}盏（共{len(values)}行）" in found.text
    assert f"与表里的合计{sum(values)}盏[{len(values) + 1}]一致" in found.text


@given(values=VALUES, off=st.integers(1, 9))
def test_a_total_that_does_not_agree_is_shown_beside_the_sum(values: list[int], off: int) -> None:
    found = answered("各镇路灯一共多少盏", values, sum(values) + off)
    assert f"={sum(values)}盏" in found.text
    assert f"与表里的合计{sum(values) + off}盏[{len(values) + 1}]不一致" in found.text


@given(values=VALUES, bound=st.integers(0, 500))
def test_a_count_names_each_row_that_passes(values: list[int], bound: int) -> None:
    found = answered(f"有几个镇路灯超过{bound}盏", values)
    passing = [f"{NAMES[n]}山镇" for n, value in enumerate(values) if value > bound]
    assert [name for name in (f"{n}山镇" for n in NAMES) if name in found.text] == passing
    assert f"有{len(passing)}个：" in found.text if passing else "没有" in found.text


@given(values=VALUES)
def test_the_most_comes_with_all_that_tie(values: list[int]) -> None:
    found = answered("哪个镇路灯最多", values)
    named = {f"{n}山镇" for n in NAMES if f"{n}山镇" in found.text}
    assert named == {f"{NAMES[n]}山镇" for n, value in enumerate(values) if value == max(values)}


@given(values=VALUES)
def test_a_rank_is_one_more_than_those_before(values: list[int]) -> None:
    found = answered("乙山镇的路灯在各镇里排第几", values, places=("乙山镇",))
    assert f"乙山镇排第{sum(value > values[1] for value in values) + 1}（" in found.text


@pytest.mark.parametrize("name", ["人均纯收入", "自来水普及率", "资金占比"])
def test_means_and_shares_are_not_added_up(name: str) -> None:
    operation = asked_operation("各镇一共多少")
    assert operation is not None
    found = answer_rows(operation, column([5, 6], name=name), ())
    assert found is not None and found.reason and not found.text


def test_rows_without_a_figure_are_told() -> None:
    operation = asked_operation("各镇路灯一共多少盏")
    assert operation is not None
    whole = column([5, 6])
    found = answer_rows(operation, Column(whole.name, whole.rows, None, 1.0, blank=2), ())
    assert found is not None and "另有2行没有数字" in found.text
    assert Decimal(11) == sum(r.quantity.value for r in whole.rows)
