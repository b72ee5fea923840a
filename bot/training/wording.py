"""How questions name their document and show their sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.training.items import BLANK, Cited
from bot.training.library import Sentence
from knowledge.sentences import clause_spans
from knowledge.types import DocumentCard

SHOWN_CHARS = 96  # of the source in a question: what is read at a glance
_YEAR = re.compile(r"20\d\d年")
_LEAD_CHARS = 60  # of a line that leads in: a longer one is a preamble
_PREAMBLE = re.compile(
    r"(?:意见|通知|措施|办法|规定|要求|事项)如下|如下(?:意见|通知|措施|规定|要求)|(?:通知|意见|措施)$"
)
"""A line that leads in a whole document says nothing of its items."""
CUT = "……"
_OPEN = re.compile(
    r"由|按照?|从|在|给予|通过|不|应当|可以|对|自|折合|经|提交|超过|每[人户月年季]|单[笔次]|一般|期满|上任"
)
"""How a sentence begins that leaves its subject to the label of its paragraph."""
LEANING = re.compile(
    r"其(?!他)|该|此|这|上述|前款|同时|另外?[，,]|占|比上|并|且|以上|如有|[一二三四五]是|为此|答[:：]|问[:：]|说明[:：]|对此|目前[,，]?无|还|也|再|仍|本次|以及"
)
"""How a sentence or clause begins that can't be read alone."""


def named(card: DocumentCard, cards: Sequence[DocumentCard]) -> str:
    """The document as a question names it: with its place where the title leaves it out, its 文号 or date where titles agree."""
    metadata = card.metadata
    name = f"《{metadata.title}》"
    places = [place for place in metadata.places[-1:] if place not in metadata.title]
    same = [other for other in cards if other.metadata.title == metadata.title and other.id != card.id]
    if same and metadata.number:
        name += f"（{metadata.number}）"
    elif same and metadata.issued:
        name += f"（{metadata.issued.year}年）"
    return "".join((*places, name))


def place_of(sentence: Sentence) -> str:
    """Where a sentence stands, for an explanation."""
    return " › ".join((*sentence.headings, *([sentence.article] if sentence.article else [])))


def cited(sentence: Sentence, title: str, *, start: int | None = None, end: int | None = None, text: str = "") -> Cited:
    """The sentence as the place that carries a key; or `text` of its document from `start` to `end`."""
    return Cited(
        document_id=sentence.document_id, title=title, start=sentence.start if start is None else start,
        end=sentence.end if end is None else end, quote=text or sentence.text, place=place_of(sentence),
    )  # fmt: skip


def introduced(sentence: Sentence) -> str:
    """What must be read before the sentence: its list's lead, or its paragraph's label where it leaves its subject out."""
    if sentence.lead:
        return "" if _PREAMBLE.search(sentence.lead) or len(sentence.lead) > _LEAD_CHARS else f"{sentence.lead}："
    topic = sentence.label or (sentence.headings[-1] if sentence.headings and not sentence.article else "")
    topic = re.sub(
        r"^(?:第[一二三四五六七八九十\d]+[章节]\s*|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])",
        "",
        topic,
    )
    if _YEAR.search(topic) and not _YEAR.search(sentence.text):  # 九、2023年安排: what is told is of that year
        return f"{topic}："
    if topic and _OPEN.match(sentence.text) and topic[:4] not in sentence.text:
        return f"{topic}：" if len(topic) <= 20 else ""
    return ""


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence that is shown around [start, end): all of it, or whole clauses on both sides as far as they fit."""
    most = SHOWN_CHARS + (end - start)  # what is asked for isn't shown
    if len(text) <= most:
        return 0, len(text)
    most = most * 4 // 5
    clauses = clause_spans(text)
    held = [i for i, (s, e) in enumerate(clauses) if s < end and e > start]
    first, last = held[0], held[-1]
    while True:
        before = first > 0 and clauses[last][1] - clauses[first - 1][0] <= most
        after = last + 1 < len(clauses) and clauses[last + 1][1] - clauses[first][0] <= most
        if before:
            first -= 1
        if after and not (before and first and clauses[last + 1][1] - clauses[first][0] > most):
            last += 1
        if not before and not after:
            break
    while first < held[0] and LEANING.match(text, clauses[first][0]):
        first += 1
    return clauses[first][0], clauses[last][1]


def with_blank(text: str, start: int, end: int, *, blank: str = BLANK) -> str:
    """The sentence's part around [start, end) with those characters left out; cuts are shown."""
    first, last = window(text, start, end)
    tail = text[end:last].rstrip("；;，,。 ：:")
    return f"{CUT if first else ''}{text[first:start]}{blank}{tail}{CUT if last < len(text) else '。'}"
