"""The audit of a base, in words and as a table, and by the ingest command."""

import csv
import io
from pathlib import Path

import pytest

import ingest
from knowledge.audit_text import NAMES, audit_csv, audit_lines, audit_summary, place_words
from knowledge.auditing import audit_version
from knowledge.findings import ERRORS, Finding
from knowledge.types import Position
from knowledge.versions import IndexFolder
from tests.knowledge.bases import EMBEDDER, Base

RULE = "# 临溪县临时救助办法\n\n临溪县人民政府\n\n{}年3月1日\n\n第一条 为了救急难，制定本办法。\n\n第二条 每户每次不超过{}元。\n"
WRONG = "# 临溪县2022年工作报告\n\n监测对象420户128人。自来水普及率927%。\n"


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path)
    (made.docs / "办法2020.md").write_text(RULE.format(2020, 5000), encoding="utf-8")
    (made.docs / "办法2023.md").write_text(RULE.format(2023, 6000), encoding="utf-8")
    (made.docs / "报告.md").write_text(WRONG, encoding="utf-8")
    (made.docs / "名单.md").write_text("# 名单\n\n王某，手机13912345678。\n", encoding="utf-8")
    made.sync()
    return made


def rows_of(base: Base) -> list[Finding]:
    folder = IndexFolder(base.settings.index)
    return audit_version(folder.version_folder(folder.pointer().version))


def test_rows_of_a_base(base: Base) -> None:
    rows = rows_of(base)
    assert [(row.rule, row.name) for row in rows if row.severity == "error"] == [
        ("households", "报告.md"),
        ("share", "报告.md"),
    ]
    assert {(row.rule, row.name) for row in rows if row.severity == "notice"} == {
        ("superseded", "办法2020.md"),
        ("private", "名单.md"),
    }
    assert [row.severity for row in rows] == sorted(row.severity for row in rows)


def test_lines_name_document_place_rule_and_both_values(base: Base) -> None:
    rows = rows_of(base)
    line = next(line for line in audit_lines(rows, False) if "户数多于人数：" in line)
    assert all(part in line for part in ("错误", "报告.md", "第 3 行", "420户", "128人"))
    line = next(line for line in audit_lines(rows, True) if "more households than people:" in line)
    assert all(part in line for part in ("error", "报告.md", "line 3", "420户", "128人"))
    assert audit_lines([], False) == ["入库审核：没有发现问题。"]
    assert len(audit_summary(rows * 5, False)) < len(audit_lines(rows * 5, False))


def test_the_table_holds_every_row_and_no_formula(base: Base) -> None:
    rows = [*rows_of(base), Finding(rule="share", document_id="d", name="=cmd()", about="x", stated="1", other="2")]
    written = list(csv.reader(io.StringIO(audit_csv(rows, False))))
    assert len(written) == len(rows) + 1 and written[0][:3] == ["程度", "规则", "文档"]
    assert written[-1][2] == "'=cmd()"


def test_every_rule_has_words() -> None:
    for rule in NAMES:
        row = Finding(rule=rule, document_id="d", name="a.md", about="甲", stated="乙", other="丙")
        assert all(len(audit_lines([row], english)) == 3 for english in (False, True))
    assert set(NAMES) > ERRORS


@pytest.mark.parametrize(
    ("position", "chinese", "english"),
    [
        (Position(page=3, table=1, row=7), "第 3 页第 1 个表第 7 行", "page 3, table 1, row 7"),
        (Position(sheet="2022", row=7, table=1), "工作表“2022”第 7 行", "sheet “2022”, row 7"),
        (Position(line=12), "第 12 行", "line 12"),
        (Position(), "", ""),
    ],
)
def test_places_in_words(position: Position, chinese: str, english: str) -> None:
    assert (place_words(position, False), place_words(position, True)) == (chinese, english)


def test_the_command(base: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = ("--index", str(base.settings.index))
    assert ingest.main([str(base.docs), *index], embedder=EMBEDDER) == 0
    assert "入库审核：错误 2 条，提醒 2 条。" in capsys.readouterr().out
    target = tmp_path / "审核.csv"
    assert ingest.main(["--audit", "--csv", str(target), *index], embedder=EMBEDDER) == 0
    shown = capsys.readouterr().out
    assert "旧版仍在库中" in shown and "新增" not in shown
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert ingest.main(["--audit", "--csv", str(tmp_path), *index], embedder=EMBEDDER) == 1
    assert ingest.main(["--audit", "--index", str(tmp_path / "none")], embedder=EMBEDDER) == 1
