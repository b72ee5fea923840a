from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionError
from bot.self_check import judge, parse_reply, questions
from bot.self_check_types import Asked, Policy, Reply
from tests.bot.self_checked import condition, only_policy

BODY = (
    "第二条 具有本县户籍，家庭人均年收入低于6000元，并且属于下列家庭之一的，可以申请取暖补助：\n\n（一）低保家庭；\n\n（二）残疾人家庭。\n\n"
    "第三条 有下列情形之一的，不予补助：\n\n（一）有小汽车的；\n\n（二）出资办企业，出资额超过5万元的。\n"
)


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return only_policy(tmp_path_factory.mktemp("heating"), BODY)


def _said(policy: Policy, **replies: Reply) -> dict[str, Reply]:
    """Replies by a word of what is asked."""
    return {asked.key: reply for asked in questions(policy) for word, reply in replies.items() if word in asked.about}


GOOD: dict[str, Reply] = {"户籍": "yes", "收入": Decimal(5999), "低保": "yes", "小汽车": "no", "办企业": "no"}


def _verdict(policy: Policy, words: str, replies: dict[str, Reply]) -> str:
    wanted = condition(policy, words).id
    return next(verdict for c, verdict in judge(policy, replies).verdicts if c.id == wanted)


def test_all_that_is_needed_may_qualify(policy: Policy) -> None:
    judged = judge(policy, _said(policy, **GOOD))
    assert judged.outcome == "可能符合"
    assert judged.next is None
    assert _verdict(policy, "残疾人家庭", _said(policy, **GOOD)) == "未问", "one of several is enough"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"户籍": "no"}, "本县户籍"),
        ({"收入": Decimal(6000)}, "收入"),
        ({"小汽车": "yes"}, "小汽车"),
        ({"办企业": "yes", "出资额": Decimal(50001)}, "出资额"),
    ],
)
def test_one_needed_condition_that_fails_decides(policy: Policy, changed: dict[str, Reply], words: str) -> None:
    replies = _said(policy, **{**GOOD, **changed})
    assert judge(policy, replies).outcome == "不符合"
    assert _verdict(policy, words, replies) == "不符合"
    assert judge(policy, replies).next is None


def test_all_of_several_must_fail(policy: Policy) -> None:
    assert judge(policy, _said(policy, **{**GOOD, "低保": "no"})).outcome == "需核实"
    assert judge(policy, _said(policy, **{**GOOD, "低保": "no", "残疾": "no"})).outcome == "不符合"


def test_not_knowing_is_to_be_verified(policy: Policy) -> None:
    replies = _said(policy, **{**GOOD, "户籍": "unsure"})
    assert judge(policy, replies).outcome == "需核实"
    assert _verdict(policy, "本县户籍", replies) == "需核实"


def test_an_exclusion_of_two_parts_needs_both(policy: Policy) -> None:
    replies = _said(policy, **{**GOOD, "办企业": "yes", "出资额": Decimal(50000)})
    assert judge(policy, replies).outcome == "可能符合"


def test_only_what_is_missing_is_asked(policy: Policy) -> None:
    replies: dict[str, Reply] = {}
    asked = []
    while (following := judge(policy, replies).next) is not None:
        assert following.key not in replies
        asked.append(following.about)
        replies.update(_said(policy, **GOOD) if following.key in _said(policy, **GOOD) else {following.key: "no"})
    assert len(asked) == len(set(asked))
    assert not any("出资额" in about for about in asked), "settled by 出资办企业"


_VALUES = st.sampled_from(["yes", "no", "unsure", Decimal(0), Decimal(5999), Decimal(6000), Decimal(60000), None])


@given(st.lists(_VALUES, min_size=7, max_size=7))
def test_more_replies_never_turn_a_refusal_round(policy: Policy, values: list[Reply | None]) -> None:
    pairs = zip((a.key for a in questions(policy)), values, strict=False)
    replies = {key: value for key, value in pairs if value is not None}
    judged = judge(policy, replies)
    if judged.outcome == "不符合":
        fewer = [dict(list(replies.items())[:n]) for n in range(len(replies))]
        assert all(judge(policy, some).outcome in ("需核实", "不符合") for some in fewer)
    if judged.outcome == "可能符合":
        assert "不符合" not in [v for c, v in judged.verdicts if c in policy.groups[0].conditions]
    if judged.next is not None:
        assert judged.next.key not in replies


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        ("元/年", "4800", "4800"), ("元/年", "每月450元", "5400"), ("元/年", "1.2万", "12000"), ("元/月", "每年6000元", "500"),
        ("元", "６万元", "60000"), ("周岁", "82岁", "82"), ("年", "10个月", None), ("个月", "1年", "12"), ("平方米", "12.5", "12.5"),
    ],
)  # fmt: skip
def test_amounts_are_read_in_the_asked_unit(policy: Policy, unit: str, typed: str, value: str | None) -> None:
    asked = Asked(key="k", about="数", clause=policy.clause, unit=unit)
    read = parse_reply(asked, typed)
    assert isinstance(read, Decimal)
    assert read == Decimal(value) if value else read < 1


@pytest.mark.parametrize("typed", ["", "很多", "5000到6000元", "-3", "5000斤", "1000 2000", "是", "9" * 30])
def test_what_is_no_amount_is_asked_again(policy: Policy, typed: str) -> None:
    with pytest.raises(QuestionError):
        parse_reply(Asked(key="k", about="数", clause=policy.clause, unit="元"), typed)


def test_plain_questions_take_three_answers(policy: Policy) -> None:
    asked = Asked(key="k", about="数", clause=policy.clause)
    assert [parse_reply(asked, said) for said in ("是", "不是", "不清楚")] == ["yes", "no", "unsure"]
    with pytest.raises(QuestionError):
        parse_reply(asked, "5000")
