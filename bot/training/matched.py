"""Items that match two columns: rows of a table with one of their cells, terms with their meanings; single choice over a text column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from bot.training.base import TrainingBase
from bot.training.blanks import readable
from bot.training.items import BLANK, Cited, Item
from bot.training.library import Reading, Sentence, Table
from bot.training.wording import cited
from knowledge.numbers import find_quantities

_ROWS, _CELL_CHARS, _MEANS_CHARS = 4, 24, 70
_TOTAL = re.compile(r"^(?:合计|总计|小计|全[县市镇省]|平均)")
_HIDDEN = re.compile(r"电话|序号|备注|单位$|合计|增减")
_NUMBER = re.compile(r"-?[\d,.，]+%?")
_PAIRS = 5
_COLUMNS, _LONG_ROWS = 2, 6  # of one table: more would ask the same rows again; of a long one a column is enough


def matched_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """Matchings over the document's tables and terms, and single choices over what its tables say in words."""
    for table in reading.tables:
        columns = [n for n in range(1, len(table.header)) if _fits(table, n)]
        most = _COLUMNS if len(table.rows) <= _LONG_ROWS else 1
        for column in sorted(random.sample(columns, min(most, len(columns)))):
            yield from _of_column(base, reading, table, column, random)
    yield from _of_figures(base, reading, random)
    if (item := _of_terms(base, reading, random)) is not None:
        yield item


def _fits(table: Table, column: int) -> bool:
    return bool(table.header[column]) and not any(_HIDDEN.search(words) for words in (table.header[column],))


def _of_column(base: TrainingBase, reading: Reading, table: Table, column: int, random: Random) -> Iterator[Item]:
    rows = [n for n, row in enumerate(table.texts) if row[0] and row[column] and not _TOTAL.match(row[0]) and len(row[column]) <= _CELL_CHARS]
    words = not all(_NUMBER.fullmatch(table.texts[n][column]) for n in rows)
    random.shuffle(rows)
    unique: dict[str, int] = {}
    for n in rows:
        unique.setdefault(table.texts[n][column], n)
    chosen = sorted(unique.values())[:_ROWS] if len(unique) == _ROWS else sorted(random.sample(sorted(unique.values()), min(_ROWS, len(unique))))
    if len(chosen) >= 3 and (words or len(chosen) == _ROWS) and not _two_units(table, column):
        yield _matching(base, reading, table, column, chosen, random)
    if words and len(unique) > _ROWS - 1:
        for n in rows[:2]:
            yield from _single(base, reading, table, column, n, list(unique), random)


def _two_units(table: Table, column: int) -> bool:
    """Whether the rows of a column of numbers are of different units (a column 单位 says them): nothing to compare."""
    return any(header == "单位" for header in table.header)


def _name(table: Table, row: int) -> str:
    return table.texts[row][0]


def _source(base: TrainingBase, reading: Reading, table: Table, first: int, last: int) -> Cited:
    start, end = table.rows[first][0][0], table.rows[last][-1][1]
    place = " › ".join((*table.headings, *([table.caption] if table.caption else [])))
    return Cited(
        document_id=reading.document.id, title=base.names[reading.document.id], start=start, end=end,
        quote=reading.document.text[start:end], place=place,
    )  # fmt: skip


def _where(table: Table) -> str:
    name = table.caption or (table.headings[-1] if table.headings else "")
    return f"“{name}”" if name else "的表"


def _matching(base: TrainingBase, reading: Reading, table: Table, column: int, rows: Sequence[int], random: Random) -> Item:
    lefts = tuple(_name(table, n) for n in rows)
    key = tuple(table.texts[n][column] for n in rows)
    options = sorted(key, key=lambda cell: random.random())
    question = f"根据{base.names[reading.document.id]}{_where(table)}，把下列{table.header[0] or '各项'}与“{table.header[column]}”对应起来。"
    worth = 0.9 if reading.binding and len(table.rows) <= _LONG_ROWS else 0.35
    return Item(kind="matched", question=question, options=tuple(options), key=key, lefts=lefts, cited=_source(base, reading, table, rows[0], rows[-1]), topic=table.headings, worth=worth)


def _single(base: TrainingBase, reading: Reading, table: Table, column: int, row: int, cells: Sequence[str], random: Random) -> Iterator[Item]:
    key, name = table.texts[row][column], _name(table, row)
    wrong = [c for c in cells if c != key and key not in c and c not in key and not any(base.phrases.together(c, part) for part in re.split("、", name))]
    if len(wrong) < 3:
        return
    options = [key, *random.sample(wrong, 3)]
    random.shuffle(options)
    question = f"根据{base.names[reading.document.id]}{_where(table)}，“{name}”的{table.header[column]}是{BLANK}。"
    yield Item(kind="single", question=question, options=tuple(options), key=(key,), cited=_source(base, reading, table, row, row), topic=table.headings, worth=0.9)


def _of_figures(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """Matchings of things that a sentence or a list states in the same unit: 中央资金1.08亿元、省级资金0.42亿元、市级资金0.14亿元."""
    for listing in reading.listings:
        pairs = [pair for item in listing.items if (pair := _pair(item.text))]
        whole = reading.document.text[listing.lead.start : listing.items[-1].end]
        if len(pairs) == len(listing.items):
            place = cited(listing.lead, base.names[reading.document.id], end=listing.items[-1].end, text=whole)
            yield from _of_pairs(base, reading, pairs, place, listing.items[0].lead, random)
    for sentence in reading.sentences:
        if readable(sentence):
            opened = re.match(r"[^，。；：]{2,14}(?=：)", sentence.text)  # D级拆除重建：…
            told = opened[0] if opened else sentence.label or (sentence.headings[-1] if sentence.headings else "")
            yield from _of_pairs(base, reading, _siblings(base, sentence), cited(sentence, base.names[reading.document.id]), told, random)


def _pair(text: str) -> tuple[str, str] | None:
    """What a list's item names and the one value that it gives it: A类对象每人每月补助 and 490元."""
    found = [q for q in find_quantities(text) if q.kind == "quantity" and q.unit]
    if len(found) != 1 or text[found[0].end :].strip("。；;"):
        return None
    return re.sub(r"[，,]?每人每[月年]$|[，,]$", "", text[: found[0].start]), text[found[0].start :].rstrip("。；;")


def _siblings(base: TrainingBase, sentence: Sentence) -> list[tuple[str, str]]:
    """The figures of a sentence that are of one unit, by what each is a figure of; none where that isn't said right before it."""
    text = sentence.text
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for figure in base.figures(sentence.document_id):
        if not (sentence.start <= figure.start < sentence.end) or figure.header or figure.upper is not None:
            continue
        name = next((n for n in (figure.subject, figure.indicator) if n and n in text[max(0, figure.start - sentence.start - 24) : figure.start - sentence.start]), "")
        if len(name) > 1:
            found[figure.unit].append((name, figure.said))
    return max(found.values(), key=len, default=[])


def _of_pairs(base: TrainingBase, reading: Reading, pairs: Sequence[tuple[str, str]], place: Cited, told: str, random: Random) -> Iterator[Item]:
    names, values = [name for name, _ in pairs], [value for _, value in pairs]
    if len(pairs) < 3 or len(set(names)) < len(names) or len({v.rstrip("0") for v in values}) < len(values) or len(set(values)) < len(values):
        return
    if any(one != other and one in other for one in names for other in names):
        return
    chosen = list(pairs[:_PAIRS])
    key = tuple(value for _, value in chosen)
    options = sorted(key, key=lambda value: random.random())
    told = re.sub(r"^(?:第[一二三四五六七八九十]+[章节]\s*|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])", "", told)
    question = f"根据{base.names[reading.document.id]}{f'“{told}”' if told else ''}，把下列各项与它的数值对应起来。"
    yield Item(
        kind="matched", question=question, options=tuple(options), key=key, lefts=tuple(name for name, _ in chosen), cited=place,
        topic=tuple(part for part in place.place.split(" › ") if part and not part.startswith("第") or "章" in part), worth=0.9 if reading.binding else 0.65,
    )  # fmt: skip


def _of_terms(base: TrainingBase, reading: Reading, random: Random) -> Item | None:
    """A matching of terms that are defined near each other."""
    found = [d for d in base.definitions[reading.document.id] if not d.practice and len(d.means) <= _MEANS_CHARS and d.term not in d.means]
    if len(found) < 3:
        return None
    first = random.randrange(max(1, len(found) - _ROWS + 1))
    chosen = found[first : first + _ROWS]
    text = reading.document.text
    start, end = chosen[0].sentence.start, chosen[-1].sentence.end
    place = cited(chosen[0].sentence, base.names[reading.document.id], start=start, end=end, text=text[start:end])
    key = tuple(d.means for d in chosen)
    options = sorted(key, key=lambda means: random.random())
    return Item(
        kind="matched", question=f"根据{base.names[reading.document.id]}，把下列名词与它的含义对应起来。", options=tuple(options),
        key=key, lefts=tuple(d.term for d in chosen), cited=place, topic=chosen[0].sentence.headings[:1], worth=1.0,
    )  # fmt: skip
