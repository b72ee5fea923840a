"""Does a language model's false figure ever reach the reader? python -m evaluation.number_lock [--seed N] [--details FILE].

A stub model is asked through the whole bot and says one sentence with a valid citation: a true statement with exactly one thing
altered (a digit, the unit, the place, the year), or with a figure that truly stands beside it but is of something else; or the true
statement in another notation (176000人 for 17.6万人). Shipped is an altered sentence that any of the answer's states shows; blocked a true
one that the final answer doesn't. Half of the altered places and years are asked for, too: the model goes along with the question. The
statements are made of annotated figures of reports/ and, where the folder that WENCE_SHARED names is there, of its report and its laws.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.language_models import SimpleChatModel
from langchain_core.messages import BaseMessage

from bot.answering import PolicyBot
from bot.prompts import CANNOT_ANSWER
from bot.settings import BotSettings
from bot.types import Question
from evaluation.lock_statements import (
    Statement,
    altered,
    annotated_statements,
    quoted_statements,
    true_otherwise,
)
from evaluation.question_sets import QuestionSet, question_sets, shared_folder
from evaluation.tables import share, table
from knowledge.assembly import KnowledgeReader
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

FACTS = {"reports": "figures_reports.jsonl", "report_dev": "figures_report.jsonl", "laws_dev": ""}
"""Set -> its annotated figures; none for the laws."""
ALTERED = ("digit", "unit", "place", "year")
EXCHANGED = ("figure of the sentence", "figure of the passage", "units crossed")
_WEIGHTS = {"reports": 6, "report_dev": 2, "laws_dev": 2}
_MOST_DRAWS = 60
"""Draws for one sentence, before a kind is given up: a draw may not have such a thing, or not be found."""
_PASSAGE = re.compile(r"<资料 \[(\w+)\]>\n(.*?)\n</资料>", re.DOTALL)


class StubModel(SimpleChatModel):
    """Says one sentence, citing the passage that holds given words; refuses where none does."""

    sentence: str = ""
    anchor: str = ""
    cites: bool = False

    @property
    def _llm_type(self) -> str:
        return "stub"

    def _call(self, messages: list[BaseMessage], *_: Any, **__: Any) -> str:
        wanted = re.sub(r"\s", "", self.anchor)
        for handle, passage in _PASSAGE.findall(str(messages[-1].content)):
            if wanted in re.sub(r"\s", "", passage):
                self.cites = True
                return f"{self.sentence}[{handle}]。"
        return CANNOT_ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence that the model said and what became of it."""

    kind: str
    truth: bool
    question: str
    sentence: str
    true: str
    """The statement that it was made of."""
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A bot over one set's documents, its model, and true statements about them."""

    bot: PolicyBot
    model: StubModel
    statements: Sequence[Statement]
    places: Sequence[str] = field(default_factory=tuple)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where the table was printed, 1 where something failed."""
    options = _options(arguments)
    try:
        bases = {s.name: base_of(s) for s in question_sets(shared_folder()) if s.name in FACTS and s.present}
        said = list(trials(bases, options.seed, options.count))
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    if options.details:
        rows = (json.dumps(asdict(s), ensure_ascii=False) + "\n" for s in said)
        options.details.write_text("".join(rows), encoding="utf-8")
    print(trials_table(said))
    return 0


def base_of(questions: QuestionSet) -> Base:
    """The base over a set's documents, brought up to date in the evaluation's own folder, with a bot that the stub speaks through."""
    settings = read_settings(KnowledgeSettings, index=questions.index)
    settings.index.mkdir(parents=True, exist_ok=True)
    Publisher(settings, load_embedder(settings)).sync([questions.documents], wait=True)
    reader, model = KnowledgeReader(settings), StubModel()
    catalogue = reader.current().catalogue
    facts = FACTS[questions.name]
    statements = (
        annotated_statements(questions.name, PROJECT / "evaluation/gold" / facts, catalogue)
        if facts
        else quoted_statements(questions.name, catalogue)
    )
    cards = catalogue.cards()
    places = {p for card in cards for p in card.metadata.places} | {s.place for s in statements if s.place}
    return Base(
        bot=PolicyBot(reader, BotSettings(), model=model), model=model, statements=statements,
        places=sorted({*places, *_ELSEWHERE}),
    )  # fmt: skip


_ELSEWHERE = ("南屏县", "云岭市", "桥头镇", "望城区")


def trials(bases: dict[str, Base], seed: int, count: int) -> Iterator[Said]:
    """`count` altered sentences, a fifth as many of each exchange, and `count` true ones in other notation, drawn with `seed`."""
    chance = random.Random(seed)
    for kind in ALTERED:
        yield from _drawn(bases, kind, round(count / len(ALTERED)), chance)
    for kind in EXCHANGED:
        yield from _drawn(bases, kind, round(count / 5), chance)
    yield from _drawn(bases, "", count, chance)


def _drawn(bases: dict[str, Base], kind: str, count: int, chance: random.Random) -> Iterator[Said]:
    """`count` different sentences of a kind; "" for true ones."""
    seen: set[str] = set()
    weights = [_WEIGHTS[name] for name in bases]
    for _ in range(count):
        for _ in range(_MOST_DRAWS):
            base = bases[chance.choices(list(bases), weights)[0]]
            said = _tried(base, kind, chance, seen)
            if said is not None:
                seen.add(said.sentence)
                yield said
                break


def _tried(base: Base, kind: str, chance: random.Random, seen: set[str]) -> Said | None:
    statement = chance.choice(base.statements)
    if kind:
        lie = altered(kind, statement, base.statements, base.places, chance)
        named, sentence, question = kind, lie.sentence if lie else "", lie.question if lie else ""
    else:
        named, sentence = true_otherwise(statement, chance) or ("", "")
        question = statement.question
    if not sentence or sentence in seen:
        return None
    shown = _shown(base, question, sentence, statement.anchor)
    if shown is None:
        return None
    return Said(kind=named, truth=not kind, question=question, sentence=sentence, true=statement.text, shown=shown)


def _shown(base: Base, question: str, sentence: str, anchor: str) -> bool | None:
    """Whether the sentence reached the reader at any moment; None where the passage wasn't given to the model."""
    base.model.sentence, base.model.anchor, base.model.cites = sentence, anchor, False
    texts = [_plain(answer.text) for answer in base.bot.stream(Question(text=question))]
    return any(_plain(sentence) in text for text in texts) if base.model.cites else None


def _plain(text: str) -> str:
    return re.sub(r"\[\d+\]|\s", "", text)


def trials_table(said: Sequence[Said]) -> str:
    """By kind: sentences said, those that were shown; for true ones, those that were blocked."""
    lies, truths = [s for s in said if not s.truth], [s for s in said if s.truth]
    main = [s for s in lies if s.kind in ALTERED]
    rows = [_row(kind, [s for s in lies if s.kind == kind], lambda s: s.shown) for kind in ALTERED]
    rows.append(_row("all altered", main, lambda s: s.shown))
    rows += [_row(kind, [s for s in lies if s.kind == kind], lambda s: s.shown) for kind in EXCHANGED]
    kinds = sorted({s.kind for s in truths})
    rows += [_row(f"true: {kind}", [s for s in truths if s.kind == kind], lambda s: not s.shown) for kind in kinds]
    rows.append(_row("all true", truths, lambda s: not s.shown))
    return table(("sentences", "said", "shipped or blocked", "share"), rows)


def _row(name: str, said: Sequence[Said], failed: Callable[[Said], bool]) -> tuple[str, ...]:
    failures = sum(failed(s) for s in said)
    return name, str(len(said)), str(failures), share(failures / len(said) if said else float("nan"))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.number_lock",
        description="评测数字锁：语言模型改了数字、单位、地方或年份，会不会显示出来。",
    )
    parser.add_argument("--seed", type=int, default=2026, help="随机种子")
    parser.add_argument("--count", type=int, default=300, help="改错的句子数，也是换写法的真句子数")
    parser.add_argument("--details", type=Path, metavar="FILE", help="把每一句和结果写到这个文件")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
