"""Marks and the passages behind them: issuing handles, reading them back, finding the sentence that carries a statement.

A handle is two random letters and a number (KD3): short enough for a small model to copy, drawn anew for each request, so that
neither a mark left in an earlier answer nor one written into a document by someone else is valid by chance.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.checking import blank_marks, unsupported_figures
from bot.types import Evidence
from knowledge.numbers import Quantity, find_quantities
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.types import SearchHit

Issued = TypeVar("Issued")
QUOTE_CHARS = 300
_LETTERS = "BDFGHJKLMNPQRTVWXZ"  # no vowels, no C/S/Y: nothing that reads as a word, a form number or a digit
_BRACKETED = re.compile(
    r"[\[【［]\s*([A-Za-z0-9_]{1,12}(?:\s*[,，、;；\s]\s*[A-Za-z0-9_]{1,12})*)\s*[\]】］](?!\s?\d*号)", re.ASCII
)
_ROUND = re.compile(r"[(（]\s*([A-Za-z]{2}\d{1,2})\s*[)）]", re.ASCII)  # some models write (KD3)
_OPEN_MARK = re.compile(r"[\[【［][^\]】］]{0,40}$")

_SHORT_NOUN = re.compile(r"([镇乡村])(?:一?共|有|是|为|达到?)*\s*$")


@dataclass(frozen=True, slots=True)
class Resolved(Generic[Issued]):
    """A text whose marks were looked up."""

    text: str
    """Without any mark."""
    marks: tuple[tuple[int, Issued], ...]
    """(offset in `text`, what the handle was issued for), in order; a handle repeated at one offset once."""
    unknown: tuple[str, ...]
    """Handles that were not issued."""


def issue_handles(hits: Sequence[SearchHit]) -> tuple[Evidence, ...]:
    """Return the passages with fresh handles, in order."""
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(2))
    return tuple(Evidence(handle=f"{prefix}{number}", hit=hit) for number, hit in enumerate(hits, start=1))


def resolve_marks(text: str, issued: Mapping[str, Issued]) -> Resolved[Issued]:
    """Take the marks out of `text` and look their handles up; a mark cut off at the end is taken out too."""
    text = _ROUND.sub(lambda m: f"[{m[1]}]" if m[1].upper() in issued else m[0], _OPEN_MARK.sub("", text))
    plain, marks, unknown, position = "", [], [], 0
    for match in _BRACKETED.finditer(text):
        plain += text[position : match.start()]
        position = match.end()
        for handle in re.split(r"[\s,，、;；]+", match.group(1)):
            if (found := issued.get(handle.upper())) is None:
                unknown.append(handle)
            elif (mark := (len(plain), found)) not in marks:
                marks.append(mark)
    return Resolved(plain + text[position:], tuple(marks), tuple(unknown))


def overlap(sentence: str, support: str) -> float | None:
    """Return the share of the sentence's character pairs that `support` holds, in [0, 1]; figures and marks apart.

    None for a sentence without words of its own.
    """
    pairs = _word_pairs(sentence)
    return len(pairs & _pairs(support)) / len(pairs) if pairs else None


def _word_pairs(sentence: str) -> frozenset[str]:
    words = blank_marks(sentence)
    for quantity in reversed(find_quantities(words)):
        words = f"{words[: quantity.start]} {words[quantity.end :]}"
    return _pairs(words)


def _chinese(pairs: frozenset[str]) -> frozenset[str]:
    return frozenset(pair for pair in pairs if "一" <= pair[0] <= "鿿")


def _pairs(text: str) -> frozenset[str]:
    words = re.sub(r"[^一-龥A-Za-z]+", " ", text).lower().split()
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def misplaced_figures(sentence: str, hits: Sequence[SearchHit]) -> list[Quantity]:
    """Return figures of `sentence` that stand in the passages only in sentences about something else.

    A figure's clause and the passage sentence that holds it must share a word (a character pair), so that a passage's 1个示范县
    doesn't carry 剩余1个问题. What stands in no sentence by itself (a cell whose unit is in the header) is left to the number lock.
    """
    plain = blank_marks(sentence)
    clauses = clause_spans(plain)
    said = [(h.chunk.text[a:b], h.chunk.context) for h in hits for a, b in sentence_spans(h.chunk.text)]
    found = []
    for quantity in (q for q in find_quantities(plain) if q.kind == "quantity"):
        start, end = next(((a, b) for a, b in clauses if a <= quantity.start < b), (0, len(plain)))
        words = _chinese(_word_pairs(plain[start:end])) or _chinese(_word_pairs(plain))
        figure = plain[quantity.start : quantity.end]
        holding = [f"{text}\n{context}" for text, context in said if not unsupported_figures(figure, [text])]
        noun = _SHORT_NOUN.search(plain[start : quantity.start])  # 乡共3个 has no pair with 3个乡
        if noun and any(f"个{noun[1]}" in text for text in holding):
            continue
        if words and holding and not any(words & _pairs(text) for text in holding):
            found.append(quantity)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause of a passage with what it carries of a sentence: figures by their offset, and character pairs."""

    start: int
    end: int
    figures: frozenset[int]
    pairs: frozenset[str]


def supporting_span(sentence: str, passage: str) -> tuple[int, int]:
    """Return the span of `passage` that carries `sentence` best: a sentence, or neighbours where its figures need them.

    The span is at most `QUOTE_CHARS` long: of a longer sentence, the clauses that carry most.
    """
    spans = sentence_spans(passage) or [(0, len(passage))]
    parts = _parts(sentence, passage)
    single = max(spans, key=lambda span: _carried(parts, span))
    pairs = [(a[0], b[1]) for a, b in zip(spans, spans[1:], strict=False) if b[1] - a[0] <= QUOTE_CHARS]
    best = max([single, *pairs], key=lambda span: _carried(parts, span)[0])
    if best[1] - best[0] <= QUOTE_CHARS:
        return best
    inside = [p for p in parts if best[0] <= p.start and p.end <= best[1]]
    return max((_window(inside, index) for index in range(len(inside))), key=lambda span: _carried(parts, span))


def _parts(sentence: str, passage: str) -> list[_Part]:
    figures = frozenset(q.start for q in find_quantities(blank_marks(sentence)))
    words = _word_pairs(sentence)
    found = []
    for start, end in clause_spans(passage):
        missing = {q.start for q in unsupported_figures(sentence, [passage[start:end]])}
        found.append(_Part(start, end, figures - missing, words & _pairs(passage[start:end])))
    return found


def _carried(parts: Sequence[_Part], span: tuple[int, int]) -> tuple[int, int]:
    """Return how many figures and how many character pairs of the sentence stand in a span."""
    inside = [p for p in parts if span[0] <= p.start and p.end <= span[1]]
    return len(frozenset().union(*(p.figures for p in inside))), len(frozenset().union(*(p.pairs for p in inside)))


def _window(parts: Sequence[_Part], first: int) -> tuple[int, int]:
    """Return the longest run of clauses from `first` within the limit; one clause at least, cut where it alone is longer."""
    start, end = parts[first].start, min(parts[first].end, parts[first].start + QUOTE_CHARS)
    for part in parts[first + 1 :]:
        if part.end - start > QUOTE_CHARS:
            break
        end = part.end
    return start, end
