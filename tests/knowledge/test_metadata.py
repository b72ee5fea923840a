"""Metadata from the documents' own texts."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading import load
from knowledge.loading.pieces import Piece, assemble
from knowledge.metadata import read_metadata
from knowledge.types import Document, Metadata, Position, Source

SHARED = Path(os.environ.get("WENCE_SHARED", Path(__file__).parents[3] / "shared"))
LAWS = SHARED / "corpus" / "laws"
POLICIES = SHARED / "corpus" / "policies"

NOTICE = """临溪县民政局　临溪县财政局
关于调整2023年农村低保标准的通知
临溪民发〔2023〕12号
各乡镇人民政府：
根据《社会救助办法》（国发〔2014〕1号）的规定，现将南陵省云岭市临溪县2023年标准通知如下。
一、标准
农村低保标准调整为每人每年5880元。
本通知自2023年7月1日起执行，有效期至2026年6月30日。《关于调整2022年农村低保标准的通知》（临溪民发〔2022〕9号）同时废止。
临溪县民政局
临溪县财政局
2023年6月15日
附件：发放表
"""


def read(folder: Path, text: str, name: str = "a1b2c3d4e5f60718.txt") -> Metadata:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_metadata(load(path))


def test_a_notice(tmp_path: Path) -> None:
    assert read(tmp_path, NOTICE) == Metadata(
        title="临溪县民政局　临溪县财政局关于调整2023年农村低保标准的通知",
        issuer="临溪县民政局 临溪县财政局",
        number="临溪民发〔2023〕12号",
        issued=date(2023, 6, 15),
        effective=date(2023, 7, 1),
        repealed=date(2026, 7, 1),
        places=("南陵省", "云岭市", "临溪县"),
        level="县",
        years=(2023,),
        repeals=("关于调整2022年农村低保标准的通知", "临溪民发〔2022〕9号"),
    )


def test_a_law(tmp_path: Path) -> None:
    text = (
        "# 南陵省社会救助条例\n\n2014年7月31日 南陵省第十二届人民代表大会常务委员会第十一次会议通过\n\n"
        "2020年9月24日 南陵省第十三届人民代表大会常务委员会第二十四次会议修正\n\n## 第一章 总则\n\n第一条 为了加强救助，制定本条例。\n\n"
        "第二条 本条例自2014年11月1日起施行。"
    )
    metadata = read(tmp_path, text, "条例(2019-01-01).md")
    assert (metadata.title, metadata.issuer) == ("南陵省社会救助条例", "南陵省人民代表大会常务委员会")
    assert (metadata.issued, metadata.effective) == (date(2020, 9, 24), date(2014, 11, 1))
    assert (metadata.places, metadata.level, metadata.years) == (("南陵省",), "省", ())


def test_a_law_whose_text_lists_only_its_first_enactment(tmp_path: Path) -> None:
    text = "# 自然资源救助条例\n\n2010年7月8日 中华人民共和国国务院令第577号公布\n\n第一条 制定本条例。"
    metadata = read(tmp_path, text, "自然资源救助条例(2019-03-02).md")
    assert metadata.issued == date(2019, 3, 2)
    assert (metadata.issuer, metadata.level, metadata.places) == ("国务院", "国家", ())
    assert metadata.number == "中华人民共和国国务院令第577号"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "临溪县民政局文件\n临溪民发〔2023〕1号\n关于做好冬令救助的通知\n各乡镇人民政府：\n请照办。\n",
            "关于做好冬令救助的通知",
        ),
        (
            "关于在全县农村低收入家庭中开展\n冬令救助工作的通知\n各乡镇：\n请照办。\n",
            "关于在全县农村低收入家庭中开展冬令救助工作的通知",
        ),
        (
            "临溪县人民政府\n关于印发《救助办法》的通知\n各乡镇：\n请照办。\n",
            "临溪县人民政府关于印发《救助办法》的通知",
        ),
        ("文章字数：3000\n来源：县融媒体\n冬日暖阳进农家\n昨天，志愿者走进山村。\n", "冬日暖阳进农家"),
        ("昨天，志愿者走进山村，送去棉衣和粮油。大家很高兴。\n第二段说的是别的。", "昨天"),
    ],
)
def test_titles(tmp_path: Path, text: str, title: str) -> None:
    assert read(tmp_path, text).title == title


@pytest.mark.parametrize("title", ["{number}关于做好救助工作的通知", "关于做好救助工作的通知（{number}）"])
def test_a_number_in_the_title_line(tmp_path: Path, title: str) -> None:
    metadata = read(tmp_path, title.format(number="临溪民发〔2023〕1号") + "\n各乡镇人民政府：\n请照办。\n")
    assert (metadata.title, metadata.number) == ("关于做好救助工作的通知", "临溪民发〔2023〕1号")


def test_the_files_name_is_the_title_where_the_text_has_only_a_slogan(tmp_path: Path) -> None:
    text = "奋楫扬帆谱新篇\n2022年，全县上下齐心协力，各项工作取得新进展。\n第二段。"
    metadata = read(tmp_path, text, "临溪县2022年工作总结.txt")
    assert metadata.title == "临溪县2022年工作总结"
    assert (metadata.places, metadata.level, metadata.years) == (("临溪县",), "县", (2022,))


def test_the_signature_before_the_attachments_counts(tmp_path: Path) -> None:
    text = (
        "关于印发方案的通知\n各乡镇人民政府：\n现印发方案。\n云岭市民政局\n2023年5月6日\n救助方案\n一、目标\n应救尽救。\n"
        "云岭市民政局办公室2023年5月8日印发\n"
    )
    metadata = read(tmp_path, text)
    assert (metadata.issuer, metadata.issued) == ("云岭市民政局", date(2023, 5, 6))
    assert (metadata.places, metadata.level) == (("云岭市",), "市")


def test_force_from_the_day_of_issue(tmp_path: Path) -> None:
    metadata = read(
        tmp_path, "救助办法\n第一条 应救尽救。\n第二条 本办法自发布之日起施行。\n青禾镇人民政府\n2023年5月6日\n"
    )
    assert metadata.effective == metadata.issued == date(2023, 5, 6)
    assert (metadata.places, metadata.level) == (("青禾镇",), "乡镇")


def test_a_work_report_covers_the_year_under_review(tmp_path: Path) -> None:
    text = "政府工作报告\n一、2022年工作回顾\n过去一年，成绩来之不易。\n二、2023年工作安排\n再接再厉。"
    assert read(tmp_path, text).years == (2022,)


def test_a_rules_file_name_is_no_reporting_year(tmp_path: Path) -> None:
    assert read(tmp_path, "# 救助办法\n\n第一条 应救尽救。", "救助办法（2020年）.md").years == ()


def test_nothing_is_invented(tmp_path: Path) -> None:
    metadata = read(tmp_path, "会议记录\n大家讨论了城市和社区的卫生问题，并支援湖北。\n散会。")
    assert metadata == Metadata(title="会议记录")


PIECES = st.sampled_from(
    ["关于", "临溪县", "民政局", "通知", "2023年", "二〇二三年", "十三月", "６月", "31日", "〔2023〕5号", "《", "》", "废止", "有效期",
     "自", "起施行", "。", "：", "\n", "（", "）", "第一条", "0年", "一十百", "|", " "]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=60).map("".join).filter(lambda text: any("一" <= c <= "龥" for c in text)))
def test_any_text_has_metadata(text: str) -> None:
    pieces = [Piece(text=line, position=Position(line=number)) for number, line in enumerate(text.split("\n"), start=1)]
    whole, blocks = assemble(pieces)
    source = Source(path="a.txt", name="a.txt", format="txt", sha256="0" * 64, size_bytes=1, encoding="utf-8")
    document = Document(id="0" * 16, source=source, text=whole, blocks=blocks, metadata=Metadata(title="a"))
    metadata = read_metadata(document)
    assert metadata.title
    assert all(years > 1900 for years in metadata.years)


@pytest.mark.skipif(not LAWS.is_dir(), reason="no shared corpus")
def test_agreement_on_the_laws() -> None:
    with (LAWS / "MANIFEST.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert rows
    right = {"title": 0, "date": 0, "region": 0, "level": 0}
    for row in rows:
        metadata = read_metadata(load(LAWS / row["file"]))
        region = metadata.places[0] if metadata.places else "全国"
        right["title"] += metadata.title == row["title"]
        right["date"] += str(metadata.issued) == row["date"]
        right["region"] += region.startswith(row["region"])
        right["level"] += metadata.level in (("国家", None) if row["level"] == "国家" else ("省",))
    assert all(count >= 0.95 * len(rows) for count in right.values()), right


@pytest.mark.skipif(not POLICIES.is_dir(), reason="no shared corpus")
def test_policies_have_titles_that_are_no_sentences() -> None:
    paths = sorted(POLICIES.glob("*.txt"))
    titles = [read_metadata(load(path)).title for path in paths]
    assert sum(title.endswith(("。", "：")) or len(title) < 4 for title in titles) <= 0.02 * len(titles)
