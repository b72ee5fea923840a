"""Quantities, dates, ordinals and numbered names in a text, with value and unit; comparison by value.

`find_quantities` reads left to right by the patterns of `notation`. Then neighbours are put together (the sign, 2元5角, the two
ends of a range, the days and clauses of a list), and at last the words around each number are read (不低于, 以上, 每人每月).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from knowledge import qualifying as around
from knowledge.notation import CN, SCAN
from knowledge.numerals import normalised
from knowledge.quantity import Quantity, QuantityKind
from knowledge.units import WEAK, ratio, with_rate
from knowledge.written import READERS

__all__ = ["Quantity", "QuantityKind", "date_parts", "find_quantities", "same_quantity"]

_COMPOUNDS = {
    ("元", "角"): ("元", Decimal(1), Decimal("0.1")), ("元", "分"): ("元", Decimal(1), Decimal("0.01")),
    ("年", "个月"): ("个月", Decimal(12), Decimal(1)), ("小时", "分钟"): ("分钟", Decimal(60), Decimal(1)),
    ("小时", "分"): ("分钟", Decimal(60), Decimal(1)),
}  # fmt: skip
"""Units that are said together -> unit of the whole, and how many of it each of the two is."""


_FILLED = (*around.TIMES, *around.FILLED)
"""What is filled, as in 年满60周岁: a length of time, an age, a sum."""


def find_quantities(text: str) -> list[Quantity]:
    """Return the numbers of `text` in reading order, without overlap; spans are offsets of `text`."""
    plain = normalised(text)
    found: list[Quantity] = []
    position = 0
    while match := SCAN.search(plain, position):
        quantity = READERS[match.lastgroup or ""](match)
        declined = quantity is None and match.lastgroup == "quoted"
        position = match.start() + 1 if declined else max(match.end(), quantity.end if quantity else 0)
        if quantity is not None:
            found.append(_signed(plain, quantity, found[-1].end if found else 0))
    joined = _joined(plain, found)
    return [_qualified(plain, q, joined[i - 1].end if i else 0) for i, q in enumerate(joined)]


def _signed(text: str, quantity: Quantity, after: int) -> Quantity:
    """Return `quantity` with the sign before it, which its span then holds: -3.5%, 零下15℃, ￥50, and 每月10日 as a day."""
    start = quantity.start
    if quantity.kind != "quantity":
        return quantity
    if quantity.value > 0 and quantity.upper is None:
        fallen = start > after + 1 and quantity.unit and around.FALLEN.search(text, max(0, start - 2), start)
        if minus := fallen or around.MINUS.search(text, max(0, start - 2), start):
            width = 2 if minus.group().endswith("零下") else 1
            if start - width >= after:
                return replace(quantity, start=start - width, value=-quantity.value)
    if quantity.unit in ("", "元") and (sign := around.CURRENCY.search(text, max(after, start - 2), start)):
        return replace(quantity, start=sign.start(), unit="元")
    if quantity.unit == "日" and 0 < quantity.value <= 31 and quantity.upper is None:
        of_month = around.DAY_OF_MONTH.search(text, max(after, start - 3), start)
        if of_month or around.DAY_GOES_ON.match(text, quantity.end):
            return replace(quantity, kind="ordinal")
    return quantity


def _qualified(text: str, quantity: Quantity, after: int) -> Quantity:
    """Return `quantity` with what the words around it say: 不低于, 以上, 每人每月."""
    if quantity.kind != "quantity":
        return quantity
    before = text[max(after, quantity.start - 20) : quantity.start]
    quantity = replace(quantity, unit=_rated(quantity.unit, before))
    if quantity.qualifier != "exact":
        return quantity
    for qualifier, pattern in around.AFTER:
        if pattern.match(text, quantity.end):
            return replace(quantity, qualifier=qualifier)
    for qualifier, pattern in around.BEFORE:
        if pattern.search(before):
            if before.endswith("满") and qualifier == "at_least" and quantity.unit not in _FILLED:
                continue
            recent = qualifier == "about" and quantity.unit in around.TIMES and quantity.value < 10
            return quantity if recent and around.LAST_TIMES.search(before) else replace(quantity, qualifier=qualifier)
    return quantity


def _rated(unit: str, before: str) -> str:
    """Return `unit` with what the words before it say it is counted for."""
    if not unit or "/" in unit:
        return unit
    if "每" in before and (per := around.PER.search(before)):
        return with_rate(unit, around.EACH.findall(per.group(1)))
    if "均" in before and unit not in around.SHARES and (average := around.AVERAGE.search(before)):
        return with_rate(unit, [average.group(1)])
    return unit


def _joined(text: str, found: list[Quantity]) -> list[Quantity]:
    """Put neighbours together that say one thing, and read the later members of a list of days or clauses as its first."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last is None or quantity.start - last.end > 16 or quantity.kind not in ("quantity", "ordinal"):
            joined.append(quantity)
        elif whole := _compound(text, last, quantity) or _range(text, last, quantity):
            joined[-1] = whole
        else:
            joined.append(_continued(text, last, quantity))
    return joined


def _compound(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Join 2元5角, 一年零三个月 and 1小时30分."""
    parts = _COMPOUNDS.get((first.unit, second.unit))
    if parts is None or text[first.end : second.start] not in ("", "零", "又", "加"):
        return None
    if {first.kind, second.kind} != {"quantity"} or first.upper or second.upper:
        return None
    unit, of_first, of_second = parts
    if first.qualifier != "exact" or second.value * of_second >= of_first:
        return None
    value = first.value * of_first + second.value * of_second
    return replace(second, start=first.start, value=value, unit=unit, scale=first.scale)


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """Join the two ends of a range: 3至5天, 10%—20%, 2万元以上5万元以下."""
    gap = around.GAP.fullmatch(text, low.end, high.start)
    if gap is None or (low.kind, high.kind) != ("quantity", "quantity") or low.upper or high.upper:
        return None
    if gap.group(1) and not around.UP_TO.match(text, high.end):
        return None
    value = low.value
    if not low.unit and low.scale == 1:
        if high.unit == "%" and text[high.end - 1] in "成‰":
            value *= Decimal(10) if text[high.end - 1] == "成" else Decimal("0.1")  # 三到五成, 1—3‰
        elif value * high.scale < high.value:
            value *= high.scale  # 2至5万元 begins at 20000
    if value >= high.value or (low.unit and ratio(low.unit, high.unit) != 1):
        return None
    unit = low.unit if "/" in low.unit else high.unit
    return replace(high, start=low.start, value=value, upper=high.value, unit=unit, qualifier="range")


def _continued(text: str, last: Quantity, quantity: Quantity) -> Quantity:
    """Return `quantity` as what the member of a list before it is: a telephone, a day after 6月1日至, an ordinal after 第八条至."""
    if quantity.upper is not None or quantity.value <= 0 or quantity.kind == "name":
        return quantity
    gap = text[last.end : quantity.start]
    if last.kind == "date":
        return _day_of(last, quantity, gap, text[quantity.end : quantity.end + 1])
    if last.kind == "ordinal" and _numbered_on(text, last, quantity, gap):
        return replace(quantity, kind="ordinal")
    phone = last.kind == "name" and last.unit.isdigit() and len(last.unit) == quantity.end - quantity.start >= 7
    if phone and not quantity.unit and around.CLAUSES_LISTED.fullmatch(gap):
        return replace(quantity, value=Decimal(0), unit=text[quantity.start : quantity.end], kind="name")
    return quantity


def _day_of(last: Quantity, quantity: Quantity, gap: str, follows: str) -> Quantity:
    """Return the 30日 of 6月1日至30日 as a date of that month; 3日内 stays a length of time."""
    day = last.value % 100
    if quantity.unit not in ("日", "号") or follows == "内" or not (0 < day < quantity.value <= 31):
        return quantity
    if last.unit not in ("月日", "日期") or not around.DAYS_LISTED.fullmatch(gap):
        return quantity
    return replace(quantity, value=last.value - day + quantity.value, unit=last.unit, kind="date")


_NUMBERED = frozenset({*WEAK, "名", "位", "日", "级", ""})
_LISTED = ("条", "款", "章", "节", "日", "")


def _numbered_on(text: str, last: Quantity, quantity: Quantity, gap: str) -> bool:
    """Tell whether the 十条 of 第八条至十条 or the 六条 of 第五、六条 goes on with an ordinal."""
    if quantity.kind != "quantity" or quantity.value <= last.value or quantity.unit not in _NUMBERED:
        return False
    numbered = text[last.start] == "第" or last.unit == "日" or text[last.end - 1] in CN  # no （一） or 三、
    if not numbered or last.unit not in ("", quantity.unit):
        return False
    listed = quantity.unit in _LISTED and around.CLAUSES_LISTED.fullmatch(gap)
    return bool(listed or around.ORDINALS_LISTED.fullmatch(gap))


def date_parts(quantity: Quantity) -> tuple[int, int, int]:
    """Return (year, month, day) of a date, 0 for what it leaves out."""
    value = int(quantity.value)
    return value // 10000, value // 100 % 100, value % 100


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Tell whether two say the same: equal value in units that agree, or the same date, ordinal or name.

    Qualifying words are not compared: 不低于600元 and 600元 are the same quantity.
    """
    if one.kind != other.kind:
        return False
    if one.kind != "quantity":
        return (one.value, one.unit) == (other.value, other.unit)
    factor = ratio(one.unit, other.unit)
    if factor is None or (one.upper is None) != (other.upper is None):
        return False
    upper_agrees = one.upper is None or other.upper is None or one.upper * factor == other.upper
    return one.value * factor == other.value and upper_agrees
