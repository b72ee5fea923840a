"""Documents into passages: pure, never inside a sentence, a 第×条 or a table row.

Blocks are first put into units that belong together: an article (第×条) with its items, a paragraph, a list item, a table row.
Units of one section are then packed, in order, into passages of at most `max_chars`; articles are never packed with other
articles, because each is what a question asks for. A unit that is longer is cut between its blocks and sentences, and its later
parts get the unit's first sentence as context. A sentence or row that is longer stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.types import Block, Chunk, Document

_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千\d]{1,7}条[\s　之]")
_ITEM = re.compile(r"[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|[-*•]\s")
_ROWS = ("table_row", "table_header")
_LEAD_CHARS = 90  # of a lead sentence kept as context: enough for who and when, too little to drown the part itself
_JOIN_BELOW = 0.4  # a paragraph shorter than this share of max_chars may be packed with its neighbours


@dataclass(frozen=True, slots=True)
class _Unit:
    """Blocks that belong together, and how they may be packed."""

    blocks: tuple[Block, ...]
    alone: bool
    """Never packed with neighbours."""

    @property
    def start(self) -> int:
        return self.blocks[0].start

    @property
    def end(self) -> int:
        return self.blocks[-1].end


@dataclass(frozen=True, slots=True)
class _Section:
    heading_path: tuple[str, ...]
    blocks: tuple[Block, ...]
    leads: Mapping[int, tuple[Block, ...]]
    """Start of each table row or header -> the blocks that name its cells."""


def chunk(document: Document, max_chars: int) -> tuple[Chunk, ...]:
    """Passages of `document` in reading order, not overlapping; together they hold every block that isn't a heading or a repeat.

    Args:
        document: Its blocks in reading order.
        max_chars: Longest passage in characters, where a sentence or row isn't longer itself.
    """
    chunks: list[Chunk] = []
    for section in _sections(document):
        for group in _packed(_units(document.text, section.blocks), max_chars):
            chunks.extend(_cut_group(document, section, group, max_chars))
    return tuple(chunks)


def _sections(document: Document) -> Iterator[_Section]:
    """Runs of blocks between headings, with the headings above them; repeated text is left out and ends a run."""
    path: list[tuple[int, str]] = []
    run: list[Block] = []
    title = re.sub(r"\s", "", document.metadata.title)
    for block in document.blocks:
        if block.kind == "heading" or block.repeats is not None:
            if run:
                yield _Section(tuple(text for _, text in path), tuple(run), _table_leads(run))
                run = []
            if block.kind == "heading" and block.repeats is None:
                text = " ".join(document.text[block.start : block.end].split())
                path = [(level, above) for level, above in path if level < block.level]
                if re.sub(r"\s", "", text) != title:
                    path.append((block.level, text))
        else:
            run.append(block)
    if run:
        yield _Section(tuple(text for _, text in path), tuple(run), _table_leads(run))


def _units(text: str, blocks: Sequence[Block]) -> list[_Unit]:
    units: list[_Unit] = []
    open_blocks: list[Block] = []
    in_article = False

    def close() -> None:
        if open_blocks:
            units.append(_Unit(tuple(open_blocks), in_article))
            open_blocks.clear()

    for block in blocks:
        head = text[block.start : block.start + 12]
        if _ARTICLE.match(head):
            close()
            in_article = True
        elif not in_article and not (_ITEM.match(head) and _leads(text, open_blocks)):
            close()
        open_blocks.append(block)
    close()
    return units


def _leads(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the open unit introduces items: it began with a colon, so its items belong to it."""
    return bool(blocks) and text[blocks[0].end - 1] in "：:"


def _packed(units: Sequence[_Unit], max_chars: int) -> Iterator[tuple[_Unit, ...]]:
    """Neighbouring units that fit together into one passage."""
    group: list[_Unit] = []
    for unit in units:
        if group and not _fits(group, unit, max_chars):
            yield tuple(group)
            group = []
        group.append(unit)
    if group:
        yield tuple(group)


def _fits(group: Sequence[_Unit], unit: _Unit, max_chars: int) -> bool:
    if unit.alone or group[-1].alone or unit.end - group[0].start > max_chars:
        return False
    first, last, own = group[0].blocks[0], group[-1].blocks[0], unit.blocks[0]
    if own.kind in _ROWS or first.kind in _ROWS:
        new_table = own.kind == "table_header" and last.kind != "table_header"
        return (
            own.kind in _ROWS and first.kind in _ROWS and own.position.table == first.position.table and not new_table
        )
    return min(unit.end - unit.start, group[-1].end - group[0].start) <= _JOIN_BELOW * max_chars


def _pieces(text: str, blocks: Sequence[Block]) -> list[tuple[int, int, Block]]:
    """The smallest parts that may be parted: table rows whole, other blocks by sentence."""
    pieces: list[tuple[int, int, Block]] = []
    for block in blocks:
        if block.kind in _ROWS:
            pieces.append((block.start, block.end, block))
        else:
            slice_ = text[block.start : block.end]
            pieces.extend((block.start + s, block.start + e, block) for s, e in sentence_spans(slice_))
    return pieces


def _cut_group(document: Document, section: _Section, group: Sequence[_Unit], max_chars: int) -> Iterator[Chunk]:
    blocks = [block for unit in group for block in unit.blocks]
    pieces = _pieces(document.text, blocks)
    first = 0
    for index in range(1, len(pieces) + 1):
        if index < len(pieces) and pieces[index][1] - pieces[first][0] <= max_chars:
            continue
        yield _chunk(document, section, pieces[first:index], pieces, first)
        first = index


def _chunk(
    document: Document,
    section: _Section,
    own: Sequence[tuple[int, int, Block]],
    unit: Sequence[tuple[int, int, Block]],
    first: int,
) -> Chunk:
    start, end = own[0][0], own[-1][1]
    return Chunk(
        id=f"{document.id}:{start}",
        document_id=document.id,
        start=start,
        end=end,
        text=document.text[start:end],
        heading_path=section.heading_path,
        context=_context(document.text, section, own[0][2], unit[0] if first else None),
        position=own[0][2].position,
    )


def _context(text: str, section: _Section, block: Block, lead: tuple[int, int, Block] | None) -> str:
    """A table's caption and header for its rows; for a later part of a long unit, the unit's first sentence."""
    if block.kind in _ROWS:
        parts = [text[b.start : b.end] for b in section.leads[block.start] if b.end - b.start <= 2 * _LEAD_CHARS]
        return "\n".join(parts)
    return text[lead[0] : min(lead[1], lead[0] + _LEAD_CHARS)] if lead else ""


def _table_leads(blocks: Sequence[Block]) -> dict[int, tuple[Block, ...]]:
    """Start of each row or header -> what names its cells, in order: its own table's caption, header lines, nearest full-width row.

    In one pass, for a sheet may have fifty thousand rows.
    """
    leads: dict[int, tuple[Block, ...]] = {}
    caption: tuple[Block, ...] = ()
    headers: tuple[Block, ...] = ()
    full_width: tuple[Block, ...] = ()
    before: Block | None = None
    for block in blocks:
        after_header = before is not None and before.kind == "table_header"
        if before is None or not _same_table(before, block):
            caption = (before,) if before is not None and before.kind == "paragraph" else ()
            headers = full_width = ()
            after_header = False
        if block.kind == "table_header":
            if not after_header:
                caption = (before,) if before is not None and before.kind == "paragraph" else ()
                headers = full_width = ()
            leads[block.start] = (*caption, *headers)
            headers = (*headers, block)
        elif block.kind == "table_row":
            leads[block.start] = (*caption, *headers, *full_width)
        elif block.kind == "paragraph":
            full_width = (block,)
        before = block
    return leads


def _same_table(above: Block, block: Block) -> bool:
    """Whether two blocks that follow each other stand in one table; text around a table has no table number."""
    same = above.position.table == block.position.table
    return same and (block.position.table is not None or (above.kind in _ROWS and block.kind in _ROWS))
