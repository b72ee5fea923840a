from __future__ import annotations

import pytest

from bot.self_check_benefits import granted, slot, subject, withheld


@pytest.mark.parametrize(
    ("sentence", "name", "conditions"),
    [
        ("年满80周岁的老年人，可以申请高龄津贴。", "高龄津贴", "年满80周岁的老年人"),
        ("家庭人均收入低于标准的，可以申请农村低保。", "农村低保", "家庭人均收入低于标准的"),
        ("重病患者可以参照单人户申请农村低保。", "农村低保（参照单人户）", "重病患者"),
        ("支出型对象，是指支出突然增加的家庭。", "支出型对象", "支出突然增加的家庭"),
        ("护理补贴的对象为需要长期照护的残疾人。", "护理补贴", "需要长期照护的残疾人"),
        ("申请生活补贴的儿童，应当具有本县户籍，未满18周岁。", "生活补贴", "具有本县户籍，未满18周岁"),
    ],
)
def test_what_is_given_to_whom(sentence: str, name: str, conditions: str) -> None:
    found = granted(sentence)
    assert found is not None
    assert (found.name, sentence[found.start : found.end]) == (name, conditions)


@pytest.mark.parametrize(
    "sentence",
    [
        "向5216名务工人员发放交通补贴156万元。",
        "骗取临时救助的，追回救助资金。",
        "乡镇人民政府可以直接审批2000元以下的小额救助。",
        "对吸纳就业的企业，给予岗位补贴。",
        "据测算，今年个体户可享受减免1100万元。",
        "职工有前款第（一）项情形的，享受工伤保险待遇。",
    ],
)
def test_reports_offices_firms_and_fines_give_nothing(sentence: str) -> None:
    assert granted(sentence) is None


@pytest.mark.parametrize(
    ("lead", "any_of"),
    [
        ("同时符合下列条件的家庭：", False),
        ("符合下列条件之一的家庭：", True),
        ("应当符合以下条件：", False),
        ("有下列情形之一的：", True),
        ("是唯一住房的下列六类家庭：", True),
        ("医疗救助对象分为四类：", True),
    ],
)
def test_how_many_items_are_needed(lead: str, *, any_of: bool) -> None:
    found = slot(lead)
    assert found is not None
    assert found.any_of is any_of


def test_lists_of_rules_hold_no_conditions() -> None:
    assert slot("按照下列规定予以供养：") is None


def test_withholding_is_told_from_asking_and_from_choosing_the_higher() -> None:
    assert withheld("有下列情形之一的，不予救助：")
    assert withheld("因同一事由，6个月内不重复救助。")
    assert not withheld("不予批准的，书面告知理由。")
    assert not withheld("低保和特困供养能不能同时享受？")
    assert not withheld("同时符合多类身份的，按照待遇就高的原则救助，不重复享受。")


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("山口县农村最低生活保障审核确认办法", "农村最低生活保障"),
        ("关于做好2023年农村危房改造工作的通知", "农村危房改造"),
        ("山口县临时救助办法（2023年修订）", "临时救助"),
    ],
)
def test_what_a_document_is_about(title: str, about: str) -> None:
    assert subject(title, ("山口县",)) == about
