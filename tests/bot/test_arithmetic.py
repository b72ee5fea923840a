"""Sums, differences and comparisons of cited figures: taken apart, computed exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.arithmetic import Term, computed, in_order, terms_asked
from bot.extractive import Quote
from bot.types import Query
from knowledge.numbers import find_quantities
from knowledge.types import Chunk, DocumentCard, Metadata, SearchHit, Source


def asked(text: str, kind="sum", **slots) -> Query:
    return Query(text=text, resolved=text, kind=kind, **slots)


def term(label: str, shown: str, *, said: str = "改造危房", document: str = "d") -> Term:
    card = DocumentCard(
        id=document,
        source=Source(path="", name="", format="md", sha256="", size_bytes=0),
        metadata=Metadata(title="报告"),
    )
    text = f"{said}{shown}"
    hit = SearchHit(
        chunk=Chunk(id="c", document_id=document, start=0, end=len(text), text=text), document=card, score=1
    )
    (quantity,) = find_quantities(shown)
    return Term(label, Quote(hit, 0, len(text)), quantity, shown, said)


@pytest.mark.parametrize(
    ("text", "slots", "terms"),
    [
        ("危房改造和抗震改造加起来多少户？", {}, ["危房改造", "抗震改造"]),
        ("路灯、公厕、水窖一共加起来多少个", {}, ["路灯", "公厕", "水窖"]),
        ("2022年改厕比2021年少了多少座？", {"years": (2022, 2021)}, ["2021年改厕", "2022年改厕"]),
        ("甲镇和乙镇，哪个镇低保人数多？", {"places": ("甲镇", "乙镇")}, ["甲镇低保人数", "乙镇低保人数"]),
        ("低保一共多少人？", {}, []),
    ],
)
def test_a_question_is_taken_apart_by_years_places_or_indicators(text: str, slots: dict, terms: list[str]) -> None:
    found = terms_asked(asked(text, **slots))
    assert [t.resolved for t in found] == terms
    assert all(t.kind == "figure" for t in found)


@given(values=st.lists(st.integers(1, 10**7), min_size=2, max_size=5))
def test_a_sum_is_exact_and_shows_each_term(values: list[int]) -> None:
    terms = [term(f"第{n}项", f"{value}户", document=str(n)) for n, value in enumerate(values)]
    text = computed(asked("加起来多少户"), terms)
    assert text.endswith(f"={sum(values)}户")
    assert all(f"{value}户[{n}]" in text for n, value in enumerate(values, 1))


def test_a_sum_folds_scales_into_the_first_terms_unit() -> None:
    text = computed(asked("加起来多少"), [term("甲", "1.5亿元"), term("乙", "3000万元", document="e")])
    assert text == "甲、乙：1.5亿元[1]+3000万元[2]=1.8亿元"


@given(one=st.integers(1, 10**6), other=st.integers(1, 10**6))
def test_a_difference_takes_the_smaller_from_the_larger_shown_first(one: int, other: int) -> None:
    query = asked("差多少户", "difference")
    terms = in_order(query, [term("甲", f"{one}户"), term("乙", f"{other}户", document="e")])
    text = computed(query, terms)
    assert terms[0].quantity.value >= terms[1].quantity.value
    assert text.endswith(f"[1]−{min(one, other)}户[2]={abs(Decimal(one) - other)}户")


def test_a_comparison_names_the_larger_and_the_gap() -> None:
    text = computed(asked("哪个多", "comparison"), [term("甲镇", "20户"), term("乙镇", "50户", document="e")])
    assert "相差50户[2]−20户[1]=30户" in text
    assert text.endswith("乙镇较多。")


def test_units_that_differ_are_not_computed() -> None:
    assert computed(asked("加起来多少"), [term("甲", "20户"), term("乙", "30人", document="e")]) == ""


def test_the_same_figure_twice_is_no_second_term() -> None:
    assert computed(asked("加起来多少户"), [term("甲", "20户"), term("乙", "20户")]) == ""


def test_figures_of_two_years_must_be_of_the_same_thing() -> None:
    query = asked("2022年比2021年多几名", "difference", years=(2021, 2022))
    sent = term("2022年", "186名", said="选派驻村干部")
    assert computed(query, [sent, term("2021年", "6名", said="约谈不实的人", document="e")]) == ""
    assert computed(query, [sent, term("2021年", "180名", said="选派驻村干部", document="e")]).endswith("=6名")


def test_the_bot_shows_the_working_with_a_mark_on_each_term(county_bot: PolicyBot) -> None:
    answer = county_bot.invoke("2022年澄江县改造农村危房比2021年少了多少户？")
    assert answer.text.endswith("417户[1]−358户[2]=59户")
    assert ["417户" in answer.citations[0].quote, "358户" in answer.citations[1].quote] == [True, True]
