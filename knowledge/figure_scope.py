"""Which place and period a figure is of: its sentence says, else a heading above it, else the document. Pure.

A place counts where it is what the clause is about and lies within the document's own place; one beside or above it (东澜区投入,
招引南京企业) is somebody else's and makes no scope. A year that is only compared with (比2021年增长) is none either.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.numbers import Quantity, date_parts, find_quantities
from knowledge.places import MUNICIPALITIES, PROVINCES, named_places, place_level
from knowledge.titles import SHEET_FORMATS
from knowledge.types import Document, ScopeSource

_RANK = {level: rank for rank, level in enumerate(("国家", "省", "市", "县", "乡镇", "村"))}
_STEM = "(?![这那哪全各本该每几个所的了在到去和与是有没家同邻外农城社园些跨往至设我县市省镇乡])[一-龥]"
# Towns and villages that no list names: two characters and their suffix, where a name can begin.
_LOCAL = rf"(?:(?<![一-龥])|(?<=[的是和与在、镇乡县区市]))(?:{_STEM}[一-龥](?:镇|乡|街道)(?![级村区镇里])|{_STEM}[一-龥]村(?=(?!\d[\d.,]*个)[\d、，,。；;）)的和与等达有共为是]|集体|产业))"
_NOT_A_NAME = re.compile(
    r"[大小新老乡地]镇$|[乡农村组户部建造驻]村$|试验|薄弱|空壳|后进|模范|传统|宜居|康养|旅游|生态|产业|基层|平均|推进|所有|多个|部分|其他|其余|移民|安全|街道办|乡镇|村镇|建制|示范|贫困|脱贫|摘帽|行政|自然|自治|先进|文明|美丽|中心|重点|试点|安置|特色"
)
_BEGINS = "，,。；;：:、（( \n的由在中和镇乡县区市"
_CLAUSE_END = re.compile("[，,。；;]")
_BY = re.compile("(?:底|末|初|中旬|上旬|下旬)?(?:[以之]?前|和|、)")
_BEFORE_PERIOD = re.compile(r"(?:[^一-龥]|其中|截[至止]|[在于自从至到年月日省市县区镇乡村]|计划)$")
_WHOLE = r"[全我本][省市县区镇乡村州](?![级里])"
_OFFICE = re.compile("企业|公司|集团|政府|党委|人大|政协|[局委厅部办](?![落])|组织|协作|商会|学校|医院|银行|干部|籍")
_OTHERS_BEFORE = re.compile("[向从与同比经较]$|高于$|低于$")
_RELATIVE = re.compile(
    "(?P<last>上一?年(?!度?均)|去年)|(?P<this>当年|今年|本年度?|年内|全年|年[底末初])|(?P<next>明年|来年)"
)
_PART = re.compile(r"\s?(?:第?([一二三四1-4])季度|前([一二三四1-4])季度|前三季度|([上下]半年))")
_COMPARED = re.compile(r"(?:比|较|同比|与|和|高于|低于|相比|自|对比)\s?$")
_COMPARED_AFTER = re.compile(r"\s?(?:末|底)?(?:同期)?(?:相比|的?(?:增|减|提高|下降|上升))")
_SPAN = re.compile(r"\s?(?:年|月|日)?\s?(?:至|到|[-—–~～－]{1,2}|以来至)\s?")
_YEAR_ONLY = re.compile(r"^((?:19|20)\d{2})(?:年度)?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place or a period that a text names, half-open span of that text."""

    start: int
    end: int
    name: str
    """"" where it calls back the document's own: 全县, 全年."""
    reach: int = sys.maxsize
    """Up to where it holds; a place named inside a clause holds in that clause only."""
    binds_next: bool = False
    """Whether it says only of what the next figure is: 上年的6500元."""


@dataclass(frozen=True, slots=True)
class Said:
    """A scope and what says it."""

    name: str
    source: ScopeSource


@dataclass(slots=True)
class Surroundings:
    """What a document and the headings passed so far say about place and period."""

    place: str
    period: str
    known: re.Pattern[str]
    titled: bool = True
    """Whether the first heading is the document's title; a workbook's is the name of a sheet."""
    headings: list[tuple[int, str, str, str]] = field(default_factory=list)
    """(depth, words, place, period) of the headings above, outermost first."""

    @classmethod
    def of(cls, document: Document, known_places: Collection[str]) -> Surroundings:
        """The scope that the document itself gives; `known_places` are full names of any level."""
        own = document.metadata.places
        names = {*known_places, *own, *PROVINCES.values(), *_row_places(document)}
        alternatives = sorted((n for n in names if len(n) > 1 and n in document.text), key=lambda n: (-len(n), n))
        pattern = "|".join((*map(re.escape, alternatives), f"(?P<local>{_LOCAL})", f"(?P<whole>{_WHOLE})"))
        titled = document.source.format not in SHEET_FORMATS
        return cls(own[-1] if own else "", years_period(document.metadata.years), re.compile(pattern), titled)

    def enter(self, depth: int, heading: str) -> None:
        """Take a heading of depth 1 or more; those as deep or deeper are left."""
        self.headings = [known for known in self.headings if known[0] < depth]
        if self.titled and depth <= 1 and not self.headings and not any(self.headings):
            self.headings.append((depth, heading, "", ""))  # the title speaks for the document, as its metadata does
            return
        places = [mark.name for mark in self.place_marks(heading) if mark.name]
        periods = [mark.name for mark in self.period_marks(heading, find_quantities(heading)) if mark.name]
        periods = periods or _YEAR_ONLY.findall(heading)
        place, period = places[-1] if places else "", periods[-1] if len(periods) == 1 else ""
        self.headings.append((depth, heading, place, period))

    def place_of(self, marks: Sequence[Mark], at: int) -> Said:
        """The place of a figure that begins at `at`: of the last mark before it, else a heading's, else the document's."""
        found = _last_before(marks, at)
        if found is not None and found.name:
            return Said(found.name, "sentence")
        headed = next((place for _, _, place, _ in reversed(self.headings) if place), "") if found is None else ""
        if headed:
            return Said(headed, "heading")
        return Said(self.place, "document" if self.place else "")

    def period_of(self, marks: Sequence[Mark], at: int) -> Said:
        """The period of a figure that begins at `at`, decided like its place."""
        found = _last_before(marks, at)
        if found is not None and found.name:
            return Said(found.name, "sentence")
        headed = next((period for *_, period in reversed(self.headings) if period), "") if found is None else ""
        if headed:
            return Said(headed, "heading")
        return Said(self.period, "document" if self.period else "")

    def place_marks(self, text: str, quantities: Sequence[Quantity] = ()) -> list[Mark]:
        """The places that clauses of `text` are about; one named after a figure of the sentence holds in its clause only."""
        counted = [quantity.start for quantity in quantities if quantity.kind == "quantity"]
        marks: list[Mark] = []
        for match in self.known.finditer(text):
            name = "" if match.lastgroup == "whole" else match.group()
            if match.lastgroup == "local" and _NOT_A_NAME.search(name):
                continue
            if name and not self._within(name, text, match.start(), match.end()):
                continue
            begins = match.start() == 0 or text[match.start() - 1] in _BEGINS
            before = max(text.rfind(mark, 0, match.start()) for mark in "。；;\n")
            first = bisect_left(counted, match.start()) == bisect_left(counted, before)
            stop = None if begins and first else _CLAUSE_END.search(text, match.end())
            reach = stop.start() if stop else sys.maxsize
            marks.append(Mark(match.start(), match.end(), "" if name == self.place else name, reach))
        return _without_rows(text, marks)

    def _within(self, name: str, text: str, start: int, end: int) -> bool:
        if _OFFICE.match(text, end) or _OTHERS_BEFORE.search(text, max(0, start - 2), start):
            return False
        if not self.place or name == self.place:
            return True
        return name not in MUNICIPALITIES and _RANK[place_level(name)] > _RANK[place_level(self.place)]

    def period_marks(self, text: str, quantities: Iterable[Quantity]) -> list[Mark]:
        """The periods that `text` names, dates it only compares with left out."""
        marks: list[Mark] = []
        year = 0
        for date in quantities:
            if date.kind != "date" or date.unit == "时刻":
                continue
            named, month, day = date_parts(date)
            year = named or year
            mark = self._date_mark(text, date, (named or year or self._year(), month, day))
            if mark is not None:
                marks.append(mark)
        marks = _joined(text, marks)
        for match in _RELATIVE.finditer(text):
            relative = self._relative_mark(text, match)
            if relative is not None and not any(m.start <= match.start() < m.end for m in marks):
                marks.append(relative)
        return sorted(marks, key=lambda mark: mark.start)

    def _year(self) -> int:
        return int(self.period) if self.period.isdigit() else 0

    def _date_mark(self, text: str, date: Quantity, parts: tuple[int, int, int]) -> Mark | None:
        year, month, day = parts
        if (
            not year
            or (not date_parts(date)[0] and not text[date.start].isdigit())
            or _compared(text, date.start, date.end)
        ):
            return None
        name = f"{year}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
        if month == 12 and (day == 31 or re.match("[底末]", text[date.end : date.end + 1])):
            name = str(year)  # the end of December closes the year
        part = None if month else _PART.match(text, date.end)
        end = part.end() if part else date.end
        reach = sys.maxsize
        stop = _CLAUSE_END.search(text, end)
        if stop and (_BY.match(text, end) or not self._begins(text, date.start)):
            reach = stop.start()  # 5月底前完成轮换，选派60支; 紧盯2021年度反馈问题，整改54个
        name += part.group().strip() if part else ""
        return Mark(date.start, end, name, reach, text.startswith("的", end))

    @staticmethod
    def _begins(text: str, start: int) -> bool:
        return start == 0 or bool(_BEFORE_PERIOD.search(text, max(0, start - 3), start))

    def _relative_mark(self, text: str, match: re.Match[str]) -> Mark | None:
        if _compared(text, match.start(), match.end()):
            return None
        shift = {"last": -1, "this": 0, "next": 1}[match.lastgroup or "this"]
        part = _PART.match(text, match.end())
        end = part.end() if part else match.end()
        if not self._year() or (shift == 0 and not part):
            # 全年, 当年 call back what was said before; only 今年 begins anew
            reach = sys.maxsize if match.group() in ("今年", "本年", "本年度") else 0
            return Mark(match.start(), end, "", reach) if shift == 0 else None
        name = str(self._year() + shift) + (part.group().strip() if part else "")
        return Mark(match.start(), end, name, binds_next=text.startswith("的", end))


def years_period(years: Sequence[int]) -> str:
    """Years that a document reports on as a period: 2022, 2021/2025, or nothing."""
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{min(years)}/{max(years)}"


def _compared(text: str, start: int, end: int) -> bool:
    if re.match(r"(?:同期)?的\s?\d", text[end : end + 6]):
        return False  # 比2021年的12204元增加: the number is of that year
    return bool(_COMPARED.search(text, max(0, start - 3), start)) or bool(
        _COMPARED_AFTER.match(text, end) and text[max(0, start - 1) : start] in "比较与和"
    )


def _last_before(marks: Sequence[Mark], at: int) -> Mark | None:
    """The mark that a figure at `at` stands under; one that binds the next figure only must stand right before it."""
    for mark in reversed(marks):
        if mark.end <= at < mark.reach and (not mark.binds_next or at - mark.end <= 1):
            return mark
    return None


def _joined(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks that are the two ends of a period into one: 2021年至2025年."""
    joined: list[Mark] = []
    for mark in marks:
        if joined and _SPAN.fullmatch(text, joined[-1].end, mark.start) and "/" not in joined[-1].name:
            joined[-1] = Mark(joined[-1].start, mark.end, f"{joined[-1].name}/{mark.name}", binds_next=mark.binds_next)
        else:
            joined.append(mark)
    return joined


def _without_rows(text: str, marks: list[Mark]) -> list[Mark]:
    """Leave out places named side by side (青禾镇、白鹿镇和石桥镇): what follows is of them all; of nested ones keep the inner."""
    dropped: set[int] = set()
    for index, other in enumerate(marks[1:]):
        mark = marks[index]
        gap = text[mark.end : other.start]
        if gap in ("、", "和", "与", "及"):
            dropped |= {index, index + 1}
        elif not gap:
            dropped.add(index)
            marks[index + 1] = Mark(mark.start, other.end, mark.name + other.name, other.reach)
    return [mark for index, mark in enumerate(marks) if index not in dropped]


def _row_places(document: Document) -> set[str]:
    """Places that the document's tables have rows for."""
    labels = {
        document.text[start:end].strip()
        for block in document.blocks
        if block.kind == "table_row"
        for start, end in block.cells[:2]
        if 2 < end - start < 8
    }
    return {label for label in labels if is_place(label)}


@lru_cache(maxsize=10_000)
def is_place(label: str) -> bool:
    """Whether a label is the name of a place and nothing else."""
    return label[-1:] in "省市县区镇乡村道州旗盟" and "".join(named_places(label)) == label
