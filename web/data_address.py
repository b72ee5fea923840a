"""The desk's address: what is looked for, filtered, sorted and selected, so that it can be sent to a colleague. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast
from urllib.parse import urlencode

from bot.figure_table import NONE, TableRequest
from bot.types import FigureCard
from knowledge.figure_index import COLUMNS, Column

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\.[0-9]{1,18}\.[0-9]{1,18}")
_YEAR = re.compile(r"\d{4}")
_MOST_KEYS = 100
_VALUE_CHARS = 200
Along = Literal["series", "comparison", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address of the desk says."""

    request: TableRequest = field(default_factory=TableRequest)
    rows: tuple[str, ...] = ()
    """Keys of the selected figures, in the order of selecting."""
    along: Along = ""
    """What is to be selected with the first of them: its periods or its places."""

    def query(self) -> str:
        """Return it as a query with its question mark; what is as it would be without saying is left out."""
        request = self.request
        said = {
            "q": request.words, "place": request.place, "year": request.year, "unit": request.unit, "doc": request.document_id,
            "conflicts": "1" if request.conflicts else "", "sort": request.sort or "", "desc": "1" if request.descending else "",
            "page": str(request.page) if request.page > 1 else "", "marked": ",".join(request.marked),
            "rows": ",".join(self.rows), "along": self.along,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in said.items() if value}, safe=",")

    def turned(self, **changes: object) -> Address:
        """Return it with another request, on its first page unless a page is said."""
        return replace(self, request=replace(self.request, **({"page": 1} | changes)))  # type: ignore[arg-type]


def read_address(said: Mapping[str, str]) -> Address:
    """Return what an address says; what can't be read counts as not said."""
    text = {name: value.strip()[:_VALUE_CHARS] for name, value in said.items()}
    sort, year, page = text.get("sort", ""), text.get("year", ""), text.get("page", "")
    along = text.get("along", "")
    request = TableRequest(
        words=text.get("q", ""), place=text.get("place", ""), year=year if _YEAR.fullmatch(year) or year == NONE else "",
        unit=text.get("unit", ""), document_id=text.get("doc", ""), conflicts=text.get("conflicts") == "1",
        sort=cast("Column", sort) if sort in COLUMNS else None, descending=text.get("desc") == "1",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        marked=_keys(said.get("marked", "")),
    )  # fmt: skip
    return Address(
        request=request,
        rows=_keys(said.get("rows", "")),
        along=cast("Along", along) if along in ("series", "comparison") else "",
    )


def _keys(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in text.split(",") if _KEY.fullmatch(key)))[:_MOST_KEYS]


def figure_key(document_id: str, start: int, end: int) -> str:
    """Return the key of a figure, as `bot.figure_table.FigureRow` has it."""
    return f"{document_id}.{start}.{end}"


def rows_address(card: FigureCard, key: str, selected: Sequence[str]) -> str:
    """Return the address, relative to the page's own, that opens the desk at the rows of an answer's figure.

    Args:
        card: The figure.
        key: Its key; its row is marked and comes first.
        selected: Keys of the terms that the answer computes with: they are selected, so that their working is shown.
    """
    request = TableRequest(words=card.indicator, place=card.place, marked=(key,))
    return "data" + Address(request=request, rows=tuple(selected)).query()
