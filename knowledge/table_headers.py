"""Column headers of tables: header rows joined into one path a column, the unit a column is counted in, columns of row names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from knowledge.units import is_unit, same_family

_UNIT = re.compile(r"[（(](?:单位[：:])?([^（()）]{1,8})[)）]")
_UNIT_LINE = re.compile(r"(?:计量|金额|面积|数量|货币)?单位\s?[：:]\s?([^（()）\s，,；;]{1,24})")
_LISTED = re.compile("[、/和及]")
_RUNNING = re.compile(r"序号|编号|行次|No\.?", re.IGNORECASE)
_PLACE_HEADER = re.compile(
    r"(?:所[在属]|涉及)?(?:省|市|州|地市|市州|县|区|县区|区县|市县|县市|县市区|乡|镇|乡镇|镇乡|镇街|街镇|乡镇街道|镇街道|乡镇办|街道|乡镇村|村|行政村|村社区|村居|社区|自然村|村民小组|村组|组|小组|屯)(?:名称|名|别)?"
)
_NAME_HEADER = re.compile(
    r"(?:户主|姓名|户主姓名|户名|人员姓名|[一-龥]{0,6}(?:项目|企业|机构|单位|学校|基地|合作社|公司|工程|点位|水库|路段|景点)(?:名称|名)?|名称|指标(?:名称)?)"
)
_PERSON_HEADER = re.compile(
    r"(?:户主|姓名|户名|(?:户主|人员|对象|[一-龥]{0,6}(?:对象|户|人口|人员|学生|老人|儿童|家庭|申请人|受益人|领取人|患者)(?!联系|帮扶|包保))(?:姓名|名称|名)|(?:申请|受益|领取|受助)人)"
)
"""Heads the column of those whom each row is about; 负责人 or 联系人 beside a place is not."""
_BRACKETS = re.compile(r"[（(）)、/\s]|及|和")
_NUMBERED = re.compile(r"[甲乙丙丁]|栏次|行次|—|-|\d{1,2}")
_COUNTED_IN = (
    (re.compile("户数$"), "户"),
    (re.compile("(?:人数|人口数?)$"), "人"),
    (re.compile("人次数?$"), "人次"),
    (re.compile("(?:村|项目|个|机构|企业|社区|小组)数$"), "个"),
    (re.compile("(?<![账门用开客落入])户$"), "户"),
)
_KINDS = (
    (re.compile("资金|金额|收入|投资|支出|经费|补[贴助]|贷款|产值|款$|额$|费$"), "元"),
    (re.compile("面积|耕地|林地|草地|基地"), "平方米"),
    (re.compile("率$|占比|比[例重]|百分比"), "%"),
    (re.compile("里程|长度"), "米"),
    (re.compile("重量|产量"), "公斤"),
)


def joined_headers(rows: Sequence[Sequence[str]]) -> list[str]:
    """The header of each column from a table's header rows: 监测对象 over 户数 gives "监测对象 户数".

    A cell left empty right of a group's name belongs to that group; a row that only numbers the columns says nothing.
    """
    named = [list(row) for row in rows if not is_numbering(row)]
    for upper, lower in zip(named, named[1:], strict=False):
        for column in range(1, min(len(upper), len(lower))):
            if not upper[column] and lower[column] and upper[column - 1] and _is_group(upper, lower, column - 1):
                upper[column] = upper[column - 1]
    header: list[str] = []
    for row in named:
        header = [a if a == b else f"{a} {b}".strip() for a, b in zip_longest(header, row, fillvalue="")]
    return header


def _is_group(upper: Sequence[str], lower: Sequence[str], column: int) -> bool:
    """Whether a header cell has another name below it: only then can it reach to the right."""
    return bool(lower[column]) and lower[column] != upper[column]


def is_numbering(row: Sequence[str]) -> bool:
    """Whether a header row only numbers the columns: 甲 | 1 | 2."""
    return len(row) > 1 and all(_NUMBERED.fullmatch(cell) for cell in row if cell) and sum(map(str.isdigit, row)) > 1


def heading_of(header: str) -> str:
    """A header without its unit: 资金（万元） -> 资金, 监测对象 户 -> 监测对象."""
    bare = _UNIT.sub("", header).strip()
    name, _, last = bare.rpartition(" ")
    return name if name and is_unit(last) else bare


def unit_lines(text: str) -> tuple[str, ...]:
    """The units that a line such as 单位：户、人 names, or a caption with one in it; empty where it names none."""
    found = _UNIT_LINE.search(text)
    return tuple(unit for unit in _LISTED.split(found[1]) if 0 < len(unit) <= 8) if found else ()


def is_unit_line(text: str) -> bool:
    """Whether a line says nothing but the unit: 单位：万元."""
    return bool(_UNIT_LINE.fullmatch(text.strip().strip("（）()")))


def unit_of(header: str, units: Sequence[str]) -> str:
    """The unit of a column: in its header, else what its name counts, else of the units that the table names; "" for none.

    Args:
        header: The column's header path.
        units: Units that the caption or a line over the table names.
    """
    written = _UNIT.search(header)
    if written:
        return written[1]
    name, _, last = header.rpartition(" ")
    if name and is_unit(last):
        return last
    counted = next((unit for pattern, unit in _COUNTED_IN if pattern.search(header)), "")
    if counted:
        return next((unit for unit in units if same_family(unit, counted)), counted)
    kind = next((unit for pattern, unit in _KINDS if pattern.search(header)), "")
    if kind == "%":
        return "%" if "%" in units else ""
    if kind:
        units = [unit for unit in units if same_family(unit, kind) or (kind == "平方米" and unit.endswith("亩"))]
    return units[0] if len(units) == 1 else ""


def label_columns(header: Sequence[str]) -> tuple[int, int]:
    """(first, last) of the columns that name a row: 乡镇 and 村 where both stand there, else the first that isn't a number."""
    first = 1 if header and _RUNNING.fullmatch(header[0]) else 0
    last = first
    while last + 1 < len(header) and is_place_header(header[last]) and is_place_header(header[last + 1]):
        last += 1
    if (
        last + 1 < len(header)
        and is_place_header(header[last])
        and _NAME_HEADER.fullmatch(_BRACKETS.sub("", header[last + 1]))
    ):
        last += 1
    return first, last


def is_place_header(header: str) -> bool:
    """Whether a column holds names of places: 乡镇, 村（社区）, 所在县."""
    return bool(_PLACE_HEADER.fullmatch(_BRACKETS.sub("", header)))


def is_person_header(header: str) -> bool:
    """Whether a column names the person or household that each row is about: 姓名, 户主姓名."""
    return bool(_PERSON_HEADER.fullmatch(_BRACKETS.sub("", header)))
