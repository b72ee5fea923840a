"""Folk terms and the official terms that documents use for them, from a table that staff can edit (terms.tsv).

People part what belongs together: 修房子 is said as 修的房子 and 修了房子, and 替…跑一趟 with who in between. So a term of the table also
matches with a particle inside it, and one written with … over a few characters of its clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bot.errors import BotError
from bot.types import Language

TABLE = Path(__file__).with_name("terms.tsv")

_COLUMNS = (2, 3)
_SHOWN = 3
_OPEN = "…"
_ANYTHING = r"[^\s,，。.；;：:?？!！、…几哪谁啥咋什怎]{0,6}?"
_PARTICLE = "[了过着个]"
_PARTICLE_LONG = "[了过着个的点次]"
_LONG_CHARS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table."""

    folk: str
    official: tuple[str, ...]
    """At least one; equal to `folk` alone where the line only keeps a document's word from being taken for folk terms."""
    source: str = ""
    """Title of a document that uses an official term of the line; empty in lines of staff's own."""


@cache
def entries(path: Path = TABLE) -> Mapping[str, Entry]:
    """The table's lines by folk term, in its order.

    Raises:
        BotError: a line isn't "folk<TAB>official、official[<TAB>source]", a folk term stands twice, or it isn't UTF-8.
    """
    table: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = _entry(line)
        if entry is None:
            raise BotError(
                f"用语表 {path.name} 第 {number} 行写错了,应为“百姓说法<Tab>文件用语”,后面可以再加“<Tab>出处”。",
                f"Line {number} of {path.name} is not 'folk<Tab>official', with or without '<Tab>source'.",
            )
        if entry.folk in lines:
            raise BotError(
                f"用语表 {path.name} 第 {number} 行的“{entry.folk}”在第 {lines[entry.folk]} 行已经有了,请合成一行,多个用语用顿号隔开。",
                f"Line {number} of {path.name} repeats '{entry.folk}' of line {lines[entry.folk]}; make them one line.",
            )
        table[entry.folk], lines[entry.folk] = entry, number
    return MappingProxyType(table)


def _entry(line: str) -> Entry | None:
    """A line read; None where its form is wrong."""
    columns = [column.strip() for column in line.rstrip().split("\t")]
    if len(columns) not in _COLUMNS:
        return None
    folk, listed, *source = columns
    official = tuple(term.strip() for term in listed.split("、") if term.strip())
    return Entry(folk, official, source[0] if source else "") if folk and official else None


@cache
def folk_terms(path: Path = TABLE) -> Mapping[str, tuple[str, ...]]:
    """Official terms by folk term, longest folk terms first. Raises as `entries` does."""
    table = entries(path)
    return {folk: table[folk].official for folk in sorted(table, key=lambda folk: -len(folk))}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # editors on Windows put a mark before the first line
    except UnicodeDecodeError as exc:
        raise BotError(
            f"用语表 {path.name} 不是 UTF-8 编码,请另存为 UTF-8 后重启程序。",
            f"{path.name} is not UTF-8; save it as UTF-8 and start again.",
        ) from exc


def mapped_terms(text: str, table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Pairs of a folk term as it stands in `text` and an official term for it, in the table's order, without official terms that `text` says.

    A folk term inside a longer one that matched is passed over: 低保户 doesn't also map 低保. So is one that stands across the edge of
    an official word: 自主申报多少件 asks nothing of 报多少.
    """
    found: dict[str, str] = {}
    standing = _standing(text, table)
    rest = text
    for folk, official in table.items():
        said = _said_in(rest, folk, standing)
        if said:
            rest = rest.replace(said, "\0" * len(said))
            for term in official:
                if term not in text:
                    found.setdefault(term, said)
    return tuple((folk, term) for term, folk in found.items())


def _standing(text: str, table: Mapping[str, Sequence[str]]) -> list[tuple[int, int]]:
    """Where official terms of the table stand in `text`, as half-open spans."""
    held = {term for official in table.values() for term in official if len(term) > 1 and term in text}
    return [match.span() for term in held for match in re.finditer(re.escape(term), text)]


def _said_in(text: str, folk: str, standing: Sequence[tuple[int, int]]) -> str:
    """The folk term as `text` says it, the first time that it cuts through no official term; empty where it doesn't."""
    if folk in text:
        starts = [match.start() for match in re.finditer(re.escape(folk), text)]
        return folk if any(not _cuts((start, start + len(folk)), standing) for start in starts) else ""
    if folk[0] not in text or folk[-1] not in text:
        return ""
    pattern = _parted(folk)
    match = pattern.search(text) if pattern is not None else None
    return match[0] if match and not _cuts(match.span(), standing) else ""


def _cuts(span: tuple[int, int], standing: Sequence[tuple[int, int]]) -> bool:
    """Whether a span begins or ends inside another that reaches beyond it, or is a single character of one: the 骗 of 骗取."""
    first, last = span
    return any(
        start < first < end < last
        or first < start < last < end
        or (last - first == 1 < end - start and start <= first < end)
        for start, end in standing
    )


@cache
def _parted(folk: str) -> re.Pattern[str] | None:
    """The folk term with what people say inside it; None where nothing can stand there."""
    if _OPEN in folk:
        return re.compile(_ANYTHING.join(map(re.escape, folk.split(_OPEN))))
    if len(folk) < 2:
        return None
    inside = _PARTICLE_LONG if len(folk) >= _LONG_CHARS else _PARTICLE
    places = (f"{re.escape(folk[:at])}{inside}{re.escape(folk[at:])}" for at in range(1, len(folk)))
    return re.compile("|".join(places))


def official_terms(text: str, table: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Official terms for the folk terms of `text`, in the table's order, without those that `text` says itself."""
    return tuple(official for _, official in mapped_terms(text, table))


def first_officials(mapped: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each folk term with the first official term for it, in order."""
    first: dict[str, str] = {}
    for folk, official in mapped:
        first.setdefault(folk, official)
    return list(first.items())


def describe_mapping(mapped: Sequence[tuple[str, str]], language: Language) -> str:
    """One line on the official words searched for folk words: the first of each, a few folk words at most; empty without any."""
    first = first_officials(mapped)
    shown = first[:_SHOWN]
    if language == "en":
        more = f", and {len(first) - len(shown)} more" if len(first) > len(shown) else ""
        return ", ".join(f"“{folk}” searched as “{official}”" for folk, official in shown) + more
    more = f"等 {len(first)} 处" if len(first) > len(shown) else ""
    return "，".join(f"“{folk}”按文件用语“{official}”查找" for folk, official in shown) + more
