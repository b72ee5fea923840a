"""Graded figure cards: the shipped questions, and when a card is the expected one."""

from decimal import Decimal

import pytest

from bot.types import FigureCard
from evaluation.figure_cards import Case, Expected, Outcome, cards_row, fact_cases, graded_cases, own_cases
from evaluation.question_sets import question_sets, shared_folder

CARD = FigureCard(
    indicator="监测对象", qualifiers=("累计",), place="青川县", period="2022", value=Decimal(180), unit="户", said="180户", number=1,
    start=0, end=4,
)  # fmt: skip
SAME = Expected(values=((Decimal(180), "户"),), indicator="监测", qualified="累计", place="青川县", period="2022")


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True), ({"values": ((Decimal(18), "户"), (Decimal(180), ""))}, True), ({"values": ((Decimal(180), "人"),)}, False),
        ({"place": "白石县"}, False), ({"period": "2021"}, False), ({"indicator": "低保"}, False), ({"qualified": "新增"}, False),
        ({"upper": Decimal(200)}, False), ({"place": "", "period": None, "indicator": "", "qualified": ""}, True),
    ],
)  # fmt: skip
def test_a_card_is_the_expected_one(changed: dict[str, object], fits: bool) -> None:
    fields = {name: getattr(SAME, name) for name in SAME.__slots__} | changed
    assert Expected(**fields).is_on(CARD) is fits


def test_a_row_counts_right_ones_and_others() -> None:
    case = Case(id="k", question="问", expected=(SAME,), pair=True)
    other = Expected(values=((Decimal(7), "户"),))
    found = [
        Outcome(case=case, text="", cards=(CARD,)),
        Outcome(case=Case(id="l", question="问", expected=(other,)), text="", cards=(CARD,)),
        Outcome(case=case, text="", cards=()),
    ]
    assert cards_row("own", 4, found) == ("own", "4", "3", "0.667", "1 / 2", "1", "1 / 1")


def test_the_shipped_questions() -> None:
    own = list(own_cases())
    assert len(own) >= 40
    assert len({case.id for case in own}) == len(own)
    assert sum(case.pair for case in own) >= 5
    assert all(case.expected for case in own)
    assert len(list(fact_cases())) > 100
    assert len(list(graded_cases(question_sets(shared_folder())[0].gold))) > 40
