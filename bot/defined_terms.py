"""Terms that documents define: 本办法所称临时救助，是指…, “四议”是指…, 风险消除率：…。 Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.types import Chunk

_NAME = r"[一-龥A-Za-z0-9]{2,14}"
_SAYS = re.compile(
    rf"(?:^|[，。；、：\s）)条])(?:[一-龥]{{0,8}}所称的?)?[“]?(?P<name>{_NAME})[”]?(?:[（(][^）)]{{1,20}}[）)])?[，,]?是指(?!导|标|挥|引|令|定)"
)
_QUOTED = re.compile(rf"“(?P<name>{_NAME})”(?:[，,]?(?:是指|指的是|即)|是[^否不]{{4,}})")
_GLOSSARY = re.compile(
    rf"^(?:[（(][一二三四五六七八九十\d]{{1,3}}[)）]|\d{{1,2}}[.．、])?\s*(?P<name>{_NAME})：(?=[^\n]{{10,}}[。]$)"
)
_GLOSSARY_HEADING = re.compile(r"解释|名词|术语|含义|定义")
_NO_NAME = re.compile(
    r"^(?:本|该|其|上述|前款|以上|下列|所|这|那|问|答|即|也|就|主要|具体|一般|通常)|(?:条|款|办法|规定|细则|条例|咨询|电话|单位|地址|说明)$"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and the sentence that says what it is."""

    name: str
    chunk: Chunk
    start: int
    end: int
    """The sentence, in offsets of the document."""


def definitions(chunk: Chunk) -> Iterator[Definition]:
    """The terms that a passage of prose defines, in their order."""
    if chunk.position.table is not None:
        return
    glossary = any(_GLOSSARY_HEADING.search(heading) for heading in chunk.heading_path)
    for start, end in sentence_spans(chunk.text):
        text = chunk.text[start:end]
        patterns = (_QUOTED, _SAYS, _GLOSSARY) if glossary else (_QUOTED, _SAYS)
        names = dict.fromkeys(m["name"] for pattern in patterns for m in pattern.finditer(text))
        for name in names:
            if not _NO_NAME.search(name):
                yield Definition(name, chunk, chunk.start + start, chunk.start + end)
