"""The title of a paged file is its largest lines, whatever stands above them; a file without one keeps its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.metadata import read_metadata
from knowledge.types import Document
from tests.knowledge.loading.drawing import assert_drawn_once, loaded
from tests.knowledge.loading.pdfs import Words, pdf

BODY = [
    Words(84, 260, "为做好农村饮水安全工作，结合我县实际，制定本方案，请各乡镇遵照执行。", 13),
    Words(84, 290, "各乡镇要在六月底以前完成排查，逐户登记造册，并按月报送进展情况。", 13),
]


def read(folder: Path, *head: Words) -> Document:
    return loaded(folder, "微信图片二月.pdf", pdf([[*head, *BODY]]))


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            [Words(60, 40, "附件2", 12), Words(110, 80, "临溪县2023年农村饮水安全巩固提升", 22), Words(230, 115, "工作实施方案", 22)],
            "临溪县2023年农村饮水安全巩固提升工作实施方案",
        ),
        (
            [Words(60, 40, "工作动态第3期", 12), Words(140, 90, "清水润民心", 24), Words(160, 130, "——临溪县饮水工程纪实", 14)],
            "清水润民心",
        ),
        (
            [Words(120, 60, "临溪县水利局文件", 30), Words(230, 120, "临水发〔2023〕8号", 14), Words(100, 180, "关于做好2023年饮水工作的通知", 20)],
            "关于做好2023年饮水工作的通知",
        ),
        (
            [Words(120, 60, "临溪县水利局文件", 30), Words(150, 150, "临溪县水利局", 20), Words(100, 180, "关于做好2023年饮水工作的通知", 20)],
            "临溪县水利局关于做好2023年饮水工作的通知",
        ),
        ([Words(84, 200, "户主张三家庭人口五人。", 13)], "微信图片二月"),
    ],
)  # fmt: skip
def test_the_largest_lines_are_the_title(tmp_path: Path, head: list[Words], title: str) -> None:
    document = read(tmp_path, *head)
    assert_drawn_once(document)
    assert read_metadata(document).title == title


def test_what_stands_above_the_title_is_no_heading(tmp_path: Path) -> None:
    document = read(tmp_path, Words(60, 40, "附件2", 12), Words(140, 90, "饮水安全工作实施方案", 24))
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    assert headings == ["饮水安全工作实施方案"]
