"""Documents that state one figure twice: in a county's report, and once more in a second document that agrees, differs, or means another thing.

Each made-up county has a report with five facts of evaluation/gold/conflict_facts.jsonl and further documents (a bulletin, a city's
circular, a plan, a half-year's bulletin, a township's summary) that say each fact again in other words or in a table: with another
value (a planted conflict), or as something that is no conflict. The same seed gives the same documents.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Literal

from evaluation.synthetic import names

Kind = Literal[
    "prose", "table", "city", "same", "rounded", "changed", "part", "year", "place", "plan", "half-year", "alone"
]
CONFLICTS: tuple[Kind, ...] = ("prose", "table", "city")
"""Where the other value stands."""
NO_CONFLICTS: tuple[Kind, ...] = ("same", "rounded", "changed", "part", "year", "place", "plan", "half-year", "alone")
"""What the second statement is instead; `alone`: there is none."""
_TOGETHER = 5  # facts of a county
_CONFLICTS_EACH, _OTHERS_EACH = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedFact:
    """An indicator with the ways in which documents say it."""

    id: str
    ask: str
    unit: str
    low: int
    high: int
    report: str
    other: str
    row: str
    part: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A question with what its county's documents state."""

    fact: str
    kind: Kind
    question: str
    value: str
    """As the report writes it."""
    second: str
    """As the second document writes it; empty for `alone`."""
    newest_first: tuple[str, ...] = ()
    """Of a conflict both values, that of the newer document first."""

    @property
    def conflict(self) -> bool:
        """Whether the documents contradict each other."""
        return self.kind in CONFLICTS

    @property
    def held(self) -> bool:
        """Whether it belongs to the half that is only for showing: split by its indicator."""
        return sha256(self.fact.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class _County:
    """A county's documents while they are written."""

    name: str
    city: str
    town: str
    neighbour: str
    year: int
    report: list[str] = field(default_factory=list)
    bulletin: list[str] = field(default_factory=list)
    table: list[tuple[str, Decimal]] = field(default_factory=list)
    city_table: list[tuple[str, Decimal]] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    township: list[str] = field(default_factory=list)


def read_planted_facts(path: Path) -> list[PlantedFact]:
    """The facts of a file, one JSON object a line."""
    return [PlantedFact(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def plant(facts: Sequence[PlantedFact], seed: int) -> tuple[list[Planted], dict[str, str]]:
    """The planted questions, and the documents' texts by file name."""
    chance = random.Random(seed)
    kinds = {fact.id: _kinds(place, chance) for place, fact in enumerate(facts)}
    planted: list[Planted] = []
    documents: dict[str, str] = {}
    copy = 0
    for turn in range(_CONFLICTS_EACH + _OTHERS_EACH):
        order = list(facts)
        chance.shuffle(order)
        for first in range(0, len(order), _TOGETHER):
            own = names(copy)
            county = _County(f"{own[0]}县", f"{own[1]}市", f"{own[2]}镇", f"{own[3]}县", 2020 + copy % 4)
            for fact in order[first : first + _TOGETHER]:
                planted.append(_state(fact, kinds[fact.id][turn], county, chance))
            documents |= dict(_texts(county, chance))
            copy += 1
    return planted, documents


def _kinds(place: int, chance: random.Random) -> list[Kind]:
    """What a fact's statements are, in five counties: two conflicts and three that are none, in turn over the facts."""
    chosen = [CONFLICTS[(place + i) % len(CONFLICTS)] for i in range(_CONFLICTS_EACH)]
    chosen += [NO_CONFLICTS[(place * _OTHERS_EACH + i) % len(NO_CONFLICTS)] for i in range(_OTHERS_EACH)]
    chance.shuffle(chosen)
    return chosen


def _state(fact: PlantedFact, kind: Kind, county: _County, chance: random.Random) -> Planted:
    """Write a fact into a county's documents."""
    value = Decimal(chance.randint(fact.low, fact.high))
    if kind == "same" and value >= 10_000:
        value -= value % 100  # so that 万 writes it exactly
    other = _other(kind, value, chance)
    said = f"{value}{fact.unit}"
    second = _rounded(value, fact.unit) if kind == "rounded" else _written(other, fact.unit, chance)
    county.report.append(fact.report.format(v=said))
    if kind == "table":
        county.table.append((fact.row, other))
        second = f"{other}{fact.unit}"
    elif kind == "city":
        county.city_table.append((fact.row, other))
        second = f"{other}{fact.unit}"
    elif kind != "alone":
        _say(fact, kind, county, second)
    return Planted(
        fact=fact.id, kind=kind, question=f"{county.year}年{county.name}{fact.ask}", value=said, second="" if kind == "alone" else second,
        newest_first=(second, said) if kind in CONFLICTS else (),
    )  # fmt: skip


def _say(fact: PlantedFact, kind: Kind, county: _County, said: str) -> None:
    other = fact.other.format(v=said)
    match kind:
        case "plan":
            county.plan.append(f"计划{fact.report.format(v=said)}")
        case "half-year":
            county.half.append(f"截至6月底，全县{other}")
        case "place":
            county.township.append(f"全镇{other}")
        case "year":
            county.bulletin.append(f"{county.year - 1}年，全县{other}")
        case "part":
            county.bulletin.append(
                f"全县{fact.report.format(v=county.report[-1].removeprefix(fact.report.split('{')[0]))}，{fact.part.format(v=said)}"
            )
        case "changed":
            county.bulletin.append(f"全县{fact.changed.format(v=said)}")
        case _:
            county.bulletin.append(f"全县{other}")


def _other(kind: Kind, value: Decimal, chance: random.Random) -> Decimal:
    """The value of the second statement."""
    shares: dict[Kind, tuple[float, float]] = {
        "changed": (0.02, 0.15), "part": (0.2, 0.7), "year": (0.85, 0.97), "place": (0.05, 0.2), "plan": (1.02, 1.2), "half-year": (0.4, 0.95),
    }  # fmt: skip
    if kind in ("same", "rounded", "alone"):
        return value
    low, high = shares.get(kind, chance.choice([(0.85, 0.995), (1.005, 1.15)]))
    changed = Decimal(round(float(value) * chance.uniform(low, high)))
    return changed if changed != value else changed + 3


def _written(value: Decimal, unit: str, chance: random.Random) -> str:
    """The value in one of the notations that documents use."""
    if unit == "万元":
        notations = [f"{value}万元", f"{value:,}万元", f"{value * 10_000}元"]
        if value >= 10_000:
            notations.append(f"{value / 10_000}亿元")
        return chance.choice(notations)
    notations = [f"{value}{unit}", f"{value:,}{unit}"]
    if value >= 10_000 and not value % 100:
        notations.append(f"{value / 10_000}万{unit}")
    return chance.choice(notations)


def _rounded(value: Decimal, unit: str) -> str:
    """The value to two or three digits: 1.76万人, 约1290户, 1.8亿元."""
    if unit == "万元" and value >= 10_000:
        return f"{value / 10_000:.1f}亿元"
    if value >= 10_000:
        return f"{value / 10_000:.1f}万{unit}"
    return f"约{round(value, -1 if value < 1000 else -2):f}{unit}"


def _texts(county: _County, chance: random.Random) -> Iterator[tuple[str, str]]:
    """File names and texts of a county's documents."""
    year, name = county.year, county.name
    body = f"## 一、主要成效\n\n{year}年，{_sentences([f'全县{said}' for said in county.report])}\n"
    yield _document(
        f"{name}{year}年乡村振兴工作报告", f"{name}乡村振兴局", f"{year + 1}年1月{chance.randint(3, 28)}日", body
    )
    if county.bulletin or county.table:
        own = sorted(county.bulletin, key=lambda said: said[0].isdigit())  # what says the year before comes last
        opening = f"{year}年，" if own and not own[0][0].isdigit() else ""
        body = f"## 一、综合情况\n\n{opening}{_sentences(own)}\n\n" if own else ""
        body += f"## 主要指标\n\n{_by_town(county, chance)}" if county.table else ""
        title = f"{name}{year}年农业农村统计简报"
        yield _document(title, f"{name}统计局", f"{year + 1}年2月{chance.randint(3, 27)}日", body)
    if county.city_table:
        body = f"## 各县情况\n\n{year}年各县主要指标\n\n{_by_county(county, chance)}"
        title = f"{county.city}{year}年乡村振兴主要指标通报"
        yield _document(title, f"{county.city}乡村振兴局", f"{year + 1}年3月{chance.randint(3, 28)}日", body)
    if county.plan:
        body = f"## 一、工作目标\n\n{year}年，{_sentences(county.plan)}\n"
        yield _document(
            f"{name}{year}年乡村振兴工作要点", f"{name}乡村振兴局", f"{year}年2月{chance.randint(3, 27)}日", body
        )
    if county.half:
        body = f"## 一、进展\n\n{_sentences(county.half)}\n"
        yield _document(
            f"{name}{year}年上半年乡村振兴工作简报", f"{name}乡村振兴局", f"{year}年7月{chance.randint(3, 28)}日", body
        )
    if county.township:
        body = f"## 一、主要工作\n\n{year}年，{_sentences(county.township)}\n"
        yield _document(
            f"{county.town}{year}年乡村振兴工作总结",
            f"{name}{county.town}人民政府",
            f"{year}年12月{chance.randint(3, 28)}日",
            body,
        )


def _document(title: str, issuer: str, issued: str, body: str) -> tuple[str, str]:
    return f"{title}.md", f"# {title}\n\n{issuer}\n\n{issued}\n\n{body}"


def _sentences(said: Sequence[str]) -> str:
    return "".join(f"{each}。" for each in said)


def _by_town(county: _County, chance: random.Random) -> str:
    """A table with a row a township and their sum; the sum is the county's."""
    header = f"| 乡镇 | {' | '.join(row for row, _ in county.table)} |\n|{' --- |' * (len(county.table) + 1)}\n"
    shares = chance.uniform(0.4, 0.6)
    first = [Decimal(round(float(value) * shares)) for _, value in county.table]
    rest = [value - part for (_, value), part in zip(county.table, first, strict=True)]
    rows = [(county.town, first), (f"{county.town[0]}{county.name[0]}乡", rest), ("合计", [v for _, v in county.table])]
    return header + "".join(f"| {label} | {' | '.join(map(str, values))} |\n" for label, values in rows)


def _by_county(county: _County, chance: random.Random) -> str:
    """A table with a row a county."""
    header = f"| 县 | {' | '.join(row for row, _ in county.city_table)} |\n|{' --- |' * (len(county.city_table) + 1)}\n"
    beside = [Decimal(round(float(value) * chance.uniform(0.5, 1.5))) for _, value in county.city_table]
    rows = [(county.name, [value for _, value in county.city_table]), (county.neighbour, beside)]
    return header + "".join(f"| {label} | {' | '.join(map(str, values))} |\n" for label, values in rows)
