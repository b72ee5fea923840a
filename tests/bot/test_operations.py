"""Which computation a question asks for, in people's words."""

import pytest

from bot.operations import asked_operation
from bot.sides import sides_of
from bot.types import Query


def asked(text: str, **slots) -> Query:
    return Query(text=text, resolved=text, kind="figure", **slots)


@pytest.mark.parametrize(
    ("question", "kind", "rows"),
    [
        ("危房改造和抗震改造加起来多少户", "sum", ""),
        ("各乡镇公厕一共多少座", "sum", "乡镇"),
        ("路灯2022年比2021年多多少盏", "difference", ""),
        ("甲镇的路灯是乙镇的几倍", "times", ""),
        ("低保和特困的比是多少", "times", ""),
        ("甲镇的路灯占全县的百分之几", "share", ""),
        ("资金里省级资金占比多少", "share", ""),
        ("路灯2022年比上年增长百分之几", "growth", ""),
        ("茶园面积的增幅是多少", "growth", ""),
        ("普及率提高了多少个百分点", "difference", ""),
        ("贷款户均多少钱", "each", ""),
        ("平均每支工作队几个人", "each", ""),
        ("平均每个乡镇多少盏路灯", "average", "乡镇"),
        ("两年平均每年修几公里路", "average", ""),
        ("还剩几个问题没整改", "remaining", ""),
        ("反馈问题的整改率是多少", "completion", ""),
        ("衔接项目完工率多高", "completion", ""),
        ("哪个乡镇路灯最少", "extreme", "乡镇"),
        ("路灯排前三的镇是哪几个", "extreme", "镇"),
        ("有几个镇路灯超过200盏", "count", "镇"),
        ("路灯100盏以下的村有哪些", "count", "村"),
        ("甲镇和乙镇哪个路灯多", "comparison", ""),
        ("各镇路灯多少盏", "listing", "镇"),
        ("各村路灯分别有多少盏", "listing", "村"),
        ("列出每个乡镇的路灯", "listing", "乡镇"),
    ],
)
def test_the_operation_is_read_off_the_words(question: str, kind: str, rows: str) -> None:
    found = asked_operation(question)
    assert found is not None
    assert (found.kind, found.rows) == (kind, rows)


@pytest.mark.parametrize(
    "question",
    [
        "全县有多少户监测对象",
        "低保怎么申请",
        "临时救助最高给多少钱",
        "占补平衡是什么意思",
        "菜价涨幅偏大怎么办",
        "平均年龄是指什么",
    ],
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert asked_operation(question) is None


@pytest.mark.parametrize(
    ("question", "relation", "bound"),
    [
        ("有几个镇路灯超过200盏", ">", 200), ("哪些镇路灯不到100盏", "<", 100), ("路灯100盏以上的镇有几个", ">=", 100),
        ("哪些镇路灯不少于50盏", ">=", 50), ("哪些镇路灯不超过50盏", "<=", 50),
    ],
)  # fmt: skip
def test_a_bound_is_read_with_its_side(question: str, relation: str, bound: int) -> None:
    found = asked_operation(question)
    assert found is not None and found.bound is not None
    assert (found.relation, found.bound.value) == (relation, bound)


@pytest.mark.parametrize(
    ("question", "top", "descending"),
    [("哪个镇路灯最多", 1, True), ("路灯最少的三个镇是哪些", 3, False), ("路灯前两名的镇", 2, True), ("甲镇路灯排第几", 0, True), ("路灯倒数第一的是哪个镇", 1, False)],
)  # fmt: skip
def test_an_extreme_says_how_many_and_from_which_end(question: str, top: int, descending: bool) -> None:
    found = asked_operation(question)
    assert found is not None and found.kind == "extreme"
    assert (found.top, found.descending) == (top, descending)


@pytest.mark.parametrize(
    ("question", "slots", "sides"),
    [
        ("危房改造和抗震改造加起来多少户？", {}, [("危房改造", "", 0), ("抗震改造", "", 0)]),
        ("2022年改厕比2021年少了多少座？", {"years": (2022, 2021)}, [("改厕", "", 2022), ("改厕", "", 2021)]),
        ("2022年改厕比上年少了多少座？", {"years": (2022,)}, [("改厕", "", 2022), ("改厕", "", 2021)]),
        ("甲乙镇和丙丁镇的低保加起来多少人", {"places": ("甲乙镇", "丙丁镇")}, [("低保", "甲乙镇", 0), ("低保", "丙丁镇", 0)]),
        ("甲乙镇的路灯是丙丁镇的几倍", {"places": ("甲乙镇", "丙丁镇")}, [("路灯", "甲乙镇", 0), ("路灯", "丙丁镇", 0)]),
        ("县外务工是县内务工的几倍", {}, [("县外务工", "", 0), ("县内务工", "", 0)]),
        ("甲乙镇的路灯占全县的百分之几", {"places": ("甲乙镇",)}, [("路灯", "甲乙镇", 0), ("路灯", "", 0)]),
        ("2022年衔接资金里省级资金占比多少", {"years": (2022,)}, [("省级资金", "", 2022), ("衔接资金", "", 2022)]),
        ("中央、省级衔接资金合计多少", {}, [("中央 衔接资金", "", 0), ("省级 衔接资金", "", 0)]),
    ],
)  # fmt: skip
def test_what_one_side_leaves_out_is_the_others(question: str, slots: dict, sides: list[tuple[str, str, int]]) -> None:
    operation = asked_operation(question)
    assert operation is not None
    found = sides_of(asked(question, **slots), operation)
    assert found is not None
    assert [(side.words, side.place, side.year) for side in found.each] == sides


def test_two_years_and_two_places_at_once_are_mixed() -> None:
    question = "甲乙镇2022年的路灯和丙丁镇2021年的路灯加起来多少盏"
    operation = asked_operation(question)
    assert operation is not None
    found = sides_of(asked(question, places=("甲乙镇", "丙丁镇"), years=(2022, 2021)), operation)
    assert found is not None and found.mixed


def test_a_person_is_one_of_the_people() -> None:
    found = asked_operation("发下去的补贴平均一个人是多少钱")
    assert found is not None
    assert (found.kind, found.per) == ("each", "人")
