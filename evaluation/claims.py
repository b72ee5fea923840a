"""Does a claim get the right verdict? python -m evaluation.claims [--index DIR] [--seed N] [--count N] [--details FILE].

Each fact of evaluation/gold/scope_facts.jsonl (what reports/ state, by place and year) is claimed as it is, with a digit altered, and
with the value of another place or year, in the words in which people ask for confirmation (是不是203户, …203户，对吗). Wrong is a
yes to a false claim and a no to a true one; no verdict is wrong on neither side. The facts are those of `evaluation.scope_swaps`, whose
misses were read; the claims themselves are drawn with a seed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.answering import PolicyBot
from bot.types import Question
from evaluation.scope_swaps import FACTS, Fact, bot_over_reports, read_facts
from evaluation.tables import share, table
from knowledge.errors import KnowledgeError

Kind = Literal["true", "altered", "elsewhere"]
_SHARES: dict[Kind, float] = {"true": 0.4, "altered": 0.3, "elsewhere": 0.3}
_ENDS = ("对吗", "，对不对？", "吧", "，是不是", "是吗？", "，没错吧？", "吗")
_ASKED = re.compile(r"多少([万亿]?[一-龥]{1,2}?)(?=$|[，的了])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A question that wants a figure confirmed."""

    fact: str
    kind: Kind
    text: str
    value: tuple[str, ...]
    """What the documents state, in each notation that they use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with what was said to it."""

    claim: Claim
    verdict: Literal["yes", "no", ""]
    told: bool
    """Whether the documents' figure was said."""
    text: str

    @property
    def wrong(self) -> bool:
        """Whether a false claim was confirmed or a true one denied."""
        return self.verdict == ("no" if self.claim.kind == "true" else "yes")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        bot = bot_over_reports(options.index)
        judged = [judge(bot, claim) for claim in claims(read_facts(FACTS), options.seed, options.count)]
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.details:
        options.details.write_text("".join(_row(each) for each in judged), encoding="utf-8")
    print(verdicts_table(judged))
    return 0


def claims(facts: Sequence[Fact], seed: int, count: int) -> list[Claim]:
    """`count` different claims, drawn with `seed`; each kind has its share."""
    chance = random.Random(seed)
    drawn: dict[str, Claim] = {}
    for kind, part in _SHARES.items():
        wanted = len(drawn) + round(part * count)
        while len(drawn) < wanted:
            claim = _drawn(chance.choice(facts), kind, chance)
            if claim is not None:
                drawn.setdefault(claim.text, claim)
    return list(drawn.values())


def _drawn(fact: Fact, kind: Kind, chance: random.Random) -> Claim | None:
    (place, year), value = chance.choice(list(fact.values.items()))
    asked = _ASKED.search(ask := chance.choice(fact.asks))
    claimed = _claimed(fact, kind, value, chance)
    if asked is None or not claimed or not claimed.endswith(asked[1].lstrip("万亿")):
        return None
    before, after = ask[: asked.start()], ask[asked.end() :]
    if chance.random() < 0.3:
        said = f"{year}年{place}{before.removesuffix('是')}是不是{claimed}{after}"
    else:
        said = f"{place}{year}年{before}{claimed}{after}{chance.choice(_ENDS)}"
    return Claim(fact=fact.id, kind=kind, text=said, value=value)


def _claimed(fact: Fact, kind: Kind, value: Sequence[str], chance: random.Random) -> str:
    """The figure that is claimed; empty where the fact has none of that kind."""
    if kind == "true":
        return value[0]
    if kind == "elsewhere":
        others = [said[0] for said in fact.values.values() if not set(said) & set(value)]
        return chance.choice(others) if others else ""
    number = _NUMBER.search(value[0])
    if number is None:
        return ""
    at = chance.choice([i for i, c in enumerate(number[0]) if c.isdigit()])
    digit = chance.choice([d for d in "123456789" if d != number[0][at]])
    return f"{value[0][: number.start() + at]}{digit}{value[0][number.start() + at + 1 :]}"


def judge(bot: PolicyBot, claim: Claim) -> Judged:
    """Ask for confirmation."""
    answer = bot.answer(Question(text=claim.text))
    answered = answer.status == "answered"
    verdict: Literal["yes", "no", ""] = ""
    if answered and answer.text.startswith("是，"):
        verdict = "yes"
    elif answered and answer.text.startswith("不是"):
        verdict = "no"
    plain = answer.text.replace(",", "")
    told = answered and any(said.replace(",", "") in plain for said in claim.value)
    return Judged(claim=claim, verdict=verdict, told=told, text=f"{answer.status}: {answer.text}")


def verdicts_table(judged: Sequence[Judged]) -> str:
    """By kind of claim: how many got a verdict, were wrong, and were told the documents' figure."""
    rows = []
    for kind in (*_SHARES, ""):
        chosen = [each for each in judged if kind in ("", each.claim.kind)]
        if not chosen:
            continue
        decided = sum(bool(each.verdict) for each in chosen)
        told = sum(each.told for each in chosen)
        rows.append((
            kind or "all", str(len(chosen)), share(decided / len(chosen)), str(sum(each.wrong for each in chosen)),
            share(told / len(chosen)),
        ))  # fmt: skip
    return table(("claim", "claims", "decided", "wrong", "figure told"), rows)


def _row(judged: Judged) -> str:
    claim = judged.claim
    said = {
        "fact": claim.fact, "kind": claim.kind, "wrong": judged.wrong, "verdict": judged.verdict, "told": judged.told, "claim": claim.text,
        "value": claim.value, "text": judged.text,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False) + "\n"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.claims", description="评测求证的问法：说对了认不认，说错了纠不纠正。"
    )
    parser.add_argument(
        "--index", type=Path, metavar="DIR", help="reports/ 的知识库；不写就在 build/evaluation 里更新一份"
    )
    parser.add_argument("--seed", type=int, default=2026, help="随机种子")
    parser.add_argument("--count", type=int, default=100, help="题目数")
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每一题和回答写到这个文件")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
