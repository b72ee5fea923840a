"""Figure cards: of all that an answer's quotes state, the figures that were asked for, and nothing else's."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from bot.figure_card import asks_figure, chosen_cards, figure_cards
from bot.figure_wording import conflict_as_plain, figure_as_plain, figure_line, figure_lines, figure_words
from bot.types import Answer, Citation, Conflict, FigureCard, Query
from bot.understanding import asked_kind, asked_units
from knowledge.assembly import KnowledgeBase
from knowledge.figures import figures_of
from knowledge.lexical import terms
from knowledge.types import Block, Document, DocumentCard, Figure, Metadata, Source

PAPER = "澄江县2022年工作报告"
HOUSES = "实施农村危房改造358户，其中C级维修加固140户、D级拆除重建218户，比上年减少59户；农房抗震改造77户。"
MONITORED = "全县累计识别监测对象3127户9846人，当年新增206户611人，剩余1082户3233人尚未消除风险。"
FUNDS = "投入衔接资金1.25亿元，其中中央资金0.71亿元、省级资金0.33亿元、县级资金0.21亿元，支出率97.4%。"
INCOME = "全县脱贫人口人均纯收入12880元，增长11.9%，其中工资性收入占66.1%，经营净收入占17.3%。"
RULE = "全护理的每人每月补助1260元，半护理的每人每月补助640元，由3至7人组成的小组评定。"
SENTENCES = (HOUSES, MONITORED, FUNDS, INCOME, RULE)


def document(text: str, *, name: str = "d", year: int = 2022, place: str = "澄江县") -> Document:
    source = Source(path="", name=f"{name}.md", format="md", sha256="", size_bytes=0)
    metadata = Metadata(title=PAPER, places=(place,), years=(year,))
    blocks = (Block(kind="paragraph", start=0, end=len(text)),)
    return Document(id=name, source=source, text=text, blocks=blocks, metadata=metadata)


def cited(number: int, paper: Document) -> Citation:
    card = DocumentCard(id=paper.id, source=paper.source, metadata=paper.metadata)
    return Citation(
        number=number,
        document=card,
        quote=paper.text,
        start=0,
        end=len(paper.text),
        passage=paper.text,
        passage_start=0,
    )


def asked(question: str, **slots: object) -> Query:
    return Query(text=question, resolved=question, kind=asked_kind(question), units=asked_units(question), **slots)


def cards(question: str, *papers: Document, text: str = "", **slots: object) -> tuple[FigureCard, ...]:
    """The cards of an answer that quotes the papers whole, each term of the question weighing the same."""
    query = asked(question, **slots)
    citations = tuple(cited(number, paper) for number, paper in enumerate(papers, 1))
    text = text or "\n".join(f"{c.quote}[{c.number}]" for c in citations)
    answer = Answer(status="answered", text=text, citations=citations, query=query)
    held = {number: figures_of(paper) for number, paper in enumerate(papers, 1)}
    weights = {term: 1.0 for term in terms(question) if len(term) > 1}
    return chosen_cards(answer, query, held, weights)


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("危房改造了多少户？", HOUSES, ["358户"]),
        ("农房抗震改造多少户？", HOUSES, ["77户"]),
        ("危房改造里D级拆除重建的多少户？", HOUSES, ["218户"]),
        ("危房改造比上年减少多少户？", HOUSES, ["59户"]),
        ("危房改造中C级和D级各多少户？", HOUSES, ["140户", "218户"]),
        ("累计识别监测对象多少户多少人？", MONITORED, ["3127户", "9846人"]),
        ("监测对象有多少人？", MONITORED, ["9846人"]),
        ("当年新增监测对象多少户多少人？", MONITORED, ["206户", "611人"]),
        ("还没有消除风险的监测对象多少户多少人？", MONITORED, ["1082户", "3233人"]),
        ("投入衔接资金多少元？", FUNDS, ["1.25亿元"]),
        ("中央资金投入多少元？", FUNDS, ["0.71亿元"]),
        ("衔接资金中央、省级、县级各多少元？", FUNDS, ["0.71亿元", "0.33亿元", "0.21亿元"]),
        ("衔接资金支出率多少？", FUNDS, ["97.4%"]),
        ("脱贫人口人均纯收入多少元？", INCOME, ["12880元"]),
        ("脱贫人口人均纯收入增长百分之几？", INCOME, ["11.9%"]),
        ("经营净收入占百分之几？", INCOME, ["17.3%"]),
        ("半护理的每人每月补助多少元？", RULE, ["640元"]),
        ("代办高频事项多少万件？", "32项高频事项可由村干部代办，全年代办2.47万件。", ["2.47万件"]),
        ("评定小组由几个人组成？", RULE, ["3至7人"]),
    ],
)
def test_the_asked_figures_and_no_others(question: str, sentence: str, said: list[str]) -> None:
    assert [card.said for card in cards(question, document(sentence))] == said


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("新增监测对象多少户？", HOUSES),
        ("投入衔接资金多少元？", INCOME),
        ("高龄津贴每人每月多少元？", FUNDS),
        ("抗震改造补助多少元？", HOUSES),
        ("路灯安装多少盏？", MONITORED),
        ("清单制推行到多少个村？", "推行积分制的村14个，清单制实现16个村全覆盖。"),
        ("为什么要做危房改造？", HOUSES),
        ("危房改造由谁负责？", HOUSES),
    ],
)
def test_nothing_where_the_quote_states_no_asked_figure(question: str, sentence: str) -> None:
    assert cards(question, document(sentence)) == ()


def test_a_card_says_all_that_the_figure_is_of() -> None:
    (card,) = cards("危房改造里D级拆除重建的多少户？", document(HOUSES))
    assert (card.indicator, card.place, card.place_from) == ("D级拆除重建", "澄江县", "document")
    assert (card.period, card.period_from, card.value, card.unit) == ("2022", "document", Decimal(218), "户")
    assert (card.number, HOUSES[card.start : card.end], card.term) == (1, "218户", False)


@pytest.mark.parametrize("slots", [{"years": (2021,)}, {"mentioned_places": ("白鹭镇",)}, {"places": ("青川县",)}])
def test_a_figure_of_another_year_or_place_has_no_card(slots: dict[str, object]) -> None:
    assert cards("危房改造了多少户？", document(HOUSES), **slots) == ()


def test_several_years_are_carded_each() -> None:
    papers = (document("危房改造417户。", name="a", year=2021), document("危房改造358户。", name="b"))
    found = cards("2021年和2022年危房改造分别多少户？", *papers, years=(2021, 2022))
    assert [(card.period, card.said, card.number) for card in found] == [("2021", "417户", 1), ("2022", "358户", 2)]


def test_documents_that_disagree_are_both_carded() -> None:
    papers = (document("危房改造417户。", name="a"), document("危房改造358户。", name="b"))
    assert [card.said for card in cards("危房改造多少户？", *papers)] == ["417户", "358户"]
    same = (document("危房改造358户。", name="a"), document("危房改造358户。", name="b"))
    assert [card.number for card in cards("危房改造多少户？", *same)] == [1]


def test_the_terms_of_a_working_are_carded_and_its_result_is_not() -> None:
    papers = (document("危房改造358户，厕所改造1900座。", name="a"), document("抗震改造77户。", name="b"))
    found = cards("危房改造和抗震改造一共多少户？", *papers, text="危房改造、抗震改造：358户[1]+77户[2]=435户")
    assert [(card.said, card.number, card.term) for card in found] == [("358户", 1, True), ("77户", 2, True)]
    less = cards("危房改造比抗震改造多多少户？", *papers, text="358户[1]−77户[2]=281户")
    assert [card.said for card in less] == ["358户", "77户"]


def test_a_model_may_write_the_figure_in_another_notation() -> None:
    paper = document("医疗救助惠及群众1.26万人，支出890万元。")
    (card,) = cards("医疗救助惠及群众多少人？", paper, text="2022年医疗救助惠及12600人[1]。")
    assert (card.said, card.value) == ("1.26万人", 12600)


def test_what_the_text_does_not_say_has_no_card() -> None:
    assert cards("危房改造了多少户？", document(HOUSES), text="农房抗震改造77户[1]") == ()
    assert cards("危房改造了多少户？", document(HOUSES), text="危房改造358户，没有标出处") == ()


@given(
    question=st.text(alphabet="危房改造监测对象资金收入多少户人元各和新增增长每月占？2022", max_size=24),
    sentences=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True),
    units=st.lists(st.sampled_from(["户", "人", "元", "%"]), max_size=2, unique=True),
)
def test_every_card_is_a_stated_figure_of_an_asked_unit(question: str, sentences: list[str], units: list[str]) -> None:
    query = Query(text=question, resolved=question, kind="figure", units=tuple(units))
    papers = [document(text, name=str(number)) for number, text in enumerate(sentences)]
    citations = tuple(cited(number, paper) for number, paper in enumerate(papers, 1))
    held: dict[int, tuple[Figure, ...]] = {number: figures_of(paper) for number, paper in enumerate(papers, 1)}
    text = "\n".join(f"{c.quote}[{c.number}]" for c in citations)
    answer = Answer(status="answered", text=text, citations=citations, query=query)
    found = chosen_cards(answer, query, held, {term: 1.0 for term in terms(question)})
    for card in found:
        assert papers[card.number - 1].text[card.start : card.end] == card.said
        assert any(
            (f.start, f.value, f.indicator) == (card.start, card.value, card.indicator) for f in held[card.number]
        )
        assert not units or card.unit.partition("/")[0] in units
    assert len({(card.number, card.start) for card in found}) == len(found)


@pytest.mark.parametrize(
    ("question", "asks"),
    [("危房改造多少户", True), ("公示几天", True), ("占比多少", True), ("什么时候开始", False), ("怎么申请", False)],
)
def test_which_questions_ask_a_figure(question: str, asks: bool) -> None:
    assert asks_figure(asked(question)) is asks


def test_answers_over_a_base_carry_their_figures(county_bot: PolicyBot) -> None:
    pair = county_bot.invoke("2022年澄江县监测对象多少户多少人？")
    assert [(card.said, card.place, card.period) for card in pair.figures] == [
        ("3127户", "澄江县", "2022"), ("9846人", "澄江县", "2022"),
    ]  # fmt: skip
    assert all(card.period_from == "sentence" for card in pair.figures)
    (cell,) = county_bot.invoke("红石镇2022年新装路灯多少盏？").figures
    assert (cell.said, cell.place, cell.place_from, cell.in_table) == ("183盏", "红石镇", "sentence", True)
    (most,) = county_bot.invoke("现在临时救助金每户每次最高多少元？").figures
    assert (most.value, most.number) == (7500, 1)


@pytest.mark.parametrize("question", ["2035年监测对象多少户？", "申请临时救助要什么材料？"])
def test_refusals_and_other_questions_have_none(county_bot: PolicyBot, question: str) -> None:
    assert county_bot.invoke(question).figures == ()


def test_a_quote_is_where_its_figures_are_looked_for(county_bot: PolicyBot, knowledge: KnowledgeBase) -> None:
    answer = county_bot.invoke("2022年澄江县监测对象多少户多少人？")
    for card in answer.figures:
        citation = answer.citations[card.number - 1]
        assert citation.start <= card.start < card.end <= citation.end
    assert figure_cards(answer, knowledge.catalogue, {}) == ()


def card_of(**fields: object) -> FigureCard:
    given_fields: dict[str, object] = {
        "indicator": "监测对象", "value": Decimal("1.80E+2"), "unit": "户", "said": "180户", "number": 2, "start": 3, "end": 7,
    }  # fmt: skip
    return FigureCard(**{**given_fields, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "监测对象 · 180户 [2]"),
        ({"place": "青川县", "place_from": "sentence"}, "监测对象 · 青川县 · 180户 [2]"),
        ({"place": "青川县", "place_from": "document"}, "监测对象 · 青川县（据文件） · 180户 [2]"),
        ({"period": "2022-06", "period_from": "heading"}, "监测对象 · 2022年6月（据标题） · 180户 [2]"),
        ({"period": "2022上半年", "period_from": "heading", "in_table": True}, "监测对象 · 2022年上半年（据表头） · 180户 [2]"),
        ({"period": "2021/2025", "period_from": "sentence"}, "监测对象 · 2021年—2025年 · 180户 [2]"),
        ({"qualifiers": ("其中", "累计", "监测")}, "监测对象（累计） · 180户 [2]"),
        ({"qualifiers": ("每人每月",), "qualifier": "at_least"}, "监测对象 · 每人每月不低于180户 [2]"),
        ({"qualifiers": ("内",), "qualifier": "at_most", "said": "10日"}, "监测对象 · 10日内 [2]"),
        ({"qualifier": "more_than", "said": "180余户"}, "监测对象 · 180余户 [2]"),
        ({"subject": "南山企业", "qualifier": "about"}, "南山企业 监测对象 · 约180户 [2]"),
    ],
)  # fmt: skip
def test_a_card_in_words(fields: dict[str, object], line: str) -> None:
    assert figure_line(card_of(**fields), "zh") == line


def test_a_card_in_english_words() -> None:
    card = card_of(
        place="青川县",
        place_from="document",
        period="2021/2025",
        period_from="heading",
        qualifiers=("累计",),
        qualifier="at_most",
    )
    assert (
        figure_line(card, "en")
        == "监测对象 (累计) · 青川县 (from the document) · 2021–2025 (from the heading) · at most 180户 [2]"
    )
    assert figure_lines([card_of(term=True)], "en") == ["Used in the working: 监测对象 · 180户 [2]"]
    assert figure_words(card_of(), "en").period == ""


def test_a_card_in_plain_types() -> None:
    plain = figure_as_plain(card_of(upper=Decimal("200"), qualifiers=("累计",)))
    assert (plain["value"], plain["upper"], plain["qualifiers"]) == ("180", "200", ["累计"])
    assert set(plain) == set(FigureCard.__dataclass_fields__)


def test_a_conflict_in_plain_types() -> None:
    conflict = Conflict(indicator="监测对象", place="青川县", period="2022", stated=(("180户", 2), ("182户", 1)))
    assert json.loads(json.dumps(conflict_as_plain(conflict))) == {
        "indicator": "监测对象",
        "place": "青川县",
        "period": "2022",
        "stated": [{"said": "180户", "number": 2}, {"said": "182户", "number": 1}],
    }
