"""Figures that a question takes for granted: corrected or confirmed where the documents decide, else left alone."""

import pytest

from bot.answering import PolicyBot
from bot.premises import check_premise
from bot.statements import ReadSentence
from bot.types import Answer, Query, Question
from knowledge.types import SearchHit
from tests.bot.made_up import COUNTY_CARD, NOTICE_CARD, hit


def statement(text: str, *, own: float = 0.6, in_scope: bool = True, where: SearchHit | None = None) -> ReadSentence:
    found = where or hit(COUNTY_CARD, text)
    return ReadSentence(
        hit=found, start=found.chunk.start, end=found.chunk.start + len(text), text=text,
        own=own, around=own, shares_word=True, holds=True, in_scope=in_scope, score=own,
    )  # fmt: skip


def asked(text: str) -> Query:
    return Query(text=text, resolved=text, kind="passage")


@pytest.mark.parametrize(
    ("question", "said", "true"),
    [
        ("160个园区带动了谁？", "建成农业园区152个，带动脱贫户9870户。", "152个"),
        ("改厕3.2万座是怎么做到的", "全县完成农村改厕32.08万座。", "32.08万座"),
        ("危房改造了1290户，对吧", "改造危房1209户，新建宜居农房362户。", "1209户"),
    ],
)
def test_another_figure_of_the_same_thing_corrects(question: str, said: str, true: str) -> None:
    premise = check_premise(asked(question), [statement(said)])
    assert premise is not None
    assert (premise.holds, premise.said) == (False, true)
    assert premise.asked in question
    offset = premise.statement.start
    assert true in said[premise.start - offset : premise.end - offset]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("完成改厕320800座，对吗？", "全县完成农村改厕32.08万座。"),
        ("152个园区带动了多少户？", "建成农业园区152个，带动脱贫户9870户。"),
    ],
)
def test_the_same_value_in_other_notation_holds(question: str, said: str) -> None:
    premise = check_premise(asked(question), [statement(said)])
    assert premise is not None
    assert premise.holds


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "160个园区带动了谁？",
            "创建美丽宜居村庄34个，评选示范户1460户。",
        ),  # another thing of the same measure, and little said
        ("我家3口人能吃低保吗", "全县低保对象6452户12506人。"),  # the person's own case
        ("今年62岁能领高龄津贴吗", "发放高龄津贴1600人。"),
    ],
)
def test_a_figure_of_something_else_decides_nothing(question: str, said: str) -> None:
    assert check_premise(asked(question), [statement(said, own=0.3)]) is None


@pytest.mark.parametrize(
    "question", ["投入资金和实施项目两个数各报一下", "实施项目的3个指标分别是多少", "从两个方面说说实施项目"]
)
def test_how_many_figures_are_asked_for_is_no_claim(question: str) -> None:
    told = statement("累计投入资金8.91亿元、实施项目1588个。")
    assert check_premise(asked(question), [told]) is None


def test_how_often_is_asked_and_not_claimed() -> None:
    assert check_premise(asked("干部多久入户一次"), [statement("全年两次入户排查。")]) is None


def test_a_family_of_ones_own_is_no_claim_about_families() -> None:
    assert check_premise(asked("一家三口危房改造最多能盖多大"), [statement("计划改造危房160家。")]) is None


def test_statements_that_fit_alike_and_differ_decide_nothing() -> None:
    one, other = statement("建成农业园区152个。"), statement("建成农业园区160个。")
    assert check_premise(asked("160个园区带动了谁"), [one, other]) is None


def test_another_place_or_year_decides_nothing() -> None:
    assert check_premise(asked("160个园区带动了谁"), [statement("建成农业园区152个。", in_scope=False)]) is None


def test_beside_a_rule_only_what_is_to_be_confirmed_is_checked() -> None:
    rule = "乡镇人民政府在30日内办结。"
    where = hit(NOTICE_CARD, rule)
    assert check_premise(asked("办结等了45日该找谁"), [statement(rule, where=where)]) is None
    premise = check_premise(asked("45日内办结，对吗"), [statement(rule, where=where)])
    assert premise is not None
    assert not premise.holds


def answered(bot: PolicyBot, text: str) -> Answer:
    return bot.answer(Question(text=text))


def test_the_true_figure_comes_first_with_its_mark(county_bot: PolicyBot) -> None:
    answer = answered(county_bot, "澄江县2022年改造农村危房385户，对吧？")
    assert answer.status == "answered"
    assert answer.text.startswith("不是385户，是358户[1]。")
    assert "358户" in answer.citations[0].quote


def test_a_right_figure_is_confirmed_where_that_is_asked(county_bot: PolicyBot) -> None:
    assert answered(county_bot, "澄江县2022年改造农村危房358户，对吧？").text.startswith("是，358户[1]。")
    assert not answered(county_bot, "澄江县2022年改造的358户农村危房是谁牵头的？").text.startswith("是")


def test_last_years_figure_is_corrected(county_bot: PolicyBot) -> None:
    assert answered(county_bot, "2022年全县改造农村危房417户，是吗？").text.startswith("不是417户，是358户")
