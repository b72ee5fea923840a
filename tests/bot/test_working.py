"""Shown arithmetic is checked again: a wrong working never passes, whatever its form."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.checking import unsupported_figures
from bot.working import counted, workings
from knowledge.numbers import find_quantities

STATED = ["358户", "417户", "203户", "3274人次", "428.6万元", "94.2%", "92.7%"]


def loose(text: str) -> list[str]:
    return [text[q.start : q.end] for q in unsupported_figures(text, STATED)]


@pytest.mark.parametrize(
    "text",
    [
        "(358户−417户)÷417户≈−14.15%",
        "(358户−417户)÷417户≈−14.15%，下降14.15%",
        "(358户+417户+203户)÷3=326户",
        "428.6万元÷3274人次≈1309.10元",
        "94.2%−92.7%=1.5个百分点",
        "358户÷417户≈85.85%",
    ],
)
def test_right_workings_pass(text: str) -> None:
    assert not loose(text)


@pytest.mark.parametrize(
    "text",
    [
        "(358户−417户)÷417户≈14.15%",
        "(358户−417户)÷417户≈−14.25%",
        "(358户−417户)÷417户≈−14.15%，增长14.15%",
        "(358户−417户)÷417户≈−14.15%，下降41.15%",
        "(358户−417户)÷417户≈−14.25%，下降14.25%",
        "(358户+417户+203户)÷4=244.5户",
        "(358户+417户+203户)÷3≈325户",
        "(358户+417户+203户)÷3=326人",
        "428.6万元÷3274人次≈1309.20元",
        "428.6万元÷3274人次≈1309.10人次",
        "358户+417户=776户",
        "358户−417户=59户",
    ],
)
def test_wrong_workings_do_not_pass(text: str) -> None:
    assert loose(text)


def test_a_share_is_as_exact_as_the_decimals_that_it_shows() -> None:
    (working,) = workings("428.6万元÷3274人次≈1309.10元", find_quantities("428.6万元÷3274人次≈1309.10元"))
    assert working.places == 2
    assert not loose("428.6万元÷3274人次≈1309.1元")


@given(values=st.lists(st.integers(1, 10**5), min_size=2, max_size=12), divisor=st.integers(2, 14))
def test_only_the_number_of_terms_divides_a_mean_unstated(values: list[int], divisor: int) -> None:
    assume(divisor != len(values) and divisor not in values)
    total = sum(values)
    text = f"({'+'.join(f'{v}户' for v in values)})÷{divisor}≈{total / divisor:.2f}户"
    assert unsupported_figures(text, [f"{v}户" for v in values])


@given(items=st.integers(1, 9), said=st.integers(1, 9))
def test_a_count_stands_where_the_list_after_it_is_as_long(items: int, said: int) -> None:
    names = "、".join(f"甲{'乙' * n}镇{n + 200}户" for n in range(items))
    text = f"超过150户的有{said}个：{names}（共9行）"
    assert bool(counted(text, find_quantities(text))) == (items == said)


@pytest.mark.parametrize(
    ("text", "right"),
    [("98.5%−2.3个百分点=96.2%", True), ("98.5%−2.3个百分点=95.2%", False), ("2.3个百分点+5户=7.3%", False)],
)
def test_points_are_added_to_a_rate(text: str, right: bool) -> None:
    supports = ["98.5%", "2.3个百分点", "5户"]
    assert bool(unsupported_figures(text, supports)) != right
