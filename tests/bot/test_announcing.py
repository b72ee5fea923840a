"""What only announces what follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcing import announces, introduces, is_preamble
from bot.types import AskedKind, Query

PREAMBLE = "经县人民政府同意，提高全县护林员报酬标准。现将有关事项通知如下。"


def asked(text: str, kind: AskedKind = "passage") -> Query:
    return Query(text=text, resolved=text, kind=kind)


@pytest.mark.parametrize("text", ["表1 各乡镇造林情况", "附件2 护林员名册", "（三）巡山要求。", PREAMBLE])
def test_headings_captions_and_preambles_answer_nothing(text: str) -> None:
    assert announces(asked("护林员多久巡一次山"), text)


@pytest.mark.parametrize(
    "text", ["护林员每周巡山三次。", "（三）护林员每周巡山三次，每次不少于4小时。", "表1 青山村：12人"]
)
def test_what_states_something_answers(text: str) -> None:
    assert not announces(asked("护林员多久巡一次山"), text)


def test_a_preamble_answers_when_and_why() -> None:
    assert not announces(asked("护林员报酬什么时候提高", "when"), PREAMBLE)
    assert introduces(asked("护林员报酬提高了吗"), PREAMBLE)
    assert not introduces(asked("提高护林员报酬的依据"), PREAMBLE)


@given(st.text(max_size=40))
def test_a_preamble_is_one_wherever_it_stands(before: str) -> None:
    assert is_preamble(f"{before}现将有关事项通知如下。")
