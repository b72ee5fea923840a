"""What a turn means after the turns before it, by kind of follow-up; and what never depends on them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.following import Resolved, resolve
from bot.gazetteer import Gazetteer
from bot.topics import Nearness
from bot.types import Question, Turn
from bot.understanding import Understanding, understand
from bot.utterance import Senses

TOWNS = ("石桥", "白鹿", "槐荫", "坪头", "东澜")
CONTEXT = Understanding(
    Gazetteer(("临溪县", "青禾镇"), lambda name: name in TOWNS), date(2026, 1, 1), names=frozenset()
)
SENSES = CONTEXT.senses()
NEAR = replace(SENSES, nearness=lambda said, question, matter: Nearness(0.25, 1.0, 1.0, told=True))
"""As over a base that answers each turn, alone, where it answers the question before, and alone poorly."""


def meant(*said: str, senses: Senses = SENSES) -> Resolved:
    return resolve(said[-1], said[:-1], senses)


HOUSEHOLDS = "2022年全县监测对象有多少户？"
RELIEF = "临时救助要什么材料？"
HOUSES = "2022年完成农村危房改造多少户？"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        # another place or time
        ((HOUSEHOLDS, "青禾镇呢"), "2022年青禾镇监测对象有多少户"),
        ((HOUSEHOLDS, "那石桥镇"), "2022年石桥镇监测对象有多少户"),
        ((HOUSEHOLDS, "2021年呢？"), "2021年全县监测对象有多少户"),
        ((HOUSEHOLDS, "上年呢"), "2021年全县监测对象有多少户"),
        ((HOUSEHOLDS, "去年呢"), "2021年全县监测对象有多少户"),
        ((HOUSEHOLDS, "2021年青禾镇的"), "2021年青禾镇监测对象有多少户"),
        ((HOUSEHOLDS, "好的，那青禾镇的呢？谢谢"), "2022年青禾镇监测对象有多少户"),
        (("2022年协作资金投入多少", "6月"), "2022年6月协作资金投入多少"),
        (("危房改造多少户", "2022年", "青禾镇"), "2022年青禾镇危房改造多少户"),
        # the places asked about before, both
        ((HOUSEHOLDS, "青禾镇呢", "石桥镇呢", "这两个镇低保对象多少人"), "2022年青禾镇和石桥镇低保对象多少人"),
        # what ends alike, the other end of a scale, a case, a group named first
        (("特困人员全护理每月多少钱", "半护理呢"), "特困人员半护理每月多少钱"),
        (("各乡镇低保哪个最多", "最少的呢"), "各乡镇低保哪个最少"),
        (("低保审核要多久", "有争议的话呢"), "有争议的话，低保审核要多久"),
        (("我是监测户，住院能报几成", "有没有起付线"), "监测户住院有没有起付线"),
        (("村里花八千块要走什么程序", "四百块呢"), "村里花四百块要走什么程序"),
        ((HOUSEHOLDS, "石桥镇也列一下"), "2022年石桥镇监测对象有多少户"),
        ((HOUSES, "C级D级各多少"), "2022年农村危房改造C级D级各多少"),
        # another unit
        ((HOUSEHOLDS, "多少人？"), "2022年全县监测对象有多少人"),
        ((HOUSEHOLDS, "人呢"), "2022年全县监测对象有多少人"),
        (("监测对象多少户多少人", "户呢"), "监测对象多少户"),
        # corrections
        ((HOUSEHOLDS, "我问的是2021年"), "2021年全县监测对象有多少户"),
        ((HOUSEHOLDS, "不对，是青禾镇的"), "2022年青禾镇监测对象有多少户"),
        ((HOUSEHOLDS, "不是户，是人"), "2022年全县监测对象有多少人"),
        ((HOUSEHOLDS, "石桥镇呢", "不是石桥镇，是青禾镇"), "2022年青禾镇监测对象有多少户"),
        # another thing asked of the same matter
        ((RELIEF, "多久办完"), "临时救助多久办完"),
        ((RELIEF, "多久办完", "找谁"), "临时救助找谁"),
        ((RELIEF, "怎么申请"), "临时救助怎么申请"),
        ((RELIEF, "公示几天"), "临时救助公示几天"),
        ((RELIEF, "要户口本吗"), "临时救助要户口本吗"),
        ((RELIEF, "如果家里有车还能申请吗"), "临时救助如果家里有车还能申请吗"),
        ((RELIEF, "没有本县户口行吗"), "临时救助没有本县户口行吗"),
        ((RELIEF, "未成年人也有吗"), "临时救助未成年人也有吗"),
        (("2022年易地搬迁群众有多少人", "他们有多少人就业"), "2022年易地搬迁群众有多少人就业"),
        (("三资是什么", "它的所有权归谁"), "三资所有权归谁"),
        ((HOUSES, "其中D级多少"), "2022年农村危房改造其中D级多少"),
        (("2022年特困供养人员多少", "集中供养的多少"), "2022年特困供养人员集中供养的多少"),
        (("2022年衔接资金投入多少", "产业占多大比例"), "2022年衔接资金产业占多大比例"),
        (("2022年人均纯收入多少", "比上年提高多少"), "2022年人均纯收入比上年提高多少"),
        ((RELIEF, "2022年全县发了多少钱"), "2022年全县临时救助发了多少钱"),
        # another matter, part, step or measure
        (("低保一个月发多少钱", "那特困人员呢"), "特困人员一个月发多少钱"),
        (("2022年茶园面积多少", "食用菌呢"), "2022年食用菌面积多少"),
        (("A类低保每月多少钱", "B类呢"), "B类低保每月多少钱"),
        ((HOUSES, "其中D级多少", "C级呢"), "2022年农村危房改造其中C级多少"),
        (("危房改造什么时候开工", "竣工呢"), "危房改造什么时候竣工"),
        (("二类对象住院救助比例是多少", "年度限额呢"), "二类对象住院救助年度限额是多少"),
        (("青禾镇茶园面积多少", "产值呢"), "青禾镇茶园产值多少"),
        (("农村危房改造怎么申请", "残疾人呢"), "农村危房改造残疾人怎么申请"),
        (("青禾镇务工就业多少人", "县外的呢", "县内呢"), "青禾镇务工就业县内多少人"),
        # together
        ((HOUSEHOLDS, "2021年呢", "差了多少"), "2021年和2022年全县监测对象相差多少户"),
        (("青禾镇临时救助多少人次", "石桥镇呢", "这两个加起来"), "青禾镇和石桥镇临时救助一共多少人次"),
        (("青禾镇临时救助多少人次", "石桥镇呢", "哪个多"), "青禾镇和石桥镇临时救助哪个多"),
        (("青禾镇临时救助多少人次", "石桥镇呢", "白鹿镇呢", "一共呢"), "青禾镇和石桥镇和白鹿镇临时救助一共多少人次"),
        (("2022年大病保险多少人次", "医疗救助呢", "哪个多"), "2022年大病保险和医疗救助哪个多"),
        ((HOUSEHOLDS, "比上年呢"), "2021年和2022年全县监测对象相差多少户"),
        ((HOUSEHOLDS, "2021年呢", "差了多少", "青禾镇呢"), "2021年青禾镇监测对象有多少户"),
        # more
        ((RELIEF, "还有呢"), "临时救助要什么材料，除此之外还有哪些"),
        ((RELIEF, "具体点"), "临时救助要什么材料，请具体说明"),
        ((RELIEF, "第二条呢"), "临时救助要什么材料，其中第二条是什么"),
        ((HOUSEHOLDS, "为什么"), "为什么2022年全县监测对象"),
    ],
)  # fmt: skip
def test_a_follow_up_becomes_a_question_of_its_own(said: tuple[str, ...], question: str) -> None:
    found = meant(*said, senses=NEAR)
    assert found == Resolved(question, found.asked, follows=True)


ALONE = (
    "什么是三保障", "低保怎么申请", "医保报多少", "临时救助多久能办下来", "农村危房改造的补助对象有哪些？", "医疗救助归谁管",
    "没有户口能申请低保吗", "收受礼金行不行", "危房改造多少户？", "村干部违纪找谁举报", "家里有车还能吃低保吗", "两公开指什么",
    "2021年青禾镇驻村干部有几名", "谁认定低保对象", "how do I apply for relief",
)  # fmt: skip
FOLLOWING = (
    "青禾镇呢",
    "多少人",
    "2021年呢",
    "怎么申请",
    "为什么",
    "还有呢",
    "谢谢",
    "哪个多",
    "不是户，是人",
    "那特困人员呢",
)
SAID = st.lists(st.sampled_from((*ALONE, *FOLLOWING, HOUSEHOLDS, RELIEF)), max_size=7)


@given(st.sampled_from(ALONE), SAID)
def test_a_question_that_stands_alone_means_the_same_after_anything(question: str, earlier: list[str]) -> None:
    history = tuple(Turn(role="user", content=text) for text in earlier)
    after = understand(Question(text=question, history=history), CONTEXT)
    assert after == understand(Question(text=question), CONTEXT)
    assert after.resolved == question


@given(st.sampled_from((*ALONE, *FOLLOWING)))
def test_without_a_history_a_question_is_itself(question: str) -> None:
    assert meant(question) == Resolved(question, question, follows=False)


@given(SAID, st.text(max_size=40))
def test_any_talk_has_one_meaning(earlier: list[str], said: str) -> None:
    found = resolve(said, earlier, SENSES)
    assert found == resolve(said, earlier, SENSES)
    assert found.text or not said


def test_the_subject_and_the_place_live_on_until_a_new_topic() -> None:
    talk = [HOUSEHOLDS, "青禾镇呢", "其中新增的呢", "谢谢", "多少人", "2021年呢"]
    last = meant(*talk).text
    assert all(word in last for word in ("2021年", "青禾镇", "监测对象", "新增", "多少人"))
    assert meant(*talk, "换个话题，医保怎么交？") == Resolved("医保怎么交？", "医保怎么交？", follows=False)
    assert meant(*talk, "医保怎么交？", "交多少").text == "医保交多少"


def test_place_and_time_are_carried_to_a_whole_question_only_where_it_says_that_it_goes_on() -> None:
    asked = ("2022年青禾镇监测对象多少户", "危房改造多少户")
    assert meant(*asked) == Resolved("危房改造多少户", "危房改造多少户", follows=False)
    assert meant(asked[0], f"那{asked[1]}").text == "2022年青禾镇危房改造多少户"
    assert meant(asked[0], "那低保怎么申请").follows is False


def test_figures_of_a_rule_are_asked_without_the_year_that_was_counted_in() -> None:
    talk = (HOUSEHOLDS, "怎么申请")
    assert "2022" not in meant(*talk).text
    assert "2022年" in meant(*talk, "新增了多少户").text


def test_a_unit_is_dropped_where_another_thing_is_counted() -> None:
    assert meant(HOUSES, "供水工程呢").text.endswith("多少")
    assert meant("监测对象多少户", "低保户呢").text == "低保户多少户"


def test_long_answers_cost_nothing() -> None:
    turns: list[Turn] = []
    for number in range(40):
        turns += [Turn(role="user", content=f"{2000 + number % 23}年呢"), Turn(role="assistant", content="答" * 20_000)]
    history = (Turn(role="user", content=HOUSEHOLDS), *turns)
    started = time.perf_counter()
    assert "监测对象" not in understand(Question(text="青禾镇呢", history=(*history,)), CONTEXT).text
    assert time.perf_counter() - started < 1.0
