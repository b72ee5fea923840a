"""办事自查 as its reader gets it: one action after another, and the HTML of each view."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot.self_check_desk import SelfChecks
from tests.bot.self_checked import HEAD, checks
from tests.web.canned import NothingPublished
from web.self_check import CheckDesk, CheckVisit, check_address

POISON = "<img src=x onerror=alert(1)>${x}"
HEATING = (
    HEAD.format(name="取暖补助")
    + "第二条 具有本县户籍，家庭人均年收入低于6000元，在本县居住满1年的家庭，可以申请取暖补助。\n\n"
    "第三条 有下列情形之一的，不予补助：\n\n（一）有小汽车的；\n\n（二）有商铺的。\n\n"
    "第四条 申请人向村民委员会提出申请，提交身份证、户口簿。\n"
)
FIRE = HEAD.format(name="临时救助") + f"第二条 因火灾{POISON}造成生活困难的家庭，可以申请临时救助。\n"


@dataclass
class Fixed:
    """Self-checks that don't change."""

    found: SelfChecks

    def checks(self) -> SelfChecks:
        return self.found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> CheckDesk:
    return CheckDesk(Fixed(checks(tmp_path_factory.mktemp("check"), {"取暖.md": HEATING, "火灾.md": FIRE})))


class Walk:
    """One person's way through the views."""

    def __init__(self, desk: CheckDesk, language: str = "zh") -> None:
        self.desk, self.language, self.visit = desk, language, CheckVisit()
        self.html = self.do()

    def do(self, **action: str) -> str:
        self.visit, self.html = self.desk.step(self.visit, json.dumps(action), self.language)
        return self.html

    def choose(self, words: str) -> str:
        (policy,) = self.desk.checker.checks().find(words)
        return self.do(do="choose", policy=policy.id)

    def reply(self, said: str) -> str:
        key = self.html.split('data-key="')[1].split('"')[0]
        return self.do(do="reply", key=key, said=said)


def test_choosing_says_what_is_kept_and_finds_by_words(desk: CheckDesk) -> None:
    walk = Walk(desk)
    assert "不保存，也不传到别处" in walk.html
    assert walk.html.count('class="policy"') == 2
    assert walk.do(do="find", words="取暖").count('class="policy"') == 1
    assert "没有找到和“种茶”有关" in walk.do(do="find", words="种茶")


def test_a_walk_asks_shows_each_clause_and_ends_without_a_promise(desk: CheckDesk) -> None:
    walk = Walk(desk)
    assert "具有本县户籍" in walk.choose("取暖")
    assert "家庭人均年收入" in walk.reply("yes")
    assert 'inputmode="decimal"' in walk.html
    assert "单位是元/年" in walk.reply("很多")
    assert 'value="很多"' in walk.html, "what was typed stays"
    assert 'data-said="no"' in walk.reply("每月450元"), "没有这回事, for a length of time"
    assert "有没有这种情况：“有小汽车的”" in walk.reply("3年")
    walk.reply("no")
    html = walk.reply("no")
    assert 'class="outcome met"' in html
    assert "不是审批结果，也不是承诺" in html
    assert "5400元/年" in html
    assert "界限：低于6000元" in html
    assert html.count("<blockquote>") >= 5 + 2
    assert "提交身份证、户口簿" in html
    assert "文件里没有写，请问经办部门。" in html, "no document says how long it takes"


def test_answers_can_be_taken_back_and_changed(desk: CheckDesk) -> None:
    walk = Walk(desk)
    walk.choose("取暖")
    walk.reply("yes")
    walk.reply("9000")
    assert "不符合" in walk.html
    assert 'class="outcome unmet"' in walk.html
    assert 'class="unasked"' in walk.html, "the rest is listed as not asked"
    key = next(key for key in walk.visit.replies if key.endswith("元/年"))
    assert "家庭人均年收入" in walk.do(do="ask", key=key)
    assert "在本县居住" in walk.reply("5000")
    assert "家庭人均年收入" in walk.do(do="back")
    assert "具有本县户籍" in walk.do(do="back")
    assert walk.visit.replies == {}


def test_the_result_may_be_seen_early_and_left_again(desk: CheckDesk) -> None:
    walk = Walk(desk)
    walk.choose("取暖")
    walk.reply("unsure")
    assert 'class="outcome open"' in walk.do(do="show")
    assert "家庭人均年收入" in walk.do(do="back")
    walk.do(do="again")
    assert walk.visit.replies == {}


@pytest.mark.parametrize("done", ["", "[]", "no json", '{"do": "reply", "key": "x", "said": "y"}', '{"do": 7}'])
def test_what_is_no_action_changes_nothing(desk: CheckDesk, done: str) -> None:
    walk = Walk(desk)
    walk.choose("取暖")
    assert desk.step(walk.visit, done, "zh") == (walk.visit, walk.html)


def test_documents_text_is_shown_and_never_run(desk: CheckDesk) -> None:
    walk = Walk(desk)
    html = walk.choose("火灾")
    html += walk.do(do="show") + walk.do(do="find", words=POISON)
    assert "<img" not in html
    assert "${" not in html
    assert "&lt;img" in html


def test_english_words_surround_the_clauses(desk: CheckDesk) -> None:
    walk = Walk(desk, "en")
    html = walk.choose("取暖") + walk.do(do="show")
    assert "To be verified" in html
    assert "no promise" in html
    assert "具有本县户籍" in html


def test_an_address_leads_to_a_policy(desk: CheckDesk) -> None:
    (policy,) = desk.checker.checks().find("取暖")
    assert unquote(check_address(policy)) == f"check?policy={policy.id}"


def test_a_missing_base_is_said(tmp_path: Path) -> None:
    assert "python ingest.py" in CheckDesk(NothingPublished()).step(CheckVisit(), "", "zh")[1]
