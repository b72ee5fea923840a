"""From when and until when a document is in force, and what it repeals, by its closing provisions. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from knowledge.dates import BRACKETED_YEAR, DATE_TEXT, arabic, day_named
from knowledge.titles import HEAD_BLOCKS

_IN_FORCE = re.compile(rf"自(?P<date>{DATE_TEXT})起(?:正式)?(?:施行|实施|执行|生效)(?=[。；，,）)、]|$)")
_IN_FORCE_AT_ONCE = re.compile(
    r"自(?:公布|发布|印发|颁布|发文|下发)之日起(?:(?P<days>\d{1,2})(?:个工作)?[日天]后)?(?:正式)?(?:施行|实施|执行|生效)"
)
_IN_FORCE_LINE = re.compile(rf"^(?P<date>{DATE_TEXT})\s*(?:起)?施行")
_ENDS = re.compile(
    rf"(?:有效期(?:限)?(?:截)?(?:止)?(?:至|到|为)|(?:施行|实施|执行|有效)(?:期限)?(?:至|到)|起(?:施行|实施|执行)?[，,至到]*(?:有效期)?至)\s*(?P<date>{DATE_TEXT})(?:止)?"
)
_ENDS_AFTER = re.compile(r"有效期(?:限)?为?\s*(?P<years>\d{1,2}|[一二两三四五六七八九十])\s*年")
_REPEAL_SENTENCE = re.compile(r"[^。；\n]*废止[^。；\n]*")
_QUOTED = re.compile("《((?:[^《》]|《[^《》]*》)+)》")
_LEADING_WORD = re.compile("^(?:原|以及|及|和|将|对)")
_OTHER_NUMBER = re.compile(rf"[\u4e00-\u9fff]{{1,10}}?{BRACKETED_YEAR}\s*\d{{1,4}}\s*号")


def effective_day(lines: Sequence[str], issued: date | None) -> date | None:
    """施行 date: of the last such clause, which speaks of the document itself."""
    for line in reversed(lines):
        for sentence in reversed(re.split("(?<=[。；])", line)):
            found = _IN_FORCE.search(sentence)
            if found and _speaks_of_itself(sentence, found.start()):
                return day_named(found.group("date"))
            if at_once := _IN_FORCE_AT_ONCE.search(sentence):
                return issued + timedelta(days=int(at_once.group("days") or 0)) if issued else None
    for line in lines[:HEAD_BLOCKS]:
        if found := _IN_FORCE_LINE.match(line):
            return day_named(found.group("date"))
    return None


def _speaks_of_itself(sentence: str, start: int) -> bool:
    """True where the clause before 自…起施行 names this document (本办法) or nothing else; a 《…》 names another."""
    before = sentence[:start]
    return "本" in before or "《" not in before


def end_of_force(lines: Sequence[str], start: date | None) -> date | None:
    """First day on which it is no longer in force, from 有效期至 or 有效期N年."""
    for line in reversed(lines):
        for sentence in reversed(re.split("(?<=[。；])", line)):
            if not re.search("有效期|施行|实施|执行", sentence) or "《" in sentence.split("有效期")[0]:
                continue
            found = _ENDS.search(sentence)
            if found and (day := day_named(found.group("date"))):
                return day + timedelta(days=1)
            after = _ENDS_AFTER.search(sentence)
            if after and start and re.search("本|施行|实施|执行", sentence):
                return _years_later(start, int(arabic(after.group("years"))))
    return None


def _years_later(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def repealed_names(lines: Sequence[str]) -> tuple[str, ...]:
    """Titles and 文号 in sentences that say 废止, in order, each once."""
    found: list[str] = []
    for line in lines:
        for sentence in _REPEAL_SENTENCE.findall(line):
            if re.search(
                "(?:同时|即行|予以|自行|相应|一并|停止执行并|均|同步)废止|废止[^》]{0,4}《|废止。?$|废止[）)]?$",
                sentence,
            ) and not re.search("不废止|未废止|修改|修订、废止|清理", sentence):
                found += _QUOTED.findall(sentence)
                found += [
                    _LEADING_WORD.sub("", "".join(match.group().split()))
                    for match in _OTHER_NUMBER.finditer(_QUOTED.sub("", sentence))
                ]
    return tuple(dict.fromkeys(found))
