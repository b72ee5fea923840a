"""What the documents of a base say, as sentences with what they stand under; lists and tables with what leads them in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.types import Block, Document

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条(?:之[一二三四五])?")
MARK = re.compile(
    rf"\s*(?:{_ARTICLE.pattern}\s*|[（(][一二三四五六七八九十\d]{{1,3}}[)）]\s*|\d{{1,2}}[.．、](?!\d)\s*|[一二三四五六七八九十]{{1,3}}、|[①-⑳]\s*|[-*•]\s+)"
)
_STYLES = (
    r"[（(][一二三四五六七八九十]",
    r"[（(]\d",
    r"\d{1,2}[.．、]",
    r"[①-⑳]",
    r"[-*•]\s",
    r"[一二三四五六七八九十]{1,3}、",
)
_LABEL_CHARS = 14
_PRIVATE = re.compile(r"电话|热线|邮箱|手机|\d{3,4}-\d{6,8}|\d{11}|[@＠]|字数|通讯员|联系人|身份证号")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]|(?:各|此件|附件|附[:：])[^。]{0,30}[:：]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of prose, without the mark of its article or item."""

    document_id: str
    start: int
    end: int
    text: str
    """`Document.text[start:end]`."""
    headings: tuple[str, ...] = ()
    """Above it, outermost first, without the document's title."""
    article: str = ""
    """第六条; empty where the document has none."""
    label: str = ""
    """What its paragraph is labelled: 农村低保标准 of “（一）农村低保标准。由每人每年…”."""
    lead: str = ""
    """The line that leads its list in, without the colon; empty for prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that a line leads in."""

    lead: Sentence
    items: tuple[Sentence, ...]
    """At least two; without their marks and closing ；."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its header: cells are (start, end) of `Document.text`."""

    document_id: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]
    texts: tuple[tuple[str, ...], ...]
    """The rows' cells as text."""
    caption: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as training reads it."""

    document: Document
    sentences: tuple[Sentence, ...]
    listings: tuple[Listing, ...]
    tables: tuple[Table, ...]

    @property
    def binding(self) -> bool:
        """Whether it lays rules down (articles, a notice, a handbook) rather than reports on a year."""
        title = self.document.metadata.title
        return any(s.article for s in self.sentences) or bool(
            re.search(r"办法|细则|规定|条例|通知|手册|意见|方案|规程|指南", title)
        )


def read(document: Document) -> Reading:
    """The document's sentences, lists and tables in reading order; repeated text, asides and contacts are left out."""
    sentences: list[Sentence] = []
    blocks = list(_placed(document))
    said: set[str] = set()
    for place in blocks:
        for sentence in _sentences(document, place):
            if sentence.text not in said:  # the same report printed twice in a file
                said.add(sentence.text)
                sentences.append(sentence)
    return Reading(
        document=document,
        sentences=tuple(sentences),
        listings=tuple(_listings(document, blocks)),
        tables=tuple(_tables(document, blocks)),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    block: Block
    text: str
    headings: tuple[str, ...]
    article: str
    lead: str


def _placed(document: Document) -> Iterator[_Placed]:
    """The blocks that stand for themselves, with what is above each."""
    path: list[tuple[int, str]] = []
    article, lead, style = "", "", ""
    title = document.metadata.title
    for block in document.blocks:
        text = document.text[block.start : block.end].strip()
        if block.repeats is not None or not text:
            continue
        if block.kind == "heading":
            path = [step for step in path if step[0] < block.level]
            path += [(block.level, text)] if text != title and (block.level > 1 or len(document.blocks) < 2) else []
            article, lead = "", ""
        elif numbered := _ARTICLE.match(text):
            article, lead = numbered[0], ""
        here = _style(text) or ("li" if block.kind == "list_item" else "")
        if lead and (not here or (style and here != style)):
            lead = ""
        style = style if lead else ""
        yield _Placed(block, text, tuple(step[1] for step in path), article, lead)
        if lead and not style:
            style = here
        if block.kind in ("paragraph", "list_item") and text.endswith(("：", ":")):
            lead, style = _led(text), ""


def _style(text: str) -> str:
    return next((style for style in _STYLES if re.match(rf"\s*{style}", text)), "")


def _led(text: str) -> str:
    """What leads a list in: the line's last sentence, after the label of its paragraph."""
    spans = sentence_spans(text)
    parts = (
        [MARK.sub("", text[slice(*spans[i])], count=1) for i in dict.fromkeys((0, len(spans) - 1))] if spans else [text]
    )
    label = f"{parts[0].rstrip('。')}：" if len(parts) > 1 and len(parts[0]) <= _LABEL_CHARS else ""
    return label + parts[-1].rstrip("：: ")


def _sentences(document: Document, place: _Placed) -> Iterator[Sentence]:
    block = place.block
    if block.kind not in ("paragraph", "list_item") or _ASIDE.fullmatch(place.text):
        return
    raw = document.text[block.start : block.end]
    label = ""
    spans = sentence_spans(raw)
    for number, (start, end) in enumerate(spans):
        mark = MARK.match(raw[start:end])
        start += mark.end() if mark else 0
        text = raw[start:end]
        if not number and mark and len(spans) > 1 and len(text) <= _LABEL_CHARS and text.endswith("。"):
            label = text.rstrip("。")
            continue
        if len(text) < 6 or _PRIVATE.search(text):
            continue
        yield Sentence(
            document_id=document.id, start=block.start + start, end=block.start + end, text=text,
            headings=place.headings, article=place.article, label=label, lead=place.lead,
        )  # fmt: skip


def _listings(document: Document, blocks: Sequence[_Placed]) -> Iterator[Listing]:
    for number, place in enumerate(blocks):
        if place.block.kind not in ("paragraph", "list_item") or not place.text.endswith(("：", ":")):
            continue
        lead = next(reversed(list(_sentences(document, place))), None)
        if lead is None:
            continue
        items: list[Sentence] = []
        for below in blocks[number + 1 :]:
            if not below.lead or below.lead != _led(place.text):
                break
            items += _whole(document, below)
        if len(items) > 1:
            yield Listing(lead=lead, items=tuple(items))


def _whole(document: Document, place: _Placed) -> Iterator[Sentence]:
    """A list's item as one sentence, without its mark and closing mark; nothing where it says contacts."""
    raw = document.text[place.block.start : place.block.end]
    mark = MARK.match(raw)
    first, last = (mark.end() if mark else 0), len(raw.rstrip("；;。，, "))
    text = raw[first:last]
    if text and not _PRIVATE.search(text):
        yield Sentence(
            document_id=document.id, start=place.block.start + first, end=place.block.start + last, text=text,
            headings=place.headings, article=place.article, lead=place.lead,
        )  # fmt: skip


def _tables(document: Document, blocks: Sequence[_Placed]) -> Iterator[Table]:
    header: tuple[str, ...] = ()
    caption, headings = "", tuple[str, ...]()
    rows: list[tuple[tuple[int, int], ...]] = []
    for place in (*blocks, None):
        kind = place.block.kind if place else "end"
        if kind != "table_row" and rows:
            texts = tuple(tuple(document.text[s:e].strip() for s, e in row) for row in rows)
            yield Table(
                document_id=document.id,
                header=header,
                rows=tuple(rows),
                texts=texts,
                caption=caption,
                headings=headings,
            )
            rows = []
        if place is None:
            return
        if kind == "table_header":
            header, headings = tuple(document.text[s:e].strip() for s, e in place.block.cells), place.headings
        elif kind == "table_row" and len(place.block.cells) == len(header):
            rows.append(place.block.cells)
        elif kind == "paragraph":
            caption = place.text if len(place.text) <= 40 and not place.text.endswith("。") else ""
