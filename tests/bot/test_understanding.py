"""Questions as people say them: kind, units, years; conversations carried by slots; questions that can't be taken."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionError
from bot.gazetteer import Gazetteer
from bot.periods import named_years
from bot.types import AskedKind, Query, Question, Turn
from bot.understanding import (
    Understanding,
    asked_kind,
    asked_units,
    check_question,
    confirmed_unit,
    parts,
    understand,
)

TODAY = date(2023, 6, 1)
CONTEXT = Understanding(Gazetteer(("临溪县", "青禾镇", "白鹭镇"), lambda name: name in ("南京", "杨柳")), TODAY)

ASKED: tuple[tuple[str, AskedKind, tuple[str, ...]], ...] = (
    # villagers
    ("俺家几口人能吃上低保", "figure", ("人",)),
    ("低保一个月发多少钱啊", "figure", ("元",)),
    ("今年村里给发了几百块补贴", "figure", ("元",)),
    ("修一个厕所补几千块", "figure", ("元",)),
    ("一亩地补多少", "figure", ("元",)),
    ("每亩给多少斤化肥", "figure", ("斤",)),
    ("危房改造最多能补多少", "figure", ("元",)),
    ("多少岁能领养老金", "figure", ("岁",)),
    ("满几周岁可以申请", "figure", ("周岁",)),
    ("要交几份材料", "figure", ("份",)),
    ("离县城有多远", "figure", ()),
    ("住院医疗救助能报百分之多少", "ratio", ()),
    ("门诊能报几成", "ratio", ("%",)),
    ("我要申请低保咋弄", "steps", ()),
    ("大病救助怎么申请", "steps", ()),
    ("低保申请的流程是啥", "steps", ()),
    ("办临时救助分几步走", "steps", ("步",)),
    ("办低保得带啥东西", "list", ()),
    ("申请临时救助要哪些材料", "list", ()),
    ("危房改造的条件是什么", "list", ()),
    ("多长时间能批下来", "when", ()),
    ("几天能办完", "when", ("日",)),
    ("要等几个工作日", "when", ("工作日",)),
    ("低保金每个月几号发", "when", ()),
    ("医保交到啥时候", "when", ()),
    ("低保归哪个部门管", "who", ()),
    ("工资拖欠了找谁", "who", ()),
    ("在哪儿办残疾证", "where", ()),
    ("去哪交材料", "where", ()),
    ("钱打哪了", "where", ()),
    ("民政局电话多少", "contact", ()),
    ("有没有咨询热线", "contact", ()),
    ("家里有车还能吃低保吗", "yes_no", ()),
    ("没有户口能申请不", "yes_no", ()),
    ("补助2000元够不够条件", "yes_no", ()),
    ("娃上学管不管", "yes_no", ()),
    ("会不会因为有摩托车就停发", "yes_no", ()),
    ("这个办法废止了没有", "yes_no", ()),
    ("为啥把我家低保停了", "reason", ()),
    ("低保和五保有啥区别", "comparison", ()),
    # clerks
    ("全县监测户多少户、多少人？", "figure", ("户", "人")),
    ("脱贫户有多少", "figure", ("户",)),
    ("多少农户受益", "figure", ("户",)),
    ("有多少残疾人享受了补贴", "figure", ("人",)),
    ("驻村干部多少名", "figure", ("人",)),
    ("培训了多少人次", "figure", ("人次",)),
    ("改了多少座厕所，打了几眼井", "figure", ("座", "眼")),
    ("合作社有几家，带动了多少户", "figure", ("家", "户")),
    ("衔接资金支持了多少个项目", "figure", ("个",)),
    ("衔接资金一共投了多少", "figure", ("元",)),
    ("发现问题多少个", "figure", ("个",)),
    ("发展党员多少名", "figure", ("人",)),
    ("领导小组成员有多少", "figure", ()),
    ("监测户的占比是多少", "ratio", ()),
    ("园区占了多少亩地", "figure", ("亩",)),
    ("贫困发生率降到多少了", "ratio", ()),
    ("资金支出进度达到百分之多少", "ratio", ()),
    ("哪个镇的监测户最多", "comparison", ()),
    ("青禾镇跟白鹭镇谁的监测户多", "comparison", ()),
    ("监测户比上年增加了多少户", "difference", ("户",)),
    ("低保标准比上年增了多少", "difference", ()),
    ("低保标准和特困标准相差多少", "difference", ()),
    ("两项加起来一共补多少", "sum", ("元",)),
    ("中央和省里的衔接资金合计多少", "sum", ("元",)),
    ("提出了几点要求", "figure", ()),
    ("哪年出台的", "when", ()),
    # trainers
    ("2244工作导引是什么", "definition", ()),
    ("什么叫防返贫监测对象", "definition", ()),
    ("“两不愁三保障”是啥意思", "definition", ()),
    ("怎么才算返贫", "definition", ()),
    ("四个不摘是哪四个", "list", ()),
    ("“三类户”是哪三类", "list", ()),
    ("监测范围包括哪些户", "list", ()),
    ("给新任村文书讲讲监测的标准", "passage", ()),
    ("介绍一下东西部协作", "passage", ()),
    ("如何做好档案移交", "steps", ()),
    ("为什么要公示", "reason", ()),
    ("多大岁数能领养老补贴", "figure", ("周岁",)),
    ("孩子多大才能上户口", "figure", ("周岁",)),
    ("多大的水塘要修护栏", "figure", ()),
    # English
    ("how many households are monitored?", "figure", ()),
    ("Who approves temporary relief?", "who", ()),
    ("what is temporary relief", "definition", ()),
    ("how do I apply", "steps", ()),
)  # fmt: skip


@pytest.mark.parametrize(("question", "kind", "units"), ASKED)
def test_what_a_question_asks_for(question: str, kind: AskedKind, units: tuple[str, ...]) -> None:
    assert asked_kind(question) == kind
    assert asked_kind(f"{question.rstrip('？?')}？？ ") == kind
    assert asked_units(question) == units


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2022年监测户多少", (2022,)),
        ("2022监测户多少", (2022,)),
        ("２０２２年监测户多少", (2022,)),
        ("2022多少户", (2022,)),
        ("2021年和2022年比", (2021, 2022)),
        ("2020-2022年项目数", (2020, 2021, 2022)),
        ("2022年、2022年底", (2022,)),
        ("二〇二二年建了几所卫生室", (2022,)),
        ("二零二一年呢", (2021,)),
        ("22年底脱贫人口多少", (2022,)),
        ("21年跟22年比", (2021, 2022)),
        ("今年低保多少", (2023,)),
        ("去年和前年差多少", (2022, 2021)),
        ("大前年的数", (2020,)),
        ("补助2000元够不够", ()),
        ("全县2000户都搬了吗", ()),
        ("2000多户", ()),
        ("种了1950亩", ()),
        ("2244工作导引", ()),
        ("临溪民发〔2023〕12号讲的啥", ()),
        ("临溪民发(2023)12号讲的啥", ()),
        ("满20年工龄", ()),
        ("22年以上党龄", ()),
        ("干了22年村干部", ()),
        ("13812022022找谁", ()),
        ("比上年增加多少", ()),
        ("三年前年年有", ()),
    ],
)
def test_years(question: str, years: tuple[int, ...]) -> None:
    assert named_years(question, TODAY) == years


def talk(*said: str) -> Query:
    """The last question, understood after the others and their answers."""
    history: list[Turn] = []
    for number, text in enumerate(said[:-1], 1):
        history += [Turn(role="user", content=text), Turn(role="assistant", content=f"答复{number}[1]。")]
    return understand(Question(text=said[-1], history=tuple(history)), CONTEXT)


COUNT = "2022年临溪县监测对象多少户多少人？"
PAPERS = "申请临时救助要哪些材料？"


@pytest.mark.parametrize(
    ("said", "resolved", "slots"),
    [
        ((COUNT, "那2021年呢？"), "2021年临溪县监测对象多少户多少人", {"kind": "figure", "units": ("户", "人"), "years": (2021,), "places": ("临溪县",)}),
        ((COUNT, "青禾镇呢"), "2022年青禾镇监测对象多少户多少人", {"kind": "figure", "units": ("户", "人"), "years": (2022,), "places": ("青禾镇",)}),
        ((COUNT, "石桥镇呢"), None, {"years": (2022,), "places": (), "unknown_places": ("石桥镇",)}),
        ((COUNT, "那2021年呢？", "白鹭镇呢？"), "2021年白鹭镇监测对象多少户多少人", {"places": ("白鹭镇",), "carried": "答复2。"}),
        ((COUNT, "青禾镇的"), None, {"kind": "figure", "units": ("户", "人"), "places": ("青禾镇",)}),
        ((COUNT, "一共花了多少钱？"), None, {"kind": "figure", "units": ("元",), "years": (2022,), "places": ("临溪县",)}),
        ((COUNT, "为什么？"), None, {"kind": "reason", "places": ("临溪县",)}),
        ((PAPERS, "找哪个部门办？"), "临时救助找哪个部门办", {"kind": "who", "own": "找哪个部门办？"}),
        ((PAPERS, "多久能批下来"), "临时救助多久能批下来", {"kind": "when"}),
        ((PAPERS, "如果家里有车还能申请吗？"), "临时救助如果家里有车还能申请吗", {"kind": "yes_no"}),
        ((PAPERS, "那它最高能给到多少钱？"), None, {"kind": "figure", "units": ("元",)}),
        ((PAPERS, "危房改造一户能补多少钱？", "那要等多久"), "危房改造要等多久", {"kind": "when"}),
        ((PAPERS, "换个话题，危房改造一户补多少钱？"), "危房改造一户补多少钱？", {"own": "", "carried": "", "kind": "figure"}),
        ((PAPERS, "换个话题，危房改造一户补多少钱？", "那材料呢"), None, {"carried": "答复2。"}),
        ((PAPERS, "不说这个，医保怎么交？"), "医保怎么交？", {"own": ""}),
        ((COUNT, "农村危房改造的补助对象有哪些？"), "农村危房改造的补助对象有哪些？", {"own": "", "years": (), "places": ()}),
        ((COUNT, "2021年白鹭镇新建了几所村卫生室？"), "2021年白鹭镇新建了几所村卫生室？", {"own": "", "years": (2021,), "places": ("白鹭镇",)}),
        (("南京来的企业有几家？", "他们投了多少钱？"), None, {"units": ("元",), "mentioned_places": ("南京市",)}),
        (("石桥镇2022年低保多少户？", "特困的呢？"), None, {"unknown_places": ("石桥镇",), "years": (2022,), "units": ("户",)}),
        (("你好", "低保怎么申请？"), "低保怎么申请？", {"kind": "steps"}),
        (("您好，请问低保怎么申请？", "具体说说"), "低保怎么申请，请具体说明", {"kind": "steps"}),
    ],
)  # fmt: skip
def test_conversations(said: tuple[str, ...], resolved: str | None, slots: dict[str, object]) -> None:
    query = talk(*said)
    assert query.text == said[-1]
    if resolved is not None:
        assert query.resolved == resolved
    assert {name: getattr(query, name) for name in slots} == slots


def test_official_terms_of_the_subject_are_carried() -> None:
    assert "最低生活保障" in talk("低保怎么申请？", "要什么材料").expansions
    replaced = talk("村里吃低保的有多少户？", "烂房子的呢").expansions
    assert "危房" in replaced
    assert "最低生活保障" not in replaced


def test_a_question_without_history_is_its_own() -> None:
    for text in ("那2021年呢？", "青禾镇呢", "多久", PAPERS):
        query = talk(text)
        assert (query.resolved, query.own, query.carried) == (text, "", "")


@pytest.mark.parametrize(
    ("question", "resolved"),
    [
        ("低保怎么申请？要交哪些材料？", ["低保怎么申请", "低保要交哪些材料"]),
        ("2022年监测户多少户、多少人？", ["2022年监测户多少户、多少人？"]),
        ("家里有车，还能吃低保吗", ["家里有车，还能吃低保吗"]),
    ],
)
def test_two_questions_are_parted(question: str, resolved: list[str]) -> None:
    found = parts(talk(question), CONTEXT)
    assert [part.resolved for part in found] == resolved
    assert all(part.text == question for part in found)


@pytest.mark.parametrize(
    ("question", "unit"),
    [("监测户是1286户，对吧？", "户"), ("每户发了3万元吗", "元"), ("问题是78个,对不对?", "个"), ("1286户是监测户吗", ""), ("低保标准是多少", "")],
)  # fmt: skip
def test_a_figure_to_be_confirmed(question: str, unit: str) -> None:
    assert confirmed_unit(question) == unit
    if unit:
        assert (talk(question).kind, talk(question).units) == ("figure", (unit,))


@pytest.mark.parametrize("polite", ["请问", "你好，", "您好！请问", "我想问一下，", "帮我查一下"])
def test_polite_words_are_left_out(polite: str) -> None:
    query = talk(f"{polite}{PAPERS}")
    assert query.resolved == PAPERS
    assert query.text == f"{polite}{PAPERS}"


@given(
    st.lists(
        st.sampled_from([COUNT, PAPERS, "那2021年呢？", "青禾镇呢", "谢谢", "换个话题，医保怎么交？", "请问"]),
        min_size=1,
        max_size=6,
    )
)
def test_any_conversation_gives_a_query_with_a_question_in_it(said: list[str]) -> None:
    query = talk(*said)
    assert query.resolved
    assert query.own in ("", said[-1])
    assert query.own or query.resolved == said[-1].removeprefix("换个话题，")
    assert query == talk(*said)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("  低保怎么办？\n", "低保怎么办？"),
        ("低保\u200b怎\x00么办", "低保怎么办"),
        ("e\u0301", "é"),
        ("7", "7"),
        ("低保👍", "低保👍"),
        ("'; DROP TABLE documents; --", "'; DROP TABLE documents; --"),
        ("低" * 2000, "低" * 2000),
    ],
)
def test_questions_that_are_taken(text: str, taken: str) -> None:
    assert check_question(text, 2000) == taken


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("", "请先输入", "type a question"),
        (" \n\t　\u200b", "请先输入", "type a question"),
        ("？！……", "没有看到文字", "no words"),
        ("👍🏽❤️", "没有看到文字", "no words"),
        ("低" * 2001, "2001 字", "2001 characters"),
        ("低保" * 5000, "10000 字", "10000 characters"),
    ],
)
def test_questions_that_cannot_be_taken(text: str, chinese: str, english: str) -> None:
    with pytest.raises(QuestionError) as caught:
        check_question(text, 2000)
    assert chinese in caught.value.chinese
    assert english in caught.value.english


@given(st.text(max_size=60))
def test_any_text_is_taken_or_refused_with_a_sentence(text: str) -> None:
    try:
        taken = check_question(text, 50)
    except QuestionError as error:
        assert error.chinese.endswith("。")
        assert error.english.endswith(".")
    else:
        assert 0 < len(taken) <= 50
        assert check_question(taken, 50) == taken
        understand(Question(text=taken), CONTEXT)


def test_folk_terms_mapped_are_kept_with_their_official_terms() -> None:
    query = understand(Question(text="烂房子算危房吗"), CONTEXT)
    assert query.mapped == (("烂房子", "危房改造"),)
    assert query.expansions == ("危房改造",)


def test_a_follow_up_keeps_what_was_mapped_before() -> None:
    history = (Turn(role="user", content="没儿没女的人能申请什么救助"), Turn(role="assistant", content="可以申请。"))
    query = understand(Question(text="那要带户口簿吗", history=history), CONTEXT)
    assert ("没儿没女", "特困人员") in query.mapped


@pytest.mark.parametrize(
    ("question", "kind", "units"),
    [
        ("去年脱贫人口人均纯收入", "figure", ("元",)), ("石桥镇风险消除率", "ratio", ()), ("监测线是多少", "figure", ("元",)),
        ("公益岗多少个", "figure", ("个人",)), ("哪些不计入家庭收入", "list", ("元",)), ("怎么提高参保率", "steps", ()),
        ("园区占多少地", "figure", ()), ("改了多少座户用厕所", "figure", ("座",)),
    ],
)  # fmt: skip
def test_a_measure_named_alone_is_asked_for(question: str, kind: AskedKind, units: tuple[str, ...]) -> None:
    assert asked_kind(question) == kind and asked_units(question) == units
