"""Questions made by rules from law and policy passages, in plain words, with the spans that answer and near misses."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.training import made_clauses, made_figures, made_offices, made_rules
from models.training.made_rules import Draft, Rule
from models.training.made_scenes import Scene, scene
from models.training.made_swaps import lures, other_aspect, unanswerable
from models.training.plain_words import lay

RULES: tuple[Rule, ...] = (
    made_rules.definitions,
    made_rules.penalties,
    made_rules.listed_penalties,
    made_rules.conditions,
    made_rules.handed_in,
    made_offices.deadlines,
    made_offices.responsible,
    made_offices.where_to,
    made_figures.limits,
    made_figures.amounts,
    made_figures.intervals,
    made_clauses.prohibitions,
    made_clauses.listed_prohibitions,
    made_clauses.consequences,
    made_clauses.rights,
    made_clauses.aims,
    made_clauses.sections,
    made_figures.figures,
)
_MOST = 4
_MOST_OF_A_KIND = 2
_LONGEST_CHARS = 60
_NAMED = frozenset({"aim", "basis", "scope", "effect"})
"""Kinds whose question names the document already."""


@dataclass(frozen=True, slots=True)
class Made:
    """A question about a passage."""

    question: str
    spans: tuple[tuple[int, int], ...]
    """Where the passage's text answers: start and end in characters, exclusive."""
    kind: str
    lures: tuple[str, ...] = ()
    """Altered copies of the passage that no longer answer the question."""
    unanswerable: tuple[str, ...] = ()
    """Altered questions that the passage doesn't answer."""


def made_questions(title: str, headings: Sequence[str], text: str, rng: random.Random) -> list[Made]:
    """At most four questions that `text` answers, best spread over kinds; the same for the same `rng` state.

    Args:
        title: the document's title, as 某市某某条例(2020-01-01).
        headings: the heading path, outermost first.
        text: the passage; spans count its characters.
        rng: decides which questions, how they are worded and the near misses.
    """
    seen = scene(title, headings, text)
    drafts = [draft for rule in RULES for draft in rule(seen) if _sound(seen, draft)]
    rng.shuffle(drafts)
    made: list[Made] = []
    kinds: dict[str, int] = {}
    taken: set[tuple[tuple[int, int], ...]] = set()
    for draft in drafts:
        if len(made) == _MOST:
            break
        if draft.spans in taken or kinds.get(draft.kind, 0) >= _MOST_OF_A_KIND:
            continue
        taken.add(draft.spans)
        kinds[draft.kind] = kinds.get(draft.kind, 0) + 1
        made.append(_made(seen, draft, rng))
    return made


def _sound(seen: Scene, draft: Draft) -> bool:
    """Whether the spans hold words of the passage that answer in a readable length."""
    return all(
        0 <= start < end <= len(seen.text) and seen.text[start:end].strip() for start, end in draft.spans
    ) and all(len(ask) <= _LONGEST_CHARS for ask in draft.asks)


def _made(seen: Scene, draft: Draft, rng: random.Random) -> Made:
    asked = rng.choice(draft.asks)
    asked = _prefixed(seen, draft, asked, rng)
    question = lay(f"{asked}？", rng, kept=(seen.short, seen.title))
    misses = unanswerable(seen, question, rng)
    if len(misses) < 2 and (aspect := other_aspect(seen, draft, rng)):
        misses += (lay(aspect, rng, kept=(seen.short,)),)
    return Made(question, draft.spans, draft.kind, lures(seen, draft, asked, rng), misses)


def _prefixed(seen: Scene, draft: Draft, asked: str, rng: random.Random) -> str:
    """The question with the law's short name or place before it, sometimes."""
    draw = rng.random()
    if draft.kind in _NAMED or draw > 0.3 or re.match("要是|怎么|在", asked):
        return asked
    if draw < 0.12 and seen.topic and 3 < len(seen.short) <= 16:
        return rng.choice(
            (
                f"按{seen.short}，{asked}",
                f"{seen.short}里，{asked}",
                f"根据{seen.short}，{asked}",
                f"{seen.short}规定{asked}",
            )
        )
    if seen.place and seen.place not in asked:
        return rng.choice((f"在{seen.place}，{asked}", f"{seen.place}{asked}", f"{seen.place}，{asked}"))
    return asked
