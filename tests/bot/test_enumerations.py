"""Items of lists with what leads them in: over passages in a real catalogue."""

from __future__ import annotations

import pytest

from bot.enumerations import holds_list, in_its_list
from bot.extractive import Quote
from bot.types import AskedKind, Query
from knowledge.assembly import KnowledgeBase
from knowledge.types import SearchHit

LEAD = "第二条 有下列情形之一的，可以申请慰问金："
ITEMS = ("（一）家中有人新近住院的；", "（二）家中有人外出求学的；", "（三）房屋因雨水受损的。")
MEASURES = ("1. 加强值班。值班人员每天登记。", "2. 加强巡查。巡查人员每周汇总。", "3. 加强保管。物资单独存放。")
LONG = tuple(
    f"（{n}）第{n}类人员，凭居住地村民委员会出具的证明、本人身份证件和近期照片到村便民服务点登记的；"
    for n in "一二三四五六七八九"
) + ("（十）其他人员。",)
TEXT = "\n\n".join(
    (
        "# 桃源县慰问办法", "桃源县民政局", "2023年2月1日", "第一条 为做好慰问工作，制定本办法。", LEAD, *ITEMS,
        "第三条 值班工作如下：", *MEASURES, "第四条 下列人员应当登记：", *LONG,
        "第五条 慰问金按下列标准发放：", "（一）住院的每户500元；", "（二）求学的每户800元；", "（三）受损的每户900元。",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    from knowledge.assembly import open_knowledge
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    place = tmp_path_factory.mktemp("lists")
    (place / "docs").mkdir()
    (place / "docs" / "办法.md").write_text(TEXT, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    report = Publisher(settings, load_embedder(settings)).sync([place / "docs"])
    assert not report.failed
    return open_knowledge(settings)


def quote_of(base: KnowledgeBase, text: str) -> Quote:
    catalogue = base.catalogue
    for chunk in catalogue.chunks(catalogue.chunk_ids()):
        if text in chunk.text:
            start = chunk.start + chunk.text.index(text)
            return Quote(
                SearchHit(chunk=chunk, document=catalogue.card(chunk.document_id), score=0.9), start, start + len(text)
            )
    raise AssertionError(text)


def shown(base: KnowledgeBase, question: str, kind: AskedKind, text: str, *units: str) -> list[str]:
    query = Query(text=question, resolved=question, kind=kind, units=units)
    quotes = in_its_list(query, [quote_of(base, text)], base.catalogue)
    document = base.catalogue.document(quotes[0].hit.document.id)
    assert all(document.text[q.start : q.end] == q.text for q in quotes)  # verbatim, in the passage of its own hit
    return [q.text for q in quotes]


def lines(texts: list[str]) -> list[str]:
    return [line for text in texts for line in text.split("\n") if line]


def test_who_asks_for_all_gets_the_whole_list_with_its_lead(base: KnowledgeBase) -> None:
    assert lines(shown(base, "哪些情形能申请慰问金", "list", ITEMS[1])) == [LEAD, *ITEMS]
    assert lines(shown(base, "哪些人能申请慰问金", "who", ITEMS[1])) == [LEAD, *ITEMS]


def test_who_asks_for_one_gets_the_item_with_its_lead(base: KnowledgeBase) -> None:
    assert shown(base, "房子漏雨能申请慰问金吗", "yes_no", ITEMS[2]) == [LEAD, ITEMS[2]]


def test_a_lead_alone_gets_its_items(base: KnowledgeBase) -> None:
    assert lines(shown(base, "什么情形能申请慰问金", "list", LEAD)) == [LEAD, *ITEMS]


def test_items_that_are_sentences_stay_alone(base: KnowledgeBase) -> None:
    assert shown(base, "巡查怎么做", "steps", MEASURES[1]) == [MEASURES[1]]


def test_a_list_too_long_to_read_keeps_lead_and_item(base: KnowledgeBase) -> None:
    assert shown(base, "哪些人要登记", "list", LONG[4]) == ["第四条 下列人员应当登记：", LONG[4]]


def test_several_values_are_gathered_from_the_items(base: KnowledgeBase) -> None:
    found = lines(shown(base, "住院、求学和受损的各发多少元", "figure", "（二）求学的每户800元；", "元"))
    assert [line[-5:-1] for line in found] == ["500元", "800元", "900元"]


def test_one_value_and_a_definition_stay_as_they_are(base: KnowledgeBase) -> None:
    assert shown(base, "求学的发多少元", "figure", "（二）求学的每户800元；", "元") == ["（二）求学的每户800元；"]
    assert shown(base, "什么叫外出求学", "definition", ITEMS[1]) == [ITEMS[1]]


def test_prose_stays_as_it_is(base: KnowledgeBase) -> None:
    assert shown(base, "为什么制定本办法", "reason", "第一条 为做好慰问工作，制定本办法。") == [
        "第一条 为做好慰问工作，制定本办法。"
    ]


def test_a_list_with_its_lead_is_told_from_sentences_and_single_items() -> None:
    assert holds_list("办理步骤如下：\n1. 本人申请；\n2. 村里核实；\n3. 镇里审批。")
    assert holds_list("前文。\n下列材料：\n（一）申请书；\n（二）身份证。\n后文。")
    assert not holds_list("办理步骤如下：\n1. 本人申请。")
    assert not holds_list("1. 本人申请；\n2. 村里核实；\n3. 镇里审批。")
    assert not holds_list("先申请，再核实。\n最后审批。")
