"""The sample reports and the gold questions over them: complete, consistent, and what they claim to be."""

import json
import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "reports"
SOURCES = ROOT / "evaluation" / "sample_reports"
GOLD = ROOT / "evaluation" / "gold" / "reports.jsonl"
NAMES = sorted(path.name for path in REPORTS.iterdir())
YEARLY = {
    2021: "临溪县2021年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.txt",
    2022: "临溪县2022年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.md",
}
TOWNSHIP = "青禾镇2022年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作总结.txt"
BRIEF = "临溪县2022年乡村振兴统计简报.docx"
HOUSING = "关于做好2023年农村危房改造工作的通知.html"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIELDS = {
    "id", "type", "audience", "question", "history", "answer", "must", "must_not", "evidence", "docs", "note", "expect",
}  # fmt: skip
TYPES = {
    "figure", "multi_figure", "list", "definition", "how", "who", "deadline", "yes_no", "calc", "comparison", "follow_up",
    "unanswerable", "false_premise", "colloquial", "typo", "condition", "region_specific", "version_conflict",
}  # fmt: skip
QUESTIONS: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
Table = list[list[str]]


class _Page(HTMLParser):
    """The visible text of a page, and its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.rows: Table = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = self._hidden or tag in {"style", "title"}
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = self._hidden and tag not in {"style", "title"}
        self.text.append({"td": " | ", "th": " | "}.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.text.append(data)
        if self.lasttag in {"td", "th"} and self.rows:
            self.rows[-1][-1] += data.strip()


@cache
def page(name: str) -> _Page:
    parsed = _Page()
    parsed.feed((REPORTS / name).read_text("utf-8"))
    return parsed


@cache
def tables(name: str) -> list[Table]:
    return [[[c.text for c in row.cells] for row in t.rows] for t in docx.Document(str(REPORTS / name)).tables]


@cache
def text_of(name: str) -> str:
    """What a reader sees, table cells with bars between them."""
    path = REPORTS / name
    if path.suffix == ".docx":
        paragraphs = [p.text for p in docx.Document(str(path)).paragraphs]
        return "\n".join(paragraphs + [" | ".join(row) for table in tables(name) for row in table])
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    if path.suffix == ".html":
        return "".join(page(name).text)
    return path.read_text("gb18030" if name == TOWNSHIP else "utf-8")


def bare(text: str) -> str:
    """Without white space and thousands separators, full width forms made half width."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))


def says(text: str, item: str | list[str]) -> bool:
    """Whether a text says one of the alternatives, numbers matched whole."""
    options = [item] if isinstance(item, str) else item
    patterns = (r"(?<![\d.])" * o[0].isdigit() + re.escape(o) + r"(?!\d)" * o[-1].isdigit() for o in map(bare, options))
    return any(re.search(pattern, bare(text)) for pattern in patterns)


def whole(cell: str) -> int:
    return int(cell.replace(",", ""))


def columns(table: Table) -> dict[str, list[str]]:
    """Cells by column heading, the heading itself left out."""
    return {heading: [row[i] for row in table[1:]] for i, heading in enumerate(table[0])}


def test_there_are_enough_reports_in_every_format() -> None:
    assert len(NAMES) >= 10
    assert {Path(name).suffix for name in NAMES} == {".md", ".txt", ".html", ".docx", ".pdf"}


@pytest.mark.parametrize("name", NAMES)
def test_every_report_says_that_it_is_fictional_and_has_a_fair_size(name: str) -> None:
    text = text_of(name)
    assert "（本文为示例，县、镇、村及数据均为虚构。）" in text[:400]
    assert 1400 <= len(text) <= 6000


@pytest.mark.parametrize("name", NAMES)
def test_telephone_numbers_are_fictional(name: str) -> None:
    numbers = re.findall(r"\d{3,4}-\d{7,8}", text_of(name))
    assert all(re.fullmatch(r"0999-5550\d{3}", number) for number in numbers)


@pytest.mark.parametrize("year", YEARLY)
def test_a_yearly_report_is_rich_in_figures(year: int) -> None:
    assert len(NUMBER.findall(text_of(YEARLY[year]))) >= 80
    assert len(text_of(YEARLY[year])) >= 3000


def test_the_yearly_reports_give_the_same_indicators_other_values() -> None:
    patterns = [
        r"农村低保对象(\d+)户", r"特困供养人员(\d+)人", r"临时救助(\d+)人次", r"危房改造(\d+)户", r"抗震改造(\d+)户",
        r"户用卫生厕所(\d+)座", r"脱贫人口务工就业(\d+)人", r"人均纯收入(\d+)元", r"投入协作资金(\d+)万元",
        r"反馈问题(\d+)个", r"实施衔接资金项目(\d+)个", r"乡村公益性岗位安置(\d+)人", r"农村公路([\d.]+)公里",
    ]  # fmt: skip
    for pattern in patterns:
        values = [re.search(pattern, text_of(name)) for name in YEARLY.values()]
        assert all(values), pattern
        assert len({match[1] for match in values if match}) == 2, pattern


def test_the_township_report_is_gb18030_and_not_utf8() -> None:
    data = (REPORTS / TOWNSHIP).read_bytes()
    assert "青禾镇" in data.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_totals_of_the_brief_are_the_sums_of_its_rows(number: int) -> None:
    table = tables(BRIEF)[number]
    assert len(table) == 10
    for heading, cells in columns(table).items():
        if heading == "乡镇" or heading.startswith("脱贫人口人均纯收入"):
            continue
        assert sum(map(whole, cells[:-1])) == whole(cells[-1]), heading


def test_the_average_income_of_the_brief_is_weighted_by_population() -> None:
    table = columns(tables(BRIEF)[1])
    income, people = (list(map(whole, table[h])) for h in ("脱贫人口人均纯收入（元）", "脱贫人口（人）"))
    mean = sum(i * p for i, p in zip(income[:-1], people[:-1], strict=True)) / people[-1]
    assert round(mean) == income[-1]


def test_the_comparison_table_subtracts_and_agrees_with_the_reports() -> None:
    for name, unit, before, after, change in tables(BRIEF)[3][1:]:
        assert int(after) - int(before) == int(change), name
        if name != "财政衔接资金":  # the reports say it in 亿元
            assert before + unit in text_of(YEARLY[2021]), name
            assert after + unit in text_of(YEARLY[2022]), name


def test_households_are_fewer_than_people() -> None:
    for name in (*YEARLY.values(), TOWNSHIP, BRIEF):
        pairs = re.findall(r"(\d+)户(\d+)人", text_of(name))
        assert all(int(households) < int(people) for households, people in pairs), name


@pytest.mark.parametrize(
    ("year", "total", "parts"),
    [
        (2021, r"监测对象(\d+)户3771人", r"脱贫不稳定户(\d+)户.*?边缘易致贫户(\d+)户.*?突发严重困难户(\d+)户"),
        (2022, r"监测对象(\d+)户4166人", r"脱贫不稳定户(\d+)户.*?边缘易致贫户(\d+)户.*?突发严重困难户(\d+)户"),
        (2021, r"危房改造(\d+)户", r"维修加固(\d+)户、D级拆除重建(\d+)户"),
        (2022, r"危房改造(\d+)户", r"维修加固(\d+)户、D级拆除重建(\d+)户"),
        (2021, r"资金项目(\d+)个", r"产业项目(\d+)个、基础设施项目(\d+)个、公共服务项目(\d+)个、其他项目(\d+)个"),
        (2022, r"资金项目(\d+)个", r"产业项目(\d+)个、基础设施项目(\d+)个、公共服务项目(\d+)个、其他项目(\d+)个"),
        (2021, r"反馈问题(\d+)个", r"国家反馈(\d+)个、省级反馈(\d+)个、市级反馈(\d+)个"),
        (2022, r"反馈问题(\d+)个", r"国家反馈(\d+)个、省级反馈(\d+)个、市级反馈(\d+)个"),
        (2021, r"务工就业(\d+)人", r"县外务工(\d+)人、县内务工(\d+)人"),
        (2022, r"务工就业(\d+)人", r"县外务工(\d+)人、县内务工(\d+)人"),
        (2021, r"特困供养人员(\d+)人", r"集中供养(\d+)人、分散供养(\d+)人"),
        (2022, r"特困供养人员(\d+)人", r"集中供养(\d+)人、分散供养(\d+)人"),
    ],
)
def test_parts_of_a_yearly_report_add_up(year: int, total: str, parts: str) -> None:
    text = text_of(YEARLY[year])
    whole_match, parts_match = re.search(total, text), re.search(parts, text)
    assert whole_match
    assert parts_match
    assert sum(map(int, parts_match.groups())) == int(whole_match[1])


def test_the_township_report_agrees_with_its_row_of_the_brief() -> None:
    for table in tables(BRIEF)[:3]:
        row = next(row for row in table if row[0] == "青禾镇")
        for value in row[1:]:
            assert re.search(rf"(?<!\d){whole(value)}(?!\d)", text_of(TOWNSHIP)), value


def test_the_housing_notice_adds_up() -> None:
    rows = page(HOUSING).rows
    *townships, total = rows[1:]
    assert len(townships) == 8
    for column in range(1, 5):
        assert sum(int(row[column]) for row in townships) == int(total[column])
    assert all(int(row[1]) == int(row[2]) + int(row[3]) for row in rows[1:])


def test_the_newer_relief_rules_repeal_the_older_ones() -> None:
    older, newer = text_of("临溪县临时救助办法（2020年）.md"), text_of("临溪县临时救助办法（2023年）.pdf")
    assert "临溪政办发〔2020〕21号" in older
    assert "（临溪政办发〔2020〕21号）同时废止" in bare_lines(newer)
    assert "累计救助金额不超过10000元" in older
    assert "累计救助金额不超过20000元" in bare_lines(newer)


def bare_lines(text: str) -> str:
    """The text with the line breaks of a printed page taken out."""
    return re.sub(r"\s*\n\s*", "", text)


@pytest.mark.parametrize("source", sorted(SOURCES.glob("*.md")), ids=lambda p: p.stem)
def test_a_built_docx_says_what_its_source_says(source: Path) -> None:
    lines = [re.sub(r"^#+ ", "", line) for line in source.read_text("utf-8").splitlines()]
    built = bare(text_of(f"{source.stem}.docx"))
    said = [bare(line.strip("|")) for line in lines if line and not line.startswith("| --")]
    assert len(said) > 40
    assert not [line for line in said if line not in built]


@pytest.mark.parametrize("source", sorted(SOURCES.glob("*.html")), ids=lambda p: p.stem)
def test_a_printed_pdf_says_what_its_source_says(source: Path) -> None:
    parsed = _Page()
    parsed.feed(source.read_text("utf-8"))
    wanted, printed = (bare(text).replace("|", "") for text in ("".join(parsed.text), text_of(f"{source.stem}.pdf")))
    assert printed == wanted


def test_gold_has_the_kinds_it_promises() -> None:
    def kind(name: str) -> list[dict[str, Any]]:
        return [q for q in QUESTIONS if q["type"] == name]

    def noted(mark: str) -> list[dict[str, Any]]:
        return [q for q in QUESTIONS if q["note"].startswith(mark)]

    assert len(QUESTIONS) >= 80
    assert len({q["id"] for q in QUESTIONS}) == len(QUESTIONS)
    assert len({(q["question"], str(q["history"])) for q in QUESTIONS}) == len(QUESTIONS)
    assert len([q for q in kind("unanswerable") if not q["note"].startswith("[错")]) >= 12
    assert min(len(noted("[错年]")), len(noted("[选年]")), len(noted("[错地]")), len(noted("[选地]"))) >= 8
    assert min(len(kind("follow_up")), len(kind("colloquial"))) >= 6
    assert min(len(kind("typo")), len(kind("calc")), len(noted("[版本]"))) >= 4


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])
def test_a_gold_question_is_well_formed_and_stands_in_its_documents(question: dict[str, Any]) -> None:
    assert set(question) == FIELDS
    assert question["type"] in TYPES
    assert question["audience"] in {"resident", "staff", "trainer"}
    assert [t["role"] for t in question["history"]] == ["user", "assistant"] * (len(question["history"]) // 2)
    assert (question["type"] == "follow_up") == bool(question["history"])
    assert (question["expect"] == "refuse") == (question["type"] == "unanswerable")
    assert all(_is_item(item) for item in question["must"])
    assert all(isinstance(item, str) and item for item in question["must_not"])
    if question["expect"] == "refuse":
        assert not question["must"] + question["evidence"] + question["docs"]
        return
    assert question["must"]
    assert set(question["docs"]) <= set(NAMES)
    found = {e: {name for name in question["docs"] if stands_in(e, name)} for e in question["evidence"]}
    assert all(found.values()), found
    assert set().union(*found.values()) == set(question["docs"])


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q["expect"] != "refuse"], ids=lambda q: q["id"])
def test_a_gold_answer_passes_its_own_conditions(question: dict[str, Any]) -> None:
    missing = [item for item in question["must"] if not says(question["answer"], item)]
    assert not missing
    assert not [item for item in question["must_not"] if says(question["answer"], item)]


@pytest.mark.parametrize(
    "question",
    [q for q in QUESTIONS if q["type"] in {"figure", "multi_figure", "deadline", "region_specific"}],
    ids=lambda q: q["id"],
)
def test_the_evidence_of_a_figure_holds_it_and_not_the_wrong_one(question: dict[str, Any]) -> None:
    evidence = "\n".join(question["evidence"])
    assert not [item for item in question["must"] if not says(evidence, item)]
    # The first is the plainest place; a later one may be a table row that sets two years side by side.
    assert not [item for item in question["must_not"] if says(question["evidence"][0], item)]


def stands_in(evidence: str, name: str) -> bool:
    """Whether a document holds the evidence; a printed page has no bars between the cells of a table."""
    wanted = bare(evidence).replace("|", "") if name.endswith(".pdf") else bare(evidence)
    return wanted in bare(text_of(name))


def _is_item(item: object) -> bool:
    if isinstance(item, list):
        return bool(item) and all(isinstance(option, str) and option for option in item)
    return isinstance(item, str) and bool(item)
