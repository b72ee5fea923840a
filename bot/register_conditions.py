"""Which rows of a register a question means: those of a place, of a kind (B类, 因病, 还没竣工), past a bound (超过10亩). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.gazetteer import naming, short_form
from bot.operation_words import NUMBER, cut
from bot.operations import Relation, relation_to
from bot.registers import OWNER, Column, Entry, Register, number_in
from bot.types import Query
from knowledge.numbers import Quantity, find_quantities
from knowledge.units import ratio

_MOST_VALUES, _LONGEST_VALUE = 24, 12
"""Of a column that sorts its rows into kinds."""
_YES, _NO = frozenset("是有√已Y对"), frozenset("否无×未没N")
_WHETHER = re.compile(r"(?:是否|有无|是不是|有没有)(?P<what>[一-龥]{2,8})")
_LETTER = re.compile("[A-Z]")
_SEXES = {"男": r"男(?!孩|女|方)", "女": r"(?<![子儿妇孙男])女(?!儿|婿|方)"}
_OPEN = re.compile(r"(?:还|尚)?(?:没有|没|未)(?:能|给|被|经)?(?=[一-龥]{2})")
_DONE = re.compile(r"已经(?=[一-龥]{2})")
_WHOLE = re.compile(r"[全我咱本]([省市县区镇乡村])|(?<![一-龥])([县镇乡村])里")
_ENDS = {"镇": ("镇", "乡", "街道"), "乡": ("镇", "乡", "街道"), "村": ("村", "社区")}
_YEARS = re.compile(r"(?:19|20)\d{2}年?(?:度|底|末)?|[今去前]年")
_RANKS = re.compile(
    rf"[哪每同]一[个户家名位]|[前后](?:{NUMBER})[名位个户家人]|最[^,，]{{1,3}}(?:的|是)*(?:{NUMBER})[个户家名位人]"
)
_SUFFIX = "省市县区镇乡村"
_RELATIONS: dict[Relation, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
}  # fmt: skip
_SAID: dict[Relation, str] = {">": "超过", ">=": "不少于", "<": "少于", "<=": "不超过"}


@dataclass(frozen=True, slots=True)
class Condition:
    """What the rows that are meant have in a column."""

    column: int
    said: str
    """For the answer: 枫林镇, 超过10亩."""
    holds: Callable[[str], bool]
    """Whether a cell has it."""
    values: tuple[str, ...] = ()
    """The values that are meant; empty for a bound."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The rows that a question means."""

    conditions: tuple[Condition, ...]
    rows: tuple[Entry, ...]
    rest: str
    """The question without the words of the conditions."""
    unclear: str = ""
    """Why the rows can't be told, in Chinese; empty where they can."""


def select(query: Query, register: Register) -> Selected | None:
    """The rows of the register that a question means; None where it names a place, a year or a number that the register hasn't."""
    text = _DONE.sub("已", _OPEN.sub("未", query.resolved.upper()))
    kinds, text = _kinds(text, register)  # first: 望江中学 is not 望江镇
    places, text = _places(text, register)
    if not _places_held(query, register, (*places, *kinds)) or not _whole_held(text, register, places):
        return None
    years = {value for c in kinds for value in c.values}
    if not _months_held(query, register) or not all(str(y) in years or y in register.years for y in query.years):
        return None
    bounds = _bounds(_YEARS.sub(" ", text), register)
    if bounds is None:
        return None
    conditions = (*places, *kinds, *bounds[0])
    rows = tuple(row for row in register.rows if all(c.holds(row.values[c.column]) for c in conditions))
    return Selected(conditions, rows, _WHOLE.sub(" ", bounds[1]), _twice(register, places, rows))


def _one_of(column: int, values: Sequence[str]) -> Condition:
    return Condition(column, "、".join(values), frozenset(values).__contains__, tuple(values))


def _places(text: str, register: Register) -> tuple[list[Condition], str]:
    """Of the columns of places those whose values the text names; the text without them."""
    found: list[Condition] = []
    for index, column in enumerate(register.columns):
        if not column.place:
            continue
        named = []
        for value in sorted(register.values(index), key=len, reverse=True):
            spans = list(_naming(text, value, column))
            if spans:
                named.append(value)
                text = cut(text, spans)
        if named and not (column.name == OWNER and len(register.values(index)) == 1):
            found.append(_one_of(index, named))
    return found, text


def _naming(text: str, value: str, column: Column) -> Iterator[tuple[int, int]]:
    for match in naming(value).finditer(text):
        end = match.end()
        if end < len(text) and text[end] in _SUFFIX and value[-1] not in _SUFFIX:
            if text[end] not in column.name:
                continue  # 红桥村 is not 红桥 of a column of townships
            end += 1
        yield match.start(), end


def _places_held(query: Query, register: Register, conditions: Sequence[Condition]) -> bool:
    """Whether every place that the question names is the register's own or one of its rows'."""
    held = " ".join((*register.titles, *(c.said for c in conditions)))
    kinds = " ".join(c.said for c in conditions if not register.columns[c.column].place)
    return all(
        place in held
        or short_form(place) in kinds
        or any(v == place or place.startswith(v) for c in conditions for v in c.values)
        for place in (*query.places, *query.mentioned_places, *query.unknown_places)
    )


def _months_held(query: Query, register: Register) -> bool:
    """Whether the register is of the months that are asked, single ones: 2023年12月高龄津贴发放明细."""
    titles = " ".join(register.titles)
    return all(first == last and re.search(rf"(?<!\d){first}月", titles) for first, last in query.months)


def _whole_held(text: str, register: Register, conditions: Sequence[Condition]) -> bool:
    """Whether 全镇 means one township of the register: of several nothing says which."""
    whole = _WHOLE.search(text)
    ends = _ENDS.get((whole[1] or whole[2]) if whole else "", ())
    if not ends or any(v.endswith(ends) for c in conditions for v in c.values):
        return True
    names = {v for i, c in enumerate(register.columns) if c.place for v in register.values(i) if v.endswith(ends)}
    return len(names) < 2


def _twice(register: Register, places: Sequence[Condition], rows: Sequence[Entry]) -> str:
    """That a named village lies in several townships; empty where it doesn't."""
    for condition in places:
        for index, column in enumerate(register.columns[: condition.column]):
            above = {row.values[index] for row in rows if row.values[index]}
            if (
                column.place
                and len(condition.values) == 1
                and len(above) > 1
                and all(p.column != index for p in places)
            ):
                return f"“{condition.said}”在{'、'.join(sorted(above))}都有，请写明是哪里的再问。"
    return ""


def _kinds(text: str, register: Register) -> tuple[list[Condition], str]:
    """Of the columns that sort the rows into kinds those whose values the text names; the text without them."""
    found: dict[int, list[str]] = {}
    for index, column in enumerate(register.columns):
        whether = _WHETHER.fullmatch(column.name)
        if whether and whether["what"] in text:
            denied = re.search(f"[未不]{whether['what']}", text)
            wanted = _NO if denied else _YES
            found[index] = [v for v in register.values(index) if v[:1].upper() in wanted] or ["\0"]
            text = text.replace(f"未{whether['what']}", " ").replace(whether["what"], " ")
    options = [
        (value, index)
        for index, column in enumerate(register.columns)
        if not (column.place or column.person or column.measure or index in found) and len(register.values(index)) <= _MOST_VALUES
        for value in register.values(index)
        if len(value) <= _LONGEST_VALUE
    ]  # fmt: skip
    for value, index in sorted(options, key=lambda option: -len(option[0])):
        pattern = _value_pattern(value, register.columns[index].name)
        if pattern and re.search(pattern, text):
            found.setdefault(index, []).append(value)
            text = re.sub(pattern, " ", text)
    return [
        Condition(i, _said_kind(register.columns[i], values), frozenset(values).__contains__, tuple(values))
        for i, values in found.items()
    ], text


def _said_kind(column: Column, values: Sequence[str]) -> str:
    said = "、".join(value for value in values if value != "\0") or "无此项"
    return f"{column.name}：{said}"


def _value_pattern(value: str, header: str) -> str:
    """How a question says a value of a column of kinds; empty where that can't be told."""
    plain = value.upper()
    if plain in _SEXES:
        return _SEXES[plain]
    if _LETTER.fullmatch(plain):
        return f"{plain}(?=[类档级])"
    if len(plain) < 2 or (plain.isdigit() and len(plain) < 4):
        return ""
    stem = plain.replace(header[:2], "") if header[:2] in plain[2:] else plain  # 视力残疾 under 残疾类别: 视力
    stem = stem[1:] if stem[0] == "已" and len(stem) > 2 else stem
    return f"已?{re.escape(stem)}" if len(stem) > 1 else re.escape(plain)


def _bounds(text: str, register: Register) -> tuple[list[Condition], str] | None:
    """The bounds that the text sets on numbers, and the text without them; None where one of its numbers is of no column."""
    found: list[Condition] = []
    spans: list[tuple[int, int]] = []
    blanked = _RANKS.sub(lambda m: " " * len(m.group()), text)
    for quantity in find_quantities(blanked):
        if quantity.kind != "quantity":
            continue
        relation, start, end = relation_to(blanked, quantity)
        column = _column_of(quantity, blanked[: quantity.start], register, equal=relation is None)
        if column is None:
            return None
        found.append(_bound(column, register.columns[column], quantity, relation))
        spans.append((start, end) if relation is not None else (quantity.start, quantity.end))
    return found, cut(text, spans)


def _column_of(quantity: Quantity, before: str, register: Register, *, equal: bool) -> int | None:
    """The column that a number is compared with: of its unit; of several the one that is named before it. None where that isn't clear."""
    fitting = [
        i for i, column in enumerate(register.columns)
        if column.measure and column.unit and ratio(quantity.unit, column.counted) is not None
    ]  # fmt: skip
    named = [i for i in fitting if _named_in(register.columns[i].name, before[-10:])]
    if equal:
        people = quantity.unit in ("口", "人口", "口人") and [i for i in fitting if register.columns[i].population]
        fitting = named or people or []
    chosen = named or fitting
    return chosen[0] if len(chosen) == 1 else None


def _named_in(name: str, text: str) -> bool:
    return any(name[i : i + 2] in text for i in range(len(name) - 1))


def _bound(index: int, column: Column, quantity: Quantity, relation: Relation | None) -> Condition:
    factor = ratio(quantity.unit, column.counted) or Decimal(1)
    limit, upper = quantity.value * factor, (quantity.upper or quantity.value) * factor

    def holds(cell: str) -> bool:
        value = number_in(cell)
        if value is None:
            return False
        scaled = value * column.scale
        if quantity.upper is not None:
            return limit <= scaled <= upper
        return scaled == limit if relation is None else _RELATIONS[relation](scaled, limit)

    said = f"{quantity.value / quantity.scale:f}{_prefix(quantity.scale)}{quantity.unit}"
    return Condition(index, f"{column.name}{_SAID[relation] if relation else ''}{said}", holds)


def _prefix(scale: Decimal) -> str:
    return {Decimal(10_000): "万", Decimal(100_000_000): "亿"}.get(scale, "")
