from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.self_check_clauses import find_comparison, segments


@pytest.mark.parametrize(
    ("clause", "pieces"),
    [
        ("持有本乡户口，人均年收入低于5000元，并且没有商品房的", ["持有本乡户口", "人均年收入低于5000元", "没有商品房的"]),
        ("经医保报销后，年度自付费用仍超过3000元的", ["经医保报销后，年度自付费用仍超过3000元的"]),
        ("因火灾、洪水等灾害，基本生活困难的", ["因火灾、洪水等灾害", "基本生活困难的"]),
        ("具有本县户籍、年满80周岁的老年人", ["具有本县户籍", "年满80周岁的老年人"]),
        ("生活困难的本县户籍家庭，以及持有居住证的家庭", ["生活困难的", "本县户籍家庭", "持有居住证的家庭"]),
        ("住房困难的低保家庭、分散供养的特困人员和残疾人家庭", ["住房困难的低保家庭、分散供养的特困人员和残疾人家庭"]),
    ],
)  # fmt: skip
def test_a_clause_is_cut_where_something_new_can_be_true(clause: str, pieces: list[str]) -> None:
    assert [piece.text for piece in segments(clause)] == pieces


def test_alternatives_are_told_from_further_conditions() -> None:
    assert [piece.joins for piece in segments("具有本县户籍，或者连续务工满一年")] == ["and", "or"]


@pytest.mark.parametrize(
    ("words", "subject", "relation", "value", "unit"),
    [
        ("家庭人均年收入低于5000元的", "家庭人均年收入", "less_than", "5000", "元"),
        ("出资额超过5万元的", "出资额", "more_than", "50000", "元"),
        ("未超过8820元的家庭", "", "at_most", "8820", "元"),
        ("人均住房面积不高于15平方米", "人均住房面积", "at_most", "15", "平方米"),
        ("连续任职满9年", "连续任职", "at_least", "9", "年"),
        ("年满60周岁", "", "at_least", "60", "周岁"),
        ("未满18周岁", "", "less_than", "18", "周岁"),
        ("个人自付超过家庭年收入的40%", "个人自付", "more_than", None, ""),
    ],
)
def test_an_amount_is_compared_by_its_own_words(
    words: str, subject: str, relation: str, value: str | None, unit: str
) -> None:
    found = find_comparison(words)
    assert found is not None
    assert (found.subject, found.relation, found.unit) == (subject, relation, unit)
    assert found.value == (Decimal(value) if value else None)


def test_a_standard_is_named_with_its_multiple() -> None:
    found = find_comparison("家庭人均金融资产超过本县低保年标准2倍的")
    assert found is not None
    assert (found.standard, found.factor, found.factor_said) == ("本县低保年标准", Decimal(2), "2倍")


@pytest.mark.parametrize(
    "words",
    [
        "五年内已享受过补助的",
        "名下有两套以上住房的",
        "家庭没有价值10万元以上的机动车",
        "拥有机动车的，价值2万元以下的三轮车除外",
        "年满60周岁离任的",
        "男性年满60周岁，女性年满55周岁",
        "残疾等级为一级、二级",
    ],
)
def test_what_an_amount_alone_does_not_decide_stays_a_plain_question(words: str) -> None:
    assert find_comparison(words) is None


@given(st.text(alphabet="家庭人均年收入低于的，、；。或者并且超过1万元8周岁满且对本县户籍", max_size=60))
def test_pieces_are_verbatim_in_order_and_apart(text: str) -> None:
    end = 0
    for piece in segments(text):
        assert text[piece.start : piece.end] == piece.text
        assert piece.start >= end
        end = piece.end
