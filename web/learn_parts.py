"""What several screens of the desk 学业务 show: buttons, a cited source, a term card. Pure functions to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote as url_quote

from bot.training.cards import TermCard
from bot.training.items import BLANK, RIGHT, WRONG, Cited, Item
from web.escaping import safe
from web.learn_texts import LearnTexts

LETTERS = "ABCDEFGHIJ"
_QUOTE_CHARS, _TAIL_CHARS, _BEFORE_CHARS = 420, 80, 12
FILLED, CUT = "＿＿＿＿", "……"
"""What stands in a fill-in for the words asked for, and for words that a question leaves out."""


def button_html(
    action: str, words: str, *, values: dict[str, str] | None = None, kind: str = "", focus: bool = False
) -> str:
    """Return a button that the desk's script turns into an action; `kind` is primary, quiet or empty."""
    attributes = "".join(f' data-{name}="{safe(value)}"' for name, value in (values or {}).items())
    classes = f"learn-button {kind}".strip()
    return f'<button type="button" class="{classes}" data-learn="{action}"{attributes}{" data-focus" if focus else ""}>{safe(words)}</button>'


def source_url(cited: Cited, texts: LearnTexts) -> str:
    """Return the address of the document at the cited words, as an attribute value."""
    language = "en" if texts.language_tag == "en" else "zh"
    document = url_quote(cited.document_id, safe="")
    return safe(f"document/{document}?start={cited.start}&end={cited.end}&language={language}#cited")


def cited_html(cited: Cited, texts: LearnTexts, *, marked: Sequence[tuple[int, int]] = ()) -> str:
    """Return the source's words with what carries the key marked, its place, and the way to the document.

    `marked` are spans of the quote, in order.
    """
    place = f"{cited.title} {cited.place}".strip()
    return (
        f'<figure class="learn-source"><blockquote>{_marked(cited.quote, marked)}</blockquote>'
        f'<figcaption>{safe(place)} <a class="action open" href="{source_url(cited, texts)}">{safe(texts.open_document)}</a>'
        "</figcaption></figure>"
    )


def _marked(quote: str, spans: Sequence[tuple[int, int]]) -> str:
    """The quote with its spans marked; cut at its end where it is long, never before the last mark."""
    html, done = "", 0
    for start, end in spans:
        if start >= done:
            html += f"{safe(quote[done:start])}<mark>{safe(quote[start:end])}</mark>"
            done = end
    rest = quote[done:]
    if len(quote) > _QUOTE_CHARS and len(rest) > _TAIL_CHARS:
        rest = rest[: max(_TAIL_CHARS // 2, _QUOTE_CHARS - done)] + CUT
    return html + safe(rest)


def key_spans(item: Item) -> list[tuple[int, int]]:
    """Return where the cited words carry the key: where the blank stands, the right options, each right side after its left one."""
    quote = item.cited.quote
    if item.kind == "judged":
        return _spans(quote, [] if item.replaced else [part.rstrip("。") for part in item.shown.split(CUT)])
    for blank in (BLANK, FILLED):
        if blank in item.shown and len(item.key) == 1:
            before = item.shown.partition(blank)[0].rpartition(CUT)[2][-_BEFORE_CHARS:]
            at = quote.find(before + item.key[0])
            return [(at + len(before), at + len(before) + len(item.key[0]))] if at >= 0 else _spans(quote, item.key)
    if item.kind == "matched":
        found = []
        for left, right in zip(item.lefts, item.key, strict=True):
            at = quote.find(right, max(0, quote.find(left)))
            found += [(at, at + len(right))] if at >= 0 else []
        return sorted(found)
    return _spans(quote, item.key)


def _spans(quote: str, words: Sequence[str]) -> list[tuple[int, int]]:
    return sorted((quote.find(word), quote.find(word) + len(word)) for word in words if word and word in quote)


def answer_words(item: Item, given: Sequence[str], texts: LearnTexts) -> str:
    """Return an answer as a person reads it: letters with the options' words, or what was filled in."""
    if item.kind == "judged":
        return {RIGHT: texts.true, WRONG: texts.false}.get(given[0] if given else "", "—")
    if item.kind == "matched":
        return "\n" + "\n".join(f"{left}——{right or '—'}" for left, right in zip(item.lefts, given, strict=False))
    if item.kind == "filled":
        return given[0] if given else "—"
    return (
        "；".join(f"{LETTERS[item.options.index(option)]}. {option}" for option in given if option in item.options)
        or "—"
    )


def term_html(card: TermCard, texts: LearnTexts) -> str:
    """Return a term card: what it is, its parts, its figures, its source; folded up."""
    parts = "".join(
        f"<li>{safe(part.name + '：' if part.name else '')}{safe('、'.join(part.members))}</li>" for part in card.parts
    )
    figures = "".join(
        f'<li><a class="action open" href="{source_url(figure.cited, texts)}">{safe(" ".join(filter(None, (figure.place, figure.period))))} '
        f"{safe(figure.words)}</a></li>"
        for figure in card.figures
    )
    also = "".join(
        f'<li>{safe(cited.quote[:120])} <a class="action open" href="{source_url(cited, texts)}">{safe(cited.title)}</a></li>'
        for cited in card.also
    )
    lists = "".join(
        f"<h4>{safe(head)}</h4><ul>{items}</ul>"
        for head, items in ((texts.parts, parts), (texts.figures, figures), (texts.also, also))
        if items
    )
    return (
        f'<details class="learn-term"><summary><b>{safe(card.term)}</b><span>{safe(card.means)}</span></summary>'
        f"{cited_html(card.cited, texts, marked=_spans(card.cited.quote, [card.means]))}{lists}</details>"
    )
