"""A figure that changed into the next one is told from one that holds."""

from __future__ import annotations

import pytest

from bot.changed import asks_earlier, changed_on


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("看护补贴由每人每年", "提高到每人每年5400元。", True),
        ("办理时限从", "缩短为5个工作日", True),
        ("看护补贴由每人每年4800元提高到每人每年", "。", False),
        ("由县民政局发放", "，其中市级补助", False),
        ("全县渡口", "，改造提高到一个新水平", False),
    ],
)
def test_what_has_changed(before: str, after: str, changed: bool) -> None:
    assert changed_on(before, after) == changed


def test_what_was_before_may_be_asked() -> None:
    assert asks_earlier("提标前看护补贴多少钱")
    assert not asks_earlier("看护补贴多少钱")
