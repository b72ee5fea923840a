"""Figure cards as HTML: each asked figure on a line of its own above the answer, with the mark that leads to its source. Pure."""

from __future__ import annotations

from collections.abc import Callable

from bot.figure_wording import figure_words
from bot.types import Answer, FigureCard
from web.data_address import figure_key, rows_address
from web.data_texts import DATA_TEXTS
from web.escaping import safe
from web.texts import Texts, language_of


def figures_html(answer: Answer, texts: Texts, mark: Callable[[int], str]) -> str:
    """Return the answer's figures as cards, in their order; empty without any.

    Args:
        answer: The answer.
        texts: The page's words.
        mark: Gives the link to the evidence of a citation's number, as HTML.
    """
    documents = {citation.number: citation.document.id for citation in answer.citations}
    keys = [figure_key(documents[card.number], card.start, card.end) for card in answer.figures]
    terms = [key for card, key in zip(answer.figures, keys, strict=True) if card.term]
    items = "".join(
        _figure(card, texts, mark(card.number), rows_address(card, key, terms if card.term else ()))
        for card, key in zip(answer.figures, keys, strict=True)
    )
    return f'<ul class="figures" aria-label="{safe(texts.figures)}">{items}</ul>' if items else ""


def _figure(card: FigureCard, texts: Texts, mark: str, address: str) -> str:
    words = figure_words(card, language_of(texts.language_tag))
    parts = (
        _part("indicator", texts.indicator, safe(words.indicator)),
        _part("place", texts.place, safe(words.place)),
        _part("period", texts.period, safe(words.period)),
        _part("value", texts.value, f"<span>{safe(words.value)}</span>{mark}"),
    )
    rows = f'<a class="rows" href="{safe(address)}">{safe(DATA_TEXTS[language_of(texts.language_tag)].see_rows)}</a>'
    use = f'<span class="use">{safe(texts.figure_term)}</span>' if card.term else ""
    return f'<li class="figure{" term" if card.term else ""}">{use}<dl>{"".join(parts)}</dl>{rows}</li>'


def _part(name: str, label: str, html: str) -> str:
    """Return a part whose label only a screen reader says: what is what, one sees by its form."""
    return f'<div class="{name}"><dt class="unseen">{safe(label)}</dt><dd>{html}</dd></div>' if html else ""
