"""A figure card in words, and in plain types for programs. Pure.

The words are the documents' own in a fixed order: indicator, place, period, value with unit. A place or period that the sentence
doesn't say itself is marked with what says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from bot.types import Conflict, FigureCard, Language
from knowledge.types import ScopeSource

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_BOUNDS: dict[str, dict[Language, str]] = {
    "about": {"zh": "约", "en": "about "},
    "at_least": {"zh": "不低于", "en": "at least "},
    "at_most": {"zh": "不超过", "en": "at most "},
    "more_than": {"zh": "超过", "en": "more than "},
    "less_than": {"zh": "不足", "en": "less than "},
}
_BOUNDED = re.compile(r"[余馀多来近约上超逾≥≤<>]")
"""A figure so written says itself that it is no exact one (三百余户)."""
_PER = re.compile(r"每")
_SOURCES: dict[str, dict[Language, str]] = {
    "heading": {"zh": "据标题", "en": "from the heading"},
    "header": {"zh": "据表头", "en": "from the table's header"},
    "document": {"zh": "据文件", "en": "from the document"},
}


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What a card says, part by part, as plain text; empty where the document doesn't say it."""

    indicator: str
    place: str
    period: str
    value: str


def figure_words(card: FigureCard, language: Language) -> FigureWords:
    """The parts of a card in words."""
    return FigureWords(
        indicator=_indicator(card, language),
        place=_told(card.place, card.place_from, card, language),
        period=_told(period_in_words(card.period, language), card.period_from, card, language),
        value=_value(card, language),
    )


def figure_line(card: FigureCard, language: Language) -> str:
    """A card on one line: 农村低保对象 · 青禾镇 · 2022年（据文件） · 1052户 [1]."""
    words = figure_words(card, language)
    parts = " · ".join(part for part in (words.indicator, words.place, words.period, words.value) if part)
    return f"{parts} [{card.number}]"


def figure_lines(cards: Sequence[FigureCard], language: Language) -> list[str]:
    """The cards, a line each, in order; the terms of a working are told apart."""
    mark = "Used in the working: " if language == "en" else "计算所用："
    return [f"{mark if card.term else ''}{figure_line(card, language)}" for card in cards]


def figure_as_plain(card: FigureCard) -> dict[str, Any]:
    """A card in plain types; numbers as text, so that none is rounded."""
    fields = asdict(card)
    return {name: _plain(value) for name, value in fields.items()}


def conflict_as_plain(conflict: Conflict) -> dict[str, Any]:
    """What documents state differently, in plain types: each value with the number of its citation."""
    stated = [{"said": said, "number": number} for said, number in conflict.stated]
    return {"indicator": conflict.indicator, "place": conflict.place, "period": conflict.period, "stated": stated}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return list(value) if isinstance(value, tuple) else value


def _indicator(card: FigureCard, language: Language) -> str:
    """监测对象（累计、纳入）; what belongs to the value (每人每月, 10日内) stands there, and 其中 says nothing without its whole."""
    own = ("内", "其中")
    narrowing = [q for q in card.qualifiers if q not in card.indicator and q not in own and not _PER.match(q)]
    name = " ".join(part for part in (card.subject, card.indicator) if part)
    if not narrowing:
        return name
    return f"{name} ({', '.join(narrowing)})" if language == "en" else f"{name}（{'、'.join(narrowing)}）"


def _value(card: FigureCard, language: Language) -> str:
    per = "".join(q for q in card.qualifiers if _PER.match(q))
    within = "内" if "内" in card.qualifiers else ""
    bounds = {} if within or _BOUNDED.search(card.said) else _BOUNDS.get(card.qualifier, {})
    return f"{per}{bounds.get(language, '')}{card.said}{within}"


def _told(name: str, source: ScopeSource, card: FigureCard, language: Language) -> str:
    """A place or period with what says it, where that isn't the sentence or row itself."""
    kind = "header" if source == "heading" and card.in_table else source
    if not name or kind not in _SOURCES:
        return name
    words = _SOURCES[kind][language]
    return f"{name} ({words})" if language == "en" else f"{name}（{words}）"


def period_in_words(period: str, language: Language) -> str:
    """2022-06 as 2022年6月, 2021/2025 as 2021年—2025年; English keeps the numbers."""
    if language == "en":
        return period.replace("/", "–")
    return "—".join(_DAY.sub(_dated, part) for part in period.split("/"))


def _dated(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year}年{f'{int(month)}月' if month else ''}{f'{int(day)}日' if day else ''}"
