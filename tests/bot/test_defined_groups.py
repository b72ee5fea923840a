"""Groups that documents define."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.defined_groups import defined_groups, groups_of, is_of_people, with_group_named
from bot.types import Answer, Query

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


def test_the_group_of_the_askers_word_is_told_where_only_the_group_is_named() -> None:
    query = Query(text="q", resolved="低保户报多少", kind="figure", groups=("一类对象",), members=("低保户",))
    told = Answer(status="answered", text="一类对象 | 80%[1]", query=query)
    assert with_group_named(told).notices == ("按文件里的分类，“低保户”属于一类对象。",)
    assert with_group_named(replace(told, text="低保户80%，一类对象[1]")).notices == ()
    assert with_group_named(replace(told, text="二类对象 | 60%[1]")).notices == ()
    assert with_group_named(replace(told, status="no_evidence")).notices == ()


def test_people_and_what_is_done() -> None:
    assert is_of_people("监测对象") and not is_of_people("住院")
