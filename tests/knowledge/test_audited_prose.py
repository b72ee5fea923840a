"""Sums, shares and households in sentences and cells, with what only looks wrong."""

import pytest

from knowledge.audited_prose import prose_findings, table_share_findings
from tests.knowledge.audited import document, table


def said(text: str) -> list[tuple[str, str, str]]:
    return [(row.rule, row.stated, row.other) for row in prose_findings(document(f"# 报告\n\n{text}\n", "a.md"))]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("累计识别监测对象100户300人。从类别看，甲类50户160人，乙类30户80人，丙类20户70人。", ("parts", "300人", "310人")),
        ("累计识别监测对象90户310人。从类别看，甲类50户160人，乙类30户80人，丙类20户70人。", ("parts", "90户", "100户")),
        ("农户按类别分为甲类50户、乙类30户，共计82户以内。全县农户82户，分为甲类50户、乙类30户。", ("parts", "82户", "80户")),
        ("龙头企业17家（省级5家、市级14家）。", ("parts", "17家", "19家")),
        ("工资性收入占67.5%，经营净收入占15.2%，转移性收入占15.4%，财产性收入占2.9%。", ("parts", "100%", "101.0%（67.5%、15.2%、15.4%、2.9%）")),
        ("监测对象420户128人。", ("households", "420户", "128人")),
        ("监测对象420户、共128人，均已帮扶。", ("households", "420户", "128人")),
        ("自来水普及率达到927%。", ("share", "927%", "100%")),
        ("占行政村总数的190.6%。", ("share", "190.6%", "100%")),
        ("拨付32.76亿元，其中一般预算30.67亿元、医保基金5.09亿元。", ("parts", "32.76亿元", "35.76亿元")),
    ],
)  # fmt: skip
def test_what_cannot_be(text: str, finding: tuple[str, str, str]) -> None:
    assert said(text) == [finding]


@pytest.mark.parametrize(
    "text",
    [
        "累计识别监测对象100户310人。从类别看，甲类50户160人，乙类30户80人，丙类20户70人。",
        "拨付32.76亿元，其中一般预算27.67亿元、医保基金5.09亿元，省级财政累计拨付11.74亿元。",
        "农户100户，其中脱贫户70户、有老人的60户。",
        "企业17家，其中省级3家、市级10家。",
        "走访500户，20人参加培训。",
        "完成年度任务的132%，比上年增长210%，相当于上年的150%。",
        "贷款拨备覆盖率180%。",
        "工资性收入占67.5%，经营净收入占15.2%，转移性收入占15.4%，财产性收入占1.9%。",
        "甲项占33.3%，乙项占33.3%，丙项占33.3%。",
        "补助不超过200%。",
    ],
)
def test_what_only_looks_wrong(text: str) -> None:
    assert said(text) == []


def test_cells() -> None:
    rows = list(
        table_share_findings(
            table("镇 | 监测户数（户） | 监测人数（人） | 参保率（%）", "甲镇 | 12 | 40 | 98.5", "乙镇 | 31 | 13 | 985")
        )
    )
    assert [(row.rule, row.about, row.stated, row.other) for row in rows] == [
        ("share", "乙镇 参保率", "985", "100%"),
        ("households", "乙镇 监测", "31户", "13人"),
    ]


def test_columns_of_different_things_are_not_compared() -> None:
    assert not list(
        table_share_findings(table("镇 | 走访户数（户） | 务工人数（人）", "甲镇 | 120 | 40", "乙镇 | 90 | 13"))
    )
    assert not list(
        table_share_findings(table("镇 | 户数 | 人数", "甲镇 | 120 | 40", "乙镇 | 90 | 13", "丙镇 | 80 | 12"))
    )
