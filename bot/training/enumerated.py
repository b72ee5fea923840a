"""Things that a sentence enumerates and counts or defines: 收入、住房、看病、上学、饮水五件事; 家庭收入包括…. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.training.library import Sentence
from knowledge.numerals import normalised

_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNTED = re.compile(
    r"(?P<count>[两二三四五六七八九十]|\d{1,2})(?P<noun>(?:个|大|类|项|种|张|条|件|档|步|方面|环节|重)?(?:退出)?(?:关键)?[一-龥]{0,6}?(?:举措|清单|环节|类型|服务|情况|事|等次|支出|类|档|条|部门|方面|渠道|情形|办法|内容|保障|专班|环节|原则|要求))(?=[，,。；;必的]|[^一-龥]|$|建立|为|梯次)"
)
_QUOTED = re.compile(r"的?“(?P<count>[两三四五六七八九十])[一-龥]{1,4}”")
"""A count that is part of a name: 风险摸排网格化、监测预警信息化“两化”管理."""
_OPENS = re.compile(r"(?:包括|分为|是指|分别是|有|即|[：:])(?=[^，。；：]{2,}?[、和])")
_VERBS = re.compile(
    r"^(?:[^、]{0,12}?(?:强化|紧盯|配建|问清|建立|实行|分为|包括|采取|提供|用于|新增|是指|发挥|坚持|落实|围绕|按照)|分|对|由|查|有|即|为)(?=[一-龥“]{2})"
)
_SPLIT = re.compile(r"、|(?:以及|和|与|及)(?=[^、]{2,}$)|”(?=“)")
_LEAST, _MOST_CHARS = 3, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """What a sentence counts up, as offsets of the sentence's text."""

    sentence: Sentence
    start: int
    end: int
    """Of all members together."""
    members: tuple[str, ...]
    named: str
    """What they are: 四大举措; or what has them: 家庭收入包括."""


def enumerations(sentence: Sentence) -> Iterator[Enumeration]:
    """The enumerations of a sentence whose members are surely told apart, in reading order."""
    text = sentence.text
    seen = -1
    for match in sorted((*_COUNTED.finditer(text), *_QUOTED.finditer(text)), key=lambda m: m.start()):
        found = _before(sentence, match)
        if found is not None and found.start > seen:
            seen = found.end
            yield found
    for match in _OPENS.finditer(text):
        found = _after(sentence, match.end())
        if found is not None and found.start > seen:
            seen = found.end
            yield found


def _before(sentence: Sentence, match: re.Match[str]) -> Enumeration | None:
    """The members right before a count that says how many they are."""
    text = sentence.text
    start = max((text.rfind(mark, 0, match.start()) for mark in "，,。；;：:"), default=-1) + 1
    words = text[start : match.start()]
    while verb := _VERBS.match(words):
        start += verb.end()
        words = text[start : match.start()]
    if "“" in words and "”" in words and not words.startswith("“") and "、" not in words:
        start += words.index("“")  # 重点监测对象“纳入标准”“纳入红线”
        words = text[start : match.start()]
    members = _members(words)
    count = match["count"]
    wanted = _NUMBERS.get(count) or int(normalised(count)) if count.isdigit() or count in _NUMBERS else 0
    if len(members) < 2 or len(members) != wanted or not _even(members):
        return None
    end = start + len(words.rstrip("“"))
    return Enumeration(sentence=sentence, start=start, end=end, members=members, named=match[0].strip("的"))


def _after(sentence: Sentence, start: int) -> Enumeration | None:
    """The members after 包括 or 是指, up to the end of their clause."""
    text = sentence.text
    end = next((i for i in range(start, len(text)) if text[i] in "，,。；;：:（("), len(text))
    members = _members(text[start:end])
    before = text[:start].rstrip("：:")
    if len(members) < _LEAST or not _even(members) or not members[0] or re.search(r"[？?]|不", before[-8:]):
        return None
    if text[end : end + 1] in ("，", ",", "：", ":") and text[start - 1] != "指":
        return None  # 由甲、乙和丙组成，…: what follows may belong to the last
    if re.search(r"[()（）]", "".join(members) + before[-8:]):
        return None  # (责任单位：甲、乙): a remark, not what the sentence says
    if re.search(r"(?:[个类项种档条件]|等)[一-龥]{0,4}$", members[-1]) or re.search(r"\d", "".join(members)):
        return None
    cut = max(before.rfind(mark) for mark in "，。；：,;:") + 1
    return Enumeration(sentence=sentence, start=start, end=end, members=members, named=before[cut:])


def _members(words: str) -> tuple[str, ...]:
    parts = [part.strip(" 的") for part in _SPLIT.split(words.rstrip("“"))]
    return tuple(_unquoted(part) for part in parts if part)


def _unquoted(part: str) -> str:
    """A member without the marks around all of it: “纳入标准”, but 盘活“三类地” as it is."""
    whole = part.startswith("“") and part.find("”") in (-1, len(part) - 1)
    return part.strip("“”") if whole else part


def _even(members: tuple[str, ...]) -> bool:
    """Whether members look like things of one kind: none is far longer than the others, and none is said twice."""
    lengths = sorted(len(member) for member in members)
    if len(set(members)) < len(members) or lengths[0] < 2 or lengths[-1] > _MOST_CHARS:
        return False
    middle = lengths[len(lengths) // 2]
    return len(members[0]) <= middle * 2 + 1 and lengths[-1] <= middle * 3 + 2
