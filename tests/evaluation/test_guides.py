"""How the lists of how to apply are judged."""

from dataclasses import replace

from bot.types import Answer, Guide, GuideItem, GuideSection
from evaluation.guides import judge, summary
from tests.web.canned import NOTICE

WHO = "申请由户主向户籍所在地乡镇人民政府提出。"
ROW = {
    "id": "g",
    "question": "问",
    "document": "最低生活保障",
    "parts": {"steps": ["户主"]},
    "missing": ["materials"],
    "said": ["户主"],
}
SECTIONS = (GuideSection(part="steps", items=(GuideItem(text=WHO, number=1),)), GuideSection(part="materials"))
RIGHT = Answer(
    status="answered", text=f"{WHO}[1]", lead=(0, len(WHO) + 3), citations=(NOTICE.cite(1, WHO),),
    guide=Guide(document=NOTICE.card, sections=SECTIONS),
)  # fmt: skip


def test_a_right_answer_is_right() -> None:
    judged = judge(ROW, RIGHT)
    assert (judged.wrong, judged.items, judged.loose, judged.long_lead) == ((), 1, 0, False)
    assert "1.000" in summary([judged])


def test_each_fault_is_named() -> None:
    assert judge(ROW, replace(RIGHT, guide=None)).wrong == ("no lists",)
    assert judge({**ROW, "document": "医疗救助"}, RIGHT).wrong[0].startswith("lists of")
    assert judge({**ROW, "parts": {"steps": ["村委会"]}}, RIGHT).wrong == ("steps lacks 村委会",)
    assert judge({**ROW, "missing": ["steps"]}, RIGHT).wrong == ("steps isn't named as missing",)
    assert judge({**ROW, "said": ["十日"]}, RIGHT).wrong == ("short answer lacks 十日",)
    assert judge({**ROW, "not": ["户主"]}, RIGHT).wrong == ("lists hold 户主",)
    assert judge({"id": "g", "question": "问", "refused": True}, RIGHT).wrong == ("not refused",)
    assert judge({"id": "g", "question": "问", "no_guide": True}, RIGHT).wrong == ("lists where none are asked",)


def test_an_item_that_its_quote_does_not_hold_is_loose() -> None:
    loose = replace(
        RIGHT,
        guide=replace(RIGHT.guide, sections=(GuideSection(part="steps", items=(GuideItem(text="村委会", number=1),)),)),
    )
    assert judge(ROW, loose).loose == 1
