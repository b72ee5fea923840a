"""Whether what is asked of a matter stands in the passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attributes import lacking
from bot.types import Query


def asked(text: str) -> Query:
    return Query(text=text, resolved=text, kind="list")


@pytest.mark.parametrize(
    ("question", "lacks", "says"),
    [
        ("引来的8家企业叫什么名字", "累计引进企业8家、投入资金2亿元", "引进企业8家：甲公司、乙公司、丙公司等"),
        ("没改完的4个问题是哪4个", "反馈问题30个，剩余4个正在整改", "剩余问题：一是路灯不亮，二是厕所漏水，三是水管老化，四是台账不全"),
        ("新加的3个专班叫什么", "工作专班增加3个", "新增数字乡村、人才培育和资产管护3个专班"),
        ("水窖主要在哪几个镇", "消除直饮水窖400眼", "消除红石镇、白鹭镇直饮水窖400眼"),
        ("“五净”指哪五净", "推进“五净”整治，完成改厕300座", "推进“五净”整治，“五净”是院净、屋净、灶净、厕净、身净"),
        ("“三联”机制具体是什么", "推行“三联”机制，得到上级肯定", "推行支部联建、产业联兴、治理联抓的“三联”机制"),
        ("“132”工作法怎么展开讲", "推行“132”工作法，改厕300座", "推行“132”工作法，织牢一张网、建好三支队伍、用好两个平台"),
        ("特困人员多久复核一次", "在变化之日起15日内告知", "每半年复核一次"),
        ("为什么低保人数少了", "低保对象11943人", "主要是部分家庭收入提高后退出"),
        ("城市低保一个月多少钱", "农村低保标准每人每月450元", "城乡低保标准每人每月450元"),
        ("城市低保一个月多少钱", "农村低保标准每人每月450元", "农村低保每月450元，城市低保每月600元"),
        ("医疗救助备用金多少", "安排临时救助备用金8万元", "安排医疗救助备用金8万元"),
    ],
)  # fmt: skip
def test_the_asked_attribute_must_be_named(question: str, lacks: str, says: str) -> None:
    assert lacking(asked(question), lacks, lacks) is not None
    assert lacking(asked(question), says, says) is None


def test_the_passage_around_may_name_it() -> None:
    assert lacking(asked("水窖主要在哪几个镇"), "消除水窖400眼", "红石镇\n消除水窖400眼") is None
    assert lacking(asked("城市低保多少钱"), "农村低保每月450元", "城市低保另行通知。农村低保每月450元") is None


@given(said=st.text("低保对象户人，。、0123一是二", max_size=30))
def test_a_question_of_another_form_passes(said: str) -> None:
    assert lacking(asked("监测对象多少户"), said, said) is None
    assert lacking(asked("临时救助资金归谁管理"), said, said) is None


@pytest.mark.parametrize(
    ("question", "lacks", "says"),
    [
        ("申请残疾证要什么材料", "临时救助\n提交身份证、户口簿、收入证明。", "残疾人证\n提交身份证、照片。"),
        (
            "宅基地怎么申请",
            "危房改造\n户主提出书面申请，提交身份证、宅基地证明。",
            "农村宅基地\n由户主向村委会提出申请。",
        ),
        ("小额信贷怎么申请", "投放小额信贷6142万元，支持1386户。", "小额信贷由农户向乡镇提出申请。"),
    ],
)
def test_how_to_apply_must_be_told_of_the_asked_matter(question: str, lacks: str, says: str) -> None:
    assert lacking(asked(question), lacks, lacks) is not None
    assert lacking(asked(question), says, says) is None


@pytest.mark.parametrize(
    ("question", "lacks", "says"),
    [
        ("派了多少名驻村干部", "每户明确1名村干部跟踪服务", "选派驻村干部180名"),
        ("特困人员集中供养多少人", "特困供养：128人", "特困供养128人，其中集中供养40人"),
        ("到县外务工的有多少人", "务工就业：2147人", "其中县外务工1400人"),
    ],
)  # fmt: skip
def test_another_or_the_whole_is_no_figure_of_what_is_asked(question: str, lacks: str, says: str) -> None:
    query = Query(text=question, resolved=question, kind="figure")
    assert lacking(query, lacks, lacks) is not None
    assert lacking(query, says, says) is None


def figure(text: str, **slots: object) -> Query:
    return Query(text=text, resolved=text, kind="figure", **slots)


@pytest.mark.parametrize(
    ("question", "lacks", "says"),
    [
        ("护林员里大学生有几个", "全县护林员1209人", "全县护林员1209人，其中大学生8人"),
        ("参训学员里退役军人有多少", "培训学员800人次", "培训学员800人次，其中退役军人36人"),
        ("合作社当中有几家是省级的", "农民合作社115家", "农民合作社115家，其中省级5家"),
        ("危房户里头，独居老人占了几户", "改造危房1209户", "改造危房1209户，独居老人45户"),
    ],
)
def test_the_figure_of_a_whole_is_no_figure_of_its_part(question: str, lacks: str, says: str) -> None:
    assert lacking(figure(question), lacks, lacks) is not None
    assert lacking(figure(question), says, says) is None


@pytest.mark.parametrize(
    "question", ["村里护林员有几个", "我们镇里合作社有多少家", "报告里护林员写的是多少人", "哪里的护林员有几个"]
)
def test_a_place_or_a_text_is_no_whole(question: str) -> None:
    assert lacking(figure(question), "全县巡山员1209人", "全县巡山员1209人") is None


def test_a_part_may_be_said_in_official_words() -> None:
    query = figure("脱贫户里五保户有几户", mapped=(("五保户", "特困人员"),), expansions=("特困人员",))
    assert lacking(query, "脱贫户300户，其中特困人员12户", "脱贫户300户，其中特困人员12户") is None


@pytest.mark.parametrize(
    ("question", "lacks", "says"),
    [
        ("工伤保险赔多少", "城乡居民养老保险\n每人每月120元", "工伤保险\n按月支付伤残待遇"),
        ("高温津贴一个月几百", "特困人员护理补贴每人每月85元", "高温津贴每人每月200元"),
        ("白鹭镇镇长是谁", "镇长负责组织实施", "镇长：陈平"),
        ("村支书叫什么名字", "村支书每月走访一次", "村支书李大山带头种茶"),
        ("业务咨询的网址是多少", "咨询电话0999-6612345", "登录www.example.cn查询"),
        ("护林员要多大岁数", "护林员由村委会选聘", "护林员应当年满18周岁"),
        ("投钱最多的是哪家企业", "参加企业47家，投入资金1873万元", "投入最多的甲公司为300万元"),
        ("哪个村收入最高", "青石村等村集体收入1684万元", "青石村居全镇第一"),
    ],
)
def test_what_has_a_name_or_a_form_of_its_own_must_stand_there(question: str, lacks: str, says: str) -> None:
    assert lacking(asked(question), lacks, lacks) is not None
    assert lacking(asked(question), says, says) is None


@pytest.mark.parametrize(
    "question",
    [
        "政府补贴发多少", "能拿补助吗", "去哪里查询补贴", "专班组长是谁", "最晚哪天竣工", "负责人由谁担任", "最高补助多少",
    ],
)  # fmt: skip
def test_general_words_name_no_benefit_no_person_and_no_order(question: str) -> None:
    assert lacking(asked(question), "专项资金由镇里发放", "专项资金由镇里发放") is None


def test_how_soon_again_asks_for_no_rhythm() -> None:
    assert lacking(asked("一样的事隔多久能再申请一次"), "因同一事由6个月内不重复受理", "") is None
    assert lacking(asked("多久公开一次"), "保留时间不少于15天", "保留时间不少于15天") is not None
