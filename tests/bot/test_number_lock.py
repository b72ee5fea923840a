"""A generated run through the real endpoint: no altered figure, unit, place or year is shown, and true ones in other notation are."""

import random
import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.generative import GenerativeAnswerer
from bot.llm import build_model
from bot.settings import BotSettings
from bot.types import Query
from tests.bot.made_up import card, hit
from tests.bot.model_server import ModelServer, Script, running

DRAW = random.Random(20220630)
YEAR, COUNTY = 2022, "澄江县"
CARD = card(f"{COUNTY}{YEAR}年民生工作报告", places=("云山省", COUNTY), years=(YEAR,))
# Sentence with its figure, the figure in other notations, units that would make it false.
FACTS = [
    ("全县发放临时救助金{}", "326.5万元", ["3265000元", "3,265,000元", "三百二十六万五千元"], ["326.5亿元", "326.5元", "326.5万人"]),
    ("城乡居民医保参保人数达到{}", "21.4万人", ["214000人", "21.4万名", "二十一万四千人"], ["21.4万户", "21.4亿人", "21.4万人次"]),
    ("脱贫户务工就业比例为{}", "86.2%", ["百分之八十六点二", "８６．２％", "86.2 %"], ["86.2‰", "86.2个百分点", "86.2人"]),
    ("实施农村危房改造{}", "1209户", ["1,209户", "一千二百零九户", "1209 户"], ["1209人", "1209万户", "1209间"]),
    ("新增高标准农田{}", "3.8万亩", ["38000亩", "三万八千亩", "3.80万亩"], ["3.8万公顷", "3.8亩", "3.8亿亩"]),
    ("特困供养标准为{}", "每人每月780元", ["780元/人·月", "780元每人每月", "每人每月七百八十元"], ["每人每年780元", "每户每月780元", "每人每月780万元"]),
    ("公益性岗位安置{}", "642名", ["642人", "六百四十二名", "642位"], ["642户", "642万名", "642次"]),
    ("救助申请的办理时限为{}", "20个工作日", ["二十个工作日", "20工作日", "２０个工作日"], ["20个月", "20日", "20小时"]),
    ("水毁道路修复{}", "47.6公里", ["47600米", "四十七点六公里", "47.6km"], ["47.6米", "47.6亩", "47.6万公里"]),
    ("困难群众供暖补贴{}", "1.2亿元", ["12000万元", "一亿二千万元", "120000000元"], ["1.2万元", "1.2元", "1.2亿人"]),
]  # fmt: skip
PASSAGE = f"{YEAR}年，" + "。".join(template.format(figure) for template, figure, *_ in FACTS) + "。"
QUERY = Query(text="x", resolved="澄江县2022年民生工作情况", kind="passage", places=(COUNTY,), years=(YEAR,))


def other_digits(figure: str) -> list[str]:
    """The figure with one digit changed, at three places or ways."""
    places = [m.start() for m in re.finditer(r"\d", figure)]
    drawn = []
    while len(drawn) < 3:
        place = DRAW.choice(places)
        altered = figure[:place] + DRAW.choice("123456789") + figure[place + 1 :]
        if altered != figure and altered not in drawn:
            drawn.append(altered)
    return drawn


def lies() -> list[str]:
    said = []
    for template, figure, _, units in FACTS:
        said += [template.format(f) for f in (*units, *other_digits(figure))]
        said += [f"{year}年{template.format(figure)}" for year in (YEAR - 1, YEAR + 1)]
        said += [f"{place}{template.format(figure)}" for place in ("红石镇", "黑水县", "杭州市")]
    return said


def truths() -> list[str]:
    said = []
    for template, figure, notations, _ in FACTS:
        said += [template.format(f) for f in (figure, *notations)]
        said += [
            f"{YEAR}年{COUNTY}{template.format(figure)}",
            f"二〇二二年{template.format(figure)}",
            f"{COUNTY}{template.format(notations[1])}",
        ]
    return said


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with running() as model_server:
        yield model_server


@cache
def answerer_of(base_url: str) -> GenerativeAnswerer:
    model = build_model(BotSettings(llm_base_url=base_url, llm_model="tester"))
    assert model is not None
    return GenerativeAnswerer(model, timeout_s=60, known_places=(COUNTY, "红石镇"))


def shown(server: ModelServer, sentences: list[str]) -> str:
    """Let the model say the sentences, each with a valid mark; return what reached the reader at any moment."""
    answerer = answerer_of(server.base_url)
    server.script = Script(text="".join(f"{s}[{{1}}]。\n" for s in sentences), piece_chars=40)
    return "\n".join(a.text for a in answerer.stream(QUERY, (), (hit(CARD, PASSAGE),)))


def test_no_lie_is_shown(server: ModelServer) -> None:
    said = lies()
    assert len(said) >= 60
    for sentence in said:
        assert shown(server, [sentence]) == "", sentence


def test_a_lie_among_truths_is_not_shown_either(server: ModelServer) -> None:
    for lie in DRAW.sample(lies(), 20):
        text = shown(server, [truths()[0], lie, truths()[-1]])
        assert text and not [line for line in text.splitlines() if line.startswith(lie)]


def test_truths_in_other_notation_are_shown(server: ModelServer) -> None:
    said = truths()
    assert len(said) >= 60
    blocked = [s for s in said if s not in shown(server, [s])]
    assert len(blocked) <= len(said) // 100, blocked
