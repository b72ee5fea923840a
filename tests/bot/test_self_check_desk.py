from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.self_check_desk import SelfCheckDesk, SelfChecks
from bot.types import Answer, Citation, Query
from knowledge.assembly import KnowledgeReader
from knowledge.settings import KnowledgeSettings
from tests.bot.self_checked import HEAD, checks

HOW = "第四条 申请人向户籍所在地乡镇人民政府提出申请，提交身份证、户口簿。乡镇人民政府自受理之日起10个工作日内审核。\n\n第五条 咨询电话：0998-6660000。\n"
HELP = HEAD.format(name="临时救助") + "第二条 因火灾造成生活困难的家庭，可以申请临时救助。\n\n" + HOW
LIVING = HEAD.format(name="农村最低生活保障") + "第二条 生活困难的本县户籍家庭，可以申请农村低保。\n"
OLD = LIVING.replace("2024年3月1日", "2019年3月1日").replace("生活困难的本县户籍家庭", "特别困难的家庭")
ENDED = (
    HEAD.format(name="取暖补助")
    + "第二条 低保家庭，可以申请取暖补助。\n\n第三条 本办法自2024年4月1日起施行，有效期两年。\n"
)
WHERE = "# 山口县办事手册\n\n## 找谁办\n\n| 事项 | 受理地点 | 咨询电话 |\n| --- | --- | --- |\n| 农村低保、特困供养 | 便民服务中心 | 0998-1111111 |\n| 危房改造 | 村民委员会 | 0998-2222222 |\n"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> SelfChecks:
    texts = {"救助.md": HELP, "低保.md": LIVING, "旧低保.md": OLD, "取暖.md": ENDED, "手册.md": WHERE}
    return checks(tmp_path_factory.mktemp("county"), texts, date(2026, 11, 28))


def test_people_find_policies_by_their_own_words(county: SelfChecks) -> None:
    assert [p.name for p in county.find("我想吃低保")] == ["农村低保"]
    assert [p.name for p in county.find("家里火灾了")] == ["临时救助"], "a condition's words count as well"
    assert county.find("种茶树") == ()
    assert len(county.find("  ")) == len(county.offered)


def test_what_no_longer_holds_is_not_offered_and_it_is_said_why(county: SelfChecks) -> None:
    assert {p.name for p in county.offered} == {"临时救助", "农村低保"}
    reasons = {closed.document.source.name: closed.reason for closed in county.closed}
    assert set(reasons) == {"旧低保.md", "取暖.md"}
    assert "代替" in reasons["旧低保.md"]
    assert "2026年3月31日" in reasons["取暖.md"]
    assert [c.document.source.name for c in county.closed_for("取暖")] == ["取暖.md"]
    (old,) = county.closed_for("吃低保")
    assert old.newer is not None
    assert old.newer.source.name == "低保.md"


def test_ways_to_apply_are_verbatim_and_may_come_from_another_document(county: SelfChecks) -> None:
    (living,) = county.find("吃低保")
    assert [c.text for c in living.how.where] == ["农村低保、特困供养 | 便民服务中心 | 0998-1111111"]
    assert living.how.materials == (), "no document says"
    (fire,) = county.find("火灾")
    assert [c.text for c in fire.how.materials] == ["申请人向户籍所在地乡镇人民政府提出申请，提交身份证、户口簿。"]
    assert [c.text for c in fire.how.times] == ["乡镇人民政府自受理之日起10个工作日内审核。"]
    assert [c.text for c in fire.how.contacts] == ["咨询电话：0998-6660000。"]


def test_an_answer_belongs_to_the_policy_whose_clause_it_cites(county: SelfChecks) -> None:
    (fire,) = county.find("火灾")
    clause = fire.conditions()[0].clause
    cited = Citation(
        number=1, document=fire.document, quote=clause.text, start=clause.start, end=clause.end, passage=clause.text,
        passage_start=clause.start,
    )  # fmt: skip
    query = Query(text="临时救助什么条件", resolved="临时救助什么条件", kind="list")
    answer = Answer(status="answered", text="…[1]", citations=(cited,), query=query)
    assert county.for_answer(answer) == (fire,)
    assert county.for_answer(Answer(status="no_evidence", text="", citations=(cited,))) == ()
    elsewhere = Citation(
        number=1, document=fire.document, quote="山口", start=2, end=4, passage="山口", passage_start=2
    )
    assert county.for_answer(Answer(status="answered", text="…[1]", citations=(elsewhere,))) == ()


def test_the_desk_follows_the_published_version(tiny_index: Path) -> None:
    desk = SelfCheckDesk(KnowledgeReader(KnowledgeSettings(index=tiny_index)))
    assert [p.name for p in desk.checks().offered] == ["临时救助"]
    assert desk.checks() is desk.checks()
