"""Run whole conversations over reports/ and print per-turn rates: python -m evaluation.conversations [FILE].

Each turn is asked with the real history: the user's turns so far and what the bot answered to them. A turn is resolved right
where the self-contained question holds every word that must stand in it and none that must not; answered right where it says
what must be said, or refuses where the documents are silent.
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
from bot.assembly import build_bot
from bot.errors import QuestionError
from bot.settings import BotSettings
from bot.types import Answer, Question, Turn
from evaluation.grading import plain, says
from evaluation.question_sets import EvaluationError, chosen, question_sets, shared_folder
from evaluation.tables import share, table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

GOLD = PROJECT / "evaluation/gold/conversations.jsonl"
Wordings = tuple[tuple[str, ...], ...]
"""Each has to be said, in one of its alternatives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A turn of the user with what is right."""

    user: str
    resolved: tuple[Wordings, Wordings] | None
    """Words that must, and that must not, stand in the self-contained question; None where it isn't judged."""
    answer: Wordings | None
    """None where the answer isn't judged."""
    refuse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A turn as it went."""

    expected: Expected
    resolved: str
    status: str
    text: str

    @property
    def resolved_right(self) -> bool | None:
        """None where it isn't judged."""
        if self.expected.resolved is None:
            return None
        must, must_not = self.expected.resolved
        said = plain(self.resolved)
        return all(holds(said, w) for w in must) and not any(holds(said, w) for w in must_not)

    @property
    def answer_right(self) -> bool | None:
        """None where it isn't judged."""
        if self.expected.refuse:
            return self.status != "answered"
        if self.expected.answer is None:
            return None
        said = plain(self.text)
        return self.status == "answered" and all(says(said, wordings) for wordings in self.expected.answer)


def read_conversations(path: Path) -> list[tuple[str, tuple[Expected, ...]]]:
    """The conversations of a file with their ids, one JSON object a line.

    Raises:
        EvaluationError: a line isn't a conversation.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found.append((str(row.get("id", number)), tuple(_expected(turn) for turn in row["turns"])))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as exc:
            raise EvaluationError(
                f"{path.name} 第 {number} 行不是有效的对话（{exc!r}），请改正。",
                f"Line {number} of {path.name} is no valid conversation ({exc!r}); correct it.",
            ) from exc
    return found


def _expected(row: dict[str, Any]) -> Expected:
    resolved, answer = row.get("resolved"), row.get("answer")
    slots = (_wordings(resolved.get("must")), _wordings(resolved.get("must_not"))) if resolved else None
    said = _wordings(answer.get("must")) if answer else ()
    return Expected(user=row["user"], resolved=slots, answer=said or None, refuse=bool(row.get("refuse")))


def _wordings(items: Sequence[str | Sequence[str]] | None) -> Wordings:
    return tuple((item,) if isinstance(item, str) else tuple(item) for item in items or ())


def holds(text: str, wordings: Sequence[str]) -> bool:
    """Whether `text` says one of `wordings`, case and spelling of figures aside."""
    return any(plain(wording).lower() in text.lower() for wording in wordings)


def talk(bot: PolicyBot, turns: Sequence[Expected]) -> list[Spoken]:
    """The conversation as it goes: every turn with the real history."""
    history: list[Turn] = []
    spoken = []
    for expected in turns:
        answer = _ask(bot, Question(text=expected.user, history=tuple(history)))
        resolved = answer.query.resolved if answer.query is not None else expected.user
        spoken.append(Spoken(expected=expected, resolved=resolved, status=answer.status, text=answer.text))
        history += [Turn(role="user", content=expected.user), Turn(role="assistant", content=answer.text)]
    return spoken


def _ask(bot: PolicyBot, question: Question) -> Answer:
    try:
        return bot.answer(question)
    except QuestionError as error:
        return Answer(status="clarify", text=str(error))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where every conversation went through, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.conversations", description="在样例文件上跑整段对话。")
    parser.add_argument("file", nargs="?", type=Path, default=GOLD, help="对话集（JSONL）；默认为自带的一套")
    parser.add_argument("--wrong", action="store_true", help="列出没有做对的每一轮")
    options = parser.parse_args(arguments)
    try:
        bot = _bot()
        talks = [(name, talk(bot, turns)) for name, turns in read_conversations(options.file)]
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    if options.wrong:
        _list_wrong(talks)
    print(_summary([turn for _, turns in talks for turn in turns], [turns for _, turns in talks]))
    return 0


def _bot() -> PolicyBot:
    own = chosen("reports", question_sets(shared_folder()))[0]
    settings = read_settings(KnowledgeSettings, index=own.index)
    own.index.mkdir(parents=True, exist_ok=True)
    Publisher(settings, load_embedder(read_settings(KnowledgeSettings))).sync([own.documents], wait=True)
    return build_bot(settings, read_settings(BotSettings))


def _list_wrong(talks: Sequence[tuple[str, Sequence[Spoken]]]) -> None:
    for name, turns in talks:
        for number, turn in enumerate(turns, 1):
            marks = [m for m, right in (("解", turn.resolved_right), ("答", turn.answer_right)) if right is False]
            if marks:
                said = turn.text.replace("\n", " ")
                print(f"{name}.{number} {''.join(marks)}｜{turn.expected.user}｜{turn.resolved}｜{turn.status}：{said}")


def _summary(turns: Sequence[Spoken], talks: Sequence[Sequence[Spoken]]) -> str:
    first = [t[0] for t in talks]
    later = [turn for t in talks for turn in t[1:]]
    rows = [
        (
            name,
            str(len(group)),
            share(_rate(t.resolved_right for t in group)),
            share(_rate(t.answer_right for t in group)),
        )
        for name, group in (("first turns", first), ("later turns", later), ("all turns", turns))
    ]
    whole = sum(all(t.resolved_right is not False for t in talk) for talk in talks)
    return f"{table(('turns', 'count', 'resolved right', 'answer right'), rows)}\n\nconversations resolved right throughout: {whole} / {len(talks)}"


def _rate(judged: Any) -> float:
    known = [right for right in judged if right is not None]
    return sum(known) / len(known) if known else float("nan")


if __name__ == "__main__":
    sys.exit(main())
