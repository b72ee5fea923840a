"""Which documents are no longer in force, from what documents say about themselves."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.superseding import superseded
from knowledge.types import Metadata


def about(title: str, year: int | None = None, **more: object) -> Metadata:
    return Metadata(title=title, issued=date(year, 3, 1) if year else None, **more)  # type: ignore[arg-type]


def test_a_repeal_by_title_is_found_with_or_without_marks() -> None:
    base = {
        "old": about("甲县救助 办法", 2019),
        "new": about("甲县救助实施细则", 2023, repeals=("《甲县救助办法》",)),
        "other": about("乙县救助办法", 2018),
    }
    assert superseded(base) == {"old": "甲县救助实施细则"}


def test_a_repeal_by_number_is_found_in_any_brackets() -> None:
    base = {
        "old": about("旧通知", 2019, number="甲民发〔2019〕3号"),
        "new": about("新通知", 2023, repeals=("甲民发[2019]3号",)),
    }
    assert superseded(base) == {"old": "新通知"}


def test_a_version_of_the_same_title_goes_by_date() -> None:
    base = {
        "trial": about("甲县救助办法（试行）", 2018),
        "old": about("甲县救助办法", 2020),
        "new": about("甲县救助办法(2023年修订)", 2023, repeals=("甲县救助办法",)),
    }
    assert superseded(base) == {"trial": "甲县救助办法(2023年修订)", "old": "甲县救助办法(2023年修订)"}


def test_the_newest_of_several_is_named() -> None:
    base = {"a": about("办法", 2010), "b": about("办法（修订）", 2015), "c": about("办法（新版）", 2020)}
    assert superseded(base) == {"a": "办法（新版）", "b": "办法（新版）"}


def test_reports_of_two_years_both_stand() -> None:
    base = {
        "2021": about("工作报告", 2022, years=(2021,), level="县"),
        "2022": about("工作报告", 2023, years=(2022,), level="县"),
        "a": about("2021年工作报告", 2022),
        "b": about("2022年工作报告", 2023),
    }
    assert superseded(base) == {}


def test_other_places_and_levels_both_stand() -> None:
    base = {
        "county": about("防汛通知", 2021, level="县", places=("甲县",)),
        "other": about("防汛通知", 2022, level="县", places=("乙县",)),
        "city": about("防汛通知", 2023, level="市", places=("甲县",)),
    }
    assert superseded(base) == {}


def test_without_dates_the_same_title_says_nothing_but_a_named_repeal_does() -> None:
    assert superseded({"a": about("办法"), "b": about("办法", 2020)}) == {}
    assert superseded({"a": about("旧办法"), "b": about("新办法", repeals=("旧办法",))}) == {"a": "新办法"}


def test_a_day_of_issue_and_a_day_of_effect_are_not_compared() -> None:
    """Two copies of one notice that took effect before it was issued; the date of one of them is lost."""
    effective = date(2020, 1, 1)
    copies = {"undated": about("公告", effective=effective), "dated": about("公告", 2020, effective=effective)}
    assert superseded(copies) == {}
    assert superseded({"a": about("公告", effective=effective), "b": about("公告", 2020)}) == {}
    later = about("公告", effective=date(2021, 1, 1))
    assert superseded({"a": copies["undated"], "b": later}) == {"a": "公告"}
    repealing = about("新公告", 2019, repeals=("公告",))
    assert superseded({"a": copies["undated"], "b": repealing}) == {"a": "新公告"}, "what it names it repeals"


def test_an_earlier_document_repeals_nothing_later() -> None:
    assert superseded({"a": about("办法", 2023), "b": about("细则", 2020, repeals=("办法",))}) == {}


metadata = st.builds(
    about,
    st.sampled_from(["办法", "《办法》", "细则", "办法（试行）", ""]),
    st.integers(2010, 2020),
    repeals=st.lists(st.sampled_from(["办法", "细则"]), max_size=2).map(tuple),
)


@given(st.lists(metadata, min_size=1, max_size=6), metadata)
def test_the_newest_document_always_stands(documents: list[Metadata], template: Metadata) -> None:
    newest = about(template.title, 2021, repeals=template.repeals)
    found = superseded({"newest": newest} | {str(key): value for key, value in enumerate(documents)})
    assert "newest" not in found
    assert set(found.values()) <= {value.title for value in (newest, *documents)}
