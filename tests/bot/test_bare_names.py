"""A measure's name alone asks how much it is; anything that asks is left as it is."""

from __future__ import annotations

import pytest

from bot.bare_names import asked_in_full


@pytest.mark.parametrize("name", ["2021年监测对象户数", "低保标准", "石桥镇脱贫人口人均纯收入", "2022年参保率。"])
def test_a_name_alone_asks_how_much(name: str) -> None:
    assert asked_in_full(name) == f"{name.rstrip('。')}是多少"


@pytest.mark.parametrize(
    "text",
    [
        "监测对象认定标准",
        "低保户有多少户",
        "奖学金算不算家里收入",
        "介绍一下低保标准",
        "低保怎么申请",
        "写总结用，人口和收入",
        "",
    ],
)
def test_what_asks_or_names_no_measure_stays(text: str) -> None:
    assert asked_in_full(text) == text
