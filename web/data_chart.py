"""A chart as SVG: places as bars, years as columns, from 0, the unit said, each value as written; told apart without colours. Pure.

Drawn here rather than by Gradio's plots: those turn values into floats, can't write the documents' own figures on the bars or draw what
is only stated roughly in another way, and bring a plotting library to the browser for ten bars.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.figure_table import Chart, ChartPoint
from web.data_texts import DataTexts
from web.data_words import period_words
from web.escaping import safe

_INK, _FILL, _LINE = "#111111", "#333333", "#cccccc"
_WIDTH, _TOP, _BOTTOM = 440, 64, 44
_ROW, _BAR, _RIGHT = 34, 18, 100
_COLUMN, _WIDE, _HIGH = 92, 44, 220
_LEAST_LEFT, _MOST_LEFT, _CHAR = 72, 150, 14
_LEAST_SHOWN = 0.72  # of its size that it may shrink to on a narrow screen; below that its box scrolls
_STEPS = (1, 2, 5, 10)
_TICKS = 5
_ROUGH = (
    '<defs><pattern id="rough" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="{_FILL}"/></pattern></defs>'
)
"""What isn't stated exactly is hatched."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """From values to pixels: the axis holds 0 and every value."""

    low: float
    high: float
    step: float
    first: float
    """Pixel of `low`."""
    last: float
    """Pixel of `high`."""

    def at(self, value: float) -> float:
        return self.first + (value - self.low) / (self.high - self.low) * (self.last - self.first)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield each line's pixel with its number."""
        decimals = max(0, -math.floor(math.log10(self.step)))
        for number in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + number * self.step
            yield self.at(value), f"{value:,.{decimals}f}" if abs(value) >= self.step / 2 else "0"


def chart_svg(chart: Chart, texts: DataTexts) -> str:
    """Return the chart as an <svg> that holds its title with the unit, its axis, and a bar a point."""
    title = chart_title(chart, texts)
    drawn, width, height = (_columns if chart.kind == "series" else _bars)(chart, texts)
    # Black on white whatever the page's colours: it is saved and printed as it stands.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'style="min-width:{width * _LEAST_SHOWN:.0f}px" role="img" aria-label="{safe(title)}" font-family="sans-serif" font-size="14" fill="{_INK}">{_ROUGH}'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        f"{_text(16, 28, title, 'start', 'font-size=16 font-weight=bold')}{drawn}</svg>"
    )


def chart_title(chart: Chart, texts: DataTexts) -> str:
    """Return what the chart shows, with its unit, as plain text."""
    scope = chart.scope if chart.kind == "series" else period_words(chart.scope, texts)
    template = texts.series_title if chart.kind == "series" else texts.comparison_title
    return template.format(scope=scope, indicator=chart.indicator, unit=chart.unit or "—").strip()


def label_of(chart: Chart, point: ChartPoint, texts: DataTexts) -> str:
    """Return a point's period or place in words."""
    return period_words(point.label, texts) if chart.kind == "series" else point.label


def said_of(point: ChartPoint, texts: DataTexts) -> str:
    """Return a point's value as its document writes it, with its row's number."""
    rough = point.about and not any(mark in point.said for mark in "约近余多超逾不")
    return f"{texts.about if rough else ''}{point.said} [{point.number}]"


def _bars(chart: Chart, texts: DataTexts) -> tuple[str, int, int]:
    """Places below each other."""
    labels = [label_of(chart, point, texts) for point in chart.points]
    left = min(_MOST_LEFT, max(_LEAST_LEFT, max(map(_length, labels)) + 24))
    height = _TOP + _ROW * len(labels) + _BOTTOM
    axis = _axis(chart, left, _WIDTH - _RIGHT)
    foot = height - _BOTTOM + 4
    parts = [
        _line(x, x, _TOP - 8, foot, zero=number == "0") + _text(x, foot + 18, number) for x, number in axis.ticks()
    ]
    parts.append(_text(_WIDTH - 16, foot + 18, chart.unit, "end", "font-weight=bold"))
    for index, (point, label) in enumerate(zip(chart.points, labels, strict=True)):
        top, zero, end = _TOP + _ROW * index, axis.at(0), axis.at(float(point.value))
        parts.append(_text(left - 10, top + _BAR / 2 + 5, label, "end", _squeezed(label, left - 20)))
        parts.append(_rectangle(min(zero, end), top, abs(end - zero), _BAR, point))
        parts.append(_text(max(zero, end) + 6, top + _BAR / 2 + 5, said_of(point, texts), "start"))
    return "".join(parts), _WIDTH, height


def _columns(chart: Chart, texts: DataTexts) -> tuple[str, int, int]:
    """Periods beside each other; the picture grows with their number."""
    width = max(_WIDTH, _LEAST_LEFT + 32 + _COLUMN * len(chart.points))
    step = (width - _LEAST_LEFT - 32) / len(chart.points)
    axis = _axis(chart, _TOP + 16 + _HIGH, _TOP + 16)
    parts = [
        _line(_LEAST_LEFT, width - 24, y, y, zero=number == "0") + _text(_LEAST_LEFT - 8, y + 5, number, "end")
        for y, number in axis.ticks()
    ]
    parts.append(_text(_LEAST_LEFT - 8, _TOP - 6, chart.unit, "end", "font-weight=bold"))
    foot = _TOP + 16 + _HIGH
    for index, point in enumerate(chart.points):
        middle, zero, end = _LEAST_LEFT + step * (index + 0.5), axis.at(0), axis.at(float(point.value))
        said, label = said_of(point, texts), label_of(chart, point, texts)
        parts.append(_rectangle(middle - _WIDE / 2, min(zero, end), _WIDE, abs(end - zero), point))
        parts.append(_text(middle, min(zero, end) - 6, said, "middle", _squeezed(said, step - 6)))
        parts.append(_text(middle, foot + 22, label, "middle", _squeezed(label, step - 6)))
    return "".join(parts), round(width), foot + _BOTTOM


def _axis(chart: Chart, first: float, last: float) -> _Axis:
    values = [float(point.value) for point in chart.points]
    low, high = min(0.0, *values), max(0.0, *values)
    rough = (high - low or 1.0) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough - 1e-12)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return _Axis(low, high if high > low else low + step, step, first, last)


def _rectangle(left: float, top: float, width: float, height: float, point: ChartPoint) -> str:
    fill = "url(#rough)" if point.about else _FILL
    size = f'width="{max(width, 0.5):.1f}" height="{max(height, 0.5):.1f}"'
    return f'<rect class="bar" x="{left:.1f}" y="{top:.1f}" {size} fill="{fill}" stroke="{_INK}"/>'


def _line(left: float, right: float, top: float, bottom: float, *, zero: bool) -> str:
    stroke = f'stroke="{_INK}" stroke-width="1.5"' if zero else f'stroke="{_LINE}"'
    return f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{top:.1f}" y2="{bottom:.1f}" {stroke}/>'


def _text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    attributes = " ".join(f'{name}="{value}"' for name, _, value in (part.partition("=") for part in more.split()))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {attributes}>{safe(words)}</text>'


def _length(text: str) -> float:
    """Roughly how wide a text is drawn, in pixels."""
    return sum(_CHAR if not character.isascii() else _CHAR * 0.6 for character in text)


def _squeezed(text: str, room: float) -> str:
    return f"textLength={room:.0f} lengthAdjust=spacingAndGlyphs" if _length(text) > room else ""
