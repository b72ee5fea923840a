"""A condition's words into what decides it: plain questions, and amounts against limits looked up where the clause only names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.self_check_clauses import Comparison, belongs, find_comparison, segments
from bot.self_check_provisions import Piece
from bot.self_check_quoting import Quoting
from bot.self_check_standards import Standard, Standards
from bot.self_check_types import Asked, Clause, Condition, Criterion, Limit, Manner

_OWN = re.compile(r"^(?:家庭|本人|个人|其|自家|申请人|全家)")
_LABEL = re.compile(r"^[^，。；：]{2,14}[：:]")
_FILLERS = re.compile(r"共同生活的|家庭成员|家庭|成员|申请人|的|，|已经|仍然|(?<=均)[年月](?=收入)|年(?=人均收入)")
_YEARLY, _MONTHLY = re.compile("收入|工资"), re.compile("月")
_RESTS = re.compile(r"(?P<topic>[^，。；]{2,})符合[^，。；]*(?:规定|要求|条件)")
_STOCK_WORDS = frozenset({"家庭", "状况", "情况", "有关", "规定", "符合", "本办"})
YEARS = "周岁"


class ConditionReader:
    """Reads the conditions of one document."""

    def __init__(self, quoting: Quoting, standards: Standards) -> None:
        """Take what makes its clauses, and where standards are found."""
        self._quoting = quoting
        self._standards = standards
        self._year = str(max(quoting.card.metadata.years, default=""))
        """Of a document for one year, whose own amounts are of that year."""

    def stated(self, pieces: Sequence[Piece], path: Sequence[str]) -> list[Condition]:
        """The conditions of a sentence: each piece one, alternatives (或者…) together."""
        found: list[list[Piece]] = []
        for piece in pieces:
            if found and piece.joins == "or":
                found[-1].append(piece)
            else:
                found.append([piece])
        conditions, subject = [], ""
        for group in found:
            clause = self._quoting.clause(group[0].start, group[-1].end, path)
            criteria = []
            for piece in group:
                criterion, subject = self._test(piece.text, clause, subject)
                criteria.append(criterion)
            conditions.append(_condition(clause, criteria, any_of=len(group) > 1))
        return conditions

    def listed(self, item: Piece, path: Sequence[str], *, whole: bool = False) -> Condition:
        """The condition of an item, cut into amounts and plain questions only where it compares an amount.

        Args:
            item: The item without its mark.
            path: Headings above it.
            whole: Whether the item is a rule (6个月内不重复救助) rather than a case.
        """
        clause = self._quoting.clause(item.start, item.end, path)
        label = _LABEL.match(item.text)
        text = item.text[label.end() :] if label else item.text
        parts = [] if whole or "除外" in text else segments(text)
        mixed = len({part.joins for part in parts[1:]}) > 1
        if mixed or not any(find_comparison(part.text) for part in parts):
            manner: Manner = "limited" if whole else "belongs" if belongs(text) else "is"
            return _condition(
                clause, [Criterion(asked=Asked(key=_key(text), about=text, clause=clause, manner=manner))]
            )
        criteria, subject = [], ""
        for part in parts:
            criterion, subject = self._test(part.text, clause, subject)
            criteria.append(criterion)
        return _condition(clause, criteria, any_of=len(parts) > 1 and parts[-1].joins == "or")

    def _test(self, words: str, clause: Clause, subject: str) -> tuple[Criterion, str]:
        """What decides the words, and what they compare for the piece behind them that leaves it out."""
        comparison = find_comparison(words)
        if comparison is not None:
            compared = comparison.subject or ("" if comparison.unit == YEARS else subject)
            criterion = self._measured(comparison, words, compared, clause)
            if criterion is not None:
                return criterion, compared
        manner: Manner = "belongs" if belongs(words) else "is"
        return Criterion(asked=Asked(key=_key(words), about=words, clause=clause, manner=manner)), subject

    def _measured(self, comparison: Comparison, words: str, compared: str, clause: Clause) -> Criterion | None:
        if not compared and comparison.unit != YEARS:
            return None
        about = compared or words
        if not comparison.standard:
            unit = _unit(comparison.unit.split("/")[0], compared)
            limit = Limit(
                relation=comparison.relation, value=comparison.value, upper=comparison.upper, said=comparison.said,
                period=self._year, dated=self._standards.dated(self._year),
            )  # fmt: skip
            return Criterion(asked=_amount(about, clause, unit), limit=limit)
        if _OWN.match(comparison.standard):
            other = _amount(comparison.standard, clause, "元")
            limit = Limit(relation=comparison.relation, value=None, factor=comparison.factor, of=other.key)
            return Criterion(asked=_amount(about, clause, "元"), limit=limit, other=other)
        found = self._standards.find(comparison.standard, compared, self._quoting.card)
        if found is None:
            return None
        unit = f"元/{found.per}" if found.per and _YEARLY.search(compared) else "元"
        return Criterion(asked=_amount(about, clause, unit), limit=self._limit(comparison, found))

    def _limit(self, comparison: Comparison, found: Standard) -> Limit:
        value = found.value * comparison.factor
        said = found.said
        if comparison.factor != 1:
            said = f"{said}×{comparison.factor_said.removesuffix('倍')}={_plain(value)}元"
        stated = Quoting(self._standards.catalogue, found.document).clause(found.start, found.end)
        return Limit(
            relation=comparison.relation, value=value, said=said, period=found.period, dated=found.dated, stated=stated
        )  # fmt: skip


def rests_on(condition: Condition, exclusions: Sequence[tuple[Clause, Sequence[Condition]]]) -> tuple[str, ...]:
    """Ids of the exclusions that decide a condition which only points to them: 家庭财产状况符合本办法规定."""
    match = _RESTS.search(condition.clause.text)
    if match is None:
        return ()
    topic = match["topic"]
    words = {topic[i : i + 2] for i in range(len(topic) - 1)} - _STOCK_WORDS
    near = [conditions for lead, conditions in exclusions if any(word in lead.text for word in words)]
    return tuple(condition.id for conditions in near for condition in conditions)


def _condition(clause: Clause, criteria: Sequence[Criterion], *, any_of: bool = False) -> Condition:
    return Condition(id=f"{clause.start}-{clause.end}", clause=clause, criteria=tuple(criteria), any_of=any_of)


def _amount(about: str, clause: Clause, unit: str) -> Asked:
    return Asked(key=f"{_key(about) if unit != YEARS else _whose(about)}|{unit}", about=about, clause=clause, unit=unit)


def _unit(unit: str, compared: str) -> str:
    if unit != "元" or not _YEARLY.search(compared):
        return unit
    return "元/月" if _MONTHLY.search(compared) else "元/年"


def _whose(about: str) -> str:
    return "年龄" if not re.search("子女|配偶|父母|孩子", about) else _key(about)


def _key(words: str) -> str:
    """Equal for words that ask the same: without stock words that only some clauses say."""
    plain = re.sub(r"[。；;，,、：:\s]+$", "", words)
    return _FILLERS.sub("", plain) or plain


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
