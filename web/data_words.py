"""A figure of the table in words, as the table, the chart and the exports show it. Pure."""

from __future__ import annotations

from bot.figure_table import FigureRow, Told
from bot.figure_wording import FigureWords, figure_words, period_in_words
from bot.types import Language
from web.data_texts import DataTexts
from web.texts import language_of


def language(texts: DataTexts) -> Language:
    """Return the language of the desk's words."""
    return language_of(texts.language_tag)


def words_of_row(row: FigureRow, texts: DataTexts) -> FigureWords:
    """Return what the row says, part by part."""
    return figure_words(row.card, language(texts))


def period_words(period: str, texts: DataTexts) -> str:
    """Return a period in words: 2022年6月."""
    return period_in_words(period, language(texts))


def told(sentence: Told, texts: DataTexts) -> str:
    """Return the sentence in the page's language."""
    return sentence.en if language(texts) == "en" else sentence.zh
