"""The question sets: which questions over which documents, and where both lie."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from evaluation.grading import Gold, read_gold
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT

SHARED = "WENCE_SHARED"
"""Variable that names the folder of further sets; the evaluation's own, so it is kept from the program's settings."""
BUILD = PROJECT / "build" / "evaluation"


class EvaluationError(KnowledgeError):
    """The evaluation can't go on; one sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Questions and the documents that answer them."""

    name: str
    gold: Path
    documents: Path

    @property
    def index(self) -> Path:
        """Where the knowledge base over the documents is kept between runs."""
        return BUILD / self.name

    @property
    def present(self) -> bool:
        """Whether questions and documents are there."""
        return self.gold.is_file() and self.documents.is_dir()


def question_sets(shared: Path) -> tuple[QuestionSet, ...]:
    """All sets: our own first, then those of the shared folder, which may not be there."""
    own = QuestionSet(name="reports", gold=PROJECT / "evaluation/gold/reports.jsonl", documents=PROJECT / "reports")
    others = (
        QuestionSet(name=f"{topic}_dev", gold=shared / f"eval/{topic}_dev.jsonl", documents=shared / "corpus" / topic)
        for topic in ("report", "laws", "policies")
    )
    return (own, *others)


def shared_folder() -> Path:
    """The folder that WENCE_SHARED names; beside the project where it names none."""
    return Path(os.environ.get(SHARED) or PROJECT.parent / "shared")


def chosen(names: str, sets: tuple[QuestionSet, ...]) -> list[QuestionSet]:
    """The sets named, separated by commas; all that are there where none is named.

    Raises:
        EvaluationError: a name is unknown, or a named set isn't there.
    """
    if not names:
        return [each for each in sets if each.present]
    known = {each.name: each for each in sets}
    picked = []
    for name in (part.strip() for part in names.split(",")):
        if name not in known:
            raise EvaluationError(
                f"没有叫 {name!r} 的题集，可选：{'、'.join(known)}。",
                f"There is no set {name!r}; there are: {', '.join(known)}.",
            )
        if not known[name].present:
            raise EvaluationError(
                f"题集 {name} 的文件不在 {known[name].gold.parent} 和 {known[name].documents}；请用环境变量 {SHARED} 指明所在文件夹。",
                f"The files of set {name} are not in {known[name].gold.parent} and {known[name].documents}; name their folder by {SHARED}.",
            )
        picked.append(known[name])
    return picked


def read_questions(path: Path) -> list[Gold]:
    """The questions of a file, one JSON object a line.

    Raises:
        EvaluationError: a line isn't a question.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            questions.append(read_gold(json.loads(line)))
        except (json.JSONDecodeError, KeyError, TypeError) as exc:
            raise EvaluationError(
                f"题集 {path.name} 第 {number} 行不是有效的题目（{exc!r}），请改正。",
                f"Line {number} of {path.name} is no valid question ({exc!r}); correct it.",
            ) from exc
    return questions
