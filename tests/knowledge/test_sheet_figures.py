"""Figures of sheets: header path, row, unit, place and period of each cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge.figures import figures_of
from knowledge.loading import load
from knowledge.metadata import read_metadata
from knowledge.types import Document, Figure
from tests.knowledge.loading.books import Sheet, xlsx


def read(path: Path) -> Document:
    document = load(path)
    return replace(document, metadata=read_metadata(document))


def said(figures: tuple[Figure, ...]) -> list[tuple[str, str, str, str]]:
    return [(f.place, f.period, f.indicator, f.said) for f in figures]


def test_two_header_rows_a_unit_line_and_a_total(tmp_path: Path) -> None:
    rows = [
        ["澄江县2022年监测对象统计表", None, None],
        ["填报单位：澄江县乡村振兴局", None, "单位：户、人"],
        ["乡镇", "监测对象", None],
        [None, "户数", "人数"],
        ["白鹭镇", 12, 33],
        ["红石镇", 15, 41],
        ["合计", 27, 74],
    ]
    document = read(xlsx(tmp_path / "附件1.xlsx", {"2022": Sheet(rows, ["A1:C1", "A3:A4", "B3:C3"])}))
    assert document.metadata.title == "澄江县2022年监测对象统计表"
    assert document.metadata.issuer == "澄江县乡村振兴局"
    figures = figures_of(document)
    assert said(figures) == [
        ("白鹭镇", "2022", "监测对象户数", "12户"),
        ("白鹭镇", "2022", "监测对象人数", "33人"),
        ("红石镇", "2022", "监测对象户数", "15户"),
        ("红石镇", "2022", "监测对象人数", "41人"),
        ("澄江县", "2022", "监测对象户数", "27户"),
        ("澄江县", "2022", "监测对象人数", "74人"),
    ]
    assert [f.place_from for f in figures] == ["sentence"] * 4 + ["document"] * 2
    assert all(document.text[f.start : f.end] == f.said[:-1] for f in figures)


def test_each_sheet_says_its_year_or_place(tmp_path: Path) -> None:
    rows = [["乡镇", "危房改造（户）"], ["白鹭镇", 3]]
    years = read(xlsx(tmp_path / "澄江县历年危房改造.xlsx", {"2021": Sheet(rows), "2022年": Sheet(rows)}))
    assert [f.period for f in figures_of(years)] == ["2021", "2022"]
    assert years.metadata.years == (2021, 2022)
    indicators = [["指标", "单位", "2021年", "2022年"], ["危房改造", "户", 41, 35]]
    towns = read(xlsx(tmp_path / "澄江县各镇指标.xlsx", {"白鹭镇": Sheet(indicators), "红石镇": Sheet(indicators)}))
    assert [(f.place, f.period, f.said) for f in figures_of(towns)] == [
        ("白鹭镇", "2021", "41户"),
        ("白鹭镇", "2022", "35户"),
        ("红石镇", "2021", "41户"),
        ("红石镇", "2022", "35户"),
    ]


def test_rows_of_villages_lie_in_their_township_and_a_subtotal_is_the_townships(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "村", "低保户数"],
        ["白鹭镇", "东山村", 3],
        [None, "西山村", 4],
        [None, "小计", 7],
        ["红石镇", "南桥", 5],
        [None, None, None],
        ["小计", None, 12],
    ]
    document = read(xlsx(tmp_path / "澄江县低保情况.xlsx", {"Sheet1": Sheet(rows, ["A2:A4"])}))
    figures = figures_of(document)
    assert [(f.place, f.said) for f in figures[:4]] == [
        ("东山村", "3户"),
        ("西山村", "4户"),
        ("白鹭镇", "7户"),
        ("南桥", "5户"),
    ]
    assert figures[4].subject == "小计"


def test_a_name_under_places_is_whose_the_figure_is(tmp_path: Path) -> None:
    rows = [["序号", "乡镇", "村", "姓名", "补助金额（元）"], [1, "白鹭镇", "东山村", "王明", 1200]]
    document = read(xlsx(tmp_path / "澄江县补助公示.xlsx", {"Sheet1": Sheet(rows)}))
    (figure,) = figures_of(document)
    assert (figure.place, figure.subject, figure.said) == ("东山村", "王明", "1200元")


def test_percentages_and_thousands_are_values(tmp_path: Path) -> None:
    rows = [["乡镇", "自来水普及率", "资金（万元）"], ["白鹭镇", 0.905, 1027.5]]
    sheet = Sheet(rows, formats={"B2": "0.0%", "C2": "#,##0.0"})
    figures = figures_of(read(xlsx(tmp_path / "澄江县饮水.xlsx", {"Sheet1": sheet})))
    assert [(str(f.value.normalize()), f.unit, f.said) for f in figures] == [
        ("90.5", "%", "90.5%"),
        ("1.0275E+7", "元", "1,027.5万元"),
    ]
