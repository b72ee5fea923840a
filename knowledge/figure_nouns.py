"""Words before and after a number: links and verbs set aside, the noun found. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.figure_counted import COUNTERS
from knowledge.figure_words import ACT, GENERIC, HAS, KEPT, LEAD, NOT_NOUN, NOUN, TAIL, WHO
from knowledge.numbers import Quantity

LONGEST_CHARS = 20
"""Of a noun or subject; longer runs are clauses."""
_AFTER_VALUE = re.compile(
    r"\s?(?:[（(]含[^）)]*[）)])?(?:(?:(?:及|或)?以[上下])|左右|上下|[多余](?=[，。、；的]))?(?:的(?=[一-龥“]))?"
)
_THRESHOLD = re.compile(r"([^\d的]{0,10}\d[^的]{1,8}的)([一-龥]{1,8})")
_RELATIVE = re.compile(r"((?:不|没|未|无|有|符合|从事|具有|具备|因)[^\d的]{1,12}的)([一-龥]{2,8})")
"""What is counted, with the clause that says which: 年收入不足5万元的村, 不能到校的残疾儿童."""
_RECIPIENT = re.compile("(?:对象|人员|家庭|农户|[^用入]户|老人|学生|儿童|职工|患者|残疾人|群众)$")


@dataclass(slots=True)
class Before:
    """What stands before a number, read from both ends."""

    words: str
    narrowed: list[str]
    has: bool
    """Whether it leads over with 有: what follows the number is what is counted."""


def without_verb(words: str) -> tuple[str, str]:
    """(what is counted, the verb that only led to it): 实施危房改造 is 危房改造; 投入资金 and 消除风险 stay as they are."""
    act = ACT.match(words)
    if act is None or KEPT.match(words):
        return words, ""
    rest = words[act.end() :].lstrip("了过出好")
    while (more := ACT.match(rest)) and len(rest) > more.end() + 2 and not KEPT.match(rest):
        rest = rest[more.end() :]  # 新建改建村卫生室
    if rest in GENERIC or len(rest) < 3 or "的" in rest or rest.startswith(("和", "、", "率")):
        return words, ""
    return rest, words[: len(words) - len(rest)]


def recipient(words: str) -> str:
    """Whom a sum is for, as it counts no people: 分散供养特困人员每户3.5万元."""
    return words if _RECIPIENT.search(words) and not ACT.search(words) and "的" not in words else ""


def who(words: str) -> str:
    """The words where they name whose a figure is, else nothing."""
    return words if 1 < len(words) <= LONGEST_CHARS and WHO.search(words) and not ACT.search(words) else ""


def before(raw: str) -> Before:
    """The words of `raw` without links at its beginning and lead-overs at its end, and what narrows it."""
    words, narrowed = raw.strip(" \x01"), []
    while lead := LEAD.match(words):
        if lead["narrow"]:
            narrowed.append(lead["narrow"])
        words = words[lead.end() :]
    words, has = led_over(words)
    return Before(words, narrowed, has)


def led_over(words: str) -> tuple[str, bool]:
    """The words without lead-overs at their end, and whether one of these was 有."""
    has = False
    while tail := TAIL.search(words):
        has = has or bool(HAS.search(tail.group()))
        words = words[: tail.start()]
    return words.replace("\x01", ""), has


def noun_after(text: str, quantity: Quantity, stop: int) -> tuple[str, int]:
    """(the noun that a number stands before, where it ends): 群众 of 53.3万名群众稳定增收; ("", 0) where none follows by `stop`."""
    skip = _AFTER_VALUE.match(text, quantity.end)
    at = skip.end() if skip else quantity.end
    if quantity.unit not in COUNTERS and not (text[at - 1] == "的" or quantity.unit.startswith("元")):
        return "", 0
    run = NOUN.match(text, at, min(stop, at + LONGEST_CHARS))
    if run is None or text[at].isdigit() or text[at] == "的":
        return "", 0
    noun = run.group()
    if clause := _THRESHOLD.match(noun) or _RELATIVE.match(noun):
        end = clause.end(1) + _noun_end(clause[2])
        return noun[:end], at + end
    end = _noun_end(noun)
    if not end or (
        end == len(noun) and run.end() == stop and text[stop : stop + 1].isdigit() and text[quantity.start - 1] != "的"
    ):
        return "", 0  # 党员12名群众代表8名: they belong to the next number
    return noun[:end], at + end


def _noun_end(noun: str) -> int:
    """Where the noun ends in a run of characters: at a verb, a link, a quotation or another noun's 的."""
    cuts = [m.start() for m in (ACT.search(noun), NOT_NOUN.search(noun)) if m]
    if "“" in noun[1:]:
        cuts.append(noun.index("“", 1))
    possessive = noun.find("的")
    if 0 < possessive < 6 and not re.search(r"\d", noun[:possessive]):
        cuts.append(possessive)
    return min(cuts, default=len(noun))
