"""Other notations say exactly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.notations import han, sentences_otherwise, written_otherwise
from knowledge.numbers import find_quantities, same_quantity


@pytest.mark.parametrize(
    "figure", ["1286户", "17.6万人次", "73.6%", "40%", "2980万元", "12个工作日", "0.42亿元", "13,487元"]
)
def test_each_notation_has_the_same_value_and_unit(figure: str) -> None:
    notations = written_otherwise(figure)
    assert notations
    for notation in notations:
        (said,) = find_quantities(notation.text)
        assert same_quantity(said, find_quantities(figure)[0]), notation


@given(st.integers(min_value=1, max_value=10**9 - 1))
def test_characters_are_read_back(number: int) -> None:
    assert [q.value for q in find_quantities(f"{han(number)}户")] == [number]


def test_rates_ranges_and_years_are_put_otherwise() -> None:
    kinds = {n.kind for n in sentences_otherwise("2022年临溪县每人每月600元，处2万元以上5万元以下罚款")}
    assert kinds == {"rate", "range", "year"}
