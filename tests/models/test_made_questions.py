"""Questions made by rules: each rule on an invented passage, and what holds for any text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.made_questions import Made, made_questions
from models.training.plain_words import lay, plain_words

TITLE = "云南省竹林保护条例(2031-01-01)"

RULES = {
    "definition": ("第三条 本条例所称竹编手艺人，是指以竹子为原料制作器具并靠此谋生的村民。", "以竹子为原料"),
    "fine": ("第九条 违反本条例第四条规定，偷挖竹笋的，由县林业部门处二百元以上五百元以下罚款。", "处二百元以上五百元以下罚款"),
    "penalty": ("第十条 在竹林里乱倒垃圾的，由乡镇人民政府责令清理；拒不清理的，处五十元罚款。", "由乡镇人民政府责令清理"),
    "sentence": ("第十一条 放火烧毁竹林的，处三年以上七年以下有期徒刑。", "三年以上七年以下有期徒刑"),
    "deadline": ("第五条 县林业部门应当自收到砍竹申请之日起十二日内作出是否准许的决定。", "十二日内"),
    "condition": ("第六条 申请竹编补贴应当符合下列条件：\n（一）家住竹乡；\n（二）从业满两年；\n（三）没有失信记录。", "家住竹乡"),
    "case": ("第七条 有下列情形之一的，不予发放砍竹证：\n（一）竹子不足三年的；\n（二）竹林位于陡坡的。", "竹子不足三年"),
    "materials": ("第八条 申请砍竹证应当提交下列材料：\n（一）户口簿；\n（二）竹林照片。", "户口簿"),
    "responsible": ("第十二条 县林业部门负责竹林病虫害的监测和防治工作。", "县林业部门"),
    "where": ("第十三条 村民发现有人偷挖竹笋的，应当及时向乡镇林业站和派出所所在机关报告。", "乡镇林业站"),
    "limit": ("第十四条 每户每季的竹笋采挖总量不得超过三百公斤。", "三百公斤"),
    "amount": ("三、残疾竹编手艺人每人每月补助260元。", "260元"),
    "interval": ("第十五条 砍竹证的有效期为两年。", "两年"),
    "age": ("第十六条 未满十六周岁的人不得操作破竹机械。", "未满十六周岁"),
    "prohibition": ("第十七条 在竹林保护区内，禁止使用明火烤制竹笋。", "禁止使用明火"),
    "consequence": ("第十八条 砍竹证遗失的，可以凭身份证到原发证的林业站补领。", "凭身份证到原发证"),
    "right": ("第十九条 竹农有权拒绝缴纳未列入目录的收费。", "有权拒绝缴纳"),
    "duty": ("第二十条 收购竹笋的商贩应当当面过秤并出具凭条。", "应当当面过秤"),
    "aim": ("第一条 为了保护竹林，帮助竹农增收，根据《林木法》的规定，制定本条例。", "保护竹林"),
    "basis": ("第一条 为了保护竹林，帮助竹农增收，根据《林木法》的规定，制定本条例。", "《林木法》"),
    "scope": ("第二条 本条例适用于云南省内的竹林种植、砍伐和竹笋买卖。", "竹林种植"),
    "effect": ("第三十条 本条例自2031年1月1日起施行。", "2031年1月1日"),
    "section": ("（一）加大竹编扶持力度。每个竹乡设一间竹编学堂，请老手艺人教年轻人，所需经费由县里出。", "每个竹乡设一间"),
    "figure": ("2030年，全县危竹棚改造418间户，建设竹编作坊57家，新修竹林步道36公里。", "36公里"),
    "growth": ("2030年，竹编产值2.4亿元，同比增长7.5%。", "7.5%"),
}  # fmt: skip


def many(text: str, title: str = TITLE) -> list[Made]:
    """What a hundred draws make of a passage."""
    return [made for seed in range(100) for made in made_questions(title, (), text, random.Random(seed))]


@pytest.mark.parametrize("kind", RULES)
def test_each_rule_finds_its_answer_in_the_passage(kind: str) -> None:
    text, answer = RULES[kind]
    made = [one for one in many(text) if one.kind == kind]
    assert made
    said = ["".join(text[start:end] for start, end in one.spans) for one in made]
    assert any(answer in one for one in said)
    assert all(one.question and not one.question.startswith(("，", "？")) for one in made)


@pytest.mark.parametrize(
    ("text", "asked", "answer"),
    [
        (RULES["figure"][0], "竹编作坊", "57家"),
        (RULES["figure"][0], "竹林步道", "36公里"),
        ("2030年，竹筷销售额880万元，竹席销售额95万元。", "竹席", "95万元"),
    ],
)
def test_of_parallel_figures_the_asked_one_answers(text: str, asked: str, answer: str) -> None:
    made = [one for one in many(text) if one.kind == "figure" and asked in one.question]
    assert made
    assert {text[slice(*one.spans[0])] for one in made} == {answer}


def test_a_listed_deed_is_answered_by_the_fine_before_the_list() -> None:
    text = "第九条 有下列行为之一的，由林业部门处一百元罚款：\n（一）攀折竹梢的；\n（二）在竹竿上刻字的。"
    made = [one for one in many(text) if one.kind == "fine"]
    assert any("刻字" in one.question for one in made)
    assert {text[slice(*one.spans[0])] for one in made} == {"处一百元罚款"}


@pytest.mark.parametrize(
    "text",
    [
        "第四条 违反前款规定的，由其主管部门依照有关规定处理。",
        "第五条 有前款所列行为之一，情节严重的，处一千元罚款。",
        "第二章 竹林的养护",
    ],
)
def test_what_cannot_stand_alone_is_not_asked(text: str) -> None:
    assert many(text) == []


def test_at_most_four_questions_and_two_of_a_kind() -> None:
    text = "".join(passage for passage, _ in RULES.values())
    for seed in range(20):
        made = made_questions(TITLE, (), text, random.Random(seed))
        kinds = [one.kind for one in made]
        assert len(made) == 4
        assert max(map(kinds.count, kinds)) <= 2


def test_same_seed_same_questions() -> None:
    text = "\n".join(passage for passage, _ in RULES.values())
    assert made_questions(TITLE, (), text, random.Random(7)) == made_questions(TITLE, (), text, random.Random(7))
    assert len({one.question for one in many(text)}) > 50


def test_lures_do_not_say_the_asked_thing() -> None:
    text = (
        "第二十一条 机动车不得驶入竹林步道。游客可以骑自行车游览。\n"
        "第二十二条 竹林步道每天早上七点开放，晚上八点关闭，节假日照常开放，雨天除外。"
    )
    lured = [(one, lure) for one in many(text) if "机动车" in one.question for lure in one.lures]
    assert lured
    for _, lure in lured:
        assert "机动车不得驶入竹林步道" not in lure
        assert lure != text


def test_a_lure_moves_the_asked_year() -> None:
    text = RULES["growth"][0]
    lures = [lure for one in many(text) if "2030" in one.question for lure in one.lures]
    assert lures
    assert all("2030" not in lure for lure in lures)


def test_unanswerable_questions_ask_for_what_is_not_said() -> None:
    text, _ = RULES["deadline"]
    made = many(text)
    moved = [miss for one in made if "云南" in one.question for miss in one.unanswerable]
    other = [miss for one in made if "云南" not in one.question for miss in one.unanswerable]
    assert any("云南" not in miss for miss in moved)
    assert other
    assert all(miss != one.question for one in made for miss in one.unanswerable)


def test_plain_words_come_from_both_tables() -> None:
    assert "老板" in plain_words()["用人单位"]
    assert plain_words()["最低生活保障金"]
    said = {lay("用人单位未缴纳社会保险费怎么处理？", random.Random(seed)) for seed in range(60)}
    assert any("老板" in one and "社保" in one for one in said)
    assert "用人单位未缴纳社会保险费怎么处理？" in said


def test_kept_names_are_not_reworded() -> None:
    name = "未成年人保护条例"
    said = [lay(f"{name}什么时候开始施行？", random.Random(seed), kept=(name,)) for seed in range(60)]
    assert all(name in one for one in said)


PIECES = st.sampled_from(
    [*"，。；：、（）《》“”\n 的", "（一）", "（二）", "第三条 ", "是指", "应当", "不得", "处五百元罚款", "三十日内", "2022年", "61.5%", "由林业部门", "负责", "符合下列条件：", "有下列情形之一的，", "竹林", "申请"]
)  # fmt: skip


@given(
    text=st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join)),
    title=st.one_of(st.text(max_size=20), st.just(TITLE)),
    seed=st.integers(0, 9),
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_spans_within_it(text: str, title: str, seed: int) -> None:
    for made in made_questions(title, ("第一章",), text, random.Random(seed)):
        assert made.question.strip()
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in made.spans)
        assert text not in made.lures
