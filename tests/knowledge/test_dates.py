"""Dates and years of official writing."""

from datetime import date

import pytest

from knowledge.dates import day_in_name, day_named, first_day, years_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年7月1日", date(2023, 7, 1)),
        ("2023 年 7 月 1 日", date(2023, 7, 1)),
        ("二〇二三年三月一日", date(2023, 3, 1)),
        ("二○一九年十二月三十一日", date(2019, 12, 31)),
        ("二零二〇年十月二十日", date(2020, 10, 20)),
        ("2023年2月30日", None),
    ],
)
def test_day_named(text: str, expected: date | None) -> None:
    assert day_named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间：2023-03-01 09:20", date(2023, 3, 1)),
        ("（2022年12月28日）", date(2022, 12, 28)),
        ("电话 0999-55501-21", None),
    ],
)
def test_first_day(text: str, expected: date | None) -> None:
    assert first_day(text) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("优待条例(2024-08-05)", date(2024, 8, 5)),
        ("20240805救助通知", date(2024, 8, 5)),
        ("救助通知", None),
        ("0013aa11eb7335", None),
    ],
)
def test_day_in_name(stem: str, expected: date | None) -> None:
    assert day_in_name(stem) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("临溪县2022年工作报告", {2022}),
        ("2022年度决算", {2022}),
        ("二〇二二年工作总结", {2022}),
        ("行动方案（2021—2025年）", {2021, 2022, 2023, 2024, 2025}),
        ("关于临溪民发〔2020〕5号的补充通知", set()),
        ("截至2022年12月31日的名单", set()),
        ("12022年", set()),
    ],
)
def test_years_in(title: str, expected: set[int]) -> None:
    assert years_in(title) == expected
