"""How well the bot computes: python -m evaluation.arithmetic [--index DIR] [--details FILE].

The questions of evaluation/gold/arithmetic.jsonl name the operation and give its terms, read from reports/ by hand; the reference
result is computed here, from them alone. An answer is right where its result is the reference (rounded as it is shown) or where it
says in a document's own words a figure that is; of a question for rows, where it names the right rows. Questions that mix units or
scopes, or that lack a term, have to be refused. The half `dev` was developed on, the half `held` is the one to report.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from bot.answering import PolicyBot
from bot.assembly import build_bot
from bot.settings import BotSettings
from bot.types import Answer
from evaluation.question_sets import BUILD, EvaluationError
from evaluation.tables import table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.numbers import find_quantities
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

GOLD = PROJECT / "evaluation/gold/arithmetic.jsonl"
REPORTS = PROJECT / "reports"
OPERATIONS = ("sum", "difference", "times", "share", "growth", "each", "remaining", "average", "extreme", "count")
_MARK = re.compile(r"\[\d+\]")
_RESULT = re.compile(r"[=≈]\s*([-−]?)\s*([\d,]+(?:\.\d+)?)([万亿]?)")
_FALLING = re.compile("[降减少]")
_SCALE = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SHARES = ("share", "growth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A figure that a computation uses."""

    label: str
    """The row that holds it; empty where it isn't asked for."""
    value: str
    """Decimal digits, with the scale in the unit: 1.08 of 亿元."""
    unit: str

    def amount(self) -> Decimal:
        """The value with 万 and 亿 folded in."""
        return Decimal(self.value) * _SCALE[self.unit[0] if self.unit[0] in _SCALE else ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A question to compute, or one to refuse."""

    id: str
    split: str
    """dev or held."""
    operation: str
    """One of `OPERATIONS`."""
    question: str
    terms: tuple[Operand, ...]
    """In the order that the operation takes them: the new year before the old, the part before the whole; none where it is to be refused."""
    refuse: str = ""
    """Why it must be refused; empty where it is to be answered."""
    direction: str = ""
    """most or least, of an extreme."""
    top: int = 0
    """How many rows an extreme asks for."""
    rank_of: str = ""
    """The row whose rank is asked for."""
    relation: str = ""
    """>, >= or < of a count."""
    bound: str = "0"
    """What a count compares with."""


def read_sums(path: Path) -> list[Sum]:
    """The questions of a file, one JSON object a line.

    Raises:
        EvaluationError: a line isn't a question.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            found.append(Sum(**{**row, "terms": tuple(Operand(**term) for term in row["terms"])}))
        except (json.JSONDecodeError, KeyError, TypeError) as exc:
            raise EvaluationError(
                f"题集 {path.name} 第 {number} 行不是有效的题目（{exc!r}），请改正。",
                f"Line {number} of {path.name} is no valid question ({exc!r}); correct it.",
            ) from exc
    return found


def reference(sum_: Sum) -> Decimal:
    """The exact result from the terms; of a growth or a share in percent. Not for questions for rows."""
    values = [term.amount() for term in sum_.terms]
    if sum_.operation == "sum":
        return sum(values, Decimal(0))
    if sum_.operation == "average":
        return sum(values, Decimal(0)) / len(values)
    first, second = values
    if sum_.operation in ("difference", "remaining"):
        return abs(first - second)
    if sum_.operation == "growth":
        return (first - second) / second * 100
    return first / second * (100 if sum_.operation == "share" else 1)


def rows_asked(sum_: Sum) -> list[str]:
    """The labels that a question for rows asks for, the first one first."""
    if sum_.operation == "count":
        bound = Decimal(sum_.bound)
        tests = {">": lambda v: v > bound, ">=": lambda v: v >= bound, "<": lambda v: v < bound}
        return [term.label for term in sum_.terms if tests[sum_.relation](term.amount())]
    sign = -1 if sum_.direction == "most" else 1
    ordered = [term.label for term in sorted(sum_.terms, key=lambda term: sign * term.amount())]
    return ordered[: ordered.index(sum_.rank_of) + 1 if sum_.rank_of else sum_.top]


def right(sum_: Sum, answer: Answer) -> bool:
    """Whether the answer gives the reference, or refuses what has to be refused."""
    if sum_.refuse or answer.status != "answered":
        return bool(sum_.refuse) and answer.status == "no_evidence"
    text = _MARK.sub("", answer.text)
    if sum_.operation in ("extreme", "count"):
        return _right_rows(sum_, text)
    shown = _results(text)
    if shown:
        return all(_agrees(sum_, value, places, text) for value, places in shown)
    said = [(q.value, _places(text[q.start : q.end])) for q in find_quantities(text) if q.kind == "quantity"]
    return any(_agrees(sum_, value, places, text) for value, places in said)


def _right_rows(sum_: Sum, text: str) -> bool:
    asked = rows_asked(sum_)
    labels = {term.label for term in sum_.terms}
    named = sorted((label for label in labels if label in text), key=text.index)
    if sum_.rank_of:
        return re.search(rf"第\s*{len(asked)}(?!\d)", text) is not None and named == asked
    if sum_.operation == "count":
        return set(named) == set(asked) and f"{len(asked)}个" in text
    return named == asked


def _results(text: str) -> list[tuple[Decimal, int]]:
    """(value with its scale, decimals shown) of each figure that stands after = or ≈."""
    found = []
    for sign, digits, scale in _RESULT.findall(text):
        value = Decimal(digits.replace(",", "")) * _SCALE[scale]
        found.append((-value if sign else value, _places(digits) - len(str(_SCALE[scale])) + 1))
    return found


def _places(digits: str) -> int:
    number = re.search(r"\.(\d+)", digits)
    return len(number[1]) if number else 0


def _agrees(sum_: Sum, value: Decimal, places: int, text: str) -> bool:
    """Whether a figure is the reference, rounded to the decimals that it shows; a share has to show at least one."""
    exact = reference(sum_)
    if sum_.operation == "growth" and exact < 0 and value > 0 and _FALLING.search(text):
        value = -value
    if sum_.operation in _SHARES and places < 1 and value != exact:
        return False
    if sum_.operation in ("sum", "difference", "remaining"):
        return value == exact
    return value == exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a question."""

    id: str
    split: str
    operation: str
    question: str
    refuse: str
    status: str
    text: str
    right: bool
    confidence: float


def outcomes(bot: PolicyBot, sums: Sequence[Sum]) -> list[Outcome]:
    """Ask each question."""
    found = []
    for each in sums:
        answer = bot.invoke(each.question)
        found.append(
            Outcome(
                id=each.id, split=each.split, operation=each.operation, question=each.question, refuse=each.refuse,
                status=answer.status, text=answer.text, right=right(each, answer), confidence=round(answer.confidence, 3),
            )
        )  # fmt: skip
    return found


def outcomes_table(found: Sequence[Outcome]) -> str:
    """A row for each half and one for each operation."""
    header = (
        "questions",
        "all",
        "answerable",
        "answered",
        "answered share",
        "right of answered",
        "to refuse",
        "refused",
    )
    groups = [(split, [o for o in found if o.split == split]) for split in ("dev", "held")]
    groups += [(operation, [o for o in found if o.operation == operation]) for operation in OPERATIONS]
    return table(header, [_row(name, group) for name, group in (*groups, ("all", list(found)))])


def _row(name: str, group: Sequence[Outcome]) -> tuple[str, ...]:
    answerable = [o for o in group if not o.refuse]
    answered = [o for o in answerable if o.status == "answered"]
    refusable = [o for o in group if o.refuse]
    share = f"{len(answered) / len(answerable):.3f}" if answerable else "–"
    correct = f"{sum(o.right for o in answered)} / {len(answered)}"
    refused = f"{sum(o.right for o in refusable)}"
    return name, str(len(group)), str(len(answerable)), str(len(answered)), share, correct, str(len(refusable)), refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.arithmetic", description="评测计算类问题。")
    parser.add_argument("--index", type=Path, default=BUILD / "reports", help="知识库所在文件夹")
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每道题的答案写到这个文件")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(KnowledgeSettings, index=options.index)
        Publisher(settings, load_embedder(settings)).sync([REPORTS], wait=True)
        found = outcomes(build_bot(settings, read_settings(BotSettings)), read_sums(GOLD))
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    if options.details:
        lines = (json.dumps(asdict(outcome), ensure_ascii=False) for outcome in found)
        options.details.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(outcomes_table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
