"""Questions with passages to learn from, and the sets they come from. Nothing here is copied into the project: see models/README.md.

A reading set has one context a line (`context`, `questions: [{question, answers}]`; no answers = unanswerable); LeCoQA one question of
a layperson a line with the articles that answer it (`question`, `answer`, `articles: {name: text}`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.lexical import terms
from knowledge.sentences import sentence_spans

Span = tuple[int, int]
READING_SETS = ("drcd.jsonl", "cmrc2018_dev.jsonl", "squad2_zh_dev.jsonl")
LAY_SET = "lecoqa_train.jsonl"
WINDOW_CHARS = 220
LONG_WINDOW_CHARS = 420
HELD_BACK = 10  # one context in so many is kept for validation, chosen by its hash
_ARTICLE_NAME = re.compile(r"^(.*?)(第[〇零一二三四五六七八九十百千]+条.*)$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as the reader sees it."""

    text: str
    title: str = ""
    spans: tuple[Span, ...] = ()
    """Where the answer stands in `text`, half-open; empty where it isn't marked."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the passages that answer it and some that don't."""

    question: str
    answering: tuple[Passage, ...]
    others: tuple[Passage, ...]
    """Known not to answer: hard ones first."""
    origin: str
    """Name of the set."""
    answers: tuple[str, ...] = ()
    """What no other passage may hold, in the words of the set."""


def held_back(text: str) -> bool:
    """Whether a context is kept for validation: the same on every machine."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % HELD_BACK == 0


def rows(path: Path) -> list[dict[str, object]]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def windows(text: str, limit_chars: int = WINDOW_CHARS) -> list[Span]:
    """Neighbouring sentences of `text` joined up to `limit_chars`; a longer sentence is a window of its own."""
    found: list[Span] = []
    for start, end in sentence_spans(text):
        if found and end - found[-1][0] <= limit_chars:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def reading_examples(path: Path, *, validation: bool, window_chars: int = WINDOW_CHARS) -> Iterator[Example]:
    """Examples of a reading set: the window that answers, and the other windows of the same context that don't hold the answer."""
    for row in rows(path):
        context = str(row["context"])
        if held_back(context) != validation:
            continue
        cut = [context[slice(*span)] for span in windows(context, window_chars)]
        questions = row["questions"]
        assert isinstance(questions, list)
        for entry in questions:
            example = _read(entry["question"], entry["answers"], cut, path.stem)
            if example is not None:
                yield example


def _read(question: str, answers: Sequence[str], cut: Sequence[str], origin: str) -> Example | None:
    asked = set(terms(question))
    near = sorted(cut, key=lambda text: -len(asked.intersection(terms(text))))
    if not answers:
        return Example(question, (), tuple(Passage(text) for text in near), origin)
    holding = [text for text in near if any(answer in text for answer in answers)]
    if not holding:
        return None
    others = tuple(Passage(text) for text in near if text not in holding)
    best = Passage(holding[0], spans=(_best_span(asked, answers, holding[0]),))
    return Example(question, (best,), others, origin, tuple(answers))


def _best_span(asked: set[str], answers: Sequence[str], text: str) -> Span:
    """The place of the first answer that stands in the text whose sentence shares most with the question."""
    answer = next(answer for answer in answers if answer in text)
    places = [match.start() for match in re.finditer(re.escape(answer), text)]

    def shared(place: int) -> int:
        around = next((s for s in sentence_spans(text) if s[0] <= place < s[1]), (0, len(text)))
        return len(asked.intersection(terms(text[slice(*around)])))

    start = max(places, key=shared)
    return start, start + len(answer)


def lay_examples(path: Path, *, validation: bool) -> Iterator[Example]:
    """Examples of LeCoQA, without passages that don't answer: those come from near misses."""
    for row in rows(path):
        question, articles = str(row["question"]), row["articles"]
        assert isinstance(articles, dict)
        if held_back(question) == validation:
            yield Example(question, tuple(article(name, text) for name, text in articles.items()), (), "lecoqa")


def article(name: str, text: str) -> Passage:
    """An article of a law with the law's name as title and its number before the text, as a base would hold it."""
    match = _ARTICLE_NAME.match(name)
    law, number = (match[1], match[2]) if match else (name, "")
    return Passage(text=f"{number} {text}".strip(), title=law)
