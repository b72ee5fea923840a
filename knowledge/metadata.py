"""What a document says about itself: title, issuer, 文号, dates, places, level, years, what it repeals.

Pure: from a loaded `Document` to its `Metadata`. Each fact is read where official writing puts it: the head before the first
sentence, the signature (落款) near the end, the closing provisions; what isn't there stays empty. The file's name helps
only where the text says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from knowledge.dates import DATE, DATE_TEXT, day_in_name, day_named, first_day, years_in
from knowledge.places import MUNICIPALITIES, merged, named_places, number_place, place_level, with_parents
from knowledge.titles import (
    HEAD_BLOCKS,
    NUMBER,
    OFFICE,
    OFFICES,
    RED_HEAD,
    SHEET_FORMATS,
    TITLED,
    head_lines,
    read_title,
)
from knowledge.types import Block, Document, Level, Metadata
from knowledge.validity import effective_day, end_of_force, repealed_names

_OPENING_CHARS = 800
_BY_TITLE = re.compile(rf"(?P<issuer>{OFFICE}(?:[ 　\u2002、]+{OFFICE})*)\s*(?:印发|关于|公告|通告|发布|令)")
_BYLINE_END = re.compile(rf"[ 　]*(?:(?:{DATE_TEXT})[ 　]*)?(?:编制|编印|编写|印发|印制|编|制)?$")
_LABELLED = re.compile(
    r"(?:发文机关|发文单位|发布机构|发布单位|印发机关|制定机关|编制单位|编写单位|填报单位|报送单位|制表单位)[：:]\s*(\S{2,40})"
)
_NATIONAL = re.compile(
    "^(?:国务院|中共中央|全国|中华人民共和国|国家|最高人民|中国人民银行|中央|"
    "(?:财政|民政|教育|公安|司法|商务|农业农村|交通运输|水利|工业和信息化|生态环境|自然资源|文化和旅游|应急管理|退役军人事务|"
    "人力资源(?:和)?社会保障|住房(?:和)?城乡建设)部|税务总局|市场监管总局|海关总署|银保监会|证监会)"
)
_ENACTED = re.compile(rf"^[（(]?(?P<date>{DATE_TEXT})[^。]{{0,160}}?(?:通过|批准|公布|发布|修订|修正|修改)")


def read_metadata(document: Document) -> Metadata:
    """Metadata of a document, from its own text; see `Metadata` for what each field says."""
    lines = [document.text[block.start : block.end].strip() for block in document.blocks if block.repeats is None]
    head = head_lines(document)
    title, titled_number = _without_number(read_title(document, head))
    signed_by, signed_on = _signature(lines)
    enacted = [day_named(found.group("date")) for line in lines[:HEAD_BLOCKS] if (found := _ENACTED.match(line))]
    issuer = _spaced_once(_issuer(title, head, signed_by, lines[:HEAD_BLOCKS]))
    number = titled_number or _number(head, title)
    issued = _issued(document, enacted=[day for day in enacted if day], signed=signed_on, head=head)
    effective = effective_day(lines, issued)
    places = _places(document, title, issuer, number)
    return Metadata(
        title=title,
        issuer=issuer,
        number=number,
        issued=issued,
        effective=effective,
        repealed=end_of_force(lines, effective or issued) if TITLED.search(title) else None,
        places=places,
        level=_level(title, issuer, places),
        years=_years(document, title),
        repeals=repealed_names(lines),
    )


def _without_number(title: str) -> tuple[str, str | None]:
    """The title without a 文号 before or, in brackets, after it; and that 文号."""
    found = NUMBER.match(title) or re.search(rf"[（(](?P<inner>{NUMBER.pattern})[）)]$", title)
    rest = (title[: found.start()] + title[found.end() :]).strip(" 　-—：:") if found else ""
    if not found or len(rest) < 4:
        return title, None
    return rest, "".join(found.group().split()).strip("（()）")


def _number(head: Sequence[str], title: str) -> str | None:
    for line in head:
        if line != title and (found := NUMBER.search(DATE.sub(" ", line))):
            return "".join(found.group().split())
    return None


def _signature(lines: Sequence[str]) -> tuple[str | None, date | None]:
    """Who signed and when (落款): the first date after the body's start that stands alone or after offices; else the last offices.

    A notice is signed before its attachments, so the first signature counts, except an 印发 line.
    """
    dated: tuple[str | None, date | None] = (None, None)
    for index, line in enumerate(lines):
        if index < 2 or len(line) > 90 or line == lines[0]:
            continue
        found = re.fullmatch(rf"(?P<before>.*?)[ 　（(]*(?P<date>{DATE_TEXT})[）)]?(?:印发)?", line)
        if not found:
            continue
        before = _offices_at_end(found.group("before"))
        if not before and not found.group("before").strip():
            before = _offices_above(lines, index)
        day = day_named(found.group("date"))
        if before and not line.endswith("印发"):
            return before, day
        if dated[1] is None and (before or not found.group("before").strip()) and index >= len(lines) - 8:
            dated = before, day
    if dated[1] is None and lines and len(lines) > 2 and OFFICES.fullmatch(lines[-1]):
        return lines[-1], None
    return dated


def _offices_at_end(text: str) -> str | None:
    """The offices that a signature line ends with, without what stands before them ("特此通告")."""
    text = re.sub(r"^(?:特此\S{2,4}[。.]?|\S*[。！])\s*", "", text.strip())
    return text if text and OFFICES.fullmatch(text) else None


def _offices_above(lines: Sequence[str], index: int) -> str | None:
    offices: list[str] = []
    while index > 1 and len(offices) < 6:
        index -= 1
        office = _offices_at_end(lines[index]) if len(lines[index]) <= 60 else None
        if office is None:
            break
        offices.insert(0, office)
    return " ".join(offices) or None


def _issuer(title: str, head: Sequence[str], signed_by: str | None, opening: Sequence[str]) -> str | None:
    """发文机关: by the title, a label, the signature, the red head, or the body that passed a law."""
    found = _BY_TITLE.match(title)
    if found:
        by_title = found.group("issuer")
        return signed_by if signed_by and signed_by.endswith(by_title) else by_title
    for line in head:
        if labelled := _LABELLED.search(line):
            return labelled.group(1)
    if signed_by:
        return signed_by
    for line in head:
        if red := RED_HEAD.match(line):
            return red.group("issuer")
    lawmaker = _lawmaker(opening)
    if lawmaker:
        return lawmaker
    offices = [_BYLINE_END.sub("", line) for line in head if line != title]
    named = [
        office for office in offices if OFFICES.fullmatch(office) and not TITLED.search(office) and named_places(office)
    ]
    return named[0] if named else None


def _spaced_once(name: str | None) -> str | None:
    return " ".join(name.split()) if name else None


def _lawmaker(opening: Sequence[str]) -> str | None:
    """Who passed or proclaimed a law, without the session's number: 上海市人民代表大会常务委员会, 国务院."""
    for line in opening:
        if not _ENACTED.match(line):
            continue
        found = re.search(
            r"(?P<place>[\u4e00-\u9fff]{0,12}?)第[一二三四五六七八九十百]+届(?P<whole>全国)?人民代表大会(?P<standing>常务委员会)?",
            line,
        )
        if found:
            return (found.group("place") or "全国") + "人民代表大会" + (found.group("standing") or "")
        if re.match(rf"{DATE_TEXT}\s*(?:中华人民共和国)?国务院", line):
            return "国务院"
        if re.match(rf"{DATE_TEXT}\s*中共中央、国务院", line):
            return "中共中央 国务院"
    return None


def _issued(document: Document, *, enacted: Sequence[date], signed: date | None, head: Sequence[str]) -> date | None:
    """成文 or 公布 date: a law's last enactment, the signature, a date in the head, else the file's name.

    A law's text often lists only its first enactment; where its file is named for a later version, that date counts.
    """
    by_name = day_in_name(document.metadata.title)
    if enacted:
        latest = max(enacted)
        return max(latest, by_name) if by_name and document.metadata.title.endswith((")", "）")) else latest
    if signed:
        return signed
    for line in head:
        day = first_day(line)
        if day and not _YEAR_IN_TITLE.search(line):
            return day
    return by_name


_YEAR_IN_TITLE = re.compile("关于|自.*起")


def _places(document: Document, title: str, issuer: str | None, number: str | None) -> tuple[str, ...]:
    """Places by issuer and title, then by the 文号, then by an office that the opening names; with their parents."""
    by_issuer = named_places(issuer) if issuer else ()
    chain = merged([by_issuer, named_places(title)])
    if not chain and not (issuer and _NATIONAL.match(issuer)) and not _NATIONAL.match(title):
        chain = _other_places(document, number)
    return with_parents(chain, document.text)


def _other_places(document: Document, number: str | None) -> tuple[str, ...]:
    if number and (province := number_place(number)):
        return (province,)
    by_name = named_places(document.metadata.title)
    if by_name:
        return by_name
    opening = document.text[:_OPENING_CHARS]
    for office in re.finditer(
        rf"(?:^|[，。：\n 　从由])({OFFICE})(?=印发|发布|召开|出台|下发|举行|制定|决定|发出|宣布|获悉|了解到)", opening
    ):
        chain = named_places(office.group(1))
        if chain:
            return chain
    return ()


def _level(title: str, issuer: str | None, places: Sequence[str]) -> Level | None:
    """Level of the issuer: by its own place, by 市/县/镇 at its start, else by the document's places."""
    name = issuer or title
    own = named_places(name)
    if own and not name.startswith("中华人民共和国"):
        return place_level(own[-1])
    if _NATIONAL.match(name) or title.startswith("中华人民共和国"):
        return "国家"
    if places:
        return "省" if name.startswith("市") and places[-1] in MUNICIPALITIES else place_level(places[-1])
    for begins, level in _LEVEL_WORDS:
        if issuer and issuer.startswith(begins):
            return level
    return None


def _heading_years(document: Document, block: Block) -> set[int]:
    heading = document.text[block.start : block.end]
    return {int(heading)} if re.fullmatch(r"(?:19|20)\d{2}", heading) else years_in(heading)


_RULES = re.compile("(?:办法|条例|规定|细则|规则|法|意见|决定|制度|规程|标准)(?:[（(][^（）()]*[）)])?$")
_LEVEL_WORDS: tuple[tuple[str, Level], ...] = (
    ("省", "省"),
    ("自治区", "省"),
    ("市", "市"),
    ("州", "市"),
    ("县", "县"),
    ("区", "县"),
    ("镇", "乡镇"),
    ("乡", "乡镇"),
)


def _years(document: Document, title: str) -> tuple[int, ...]:
    """Years that it reports on: the title's, a work report's year under review, else the file's name's."""
    years = years_in(title)
    if document.source.format in SHEET_FORMATS:  # each sheet or table has its own year
        years |= {year for b in document.blocks if b.kind == "heading" for year in _heading_years(document, b)}
    opening = document.text[: 4 * _OPENING_CHARS]
    if re.search("工作报告|工作总结|总结|综述|汇报|公报", title):
        reviewed = re.findall(r"((?:19|20)\d{2})年(?:主要|政府|重点)?工作(?:回顾|总结|情况)", opening)
        years |= {int(year) for year in reviewed}
        if not years and (begun := re.search(r"(?:^|\n|。)\s*((?:19|20)\d{2})年(?:是|以来|，|,|全)", opening)):
            years = {int(begun.group(1))}
    if not years and not _RULES.search(title):
        years = years_in(re.sub(r"[（(]\d{4}-\d{2}-\d{2}[）)]", "", document.metadata.title))
    return tuple(sorted(years))
