"""The figures that passages say, each with what it is a figure of: its name, its place, its years, the figures beside it.

Prose names a figure before it (县外务工11438人), after it (96个行政村), or at the figure that it stands beside (1286户4166人); a
table names it by its row's label and its column's header. What is said of change (比上年增加764人), of a share (占17.0%), of what is left
(剩余3个) or of a mean (平均每村22.25万元) is a result of its own, about the figure before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.columns import PLACE_LABEL, TOTAL, headed_place, is_row_place
from bot.extractive import Quote
from bot.scope import stated_years
from knowledge.assembly import KnowledgeBase
from knowledge.figure_tables import named_in_full
from knowledge.numbers import Quantity, date_parts, find_quantities
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.tables import Cell, cells_between
from knowledge.types import SearchHit

Result = Literal["", "change", "share", "rest", "mean"]

_SUBTOTAL_LABEL = re.compile(r"小\s*计")
_YEAR_HEADER = re.compile(r"^(?:(?:19|20)\d{2}年?(?:底|末|度)?)$")
_YEAR = re.compile(r"(?:19|20)\d{2}年(?:[底末度]|以来|\d{1,2}月(?:\d{1,2}日)?底?)?")
_COMPARED = re.compile(r"(?:比|较|与|同)(?:(?:19|20)\d{2}年|上年|去年|上一年)(?:同期|末|底)?")
_OF_YEAR = re.compile(r"((?:19|20)\d{2})年(?:同期|末|底)?的$")
_PREVIOUS = re.compile(r"(?:上年|去年|上一年)(?:同期|末|底)?的?$")
_RESULTS: tuple[tuple[Result, re.Pattern[str]], ...] = (
    ("share", re.compile(r"占(?!地|用|有|股)[^，。；]*$")),
    ("mean", re.compile(r"(?:平均每[^，。；]{1,8}|每[个支名所][^，。；年月]{1,8}|[户村亩]均[^，。；]{0,6})$")),
    (
        "change",
        re.compile(
            r"(?:增长|增加|增|提高|上升|上涨|增幅|增速|下降|减少|降低|降|回落|下滑|降幅|减|多|少|高于[^，。；]*|低于[^，。；]*)了?(?:约|近)?$|(?:比|较)(?:上一?年|去年|(?:19|20)\d{2}年)(?:同期)?(?:多|少|新?增|减)[^，。；\d]{1,6}$"
        ),
    ),
    ("rest", re.compile(r"(?:剩余|其余|剩下|尚未|尚有|还有|未|没有)[^，。；达]*$")),
)
_PLAN = re.compile(r"计划|力争|目标|预计|打算|拟|确保到|下一步|明年|来年|任务|达到.{0,6}以上$")
_SUBTOTAL = re.compile(r"其中|[（(]")
_STOCK = re.compile(
    r"全[县镇乡市区省村年]|累计|一共|总共|共有?|达到?|实现|完成|实施|开展|截至|年底|其中|分别|当年|最[高低多少]的?|的|了"
)
_MARKS = re.compile(r"[，、：；（）()。\s]|(?:达到?|为|有|共有?)\s*$|^(?:全[县镇乡市区省]|累计)")
_HAN = re.compile(r"[一-龥A-Za-z]+")
_AFTER_CHARS = 12
_LEAD_CHARS = 120


@dataclass(frozen=True, slots=True)
class SaidFigure:
    """A figure with what it is a figure of."""

    hit: SearchHit
    start: int
    end: int
    """The clause or row that says it, as offsets of the document: what is quoted."""
    quantity: Quantity
    shown: str
    """As its source writes it, with its unit, e.g. 8.91亿元."""
    name: str
    """What it is a figure of, in the words right at it."""
    subject: str = field(default="", kw_only=True)
    """The name of the figure before it in its sentence: what 支出资金351.2万元 was spent on."""
    whole: str = field(default="", kw_only=True)
    """The name of the figure that it is a part of."""
    lead: str
    """What its sentence, headings or caption say beside that."""
    reading: str = ""
    """How a cell reads; empty for prose."""
    years: tuple[int, ...] = ()
    place: str = ""
    """The innermost place that it is about; empty where nothing says."""
    result: Result = ""
    """What kind of result it states of the figure before it; empty where it is a plain figure."""
    plan: bool = False
    group: tuple[str, int] = ("", 0)
    """Document and start of its sentence or row: figures of one group are said together."""
    index: int = 0
    """Its place in the group, from 0."""
    parent: int = -1
    """Index of the figure of its group that it is a part of (其中); -1 where none is said."""
    person: str = ""
    """Whose row of a list of names says it; empty elsewhere."""
    parts: tuple[SaidFigure, ...] = ()
    """Of a sum that no document states: its terms; empty for what stands in one."""

    @property
    def quote(self) -> Quote:
        """What an answer cites for it."""
        return Quote(self.hit, self.start, self.end, self.reading)

    @property
    def title(self) -> str:
        """The name as an answer shows it, without marks and dates."""
        return _MARKS.sub("", _YEAR.sub("", self.name)).removeprefix("其中").strip()

    @property
    def core(self) -> str:
        """The name without stock words: what has to be the same for two figures to be of one thing."""
        return "".join(_HAN.findall(_STOCK.sub("", _YEAR.sub("", self.name))))


def said_figures(hits: Iterable[SearchHit], knowledge: KnowledgeBase, places: Collection[str]) -> list[SaidFigure]:
    """The figures of the passages, passage by passage in reading order.

    Args:
        hits: Passages, each taken once.
        knowledge: The base they come from.
        places: Names of places to look for in the text: those known and those asked.
    """
    passages = {hit.chunk.id: hit for hit in hits}.values()
    cells = [f for hit in passages if hit.chunk.position.table is not None for f in _cell_figures(hit, knowledge)]
    named = {*places, *(figure.place for figure in cells if figure.place)}
    prose = (hit for hit in passages if hit.chunk.position.table is None)
    return [*cells, *(figure for hit in prose for figure in _prose_figures(hit, named))]


def _cell_figures(hit: SearchHit, knowledge: KnowledgeBase) -> Iterator[SaidFigure]:
    document = knowledge.catalogue.document(hit.chunk.document_id)
    row, index = -1, 0
    for cell in cells_between(document, hit.chunk.start, hit.chunk.end):
        index = index + 1 if cell.row_start == row else 0
        row = cell.row_start
        if (figure := cell_figure(cell, hit)) is not None:
            yield replace(figure, group=(document.id, row), index=index)


def cell_figure(cell: Cell, hit: SearchHit) -> SaidFigure | None:
    """The figure of a cell; None where it holds none, or more than one."""
    measured = cell.measured
    found = [q for q in find_quantities(measured) if q.kind == "quantity"]
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(measured)):
        return None
    own = hit.document.metadata
    header = "".join(cell.heading.split())
    whole = bool(TOTAL.fullmatch(cell.label))
    above = next((name for name in reversed(cell.parents) if PLACE_LABEL.fullmatch(name)), "")
    if _SUBTOTAL_LABEL.fullmatch(cell.label) and not above:
        return None  # a total of some rows: nothing says of which
    of_place = whole or is_row_place(cell)
    innermost = headed_place(hit.chunk.heading_path) or (own.places[-1] if own.places else "")
    named = tuple(int(y) for y in re.findall(r"(?:19|20)\d{2}(?=年)", cell.header)) or tuple(
        int(y) for y in re.findall(r"(?:19|20)\d{2}(?=年)", cell.caption)
    )
    name = (
        named_in_full(cell, header)
        if of_place
        else cell.label
        if _YEAR_HEADER.fullmatch(header)
        else f"{cell.label}{header}"
    )
    return SaidFigure(
        hit, cell.row_start, cell.row_end, found[0], measured, name,
        lead=" ".join((own.title, *hit.chunk.heading_path, cell.caption)), reading=cell.statement,
        years=named or stated_years(cell.caption, hit), subject=cell.caption,
        place=cell.label if of_place and not whole else above or innermost,
        result="change" if re.search(r"增减|增幅|增长|差额|变化|同比", header) else "share" if re.search(r"占比|比重", header) else "",
        plan=bool(_PLAN.search(f"{cell.caption}{cell.header}")), person=cell.person,
    )  # fmt: skip


def _prose_figures(hit: SearchHit, places: Collection[str]) -> Iterator[SaidFigure]:
    before = ""
    for start, end in sentence_spans(hit.chunk.text):
        sentence = hit.chunk.text[start:end]
        for figure in _sentence_figures(hit, start, sentence, places):
            yield replace(figure, lead=f"{figure.lead} {before[-_LEAD_CHARS:]}")
        before = sentence


def _sentence_figures(hit: SearchHit, offset: int, sentence: str, places: Collection[str]) -> Iterator[SaidFigure]:
    clauses = clause_spans(sentence)
    quantities = [q for q in find_quantities(sentence) if q.kind != "ordinal"]
    index, name, subject = 0, "", ""
    held: dict[int, tuple[Quantity, str]] = {}
    names: dict[int, str] = {}
    result: Result = ""
    group = (hit.document.id, hit.chunk.start + offset)
    for place, quantity in enumerate(quantities):
        if quantity.kind != "quantity":
            continue
        clause = next((c for c in clauses if c[0] <= quantity.start < c[1]), (0, len(sentence)))
        before = _before(sentence, quantities, place, clause)
        beside = place > 0 and quantities[place - 1].end == quantity.start  # 1286户4166人
        if not beside:
            subject = name
            name = _named(sentence, quantities, place, clause, before) or name
            result = next((kind for kind, pattern in _RESULTS if pattern.search(before)), "")
        figure = _figure(hit, offset, sentence, quantity, clause, places)
        parent = _parent(sentence, quantity, held)
        yield replace(
            figure, name=name, subject=subject, whole=names.get(parent, ""), result=result, group=group, index=index, parent=parent,
        )  # fmt: skip
        held[index], names[index] = (quantity, result), name
        index += 1


def _before(sentence: str, quantities: Sequence[Quantity], place: int, clause: tuple[int, int]) -> str:
    """The words before a figure, from the figure before it or its clause's beginning; dates are no figures."""
    own = quantities[place]
    earlier = [q.end for q in quantities[:place] if q.kind == "quantity"]
    return sentence[max([clause[0], *earlier[-1:]]) : own.start]


def _named(sentence: str, quantities: Sequence[Quantity], place: int, clause: tuple[int, int], before: str) -> str:
    """The name of a figure: the words before it, with those after it where they follow without a mark.

    A bound before or after it is a part of the name: 87个 of 年收入5万元以上的村达到87个, 9个 of 9个年收入不足5万元的村.
    """
    own = quantities[place]
    if place and re.match("以[上下内]|左右", before):
        earlier = quantities[place - 2].end if place > 1 else 0
        before = sentence[max(clause[0], earlier) : own.start]
    while place + 1 < len(quantities) and quantities[place + 1].start == quantities[place].end:
        place += 1  # 1602户5011人已消除风险: the words after both name both
    last = quantities[place]
    following = quantities[place + 1] if place + 1 < len(quantities) else None
    bounded = following is not None and following.qualifier in ("less_than", "more_than", "at_least", "at_most")
    stop = clause[1] if following is None or bounded else min(following.start, clause[1])
    after = re.match(rf"[一-龥\d.]{{1,{_AFTER_CHARS}}}", sentence[last.end : stop])
    said = f"{before} {after.group() if after and not re.match('以[上下内]|左右|余', after.group()) else ''}"
    return said if _HAN.search(_YEAR.sub("", said)) else ""


def _figure(
    hit: SearchHit, offset: int, sentence: str, quantity: Quantity, clause: tuple[int, int], places: Collection[str]
) -> SaidFigure:
    before = sentence[: quantity.start]
    metadata = hit.document.metadata
    since = max(before.rfind(mark) for mark in "；;。") + 1  # a place named in another statement isn't this one's
    inner = [(before.rfind(p), p) for p in places if p in before[since:] and p not in metadata.places]
    place = max(inner)[1] if inner else metadata.places[-1] if metadata.places else ""
    start = hit.chunk.start + offset + clause[0]
    end = hit.chunk.start + offset + _trimmed(sentence, clause[1])
    lead = " ".join((metadata.title, *hit.chunk.heading_path, hit.chunk.context, sentence[: clause[1]]))
    return SaidFigure(
        hit, start, end, quantity, sentence[quantity.start : quantity.end], "", lead, years=_years(before, hit),
        place=place, plan=bool(_PLAN.search(sentence[: quantity.end])),
    )  # fmt: skip


def _trimmed(text: str, end: int) -> int:
    while end and text[end - 1] in "，,、；;：: \n":
        end -= 1
    return end


def _years(before: str, hit: SearchHit) -> tuple[int, ...]:
    """The years of a figure: the last one named before it, else its headings' or document's; 上年的 is the one before."""
    own = stated_years("", hit)
    if _PREVIOUS.search(before) and own:
        return (max(own) - 1,)
    if (of_year := _OF_YEAR.search(before)) is not None:  # 比2021年的12204元: the figure compared with
        return (int(of_year[1]),)
    named = [q for q in find_quantities(_COMPARED.sub(lambda m: " " * len(m.group()), before)) if q.kind == "date"]
    years = [date_parts(q)[0] for q in named if date_parts(q)[0]]
    return (years[-1],) if years else own


def _parent(sentence: str, quantity: Quantity, held: dict[int, tuple[Quantity, str]]) -> int:
    """The figure of the sentence that this one is a part of: the last of its unit before 其中 or the bracket."""
    marks = [m.end() for m in _SUBTOTAL.finditer(sentence, 0, quantity.start)]
    if not marks:
        return -1
    whole = [i for i, (q, result) in held.items() if q.end <= marks[-1] and q.unit == quantity.unit and not result]
    return whole[-1] if whole else -1
