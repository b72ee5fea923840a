"""A base with the reports of places that lie apart: a question without a place gets each one's answer, marked as its."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.reporting import reporting_places
from bot.settings import BotSettings
from bot.types import Answer, Question, Turn
from knowledge.embedding import load_embedder
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.types import DocumentCard
from tests.bot.made_up import card
from tests.bot.model_server import Script, running

COUNTY = "澄江县2022年乡村振兴工作报告.txt"
TOWN = "白鹭镇2022年乡村振兴工作总结.txt"
CITY = "宁川市2022年乡村振兴工作综述.txt"
RULES = "云山省临时救助办法.txt"
TEXTS = {
    COUNTY: (
        "澄江县2022年乡村振兴工作报告\n\n澄江县乡村振兴局\n\n2023年1月12日\n\n"
        "2022年，澄江县累计识别监测对象3127户9846人。\n\n2022年，全县改造农村危房358户，建成蜂蜜加工车间14个。\n"
    ),
    TOWN: (
        "白鹭镇2022年乡村振兴工作总结\n\n澄江县白鹭镇人民政府\n\n2022年12月28日\n\n"
        "2022年，白鹭镇累计识别监测对象268户803人，改造农村危房41户。\n"
    ),
    CITY: (
        "宁川市2022年乡村振兴工作综述\n\n宁川市乡村振兴局\n\n2023年2月3日\n\n"
        "2022年，宁川市累计识别监测对象9420户31055人。\n\n2022年，全市改造农村危房2107户，开通农村客运线路63条。\n"
    ),
    RULES: (
        "云山省临时救助办法\n\n云山省民政厅\n\n2022年5月2日\n\n第一条 为解决群众突发困难，制定本办法。\n\n"
        "第二条 乡镇人民政府自受理之日起15个工作日内办结。\n\n第三条 本办法自2022年6月1日起施行。\n"
    ),
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeSettings:
    place = tmp_path_factory.mktemp("apart")
    for name, text in TEXTS.items():
        (place / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    assert not Publisher(settings, load_embedder(settings)).sync([place / name for name in TEXTS]).failed
    return settings


@pytest.fixture(scope="module")
def bot(settings: KnowledgeSettings) -> PolicyBot:
    return build_bot(settings, BotSettings())


def _by_line(answer: Answer) -> dict[str, str]:
    """Place -> what is said under it."""
    return dict(line.split("：", 1) for line in answer.text.splitlines())


def test_each_place_answers_under_its_name(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="2022年监测对象多少户多少人？"))
    said = _by_line(answer)
    assert said.keys() == {"澄江县", "宁川市"}
    assert "3127户9846人" in said["澄江县"]
    assert "9420户31055人" in said["宁川市"]
    assert [c.number for c in answer.citations] == [1, 2]
    for number, (place, source) in enumerate(
        zip(said, [c.document.source.name for c in answer.citations], strict=True), 1
    ):
        assert f"[{number}]" in said[place]
        assert source.startswith(place)
    cards = {(f.place, f.said, f.number) for f in answer.figures}
    assert {place for place, _, _ in cards} == {"澄江县", "宁川市"}
    for place, value, number in cards:
        assert value in said[place]
        assert answer.citations[number - 1].document.metadata.places[-1] == place


def test_a_township_within_a_county_is_no_place_of_its_own(bot: PolicyBot) -> None:
    assert "白鹭镇" not in bot.answer(Question(text="改造农村危房多少户？")).text


@pytest.mark.parametrize(("question", "value", "source"), [
    ("全市改造了多少户农村危房？", "2107户", CITY),
    ("全县改造了多少户农村危房？", "358户", COUNTY),
    ("澄江县改造了多少户农村危房？", "358户", COUNTY),
    ("白鹭镇改造了多少户农村危房？", "41户", TOWN),
])  # fmt: skip
def test_a_named_place_or_level_gets_that_places_answer_alone(
    bot: PolicyBot, question: str, value: str, source: str
) -> None:
    answer = bot.answer(Question(text=question))
    assert value in answer.text
    assert {c.document.source.name for c in answer.citations} == {source}


def test_what_one_place_reports_only_is_said_once(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="2022年开通农村客运线路多少条？"))
    assert "63条" in answer.text
    assert {c.document.source.name for c in answer.citations} == {CITY}


def test_a_rule_that_holds_everywhere_is_not_told_place_by_place(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="临时救助多少个工作日办结？"))
    assert "15个工作日" in answer.text
    assert {c.document.source.name for c in answer.citations} == {RULES}


def test_a_place_that_is_carried_from_the_turn_before_counts_as_named(bot: PolicyBot) -> None:
    history = (
        Turn(role="user", content="2022年宁川市监测对象多少户？"),
        Turn(role="assistant", content="累计识别监测对象9420户31055人[1]"),
    )
    answer = bot.answer(Question(text="那危房改造呢？", history=history))
    assert "2107户" in answer.text
    assert {c.document.source.name for c in answer.citations} == {CITY}


def test_in_english_the_places_stand_before_a_colon(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="2022年监测对象多少户多少人？", language="en"))
    assert "宁川市: " in answer.text
    assert "澄江县: " in answer.text


def test_a_models_answer_that_tells_one_place_of_several_says_so(settings: KnowledgeSettings) -> None:
    question = "2022年监测对象多少户多少人？"
    with running() as server:
        own = BotSettings(llm_base_url=server.base_url, llm_model="tester", llm_timeout_s=20, llm_max_retries=0)
        spoken = build_bot(settings, own)

        def told(question: str) -> Answer:
            place = [hit.document.source.name for hit in spoken.search(question)].index(CITY) + 1
            server.script = Script(text=f"宁川市2022年累计识别监测对象9420户31055人[{{{place}}}]。")
            return spoken.answer(Question(text=question))

        answer, named = told(question), told(f"宁川市{question}")
    assert (answer.mode, named.mode) == ("generative", "generative")
    assert answer.notices == ("这是宁川市的；澄江县等地的文件里可能也有，请写明地方再问。",)
    assert not named.notices


def test_places_that_report_are_the_broadest_ones() -> None:
    def report(*places: str, year: int | None = 2022) -> DocumentCard:
        return card(f"{places[-1]}{year}", places=places, years=(year,) if year else ())

    early = card("关于做好2022年工作的通知", places=("柳县",), years=(2022,), issued=date(2022, 3, 6))
    late = card("2022年工作总结", places=("松县",), years=(2022,), issued=date(2022, 12, 28))
    assert reporting_places([early, late]) == ("松县",)
    inside = [
        report("云山省", "澄江县", "白鹭镇"),
        report("云山省", "澄江县"),
        report("云山省", "宁川市"),
        report("桐县", year=None),
    ]
    assert reporting_places(inside) == ("澄江县", "宁川市")
    assert reporting_places([*inside, report("云山省")]) == ("云山省",)
    assert reporting_places([report("澄江县", "白鹭镇"), report("云山省", "澄江县")]) == ("澄江县",)
    assert reporting_places([report("澄江县"), report("云山省", "澄江县")]) == ("澄江县",)
    assert reporting_places([]) == ()


def test_of_many_places_one_answers_and_says_whose_it_is(tmp_path: Path) -> None:
    for n, county in enumerate(("甲山县", "乙水县", "丙田县", "丁林县", "戊湖县"), 1):
        text = f"{county}2022年乡村振兴工作报告\n\n{county}乡村振兴局\n\n2023年1月{n}日\n\n2022年，{county}改造农村危房{100 + n}户。\n"
        (tmp_path / f"{county}2022年乡村振兴工作报告.txt").write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=tmp_path / "index")
    Publisher(settings, load_embedder(settings)).sync([tmp_path])
    bot = build_bot(settings, BotSettings())
    answer = bot.answer(Question(text="2022年改造农村危房多少户？"))
    (citation,) = answer.citations
    whose = citation.document.metadata.places[-1]
    assert f"这是{whose}的" in answer.notices[0]
    assert "请写明地方" in answer.notices[0]
    english = bot.answer(Question(text="2022年改造农村危房多少户？", language="en"))
    assert f"This is from {whose}" in english.notices[0]
    named = bot.answer(Question(text="2022年丙田县改造农村危房多少户？"))
    assert "103户" in named.text
    assert not named.notices
