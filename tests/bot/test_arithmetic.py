"""Formulas of cited figures: exact, marked term by term, and passed by the same lock as everything that is shown."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.arithmetic import Term, formula, marks_of
from bot.checking import blank_marks, unsupported_figures
from bot.operations import OperationKind
from tests.bot.made_figures import term

COUNTS = st.integers(1, 10**7)
TENTHS = st.integers(1, 10**6).map(lambda n: Decimal(n) / 10)


def terms_of(shown: list[str]) -> list[Term]:
    return [term(each, document=str(number)) for number, each in enumerate(shown)]


def made(kind: OperationKind, shown: list[str]) -> str:
    found = formula(kind, terms_of(shown), range(1, len(shown) + 1))
    assert found is not None
    return found.text


def passes_the_lock(text: str, shown: list[str]) -> bool:
    return not unsupported_figures(blank_marks(text), shown)


@given(values=st.lists(COUNTS, min_size=2, max_size=30))
def test_a_sum_is_exact_in_any_order_and_marks_each_term(values: list[int]) -> None:
    shown = [f"{value}户" for value in values]
    text = made("sum", shown)
    assert text.endswith(f"={sum(values)}户")
    assert all(f"{value}户[{number}]" in text for number, value in enumerate(values, 1))
    assert made("sum", shown[::-1]).split("=")[1] == text.split("=")[1]
    assert passes_the_lock(text, shown)


@given(values=st.lists(COUNTS, min_size=2, max_size=30))
def test_a_mean_is_the_sum_by_the_number_of_terms_rounded_half_up(values: list[int]) -> None:
    shown = [f"{value}户" for value in values]
    text = made("average", shown)
    mean = Decimal(sum(values)) / len(values)
    near = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign, _, result = text.partition(f"÷{len(values)}")[2].partition("户")[0][0], None, text.rpartition("÷")[2]
    assert (sign == "=") == (near == mean)
    assert Decimal(result.lstrip(f"{len(values)}").lstrip("=≈").removesuffix("户") or "0") == near or str(near) in text
    assert passes_the_lock(text, shown)


@given(one=COUNTS, other=COUNTS)
def test_a_difference_takes_the_smaller_from_the_larger(one: int, other: int) -> None:
    text = made("difference", [f"{one}户", f"{other}户"])
    assert text.endswith(f"={abs(one - other)}户")
    assert text.startswith(f"{max(one, other)}户")
    assert passes_the_lock(text, [f"{one}户", f"{other}户"])


@given(new=COUNTS, old=COUNTS)
def test_a_growth_says_its_direction_and_passes_the_lock(new: int, old: int) -> None:
    text = made("growth", [f"{new}户", f"{old}户"])
    exact = (Decimal(new) - old) / old * 100
    assert ("下降" in text, "增长" in text) == (exact < 0, exact > 0)
    assert ("−" in text.partition(")÷")[2]) == (exact.quantize(Decimal("0.01"), ROUND_HALF_UP) < 0)
    assert passes_the_lock(text, [f"{new}户", f"{old}户"])


@pytest.mark.parametrize("kind", ["times", "share"])
@given(one=TENTHS, other=TENTHS)
def test_a_quotient_of_two_units_of_one_measure_passes_the_lock(
    kind: OperationKind, one: Decimal, other: Decimal
) -> None:
    shown = [f"{one}万元", f"{other}亿元"]
    text = made(kind, shown)
    near = (one / (other * 10000) * (100 if kind == "share" else 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert f"{near:f}".rstrip("0").rstrip(".") in text
    assert passes_the_lock(text, shown)


@given(money=TENTHS, people=COUNTS)
def test_a_mean_a_head_is_in_the_unit_of_what_is_shared_out(money: Decimal, people: int) -> None:
    shown = [f"{money}万元", f"{people}人次"]
    text = made("each", shown)
    assert text.endswith("元")
    assert passes_the_lock(text, shown)


def test_the_formula_of_a_fall_reads_as_promised() -> None:
    assert made("growth", ["358户", "417户"]) == "(358户[1]−417户[2])÷417户[2]≈−14.15%，下降14.15%"


def test_a_difference_of_two_rates_is_in_points() -> None:
    text = made("difference", ["94.2%", "92.7%"])
    assert text == "94.2%[1]−92.7%[2]=1.5个百分点"
    assert passes_the_lock(text, ["94.2%", "92.7%"])


def test_a_sum_folds_scales_into_the_first_terms_unit() -> None:
    assert made("sum", ["1.5亿元", "3000万元"]) == "1.5亿元[1]+3000万元[2]=1.8亿元"


@pytest.mark.parametrize("kind", ["sum", "difference", "times", "share", "growth", "average"])
def test_units_that_differ_and_divisors_of_nothing_give_no_formula(kind: OperationKind) -> None:
    assert formula(kind, terms_of(["20户", "30人"]), (1, 2)) is None
    if kind in ("times", "share", "growth"):
        assert formula(kind, terms_of(["20户", "0户"]), (1, 2)) is None


def test_figures_of_one_row_have_one_citation() -> None:
    first = term("20户").quote
    quotes, marks = marks_of([first, term("30户", document="e").quote, first])
    assert (len(quotes), marks) == (2, [1, 2, 1])


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("2022年澄江县改造农村危房比2021年少了多少户？", "417户[1]−358户[2]=59户（2022年比2021年少）"),
        ("2022年澄江县改造农村危房比2021年下降百分之几？", "(358户[1]−417户[2])÷417户[2]≈−14.15%，下降14.15%"),
        ("2021年和2022年澄江县一共改造了多少户危房", "417户[1]+358户[2]=775户"),
        ("2022年澄江县蜂蜜加工车间是2021年的几倍？", "14个[1]÷9个[2]≈1.56倍"),
        ("2022年白鹭镇监测对象户数占澄江县的百分之几？", "268户[1]÷3127户[2]≈8.57%"),
        ("2022年澄江县监测对象户均几口人？", "9846人[1]÷3127户[1]≈3.15人"),
        ("2022年澄江县还有多少户监测对象没有消除风险？", "3127户[1]−2045户[2]=1082户"),
        ("各乡镇新装路灯一共多少盏？", "246盏[1]+183盏[2]+97盏[3]=526盏（共3行）"),
        ("各乡镇新建公厕平均每个乡镇几座？", "(8座[1]+5座[2]+3座[3])÷3≈5.33座（共3行）"),
        ("哪个乡镇新装路灯最多？", "白鹭镇246盏[1]（共3行）"),
        ("有几个乡镇新装路灯超过100盏？", "有2个：白鹭镇246盏[1]、红石镇183盏[2]（共3行）"),
    ],
)
def test_the_bot_shows_the_working_with_a_mark_on_each_term(county_bot: PolicyBot, question: str, result: str) -> None:
    answer = county_bot.invoke(question)
    assert answer.status == "answered"
    assert answer.text.endswith(result)
    assert 0 < answer.confidence <= 1
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_result_that_a_document_states_comes_first_with_the_working_beside_it(county_bot: PolicyBot) -> None:
    answer = county_bot.invoke("2022年澄江县外出务工脱贫劳动力比2021年增加多少人？")
    assert "比2021年增加764人[1]" in answer.text
    assert "12594人[2]−11830人[3]=764人" in answer.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("2020年和2021年澄江县一共改造了多少户危房？", "没有找到“2020年"),
        ("2022年澄江县监测对象的户数和人数加起来多少？", "单位不同"),
        ("白鹭镇2022年和澄江县2021年的监测对象加起来多少户？", "口径不同"),
    ],
)
def test_what_is_missing_or_mixed_is_not_computed(county_bot: PolicyBot, question: str, reason: str) -> None:
    answer = county_bot.invoke(question)
    assert answer.status == "no_evidence"
    assert reason in answer.text
    assert answer.confidence == 0
