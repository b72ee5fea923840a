"""A measure's name alone asks how much it is; anything that asks is left as it is."""

from __future__ import annotations

import pytest

from bot.bare_names import asked_in_full


@pytest.mark.parametrize(
    "name", ["2021年监测对象户数", "低保标准", "石桥镇脱贫人口人均纯收入", "全县人口数", "2022年参保率。"]
)
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


@pytest.mark.parametrize(
    ("said", "full"),
    [
        ("松岭镇有多少个村？", "松岭镇有多少个行政村？"),
        ("全县辖几个村", "全县辖几个行政村"),
        ("多少个村有卫生室", "多少个村有卫生室"),
    ],
)
def test_a_places_villages_are_its_administrative_villages(said: str, full: str) -> None:
    assert asked_in_full(said) == full
