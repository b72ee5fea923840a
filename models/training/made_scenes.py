"""A passage seen as the rules of made_questions see it: its names, sentences and lists, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from models.training.folk_tables import place_names, short_form

_DATED = re.compile(r"\s*[(（](?:\d{4}|试行|草案|修正|修订|暂行)[^)）]*[)）]\s*$")
_KIND = (
    r"(?:实施)?(?:条例|办法|规定|规则|细则|决定|决议|解释|通知|方案|意见|法|措施|通告|公告|批复|规划|准则|章程|标准)"
)
_KIND_END = re.compile(_KIND + r"$")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_MARK = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")
_LEAD = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?[\s　]*|[（(][一二三四五六七八九十\d]{1,3}[)）]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*"
    r"|\d{1,2}[、.．]\s*|[一二三四五六七八九十]是|第[一二三四五六七八九十][，、])"
)
_OWN = re.compile(rf"本(?:{_KIND_END.pattern[:-1]})")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the passage: its text and where it starts, in characters."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.start + len(self.text)

    @property
    def span(self) -> tuple[int, int]:
        """Start and end in characters of the passage."""
        return self.start, self.end

    def part(self, start: int, end: int) -> Piece:
        """The piece between two positions of this one, without the blanks and marks at its edges."""
        text = self.text[start:end]
        kept = text.lstrip(" 　\t，、：；")
        start += len(text) - len(kept)
        return Piece(kept.rstrip(" 　\t\n，、：；。"), self.start + start)

    def group(self, found: re.Match[str], name: str) -> Piece:
        """The named group of a match in this piece."""
        return self.part(*found.span(name))


@dataclass(frozen=True, slots=True)
class Listing:
    """A sentence ending in a colon and the items （一）（二）… after it."""

    head: Piece
    items: tuple[Piece, ...]

    @property
    def span(self) -> tuple[int, int]:
        """From the first item's mark to the last item's end."""
        return self.items[0].start - len("（一）"), self.items[-1].end


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage with what its title says."""

    title: str
    short: str
    """The title without the state's name and the date: 上海市社会救助条例."""
    topic: str
    """What the title is about, without place and kind: 社会救助; empty where the title isn't of that form."""
    place: str
    """The province or prefecture that the title names, empty for none."""
    headings: tuple[str, ...]
    text: str
    sentences: tuple[Piece, ...]
    listings: tuple[Listing, ...]


def scene(title: str, headings: Sequence[str], text: str) -> Scene:
    """Read a passage."""
    short = _DATED.sub("", title.strip().replace("\n", " ")).removeprefix("中华人民共和国")
    place = _place(short)
    topic = _KIND_END.sub("", short.removeprefix(place)) if _KIND_END.search(short) else ""
    topic = re.sub(r"(?:促进|管理|监督管理|保护)$", "", topic) or topic
    sentences = tuple(_sentences(text))
    return Scene(title, short, topic, place, tuple(headings), text, sentences, tuple(_listings(text)))


def _place(short: str) -> str:
    return next((name for name in _places() if short.startswith(name)), "")


@cache
def _places() -> tuple[str, ...]:
    names = {form for name in place_names() for form in (name, short_form(name))}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _sentences(text: str) -> Iterator[Piece]:
    for found in _SENTENCE.finditer(text):
        sentence = found.group()
        start = len(sentence) - len(sentence.lstrip())
        while lead := _LEAD.match(sentence[start:]):
            start += lead.end()
        if sentence[start:].strip():
            yield Piece(sentence[start:].rstrip(), found.start() + start)


def _listings(text: str) -> Iterator[Listing]:
    for colon in re.finditer(r"[：:]\s*(?=[（(]一[)）])", text):
        begin = max(text.rfind(mark, 0, colon.start()) for mark in "。\n；") + 1
        head = Piece(text[begin : colon.start()], begin)
        lead = _LEAD.match(head.text)
        head = head.part(lead.end() if lead else 0, len(head.text))
        items = tuple(_items(text, colon.end()))
        if len(items) > 1 and head.text:
            yield Listing(head, items)


def _items(text: str, start: int) -> Iterator[Piece]:
    marks: list[re.Match[str]] = []
    for mark in _MARK.finditer(text, start):
        between = text[marks[-1].end() : mark.start()] if marks else ""
        if marks and (mark.group()[1:-1] == "一" or re.search(r"\n\s*\S", between)):
            break
        marks.append(mark)
    for at, mark in enumerate(marks):
        last = at + 1 == len(marks)
        stop = re.compile(r"[。\n]|$").search(text, mark.end()) if last else None
        end = stop.start() if stop else marks[at + 1].start()
        item = Piece(text, 0).part(mark.end(), end)
        if item.text:
            yield item


_CONNECTIVE = re.compile(
    r"^(?:但是|但|并且|并|同时|因此|其中|对于|凡是|凡|此外|另外|以及|且|也|还|又|均|都|依法|一律|应当|应|可以|的|和|而|截至目前|目前|今年以来|今年|全年|全省|全市|全县|全区|共|累计|已|《通知》|《通知》要求|《意见》提出|通知要求|据介绍|据悉)[，,]?"
)
_AREA = re.compile(
    r"(?:在)?(?:本|全)(?:省|市|县|区|州|自治区|行政区域|辖区|地区|区域)(?:行政区域|范围|辖区|境)?(?:内|内的|的)?的?"
)
_VAGUE = re.compile(
    r"前[款条项]|前[两三]款|上述|本条|第[一二三四五六七八九十百\d]+[条款项章节]|下列|该|上款|如下|以下(?!罚|的罚)|●|其(?!他|中|它|余|实)|该等|此类|本[法款项章节条解规]|本办法|所列|规定的$|[《》：:！？\n]|^(?:并|和|或)"
)
_PAIRS = (("“", "”"), ("（", "）"), ("(", ")"), ("‘", "’"), ("〔", "〕"))


def phrase(text: str, shortest: int = 2, longest: int = 26) -> str:
    """The words fit for a question: without marks, connectives and remarks in brackets; empty where they can't stand alone."""
    words = re.sub(r"[（(][^（）()]*[)）]", "", text).strip(" 　\t，、；。")
    lead = _LEAD.match(words)
    words = words[lead.end() :] if lead else words
    previous = ""
    while previous != words:
        previous, words = words, _CONNECTIVE.sub("", words)
    words = _AREA.sub("", words).strip(" 　，、")
    words = re.sub(r"^(?:违反)?(?:规定)，", "", words)
    balanced = all(words.count(left) == words.count(right) for left, right in _PAIRS)
    good = shortest <= len(words) <= longest and balanced and not _VAGUE.search(words)
    return words if good else ""
