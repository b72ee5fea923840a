"""Grades that questions and statements name."""

from __future__ import annotations

import pytest

from bot.grades import grades_in, other_grade, ungraded
from bot.types import Query
from tests.bot.made_up import COUNTY_CARD, hit


def asked(text: str, *groups: str) -> Query:
    return Query(text=text, resolved=text, kind="figure", groups=groups)


def test_grades_are_found_and_other_words_with_their_letters_are_not() -> None:
    assert grades_in("D级重建、A类对象和二档补助") == ["D级", "A类", "二档"]
    assert grades_in("三级人民政府分类施策，这类人上级也帮") == []


@pytest.mark.parametrize(
    ("question", "groups", "statement", "other"),
    [
        ("D级危房补多少", (), "C级每户1.2万元", True),
        ("D级危房补多少", (), "D级每户3万元", False),
        ("D级危房补多少", (), "每户1.4万元", False),
        ("低保户住院报多少", ("二类对象",), "三类对象65%", True),
        ("低保户住院报多少", ("二类对象",), "C级每户1.2万元", False),
        ("危房补多少", (), "C级每户1.2万元", False),
    ],
)
def test_other_grades_are_told_from_the_asked_one(
    question: str, groups: tuple[str, ...], statement: str, other: bool
) -> None:
    assert other_grade(asked(question, *groups), statement) == other


def test_where_passages_name_the_asked_grade_a_statement_without_it_is_none_of_it() -> None:
    query, named = asked("D级危房补多少"), frozenset({"D级", "C级"})
    plain = hit(COUNTY_CARD, "抗震改造每户1.4万元。")
    led = hit(COUNTY_CARD, "每户3万元。", context="D级拆除重建：")
    assert ungraded(query, plain.chunk.text, plain, named)
    assert not ungraded(query, led.chunk.text, led, named)
    assert not ungraded(query, "（一）D级每户3万元", plain, named)
    assert not ungraded(query, plain.chunk.text, plain, frozenset({"C级"}))
    assert not ungraded(asked("抗震改造补多少"), plain.chunk.text, plain, named)
