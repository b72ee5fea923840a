"""A walk through a policy's conditions: what is still to be asked, and what the replies come to. Pure.

A condition is decided by code where it compares an amount, else by a plain yes or no; 不清楚 leaves it to be verified. What one
reply settles is not asked again, and nothing more is asked once a needed condition fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from bot.errors import QuestionError
from bot.self_check_types import (
    Asked,
    Condition,
    Criterion,
    Group,
    Judgement,
    Limit,
    Outcome,
    Policy,
    Replies,
    Reply,
    Verdict,
)
from knowledge.numbers import find_quantities
from knowledge.units import ratio

_Truth = Literal["yes", "no", "unsure", "missing"]
_MOST = Decimal(10) ** 12
_PLAIN: dict[str, Reply] = {"是": "yes", "不是": "no", "不清楚": "unsure", "yes": "yes", "no": "no", "unsure": "unsure"}


def judge(policy: Policy, replies: Replies) -> Judgement:
    """What the replies come to, and what to ask next."""
    own = {c.id: _verdict(c, g, replies) for g in policy.groups for c in g.conditions if not c.rests_on}
    verdicts = {c.id: own[c.id] if c.id in own else _resting(c, own) for c in policy.conditions()}
    groups = [_met(group, verdicts) for group in policy.groups]
    outcome: Outcome = "不符合" if "不符合" in groups else "可能符合" if set(groups) == {"符合"} else "需核实"
    still = [] if outcome == "不符合" else list(_open(policy, groups, verdicts, replies))
    return Judgement(
        outcome=outcome, verdicts=tuple((c, verdicts[c.id]) for c in policy.conditions()),
        next=still[0] if still else None, missing=len(still),
    )  # fmt: skip


def questions(policy: Policy) -> list[Asked]:
    """Everything that may be asked, each thing once."""
    found: dict[str, Asked] = {}
    for condition in policy.conditions():
        for asked in () if condition.rests_on else _asked(condition):
            found.setdefault(asked.key, asked)
    return list(found.values())


def parse_reply(asked: Asked, text: str) -> Reply:
    """What a person typed or chose, as a reply: 是, 不是, 不清楚, or an amount in the asked unit (1.2万, 每月450元).

    Raises:
        QuestionError: it is neither.
    """
    text = text.strip()
    if text in _PLAIN and not (asked.unit and _PLAIN[text] == "yes"):
        return _PLAIN[text]
    found = [q for q in find_quantities(text) if q.kind == "quantity" and q.qualifier == "exact"]
    if not asked.unit or len(found) != 1:
        raise _unreadable(asked)
    base, _, per = asked.unit.partition("/")
    given = found[0].unit.split("/")[0]
    factor = Decimal(1) if not given else ratio(given, base)
    if factor is None or not 0 <= found[0].value <= _MOST:
        raise _unreadable(asked)
    value = found[0].value * factor
    if per == "年" and "月" in text:
        return value * 12
    return value / 12 if per == "月" and "年" in text else value


def _unreadable(asked: Asked) -> QuestionError:
    if not asked.unit:
        return QuestionError("请选“是”“不是”或者“不清楚”。", "Please choose yes, no or don't know.")
    return QuestionError(
        f"请只填一个数，单位是{asked.unit}，例如 5000。", f"Please give one number in {asked.unit}, such as 5000."
    )


def _asked(condition: Condition) -> Iterator[Asked]:
    for criterion in condition.criteria:
        yield criterion.asked
        if criterion.other is not None:
            yield criterion.other


def _open(policy: Policy, groups: Sequence[Verdict], verdicts: dict[str, Verdict], replies: Replies) -> Iterator[Asked]:
    """The questions whose replies can still change something, each once."""
    seen: set[str] = set()
    for group, met in zip(policy.groups, groups, strict=True):
        if met == "符合":
            continue
        for condition in group.conditions:
            if verdicts[condition.id] != "未问" or condition.rests_on:
                continue
            for asked in _asked(condition):
                if asked.key not in replies and asked.key not in seen:
                    seen.add(asked.key)
                    yield asked


def _verdict(condition: Condition, group: Group, replies: Replies) -> Verdict:
    truth = _either(condition, replies) if condition.any_of else _each(condition, replies)
    if truth in ("missing", "unsure"):
        return "未问" if truth == "missing" else "需核实"
    if (truth == "yes") != (group.logic == "none"):
        return "符合"
    # a wrong 不符合 costs someone a benefit: last year's standard may have risen since
    return "需核实" if _dated(condition, truth, replies) else "不符合"


def _dated(condition: Condition, truth: _Truth, replies: Replies) -> bool:
    """Whether a condition came out so by a standard of an earlier year: one criterion that must hold, or all that don't."""
    deciding = [criterion for criterion in condition.criteria if _truth(criterion, replies) == truth]
    dated = [criterion.limit is not None and criterion.limit.dated for criterion in deciding]
    return all(dated) if (truth == "no") != condition.any_of else any(dated)


def _each(condition: Condition, replies: Replies) -> _Truth:
    truths = [_truth(criterion, replies) for criterion in condition.criteria]
    order: tuple[_Truth, ...] = ("no", "missing", "unsure")
    return next((truth for truth in order if truth in truths), "yes")


def _either(condition: Condition, replies: Replies) -> _Truth:
    truths = [_truth(criterion, replies) for criterion in condition.criteria]
    order: tuple[_Truth, ...] = ("yes", "missing", "unsure")
    return next((truth for truth in order if truth in truths), "no")


def _truth(criterion: Criterion, replies: Replies) -> _Truth:
    reply = replies.get(criterion.asked.key)
    if reply is None:
        return "missing"
    if not isinstance(reply, Decimal):
        return reply
    if criterion.limit is None:
        return "unsure"
    value = criterion.limit.value
    if criterion.other is not None:
        other = replies.get(criterion.other.key)
        if other is None:
            return "missing"
        if not isinstance(other, Decimal):
            return "unsure"
        value = other * criterion.limit.factor
    return "yes" if value is not None and _holds(reply, criterion.limit, value) else "no"


def _holds(reply: Decimal, limit: Limit, value: Decimal) -> bool:
    match limit.relation:
        case "less_than":
            return reply < value
        case "at_most":
            return reply <= value
        case "more_than":
            return reply > value
        case "at_least":
            return reply >= value
        case "range":
            return value <= reply <= (value if limit.upper is None else limit.upper)


def _resting(condition: Condition, own: dict[str, Verdict]) -> Verdict:
    """The verdict of a condition that exclusions decide."""
    return _all_of([own[key] for key in condition.rests_on])


def _all_of(verdicts: Sequence[Verdict]) -> Verdict:
    order: tuple[Verdict, ...] = ("不符合", "未问", "需核实")
    return next((verdict for verdict in order if verdict in verdicts), "符合")


def _met(group: Group, verdicts: dict[str, Verdict]) -> Verdict:
    """Whether a group is met, in the words of a condition's verdict."""
    mine = [verdicts[condition.id] for condition in group.conditions]
    if group.logic != "any":
        return _all_of(mine)
    order: tuple[Verdict, ...] = ("符合", "未问", "需核实")
    return next((verdict for verdict in order if verdict in mine), "不符合")
