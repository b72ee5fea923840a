"""Terms that documents define."""

import pytest

from bot.defined_terms import definitions
from knowledge.types import Chunk


def names(text: str, heading: str = "第一章 总则") -> list[str]:
    chunk = Chunk(id="d:3", document_id="d", start=3, end=3 + len(text), text=text, heading_path=(heading,))
    found = list(definitions(chunk))
    assert all(text[d.start - 3 : d.end - 3] for d in found)
    return [d.name for d in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("第二条 本办法所称高龄津贴，是指对高龄老人发放的生活补助。", "高龄津贴"),
        ("“一卡通”是各项补贴的统一发放方式。", "一卡通"),
        ("第十三条 支出型对象，是指必需支出突然增加的家庭。", "支出型对象"),
    ],
)
def test_a_defined_term_is_found(text: str, name: str) -> None:
    assert names(text) == [name]


def test_a_glossary_defines_by_colon_only_under_its_heading() -> None:
    text = "风险消除率：累计消除风险户数除以监测对象户数，以百分数表示。"
    assert names(text, "五、指标解释") == ["风险消除率"]
    assert names(text, "五、工作要求") == []


@pytest.mark.parametrize(
    "text", ["本办法，是指导性文件。", "咨询电话：县民政局救助股，电话0999-5551234。", "其主要任务是指导各村。"]
)
def test_what_defines_nothing_isnt_found(text: str) -> None:
    assert names(text) == []
