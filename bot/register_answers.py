"""Answers over a register's rows, each with the rows used and the working; exact decimals. Nothing of it is guessed from a single row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.arithmetic import PLACES, plain
from bot.choosing import Chooser
from bot.computed import Computed
from bot.extractive import Quote
from bot.register_asked import RowsAsked, asked_of_rows, words_left
from bot.register_conditions import Selected, select
from bot.registers import OWNER, Entry, Register, number_in, registers
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.types import SearchHit

_ASKS = re.compile("多少|几|哪|谁|最|平均|合计|一共|总|分别|各|名单|均")
_LEAST_SAID = 0.7
"""Of what the question is about, that the register's title, captions and headers say."""
_MOST_TERMS = 30  # of one formula: more are added up by village
_MOST_QUOTED = 12
_MARKS_A_TERM = 4
_MOST_LISTED = 60
_MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class _Sum:
    """Some rows with what they give."""

    name: str
    rows: tuple[Entry, ...]
    """Those with a number in the column; of a count, all."""
    value: Decimal
    blank: int = 0


def over_register(query: Query, hits: Sequence[SearchHit], knowledge: KnowledgeBase) -> Computed | None:
    """The answer over the rows of the register that is asked about, or why there is none; None where none is asked about.

    Args:
        query: The question.
        hits: Passages, best first: whose documents are looked into, each as a whole.
        knowledge: The base they come from.
    """
    if not _ASKS.search(query.resolved):
        return None
    chooser = Chooser(query, knowledge, ())
    best: tuple[float, int, Register, Selected, RowsAsked] | None = None
    for register in registers(hits, knowledge):
        if _names_person(query, register) or (selected := select(query, register)) is None:
            continue
        asked = asked_of_rows(query, register, selected)
        if asked is None or (register.person < 0 and not _of_parts(register, selected)):
            continue
        words = words_left(selected)
        by_kind = not words and any(c.values and not register.columns[c.column].place for c in selected.conditions)
        own = _said_by(register, selected, asked)
        said = _LEAST_SAID if by_kind else max(chooser.says(words, own), _in_full(words, own))
        newest = max(register.years, default=0)
        if said >= _LEAST_SAID and (best is None or (said, newest) > best[:2]):
            best = said, newest, register, selected, asked
    return _answered(*best[2:]) if best is not None else None


def _said_by(register: Register, selected: Selected, asked: RowsAsked) -> str:
    """What the register says of itself; a head count must be of what it is a register of, not of people at large (哪个村人口最多)."""
    heads = asked.measures and all(m < 0 or register.columns[m].population for m in asked.measures)
    own = [column.name for column in register.columns if not (heads and register.person >= 0 and column.population)]
    return "\n".join((*register.titles, *own, *(c.said for c in selected.conditions)))


def _in_full(words: str, own: str) -> float:
    """1 where every character of the words stands in a pair that the register says, else 0.

    In a base of one sheet its title stands at every passage, so that its words have no weight against others.
    """
    at = {i + k for i in range(len(words) - 1) if words[i : i + 2] in own for k in (0, 1)}
    left = sum("一" <= c <= "龥" for i, c in enumerate(words) if i not in at)
    return float(len(at) > 1 and not left)


def _names_person(query: Query, register: Register) -> bool:
    """Whether the question is about one of the register's persons: their row answers it."""
    if register.person < 0:
        return False
    return any(len(name) > 1 and name in query.resolved for name in register.values(register.person))


def _of_parts(register: Register, selected: Selected) -> bool:
    """Whether the rows of a sheet of villages are chosen by what they lie in: its other questions have the table's own rows."""
    label = max((i for i, c in enumerate(register.columns) if c.place and c.name != OWNER), default=-1)
    return any(c.column < label for c in selected.conditions if register.columns[c.column].place)


def _answered(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    if reason := selected.unclear or asked.unclear:
        return Computed(
            "", (), reason=reason, reason_english="The sheet leaves open what is meant; please be more exact."
        )
    if not selected.rows:
        said = "，".join(c.said for c in selected.conditions)
        return Computed(
            "", _cited(register.rows[:1])[0], reason=f"表里{len(register.rows)}行，没有符合“{said}”的行。",
            reason_english=f"None of the sheet's {len(register.rows)} rows is “{said}”.",
        )  # fmt: skip
    made = {"names": _names, "most": _most, "average": _averages, "count": _counts, "sum": _sums}[asked.kind]
    return made(register, selected, asked)


def _cited(*groups: Sequence[Entry]) -> tuple[tuple[Quote, ...], dict[int, int]]:
    """A quote for each passage that holds some of the rows, and each row's mark; of too many passages the first of each group."""
    held = [_by_passage(rows) for rows in groups]
    if len({passage for each in held for passage in each}) > _MOST_QUOTED and len(groups) > 1:
        held = [dict(list(each.items())[:1]) for each in held]
    passages: dict[str, list[Entry]] = {}
    for each in held:
        for passage, rows in each.items():
            passages.setdefault(passage, []).extend(rows)
    kept = list(passages.values())[:_MOST_QUOTED]
    quotes = tuple(Quote(rows[0].hit, min(row.start for row in rows), max(row.end for row in rows)) for rows in kept)
    return quotes, {id(row): number for number, rows in enumerate(kept, 1) for row in rows}


def _by_passage(rows: Iterable[Entry]) -> dict[str, list[Entry]]:
    held: dict[str, list[Entry]] = {}
    for row in rows:
        held.setdefault(row.hit.chunk.id, []).append(row)
    return held


def _marks(rows: Iterable[Entry], marks: dict[int, int]) -> str:
    numbers = sorted({marks[id(row)] for row in rows if id(row) in marks})
    return "".join(f"[{number}]" for number in numbers)


def _unit(register: Register, measure: int) -> str:
    return register.columns[measure].unit if measure >= 0 else ("户" if register.households else "人")


def _sum_of(register: Register, rows: Iterable[Entry], measure: int, name: str = "") -> _Sum:
    rows = tuple(rows)
    if measure < 0:
        return _Sum(name, rows, Decimal(len(rows)))
    numbers = [(row, number_in(row.values[measure])) for row in rows]
    held = tuple(row for row, value in numbers if value is not None)
    total = sum((value for _, value in numbers if value is not None), Decimal(0))
    return _Sum(name, held, total, len(rows) - len(held))


def _groups(register: Register, rows: Sequence[Entry], column: int, measure: int) -> list[_Sum]:
    """The rows by a column's values, in their first order; villages of one name told apart by what they lie in."""
    held: dict[str, list[Entry]] = {}
    for row in rows:
        held.setdefault(_name_of(register, row, column), []).append(row)
    return [_sum_of(register, each, measure, name) for name, each in held.items()]


def _name_of(register: Register, row: Entry, column: int) -> str:
    value = row.values[column] or "未填"
    if not register.columns[column].place:
        return value
    above = [i for i, c in enumerate(register.columns[:column]) if c.place and len(register.values(i)) > 1]
    twice = any(len({r.values[i] for r in register.rows if r.values[column] == row.values[column]}) > 1 for i in above)
    return f"{''.join(row.values[i] for i in above)}{value}" if twice else value


def _label(register: Register, selected: Selected, measure: int) -> str:
    """What the figure is, with the conditions as they were understood: 枫林镇（低保类别：B类）补贴金额."""
    places = "".join(c.said for c in selected.conditions if register.columns[c.column].place)
    others = "；".join(c.said for c in selected.conditions if not register.columns[c.column].place)
    name = register.columns[measure].name if measure >= 0 else ""
    return f"{places}{f'（{others}）' if others else ''}{name}"


def _rows_said(register: Register, total: _Sum) -> str:
    blank = f"，另有{total.blank}行没有数字" if total.blank else ""
    unnamed = f"，表里还有{register.unnamed}行没有名字，没有计入" if register.unnamed else ""
    return f"共{len(total.rows)}行{blank}{unnamed}"


def _working(register: Register, selected: Selected, measure: int) -> tuple[str, tuple[Quote, ...], tuple[str, ...]]:
    """The sum with its terms, what it cites, and the figures that the program worked out."""
    total = _sum_of(register, selected.rows, measure)
    unit = register.columns[measure].unit
    quotes, marks = _cited(total.rows)
    result = f"{plain(total.value)}{unit}"
    if 1 < len(total.rows) <= _MOST_TERMS:
        terms = "+".join(f"{row.values[measure]}{unit}{_marks((row,), marks)}" for row in total.rows)
        return f"{terms}={result}（{_rows_said(register, total)}）", quotes, (result, _rows_said(register, total))
    inner = _inner(register, selected)
    groups = _groups(register, selected.rows, inner, measure) if inner >= 0 else []
    if not 1 < len(groups) <= _MOST_TERMS:
        text = f"{result}（{_rows_said(register, total)}，逐行相加）{_marks(total.rows, marks)}"
        return text, quotes, (result, _rows_said(register, total))
    quotes, marks = _cited(*(group.rows for group in groups))
    each = [_marks(group.rows, marks) for group in groups]
    apart = all(mark.count("[") <= _MARKS_A_TERM for mark in each)  # of an unsorted sheet each group stands everywhere
    terms = "+".join(
        f"{plain(group.value)}{unit}{mark if apart else ''}" for group, mark in zip(groups, each, strict=True)
    )
    parts = "、".join(f"{group.name}{len(group.rows)}行" for group in groups)
    counted = (result, parts, _rows_said(register, total), *(f"{plain(group.value)}{unit}" for group in groups))
    rows = f"（{parts}，{_rows_said(register, total)}）{'' if apart else _marks(total.rows, marks)}"
    return f"{terms}={result}{rows}", quotes, counted


def _inner(register: Register, selected: Selected) -> int:
    """The outermost column of places in which the rows differ; -1 for none."""
    for index, column in enumerate(register.columns):
        if column.place and len({row.values[index] for row in selected.rows}) > 1:
            return index
    return -1


def _sums(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    if asked.group >= 0:
        return _listed(register, selected, asked)
    lines: list[str] = []
    quotes: tuple[Quote, ...] = ()
    counted: tuple[str, ...] = ()
    for measure in asked.measures:
        if measure < 0:
            made = _counts(register, selected, asked)
            lines, quotes, counted = [made.text], made.quotes, made.counted
            continue
        text, quotes, own = _working(register, selected, measure)
        lines.append(f"{_label(register, selected, measure)}：{text}{_own_total(register, selected, measure)}")
        counted = (*counted, *own)
    return Computed("\n".join(lines), quotes, 1.0, (*counted, *lines))


def _own_total(register: Register, selected: Selected, measure: int) -> str:
    """How the sheet's own total compares, where all of its rows were added up."""
    totals = [value for row in register.totals if (value := number_in(row.values[measure])) is not None]
    if selected.conditions or not totals:
        return ""
    value = _sum_of(register, selected.rows, measure).value
    unit = register.columns[measure].unit
    alike = value in (totals[-1], sum(totals, Decimal(0)))
    said = f"{plain(value if alike else totals[-1])}{unit}"
    return f"，与表里的合计{said}一致" if alike else f"，与表里的合计{said}不一致，请核对原文"


def _counts(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    if asked.group >= 0:
        return _listed(register, selected, asked)
    quotes, marks = _cited(selected.rows)
    number, unit = len(selected.rows), _unit(register, -1)
    label = _label(register, selected, -1)
    said = f"{label}：{number}{unit}" if label else f"{number}{unit}"
    how = f"按表里的行数，全表{len(register.rows)}行，符合的{number}行"
    how += f"，表里一行是一条登记，列名是“{register.columns[register.person].name}”" if register.person >= 0 else ""
    return Computed(f"{said}（{how}）{_marks(selected.rows, marks)}", quotes, 1.0, (said, how))


def _listed(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    """Each group's count or sum, and all of them together."""
    rows = {group.name: group.rows for group in _groups(register, selected.rows, asked.group, -1)}
    quotes, marks = _cited(*rows.values())
    lines: dict[str, list[str]] = {}
    for measure in asked.measures:
        groups = _groups(register, selected.rows, asked.group, measure)
        for group in groups:
            lines.setdefault(group.name, []).append(f"{plain(group.value)}{_unit(register, measure)}")
        total = sum((group.value for group in groups), Decimal(0))
        lines.setdefault("合计", []).append(f"{plain(total)}{_unit(register, measure)}")
    together = lines.pop("合计")
    shown = [
        f"{name}：{'、'.join(said)}（{len(rows[name])}行）{_marks(rows[name], marks)}" for name, said in lines.items()
    ][:_MOST_LISTED]
    names = "、".join(register.columns[m].name if m >= 0 else f"{_unit(register, m)}数" for m in asked.measures)
    head = f"{_label(register, selected, -1)}{names}（按{register.columns[asked.group].name}分，各行相加，共{len(selected.rows)}行）："
    text = "\n".join([head, *shown, f"合计：{'、'.join(together)}"])
    return Computed(text, quotes, 1.0, (text,))


def _averages(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    measure = asked.measures[0]
    total = _sum_of(register, selected.rows, measure)
    quotes, marks = _cited(total.rows)
    column = register.columns[measure]
    mean = (total.value / len(total.rows)) if total.rows else Decimal(0)
    near = mean.quantize(PLACES, ROUND_HALF_UP)
    sign = "=" if near == mean else "≈"
    text = f"{plain(total.value)}{column.unit}÷{len(total.rows)}{sign}{plain(near)}{column.unit}"
    said = f"{_label(register, selected, measure)}平均：{text}（{_rows_said(register, total)}，先相加再除以行数）"
    return Computed(f"{said}{_marks(total.rows, marks)}", quotes, 1.0, (said,))


def _most(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    measure = asked.measures[0]
    if asked.each:
        sums = [_sum_of(register, (row,), measure, _whose(register, row)) for row in selected.rows]
        sums = [each for each in sums if each.rows]
    else:
        sums = _groups(register, selected.rows, asked.group, measure)
    ordered = sorted(sums, key=lambda each: -each.value if asked.descending else each.value)
    shown = ordered[: asked.top]
    shown += [each for each in ordered[asked.top :] if shown and each.value == shown[-1].value]  # a tie is told
    quotes, marks = _cited(*(each.rows for each in shown))
    word = ("最高" if register.columns[measure].unit.startswith("元/") else "最多") if asked.descending else "最少"
    word = ("最大" if asked.descending else "最小") if measure >= 0 and register.columns[measure].unit == "岁" else word
    unit = _unit(register, measure)
    items = "、".join(
        f"{each.name}{plain(each.value)}{unit}{'' if asked.each else f'（{len(each.rows)}行）'}{_marks(each.rows, marks)}"
        for each in shown[:_MOST_LISTED]
    )
    rows = f"共{len(selected.rows)}行" if asked.each else f"各行相加后比较，共{len(sums)}个、{len(selected.rows)}行"
    label = _label(register, selected, measure) or f"{unit}数"
    text = f"{label}{word}的是：{items}（{rows}）"
    return Computed(text, quotes, 1.0, (text,))


def _whose(register: Register, row: Entry) -> str:
    """The name of a row with the places that it lies in."""
    places = [row.values[i] for i, c in enumerate(register.columns) if c.place and c.name != OWNER]
    name = row.values[register.person] if register.person >= 0 else ""
    return f"{''.join(places)}{name}"


def _names(register: Register, selected: Selected, asked: RowsAsked) -> Computed:
    quotes, marks = _cited(selected.rows)
    names = [row.values[register.person] for row in selected.rows]
    more = f"，这里列出前{_MOST_NAMES}个" if len(names) > _MOST_NAMES else ""
    head = f"{_label(register, selected, -1)}共{len(names)}行{more}："
    text = f"{head}{'、'.join(names[:_MOST_NAMES])}{_marks(selected.rows, marks)}"
    return Computed(text, quotes, 1.0, (text,))
