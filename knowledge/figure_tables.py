"""What the figures of a table's cells are figures of: label, header, unit and caption of each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from knowledge.figure_scope import is_place
from knowledge.numbers import Quantity, find_quantities
from knowledge.numerals import SCALES, normalised
from knowledge.table_headers import is_place_header
from knowledge.tables import Cell
from knowledge.units import canonical, with_rate

_BARE = re.compile(r"([-+−－]?)((?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)\s?([%％‰]?)")
_TOTAL = re.compile(r"(?:合\s?计|总\s?计|共\s?计|小\s?计|总数|全[省市县区镇乡村])")
_SUBTOTAL = re.compile(r"小\s?计")
"""A total of some rows: of whose, only a name before it can say."""
_NAME = re.compile("[一-龥]{2,8}")
_YEAR = re.compile(r"((?:19|20)\d{2})\s?年?度?\s?([上下]半年|第?[一二三四]季度)?")
_CHANGED = re.compile("增减|同比|增长|增幅|变化|比上年|较上年")
_UNCOUNTED = re.compile(r"电话|序号|编号|编码|代码|文号|号码|日期|时间|邮编|年份|年月|备注|^No\.?$", re.IGNORECASE)
_VALUE_ONLY = re.compile(r"(?:数量|数值|数据|数|指标值|实绩|完成数|完成情况|实际|本期|合计|总计|标准|金额|情况|)$")
_MEASURE_ONLY = re.compile(r"(?:[一-龥]数|数量|金额|面积|资金)$")
_CAPTION = re.compile(r"^(?:附?表\s?\d+[：:\s]*)|[（(][^（）()]*[）)]")
_CAPTION_KIND = re.compile(r"(?:情况|统计|汇总|一览|明细|安排|分解|对照|标准|任务|基本|登记|进度|台账)*表?$")
_CAPTION_DATE = re.compile(
    r"^(?:[一-龥]{2,12}?[省市州县区镇乡村])?(?:19|20)\d{2}年?度?(?:第?[一二三四]季度|[上下]半年|\d{1,2}月份?底?)?"
)
_CAPTION_PLACES = re.compile(
    r"^(?:各|全[省市县区镇乡村])?[^，。；]{0,12}?各[市县区乡镇村街道]+(?=.)|^[全各][省市县区乡镇村]+"
)
_NARROWING = re.compile("累计|当年新增|新增|其中|人均|户均|当年|任务")


@dataclass(frozen=True, slots=True)
class Tabled:
    """A figure of a cell and what it is of."""

    quantity: Quantity
    indicator: str
    qualifiers: tuple[str, ...]
    subject: str
    place: str
    """Of the row's label; "" where it names none."""
    whole: bool
    """Whether the row is a total."""
    period: str
    """Of the header; "" where it names none."""
    said: str


def tabled(cell: Cell, latest_year: str) -> Iterator[Tabled]:
    """The figures of a cell.

    Args:
        cell: A cell with its label, header, unit and caption.
        latest_year: Of the header's year columns: the period of a column of differences. "" where there is none.
    """
    heading = cell.heading
    if _UNCOUNTED.search(heading):
        return
    quantities = _quantities(cell)
    if not quantities:
        return
    year = _YEAR.search(heading)
    period = "".join(part or "" for part in year.groups()) if year else ""
    name = (heading[: year.start()] + heading[year.end() :]).strip() if year else heading
    change = _CHANGED.search(name)
    if change and not period:
        period = latest_year
    label = cell.label.strip()
    above = next((name for name in reversed(cell.parents) if is_place(name)), "")
    whole = bool(_TOTAL.fullmatch(label)) and (bool(above) or not _SUBTOTAL.fullmatch(label))
    place = label if is_place(label) or _is_named_place(cell, label) else ""
    indicator, subject = _indicator(cell, name, label if not (whole or place) else "")
    place = place or above
    qualifiers = [m.group() for m in _NARROWING.finditer(f"{label} {heading} {cell.caption[:40]}")]
    qualifiers += [change.group()] if change else []
    qualifiers += ["合计"] if whole else []
    for quantity in quantities:
        yield Tabled(
            quantity, indicator, tuple(dict.fromkeys(qualifiers)), subject, place, whole, period,
            cell.measured if len(quantities) == 1 else cell.value,
        )  # fmt: skip


def _is_named_place(cell: Cell, label: str) -> bool:
    """Whether the column of row names holds places, as 青禾 under 乡镇."""
    return is_place_header(cell.label_header) and bool(_NAME.fullmatch(label)) and not _TOTAL.fullmatch(label)


def _indicator(cell: Cell, name: str, label: str) -> tuple[str, str]:
    """(what is counted, whose it is): by the header where rows are places, by the label where columns are years."""
    name = re.sub(r"\s+|^其中[:：]?", "", name)
    if not label:
        return named_in_full(cell, name) or _topic(cell.caption), ""
    if _VALUE_ONLY.fullmatch(name) or _CHANGED.search(name):
        return label, ""
    return name, label


def named_in_full(cell: Cell, name: str) -> str:
    """The name of a column, with what its table is about where the header alone doesn't say: 户数 -> 危房改造户数."""
    bare = _MEASURE_ONLY.fullmatch(name) or _VALUE_ONLY.fullmatch(name)
    topic = _topic(cell.caption) if bare else ""
    return f"{topic}{name}" if topic else name


def _topic(caption: str) -> str:
    """What a table is about, by its caption: 表1 各乡镇危房改造情况 -> 危房改造."""
    bare = _CAPTION_KIND.sub("", _CAPTION.sub("", caption.strip()[-60:]).strip())
    return _CAPTION_PLACES.sub("", _CAPTION_DATE.sub("", bare)).strip()


def _quantities(cell: Cell) -> list[Quantity]:
    """The cell's number in its unit, or the quantities that its words state."""
    plain = normalised(cell.value)
    bare = _BARE.fullmatch(plain)
    if bare is None:
        if not re.search(r"\d", plain):
            return []
        return [q for q in find_quantities(plain) if q.kind == "quantity" and q.unit]
    sign, number, percent = bare.groups()
    try:
        value = Decimal(re.sub("[,，]", "", number))
    except InvalidOperation:
        return []
    unit, scale = _unit(cell, percent)
    value = value * scale * (-1 if sign and sign != "+" else 1) / (10 if percent == "‰" else 1)
    return [Quantity(0, len(plain), value, unit, scale=scale)]


def _unit(cell: Cell, percent: str) -> tuple[str, Decimal]:
    """(plain unit, the 万 or 亿 before it) by the cell itself, else as `Cell.unit` says."""
    written = "%" if percent else normalised(cell.unit)
    if not written:
        return "", Decimal(1)
    scale = Decimal(1)
    while len(written) > 1 and written[0] in "百千万亿" and written[:2] not in ("千克", "千米", "千瓦", "百分"):
        scale *= SCALES[written[0]]
        written = written[1:]
    base, *rates = re.split(r"[/·]|每", written)
    return with_rate(canonical(base), rates), scale
