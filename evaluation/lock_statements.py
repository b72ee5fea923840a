"""True statements about documents, and the same with one thing made false: what a language model might say of them.

The statements of the report sets are made of figures annotated by hand (evaluation/gold/figures_*.jsonl), so that a figure that the
program reads wrongly itself is no truth here; those of the laws are the laws' own clauses with a figure.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from evaluation.notations import says_one_figure, sentences_otherwise, written_otherwise
from knowledge.catalogue import Catalogue
from knowledge.numbers import find_quantities
from knowledge.sentences import clause_spans, sentence_spans

_NAMED_FIRST = re.compile("累计|当年新增|新增|人均|计划|任务|[省市县]级|年度|全年")
"""Qualifiers that can stand before what is counted."""
_WHOLE = re.compile(r"^(?:截至.{4,12}，|20\d\d年(?=全))?(?:全[县镇市])?")
_VERBS = ("", "为", "达到", "共")
_OTHER_UNITS = {
    "户": "人", "人": "户", "名": "户", "万元": "亿元", "亿元": "万元", "元": "万元", "%": "个百分点", "个百分点": "%", "人次": "人", "万人次": "万人",
    "个": "人", "家": "户", "座": "公里", "公里": "米", "亩": "公顷", "万亩": "亩", "个工作日": "个月", "日": "个月", "天": "个月", "个月": "天", "年": "个月", "件": "人次",
    "支": "人", "倍": "%", "岁": "个月", "周岁": "个月", "次": "人次", "小时": "天",
}  # fmt: skip
_RATES = (("每人每月", "每人每年"), ("每人每年", "每人每月"), ("每户", "每人"), ("每年", "每月"), ("每月", "每年"))
_SCALED = {Decimal(1): "", Decimal(10_000): "万", Decimal(100_000_000): "亿"}
"""What a table's header gives its column: （万元）."""
_LONGEST_CHARS, _SHORTEST_CHARS = 110, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A true sentence with one figure marked."""

    base: str
    """The question set whose documents it is about."""
    file: str
    anchor: str
    """Verbatim words of the document that carry it."""
    before: str
    figure: str
    """With its unit, as it stands in the document."""
    after: str = ""
    place: str = ""
    """Named in `before`; empty for a rule."""
    year: int = 0
    """Named in `before`; 0 for a rule."""
    name: str = ""
    """What is counted, where the sentence is put together of it; empty for the document's own words."""

    @property
    def text(self) -> str:
        """The sentence, without its full stop."""
        return f"{self.before}{self.figure}{self.after}"

    @property
    def question(self) -> str:
        """A question that it answers."""
        words = self.name or re.sub(r"[\d.,，、：；]+", " ", self.anchor)[:40]
        when = f"{self.year}年" if self.year else ""
        return f"{when}{self.place}{words}是多少？"

    def saying(self, figure: str) -> str:
        """The sentence with another figure in the place of its own."""
        return f"{self.before}{figure}{self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A false sentence, and a question to which a model might say it."""

    sentence: str
    question: str
    """Of an altered place or year, half of the time the question for that place or year."""


def annotated_statements(base: str, facts: Path, catalogue: Catalogue) -> list[Statement]:
    """Statements of the annotated facts of documents that a base holds."""
    texts = {card.source.name: catalogue.document(card.id).text for card in catalogue.cards()}
    rows = [json.loads(line) for line in facts.read_text(encoding="utf-8").splitlines()]
    found: list[Statement] = []
    for row in rows:
        anchor = row["anchor"]
        if not isinstance(anchor, str):
            anchor = texts[row["file"]][anchor[0] : anchor[1]]
        scope = {"base": base, "file": row["file"], "anchor": anchor, "place": row["place"]}
        year = int(row["period"][:4] or 0)
        found += [replace(s, year=year) for s in (_put_together(row, scope), _quoted(row, scope)) if s is not None]
    return [replace(s, before=f"{_when(s)}{s.before}") for s in found]


def _when(statement: Statement) -> str:
    """The beginning that names year and place."""
    year = f"{statement.year}年" if statement.year else ""
    return year if statement.place in statement.before else f"{year}{statement.place}"


def _put_together(row: dict[str, object], scope: dict[str, str]) -> Statement | None:
    """当年新增监测对象128户, of its annotation; None where the annotation's words don't make a sentence."""
    qualifiers = [str(q) for q in row["qualifiers"]]  # type: ignore[attr-defined]
    figure = _written(row)
    if not figure or row["subject"] or any(not _NAMED_FIRST.fullmatch(q) for q in qualifiers if q != "其中"):
        return None
    indicator = str(row["indicator"][0])  # type: ignore[index]
    name = "".join(q for q in qualifiers if q not in indicator and q != "其中") + indicator
    verb = _VERBS[len(f"{name}{figure}") % len(_VERBS)]
    return Statement(**scope, before=f"{name}{verb}", figure=figure, name=name)


def _written(row: dict[str, object]) -> str:
    """The fact's figure with its unit; empty where that is no plain figure."""
    said, unit = str(row["said"]), str(row["unit"])
    value = Decimal(str(row["value"]))
    if said[-1].isdigit():
        scale = value / Decimal(said.replace(",", "")) if value else Decimal(0)
        said = f"{said}{_SCALED.get(scale, '')}{unit}" if row["table"] and scale in _SCALED else ""
    figure = said
    if "/" in unit and not re.search("[/每]", figure):
        return ""
    return figure if says_one_figure(figure) and value else ""


def _quoted(row: dict[str, object], scope: dict[str, str]) -> Statement | None:
    """The annotated words themselves, up to the end of the figure's clause."""
    anchor, said = scope["anchor"], str(row["said"])
    at = anchor.find(said)
    if row["table"] or at < 0 or anchor.count(said) > 1 or not says_one_figure(said) or "\n" in anchor:
        return None
    end = next((b for a, b in clause_spans(anchor) if a <= at < b), len(anchor))
    words, after = anchor[:at], anchor[at + len(said) : end].rstrip("，；。：, ")
    skipped = _WHOLE.match(words)
    words = words[skipped.end() :] if skipped else words
    place = scope["place"]
    if re.match("20\\d\\d年|按照|由", words) or (row["period_from"] == "sentence" and find_quantities(words)):
        return None  # without its subject, or with figures of another year before it, it isn't surely true
    if place in words and find_quantities(words[: words.find(place)]):
        return None  # whose or when the figures before are, isn't said any more
    if not _SHORTEST_CHARS <= len(words) + len(said) + len(after) <= _LONGEST_CHARS or "。" in words:
        return None
    return Statement(**scope, before=words, figure=said, after=after)


def quoted_statements(base: str, catalogue: Catalogue) -> list[Statement]:
    """The sentences with a figure of a base's documents, each with one of its figures marked."""
    found = []
    for card in catalogue.cards():
        text = catalogue.document(card.id).text
        for figure in catalogue.figures_of(card.id):
            sentence = text[figure.sentence_start : figure.sentence_end].rstrip("。")
            said = text[figure.start : figure.end]
            if figure.header or "\n" in sentence or not _SHORTEST_CHARS <= len(sentence) <= _LONGEST_CHARS:
                continue
            before = text[figure.sentence_start : figure.start]
            if says_one_figure(said) and len(sentence_spans(sentence)) == 1 and sentence.count(said) == 1:
                after = sentence[len(before) + len(said) :]
                found.append(
                    Statement(
                        base=base, file=card.source.name, anchor=sentence, before=before, figure=said, after=after
                    )
                )
    return found


def true_otherwise(statement: Statement, chance: random.Random) -> tuple[str, str] | None:
    """(kind, sentence): the statement in another notation; None where it has none."""
    text = statement.text
    found = [(n.kind, statement.saying(n.text)) for n in written_otherwise(statement.figure)]
    found += [(n.kind, n.text) for n in sentences_otherwise(text)]
    place = statement.place
    if place.endswith(("县", "镇", "乡", "市")) and len(place) > 2 and text.count(place) == 1:
        whole = "全" + place[-1]
        found += [("place", text.replace(place, short, 1)) for short in (place[:-1], f"{place}{whole}")]
    kinds = sorted({kind for kind, _ in found})
    if not kinds:
        return None
    kind = chance.choice(kinds)
    return chance.choice([each for each in found if each[0] == kind])


def altered(
    kind: str, statement: Statement, others: Sequence[Statement], places: Sequence[str], chance: random.Random
) -> Altered | None:
    """The statement with one thing made false; None where it has no such thing.

    Args:
        kind: digit, unit, place, year, or another figure: of the sentence, of the passage, with the units crossed.
        statement: A true one.
        others: All statements, to take figures from and to see what is true elsewhere.
        places: Places that may be said instead.
        chance: Draws.
    """
    if kind == "place":
        return _other_place(statement, others, places, chance)
    if kind == "year":
        return _other_year(statement, others, chance)
    if kind == "digit":
        sentence = _other_digit(statement, chance)
    elif kind == "unit":
        sentence = _other_unit(statement)
    else:
        sentence = _other_figure(kind, statement, others, chance)
    return Altered(sentence=sentence, question=statement.question) if sentence else None


def _other_digit(statement: Statement, chance: random.Random) -> str | None:
    at = [m.start() for m in re.finditer(r"\d", statement.figure)]
    if not at:
        return None
    place = chance.choice(at)
    digit = chance.choice([d for d in "123456789" if d != statement.figure[place]])
    return statement.saying(statement.figure[:place] + digit + statement.figure[place + 1 :])


def _other_unit(statement: Statement) -> str | None:
    for rate, other in _RATES:
        if statement.before.endswith(rate):
            return f"{statement.before.removesuffix(rate)}{other}{statement.figure}{statement.after}"
    match = re.fullmatch(r"([\d,.]+)(\D+)", statement.figure)
    other_unit = _OTHER_UNITS.get(match[2]) if match else None
    return statement.saying(f"{match[1]}{other_unit}") if match and other_unit else None


def _other_place(
    statement: Statement, others: Sequence[Statement], places: Sequence[str], chance: random.Random
) -> Altered | None:
    if not statement.place:
        return None
    other = chance.choice([p for p in places if p not in statement.place and statement.place not in p])
    return _exchanged(statement, statement.place, other, others, chance)


def _other_year(statement: Statement, others: Sequence[Statement], chance: random.Random) -> Altered | None:
    other = statement.year + chance.choice((-2, -1, 1, 2))
    return _exchanged(statement, f"{statement.year}年", f"{other}年", others, chance) if statement.year else None


def _exchanged(
    statement: Statement, own: str, other: str, others: Sequence[Statement], chance: random.Random
) -> Altered | None:
    said = statement.text.replace(own, other)
    if statement.text.count(own) != 1 or any(said == o.text for o in others):
        return None
    asked = statement.question
    return Altered(sentence=said, question=asked.replace(own, other) if chance.random() < 1 / 2 else asked)


def _other_figure(kind: str, statement: Statement, others: Sequence[Statement], chance: random.Random) -> str | None:
    """The statement with a figure that truly stands near it, of something else."""
    unit = _unit(statement.figure)
    near = [
        o.figure for o in others
        if o.file == statement.file and o.figure != statement.figure and _amount(o.figure) != _amount(statement.figure)
        and (o.anchor == statement.anchor) != (kind == "figure of the passage")
        and (_unit(o.figure) == unit) != (kind == "units crossed")
    ]  # fmt: skip
    if kind == "units crossed":
        near = [f"{_amount(f)}{unit}" for f in near if _unit(f) in ("户", "人", "名") and unit in ("户", "人", "名")]
    if not near:
        return None
    figure = chance.choice(sorted(set(near)))
    if figure not in statement.text:
        return statement.saying(figure)
    if statement.text.count(figure) > 1:
        return None
    return statement.saying("\0").replace(figure, statement.figure).replace("\0", figure)  # the two change places


def _unit(figure: str) -> str:
    return re.sub(r"^[\d,.]+", "", figure)


def _amount(figure: str) -> str:
    match = re.match(r"[\d,.]+", figure)
    return match.group().replace(",", "") if match else figure
