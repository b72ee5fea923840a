"""Terms with what a document says they are: 是指 sentences, glossaries, and named practices (“2244”工作导引) with their parts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.training.enumerated import Enumeration, enumerations
from bot.training.library import Reading, Sentence

_MEANS = re.compile(
    r"(?:^|(?<=[；;，,：:]))(?:本[一-龥]{1,4}所称)?“?(?P<term>[^“”，。；：、]{2,16}?)”?[，,]?(?:，?是指|指的是|，是对|是(?=惠民|国家|设在|指))(?P<means>[^。；;]{6,140})"
)
_ENTRY = re.compile(r"“?(?P<term>[^“”，。；：、《》]{2,16})”?[：:](?P<means>[^：:]{5,150}。?)$")
_GLOSSARY = re.compile(r"名词|解释|术语|定义|用语|含义|概念|类$")
_PRACTICE = re.compile(
    r"“(?P<name>[^“”]{1,10})”(?P<noun>工作导引|工作机制|机制|建设模式|模式|整治|标准|办法|快速响应办法|示范工程|行动|把关|原则)"
)
_LEAST_PARTS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A term with the words of the document that say what it is."""

    term: str
    sentence: Sentence
    start: int
    end: int
    """Of the defining words in the sentence's text."""
    parts: tuple[Enumeration, ...] = ()
    practice: bool = False
    """Whether it is the name of a practice that the sentence describes, not a defined term."""

    @property
    def means(self) -> str:
        """The defining words, verbatim."""
        return self.sentence.text[self.start : self.end].rstrip("。；; ")


def definitions(reading: Reading) -> list[Definition]:
    """The document's definitions in reading order, one a term: the first."""
    found: dict[str, Definition] = {}
    for sentence in (*reading.sentences, *(item for listing in reading.listings for item in listing.items)):
        for definition in (*_meant(sentence), *_entries(sentence), *_practices(sentence)):
            found.setdefault(definition.term, definition)
    return list(found.values())


def _meant(sentence: Sentence) -> Iterator[Definition]:
    for match in _MEANS.finditer(sentence.text):
        term = re.sub(r"^(?:所谓|其中|这里的)", "", match["term"])
        if re.search(r"问|答|哪|什么|应当|可以|我们", term):
            continue
        yield Definition(
            term=term,
            sentence=sentence,
            start=match.start("means"),
            end=match.end("means"),
            parts=_inside(sentence, match.start(), match.end()),
        )


def _entries(sentence: Sentence) -> Iterator[Definition]:
    """Entries of a glossary, as 风险消除率：累计消除风险户数除以…."""
    if not any(_GLOSSARY.search(heading) for heading in (*sentence.headings[-1:], sentence.lead)):
        return
    match = _ENTRY.match(sentence.text)
    if match and not re.search(r"\d+月|提出|以下|下列", match["term"]):
        yield Definition(
            term=match["term"],
            sentence=sentence,
            start=match.start("means"),
            end=match.end("means"),
            parts=_inside(sentence, match.start("means"), len(sentence.text)),
        )


def _practices(sentence: Sentence) -> Iterator[Definition]:
    """Practices with a name of their own whose sentence goes on to say what belongs to them."""
    text = sentence.text
    for match in _PRACTICE.finditer(text):
        after = match.end() + (1 if text[match.end() : match.end() + 1] in "，,：:" else 0)
        parts = tuple(e for e in enumerations(sentence) if e.start >= match.end() - len(match["noun"]))
        if len(parts) < _LEAST_PARTS or len(text) - after < 20:
            continue
        yield Definition(
            term=f"“{match['name']}”{match['noun']}",
            sentence=sentence,
            start=after,
            end=len(text),
            parts=parts,
            practice=True,
        )
        return  # the first name is what the sentence is about


def _inside(sentence: Sentence, start: int, end: int) -> tuple[Enumeration, ...]:
    return tuple(e for e in enumerations(sentence) if start <= e.start and e.end <= end)
