"""Answers over all rows of a table's column: sum, mean, the most and the least, ranks, how many pass a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.arithmetic import Term, formula, marks_of, value_in
from bot.extractive import Quote
from bot.gazetteer import short_form
from bot.operations import Operation
from bot.said_figures import SaidFigure
from bot.whole_tables import Column
from knowledge.numbers import Quantity

_MOST_ROWS = 120  # more terms are no formula that a reader can follow
_MOST_QUOTED = 12  # rows with a citation of their own; of more, those shown first
_LONGEST_RANKING = 10
_MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What the rows give, or why they give nothing."""

    text: str = ""
    quotes: tuple[Quote, ...] = ()
    counted: tuple[str, ...] = ()
    """What was counted in the table: the rows."""
    reason: str = ""
    reason_english: str = ""


def answer_rows(operation: Operation, column: Column, places: Sequence[str]) -> RowAnswer | None:
    """The answer to an operation over a column.

    Args:
        operation: What is asked.
        column: The rows.
        places: Places that the question names: the one whose rank is asked.
    """
    if operation.kind in ("sum", "average"):
        return _added(operation, column)
    if operation.kind == "count":
        return _counted(operation, column)
    if operation.kind == "extreme" and operation.top == 0:
        return _ranked(operation, column, places)
    return _extreme(operation, column) if operation.kind == "extreme" else None


def list_rows(columns: Sequence[Column]) -> RowAnswer:
    """Every row with its figure in each of the columns, in the table's order, and the table's own total."""
    if len({part.hit.chunk.id for c in columns for row in c.rows for part in (row.parts or (row,))}) == 1 and not any(
        c.each_a_table for c in columns
    ):
        return _in_one_passage(columns)
    rows = [row for column in columns for row in column.rows[:_MOST_LISTED]]
    totals = [column.total for column in columns if column.total is not None]
    quotes, shown = _cited([*rows, *totals])
    said: dict[str, list[str]] = {}
    for figure, text in zip(rows, shown, strict=False):
        said.setdefault(figure.place, []).append(text)
    if totals:
        said["合计"] = shown[len(rows) :]
    counted = tuple(dict.fromkeys(_rows(column) for column in columns))
    more = max(len(column.rows) for column in columns) - _MOST_LISTED
    lines = [f"{place}：{'、'.join(figures)}" for place, figures in said.items()]
    names = "、".join(dict.fromkeys(column.name for column in columns))
    left_out = f"，这里列出前{_MOST_LISTED}行，其余请打开原表" if more > 0 else ""
    counted = (*counted, left_out) if left_out else counted
    text = "\n".join([f"{names}（{'；'.join(counted)}）：", *lines])
    return RowAnswer(text, quotes, (*counted, *_sums(rows)))


def _cited(rows: Sequence[SaidFigure]) -> tuple[tuple[Quote, ...], list[str]]:
    """What is cited for the rows, and each figure as it is shown: with its mark, or with those of its terms where it is a sum."""
    terms = [term for row in rows for term in (row.parts or (row,))]
    quotes, marks = marks_of([term.quote for term in terms])
    numbers = iter(marks)
    shown = []
    for row in rows:
        if row.parts:
            added = "+".join(f"{term.shown}[{next(numbers)}]" for term in row.parts)
            shown.append(f"{row.shown}（={added}）")
        else:
            shown.append(f"{row.shown}[{next(numbers)}]")
    return tuple(quotes), shown


def _in_one_passage(columns: Sequence[Column]) -> RowAnswer:
    """All rows as one quote, with one citation."""
    figures = sorted((row for column in columns for row in column.rows), key=lambda row: row.start)
    hit = figures[0].hit
    totals = [c.total for c in columns if c.total is not None and c.total.hit.chunk.id == hit.chunk.id]
    said: dict[int, str] = {}
    for figure in (*figures, *totals):
        before = said.get(figure.start)
        said[figure.start] = f"{before}，{figure.title}{figure.shown}" if before else figure.reading
    start, end = min(said), max(figure.end for figure in (*figures, *totals))
    reading = "；".join(said[at] for at in sorted(said))
    return RowAnswer(f"{reading}[1]", (Quote(hit, start, end, reading),))


def _added(operation: Operation, column: Column) -> RowAnswer:
    counted = _rows(column)
    parts = tuple(part for row in column.rows for part in row.parts)
    if parts and operation.kind == "sum":
        column = replace(column, rows=parts)
    if parts and operation.kind == "average":
        return RowAnswer(
            reason="各地的表里没有合计，要先相加再平均，请先问各地一共多少。",
            reason_english="The tables have no totals: please ask for the sums first.",
        )
    if not column.adds_up or len(column.rows) > _MOST_ROWS:
        return RowAnswer(
            reason=f"“{column.name}”是按各行分别算出来的平均数或比例，不能直接相加或再平均。" if not column.adds_up
            else f"表里有{len(column.rows)}行，行数太多，不能逐项列式。",
            reason_english="These figures are means or shares of each row and can't be added up."
            if not column.adds_up else "There are too many rows to show the working.",
        )  # fmt: skip
    quotes, marks = marks_of([row.quote for row in column.rows])
    terms = [Term(row.place, row.quote, row.quantity, row.shown) for row in column.rows]
    made = formula(operation.kind, terms, marks)
    if made is None:
        return RowAnswer(reason="各行的单位不同，不能放在一起算。", reason_english="The rows have different units.")
    total = _total(column, made.value) if operation.kind == "sum" else None
    if total is not None:
        quotes, marks = marks_of([*quotes, total[0]])
        return RowAnswer(
            f"{column.name}：{made.text}（{counted}），{total[1].format(mark=f'[{marks[-1]}]')}",
            tuple(quotes),
            (counted,),
        )
    return RowAnswer(f"{column.name}：{made.text}（{counted}）", tuple(quotes), (counted,))


def _total(column: Column, value: Decimal) -> tuple[Quote, str] | None:
    """The table's own total with what it says beside the sum; None where it has none."""
    if column.total is None:
        return None
    own = value_in(column.rows[0].quantity, column.total.quantity)
    if own is None:
        return None
    verdict = "与表里的合计{}{{mark}}一致" if own == value else "与表里的合计{}{{mark}}不一致，请核对原文"
    return column.total.quote, verdict.format(column.total.shown)


def _rows(column: Column) -> str:
    blank = f"，另有{column.blank}行没有数字" if column.blank else ""
    if column.each_a_table:
        parts = sum(len(row.parts) for row in column.rows)
        return f"共{len(column.rows)}张表" + (f"、{parts}行" if parts else "")
    tables = f"{column.tables}张表" if column.tables > 1 else ""
    return f"共{tables}{len(column.rows)}行{blank}"


def _sums(rows: Sequence[SaidFigure]) -> tuple[str, ...]:
    """The sums among the rows, which the program worked out itself."""
    return tuple(f"{row.place}{row.shown}" for row in rows if row.parts)


def _extreme(operation: Operation, column: Column) -> RowAnswer | None:
    ordered = _ordered(operation, column)
    if len({row.quantity.unit for row in ordered}) > 1:
        return None
    shown = ordered[: operation.top]
    last = shown[-1].quantity.value
    shown += [row for row in ordered[len(shown) :] if row.quantity.value == last]  # a tie is told
    word = "最多" if operation.descending else "最少"
    if column.name.endswith(("收入", "率", "标准", "价", "价格")):
        word = "最高" if operation.descending else "最低"
    quotes, texts = _cited(shown)
    items = "、".join(f"{row.place}{text}" for row, text in zip(shown, texts, strict=True))
    return RowAnswer(f"{column.name}{word}的是：{items}（{_rows(column)}）", quotes, (_rows(column), *_sums(shown)))


def _ranked(operation: Operation, column: Column, places: Sequence[str]) -> RowAnswer | None:
    ordered = _ordered(operation, column)
    asked = [row for row in ordered if any(short_form(row.place) == short_form(p) for p in places)]
    if len(asked) != 1:
        return None
    before = [row for row in ordered if _before(operation, row.quantity, asked[0].quantity)]
    shown = [*before, asked[0]] if len(before) < _LONGEST_RANKING else [asked[0]]
    quotes, texts = _cited(shown)
    sign = "＞" if operation.descending else "＜"
    chain = sign.join(f"{row.place}{text}" for row, text in zip(shown, texts, strict=True))
    side = "" if operation.descending else "从少到多"
    return RowAnswer(
        f"{column.name}：{chain}，{asked[0].place}{side}排第{len(before) + 1}（{_rows(column)}）",
        quotes,
        (_rows(column), *_sums(shown)),
    )


def _before(operation: Operation, one: Quantity, other: Quantity) -> bool:
    return one.value > other.value if operation.descending else one.value < other.value


def _ordered(operation: Operation, column: Column) -> list[SaidFigure]:
    sign = -1 if operation.descending else 1
    return sorted(column.rows, key=lambda row: sign * row.quantity.value)


def _counted(operation: Operation, column: Column) -> RowAnswer | None:
    bound = operation.bound
    if bound is None:
        return None
    values = [(row, value_in(bound, row.quantity)) for row in column.rows]
    if any(value is None for _, value in values):
        return None
    limit = bound.value / bound.scale
    kept = [row for row, value in values if value is not None and _passes(operation, value, limit)]
    asked = f"{column.name}{_WORDS[operation.relation]}{bound.value.normalize():f}{bound.unit}"
    if not kept:
        quotes, _ = _cited(column.rows[:_MOST_QUOTED])
        return RowAnswer(f"{asked}的没有（{_rows(column)}）[1]", quotes, (_rows(column),))
    quotes, texts = _cited(kept)
    items = "、".join(f"{row.place}{text}" for row, text in zip(kept, texts, strict=True))
    return RowAnswer(f"{asked}的有{len(kept)}个：{items}（{_rows(column)}）", quotes, (_rows(column), *_sums(kept)))


_WORDS = {">": "超过", ">=": "不少于", "<": "少于", "<=": "不超过"}


def _passes(operation: Operation, value: Decimal, limit: Decimal) -> bool:
    return {
        ">": value > limit, ">=": value >= limit, "<": value < limit, "<=": value <= limit,
    }[operation.relation]  # fmt: skip
