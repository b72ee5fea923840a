"""In force from, until, and what is repealed."""

from datetime import date

import pytest

from knowledge.validity import effective_day, end_of_force, repealed_names

ISSUED = date(2023, 3, 20)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第九条 本办法自2023年7月1日起施行。", date(2023, 7, 1)),
        ("本通知自二〇二三年七月一日起执行，由县民政局解释。", date(2023, 7, 1)),
        ("本办法自公布之日起施行。", ISSUED),
        ("本公告自发布之日起30日后施行。", date(2023, 4, 19)),
        ("2006年3月1日 施行", date(2006, 3, 1)),
        ("自2020年1月1日起实施一系列优惠政策。", None),
        ("《城乡低保办法》自2019年1月1日起施行。", None),
        ("各地要认真执行。", None),
    ],
)
def test_effective_day(line: str, expected: date | None) -> None:
    assert effective_day(["某某办法", line], ISSUED) == expected


def test_the_last_clause_counts() -> None:
    lines = ["本办法所附标准自2022年1月1日起执行。", "第九条 本办法自2023年7月1日起施行。"]
    assert effective_day(lines, ISSUED) == date(2023, 7, 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("本办法自2023年7月1日起施行，有效期至2028年6月30日。", date(2028, 7, 1)),
        ("本办法有效期5年。", date(2028, 3, 20)),
        ("本办法自2023年7月1日起施行，有效期五年。", date(2028, 3, 20)),
        ("《证书》有效期三年。", None),
        ("健康证有效期一年。", None),
    ],
)
def test_end_of_force_is_the_first_day_after(line: str, expected: date | None) -> None:
    assert end_of_force([line], ISSUED) == expected


def test_years_from_a_leap_day() -> None:
    assert end_of_force(["本办法有效期三年。"], date(2024, 2, 29)) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "本办法自2023年4月1日起施行。《临溪县临时救助办法》（临溪政办发〔2020〕21号）同时废止。",
            ("临溪县临时救助办法", "临溪政办发〔2020〕21号"),
        ),
        ("2019年印发的《甲办法》《关于〈乙〉的通知》即行废止。", ("甲办法", "关于〈乙〉的通知")),
        ("自本办法施行之日起，废止《甲办法》。", ("甲办法",)),
        ("原临溪民发〔2019〕5号文件同时废止。", ("临溪民发〔2019〕5号",)),
        ("《甲办法》仍然有效，未废止。", ()),
        ("对《甲办法》等文件进行清理，该废止的废止。", ()),
        ("按照《甲办法》执行。", ()),
    ],
)
def test_repealed_names(line: str, expected: tuple[str, ...]) -> None:
    assert repealed_names([line]) == expected
