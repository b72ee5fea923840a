"""Whether evidence lies within the asked place and period: the guard that keeps 甲镇 from 乙镇 and 2021 from 2022.

A statement's scope is what it names itself, else what its headings name, else what its document is about. A year that it only
compares with (比2021年增长) is not its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.announcing import introduces
from bot.asked import asked_quantities
from bot.gazetteer import administrative_divisions, names, naming, same_level, short_form
from bot.grades import grades_in, other_grade, ungraded
from bot.in_force import yielding
from bot.periods import own_years, same_months, stated_period
from bot.reporting import reports
from bot.types import AskedKind, Query
from knowledge.lexical import pairs
from knowledge.types import DocumentCard, SearchHit

MEASURED: frozenset[AskedKind] = frozenset({"figure", "sum", "difference", "ratio", "comparison"})
"""Kinds whose answer belongs to one place and year; a rule of a higher level holds in the places below it, a figure doesn't."""

_PLAN = re.compile(r"计划|力争|目标|预计|打算|将(?=[^领军近])|拟|确保到|下一步|明年|来年")
_TASK = re.compile(r"任务|计划|目标|打算|安排$|力争|拟(?=[^定])|预计")
"""In a heading, a table's caption or a sentence: what stands under it is to be done."""
_PART_OF = re.compile(
    r"(?P<whole>[一-龥]{2,12})\d[\d.,]*[万亿]?[人户名个家座]{1,2}，其中[一-龥]{2,12}\d[^，。；]{0,6}[。；，]?$"
)
_ASKS_PLAN = re.compile(
    r"计划|目标|打算|安排|任务|力争|预计|要(?!\d)|将|准备|争取|指标|定[的了为]|[应得]|提高到|达到|以上|标准|能|可以"
)
_DONE = re.compile(r"累计|[年月]底|全年|新增|实际|完成|竣工|已经?|实现|落实|[一-龥]了(?:多少|几|好多)|花了|用了|支出")
_ARTICLE = re.compile(r"(?:^|[\n。])\s*第[一二三四五六七八九十百零\d]+条[\s　]")
_OVER_TIME = re.compile("/.*[月年季周日]")
DATED: frozenset[AskedKind] = MEASURED | {"when"}
"""Kinds whose answer belongs to one year where its document does: last year's deadline isn't this year's."""

_EITHER = re.compile(r"[和与跟及、，,比或—]|还是|哪|各|分别")
_WHOLE = re.compile(r"[全我咱本]([省市县区镇乡村])")
_OLD = re.compile(r"[老旧](?:的|办法|规定|标准|政策|文件|条例|版)|新旧|原来的|原先的|以前的|过去的|废止|修订前|失效")
_NOT_YET = re.compile("(?:尚?未|没有)([一-龥]{2})")
_DENIES = re.compile("[未没无不剩余欠缺差]|还有")
_REST, _COUNTS = re.compile(r"(?:其余|剩余|剩下|余下)的?\d"), re.compile(r"\d[\d.,]*[万亿]?(?=[一-龥])")
"""Figures that are of what is left, and all that count something."""
_AMONG = re.compile(r"(?:^|[，。；])([^，。；]{2,16}?)(?:当中|之中|中)[，,：]")
_PLACE_SUFFIXES = {"省": "省", "市": "市", "县": "县区", "区": "县区", "镇": "镇", "乡": "乡", "村": "村"}


def fits(query: Query, hit: SearchHit) -> bool:
    """True where the passage may hold an answer for the asked place and years."""
    return fits_place(query, hit.document, _around(hit)) and fits_years(query, hit.document, _around(hit))


def fits_place(query: Query, card: DocumentCard, text: str) -> bool:
    """True where the document is about an asked place, lies above one (rules only), or the passage names one."""
    asked = (*query.places, *query.mentioned_places)
    if not asked:
        return not query.unknown_places or not card.metadata.places
    return any(_covers(query, place, card.metadata.places, text) for place in asked)


def _covers(query: Query, place: str, places: Sequence[str], text: str) -> bool:
    if place in places or names(text, place):
        return True
    if query.kind in MEASURED:
        return False
    if places and places[-1] != place and same_level(places[-1], place):
        return False  # 青禾镇's hotline isn't 柳河乡's
    province = administrative_divisions().get(place)
    return not places or places == (province,) or places[-1] in query.above or place in query.mentioned_places


def fits_years(query: Query, card: DocumentCard, text: str) -> bool:
    """True where no year is asked, the document doesn't tie itself to years, or an asked year is its own or named in the passage."""
    own = card.metadata.years
    if not query.years or not own or query.kind not in MEASURED:
        return True
    return any(year in own or str(year) in text for year in query.years)


def about_asked_years(query: Query, hit: SearchHit) -> bool:
    """True where an asked year is the document's own or the passage names it; silence isn't enough."""
    named = any(str(year) in _around(hit) for year in query.years)
    return named or bool(set(own_years(hit.document)) & set(query.years))


def states_asked_period(query: Query, statement: str, hit: SearchHit) -> bool:
    """True where a statement is about an asked year and part of it, and what is asked as done isn't planned only."""
    if query.kind not in MEASURED and not hit.document.metadata.years:
        return True
    if not states_asked_years(query, statement, hit) or (query.years and only_planned(query, statement, hit)):
        return False
    return states_asked_months(query, statement, hit)


def states_asked_years(query: Query, statement: str, hit: SearchHit) -> bool:
    """True where a statement is about an asked year, or no year is asked or known; of a five-year plan, where it says so."""
    if not query.years:
        return True
    years = stated_years(statement, hit)
    if query.plan:
        ends = {query.years[0], query.years[-1]}
        return query.plan in f"{statement}{''.join(hit.chunk.heading_path)}" or ends <= set(years)
    return not years or bool(set(years) & set(query.years))


def stated_years(statement: str, hit: SearchHit) -> tuple[int, ...]:
    """The years that a statement is about: its own, else its headings', else its document's; empty where none says."""
    return stated_period(statement, hit.chunk.heading_path, hit.document).years


def states_asked_months(query: Query, statement: str, hit: SearchHit) -> bool:
    """True where no part of a year is asked, or the statement is about it; a rate (490元 a month) holds in each month."""
    reports = hit.document.metadata.years or any(f"{year}年" in statement for year in query.years)
    if not query.months or not reports:
        return True
    if any(_OVER_TIME.search(quantity.unit) for quantity in asked_quantities(query, statement)):
        return True
    stated = stated_period(statement, hit.chunk.heading_path, hit.document).months
    return any(same_months(asked, own) for asked in query.months for own in stated)


def only_planned(query: Query, statement: str, hit: SearchHit) -> bool:
    """Whether a statement says what is to come or to hold where the question asks what was done.

    That is a report's word on a later year, a task, or a rule: 超过1万元的 is no sum that was spent.
    """
    if query.kind not in MEASURED or _ASKS_PLAN.search(query.resolved):
        return False
    reported = hit.document.metadata.years
    later = bool(reported) and min(stated_years(statement, hit), default=0) > max(reported)
    task = _TASK.search(statement) or any(_TASK.search(heading) for heading in hit.chunk.heading_path)
    rule = not reported or _ARTICLE.search(statement)
    return later or bool(_DONE.search(query.resolved) and (task or rule))


def states_asked_place(query: Query, statement: str, hit: SearchHit, places: Sequence[str]) -> bool:
    """True where a statement is about an asked place, or none is asked.

    Args:
        query: The question; 全县 asks for a county's own document.
        statement: A sentence, or a table row with its header.
        hit: Where it stands.
        places: Places known to the base, to see which others the statement names.
    """
    asked = (*query.places, *query.mentioned_places)
    if not asked:
        return _whole_fits(query, statement, hit, places)
    within = _asks_within(query, asked)
    others = [place for place in places if not within or place not in asked]
    each = (_states_place(query, place, statement, hit, others) for place in asked)
    return all(each) if within else any(each)


def _states_place(query: Query, place: str, statement: str, hit: SearchHit, places: Sequence[str]) -> bool:
    own = hit.document.metadata.places
    if _about(place, statement, places):
        return True
    if any(names(statement, p) for p in places if p != place and p not in own):
        return False
    if any(names(heading, place) for heading in hit.chunk.heading_path):
        return True
    if own and (own[-1] == place or (place in own and place in query.above)):
        return True
    return query.kind not in MEASURED and _covers(query, place, own, _around(hit))


def _asks_within(query: Query, asked: Sequence[str]) -> bool:
    """Whether of several places each has to be the statement's: 沙棠镇东澜区投入的 names one in the other, 石桥镇和白鹿镇 two."""
    at = [query.resolved.find(short_form(place)) for place in asked]
    if len(at) < 2 or query.kind not in MEASURED or min(at) < 0:
        return False
    return not _EITHER.search(query.resolved[min(at) : max(at)])


def _about(place: str, statement: str, places: Sequence[str]) -> bool:
    """Whether a statement names `place` as its own.

    In 云山省澄江县 the province only says where the county lies; after 最少的是 a place is what is said, not of what.
    """
    if not names(statement, place):
        return False
    inner = tuple({form for p in places if p != place for form in (p, short_form(p))})
    return any(
        not statement.startswith(inner, match.end()) and statement[max(0, match.start() - 1)] not in "是为"
        for match in naming(place).finditer(statement)
    )


def _whole_fits(query: Query, statement: str, hit: SearchHit, places: Sequence[str]) -> bool:
    """全县 is not a township's figure: the document's own place, and no place below it named in the statement."""
    asked = _WHOLE.search(query.resolved)
    own = hit.document.metadata.places
    if asked is None or not own or query.kind not in MEASURED:
        return True
    suffixes = _PLACE_SUFFIXES[asked[1]]
    if not any(place.endswith(tuple(suffixes)) for place in places):
        return True
    return own[-1].endswith(tuple(suffixes)) and not _names_below(statement, own, places)


def _names_below(statement: str, own: Sequence[str], places: Sequence[str]) -> bool:
    return any(place in statement for place in places if place not in own and not place.endswith(("省", "市")))


def scope_said(statement: str, hit: SearchHit, places: Collection[str]) -> str:
    """Whose and when a statement is, in words: 青禾镇2022年; of a rule the year in which it was issued, else its title."""
    own = hit.document.metadata.places
    named = [place for place in places if place not in own and _about(place, statement, tuple(places))]
    place = named[0] if len(named) == 1 else own[-1] if own and not named else ""
    years = stated_years(statement, hit)
    when = "、".join(f"{year}年" for year in sorted(set(years)))
    if years and not hit.document.metadata.years and not any(str(year) in statement for year in years):
        when = f"{max(years)}年文件"
    if named or when:
        return f"{place}{when}"
    return f"《{hit.document.metadata.title}》"  # a rule for no year: its place alone would name no scope


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What the other documents found for the question say about the right scope."""

    newest_year: int = 0
    """Of the reporting years; 0 where none has one."""
    newest_reported: int = 0
    """The same of reports on a year that was over, or nearly: a notice on the year to come reports on nothing."""
    issued_in_asked_year: bool = False
    """Whether one of them was issued in an asked year."""
    yielding: frozenset[str] = frozenset()
    """Ids of those whose place another version takes today."""
    broader: frozenset[tuple[str, ...]] = frozenset()
    """The places of those that aren't within another's."""
    grades: frozenset[str] = frozenset()
    """The grades and groups (D级, A类) that the passages name."""


def neighbourhood(query: Query, hits: Sequence[SearchHit]) -> Neighbourhood:
    """Read it off the passages found."""
    cards = {hit.document.id: hit.document for hit in hits}.values()
    places = {card.metadata.places for card in cards if card.metadata.places}
    return Neighbourhood(
        newest_year=max((year for card in cards for year in card.metadata.years), default=0),
        newest_reported=max((y for card in cards if reports(card) for y in card.metadata.years), default=0),
        issued_in_asked_year=any(_issued_in(query, card) for card in cards),
        yielding=yielding(tuple(cards), date.today()),
        broader=frozenset(p for p in places if not any(_within(p, other) for other in places)),
        grades=frozenset(grade for hit in hits for grade in grades_in(_around(hit))),
    )


def _within(places: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(other) < len(places) and places[: len(other)] == other


def preference(query: Query, statement: str, hit: SearchHit, beside: Neighbourhood) -> float:
    """What speaks against a statement beyond its words, as a malus in [0, 1]: repealed, planned, of another year or a part of the place."""
    own = hit.document.metadata
    malus = 0.12 * (other_grade(query, statement) + introduces(query, statement))
    malus += 0.24 * ungraded(query, statement, hit, beside.grades)
    void = hit.document.id in beside.yielding
    if beside.yielding and void != bool(_OLD.search(query.resolved)) and not _issued_in(query, hit.document):
        malus += 0.10
    if (
        query.kind in MEASURED
        and (_PLAN.search(statement) or _of_a_plan(hit))
        and not re.search(r"计划|目标|打算|安排|任务|力争|预计", query.resolved)
    ):
        malus += 0.10
    if query.kind in MEASURED:
        malus += _restricted(query, statement) + 0.20 * _denied(query, statement)
        malus += 0.15 * _of_another_whole(query, statement)
    if query.years and not states_asked_years(query, statement, hit):
        malus += 0.12 if beside.issued_in_asked_year else 0.06
    if query.kind in MEASURED and not query.months and _of_a_part(statement, hit):
        malus += 0.05
    if query.years and query.kind in MEASURED and not own.years and not any(str(y) in statement for y in query.years):
        malus += 0.04  # a rule issued in that year beside a report on it
    if not query.years and own.years and max(own.years) < beside.newest_year:
        malus += 0.08 if query.kind in MEASURED and max(own.years) < beside.newest_reported else 0.03
    if query.kind in MEASURED and not query.places and any(_within(own.places, other) for other in beside.broader):
        malus += 0.25
    return malus


def _of_a_plan(hit: SearchHit) -> bool:
    """Whether a passage is of a table that says what is to be done: 各乡镇农村危房改造任务."""
    above = (*hit.chunk.heading_path[-1:], hit.chunk.context)
    return hit.chunk.position.table is not None and any(_TASK.search(said) for said in above)


def _restricted(query: Query, statement: str) -> float:
    """The malus where a statement is about some only, of whom the question says nothing: 获表彰的先进个人中，驻村干部17名."""
    found = _AMONG.search(statement)
    among = found is not None and not any(found[1][i : i + 2] in query.resolved for i in range(len(found[1]) - 1))
    return 0.15 if among else 0.05 * ("当年" in statement and not re.search("[当本今新]", query.resolved))


def _of_another_whole(query: Query, statement: str) -> bool:
    """Whether a statement's last figure is a part of what nobody asked about: 吸纳就业1032人，其中脱贫人口587人."""
    part = _PART_OF.search(statement)
    return part is not None and not any(pair in query.resolved for pair in pairs(part["whole"]))


def _denied(query: Query, statement: str) -> bool:
    """Whether a statement says of what is asked that it isn't so: 未消除风险的55户 where 消除风险的 are asked; or tells the rest only."""
    if _DENIES.search(query.resolved):
        return False
    rest = len(_REST.findall(statement)) == len(_COUNTS.findall(statement)) > 0
    return rest or any(m[1] in query.resolved for m in _NOT_YET.finditer(statement))


def _of_a_part(statement: str, hit: SearchHit) -> bool:
    """Whether a statement is about several months that end before December: not the year's figure."""
    stated = stated_period(statement, hit.chunk.heading_path, hit.document).months
    return bool(stated) and all(first < last for first, last in stated)


def asks_superseded(query: Query, card: DocumentCard) -> bool:
    """Whether a question asks for the rule that was, or for that of the year in which `card` was issued."""
    return bool(_OLD.search(query.resolved)) or _issued_in(query, card)


def _issued_in(query: Query, card: DocumentCard) -> bool:
    issued = card.metadata.issued
    return bool(issued and issued.year in query.years) or any(str(year) in card.source.name for year in query.years)


def _around(hit: SearchHit) -> str:
    return "\n".join((hit.document.metadata.title, *hit.chunk.heading_path, hit.chunk.context, hit.chunk.text))
