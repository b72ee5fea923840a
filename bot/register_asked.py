"""What a question asks of a register's rows: how many they are, the sum or mean of a column, who has most, each village's. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.asked import fits_unit
from bot.operation_words import ASKS_ROWS, AVERAGE, EACH_ROW, MOST, ROW_NOUN, SUM, TOGETHER, TOP, number
from bot.register_conditions import Selected
from bot.registers import OWNER, Register
from bot.types import Query
from bot.whole_tables import row_ends

RowsKind = Literal["count", "sum", "average", "most", "names"]
_BEYOND = re.compile(
    r"除了|除[^,，]{1,10}外|以外|之外|不是|不属于|非[A-Z]|占(?!地|补)|比例|比重|百分之|相差|差多少|比[^,，]{1,12}[多高少低]|几倍|第几|增[长加]|同比|[上去]年.*比"
)
"""What is no selecting, counting or adding up of rows."""
_STANDARD = re.compile(
    r"标准|每[一个]*[人户亩月年](?!.{0,8}(?:一共|总共|合计|共))|能[领拿得补]|应[发补领]|可以|怎么|如何|什么"
)
_EACH_KIND = re.compile(r"(?:各|每[一种个]+|不同|按)[一-龥]{0,6}")
_WHO = re.compile(r"谁|哪(?:[一几些]|\d+)?(?:个?人|户(?:人家)?|家|位|名)|什么人")
_NAMES = re.compile(r"(?:都)?有?(?:哪些|哪几)(?:个)?(?:人|户|家|位|名)|都?有谁|都是谁|名单")
_PER = re.compile(r"平均每[一个]*(?:户|家|人|位|名)|每[一个]*(?:户|家|人|位|名)平均|户均|人均")
_COUNTS = re.compile(r"(?:多少|几)(?:来)?(?:个人|户|家|个|人|名|位|口)(?!均)|户数|人数|总数|有多少$|几人|总人口|人口")
_PEOPLE, _HOUSEHOLDS = (
    re.compile(r"(?:多少|几)(?:个人|人|名|位|口)|人数|人口"),
    re.compile(r"(?:多少|几)(?:户|家)|户数"),
)
_LEAST_NAMED = 0.75
"""Of a header that the question says: then it is what is asked, not the number of rows."""
_MONEY = ("元",)
_ALTOGETHER = re.compile(rf"{SUM.pattern}|{TOGETHER.pattern}|合计|共|累计|总|发了|发放了")
_WORDS = re.compile(
    rf"{SUM.pattern}|{TOGETHER.pattern}|合计|累计|共(?!同)|{_PER.pattern}|平均|{_NAMES.pattern}|{_WHO.pattern}|哪[个些一几]*(?:{ROW_NOUN})|各个?(?:{ROW_NOUN})"
    rf"|(?:多少|几)(?:个人|万元|元|块钱|钱|[一-龥])?|最[多少高低大小]的?|[前后][\d一二三四五六七八九十]+[名位个户家人]?|分别|列出来?|列个?表|享受|受(?=[资救补])|当(?!地|前|年|月)|领取?了?|发放?了?|拿到?|每[月年季个一]+|统计|户数|人数|[户家人名位]$|是|有|在|里面?|的|了|呢|吗|请问|名单"
)


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """What is asked of the rows."""

    kind: RowsKind
    measures: tuple[int, ...]
    """Columns that are summed or compared; -1 for the number of rows."""
    group: int = -1
    """The column whose values are told apart; -1 for none."""
    descending: bool = True
    top: int = 1
    each: bool = False
    """Of the most and the least: whether single rows are compared, not groups."""
    unclear: str = ""
    """Why it can't be told, in Chinese."""


def asked_of_rows(query: Query, register: Register, selected: Selected) -> RowsAsked | None:
    """What the question asks of the selected rows; None where it asks for something else."""
    text = selected.rest
    group = None if _BEYOND.search(query.resolved) or not text.strip() else _group(query.resolved, register, selected)
    if group is None:
        return None
    most = MOST.search(text)
    if _NAMES.search(text) and most is None and register.person >= 0:
        return RowsAsked("names", (-1,))
    measures, unclear = _measures(query, text, register, [c.column for c in selected.conditions if not c.values])
    if unclear or not measures:
        return RowsAsked("sum", (), unclear=unclear) if unclear else None
    if most is not None:
        return _most(query, group, measures, most)
    if AVERAGE.search(text) or _PER.search(text):
        return RowsAsked("average", measures, group) if measures[0] >= 0 else None
    if measures == (-1,):
        return RowsAsked("count", measures, group)
    return RowsAsked("sum", measures, group) if _sums(query, register, selected, measures, group) else None


def _sums(query: Query, register: Register, selected: Selected, measures: tuple[int, ...], group: int) -> bool:
    """Whether the columns are to be added up: a question for 护理补贴多少元 alone asks for the standard."""
    if not all(i < 0 or register.columns[i].adds_up for i in measures):
        return False
    if _ALTOGETHER.search(selected.rest) or -1 in measures:
        return True
    scoped = bool(selected.conditions) or group >= 0
    return (scoped and not _STANDARD.search(query.resolved)) or all(register.columns[i].population for i in measures)


def words_left(selected: Selected) -> str:
    """The words of the question that say what it is about: without conditions and what asks."""
    return re.sub(r"\s+", " ", _WORDS.sub(" ", selected.rest)).strip(" ,，?？。")


def _group(text: str, register: Register, selected: Selected) -> int | None:
    """The column by whose values is asked (各村, 哪个镇, A类和B类各多少); -1 for none, None where the register hasn't that column."""
    row = EACH_ROW.search(text) or ASKS_ROWS.search(text)
    if row is not None and row.re is ASKS_ROWS and not MOST.search(text):
        return None  # 有几个村, 有哪些村
    if row is not None:
        noun = next(filter(None, row.groups()))
        return _of_noun(noun, register)
    several = next((c.column for c in selected.conditions if len(c.values) > 1), -1)
    if several >= 0 and re.search(r"各|分别|哪[个一]?[^,，]{0,4}[多少高低]", text):
        return several
    kind = _EACH_KIND.search(text)
    if kind is None:
        return -1
    for index, column in enumerate(register.columns):
        if (
            not column.place
            and not column.person
            and not column.measure
            and len(column.name) > 1
            and column.name[-2:] in kind.group()
        ):
            return index
    return None if kind.group().startswith("各") else -1


def _of_noun(noun: str, register: Register) -> int | None:
    ends = row_ends(noun)
    for index, column in enumerate(register.columns):
        values = register.values(index)
        fitting = sum(value.endswith(ends) for value in values)
        headed = (
            column.place and column.name != OWNER and column.name.removesuffix("名").removesuffix("名称").endswith(ends)
        )
        if column.place and values and (headed or 2 * fitting > len(values)) and len(values) > 1:
            return index
    return None


def _measures(query: Query, text: str, register: Register, bound: Sequence[int]) -> tuple[tuple[int, ...], str]:
    """The columns asked, -1 for the rows themselves; and why they can't be told. What is `bound` is named for its bound."""
    counts = _COUNTS.search(text)
    named = {
        i: _named(column.name, text)
        for i, column in enumerate(register.columns)
        if column.measure and not (counts and i in bound)
    }
    best = max(named.values(), default=0.0)
    if counts and best < _LEAST_NAMED:
        return _counted(text, register)
    units = [unit for unit in query.units if unit not in ("个", "个人", "人", "户")] or (
        list(_MONEY) if "钱" in text else []
    )
    fitting = {
        i: n for i, n in named.items() if not units or any(fits_unit(u, register.columns[i].counted) for u in units)
    }
    best = max(fitting.values(), default=0.0)
    chosen = [i for i, n in fitting.items() if n == best and (n > 0 or (units and len(fitting) == 1))]
    if 0 < best < _LEAST_NAMED:  # 资助 of 资助金额生活补助 and of 资助金额助学金: nothing says which
        chars = {i: round(n * len(register.columns[i].name)) for i, n in fitting.items()}
        chosen = [i for i, n in chars.items() if n == max(chars.values())]
    if not chosen and _WHO.search(text) is None and MOST.search(text) and ASKS_ROWS.search(text):
        return (-1,), ""
    if len(chosen) > 1:
        names = "、".join(register.columns[i].name for i in chosen)
        return (), f"表里有{names}几列，分不清要算哪一列，请写明再问。"
    return tuple(chosen), ""


def _counted(text: str, register: Register) -> tuple[tuple[int, ...], str]:
    """What counts households and people: the rows, or the column that says how many a row is of."""
    people, households = _PEOPLE.search(text), _HOUSEHOLDS.search(text)
    populations = [i for i, column in enumerate(register.columns) if column.population]
    if not people or not register.households:
        return (-1,), ""
    if len(populations) != 1:
        said = "、".join(register.columns[i].name for i in populations)
        why = (
            f"表里有{said}几列人数，请写明要哪一列。" if populations else "这张表一行是一户，没有人口数，算不出多少人。"
        )
        return (), why
    return ((-1, populations[0]) if households else (populations[0],)), ""


def _named(name: str, text: str) -> float:
    """The share of a header that stands together in the text, in [0, 1]; of two characters at least."""
    longest = max(
        (b - a for a in range(len(name)) for b in range(a + 2, len(name) + 1) if name[a:b] in text), default=0
    )
    return longest / len(name) if name else 0.0


def _most(query: Query, group: int, measures: tuple[int, ...], most: re.Match[str]) -> RowsAsked | None:
    top = TOP.search(query.resolved)
    count = number(next(filter(None, top.groups()), "1")) if top else 1
    descending = not (most["least"] or most["last"])
    if group < 0 and measures[0] < 0:
        return None
    return RowsAsked("most", measures[:1], group, descending, count, each=group < 0)
