"""What is said of a document as a whole, of repeated rows and of digits read badly."""

from dataclasses import replace

from knowledge.audited_documents import digit_findings, missing_findings, private_findings, unread_findings
from knowledge.audited_figures import figure_findings
from knowledge.audited_rows import repeated_row_findings
from knowledge.figures import figures_of
from knowledge.types import DrawnLine, DrawnPage
from tests.knowledge.audited import document, table

NOTICE = "# 关于做好冬春救助工作的通知\n\n临民发〔2022〕7号\n\n各乡镇人民政府：\n\n请按时报送。\n\n临溪县民政局\n\n2022年11月3日\n"


def rules(text: str) -> list[str]:
    return [row.rule for row in missing_findings(document(text))]


def test_a_notice_without_its_number_or_date() -> None:
    assert rules(NOTICE) == []
    assert rules(NOTICE.replace("临民发〔2022〕7号\n\n", "")) == ["no_number"]
    assert rules(NOTICE.replace("2022年11月3日", "")) == ["no_date"]
    cited = NOTICE.replace("临民发〔2022〕7号\n\n", "").replace("请按", "根据《救助办法》（云民发〔2020〕3号），请按")
    assert rules(cited) == ["no_number"]
    assert rules("# 临溪县2022年工作报告\n\n全年工作如下。\n") == []


def test_a_row_that_stands_twice() -> None:
    made = table(
        "序号 | 姓名 | 村", "1 | 王建国 | 东坪村", "2 | 李玉梅 | 东坪村", "3 | 王建国 | 东坪村", "4 | 王建国 | 西坪村"
    )
    (row,) = repeated_row_findings(made)
    assert "王建国，东坪村" in row.about and made.text[row.start : row.end].strip("| ").startswith("3")
    assert row.stated != row.other


def test_the_prose_says_another_figure_than_the_table() -> None:
    text = (
        "# 临溪县2022年监测情况\n\n截至2022年12月底，全县监测对象{}户。\n\n表1 2022年各镇监测对象情况\n\n| 乡镇 | 监测对象户数（户） |\n|---|---|\n"
        "| 青禾镇 | 60 |\n| 石桥镇 | 40 |\n| 合计 | 100 |\n"
    )
    right, wrong = document(text.format("100")), document(text.format("112"))
    assert not list(figure_findings(right, figures_of(right)))
    (row,) = figure_findings(wrong, figures_of(wrong))
    assert (row.stated, row.other) == ("112户", "100户") and wrong.text[row.start : row.end] == "112户"


def test_a_digit_recognised_with_little_confidence() -> None:
    made = document("# 台账\n\n监测对象1286户。\n")
    start = made.text.index("监测对象1286")
    sure = [0.99] * 10
    sure[6] = 0.42
    line = DrawnLine(
        start=start,
        end=start + 10,
        page=3,
        top=1,
        bottom=2,
        lefts=(0.0,) * 10,
        rights=(1.0,) * 10,
        confidences=tuple(sure),
    )
    (row,) = digit_findings(replace(made, pages=(DrawnPage(page=3, width=9, height=9, lines=(line,)),)))
    assert (row.stated, row.other) == ("1286", "42%")
    layer = replace(line, confidences=())
    assert not list(digit_findings(replace(made, pages=(DrawnPage(page=3, width=9, height=9, lines=(layer,)),))))


def test_warnings_of_the_loader_become_rows() -> None:
    made = replace(
        document(NOTICE),
        warnings=(
            "第 3–5 页是图片，没有文字层，没有读。",
            "文件没有注明编码，按 gb18030 读取。",
            "有 2 段文字在文件中重复出现，只收录第一次。",
        ),
    )
    assert [(row.rule, row.stated) for row in unread_findings(made)] == [("unread", "第 3–5 页"), ("encoding", "utf-8")]


def test_private_numbers_are_counted() -> None:
    (row,) = private_findings(document("# 名单\n\n王某，手机13912345678，账号2610012345678901。\n"))
    assert row.about == "手机号 1 个、银行账号 1 个" and (row.stated, row.other) == ("0", "2")
    assert not list(private_findings(document(NOTICE)))
