"""Whether the figure cards of answers are the asked figures, and nothing else's: python -m evaluation.figure_cards.

Four sets of questions for figures: our own with the whole card (figure_cards.jsonl), those of reports.jsonl, facts of
scope_facts.jsonl asked of places and years, and report_dev where WENCE_SHARED is. The bot is the one that the page asks.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.answering import PolicyBot
from bot.figure_card import asks_figure
from bot.types import FigureCard, Question, Turn
from evaluation.evaluate import Steps, bot_over
from evaluation.question_sets import QuestionSet, question_sets, read_questions, shared_folder
from evaluation.tables import table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.numbers import Quantity, find_quantities
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings
from knowledge.units import ratio

GOLD = PROJECT / "evaluation/gold"
_FACT_SCOPES = 3  # of a fact's places and years, so many are asked, spread over all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A figure that has to be on a card; empty words and places aren't compared."""

    values: tuple[tuple[Decimal, str], ...]
    """(value, unit) in any of which it may be written; "" for any unit."""
    upper: Decimal | None = None
    indicator: str = ""
    qualified: str = ""
    place: str = ""
    period: str | None = None

    def is_on(self, card: FigureCard) -> bool:
        """Whether a card shows it."""
        name = " ".join((card.subject, card.indicator, *card.qualifiers))
        return (
            any(self._same(value, unit, card) for value, unit in self.values)
            and (self.upper is None or self.upper == card.upper)
            and self.indicator in name
            and self.qualified in name
            and self.place in ("", card.place)
            and (self.period is None or card.period.startswith(self.period))
        )

    @staticmethod
    def _same(value: Decimal, unit: str, card: FigureCard) -> bool:
        factor = ratio(unit, card.unit) if unit else Decimal(1)
        return factor is not None and value * factor == card.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question for figures with those that its cards have to show."""

    id: str
    question: str
    history: tuple[Turn, ...] = ()
    expected: tuple[Expected, ...]
    pair: bool = False
    """Whether 多少户多少人 is asked: both have to be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a question."""

    case: Case
    text: str
    cards: tuple[FigureCard, ...]

    @property
    def right(self) -> bool:
        """Whether each expected figure has a card."""
        return all(any(expected.is_on(card) for card in self.cards) for expected in self.case.expected)

    @property
    def others(self) -> tuple[FigureCard, ...]:
        """Cards that show no expected figure; a term of a working that is shown beside the asked figure is none."""
        said = any(e.is_on(c) for c in self.cards if not c.term for e in self.case.expected)
        return tuple(c for c in self.cards if not (said and c.term) and not any(e.is_on(c) for e in self.case.expected))


def own_cases(path: Path = GOLD / "figure_cards.jsonl") -> Iterator[Case]:
    """Questions with their whole cards."""
    for row in _rows(path):
        expected = tuple(_expected(card) for card in row["cards"])
        yield Case(id=row["id"], question=row["question"], expected=expected, pair=row["kind"] == "pair")


def _expected(card: dict[str, str]) -> Expected:
    low, _, high = card["value"].partition("..")
    return Expected(
        values=((Decimal(low), card["unit"]),), upper=Decimal(high) if high else None, indicator=card["indicator"],
        qualified=card["qualified"], place=card["place"], period=card["period"],
    )  # fmt: skip


def graded_cases(gold: Path) -> Iterator[Case]:
    """Questions of a graded set whose `must` are figures; a computed result is no document's figure, so those are left out."""
    for each in read_questions(gold):
        musts = [_alternatives(must) for must in each.must]
        if each.expect == "refuse" or each.type in ("calc", "comparison") or not musts or not all(musts):
            continue
        history = tuple(Turn(role="assistant" if r == "assistant" else "user", content=c) for r, c in each.history)
        yield Case(
            id=each.id, question=each.question, history=history, expected=tuple(Expected(values=m) for m in musts),
            pair=len({unit for must in musts for _, unit in must} & {"户", "人"}) == 2,
        )  # fmt: skip


def _alternatives(must: str | Sequence[str]) -> tuple[tuple[Decimal, str], ...]:
    """(value, unit) of each way to write a figure; nothing where one isn't a figure."""
    found = []
    for written in [must] if isinstance(must, str) else must:
        quantity = _whole(written)
        if quantity is not None:
            found.append((quantity.value, quantity.unit))
    return tuple(found)


def _whole(written: str) -> Quantity | None:
    quantities = [q for q in find_quantities(written) if q.kind == "quantity"]
    return quantities[0] if len(quantities) == 1 and quantities[0].end == len(written) else None


def fact_cases(path: Path = GOLD / "scope_facts.jsonl") -> Iterator[Case]:
    """Facts asked of some of their places and years."""
    for row in _rows(path):
        scopes = list(row["values"].items())
        for number, (scope, written) in enumerate(scopes[:: max(1, len(scopes) // _FACT_SCOPES)][:_FACT_SCOPES]):
            place, _, year = scope.rpartition(" ")
            ask = row["asks"][number % len(row["asks"])]
            values = _alternatives(written)
            if values:
                yield Case(
                    id=f"{row['id']}-{number}", question=f"{place}{year}年{ask}？",
                    expected=(Expected(values=values, place=place, period=year),),
                )  # fmt: skip


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def outcomes(bot: PolicyBot, cases: Sequence[Case], steps: Steps) -> list[Outcome]:
    """Ask each question; those that aren't answered, or aren't taken as questions for figures, are left out."""
    found = []
    for done, case in enumerate(cases):
        steps("回答问题", done, len(cases))
        answer = bot.answer(Question(text=case.question, history=case.history))
        if answer.status == "answered" and answer.query is not None and asks_figure(answer.query):
            found.append(Outcome(case=case, text=answer.text, cards=answer.figures))
    return found


def cards_row(name: str, asked: int, found: Sequence[Outcome]) -> tuple[str, ...]:
    """A row of the table."""
    carded = [outcome for outcome in found if outcome.cards]
    pairs = [outcome for outcome in carded if outcome.case.pair]
    return (
        name,
        str(asked),
        str(len(found)),
        f"{len(carded) / len(found):.3f}" if found else "–",
        f"{sum(o.right for o in carded)} / {len(carded)}",
        str(sum(bool(o.others) for o in carded)),
        f"{sum(o.right for o in pairs)} / {len(pairs)}",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.figure_cards", description="评测数字卡片。")
    parser.add_argument("--details", type=Path, metavar="FILE", help="把有出入的题写到这个文件")
    options = parser.parse_args(arguments)
    try:
        rows, lines = _measured()
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    if options.details:
        options.details.write_text("".join(lines), encoding="utf-8")
    header = ("set", "questions", "answered", "with card", "right of those", "another's", "both of a pair")
    print(table(header, rows))
    return 0


def _measured() -> tuple[list[tuple[str, ...]], list[str]]:
    reports, report_dev, *_ = question_sets(shared_folder())
    embedder = load_embedder(read_settings(KnowledgeSettings))
    sets: list[tuple[str, QuestionSet, Sequence[Case]]] = [
        ("own", reports, list(own_cases())),
        ("reports", reports, list(graded_cases(reports.gold))),
        ("facts", reports, list(fact_cases())),
    ]
    if report_dev.present:
        sets.append((report_dev.name, report_dev, list(graded_cases(report_dev.gold))))
    rows, lines = [], []
    for name, base, cases in sets:
        steps = Steps(name)
        found = outcomes(bot_over(base, embedder, steps), cases, steps)
        rows.append(cards_row(name, len(cases), found))
        lines += [_line(name, outcome) for outcome in found if not outcome.right or outcome.others]
    return rows, lines


def _line(name: str, outcome: Outcome) -> str:
    shown = [re.sub(r"\s+", " ", f"{c.subject} {c.indicator} {c.place} {c.period} {c.said}") for c in outcome.cards]
    row = {"set": name, "id": outcome.case.id, "question": outcome.case.question, "text": outcome.text, "cards": shown}
    return json.dumps(row, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
