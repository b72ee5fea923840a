"""The part of an answer that says it in short: at most three sentences, so that one reads those first and the rest where one wants it. Pure.

A list counts as one sentence with the sentence that leads it in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.announcing import ITEM_HEADING, ITEM_MARK
from bot.types import Answer, AskedKind
from bot.weighing import coverage
from knowledge.sentences import sentence_spans

MOST_SENTENCES = 3
_SHORT_CHARS = 120  # what is no longer is read at a glance, however many sentences it has
_OPEN = re.compile(r"[：:；;，,、](?:\[\d+\])?$")
_PASSAGES: frozenset[AskedKind] = frozenset({"passage", "list", "steps", "definition", "reason"})
"""Kinds whose answer may begin before the sentence that answers; of any other what is said first is the answer."""
_LEAST_GAIN = 0.15  # of the question's content, that a later sentence must say more than the first one

Span = tuple[int, int]


def with_lead(answer: Answer, weights: Mapping[str, float]) -> Answer:
    """The answer that knows its short part; `weights` are the question's content terms."""
    return replace(answer, lead=lead_of(answer, weights)) if answer.status == "answered" else answer


def lead_of(answer: Answer, weights: Mapping[str, float]) -> Span:
    """[start, end) of the text's short part."""
    text = answer.text
    units = statements(text)
    if len(units) <= MOST_SENTENCES or len(text) <= _SHORT_CHARS:
        return 0, len(text)
    first = 0
    if answer.query is not None and answer.query.kind in _PASSAGES and answer.guide is None:
        first = _best(text, units, weights)
    last = min(first + MOST_SENTENCES, len(units)) - 1
    return units[first][0], units[last][1]


def statements(text: str) -> list[Span]:
    """Spans of the text's sentences with their marks, in order; a list is one with what leads it in."""
    units: list[Span] = []
    for start, end in _with_marks(text):
        line = text[start:end]
        goes_on = units and (
            _OPEN.search(text[slice(*units[-1])])
            or (ITEM_MARK.match(line) and ITEM_MARK.match(_last_line(text, units[-1])))
        )
        if goes_on and "\n" in text[units[-1][1] : start]:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units


def _last_line(text: str, span: Span) -> str:
    return text[span[0] : span[1]].rsplit("\n", 1)[-1]


def _with_marks(text: str) -> list[Span]:
    """Sentences, each with the marks [n] that stand right after it; an item's heading (（一）农户申请。) is one with what it heads."""
    spans: list[Span] = []
    headed = False
    for start, end in sentence_spans(text):
        marks = re.match(r"(?:\[\d+\])+", text[start:end])
        if marks and spans:
            spans[-1] = (spans[-1][0], start + marks.end())
            start += marks.end()
        if start >= end:
            continue
        if headed:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        headed = bool(ITEM_HEADING.fullmatch(text[start:end]))
    return spans


def _best(text: str, units: Sequence[Span], weights: Mapping[str, float]) -> int:
    """Index of the sentence that says most of the question, the first where none says clearly more."""
    said = [coverage(weights, text[slice(*unit)]) for unit in units]
    best = max(range(len(units)), key=lambda i: (said[i], -i))
    return best if said[best] >= said[0] + _LEAST_GAIN else 0
