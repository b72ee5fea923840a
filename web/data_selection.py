"""The selected figures of the desk as HTML: a numbered list, the workings, the chart. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.figure_table import Chart, FigureRow, Selection, Working
from web.data_address import Address, Along
from web.data_chart import chart_svg, chart_title
from web.data_table import go, source_url
from web.data_texts import DataTexts
from web.data_words import language, told, words_of_row
from web.escaping import safe

_MARK = re.compile(r"\[(\d+)\]")


def selection_html(selection: Selection, address: Address, texts: DataTexts, *, along: Along = "") -> str:
    """Return the selected rows with what can be made of them, or a line that says how to select.

    `along` says what was just looked for beside the first row.
    """
    if not selection.rows:
        return f'<h2 id="chosen-heading" tabindex="-1">{safe(texts.chosen.format(count=0))}</h2><p class="hint">{safe(texts.chosen_hint)}</p>'
    gone = f'<p class="repealed">{safe(texts.gone.format(count=selection.gone))}</p>' if selection.gone else ""
    if along and len(selection.rows) == 1:
        gone += f'<p class="note alone">{safe(texts.alone[along])}</p>'
    rows = "".join(_row(row, address, texts) for row in selection.rows)
    return (
        f'<h2 id="chosen-heading" tabindex="-1">{safe(texts.chosen.format(count=len(selection.rows)))}</h2>{gone}'
        f'<ol class="chosen-rows" tabindex="0" aria-labelledby="chosen-heading">{rows}</ol>{_tools(address, texts)}'
        f"{_workings(selection, texts)}{_chart(selection, texts)}"
    )


def _row(row: FigureRow, address: Address, texts: DataTexts) -> str:
    words = words_of_row(row, texts)
    said = " · ".join(filter(None, (words.indicator, words.place, words.period)))
    drop = Address(request=address.request, rows=tuple(key for key in address.rows if key != row.key))
    gone = go(drop, "×", name="drop", label=texts.drop.format(number=row.card.number))
    plan = f' <span class="badge planned">{safe(texts.planned)}</span>' if row.planned else ""
    badge = f' <span class="badge conflict">{safe(texts.conflict)}</span>' if row.conflicting else ""
    return (
        f'<li id="chosen-{row.card.number}"><span class="said">{safe(said)} <b>{safe(words.value)}</b>{badge}{plan}</span>'
        f'<a class="open" href="{source_url(row, texts)}">{safe(row.document.metadata.title)}</a>{gone}</li>'
    )


def _tools(address: Address, texts: DataTexts) -> str:
    request, rows = address.request, address.rows
    ways = (
        go(Address(request=request, rows=rows[:1], along="series"), texts.to_series, name="action", ident="to-series"),
        go(Address(request=request, rows=rows[:1], along="comparison"), texts.to_comparison, name="action", ident="to-comparison"),
        go(Address(request=request), texts.drop_all, name="action", ident="drop-all"),
        *(
            f'<a class="action" download href="figures/export.{kind}{safe(Address(request=request, rows=rows).query())}'
            f'&amp;language={language(texts)}">{safe(texts.export_chosen)} ({kind.upper()})</a>'
            for kind in ("xlsx", "csv")
        ),
    )  # fmt: skip
    return f'<div class="tools">{"".join(ways)}</div>'


def _workings(selection: Selection, texts: DataTexts) -> str:
    if not selection.workings:
        return ""
    entries = "".join(_working(working, selection.rows, texts) for working in selection.workings)
    return f'<h3>{safe(texts.workings)}</h3><dl class="workings">{entries}</dl>'


def _working(working: Working, rows: Sequence[FigureRow], texts: DataTexts) -> str:
    name = safe(texts.kinds[working.kind])
    if working.refused is not None:
        return f'<div class="refused {working.kind}"><dt>{name}</dt><dd>{safe(told(working.refused, texts))}</dd></div>'
    formulas = "".join(f'<p class="formula">{_marked(formula, rows, texts)}</p>' for formula in working.formulas)
    notes = "".join(f'<p class="note">{safe(told(note, texts))}</p>' for note in working.notes)
    return f'<div class="{working.kind}"><dt>{name}</dt><dd>{formulas}{notes}</dd></div>'


def _marked(formula: str, rows: Sequence[FigureRow], texts: DataTexts) -> str:
    """A formula whose marks open the sources of their terms."""
    by_number = {row.card.number: row for row in rows}
    parts = _MARK.split(formula)  # text, number, text, number, …
    html = [safe(parts[0])]
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        row = by_number[int(number)]
        title = safe(row.document.metadata.title)
        html.append(
            f'&#8288;<a class="open mark" href="{source_url(row, texts)}" title="{title}">[{number}]</a>{safe(text)}'
        )
    return "".join(html)


def _chart(selection: Selection, texts: DataTexts) -> str:
    if selection.no_chart is not None:
        return f'<p class="note no-chart">{safe(told(selection.no_chart, texts))}</p>'
    chart = selection.chart
    if chart is None:
        return ""
    name = safe(f"{chart_title(chart, texts)}.png")
    save = f'<button type="button" class="action" id="save-chart" data-name="{name}">{safe(texts.save_chart)}</button>'
    return (
        f'<h3>{safe(texts.chart)}</h3><div class="drawn" tabindex="0">{chart_svg(chart, texts)}</div>'
        f"{_left_out(chart, texts)}{save}"
    )


def _left_out(chart: Chart, texts: DataTexts) -> str:
    if not chart.left_out:
        return ""
    rows = "；".join(f"[{number}] {told(reason, texts)}" for number, reason in chart.left_out)
    return f'<p class="note">{safe(texts.left_out.format(rows=rows))}</p>'
