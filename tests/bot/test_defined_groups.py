"""Groups that documents define."""

from __future__ import annotations

import pytest

from bot.defined_groups import defined_groups, groups_of

RULE = (
    "补贴对象分为三类：（一）一类对象：低保家庭、特困人员；（二）二类对象：低保边缘家庭和防返贫监测对象；"
    "（三）三类对象：残疾人、特困人员。"
)


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        (("低保对象",), ("一类对象",)),
        (("低保边缘户",), ("二类对象",)),
        (("监测对象", "残疾人"), ("二类对象", "三类对象")),
        (("特困人员",), ()),
        (("驻村干部",), ()),
        ((), ()),
    ],
)
def test_who_is_in_which(words: tuple[str, ...], groups: tuple[str, ...]) -> None:
    assert groups_of(words, defined_groups([RULE])) == groups


def test_a_text_that_defines_none() -> None:
    assert defined_groups(["全县低保对象1052户2015人。", ""]) == {}
