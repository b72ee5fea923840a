"""Figure cards as HTML: each asked figure on a line of its own above the answer, with the mark that leads to its source. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.figure_wording import figure_words
from bot.types import FigureCard
from web.escaping import safe
from web.texts import Texts, language_of


def figures_html(cards: Sequence[FigureCard], texts: Texts, mark: Callable[[int], str]) -> str:
    """Return the cards in their order; empty without any.

    Args:
        cards: The answer's figures.
        texts: The page's words.
        mark: Gives the link to the evidence of a citation's number, as HTML.
    """
    items = "".join(_figure(card, texts, mark(card.number)) for card in cards)
    return f'<ul class="figures" aria-label="{safe(texts.figures)}">{items}</ul>' if items else ""


def _figure(card: FigureCard, texts: Texts, mark: str) -> str:
    words = figure_words(card, language_of(texts.language_tag))
    parts = (
        _part("indicator", texts.indicator, safe(words.indicator)),
        _part("place", texts.place, safe(words.place)),
        _part("period", texts.period, safe(words.period)),
        _part("value", texts.value, f"<span>{safe(words.value)}</span>{mark}"),
    )
    use = f'<span class="use">{safe(texts.figure_term)}</span>' if card.term else ""
    return f'<li class="figure{" term" if card.term else ""}">{use}<dl>{"".join(parts)}</dl></li>'


def _part(name: str, label: str, html: str) -> str:
    """Return a part whose label only a screen reader says: what is what, one sees by its form."""
    return f'<div class="{name}"><dt class="unseen">{safe(label)}</dt><dd>{html}</dd></div>' if html else ""
