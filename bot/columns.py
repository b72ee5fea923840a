"""Which columns and rows of a table a question may ask for, by their headers and labels. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.asked import fits_unit
from bot.gazetteer import short_form
from bot.scope import MEASURED
from bot.types import Query
from bot.weighing import HOW_MANY, counted_noun, without_slots
from knowledge.lexical import pairs
from knowledge.numbers import find_quantities
from knowledge.table_headers import is_place_header
from knowledge.tables import Cell, Row
from knowledge.types import SearchHit

_PAIR_CHARS = 2
_HEADER_REACH_CHARS = 2  # 户数 of 监测对象户数 may end a little before what ends another header
_COUNTED_WHOLE = re.compile("(?:人口|人员|[户人村]|对象|群众|干部|学生|劳动力|危房|农房|项目)$")
"""What is counted as a whole; another column may hold the part that is asked: 务工就业的脱贫人口, 当年新增监测对象."""
_LINK = re.compile(r"[有是为达到共一总了大概约的各分别其中\W]")
_OTHER_CHARS = 4
"""So long is what stands after the header's words where it is another thing."""
_STOCK = re.compile("累计|合计|总共|共计|全部")
TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|全[县镇乡市区省](?:合计|总计)?|总数|汇总)$")
PLACE_LABEL = re.compile(r"^[一-龥]{2,7}(?:镇|乡|村|街道|社区|县|区|市|州)$")
_PLACE_NAME = re.compile("[一-龥]{2,8}")
_PART_LABEL = re.compile(r"[一-龥]{2,5}(?:镇|乡|村|街道|社区)")
_HEADED = re.compile(
    r"(?:[一-龥]{2,7}?[省市州县区])*(?P<place>[一-龥]{2,7}?(?:镇|乡|街道|村|社区|县|区|市))(?=(?:19|20)\d{2}|$)"
)
_PARTS = "镇乡村街道社区"
_NUMBER_OF = re.compile(r"(?:[户人个]数|人次数?|数量|总数)(?:各?是|有|为)?$")
"""At the end of what is counted: how it is counted, not what."""
_TAIL = re.compile("[（(].*|对象|人员|群众|家庭|人口|[户人]数|人次|数量|[户人数的]$")
"""At the end of what is counted: it says no more what."""
_DONE_TO = re.compile("(?:改造|建设|补贴|补助|救助)$")
"""What is done to many things: a header that shares only this with an official term is another thing's (危房改造, 卫生厕所改造)."""
_EACH = re.compile(r"各|哪[个些]|分别|排名|最[多少高低]")


def asked_headers(query: Query, headers: Sequence[str]) -> set[str]:
    """Of a figure question the headers that say what stands last before 多少: what is counted (脱贫人口务工就业多少人: 务工就业).

    Where that is a whole, those that say what narrows it right before it (当年新增监测对象多少户: 当年新增). All headers where none shares a
    word with the question, or another kind is asked; none where something else stands last (脱贫人口小额信贷多少万元: no 脱贫人口).
    """
    if query.kind not in MEASURED:
        return set(headers)
    text = HOW_MANY.split(without_slots(query, query.resolved))[0]
    bare = _NUMBER_OF.sub("", text)
    if any(pair in header for pair in pairs(bare) for header in headers):
        text = bare  # 低保人数 is the 农村低保's, not the 监测对象人数
    ends = {h: max((text.rfind(h[i : i + 2]) for i in range(len(h) - 1)), default=-1) for h in set(headers)}
    last = max(ends.values(), default=-1)
    if last < 0:
        return set(headers)
    counted = {header for header, end in ends.items() if last - end < _HEADER_REACH_CHARS}
    named = text[: last + _PAIR_CHARS]
    if len(_LINK.sub("", text[len(named) :])) >= _OTHER_CHARS:
        return set()
    said = {header: _said_at_end(named, header) for header in counted}
    begins = len(named) - max(said.values())
    narrower = named[:begins].removesuffix("的")[-_PAIR_CHARS:]
    part = {header for header in ends if len(narrower) == _PAIR_CHARS and narrower in _STOCK.sub("", header)}
    if part and _COUNTED_WHOLE.search(named):
        return part
    return {header for header in counted if said[header] == max(said.values())}  # 低保对象, not 监测对象


def asked_cells(query: Query, cells: Sequence[Cell]) -> list[Cell]:
    """The cells that may be the asked figure: of a place's row those whose header says a word of what is asked.

    A caption that names the matter (住房和改厕情况) is every column's; it tells only where one column alone has the asked unit.
    """
    if query.kind not in MEASURED:
        return list(cells)
    words, official = (without_slots(query, text) for text in (query.resolved, " ".join(query.expansions)))
    columns = dict.fromkeys((c.header, _unit_of(c)) for c in cells if is_row_place(c) or _of_all_places(c))
    fitting = {header for header, unit in columns if any(fits_unit(asked, unit) for asked in query.units)}
    alone = fitting if len(fitting) == 1 else {header for header, _ in columns} if len(columns) == 1 else set()
    noun = counted_noun(query)
    said = {}
    for header, caption in {(cell.header, cell.caption) for cell in cells}:
        name = _TAIL.sub("", header) or header
        meant = f"{caption if header in alone else ''} {_DONE_TO.sub('', name)}"
        spoken = _says_pair(name, words) or _says_pair(meant, f"{words} {official}")
        said[header] = spoken and not _of_another_thing(noun, header)
    return [
        cell
        for cell in cells
        if said[cell.header] or not (is_row_place(cell) or (_of_all_places(cell) and cell.header not in alone))
    ]


def _of_all_places(cell: Cell) -> bool:
    """Whether a cell is of the total under a column of places: its columns are theirs."""
    return bool(TOTAL.fullmatch(cell.label)) and is_place_header(cell.label_header)


def _of_another_thing(noun: str, header: str) -> bool:
    """Whether a header and what is counted begin alike and go on differently: 卫生院 is no 卫生厕所, 危房鉴定 no 危房改造."""
    run = SequenceMatcher(None, noun, header, autojunk=False).find_longest_match()
    if run.size < _PAIR_CHARS:
        return False
    asked, own = (_TAIL.sub("", text[begin + run.size :]) for text, begin in ((noun, run.a), (header, run.b)))
    return bool(asked) and bool(own) and not pairs(noun) & pairs(header[run.b + run.size :])


def _says_pair(text: str, words: str) -> bool:
    return any(pair in words for pair in pairs(text))


def _unit_of(cell: Cell) -> str:
    return next((q.unit for q in find_quantities(cell.measured) if q.kind == "quantity"), "")


def _said_at_end(text: str, header: str) -> int:
    """How many characters `text` ends with that stand together in `header`."""
    longest = min(len(header), len(text))
    return next((count for count in range(longest, 0, -1) if text[-count:] in header), 0)


def of_a_part(query: Query, label: str) -> bool:
    """Whether a row is one part's of what is asked: a township's row doesn't answer for the county."""
    named = short_form(label) in query.resolved
    return bool(_PART_LABEL.fullmatch(label)) and not named and not _EACH.search(query.resolved)


def is_row_place(cell: Cell | Row) -> bool:
    """Whether a row is of a place: its label ends like one, or stands in a column of places (青禾 under 乡镇)."""
    if TOTAL.fullmatch(cell.label):
        return False
    return bool(PLACE_LABEL.fullmatch(cell.label)) or (
        is_place_header(cell.label_header) and bool(_PLACE_NAME.fullmatch(cell.label))
    )


def row_of_a_part(query: Query, cell: Cell) -> bool:
    """Whether a cell's row is of a part of what is asked: a township's, by its label, its column's header, or what it is a subtotal of."""
    label = cell.parents[-1] if cell.parents and TOTAL.fullmatch(cell.label) else cell.label
    if of_a_part(query, label):
        return True
    part = is_row_place(cell) and cell.label_header[-1:] in _PARTS and not PLACE_LABEL.fullmatch(label)
    return part and label not in query.resolved and not _EACH.search(query.resolved)


def headed_place(heading_path: Sequence[str]) -> str:
    """The place that the innermost heading which names one is about: a sheet 青禾镇, a title 临溪县青禾镇2022年…; "" for none."""
    found = (_HEADED.match(heading) for heading in reversed(heading_path))
    return next((match["place"] for match in found if match), "")


def of_another_person(query: Query, cell: Cell) -> bool:
    """Whether a cell is of a person or household that the question doesn't name: its figure is no answer for a place."""
    return bool(cell.person) and cell.person not in query.resolved


def in_a_part(query: Query, hit: SearchHit) -> bool:
    """Whether a passage stands under a part's heading, as on a township's sheet, and the question doesn't name that part."""
    place = headed_place(hit.chunk.heading_path)
    return bool(place) and place not in hit.document.metadata.places and of_a_part(query, place)
