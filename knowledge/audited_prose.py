"""Sums and shares in prose that can't be: parts that aren't their whole, more households than people, a share over 100 %. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from knowledge.audited_tables import Table, tables_of
from knowledge.findings import Finding, finding
from knowledge.numbers import Quantity, find_quantities
from knowledge.numerals import normalised
from knowledge.sentences import sentence_spans
from knowledge.types import Document

_SPLITS = re.compile(
    r"从[^，。；]{1,6}看|按[^，。；]{1,12}分(?:类|布)?|分为|分别[是为有]|其中|包括|(?<=[\d户人个家名万元])[（(]"
)
_DIGITS, _HOMES = re.compile(r"\d[\d,.]*"), re.compile(r"户.{0,12}人")
_SURE = re.compile(r"从|按|分为|分别")
_OVERLAP = re.compile("女|党员|少数民族|老年|残疾|脱贫|以上|以下|同时|含|不包括|超过|以内|新增|次之|第一|最[高多大]")
_ITEM_END = re.compile(r"[、，；,;]")
_CLAUSE_END = re.compile(r"\s*(?:[，。；、,;）)]|$)")
_PAIR = re.compile(r"\s*[，、,（(]?\s*(?:共计?|合计|计|涉及|总?人口|人数)?\s*")
_SHARE_NOUN = (
    r"(?:占比|比重|合格率|参保率|入住率|普及率|满意率|满意度|通过率|达标率|及格率|优良率|(?:城镇|绿)化率|出勤率|发生率|升学率|就业率|知晓率|"
    r"(?<!备)(?<!流动性)覆盖率)"
)
_SHARE = re.compile(rf"(?:{_SHARE_NOUN}[^，。；\d]{{0,8}}|占[^，。；\d]{{0,24}})$")
_NO_SHARE = re.compile(
    "计划|任务|目标|预算|上年|去年|同期|标准|基数|增长|提高|上升|资产|负债|注册资本|净值|定额|最低|不[超低]"
)
_SHARE_HEADER = re.compile(rf"{_SHARE_NOUN}|占[^（(]{{1,12}}(?:比|%|％)|^比例")
_LISTED_SHARE = re.compile(r"占[^，。；\d]{0,6}$")
_NEAR_WHOLE = Decimal(5)  # percent: a list of shares this near 100 claims to be the whole
_NEAR = Decimal("0.1")  # of the whole, that parts said to be all of it may be off and still be meant as its parts
_MOST = Decimal("1.5")
_HUNDRED = Decimal(100)


def prose_findings(document: Document) -> Iterator[Finding]:
    """What sentences say that can't be."""
    for block in document.blocks:
        if block.cells or block.kind == "heading" or block.repeats is not None:
            continue
        text = normalised(document.text[block.start : block.end])
        if not _may_tell(text):
            continue
        quantities = [q for q in find_quantities(text) if q.kind == "quantity" and q.upper is None]
        yield from _households(document, block.start, text, quantities)
        yield from _over_hundred(document, block.start, text, quantities)
        yield from _lists(document, block.start, text, quantities)
        yield from _shares(document, block.start, text, quantities)


def _may_tell(text: str) -> bool:
    """Whether a rule could apply at all: reading every number of a base takes long."""
    if len(_DIGITS.findall(text)) < 2:
        return "%" in text and bool(_DIGITS.search(text))
    return "%" in text or bool(_HOMES.search(text)) or bool(_SPLITS.search(text))


def table_share_findings(document: Document) -> Iterator[Finding]:
    """Cells that say what can't be: a share over 100 %, more households than people."""
    for table in tables_of(document):
        yield from _shares_over(document, table)
        yield from _households_over(document, table)


def _households(document: Document, offset: int, text: str, quantities: Sequence[Quantity]) -> Iterator[Finding]:
    for first, second in zip(quantities, quantities[1:], strict=False):
        units = (first.unit, second.unit) == ("户", "人")
        between = text[first.end : second.start]
        # after a comma, people of whom more is said are others: 走访500户，20人参加培训
        said_alone = not _ITEM_END.search(between) or _CLAUSE_END.match(text, second.end)
        if units and first.value > second.value and _PAIR.fullmatch(between) and said_alone:
            span = offset + first.start, offset + second.end
            about = re.split("[，。；、]", text[max(0, first.start - 16) : first.start])[-1]
            yield finding(
                "households", document, span, about=about, stated=_said(text, first), other=_said(text, second)
            )


def _over_hundred(document: Document, offset: int, text: str, quantities: Sequence[Quantity]) -> Iterator[Finding]:
    for quantity in quantities:
        if quantity.unit != "%" or quantity.value <= _HUNDRED or quantity.qualifier not in ("exact", "about"):
            continue
        before = text[max(0, quantity.start - 30) : quantity.start]
        found = _SHARE.search(before)
        if found and not _NO_SHARE.search(re.split("[，。；]", before)[-1]):
            span = offset + quantity.start, offset + quantity.end
            yield finding(
                "share", document, span, about=found.group().strip(), stated=_said(text, quantity), other="100%"
            )


def _lists(document: Document, offset: int, text: str, quantities: Sequence[Quantity]) -> Iterator[Finding]:
    """Lists of parts that follow a whole, where it is sure that they are all of it."""
    for mark in _SPLITS.finditer(text):
        parts = _parts(text, mark, quantities)
        before = [q for q in quantities if q.end <= mark.end() and q.start >= _two_sentences_before(text, mark.start())]
        sums = {unit: sum((q.value for q in qs), Decimal(0)) for unit, qs in parts.items() if len(qs) > 1}
        matched = {unit: agreed for unit in sums if (agreed := _agreeing(parts[unit], before)) is not None}
        listed = text[mark.end() : max((q.end for qs in parts.values() for q in qs), default=mark.end())]
        for unit, total in sums.items():
            whole = None if unit in matched else _whole(text, mark, (unit, total), before, matched)
            if whole is None or (not matched and _OVERLAP.search(listed)):
                continue
            span = offset + whole.start, offset + whole.end
            about = re.split("[，。；、（(]", text[max(0, whole.start - 20) : whole.start])[-1]
            said = _said(text, whole)
            yield finding(
                "parts", document, span, about=about, stated=said, other=_written_like(said, whole.value, total)
            )


def _agreeing(parts: Sequence[Quantity], before: Sequence[Quantity]) -> Decimal | None:
    """The value before a list that its parts add up to, or its first parts, where more is said after them."""
    wholes = {q.value for q in before if q.unit == parts[0].unit}
    sums = (sum((q.value for q in parts[:count]), Decimal(0)) for count in range(len(parts), 1, -1))
    return next((total for total in sums if total in wholes), None)


def _written_like(said: str, value: Decimal, other: Decimal) -> str:
    """Another value written as `said` writes `value`: 32.76亿元 and 44.5亿元."""
    number = re.search(r"\d[\d,]*(?:\.\d+)?", said)
    if number is None or not other:
        return format(other, "f")
    scale = value / Decimal(number.group().replace(",", ""))
    return f"{said[: number.start()]}{_plain(other / scale)}{said[number.end() :]}"


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _parts(text: str, mark: re.Match[str], quantities: Sequence[Quantity]) -> dict[str, list[Quantity]]:
    """By unit, the quantities of the list that begins at `mark`: one a unit in each item, as far as all items have one."""
    closing = text.find("）", mark.end()) if mark.group() in "（(" else -1
    stops = [i for i in (text.find("。", mark.end()), text.find("；", mark.end()), closing) if i >= 0]
    end = min(stops, default=len(text))
    found: dict[str, list[Quantity]] = {}
    start, items = mark.end(), 0
    if start < len(text) and text[start] in "，,：:":
        start += 1
    while start < end:
        cut = _ITEM_END.search(text, start, end)
        stop = cut.start() if cut else end
        here = {q.unit: q for q in quantities if start <= q.start < stop and q.unit and q.unit != "%"}
        if not here or (items and not here.keys() & found.keys()):
            break
        items += 1
        for unit, quantity in here.items():
            found.setdefault(unit, []).append(quantity)
        start = stop + 1
    return {unit: qs for unit, qs in found.items() if len(qs) == items}


def _whole(
    text: str,
    mark: re.Match[str],
    parts: tuple[str, Decimal],
    before: Sequence[Quantity],
    matched: Mapping[str, Decimal],
) -> Quantity | None:
    """The quantity that the parts should add up to and don't; None where it isn't sure that there is one.

    Args:
        text: The block.
        mark: What leads the list of parts.
        parts: Unit and sum of the parts.
        before: The quantities that may be the whole.
        matched: Other units in which the parts are a whole: of 1286户4166人 the one that agrees vouches for the other.
    """
    unit, total = parts
    for first, second in zip(before, before[1:], strict=False):
        if not _PAIR.fullmatch(text[first.end : second.start]):
            continue
        if second.unit == unit and matched.get(first.unit) == first.value:
            return second
        if first.unit == unit and matched.get(second.unit) == second.value:
            return first
    if matched:
        return None
    same = [q for q in before if q.unit == unit and q.value and q.qualifier == "exact"]
    if not same:
        return None
    if _SURE.match(mark.group()):
        nearest = min(same, key=lambda q: abs(q.value - total))
        return nearest if abs(nearest.value - total) <= _NEAR * nearest.value else None
    last = same[-1]
    close = mark.start() - last.end <= 2
    return last if close and last.value < total <= _MOST * last.value else None


def _two_sentences_before(text: str, at: int) -> int:
    starts = [start for start, _ in sentence_spans(text) if start <= at]
    return starts[-2] if len(starts) > 1 else 0


def _shares(document: Document, offset: int, text: str, quantities: Sequence[Quantity]) -> Iterator[Finding]:
    """Shares listed in one sentence that nearly make a whole and don't."""
    for start, end in sentence_spans(text):
        inside = [q for q in quantities if start <= q.start < end and q.unit == "%" and q.qualifier == "exact"]
        listed = [q for q in inside if _LISTED_SHARE.search(text[max(0, q.start - 8) : q.start])]
        if len(listed) < 3 or len(listed) != len(inside):
            continue
        total = sum((q.value for q in listed), Decimal(0))
        decimals = max(max(0, -int(q.value.as_tuple().exponent)) for q in listed)
        rounding = len(listed) * Decimal(10) ** -decimals / 2
        if rounding < abs(total - _HUNDRED) <= _NEAR_WHOLE:
            span = offset + listed[0].start, offset + listed[-1].end
            said = "、".join(_said(text, q) for q in listed)
            yield finding("parts", document, span, about="各项占比", stated="100%", other=f"{total:f}%（{said}）")


def _shares_over(document: Document, table: Table) -> Iterator[Finding]:
    for column, header in enumerate(table.headers):
        if not _SHARE_HEADER.search(header) or _NO_SHARE.search(header):
            continue
        percent = "%" in header or "％" in header
        for row in table.rows:
            text = row.cells[column] if column < len(row.cells) else ""
            value = table.value(row, column)
            if value is not None and value > _HUNDRED and (percent or "%" in text or "％" in text):
                about = f"{row.label} {table.header(column)}".strip()
                yield finding("share", document, row.block.cells[column], about=about, stated=text, other="100%")


def _households_over(document: Document, table: Table) -> Iterator[Finding]:
    for column in range(len(table.headers) - 1):
        pair = table.headers[column], table.headers[column + 1]
        if "户" not in pair[0] or "人" not in pair[1] or _counted(pair[0], "户") != _counted(pair[1], "人"):
            continue
        values = [(row, table.value(row, column), table.value(row, column + 1)) for row in table.rows]
        told = [(row, homes, people) for row, homes, people in values if homes and people]
        wrong = [(row, homes, people) for row, homes, people in told if homes > people]
        if len(wrong) * 2 > len(told) and len(told) > 2:
            continue  # the columns are about different things
        for row, _, _ in wrong:
            span = row.block.cells[column][0], row.block.cells[column + 1][1]
            about = f"{row.label} {_counted(pair[0], '户')}".strip()
            yield finding(
                "households",
                document,
                span,
                about=about,
                stated=f"{row.cells[column]}户",
                other=f"{row.cells[column + 1]}人",
            )


def _counted(header: str, unit: str) -> str:
    """What a column counts, without the unit: 监测户数（户） and 监测人数（人） count the same."""
    return re.sub(rf"[（(]\s*{unit}\s*[)）]|{unit}口?数?|\s|数$|口数?$", "", header)


def _said(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end].strip()
