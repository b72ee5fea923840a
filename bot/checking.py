"""What may be shown: the number lock and the place-and-period guard, one code for both kinds of answer.

The number lock: each figure, date, ordinal and numbered name of a sentence must stand, with the same value and unit, in one
of the texts that support it; another notation (176000人 for 17.6万人) is no difference, another unit or year is. The result of a
calculation must be what its supported terms give. The guard: a place or year that a sentence names must be carried by the
passage it cites, its headings, or what its document says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from bot.gazetteer import Gazetteer, administrative_divisions, short_form
from bot.place_words import LEADING_PLACE, LOCAL_PLACE, NO_LEADING_PLACE, NO_PLACE
from bot.working import counted, workings
from knowledge.numbers import Quantity, date_parts, find_quantities, same_quantity
from knowledge.numerals import normalised, numeral_value
from knowledge.passages import passage_text
from knowledge.types import DocumentCard, SearchHit
from knowledge.units import UNIT, WEAK, canonical, ratio

_MARK = re.compile(r"[\[【［][\w\s,，、-]{1,40}[\]】］](?!\s?\d*号)", re.ASCII)
_UP, _DOWN = ("at_least", "more_than"), ("at_most", "less_than")
_EITHER_WAY = ("届", "批", "期", "轮", "号", "级", "季度", "日")
"""Units where 二十届 and 第二十届, or 10日 and 每月10日, are the same."""
_FALLING = re.compile("[降减跌少负缩]|下滑|回落")
_HEADER_UNIT = re.compile(rf"[（(/：:]\s*((?:[十百千]?[万亿])?)({UNIT})\s*(?=[）)\s,，;；|。]|$)|({UNIT})数(?:量)?\s*$")
_LABEL = re.compile(rf"({UNIT})数量?(?:[:：]|合?计|为|是|达到?)?\s*$")
"""户数：3127 is 3127户."""
_CAPTION_UNIT = re.compile(rf"单位\s*[:：]\s*((?:[十百千]?[万亿])?)({UNIT})")
_OWN_DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$", re.MULTILINE)
"""As `support_text` gives the dates of the document itself."""
_ISSUING = re.compile("印发|发布|公布|施行|实施|生效|废止|修订|修正|通过|成文|执行|起")
_CHANGED_TO = re.compile(
    r"(?:提高|增加|上调|扩大|增长|上升|(?P<fall>下降|减少|降低|下调|缩短|压缩|降))了?(?:到|至|为)[^，。；\d]{0,8}"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s，。；、）)\]】>]+|[\w.+-]+@[\w-]+\.[\w.]+|[\w-]+\.(?:com|cn|net|org)(?:/\S*)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class _Support:
    """A supporting text, read once."""

    plain: str
    quantities: tuple[Quantity, ...]


def support_text(hit: SearchHit) -> str:
    """Return what a passage carries: title, headings, lead-in or table header, its own text, and its document's years."""
    metadata = hit.document.metadata
    own = [f"{d.year}年{d.month}月{d.day}日" for d in (metadata.issued, metadata.effective) if d]
    years = [f"{year}年" for year in metadata.years]
    return "\n".join(filter(None, (passage_text(metadata, hit.chunk), metadata.number or "", *own, *years)))


def unsupported_figures(sentence: str, supports: Sequence[str]) -> list[Quantity]:
    """Return the figures, dates, ordinals and numbered names of `sentence` that none of `supports` carries.

    Args:
        sentence: What is to be shown; citation marks in it are passed over.
        supports: The texts that it cites, e.g. from `support_text`; or the sentence's own quotes.

    Returns:
        Spans of `sentence`, in order; empty where everything stands.
    """
    plain = blank_marks(sentence)
    quantities = find_quantities(plain)
    read = [_read(text) for text in supports]
    shown = {w.result.start: w for w in workings(plain, quantities)}
    bare_terms = {t.start: t for w in shown.values() for t in w.needed()}
    constants = {t.start for w in shown.values() for t in w.terms} - bare_terms.keys()
    constants |= {w.restated.start for w in shown.values() if w.restated is not None and w.right()}
    constants |= counted(plain, quantities)
    upside_down = {q.start for q, after in pairwise(quantities) if _upside_down(plain, q, after)}
    return [
        q for q in quantities
        if q.start in upside_down or not _says_nothing(q, plain) and q.start not in constants
        and not (shown[q.start].right() if q.start in shown
                 else any(_stands(bare_terms.get(q.start, q), support, plain) for support in read))
    ]  # fmt: skip


def _upside_down(text: str, low: Quantity, high: Quantity) -> bool:
    """Tell whether two figures that are said together can't both hold: 5000元以上500元以下, 由2万元提高到1.5万元."""
    between = text[low.end : high.start]
    bounds = (
        low.qualifier in _UP
        and high.qualifier in _DOWN
        and re.fullmatch("(?:及?以上)?[、，]?(?:[但且]?[未不]?(?:超过|高于|得超过))?", between)
    )
    span = re.fullmatch("[至到—–～~]{1,2}", between) and not re.search(
        "[从由自]", text[max(0, low.start - 8) : low.start]
    )
    factor = ratio(low.unit, high.unit)
    if factor is None:
        return False
    if fallen := _CHANGED_TO.fullmatch(between):
        return low.value * factor < high.value if fallen["fall"] else low.value * factor > high.value
    return bool(bounds or span) and low.value * factor > high.value


def unsupported_addresses(sentence: str, supports: Sequence[str]) -> list[str]:
    """Return web and mail addresses of `sentence` that stand in none of `supports`."""
    return [a for a in _ADDRESS.findall(sentence) if not any(a in support for support in supports)]


def blank_marks(text: str) -> str:
    """Return `text` with citation marks ([3], [QM1]) as spaces: the same length, so that spans stay."""
    return _MARK.sub(lambda m: " " * len(m.group()), text)


def _says_nothing(quantity: Quantity, text: str) -> bool:
    """Tell list markers, 第一步 and the article 一个 from figures."""
    if quantity.kind == "ordinal":
        return quantity.unit in ("", "步")
    return text[quantity.start] == "一" and quantity.value == 1 and quantity.unit in WEAK


@lru_cache(maxsize=256)
def _read(text: str) -> _Support:
    quantities = find_quantities(text)
    # A quotation may be a name (“三个一批”) and still state something (“延期三个月还款”).
    quoted = [inner for q in quantities if q.kind == "name" and len(q.unit) > 3 for inner in find_quantities(q.unit)]
    labelled = [
        replace(q, unit=canonical(label[1]))
        for q in quantities
        if q.kind == "quantity" and not q.unit and (label := _LABEL.search(text[max(0, q.start - 12) : q.start]))
    ]
    return _Support(normalised(text), (*quantities, *quoted, *labelled, *_cells(text)))


def _cells(text: str) -> list[Quantity]:
    """Return the bare numbers of a table with the unit that their column's header, their row's label or the caption names."""
    caption = _CAPTION_UNIT.search(text)
    rows = [[c.strip() for c in re.split(r"[|\t]", line.strip().strip("|"))] for line in text.splitlines()]
    found = []
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            above = [r[column] for r in rows[:index] if len(r) == len(row) and len(row) > 1]
            header = next((m for h in above if (m := _HEADER_UNIT.search(h))), None)
            if len(row) > 1:
                header = header or (_HEADER_UNIT.search(row[0]) if column else None) or caption
            for quantity in find_quantities(cell) if header else ():
                if header and quantity.kind == "quantity" and not quantity.unit:
                    found.append(_measured(quantity, header))
    return found


def _measured(quantity: Quantity, header: re.Match[str]) -> Quantity:
    scale_text, unit, *counted = header.groups()
    unit = unit or next(filter(None, counted))
    scale = numeral_value("一" + scale_text) if scale_text else Decimal(1)
    return replace(quantity, value=quantity.value * scale, unit=canonical(unit), scale=scale)


def _stands(quantity: Quantity, support: _Support, sentence: str) -> bool:
    if quantity.kind == "name":
        return _name_stands(quantity, support)
    if quantity.kind == "date":
        return _date_stands(quantity, support)
    if any(_agrees(quantity, s) for s in support.quantities):
        return True
    if quantity.upper is not None:
        low, high = _ends(quantity)
        return _stands(low, support, sentence) and _stands(high, support, sentence)
    return _falls(quantity, support, sentence)


def _falls(quantity: Quantity, support: _Support, sentence: str) -> bool:
    """Tell whether 下降3.5% stands as -3.5%, or the other way about."""
    opposite = replace(quantity, value=-quantity.value)
    if quantity.kind != "quantity" or not any(same_quantity(opposite, s) for s in support.quantities):
        return False
    said_in = sentence if quantity.value > 0 else support.plain
    return bool(_FALLING.search(said_in))


def _ends(quantity: Quantity) -> tuple[Quantity, Quantity]:
    low = replace(quantity, upper=None, qualifier="at_least")
    return low, replace(low, value=quantity.upper or quantity.value, qualifier="at_most")


def _agrees(quantity: Quantity, other: Quantity) -> bool:
    if (quantity.qualifier in _UP and other.qualifier in _DOWN) or (
        quantity.qualifier in _DOWN and other.qualifier in _UP
    ):
        return False
    if other.upper is not None and quantity.upper is None:
        return any(_agrees(quantity, end) for end in _ends(other))
    if same_quantity(quantity, other):
        return True
    kinds = {quantity.kind, other.kind}
    if kinds == {"quantity", "ordinal"}:
        return quantity.unit in _EITHER_WAY and (quantity.value, quantity.unit) == (other.value, other.unit)
    return quantity.kind == "quantity" and not quantity.unit and _bare_agrees(quantity, other)


def _bare_agrees(quantity: Quantity, other: Quantity) -> bool:
    """Tell whether a number without unit is the whole value of `other`: 9922 of 9922户, 2022 of 2022年, 2244 of “2244”."""
    if other.kind == "name":
        return other.unit == f"{quantity.value:f}"
    if other.kind == "date":
        return other.unit in ("年", "年月", "日期") and date_parts(other)[0] == quantity.value
    return other.unit not in ("%", "百分点", "倍", "折") and other.value == quantity.value


def _name_stands(quantity: Quantity, support: _Support) -> bool:
    name = quantity.unit
    if any(s.kind == "name" and s.unit == name for s in support.quantities):
        return True
    if name.isdigit() and any(s.kind == "quantity" and not s.unit and s.value == int(name) for s in support.quantities):
        return True
    before = r"(?<![\d.])" if name[0].isdigit() else "(?<![一二三四五六七八九十百千])"
    after = r"(?![\d%‰万亿])" if name[-1].isdigit() else ""
    return re.search(before + re.escape(name) + after, re.sub(r"[ \t]", "", support.plain)) is not None


def _date_stands(quantity: Quantity, support: _Support) -> bool:
    """Tell whether a date stands, or is a part of one (2022年 of 2022年6月30日), or is put together from year and day."""
    if quantity.unit == "时刻":
        return any(same_quantity(quantity, s) for s in support.quantities)
    year, month, day = date_parts(quantity)
    dates = [date_parts(s) for s in support.quantities if s.kind == "date" and s.unit != "时刻"]
    numbers = [s for s in support.quantities if s.kind == "quantity" and s.unit in ("", "年")]
    years = {d[0] for d in dates} | {int(v) for s in numbers for v in (s.value, s.upper) if v and v < 3000}
    if not month:
        return year in years
    return (not year or year in years) and any(
        d[1] == month and (not day or d[2] == day) and (not year or d[0] in (0, year)) for d in dates
    )


def scope_conflicts(
    sentence: str, card: DocumentCard, text: str, *, known_places: Collection[str] = ()
) -> frozenset[str]:
    """Return the places and years (as 2022年) that `sentence` names and its support doesn't carry.

    Args:
        sentence: What is to be shown.
        card: The cited document; its title, places and years count.
        text: The cited passage with its headings, e.g. from `support_text`.
        known_places: Places that the knowledge base is about, so that their names are recognised.
    """
    plain = blank_marks(sentence)
    support = f"{text}\n{card.metadata.title}\n{card.metadata.issuer or ''}"
    years = {q for q in find_quantities(plain) if q.kind == "date" and q.unit in ("年", "年月", "日期")}
    named = {date_parts(q)[0] for q in years}
    carried = _carried_years(plain, card, support)
    places = [
        p for p in _places(plain, {*known_places, *card.metadata.places}) if not _carries(p, plain, card, support)
    ]
    return frozenset({*(f"{year}年" for year in named - carried), *places})


def _carried_years(sentence: str, card: DocumentCard, support: str) -> set[int]:
    """Years that a sentence may name: its support's; those of the document's own dates where the support names no others."""
    dates = {d.year for d in (card.metadata.issued, card.metadata.effective, card.metadata.repealed) if d}
    figures = any(q.kind == "quantity" for q in find_quantities(sentence))
    told = _years(_OWN_DATE.sub("", support)) | set(card.metadata.years)
    return told if told and figures and not _ISSUING.search(sentence) else told | dates


def scope_conflict(sentence: str, card: DocumentCard, text: str, *, known_places: Collection[str] = ()) -> str | None:
    """Return one place or year that `sentence` names and its support doesn't carry, or None."""
    return min(scope_conflicts(sentence, card, text, known_places=known_places), default=None)


def _years(text: str) -> set[int]:
    found: set[int] = set()
    for quantity in _read(text).quantities:
        if quantity.kind == "date" and quantity.unit in ("年", "年月", "日期"):
            found.add(date_parts(quantity)[0])
        elif quantity.kind == "quantity" and quantity.unit in ("", "年"):
            found |= {int(v) for v in (quantity.value, quantity.upper) if v and 1900 <= v <= 2100}
    return found


def _places(sentence: str, known: Collection[str]) -> list[str]:
    """Return the place names of `sentence`: known ones and divisions in any form, others by their last character."""
    found = Gazetteer(known, lambda name: False).find(sentence)
    named = [*found.known, *(p for p in (*found.mentioned, *found.unknown) if p in administrative_divisions())]
    others = [m[1] for m in LOCAL_PLACE.finditer(sentence) if not NO_PLACE.search(m[1])]
    leading = LEADING_PLACE.match(sentence.lstrip())
    shorts = tuple(short_form(p) for p in named)
    if leading and not NO_LEADING_PLACE.search(leading[1]) and not leading[1].startswith(shorts):
        others.append(leading[1])
    return [*named, *(other for other in others if not any(other in p or p in other for p in named))]


def _carries(place: str, sentence: str, card: DocumentCard, support: str) -> bool:
    """Tell whether the support carries a place; the place above a document's own counts only beside it."""
    own = card.metadata.places
    if place in own[:-1]:
        passage = support.replace(card.metadata.title, "")
        return short_form(own[-1]) in sentence or short_form(place) in passage
    longer = [p for p in own if p.endswith(place) and p != place]
    if longer:
        return any(p in sentence for p in longer)
    return short_form(place) in support or any(short_form(p) == short_form(place) for p in own)
