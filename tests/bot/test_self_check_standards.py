from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.self_check import judge, questions
from bot.self_check_types import Criterion, Policy
from tests.bot.self_checked import HEAD, checks, condition

RULE = (
    HEAD.format(name="农村低保") + "第二条 共同生活的家庭成员人均{per}收入低于本县农村低保标准的，可以申请农村低保。\n"
)
OLD = (
    "# 关于公布2023年农村低保标准的通知\n\n山口县民政局\n\n2023年1月5日\n\n2023年山口县农村低保标准为每人每年5400元。\n"
)
NEW = "# 关于公布2024年农村低保标准的通知\n\n山口县民政局\n\n2024年1月5日\n\n2024年山口县农村低保标准为每人每月520元。城市低保标准为每人每月720元。\n"


def _limit(place: Path, per: str, texts: dict[str, str], day: date = date(2024, 12, 1)) -> tuple[Policy, Criterion]:
    found = checks(place, {"办法.md": RULE.format(per=per), **texts}, day)
    (policy,) = [p for p in found.offered if p.name == "农村低保"]
    return policy, condition(policy, "人均").criteria[0]


def test_the_newest_standard_counts_and_is_turned_to_the_asked_time(tmp_path: Path) -> None:
    _, test = _limit(tmp_path, "年", {"旧.md": OLD, "新.md": NEW})
    assert test.limit is not None
    assert (test.limit.value, test.limit.said, test.limit.period) == (Decimal(6240), "520元×12=6240元", "2024")
    assert test.limit.stated is not None
    assert "每人每月520元" in test.limit.stated.text
    assert test.asked.unit == "元/年"


def test_a_standard_that_no_document_states_leaves_a_plain_question(tmp_path: Path) -> None:
    policy, test = _limit(tmp_path, "年", {})
    assert test.limit is None
    assert questions(policy)[0].unit == ""


def test_another_places_standard_is_not_taken(tmp_path: Path) -> None:
    _, test = _limit(tmp_path, "年", {"邻县.md": OLD.replace("山口县", "河口县")})
    assert test.limit is None


def test_last_years_standard_lets_pass_but_decides_no_refusal(tmp_path: Path) -> None:
    policy, test = _limit(tmp_path, "年", {"旧.md": OLD}, date(2026, 5, 1))
    assert test.limit is not None
    assert test.limit.dated
    assert judge(policy, {test.asked.key: Decimal(5000)}).outcome == "可能符合"
    assert judge(policy, {test.asked.key: Decimal(5500)}).outcome == "需核实", "the standard may have risen since"
