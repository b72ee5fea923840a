"""Is one place or year ever answered with another's figure? python -m evaluation.scope_swaps [--index DIR] [--seed N] [--details FILE].

Each fact of evaluation/gold/scope_facts.jsonl (what reports/ state, by place and year) gives right-scope questions, and each of those a
swapped twin: the same words for a place or year of which the documents state another figure, or none. The twin is wrong where
it is answered with a figure that isn't its own: another place's or year's. The questions are drawn with a seed, in several wordings,
some of them as follow-ups. The half-years and quarters that are asked stand in no document.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from bot.types import Answer, Question, Turn
from evaluation.grading import plain, says
from evaluation.question_sets import BUILD, EvaluationError
from evaluation.tables import share, table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

FACTS = PROJECT / "evaluation/gold/scope_facts.jsonl"
REPORTS = PROJECT / "reports"
COUNTY = "临溪县"
_YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
_TOWNS = ("青禾镇", "石桥镇", "白鹿镇", "沙棠镇", "澄塘镇", "柳河乡", "望泉乡", "梓坞乡")
_ELSEWHERE = ("南屏县", "云岭市", "桥头村", "槐荫村")
_WORDINGS = (
    "{year}年{place}{ask}?", "{place}{year}年{ask}", "请问{place}在{year}年{ask}？", "{place}{ask}，要{year}年的", "{short}年{place}{ask}",
    "帮我查一下{year}年底{place}{ask}", "{place}{year}年度{ask}?", "我想知道{place}{year}年{ask}",
)  # fmt: skip
_PARTS = ("上半年", "一季度", "前三季度", "6月底")
_SHARES = {"year": 0.5, "place": 0.3, "part": 0.1, "follow-up": 0.1}
"""Of the swaps, by what is swapped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An indicator with what the documents state of it."""

    id: str
    indicator: str
    asks: tuple[str, ...]
    """How people ask for it, to be put after a place and a year."""
    values: Mapping[tuple[str, int], tuple[str, ...]]
    """By place and year the figure with its unit, in each notation that the documents use."""
    derived: Mapping[tuple[str, int], tuple[str, ...]]
    """The same of what no document states and yet follows: 10387元 of 11862元，比2020年增加1475元. Worked out by hand."""
    unsure_years: tuple[int, ...] = ()
    """Years of which a figure near to it is stated (a plan, a part): not swapped to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A right-scope question and its twin of another scope."""

    fact: str
    swapped: str
    """What is swapped: a key of the shares."""
    right: str
    value: tuple[str, ...]
    """The figure that answers `right`."""
    twin: str
    twin_value: tuple[str, ...]
    """The figure that answers `twin`, stated or worked out; empty where the documents decide none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the bot said to both."""

    swap: Swap
    found: bool
    """Whether the right-scope question got its figure."""
    wrong: bool
    """Whether the twin was answered with another scope's figure."""
    right_text: str
    twin_text: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        bot = bot_over_reports(options.index)
        outcomes = [judge(bot, swap) for swap in swaps(read_facts(FACTS), options.seed, options.count)]
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.details:
        options.details.write_text("".join(_row(o) for o in outcomes), encoding="utf-8")
    print(outcomes_table(outcomes))
    return 0


def read_facts(path: Path) -> list[Fact]:
    """The facts of a file, one JSON object a line.

    Raises:
        EvaluationError: it can't be read, or a line isn't a fact.
    """
    try:
        return [_fact(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, json.JSONDecodeError, KeyError, TypeError, ValueError) as exc:
        raise EvaluationError(f"读不了 {path.name}（{exc!r}）。", f"Cannot read {path.name} ({exc!r}).") from exc


def _fact(row: dict[str, object]) -> Fact:
    return Fact(
        id=str(row["id"]), indicator=str(row["indicator"]), asks=tuple(row["asks"]),  # type: ignore[arg-type]
        values=_by_scope(row["values"]), derived=_by_scope(row.get("derived", {})),
        unsure_years=tuple(row["unsure_years"]),  # type: ignore[arg-type]
    )  # fmt: skip


def _by_scope(row: object) -> dict[tuple[str, int], tuple[str, ...]]:
    values = {}
    for scope, said in dict(row).items():  # type: ignore[call-overload]
        place, year = scope.split()
        values[place, int(year)] = tuple(said.split("|"))
    return values


def swaps(facts: Sequence[Fact], seed: int, count: int) -> list[Swap]:
    """`count` swaps, drawn with `seed`; each kind has its share."""
    chance = random.Random(seed)
    drawn: list[Swap] = []
    for kind, part in _SHARES.items():
        wanted = len(drawn) + round(part * count)
        while len(drawn) < wanted:
            swap = _drawn(chance.choice(facts), kind, chance)
            if swap is not None and all((swap.right, swap.twin) != (s.right, s.twin) for s in drawn):
                drawn.append(swap)
    return drawn


def _drawn(fact: Fact, kind: str, chance: random.Random) -> Swap | None:
    place, year = chance.choice(list(fact.values))
    other_place, other_year = place, year
    if kind == "year" or (kind == "follow-up" and chance.random() < 0.5):
        other_year = chance.choice([y for y in _YEARS if y != year])
    elif kind != "part":
        other_place = chance.choice([p for p in (COUNTY, *_TOWNS, *_ELSEWHERE) if p != place])
    if (other_place, other_year) not in fact.values and other_year in fact.unsure_years:
        return None
    ask, wording = chance.choice(fact.asks), chance.choice(_WORDINGS)
    twin = _asked(wording, other_place, other_year, ask, chance)
    other = other_place, other_year
    value = fact.values.get(other) or fact.derived.get(other, ())
    if kind == "part":
        twin, value = f"{place}{year}年{chance.choice(_PARTS)}{ask}", ()
    if kind == "follow-up":
        twin = f"那{other_place}呢?" if other_place != place else f"{other_year}年呢?"
    if value and set(value) & set(fact.values[place, year]):
        return None
    right = _asked(wording, place, year, ask, chance)
    return Swap(fact=fact.id, swapped=kind, right=right, value=fact.values[place, year], twin=twin, twin_value=value)


def _asked(wording: str, place: str, year: int, ask: str, chance: random.Random) -> str:
    said = place
    if place == COUNTY:
        said = chance.choice((COUNTY, "全县", "临溪"))
    elif place in _TOWNS and chance.random() < 0.2:
        said = place[:-1]
    return wording.format(place=said, year=year, short=str(year)[2:], ask=ask)


def judge(bot: PolicyBot, swap: Swap) -> Outcome:
    """Ask both questions."""
    right = bot.answer(Question(text=swap.right))
    history = (Turn(role="user", content=swap.right), Turn(role="assistant", content=right.text))
    twin = bot.answer(Question(text=swap.twin, history=history if swap.swapped == "follow-up" else ()))
    return Outcome(
        swap=swap,
        found=_tells(right, swap.value),
        wrong=twin.status == "answered" and not _tells(twin, swap.twin_value),
        right_text=f"{right.status}: {right.text}",
        twin_text=f"{twin.status}: {twin.text}",
    )


def _tells(answer: Answer, value: Sequence[str]) -> bool:
    return answer.status == "answered" and bool(value) and says(plain(answer.text), tuple(value))


def outcomes_table(outcomes: Sequence[Outcome]) -> str:
    """By what was swapped: right-scope questions found, twins answered with another scope's figure."""
    rows = []
    for kind in (*_SHARES, ""):
        chosen = [o for o in outcomes if kind in ("", o.swap.swapped)]
        told = [o for o in chosen if o.swap.twin_value]
        rows.append((
            kind or "all", str(len(chosen)), share(_rate([o.found for o in chosen])), str(sum(o.wrong for o in chosen)),
            str(len(told)), share(_rate([not o.wrong and o.twin_text.startswith("answered") for o in told])),
        ))  # fmt: skip
    return table(
        ("swapped", "swaps", "right scope found", "wrong scope answered", "twins stated", "of them found"), rows
    )


def _rate(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else float("nan")


def _row(outcome: Outcome) -> str:
    swap = outcome.swap
    said = {
        "fact": swap.fact, "swapped": swap.swapped, "found": outcome.found, "wrong": outcome.wrong, "right": swap.right, "value": swap.value,
        "right_text": outcome.right_text, "twin": swap.twin, "twin_value": swap.twin_value, "twin_text": outcome.twin_text,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False) + "\n"


def bot_over_reports(index: Path | None) -> PolicyBot:
    """The bot over `index`; where none is named, over reports/, brought up to date in the evaluation's own folder."""
    settings = read_settings(KnowledgeSettings, index=index or BUILD / "reports")
    if index is None:
        settings.index.mkdir(parents=True, exist_ok=True)
        Publisher(settings, load_embedder(settings)).sync([REPORTS], wait=True)
    return build_bot(settings, read_settings(BotSettings))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.scope_swaps", description="评测会不会张冠李戴：换了地方或年份还用原来的数字回答。"
    )
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="reports/ 的知识库；不写就在 build/evaluation 里更新一份"
    )
    parser.add_argument("--seed", type=int, default=2026, help="随机种子")
    parser.add_argument("--count", type=int, default=200, help="题目对数")
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每一对题目和回答写到这个文件")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
