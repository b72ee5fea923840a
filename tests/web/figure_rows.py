"""Rows of the figure desk, made for tests of how they are shown and exported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.figure_table import FigureRow
from bot.types import FigureCard
from knowledge.types import DocumentCard, Metadata, Source


def row(number: int = 1, **changed: object) -> FigureRow:
    """A figure of 青禾镇 2022; `title`, `indicator`, `place`, `said`, `value`, `unit` and the row's own fields can be changed."""
    title = str(changed.pop("title", "青禾镇2022年工作总结"))
    card = {
        "indicator": "监测对象",
        "place": "青禾镇",
        "period": "2022",
        "value": Decimal(218),
        "unit": "户",
        "said": "218户",
    }
    card |= {name: changed.pop(name) for name in tuple(changed) if name in FigureCard.__dataclass_fields__}
    start = number * 10
    source = Source(path="/a.md", name="a.md", format="md", sha256="0", size_bytes=1)
    metadata = Metadata(title=title, issuer="青禾镇人民政府", number="青政〔2022〕9号", issued=date(2022, 12, 30))
    return FigureRow(
        key=f"a1.{start}.{start + 4}", card=FigureCard(number=number, start=start, end=start + 4, **card),  # type: ignore[arg-type]
        document=DocumentCard(id="a1", source=source, metadata=metadata), sentence=(0, 40), **changed,  # type: ignore[arg-type]
    )  # fmt: skip
