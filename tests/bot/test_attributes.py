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
