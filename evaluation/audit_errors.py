"""Errors planted in copies of the sample reports and in documents of our own wording, by a seed.

They are errors that offices make: two digits swapped, a row pasted twice, a total not brought up to date, a page not read.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from evaluation.audit_seeds import (
    FILLERS,
    county_of,
    filler,
    grouped_table,
    notice,
    quarters_table,
    read,
    roster,
    summary,
    town_table,
)
from knowledge.findings import Rule
from knowledge.settings import PROJECT
from knowledge.types import Document, DrawnLine, DrawnPage

_REPORTS = (
    "临溪县2022年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.md",
    "临溪县2021年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.txt",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """An error in a document, with what stands beside it in the base."""

    rule: Rule
    document: Document
    """The one with the error."""
    value: str
    """What the row has to hold; "" where the rule is about the document as a whole."""
    beside: tuple[Document, ...] = ()
    source: str = "made"
    """made, or report for a copy of a sample report."""


def planted_errors(seed: int, count: int = 80) -> list[Planted]:
    """Errors of all kinds in turn, each in a document of its own."""
    chance = random.Random(f"planted {seed}")
    return [_ERRORS[number % len(_ERRORS)](chance, number) for number in range(count)]


def _digits_changed(chance: random.Random, number: str) -> str:
    """The number as a tired hand types it: two digits swapped, or one of the leading ones wrong; never the same, never near."""
    digits = list(number)
    places = [i for i, d in enumerate(digits) if d.isdigit()]
    swaps = [(i, j) for i, j in zip(places, places[1:], strict=False) if digits[i] != digits[j] and digits[j] != "0"]
    if swaps and chance.random() < 0.6:
        i, j = chance.choice(swaps)
        digits[i], digits[j] = digits[j], digits[i]
    else:
        i = places[min(1, len(places) - 1)]
        digits[i] = chance.choice([d for d in "123456789" if d != digits[i]])
    return "".join(digits)


def _cell_changed(chance: random.Random, text: str, column: int, *, total: bool) -> tuple[str, str]:
    """The text with a cell's number altered in a total row or another one, and the total as it then stands there."""
    lines = text.split("\n")
    rows = [i for i, line in enumerate(lines) if line.startswith("| ") and re.search(r"\d", line)]
    totals = [i for i in rows if re.match(r"\| (?:全县)?[合总]计", lines[i])]
    at = chance.choice(totals if total else [i for i in rows if i not in totals and "小计" not in lines[i]])
    cells = lines[at].split("|")
    cells[column + 1] = f" {_digits_changed(chance, cells[column + 1].strip())} "
    lines[at] = "|".join(cells)
    return "\n".join(lines), lines[totals[0] if totals else at].split("|")[column + 1].strip()


def _wrong_total(chance: random.Random, number: int) -> Planted:
    shape = chance.choice((town_table, grouped_table))
    name, text = shape(chance, number)
    text, stated = _cell_changed(chance, text, 3 if shape is town_table else 1, total=chance.random() < 0.6)
    return Planted("total", read(name, text), stated if shape is town_table else "")


def _wrong_sum(chance: random.Random, number: int) -> Planted:
    name, text = quarters_table(chance, number)
    text, _ = _cell_changed(chance, text, chance.randint(1, 5), total=False)
    return Planted("total", read(name, text), "")


def _wrong_parts(chance: random.Random, number: int) -> Planted:
    name, text = summary(chance, number)
    found = chance.choice(list(re.finditer(r"(?<=脱贫不稳定户)\d+(?=户)|(?<=户)\d+(?=人。[从按其])", text)))
    changed = _digits_changed(chance, found.group())
    return Planted("parts", read(name, text[: found.start()] + changed + text[found.end() :]), "")


def _report_parts(chance: random.Random, number: int) -> Planted:
    text = _report(chance)
    found = chance.choice(list(re.finditer(r"(?<=脱贫不稳定户)\d+(?=户)|(?<=边缘易致贫户)\d+(?=户)", text)))
    changed = _digits_changed(chance, found.group())
    return Planted(
        "parts", read(f"报告{number}.txt", text[: found.start()] + changed + text[found.end() :]), "", source="report"
    )


def _report(chance: random.Random) -> str:
    return (PROJECT / "reports" / chance.choice(_REPORTS)).read_text(encoding="utf-8")


def _more_homes(chance: random.Random, number: int) -> Planted:
    """Households and people the wrong way round: in a sample report or in a row of a table."""
    if number % 2:
        text = _report(chance)
        found = chance.choice([m for m in re.finditer(r"(\d+)户(\d+)人", text) if int(m[1]) < int(m[2])])
        swapped = f"{found[2]}户{found[1]}人"
        document = read(f"报告{number}.txt", text[: found.start()] + swapped + text[found.end() :])
        return Planted("households", document, f"{found[2]}户", source="report")
    name, text = town_table(chance, number)
    found = chance.choice(list(re.finditer(r"镇 \| (\d+) \| (\d+) \|", text)))
    text = text[: found.start(1)] + f"{found[2]} | {found[1]}" + text[found.end(2) :]
    return Planted("households", read(name, text), f"{found[2]}户")


def _over_share(chance: random.Random, number: int) -> Planted:
    """A share with a digit too many."""
    if number % 3 == 0:
        name, text, source = "报告.txt", _report(chance), "report"
        pattern = r"(?:普及率|占行政村总数的|占|参保率)(\d{2}\.\d)%"
    elif number % 3 == 1:
        (name, text), source = town_table(chance, number), "made"
        pattern = r"镇 \|[^\n]*\| (\d\d\.\d) \|"
    else:
        (name, text), source = summary(chance, number), "made"
        pattern = r"(?:普及率|满意度)(\d{2}\.\d)%"
    found = chance.choice(list(re.finditer(pattern, text)))
    changed = f"1{found[1]}" if chance.random() < 0.5 else found[1].replace(".", "")
    text = text[: found.start(1)] + changed + text[found.end(1) :]
    return Planted("share", read(name, text), changed, source=source)


def _row_twice(chance: random.Random, number: int) -> Planted:
    name, text = roster(chance, number)
    lines = text.rstrip("\n").split("\n")
    row = chance.choice([line for line in lines if re.match(r"\| \d", line)])
    again = re.sub(r"^\| \d+", "| 13", row) if chance.random() < 0.7 else row
    lines.insert(len(lines) if again != row else lines.index(row) + 1, again)
    return Planted("repeated_row", read(name, "\n".join(lines)), row.split("|")[2].strip())


def _prose_differs(chance: random.Random, number: int) -> Planted:
    name, text = town_table(chance, number)
    found = re.search(r"全县监测对象(\d+)户(\d+)人", text)
    assert found is not None
    which = chance.choice((1, 2))
    changed = _digits_changed(chance, found[which])
    return Planted("prose_table", read(name, text[: found.start(which)] + changed + text[found.end(which) :]), changed)


def _doubtful(chance: random.Random, number: int) -> Planted:
    """A scan whose characters are sure but for one digit."""
    name, text = summary(chance, number)
    document = read(name, text)
    found = chance.choice([m for m in re.finditer(r"\d+(?:\.\d+)?", document.text) if len(m.group()) > 1])
    block = next(b for b in document.blocks if b.start <= found.start() < b.end)
    confidences = [chance.uniform(0.9, 1.0) for _ in range(block.start, block.end)]
    confidences[found.start() - block.start] = chance.uniform(0.2, 0.75)
    edges = tuple(float(i) for i in range(block.end - block.start))
    line = DrawnLine(
        start=block.start, end=block.end, page=1, top=10.0, bottom=20.0, lefts=edges, rights=tuple(e + 1 for e in edges),
        confidences=tuple(confidences),
    )  # fmt: skip
    return Planted(
        "doubtful_digit",
        replace(document, pages=(DrawnPage(page=1, width=595, height=842, lines=(line,)),)),
        found.group(),
    )


def _page_unread(chance: random.Random, number: int) -> Planted:
    page = chance.randint(2, 30)
    document = read(*summary(chance, number))
    return Planted(
        "unread", replace(document, warnings=(f"第 {page} 页是图片，没有文字层，没有读。",)), f"第 {page} 页"
    )


def _no_date(chance: random.Random, number: int) -> Planted:
    name, text = notice(chance, number)
    return Planted("no_date", read(name, re.sub(r"\n\d{4}年\d+月\d+日\n", "\n", text)), "")


def _no_number(chance: random.Random, number: int) -> Planted:
    name, text = notice(chance, number)
    return Planted("no_number", read(name, re.sub(r"\n\n.民发〔\d{4}〕\d+号", "", text)), "")


def _guessed(chance: random.Random, number: int) -> Planted:
    name, text = summary(chance, number) if number % 2 else ("报告.txt", _report(chance))
    return Planted("encoding", read(name, text, "gb18030"), "gb18030", source="made" if number % 2 else "report")


def _nearly_same(chance: random.Random, number: int) -> Planted:
    """A copy saved under another name after a few words were changed."""
    name, text = summary(chance, number) if number % 2 else ("报告.txt", _report(chance))
    first = read(name, text)
    sentences = text.split("。")
    for at in chance.sample(range(2, len(sentences) - 1), max(1, len(sentences) // 25)):
        sentences[at] = "\n" * sentences[at].startswith("\n") + chance.choice(FILLERS).rstrip("。")
    copy = read(f"修改稿{number}.txt", "。".join(sentences))
    return Planted("alike", copy, name, beside=(first,), source="made" if number % 2 else "report")


def _old_version(chance: random.Random, number: int) -> Planted:
    """A rule of which a newer one with the same title is there."""
    county, _, year = county_of(chance)
    texts = [
        f"{county}临时救助办法\n\n{county}人民政府办公室\n\n{y}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日\n\n第一条 为了救急难，制定本办法。\n\n"
        f"第二条 {filler(chance, 4)}\n\n第三条 每户每次不超过{chance.randint(3, 12)}000元。\n\n第四条 {filler(chance, 3)}\n"
        for y in (year, year + chance.randint(1, 4))
    ]
    old, new = (read(f"办法{number}-{i}.txt", text) for i, text in enumerate(texts))
    return Planted("superseded", old, str(year), beside=(new,))


_Error = Callable[[random.Random, int], Planted]
_ERRORS: tuple[_Error, ...] = (
    _wrong_total, _wrong_sum, _wrong_parts, _more_homes, _over_share, _row_twice, _prose_differs, _doubtful,
    _wrong_total, _report_parts, _more_homes, _over_share, _page_unread, _no_date, _no_number, _guessed, _nearly_same, _old_version,
    _prose_differs, _wrong_parts, _row_twice,
)  # fmt: skip
