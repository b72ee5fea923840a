"""Which documents of the base are no longer in force because another one says so or follows them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from knowledge.types import Metadata

_MARKS = re.compile(r"[\s《》〈〉“”\"'()\[\]〔〕【】·・,、]")
_VERSION = re.compile(r"[(\[〔]?(?:(?:19|20)\d{2}年?)?(?:修订|修正|修改|试行|暂行|新)[版本稿]?[)\]〕]?$")


def superseded(documents: Mapping[str, Metadata]) -> dict[str, str]:
    """Id of each document that another one of the base repeals or replaces -> title of the newest such document.

    A repeals B when A names B's title or 文号 among what it repeals, or when both have the same title, level, place and reporting
    years and A was issued later. Of two that bear the same title, the later one always counts as the repealing one.
    """
    bearers: dict[str, list[str]] = {}
    """Plain title or 文号 -> ids of the documents that bear it."""
    lines: dict[tuple[object, ...], list[str]] = {}
    for key, metadata in documents.items():
        for name in {metadata.title, metadata.number or ""} - {""}:
            bearers.setdefault(_plain(name), []).append(key)
        lines.setdefault(_line(metadata), []).append(key)
    found: dict[str, Metadata] = {}
    for key, new in documents.items():
        named = {old for name in new.repeals for old in bearers.get(_plain(name), ())}
        for old in (named | set(lines[_line(new)])) - {key}:
            newest = found.get(old)
            if _replaces(new, documents[old], old in named) and (newest is None or _day(newest) < _day(new)):
                found[old] = new
    return {old: new.title for old, new in found.items()}


def _replaces(new: Metadata, old: Metadata, named: bool) -> bool:
    known = _comparable(new, old)
    if named and _plain(new.title) != _plain(old.title):
        return known is None or known[0] >= known[1]
    # a rule that repeals its own older version bears the same title, so there only the date tells them apart
    return known is not None and known[0] > known[1]


def _comparable(new: Metadata, old: Metadata) -> tuple[date, date] | None:
    """The days on which both were issued, else took effect: one's day of issue against the other's of effect says nothing.

    Copies of one notice, one of them without its date, differ in nothing else: what took effect before it was issued isn't older.
    """
    if new.issued and old.issued:
        return new.issued, old.issued
    return (new.effective, old.effective) if new.effective and old.effective else None


def _day(metadata: Metadata) -> str:
    day = metadata.issued or metadata.effective
    return day.isoformat() if day else ""


def _line(metadata: Metadata) -> tuple[object, ...]:
    """Equal for versions of one rule: the reports of two years, and two towns' notices of one title, differ.

    A year inside the title stays, because it is what yearly documents differ in; a version mark at its end goes.
    """
    title = _VERSION.sub("", unicodedata.normalize("NFKC", metadata.title).strip())
    return _plain(title), metadata.level, metadata.places, metadata.years


def _plain(name: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", name))
