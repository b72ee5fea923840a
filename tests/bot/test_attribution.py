"""A figure must be of what the sentence gives it to: indicator, place and period of the catalogue's own figures."""

from dataclasses import replace
from functools import cache

import pytest

from bot.attribution import Attribution, Stated, stated_figures
from knowledge.figures import figures_of
from knowledge.types import Block, Chunk, Document, Metadata, SearchHit, Source
from tests.bot.made_up import card, hit

TEXT = (
    "2022年，澄江县累计确定监测对象3127户9846人，已消除风险2045户，剩余1082户。"
    "改造危房1209户，新建宜居农房362户。白鹭镇监测对象268户，红石镇监测对象301户。"
    "全年收入5万元以上的村有115个，培训412名村干部。驻村经费由每支工作队1.5万元提高到2万元。"
    "甲、乙、丙三类补助标准分别为每月300元、200元、100元。"
)
PLACES = frozenset({"澄江县", "白鹭镇", "红石镇"})
SOURCE = Source(path="a.md", name="a.md", format="md", sha256="0" * 64, size_bytes=1)


@cache
def stated() -> tuple[Stated, ...]:
    document = Document(
        id="d", source=SOURCE, text=TEXT, metadata=Metadata(title="澄江县2022年工作总结", places=("澄江县",), years=(2022,)),
        blocks=(Block(kind="paragraph", start=0, end=len(TEXT)),),
    )  # fmt: skip
    chunk = Chunk(id="c", document_id="d", start=0, end=len(TEXT), text=TEXT)
    passage = SearchHit(chunk=chunk, document=card("澄江县2022年工作总结", places=("澄江县",)), score=1.0)
    return tuple(stated_figures(passage, figures_of(document, PLACES)))


def wrong(sentence: str, **asked: object) -> list[str]:
    attribution = replace(Attribution(PLACES), **asked)  # type: ignore[arg-type]
    return [figure.said for figure in attribution.misattributed(sentence, stated())]


@pytest.mark.parametrize(
    "sentence",
    [
        "2022年澄江县监测对象3127户9846人", "监测对象为三千一百二十七户", "2022年危房改造1209户", "新建宜居农房362户，改造危房1209户", "白鹭镇监测对象268户", "红石镇监测对象有301户",
        "澄江县白鹭镇监测对象268户", "剩余风险1082户", "收入5万元以上的村有115个", "培训村干部412人", "经费提高到2万元", "甲、乙、丙三类分别为每月300元、200元、100元", "监测对象3127户，其中尚未消除3127户-2045户=1082户",
    ],
)  # fmt: skip
def test_what_the_passage_says_passes(sentence: str) -> None:
    assert wrong(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("改造危房362户，新建宜居农房1209户", "362户"), ("监测对象1209户", "1209户"), ("新建宜居农房1209户", "1209户"), ("白鹭镇监测对象301户", "301户"), ("红石镇监测对象268户", "268户"), ("2021年澄江县监测对象3127户", "3127户"),
        ("白鹭镇监测对象3127户", "3127户"), ("收入5万元以上的村有115人", "115人"), ("甲、乙、丙三类分别为每月200元、300元、100元", "200元"), ("监测对象三百六十二户", "362户"),
    ],
)  # fmt: skip
def test_a_figure_of_something_else_is_caught(sentence: str, figure: str) -> None:
    assert figure in wrong(sentence)


def test_what_the_sentence_leaves_out_the_question_says() -> None:
    assert wrong("监测对象268户", asked_place="白鹭镇") == []
    assert wrong("监测对象268户", asked_place="红石镇") == ["268户"]
    assert wrong("改造危房1209户", asked_years=frozenset({2022})) == []
    assert wrong("改造危房1209户", asked_years=frozenset({2021})) == ["1209户"]


def test_what_has_another_figure_word_for_word_is_caught() -> None:
    assert wrong("新建宜居农房301户") == ["301户"]


def test_what_the_passages_hold_without_an_indicator_is_left_to_the_lock() -> None:
    assert (
        Attribution(PLACES).misattributed("监测对象3127户", stated_figures(hit(card("x", places=()), TEXT), ())) == []
    )


RULE = "开工后预拨补助资金的40%，验收合格后拨付其余60%。一般线索10个工作日内办结，涉及大病的线索3个工作日内办结。年底前整改到位44个，剩余2个已制定措施。"


def wrong_of_rule(sentence: str) -> list[str]:
    document = Document(
        id="r", source=SOURCE, text=RULE, metadata=Metadata(title="补助办法"),
        blocks=(Block(kind="paragraph", start=0, end=len(RULE)),),
    )  # fmt: skip
    chunk = Chunk(id="r", document_id="r", start=0, end=len(RULE), text=RULE)
    told = stated_figures(
        SearchHit(chunk=chunk, document=card("补助办法", places=()), score=1.0), figures_of(document, ())
    )
    return [figure.said for figure in Attribution(frozenset()).misattributed(sentence, told)]


@pytest.mark.parametrize(
    ("sentence", "false"),
    [
        ("开工后预拨补助资金的40%，验收合格后拨付其余60%", False), ("开工后预拨补助资金的60%", True), ("预拨补助资金的60%，拨付其余40%", True),
        ("一般线索10个工作日内办结，涉及大病的线索3个工作日内办结", False), ("一般线索3个工作日内办结，涉及大病的线索10个工作日内办结", True),
        ("年底前整改到位44个，剩余２个已制定措施", False), ("年底前整改到位44个，剩余2 个已制定措施", False), ("年底前整改到位2个，剩余44个已制定措施", True),
    ],
)  # fmt: skip
def test_what_is_left_and_what_stands_side_by_side_keep_their_figures(sentence: str, false: bool) -> None:
    assert bool(wrong_of_rule(sentence)) == false
