"""Words in which documents write what people ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.aspects import asked_aspects


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("什么样的人能申请，有啥条件", {"符合", "对象"}),
        ("办低保带啥去", {"材料", "身份证"}),
        ("临时救助咋申请", {"受理", "审核"}),
        ("骗了钱会有什么后果", {"责令", "追究"}),
        ("危房改造补多少", {"标准", "每户"}),
        ("多久能办好", {"工作日"}),
        ("这事谁管", {"负责"}),
    ],
)
def test_plain_words_are_searched_in_official_ones(question: str, words: set[str]) -> None:
    assert words <= set(asked_aspects(question))


def test_a_bare_topic_asks_for_no_aspect() -> None:
    assert asked_aspects("监测对象") == ()


@given(st.text("什么条件材料怎么办多久谁罚，手续低保", max_size=30))
def test_each_word_stands_once(text: str) -> None:
    found = asked_aspects(text)
    assert len(found) == len(set(found))
    assert set(found) <= set(asked_aspects(f"{text}啥条件带啥咋申请罚补多少多久谁"))
