"""Ask how to apply over reports/ and print how many lists are right: python -m evaluation.guides [FILE] [--wrong].

A question is right where the lists come from the right document and hold what they must, name as missing what the document doesn't
state, and the short answer says what it must; where the documents say nothing of the matter, it has to be refused. Every item of
every list has to stand verbatim in the quote of its citation, and every quote in its document: that is counted apart and must be all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering import PolicyBot
from bot.leading import MOST_SENTENCES, statements
from bot.types import Answer, Guide, Question
from evaluation.grading import plain
from evaluation.sample_bot import sample_bot
from evaluation.tables import share, table
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT

GOLD = PROJECT / "evaluation/gold/guides.jsonl"
_LONG_CHARS = 120  # a text no longer leads whole, however many sentences it has


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question with what is wrong about its answer."""

    id: str
    question: str
    wrong: tuple[str, ...]
    items: int
    """Items of its lists."""
    loose: int
    """Of them, those that don't stand in their citation's quote."""
    long_lead: bool
    """Whether more than three sentences lead."""


def read_guides(path: Path) -> list[dict[str, Any]]:
    """The questions of a file, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def judge(row: dict[str, Any], answer: Answer) -> Judged:
    """What is wrong about an answer."""
    guide = answer.guide
    wrong = list(_wrong(row, answer, guide))
    quotes = {c.number: c.quote for c in answer.citations}
    items = [item for section in guide.sections for item in section.items] if guide else []
    loose = sum(any(text not in quotes.get(item.number, "") for text in (item.text, *item.points)) for item in items)
    lead = answer.text[slice(*answer.lead)]
    long_lead = len(statements(lead)) > MOST_SENTENCES and len(lead) > _LONG_CHARS
    return Judged(
        id=row["id"], question=row["question"], wrong=tuple(wrong), items=len(items), loose=loose, long_lead=long_lead
    )


def _wrong(row: dict[str, Any], answer: Answer, guide: Guide | None) -> list[str]:
    if row.get("refused"):
        return [] if answer.status != "answered" else ["not refused"]
    found = [] if answer.status == "answered" else [f"status {answer.status}"]
    lead = plain(answer.text[slice(*answer.lead)])
    found += [f"short answer lacks {said}" for said in row.get("said", ()) if plain(said) not in lead]
    if row.get("no_guide"):
        return found + (["lists where none are asked"] if guide else [])
    if guide is None:
        return [*found, "no lists"]
    if row["document"] not in guide.document.metadata.title:
        found.append(f"lists of {guide.document.metadata.title}")
    said = {s.part: plain("".join("".join((i.text, *i.points)) for i in s.items)) for s in guide.sections}
    for part, texts in row["parts"].items():
        found += [f"{part} lacks {text}" for text in texts if plain(text) not in said.get(part, "")]
    found += [f"{part} isn't named as missing" for part in row.get("missing", ()) if said.get(part, "x")]
    everything = "".join(said.values())
    return found + [f"lists hold {text}" for text in row.get("not", ()) if plain(text) in everything]


def ask_all(bot: PolicyBot, rows: Sequence[dict[str, Any]]) -> list[Judged]:
    """Every question's verdict."""
    return [judge(row, bot.answer(Question(text=row["question"]))) for row in rows]


def summary(judged: Sequence[Judged]) -> str:
    """The rates as a table."""
    items, loose = sum(j.items for j in judged), sum(j.loose for j in judged)
    right = sum(not j.wrong for j in judged)
    row = (
        str(len(judged)),
        share(right / len(judged)),
        f"{items - loose} / {items}",
        str(sum(j.long_lead for j in judged)),
    )
    return table(("questions", "right", "items verbatim in their quote", "short answers too long"), [row])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where every question was asked, 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.guides", description="在样例文件上评测“怎么办理”的清单。"
    )
    parser.add_argument("file", nargs="?", type=Path, default=GOLD, help="题集（JSONL）；默认为自带的一套")
    parser.add_argument("--wrong", action="store_true", help="列出没有做对的每一题")
    options = parser.parse_args(arguments)
    try:
        judged = ask_all(sample_bot(), read_guides(options.file))
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    if options.wrong:
        for each in judged:
            if each.wrong or each.loose or each.long_lead:
                print(f"{each.id}｜{each.question}｜{'；'.join(each.wrong)}｜{each.loose}｜{each.long_lead}")
    print(summary(judged))
    return 0


if __name__ == "__main__":
    sys.exit(main())
