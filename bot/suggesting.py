"""What to ask next: questions that the documents answer, proven by asking them.

A suggestion is shown only where the bot answers it without a language model, from the place that it was made of. Asking costs time,
so it is done after the answer is shown, a few questions at most, and what was proven is kept for as long as the same version answers.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.defined_terms import Definition, definitions
from bot.desk import Desk
from bot.next_questions import Candidate, candidates
from bot.types import Answer
from knowledge.errors import KnowledgeError

MOST = 3
_MOST_ASKED = 9
_BUDGET_S = 4.0
_KEPT = 2048
_MARK = re.compile(r"[\s,，。？?！!“”\"]")


class Suggester:
    """Suggests next questions. Threads may share it."""

    def __init__(self, ask: Callable[[str, Desk], Answer], desk: Callable[[], Desk]) -> None:
        """Take what answers a text without a language model, and what gives the version that answers now."""
        self._ask = ask
        self._desk = desk
        self._lock = threading.Lock()
        self._proven: OrderedDict[tuple[str, Candidate], bool] = OrderedDict()
        self._defined: tuple[str, tuple[Definition, ...]] = ("", ())

    def suggestions(self, answer: Answer, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """Up to `MOST` questions, each proven answered; fewer, or none, where the time allows no more.

        Args:
            answer: The final answer that was shown.
            asked: Questions asked before, as typed: none is suggested again.

        Raises:
            KnowledgeError: there is no knowledge base, or it can't be read.
        """
        desk = self._desk()
        until = time.monotonic() + _BUDGET_S
        known = {
            _plain(text) for text in (*asked, *((answer.query.text, answer.query.resolved) if answer.query else ()))
        }
        found: list[str] = []
        tried = 0
        for candidate in candidates(answer, desk.knowledge, self._definitions(desk), sorted(desk.places)):
            if len(found) == MOST or tried == _MOST_ASKED or time.monotonic() > until:
                break
            if _plain(candidate.text) in known:
                continue
            known.add(_plain(candidate.text))
            tried += 1
            if self._proves(candidate, desk):
                found.append(candidate.text)
        return tuple(found)

    def _proves(self, candidate: Candidate, desk: Desk) -> bool:
        key = (desk.knowledge.version, candidate)
        with self._lock:
            if key in self._proven:
                self._proven.move_to_end(key)
                return self._proven[key]
        try:
            proven = answers(self._ask(candidate.text, desk), candidate)
        except KnowledgeError:
            proven = False
        with self._lock:
            self._proven[key] = proven
            while len(self._proven) > _KEPT:
                self._proven.popitem(last=False)
        return proven

    def _definitions(self, desk: Desk) -> tuple[Definition, ...]:
        """The base's definitions, read once a version."""
        version = desk.knowledge.version
        with self._lock:
            if self._defined[0] == version:
                return self._defined[1]
        catalogue = desk.knowledge.catalogue
        superseded = {card.id for card in catalogue.cards() if card.repealed_by}
        chunks = (chunk for chunk in catalogue.chunks(catalogue.chunk_ids()) if chunk.document_id not in superseded)
        found = tuple(definition for chunk in chunks for definition in definitions(chunk))
        with self._lock:
            self._defined = (version, found)
        return found


def answers(answer: Answer, candidate: Candidate) -> bool:
    """Whether an answer is the one that a candidate was made for."""
    if answer.status != "answered":
        return False
    if candidate.value:
        return _digits(candidate.value) in _digits(answer.text)
    return any(
        c.document.id == candidate.document_id and c.start < candidate.end and candidate.start < c.end
        for c in answer.citations[:3]
    )


def _digits(text: str) -> str:
    return text.replace(",", "").replace("，", "").replace(" ", "")


def _plain(text: str) -> str:
    return _MARK.sub("", text)
