"""Which columns and rows of a table a question may ask for, by their headers and labels. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.gazetteer import short_form
from bot.scope import MEASURED
from bot.types import Query
from bot.weighing import HOW_MANY, without_slots

_PAIR_CHARS = 2
_HEADER_REACH_CHARS = 2  # 户数 of 监测对象户数 may end a little before what ends another header
_COUNTED_WHOLE = re.compile("(?:人口|人员|[户人村]|对象|群众|干部|学生|劳动力)$")
"""What is counted as a whole; another column may hold the part that is asked: 务工就业的脱贫人口, 当年新增监测对象."""
_LINK = re.compile(r"[有是为达到共一总了大概约的各分别其中\W]")
_OTHER_CHARS = 4
"""So long is what stands after the header's words where it is another thing."""
_STOCK = re.compile("累计|合计|总共|共计|全部")
_PART_LABEL = re.compile(r"[一-龥]{2,5}(?:镇|乡|村|街道|社区)")
_EACH = re.compile(r"各|哪[个些]|分别|排名|最[多少高低]")


def asked_headers(query: Query, headers: Sequence[str]) -> set[str]:
    """Of a figure question the headers that say what stands last before 多少: what is counted (脱贫人口务工就业多少人: 务工就业).

    Where that is a whole, those that say what narrows it right before it (当年新增监测对象多少户: 当年新增). All headers where none shares a
    word with the question, or another kind is asked; none where something else stands last (脱贫人口小额信贷多少万元: no 脱贫人口).
    """
    if query.kind not in MEASURED:
        return set(headers)
    text = HOW_MANY.split(without_slots(query, query.resolved))[0]
    ends = {h: max((text.rfind(h[i : i + 2]) for i in range(len(h) - 1)), default=-1) for h in set(headers)}
    last = max(ends.values(), default=-1)
    if last < 0:
        return set(headers)
    counted = {header for header, end in ends.items() if last - end < _HEADER_REACH_CHARS}
    named = text[: last + _PAIR_CHARS]
    if len(_LINK.sub("", text[len(named) :])) >= _OTHER_CHARS:
        return set()
    begins = min(len(named) - _said_at_end(named, header) for header in counted)
    narrower = named[:begins].removesuffix("的")[-_PAIR_CHARS:]
    part = {header for header in ends if len(narrower) == _PAIR_CHARS and narrower in _STOCK.sub("", header)}
    return part if part and _COUNTED_WHOLE.search(named) else counted


def _said_at_end(text: str, header: str) -> int:
    """How many characters `text` ends with that stand together in `header`."""
    return next((count for count in range(len(header), 0, -1) if text[-count:] in header), 0)


def of_a_part(query: Query, label: str) -> bool:
    """Whether a row is one part's of what is asked: a township's row doesn't answer for the county."""
    named = short_form(label) in query.resolved
    return bool(_PART_LABEL.fullmatch(label)) and not named and not _EACH.search(query.resolved)
