"""Conditions read from documents: every clause verbatim, every logic as the sentence says it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.self_check_desk import SelfChecks
from evaluation.self_check import accuracy, catalogue_of, graded_cases
from tests.bot.self_checked import DAY, HEAD, TEXTS, checks, condition, only_policy

LEAST = {"first": 1.0, "second": 0.88, "third": 1.0, "fourth": 1.0}
"""What is reached; the first runs over unseen texts are in the change's notes."""


@pytest.mark.parametrize("texts", LEAST)
def test_benefits_of_other_counties_are_read_as_well(texts: str) -> None:
    found = graded_cases(TEXTS / texts, TEXTS / texts / "cases.jsonl", DAY)
    assert accuracy(found) >= LEAST[texts], [g.wrong for g in found]
    assert sum(g.bare for g in found) == 0
    assert all(g.short_right == g.outcome_right for g in found), "stopping early changes no outcome"


def test_lead_and_items_make_all_and_any(tmp_path: Path) -> None:
    policy = only_policy(
        tmp_path,
        "第二条 住房为唯一住房，并且属于下列家庭之一的，可以申请取暖补助：\n\n（一）低保家庭；\n\n（二）残疾人家庭。\n",
    )
    assert [group.logic for group in policy.groups] == ["all", "any"]
    assert [c.clause.text for c in policy.conditions()] == ["住房为唯一住房", "低保家庭", "残疾人家庭"]


def test_exclusions_of_another_kind_are_shown_but_not_asked(tmp_path: Path) -> None:
    policy = only_policy(
        tmp_path,
        "第二条 生活困难的家庭，可以申请取暖补助。\n\n第三条 已经享受集中供暖的，不予补助。\n\n第四条 四类对象不享受门诊慢特病救助。\n",
    )
    assert [c.clause.text for c in policy.conditions()] == ["生活困难的家庭", "已经享受集中供暖的"]
    assert [note.text for note in policy.notes] == ["四类对象不享受门诊慢特病救助。"]


def test_a_condition_that_points_to_the_exclusions_rests_on_them(tmp_path: Path) -> None:
    policy = only_policy(
        tmp_path,
        "第二条 收入困难，并且家庭财产状况符合本办法规定的，可以申请取暖补助。\n\n"
        "第三条 家庭财产有下列情形之一的，不予补助：\n\n（一）有小汽车的；\n\n（二）有商铺的。\n",
    )
    resting = condition(policy, "家庭财产状况")
    assert resting.rests_on == (condition(policy, "小汽车").id, condition(policy, "商铺").id)


def test_kinds_of_a_benefit_keep_their_own_thresholds(tmp_path: Path) -> None:
    text = (
        "第二条 救助对象分为急难型和支出型。\n\n急难型对象，是指因火灾等意外，需要立即救助的家庭。\n\n"
        "支出型对象，是指支出突然增加的家庭。\n\n第三条 支出型救助，自付支出超过1万元的，对超过部分按30%给予救助。\n"
    )
    found = checks(tmp_path, {"办法.md": HEAD.format(name="临时救助") + text}).offered
    assert [policy.name for policy in found] == ["临时救助：急难型对象", "临时救助：支出型对象"]
    assert ["自付支出" in " ".join(c.clause.text for c in p.conditions()) for p in found] == [False, True]


def test_or_between_more_than_two_pieces_is_asked_whole(tmp_path: Path) -> None:
    policy = only_policy(
        tmp_path,
        "第二条 遭遇火灾，生活困难的家庭，或者支出突然增加，难以负担的家庭，可以申请取暖补助。\n",
    )
    assert len(policy.conditions()) == 1


def test_documents_without_conditions_offer_nothing(tmp_path: Path) -> None:
    report = "# 山口县2024年工作报告\n\n全年向5216名务工人员发放交通补贴156万元。临时救助3274人次。\n"
    assert checks(tmp_path, {"报告.md": report}).offered == ()


def test_every_clause_over_laws_is_verbatim(tmp_path: Path) -> None:
    folder = Path(os.environ.get("WENCE_SHARED", Path(__file__).parents[3] / "shared")) / "corpus/laws"
    if not folder.is_dir():
        pytest.skip("no shared corpus here")
    some = tmp_path / "laws"
    some.mkdir()
    for path in sorted(folder.glob("*救助*.md"))[:3]:
        (some / path.name).write_bytes(path.read_bytes())
    base = tmp_path / "base"
    base.mkdir()
    catalogue = catalogue_of(some, base)
    found = SelfChecks(catalogue, date(2026, 11, 28)).offered
    assert found
    for policy in found:
        for clause in (policy.clause, *(c.clause for c in policy.conditions()), *policy.how.where, *policy.notes):
            assert clause.text
            assert catalogue.document(clause.document.id).text[clause.start : clause.end] == clause.text
