"""The standard that a condition names (本县农村低保标准), as a document in force states it in figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge.catalogue import Catalogue
from knowledge.types import DocumentCard, Figure

_LOCAL = re.compile(r"本[省市县区乡镇]|我[省市县区]|当地|全[省市县区]|上一?年度?|当年|现行|执行|年度?|月|的|线$")
_MONTHS = Decimal(12)
_STANDARDS = re.compile("标准|收入|参考线|线$")


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard's amount with the sentence that states it."""

    value: Decimal
    """元 for the wanted time."""
    said: str
    """As written, with the working where it was turned to another time: 620元×12=7440元."""
    per: str
    """年, 月, or "" where the document counts it for no time."""
    document: DocumentCard
    start: int
    end: int
    """The stating sentence or table row."""
    period: str
    dated: bool
    """Whether it is of a year before the day of the check."""


class Standards:
    """Finds standards in the figures of the documents that hold. Read-only; threads may share it."""

    def __init__(self, catalogue: Catalogue, cards: Sequence[DocumentCard], today: date) -> None:
        """Take the documents in force on a day, `cards`, of which nothing is read before it is asked for."""
        self._today = today
        self.catalogue = catalogue
        self._cards = {card.id: card for card in cards}

    def find(self, words: str, compared: str, policy: DocumentCard) -> Standard | None:
        """The newest amount of the standard that `words` name; None where no document says it, or several could be meant.

        Args:
            words: The standard as the condition names it.
            compared: What is compared with it; says whether for a month or a year.
            policy: The document that names it: the standard is of its place.
        """
        wanted = _core(words)
        near = [f for f in self._figures if _core(f.indicator).endswith(wanted) and self._of_place(f, policy)]
        names = {_core(f.indicator) for f in near}
        if len(names) > 1:  # 低保标准, of 城市 and of 农村: the document's own title says which
            title = _core(policy.metadata.title)
            names = {n for n in names if n == wanted or n.removesuffix("标准") in title or _prefix(n, wanted) in title}
            near = [f for f in near if _core(f.indicator) in names]
        if len(names) != 1:
            return None
        per = "月" if "月" in f"{compared}{words}" else "年"
        newest = max(near, key=self._rank)
        same = [f for f in near if f.period == newest.period and f.document_id == newest.document_id]
        return self._standard(same, per, back=1 if re.search("上一?年", words) else 0)

    @cached_property
    def _figures(self) -> list[Figure]:
        return [
            figure
            for document_id in self._cards
            for figure in self.catalogue.figures_of(document_id)
            if figure.unit.startswith("元") and _STANDARDS.search(figure.indicator) and not figure.subject
        ]

    def dated(self, period: str, back: int = 0) -> bool:
        """Whether a period (2023, 2022-06) is of a year before that of the check, or before the one `back` years earlier (上年度)."""
        return period[:4].isdigit() and int(period[:4]) < self._today.year - back

    def _of_place(self, figure: Figure, policy: DocumentCard) -> bool:
        places = policy.metadata.places
        own = figure.document_id == policy.id
        return own or figure.place in places[-1:] or not places

    def _rank(self, figure: Figure) -> tuple[str, str]:
        issued = self._cards[figure.document_id].metadata.issued
        return figure.period, issued.isoformat() if issued else ""

    def _standard(self, figures: Iterable[Figure], per: str, *, back: int) -> Standard | None:
        """The amount for the wanted time: as stated, else turned from the other one."""
        stated = {_per(figure.unit): figure for figure in reversed(list(figures))}
        other = "月" if per == "年" else "年"
        if (figure := stated.get(per)) is not None:
            return self._made(figure, figure.value, figure.said, per, back)
        if per == "年" and (figure := stated.get(other)) is not None:
            value = figure.value * _MONTHS
            return self._made(figure, value, f"{figure.said}×12={value.normalize():f}元", per, back)
        figure = stated.get("")
        return self._made(figure, figure.value, figure.said, "", back) if figure is not None else None

    def _made(self, figure: Figure, value: Decimal, said: str, per: str, back: int) -> Standard:
        card = self._cards[figure.document_id]
        dated = self.dated(figure.period, back)
        return Standard(value, said, per, card, figure.sentence_start, figure.sentence_end, figure.period, dated)


def _core(words: str) -> str:
    return _LOCAL.sub("", words.replace("最低生活保障", "低保"))


def _prefix(name: str, wanted: str) -> str:
    return name[: -len(wanted)] or name


def _per(unit: str) -> str:
    return next((part for part in unit.partition("/")[2].split("·") if part in ("年", "月")), "")
