"""The rule in force comes first, and what isn't in force is labelled."""

import os
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.types import Question
from tests.bot.contradictions import EXPIRED, NEW_RULES, OLD_RULES, bot_over

_PAIRS = ("上海市社会救助条例", "军人抚恤优待条例")


@pytest.fixture(scope="module")
def bot(contradicting_bot: PolicyBot) -> PolicyBot:
    return contradicting_bot


def test_the_rule_in_force_is_quoted_where_the_old_one_says_the_asked_words(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="护林员巡山每月不少于多少天"))
    assert answer.citations[0].document.source.name == NEW_RULES
    assert "22天" in answer.text
    assert answer.notices == ()


def test_who_asks_for_the_old_rule_gets_it_labelled(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="原来的老办法规定护林员巡山每月不少于多少天"))
    assert answer.citations[0].document.source.name == OLD_RULES
    assert answer.notices == ("注意:《岚湾县护林员管理办法》（2019年）已有新版本，以新文件为准。",)


def test_what_only_the_old_rule_says_is_labelled(bot: PolicyBot) -> None:
    answer = bot.answer(Question(text="护林员请假三天以上由谁批准"))
    assert answer.citations[0].document.source.name == OLD_RULES
    assert "以新文件为准" in answer.notices[0]


def test_an_expired_rule_and_one_to_come_are_labelled(bot: PolicyBot) -> None:
    expired = bot.answer(Question(text="集市固定摊位每户每年补贴多少元"))
    assert expired.citations[0].document.source.name == EXPIRED
    assert "有效期到2022年8月31日为止" in expired.notices[0]
    coming = bot.answer(Question(text="雾天能见度不足多少米渡船应当停航"))
    assert coming.notices == ("注意:《岚湾县渡口安全管理办法》自2099年1月1日起施行，现在还没有施行。",)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> PolicyBot:
    """A bot over the two versions of two published regulations; skipped where they aren't there."""
    folder = Path(os.environ.get("WENCE_SHARED") or Path(__file__).parents[3] / "shared") / "corpus/laws"
    files = [path for path in sorted(folder.glob("*.md")) if path.name.startswith(_PAIRS)]
    if len(files) < 4:
        pytest.skip("the published regulations aren't there")
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    return bot_over(texts, tmp_path_factory.mktemp("pairs"))


@pytest.mark.parametrize(
    "question",
    [
        "军人乘坐市内公共汽车要不要买票",
        "定期抚恤金标准参照什么收入水平确定",
        "烈士的一次性抚恤金标准是什么",
        "残疾军人的残疾等级分几级",
        "义务兵家属优待金由谁发放",
        "上海的临时救助每次救助时间一般不超过几个月",
        "上海特困人员供养包括哪些内容",
        "上海申请社会救助向哪里提出",
        "上海低保家庭成员就业后月劳动收入怎么计算",
        "上海社会救助对象隐瞒收入骗取救助怎么处罚",
    ],
)
def test_of_two_versions_of_a_regulation_the_newer_one_is_quoted(pairs: PolicyBot, question: str) -> None:
    answer = pairs.answer(Question(text=question))
    assert answer.status == "answered"
    assert all(c.document.repealed_by is None for c in answer.citations) or any("新版本" in n for n in answer.notices)
    assert answer.citations[0].document.metadata.issued is not None
    assert answer.citations[0].document.metadata.issued.year == 2024
