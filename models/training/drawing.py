"""Draws the examples of all sets into one file of numbers: see `drawn.py`. Needs a processor only, and no model but the tokenizer."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from knowledge.sentences import sentence_spans
from models.training.drawn import NONE, OTHERS, RIGHT, Drawn, Kind, Pool
from models.training.examples import (
    LAY_SET,
    LONG_WINDOW_CHARS,
    READING_SETS,
    Example,
    Passage,
    article,
    held_back,
    reading_examples,
    rows,
)
from models.training.made_questions import made_questions
from models.training.mixture import SELDOM
from models.training.texts import Text

_QUESTION_TOKENS, _PASSAGE_TOKENS = 64, 300
_LEAST_LEFT_CHARS = 60
_SENTENCE_CHARS = (12, 64)
_WRONG_KEPT = 0.6
_NUMBER = re.compile(r"\d+")


class Drawing:
    """Gathers texts and examples; equal texts are kept once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._numbers: dict[tuple[str, str], int] = {}
        self._texts: list[np.ndarray] = []
        self._inside: list[int] = []
        self._pool: list[int] = []
        self._rows: list[tuple[int, ...]] = []

    def passage(self, passage: Passage, pool: Pool) -> int:
        """The number of a passage; one that is met again in a pool belongs to it."""
        key = (passage.title, passage.text)
        number = self._numbers.get(key)
        if number is None:
            head = f"passage: {passage.title}\n" if passage.title else "passage: "
            encoded = self._tokenizer.encode(head + passage.text, add_special_tokens=False)
            inside = next((i for i, (_, end) in enumerate(encoded.offsets) if end > len(head)), 0)
            number = self._add(key, encoded.ids[:_PASSAGE_TOKENS], inside, pool)
        elif pool:
            self._pool[number] = pool
        return number

    def question(self, question: str) -> int:
        """The number of a question."""
        key = ("query:", question)
        if key not in self._numbers:
            ids = self._tokenizer.encode(f"query: {question}", add_special_tokens=False).ids
            return self._add(key, ids[:_QUESTION_TOKENS], 0, Pool.NONE)
        return self._numbers[key]

    def _add(self, key: tuple[str, str], ids: list[int], inside: int, pool: Pool) -> int:
        number = self._numbers[key] = len(self._texts)
        self._texts.append(np.array(ids, dtype=np.uint16))
        self._inside.append(inside)
        self._pool.append(pool)
        return number

    def example(self, example: Example, kind: Kind, seeks: Pool, *, held: bool, own: Pool = Pool.NONE) -> None:
        """Adds an example; its passages that answer become part of `own`."""
        right = [self.passage(p, own) for p in example.answering[:RIGHT]]
        others = [self.passage(p, Pool.NONE) for p in example.others[:OTHERS]]
        span = self._span(example.answering[0]) if example.answering else (NONE, NONE)
        self._rows.append(
            (
                self.question(example.question),
                kind,
                *_filled(right, RIGHT),
                *span,
                *_filled(others, OTHERS),
                seeks,
                held,
            )
        )

    def _span(self, passage: Passage) -> tuple[int, int]:
        """First and last token of the answer among the passage's."""
        head = f"passage: {passage.title}\n" if passage.title else "passage: "
        offsets = self._tokenizer.encode(head + passage.text, add_special_tokens=False).offsets[:_PASSAGE_TOKENS]
        for start, end in passage.spans[:1]:
            start, end = start + len(head), end + len(head)
            places = [i for i, (s, e) in enumerate(offsets) if s < end and e > start and e > s]
            if places and offsets[places[-1]][1] >= end:
                return places[0], places[-1]
        return NONE, NONE

    def drawn(self) -> Drawn:
        """All that was gathered."""
        table = np.array(self._rows, dtype=np.int64)
        span = 2 + RIGHT
        others = span + 2
        return Drawn(
            tokens=np.concatenate(self._texts),
            starts=np.cumsum([0, *(len(t) for t in self._texts)]),
            inside=np.array(self._inside, dtype=np.int16),
            pool=np.array(self._pool, dtype=np.int8),
            question=table[:, 0].astype(np.int32),
            kind=table[:, 1].astype(np.int8),
            right=table[:, 2:span].astype(np.int32),
            span=table[:, span:others].astype(np.int16),
            others=table[:, others : others + OTHERS].astype(np.int32),
            seeks=table[:, -2].astype(np.int8),
            held=table[:, -1].astype(bool),
        )


def _filled(numbers: Sequence[int], places: int) -> list[int]:
    return [*numbers, *[NONE] * (places - len(numbers))]


def draw(data: Path, texts: Sequence[Text], tokenizer: Tokenizer, seed: int, tell: Callable[[str], None]) -> Drawn:
    """Examples of every set, held-back parts marked."""
    drawing, rng = Drawing(tokenizer), random.Random(seed)
    for name in READING_SETS:
        for held in (False, True):
            _read(drawing, data / name, held, rng)
    tell("reading sets drawn")
    _lay(drawing, data / LAY_SET)
    for count, text in enumerate(texts, 1):
        _made(drawing, text, rng)
        if count % 500 == 0:
            tell(f"{count} texts")
    return drawing.drawn()


def _read(drawing: Drawing, path: Path, held: bool, rng: random.Random) -> None:
    for e in reading_examples(path, validation=held):
        for p in (*e.answering, *e.others):
            drawing.passage(p, Pool.WINDOW)
        if e.answering:
            drawing.example(e, Kind.READING, Pool.WINDOW, held=held)
        elif e.others:
            drawing.example(e, Kind.UNANSWERED, Pool.NONE, held=held)
    for e in reading_examples(path, validation=held, window_chars=LONG_WINDOW_CHARS):
        if not e.answering:
            drawing.example(Example(e.question, (), e.others[:1], ""), Kind.UNANSWERED, Pool.NONE, held=held)
            continue
        drawing.example(Example(e.question, e.answering, (), ""), Kind.ALONE, Pool.NONE, held=held)
        for wrong in _removed(e):
            drawing.example(Example(e.question, (), (wrong,), ""), Kind.REMOVED, Pool.NONE, held=held)
        if swapped := _swapped(e.question, e.answering[0].text, rng):
            drawing.example(Example(swapped, (), e.answering, ""), Kind.SWAPPED, Pool.NONE, held=held)


def _removed(example: Example) -> Iterator[Passage]:
    """The window without the sentences that hold an answer, and the context's nearest other window."""
    text = example.answering[0].text
    spans = sentence_spans(text)
    kept = [text[slice(*s)] for s in spans if not any(a in text[slice(*s)] for a in example.answers)]
    rest = "".join(kept).strip()
    if len(rest) >= _LEAST_LEFT_CHARS and not any(answer in rest for answer in example.answers):
        yield Passage(rest)
    yield from example.others[:1]


def _swapped(question: str, text: str, rng: random.Random) -> str | None:
    """The question with a number that its window holds turned into one that it doesn't hold."""
    for found in _NUMBER.finditer(question):
        number = found.group()
        if number in text:
            other = str(max(1, int(number) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10))))
            if other != number and other not in text:
                return question[: found.start()] + other + question[found.end() :]
    return None


def _lay(drawing: Drawing, path: Path) -> None:
    """Laypeople's questions and the sentences of their answers over articles, and the questions over answers."""
    for row in rows(path):
        question, answer = str(row["question"]), str(row["answer"]).removeprefix("您好，")
        named = row["articles"]
        assert isinstance(named, dict)
        held = held_back(question)
        right = tuple(article(name, text) for name, text in named.items())
        drawing.example(Example(question, right, (), ""), Kind.LAY, Pool.LAW, held=held, own=Pool.LAW)
        if held:
            continue
        said = [answer[slice(*span)].strip() for span in sentence_spans(answer)]
        fit = [s for s in said if _SENTENCE_CHARS[0] <= len(s) <= _SENTENCE_CHARS[1]]
        for sentence in fit[:6]:
            drawing.example(Example(sentence, right, (), ""), Kind.SENTENCE, Pool.LAW, held=False)
        explained = (Passage(answer[:300]),)
        drawing.example(
            Example(question, explained, (), ""), Kind.EXPLAINED, Pool.EXPLAINED, held=False, own=Pool.EXPLAINED
        )


def _made(drawing: Drawing, text: Text, rng: random.Random) -> None:
    """Rule-made questions; what doesn't answer are altered copies and neighbours."""
    held = held_back(text.title)
    kind = Kind.POLICY if "policies" in text.folder else Kind.LAW
    for place, (headings, passage) in enumerate(zip(text.headings, text.passages, strict=True)):
        drawing.passage(passage, Pool.LAW)
        near = [text.passages[i] for i in (place + 1, place - 1) if 0 <= i < len(text.passages)]
        for made in made_questions(text.title, headings, passage.text, rng):
            if rng.random() > SELDOM.get(made.kind, 1.0):
                continue
            lures = [Passage(lure, passage.title) for lure in made.lures]
            right = Passage(passage.text, passage.title, made.spans)
            drawing.example(Example(made.question, (right,), (*lures, *near), ""), kind, Pool.LAW, held=held)
            for question in made.unanswerable:
                if rng.random() < _WRONG_KEPT:
                    drawing.example(Example(question, (), (passage,), ""), Kind.MADE_WRONG, Pool.NONE, held=held)
