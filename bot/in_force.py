"""Whether documents are in force today: superseded, expired, or not yet applied; and the words for it. Pure.

A document that another one repeals or replaces stays in force until that one is applied (施行).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.types import Language
from knowledge.types import DocumentCard


def pending(card: DocumentCard, today: date) -> bool:
    """Whether a document is not yet applied: its 施行 date is to come."""
    return card.metadata.effective is not None and card.metadata.effective > today


def expired(card: DocumentCard, today: date) -> bool:
    """Whether the time is over for which a document says that it holds (有效期)."""
    return card.metadata.repealed is not None and card.metadata.repealed <= today


def replacement(card: DocumentCard, cards: Iterable[DocumentCard], today: date) -> DocumentCard | None:
    """The newest document of `cards` that supersedes `card`, one that is applied by today before others; None without one."""
    if not card.repealed_by:
        return None
    bearers = [c for c in cards if c.metadata.title == card.repealed_by and c.id != card.id]
    later = [c for c in bearers if c.metadata.title != card.metadata.title or _since(c) > _since(card)]
    return max([c for c in later if not pending(c, today)] or later, key=_since, default=None)


def _since(card: DocumentCard) -> date:
    return card.metadata.issued or card.metadata.effective or date.min


def superseded(card: DocumentCard, cards: Iterable[DocumentCard], today: date) -> bool:
    """Whether another document has taken its place by today; one that isn't among `cards` is taken to be applied."""
    if not card.repealed_by:
        return False
    newer = replacement(card, cards, today)
    return newer is None or not pending(newer, today)


def yielding(cards: Sequence[DocumentCard], today: date) -> frozenset[str]:
    """Ids of those whose place another version takes today: superseded ones, and coming ones whose older version still holds.

    An expired rule that nothing replaced yields to none: it is labelled, and still the only one on its matter.
    """
    older = {card.repealed_by for card in cards if card.repealed_by}
    return frozenset(
        card.id
        for card in cards
        if superseded(card, cards, today) or (pending(card, today) and card.metadata.title in older)
    )


def standing_notices(
    documents: Iterable[DocumentCard], cards: Sequence[DocumentCard], language: Language, today: date
) -> tuple[str, ...]:
    """A line for each cited document that doesn't hold today, or is about to be replaced.

    Args:
        documents: What is cited, each once.
        cards: All documents of the base, to see from when a newer one is applied; may be empty.
        language: Of the lines.
        today: The day to judge by.
    """
    return tuple(line for document in documents for line in _lines(document, cards, language, today))


def _lines(document: DocumentCard, cards: Sequence[DocumentCard], language: Language, today: date) -> list[str]:
    lines = []
    title, metadata = document.metadata.title, document.metadata
    if document.repealed_by:
        newer = replacement(document, cards, today)
        begins = newer.metadata.effective if newer is not None and pending(newer, today) else None
        lines.append(_replaced(document, document.repealed_by, begins, language))
    if expired(document, today) and metadata.repealed is not None:
        last = _day(metadata.repealed - timedelta(days=1), language)
        lines.append(
            f"“{title}” was valid until {last} and may no longer hold."
            if language == "en"
            else f"注意:《{title}》的有效期到{last}为止，已经失效，请核实有没有新的规定。"
        )
    if pending(document, today) and metadata.effective is not None:
        first = _day(metadata.effective, language)
        lines.append(
            f"“{title}” applies from {first} only; it is not yet in force."
            if language == "en"
            else f"注意:《{title}》自{first}起施行，现在还没有施行。"
        )
    return lines


def _replaced(document: DocumentCard, newer: str, begins: date | None, language: Language) -> str:
    """That another document took its place, or will on the day `begins`; one of the same title is told apart by the year."""
    title, issued = document.metadata.title, document.metadata.issued
    year = str(issued.year) if issued and str(issued.year) not in title else ""
    if language == "en":
        by = "a newer version" if newer == title else f"“{newer}”"
        when = f"will be superseded by {by} on {_day(begins, language)}" if begins else f"is superseded by {by}"
        return f"“{title}”{f' ({year})' if year else ''} {when}."
    named = f"《{title}》{f'（{year}年）' if year else ''}"
    if begins:
        by = "新版本" if newer == title else f"《{newer}》"
        return f"注意:{by}自{_day(begins, language)}起施行，在那之前仍按{named}执行。"
    by = "有新版本" if newer == title else f"被《{newer}》替代"
    return f"注意:{named}已{by}，以新文件为准。"


def _day(day: date, language: Language) -> str:
    return day.isoformat() if language == "en" else f"{day.year}年{day.month}月{day.day}日"
