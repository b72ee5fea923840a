from bot.training.base import TrainingBase
from tests.bot.training.conftest import of


def test_sentences_are_slices_and_know_what_they_stand_under(base: TrainingBase) -> None:
    for reading in base.readings:
        for sentence in reading.sentences:
            assert reading.document.text[sentence.start : sentence.end] == sentence.text
    rules = of(base, "困难救助办法")
    most = next(s for s in rules.sentences if s.text.startswith("救助金每户"))
    assert (most.article, most.headings, most.lead) == ("第五条", ("第三章 标准",), "")
    item = next(s for s in rules.sentences if "打架" in s.text)
    assert (item.article, item.lead) == ("第三条", "有下列情形之一的，不予救助")
    assert item.text == "因打架斗殴受伤的；"


def test_contacts_are_left_out(base: TrainingBase) -> None:
    assert not any("0999" in s.text for reading in base.readings for s in reading.sentences)


def test_a_list_has_its_lead_and_its_items_without_marks(base: TrainingBase) -> None:
    listings = of(base, "困难救助办法").listings
    assert [len(listing.items) for listing in listings] == [3, 3]
    assert [item.text for item in listings[1].items] == ["救助申请表", "户口簿", "医院收费票据"]
    assert listings[1].lead.text == "申请人应当提交下列材料："


def test_a_table_has_its_header_and_rows(base: TrainingBase) -> None:
    (table,) = of(base, "村干部手册").tables
    assert table.header == ("事项", "主管部门")
    assert table.texts[2] == ("看病报销", "县医保局待遇股")


def test_rules_bind_and_reports_do_not(base: TrainingBase) -> None:
    bind = {r.document.metadata.title for r in base.readings if r.binding}
    assert bind == {"白石县困难救助办法", "白石县安居补助通知", "白石县村干部手册"}
