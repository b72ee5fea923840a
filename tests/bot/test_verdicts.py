"""The verdict on a yes-or-no question: only where one clause decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Query
from bot.verdicts import verdict
from knowledge.lexical import terms


def said(question: str, evidence: str, *, language="zh", kind="yes_no") -> str:
    query = Query(text=question, resolved=question, kind=kind, language=language)
    return verdict(query, evidence, dict.fromkeys((t for t in terms(question) if len(t) > 1), 1.0))


@pytest.mark.parametrize(
    ("question", "evidence", "word"),
    [
        ("承包地买卖可以吗", "承包地不得买卖。", "不可以"),
        ("能不能委托村委会代为申请", "行动不便的，可以委托村委会代为申请。", "可以"),
        ("村干部近亲属能担任监督委员会成员吗", "村党组织书记的近亲属不得担任监督委员会成员。", "不可以"),
        ("优待金算不算家庭收入", "优待金不计入家庭收入。", "不算"),
        ("务工收入计不计入家庭收入", "务工收入扣减成本后计入家庭收入。", "算"),
        ("村委会要不要设立灾害信息员", "村委会应当设立灾害信息员。", "要"),
        ("用不用提交收入证明", "无需提交收入证明。", "不用"),
        ("供销社能不能招标", "供销社不适用招标法律的规定。", "不可以"),
    ],
)
def test_a_clause_that_names_the_deed_decides(question: str, evidence: str, word: str) -> None:
    assert said(question, evidence) == word


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("承包地买卖可以吗", "荒山荒沟可以直接招标承包。"),  # says nothing of buying
        ("能不能委托村委会代为申请", "申请人应当书面申请。"),  # no word of permission
        ("是不是不能委托村委会申请", "可以委托村委会申请。"),  # worded negatively: 不能 and 可以 would both be misread
        ("能不能委托代理人申请", "可以委托代理人申请；不得委托代理人申请。"),  # decides both ways
    ],
)
def test_what_does_not_decide_gives_none(question: str, evidence: str) -> None:
    assert said(question, evidence) == ""


def test_other_kinds_get_none_and_english_speaks_english() -> None:
    assert said("承包地买卖可以吗", "承包地不得买卖。", kind="list") == ""
    assert said("承包地买卖可以吗", "承包地不得买卖。", language="en") == "No"


@given(st.text(max_size=60), st.text(max_size=120))
def test_any_text_is_read(question: str, evidence: str) -> None:
    assert said(question, evidence) in ("", "要", "不用", "算", "不算", "可以", "不可以")


def test_another_words_official_term_is_no_deed() -> None:
    text = "老社能不能破产"
    query = Query(text=text, resolved=text, kind="yes_no", expansions=("专业合作社",), mapped=(("老社", "专业合作社"),))
    weights = {"老社": 0.1, "合作": 1.0}
    assert verdict(query, "集体可以出资设立专业合作社。", weights) == ""
