"""A round of the desk 学业务: one item at a time, its verdict with the source, the round's end, the wrong-answer book. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.training.items import RIGHT, Item
from web.escaping import safe
from web.learn_parts import LETTERS, answer_words, button_html, cited_html, key_spans
from web.learn_texts import LearnTexts
from web.progress import Learned, Round


def item_html(current: Round, item: Item, texts: LearnTexts, *, untold: bool = False) -> str:
    """Return the item that a round is at: to be answered, or with its verdict. `untold`: submitted without an answer."""
    number = current.at + 1
    answered = current.answered
    bar = "".join(
        f'<i class="{"hit" if current.hits[n] else "miss"}"></i>'
        if n < len(current.hits)
        else f'<i class="{"now" if n == current.at else ""}"></i>'
        for n in range(len(current.items))
    )
    counted = texts.item_of.format(number=number, all=len(current.items))
    head = (
        f'<p class="learn-count"><span class="learn-kind">{safe(texts.kinds[item.kind])}</span> {safe(counted)}'
        f'{" · " + safe(current.label) if current.label else ""}</p><div class="learn-bar" aria-hidden="true">{bar}</div>'
    )
    given = current.given[current.at] if answered else ()
    hint = f'<p class="learn-hint">{safe(texts.several_hint)}</p>' if item.kind == "several" else ""
    warning = f'<p class="learn-warning" role="alert">{safe(texts.unanswered)}</p>' if untold else ""
    question = f'<h2 class="learn-question" id="learn-question" tabindex="-1"{"" if answered else " data-focus"}>{safe(item.question)}</h2>'
    below = _verdict(current, item, given, texts) if answered else warning + _bottom(texts)
    return (
        f'<section class="learn-item" data-kind="{item.kind}" data-answered="{"yes" if answered else "no"}" aria-labelledby="learn-question">'
        f"{head}{question}{hint}{_answering(item, given, texts, answered=answered)}{below}</section>"
    )


def _bottom(texts: LearnTexts) -> str:
    return (
        f'<p class="learn-actions">{button_html("answer", texts.submit, kind="primary")}{button_html("home", texts.leave, kind="quiet")}</p>'
        f'<p class="learn-keys">{safe(texts.keys)}</p>'
    )


def _answering(item: Item, given: Sequence[str], texts: LearnTexts, *, answered: bool) -> str:
    """The fields of an item; shut, with the right options marked, once it is answered."""
    shut = " disabled" if answered else ""
    if item.kind == "filled":
        value = safe(given[0]) if given else ""
        return (
            f'<p class="learn-fill"><label for="learn-fill">{safe(texts.filled_label)}</label>'
            f'<input id="learn-fill" type="text" autocomplete="off" maxlength="60" value="{value}"{shut}></p>'
        )
    if item.kind == "matched":
        return _matching(item, given, texts, shut)
    kind = "checkbox" if item.kind == "several" else "radio"
    rows = []
    for n, option in enumerate(item.options):
        words = option if item.kind != "judged" else (texts.true if option == RIGHT else texts.false)
        letter = LETTERS[n]
        mark = (" key" if option in item.key else " off" if option in given else "") if answered else ""
        chosen = " checked" if option in given else ""
        rows.append(
            f'<label class="learn-option{mark}"><input type="{kind}" name="learn-option" value="{n}"{chosen}{shut}>'
            f'<span class="letter" aria-hidden="true">{letter}</span><span>{safe(words)}</span></label>'
        )
    return f'<div class="learn-options" role="group" aria-labelledby="learn-question">{"".join(rows)}</div>'


def _matching(item: Item, given: Sequence[str], texts: LearnTexts, shut: str) -> str:
    listed = "".join(
        f'<li><span class="letter">{letter}</span> {safe(option)}</li>'
        for letter, option in zip(LETTERS, item.options, strict=False)
    )
    rows = []
    for n, left in enumerate(item.lefts):
        chosen = given[n] if n < len(given) else ""
        options = "".join(
            f'<option value="{i}"{" selected" if option == chosen else ""}>{LETTERS[i]}</option>'
            for i, option in enumerate(item.options)
        )
        mark = (" key" if chosen == item.key[n] else " off") if shut else ""
        rows.append(
            f'<p class="learn-pair{mark}"><label for="learn-pair-{n}">{safe(left)}</label>'
            f'<select id="learn-pair-{n}"{shut}><option value="">{safe(texts.choose)}</option>{options}</select></p>'
        )
    return f'<div class="learn-match"><div>{"".join(rows)}</div><ol class="learn-rights">{listed}</ol></div>'


def _verdict(current: Round, item: Item, given: Sequence[str], texts: LearnTexts) -> str:
    right = current.hits[current.at]
    last = current.at + 1 == len(current.items)
    gave = (
        ""
        if right
        else f'<p class="learn-answer">{safe(texts.gave.format(answer=answer_words(item, given, texts)))}</p>'
    )
    return (
        f'<div class="learn-verdict {"right" if right else "wrong"}" role="status"><h3>{safe(texts.right if right else texts.wrong)}</h3>'
        f'{gave}<p class="learn-answer">{safe(texts.key.format(answer=answer_words(item, item.key, texts)))}</p>'
        f"<h4>{safe(texts.as_said)}</h4>{cited_html(item.cited, texts, marked=key_spans(item))}</div>"
        f'<p class="learn-actions">{button_html("next", texts.finish if last else texts.next, kind="primary", focus=True)}'
        f"{button_html('home', texts.leave, kind='quiet')}</p>"
    )


def end_html(current: Round, items: Sequence[Item | None], texts: LearnTexts) -> str:
    """Return the end of a round: how many were right, and those that weren't with their key."""
    score = texts.score.format(hits=sum(current.hits), all=len(current.hits))
    missed = [
        (item, given)
        for item, given, hit in zip(items, current.given, current.hits, strict=False)
        if item is not None and not hit
    ]
    listed = "".join(reviewed_html(item, given, texts) for item, given in missed)
    body = f"<h3>{safe(texts.missed)}</h3>{listed}" if missed else f"<p>{safe(texts.all_right)}</p>"
    return (
        f'<section class="learn-end"><h2 tabindex="-1" data-focus>{safe(score)}</h2>'
        f'<p class="learn-actions">{button_html("round", texts.again, kind="primary")}{button_html("home", texts.home, kind="quiet")}</p>'
        f"{body}</section>"
    )


def reviewed_html(item: Item, given: Sequence[str], texts: LearnTexts, *, extra: str = "") -> str:
    """Return an item that was answered wrong: question, answer, key and source."""
    options = (
        "".join(f"<li>{safe(option)}</li>" for option in item.options)
        if item.kind in ("single", "several", "case")
        else ""
    )
    listed = f'<ol class="learn-given" type="A">{options}</ol>' if options else ""
    return (
        f'<article class="learn-reviewed"><p><span class="learn-kind">{safe(texts.kinds[item.kind])}</span> {safe(item.question)}</p>{listed}'
        f'<p class="learn-answer">{safe(texts.gave.format(answer=answer_words(item, given, texts)))}</p>'
        f'<p class="learn-right learn-answer">{safe(texts.key.format(answer=answer_words(item, item.key, texts)))}</p>'
        f"{cited_html(item.cited, texts, marked=key_spans(item))}{extra}</article>"
    )


def book_html(
    found: Sequence[tuple[Item, Learned]], gone: int, texts: LearnTexts, *, taken: tuple[str, str] | None
) -> str:
    """Return the wrong-answer book. `taken`: (document, item) that was just taken out, to be undone."""
    undone = ""
    if taken is not None:
        values = {"document": taken[0], "item": taken[1]}
        undone = f'<p class="learn-undo" role="status">{safe(texts.taken_out)} {button_html("putback", texts.undo, values=values, focus=True)}</p>'
    listed = "".join(
        reviewed_html(
            item, learned.given, texts,
            extra=f'<p>{button_html("takeout", texts.take_out, values={"document": learned.document, "item": item.id}, kind="quiet")}</p>',
        )
        for item, learned in found
    )  # fmt: skip
    practise = (
        button_html("bookround", texts.practise.format(count=min(10, len(found))), kind="primary") if found else ""
    )
    body = listed or f"<p>{safe(texts.book_empty)}</p>"
    missing = f'<p class="learn-hint">{safe(texts.gone.format(count=gone))}</p>' if gone else ""
    return (
        f'<section class="learn-book"><h2 tabindex="-1"{"" if taken else " data-focus"}>{safe(texts.book_title)}</h2>'
        f'<p class="learn-hint">{safe(texts.book_body)}</p>{undone}'
        f'<p class="learn-actions">{practise}{button_html("home", texts.home, kind="quiet")}</p>{missing}{body}</section>'
    )
