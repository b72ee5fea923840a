"""The first screens of the desk 学业务: the learner's name, what is waiting for them, the documents, a document's path. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.training.cards import TermCard
from bot.training.items import KINDS
from bot.training.paths import Step
from web.escaping import safe
from web.learn_parts import button_html, term_html
from web.learn_texts import LearnTexts
from web.progress import Learned, Round

_SHEET_ITEMS = 20
_MOST_ITEMS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A document as the start shows it."""

    id: str
    name: str
    repealed: bool
    items: tuple[str, ...]
    """Ids of its items; empty where they haven't been made yet, as in a large base."""


def mastered(learned: Mapping[str, Learned], items: Sequence[str]) -> int:
    """How many of the items have been answered right and don't stand in the wrong-answer book."""
    return sum(item in learned and learned[item].hits > 0 and not learned[item].wrong for item in items)


def name_html(names: Sequence[str], texts: LearnTexts, *, told: str = "") -> str:
    """Return the screen that asks for the learner's name."""
    known = "".join(f"<li>{button_html('name', name, values={'name': name})}</li>" for name in names)
    seen = f'<h3>{safe(texts.known)}</h3><ul class="learn-names">{known}</ul>' if known else ""
    note = f'<p class="learn-undo" role="status">{safe(told)}</p>' if told else ""
    return (
        f'<section class="learn-name"><h2 tabindex="-1">{safe(texts.who)}</h2>{note}<p>{safe(texts.who_body)}</p>'
        f'<p class="learn-fill"><label for="learner-name">{safe(texts.name)}</label>'
        f'<input id="learner-name" type="text" maxlength="20" autocomplete="off" data-focus> '
        f"{button_html('name', texts.begin, kind='primary')}</p>{seen}</section>"
    )


def home_html(
    name: str,
    learned: Mapping[str, Learned],
    current: Round | None,
    shelves: Sequence[Shelf],
    texts: LearnTexts,
    *,
    due: int,
) -> str:
    """Return the start: what is waiting, the documents with the learner's progress, the sheet, the record."""
    wrong = sum(each.wrong for each in learned.values())
    left = len(current.items) - len(current.hits) if current is not None else 0
    waiting = [
        button_html("continue", texts.continue_round.format(left=left), kind="primary") if left else "",
        button_html("due", texts.due.format(count=due), kind="" if left else "primary")
        if due
        else f"<span>{safe(texts.none_due)}</span>",
        button_html("book", texts.book.format(count=wrong)) if wrong else f"<span>{safe(texts.book_empty)}</span>",
        button_html("round", texts.any_round, kind="" if left or due else "primary"),
        button_html("terms", texts.terms),
    ]
    note = f'<p class="learn-hint">{safe(texts.already.format(count=left))}</p>' if left else ""
    rows = "".join(_shelf_html(shelf, learned, texts) for shelf in shelves)
    return (
        f'<section class="learn-home"><div class="learn-head"><h2 tabindex="-1" data-focus>{safe(texts.learner.format(name=name))}</h2>'
        f"{button_html('who', texts.change_name, kind='quiet')}</div>"
        f'<p class="learn-actions waiting">{"".join(waiting)}</p>{note}'
        f'<h3>{safe(texts.documents)}</h3><p class="learn-hint">{safe(texts.documents_body)}</p><ul class="learn-shelves">{rows}</ul>'
        f'<p class="learn-actions">{button_html("sheet", texts.sheet)}{button_html("forget", texts.forget, kind="quiet")}</p></section>'
    )


def _shelf_html(shelf: Shelf, learned: Mapping[str, Learned], texts: LearnTexts) -> str:
    if shelf.repealed:
        words = texts.repealed
    elif shelf.items:
        words = texts.progress.format(done=mastered(learned, shelf.items), all=len(shelf.items))
    else:
        words = ""
    meter = ""
    if shelf.items:
        meter = f'<progress max="{len(shelf.items)}" value="{mastered(learned, shelf.items)}" aria-hidden="true"></progress>'
    return (
        f'<li><button type="button" class="learn-shelf" data-learn="path" data-document="{safe(shelf.id)}">'
        f"<b>{safe(shelf.name)}</b><span>{safe(words)}</span>{meter}</button></li>"
    )


def path_html(shelf: Shelf, steps: Sequence[Step], learned: Mapping[str, Learned], texts: LearnTexts) -> str:
    """Return a document's path: its headings in order, each with its terms and practice."""
    listed = "".join(_step_html(shelf, step, learned, texts) for step in steps)
    whole = (
        button_html("round", texts.practise_all, values={"document": shelf.id}, kind="primary") if shelf.items else ""
    )
    note = texts.repealed if shelf.repealed else "" if shelf.items else texts.nothing
    told = f'<p class="learn-hint">{safe(note)}</p>' if note else ""
    language = "en" if texts.language_tag == "en" else "zh"
    return (
        f'<section class="learn-path"><h2 tabindex="-1" data-focus>{safe(shelf.name)}</h2>{told}'
        f'<p class="learn-actions">{whole}<a class="action open" href="document/{safe(shelf.id)}?language={language}">{safe(texts.read_source)}</a>'
        f'{button_html("home", texts.home, kind="quiet")}</p><ol class="learn-steps">{listed}</ol></section>'
    )


def _step_html(shelf: Shelf, step: Step, learned: Mapping[str, Learned], texts: LearnTexts) -> str:
    terms = "".join(term_html(card, texts) for card in step.terms)
    ids = [item.id for item in step.items]
    practise = ""
    if ids:
        values = {"document": shelf.id, "heading": step.heading}
        done = texts.progress.format(done=mastered(learned, ids), all=len(ids))
        words = texts.practise.format(count=min(10, len(ids)))
        practise = f'<p class="learn-actions">{button_html("round", words, values=values)}<span class="learn-hint">{safe(done)}</span></p>'
    language = "en" if texts.language_tag == "en" else "zh"
    source = f"document/{safe(shelf.id)}?start={step.start}&amp;end={step.start + 1}&amp;language={language}#cited"
    return (
        f'<li><h3>{safe(step.heading or texts.whole_text)} <a class="action open" href="{source}">{safe(texts.read_source)}</a></h3>'
        f"{terms}{practise}</li>"
    )


def terms_html(cards: Sequence[TermCard], texts: LearnTexts) -> str:
    """Return the term cards of all documents."""
    return (
        f'<section class="learn-terms"><h2 tabindex="-1" data-focus>{safe(texts.terms)}</h2><p class="learn-hint">{safe(texts.terms_body)}</p>'
        f'<p class="learn-actions">{button_html("home", texts.home, kind="quiet")}</p>{"".join(term_html(card, texts) for card in cards)}</section>'
    )


def forget_html(name: str, count: int, texts: LearnTexts) -> str:
    """Return the question whether a learner's record is really to be deleted."""
    return (
        f'<section class="learn-forget" role="alertdialog" aria-labelledby="learn-forget"><h2 id="learn-forget" tabindex="-1">'
        f"{safe(texts.forget_ask.format(name=name, count=count))}</h2>"
        f'<p class="learn-actions">{button_html("home", texts.forget_no, kind="primary", focus=True)}{button_html("forgetyes", texts.forget_yes)}</p></section>'
    )


def sheet_html(shelves: Sequence[Shelf], seed: int, texts: LearnTexts) -> str:
    """Return the form that makes a sheet; its buttons download the file."""
    kinds = "".join(
        f'<label class="learn-check"><input type="checkbox" name="kind" value="{kind}" checked> {safe(texts.kinds[kind])}</label>'
        for kind in KINDS
    )
    documents = "".join(
        f'<label class="learn-check"><input type="checkbox" name="document" value="{safe(shelf.id)}" checked> {safe(shelf.name)}</label>'
        for shelf in shelves
        if not shelf.repealed
    )
    return (
        f'<section class="learn-sheet"><h2 tabindex="-1" data-focus>{safe(texts.sheet)}</h2><p class="learn-hint">{safe(texts.sheet_body)}</p>'
        f'<form action="training-sheet" method="get" target="_blank"><p class="learn-fill"><label for="sheet-title">{safe(texts.sheet_title)}</label>'
        f'<input id="sheet-title" name="title" maxlength="60" value="{safe(texts.sheet_title_default)}"></p>'
        f'<p class="learn-fill"><label for="sheet-count">{safe(texts.count)}</label>'
        f'<input id="sheet-count" name="count" type="number" min="1" max="{_MOST_ITEMS}" value="{_SHEET_ITEMS}" required></p>'
        f'<p class="learn-fill"><label for="sheet-seed">{safe(texts.seed)}</label>'
        f'<input id="sheet-seed" name="seed" type="number" min="1" max="999999" value="{seed}" required> <small>{safe(texts.seed_hint)}</small></p>'
        f"<fieldset><legend>{safe(texts.of_kinds)}</legend>{kinds}</fieldset>"
        f'<fieldset class="documents"><legend>{safe(texts.of_documents)}</legend>{documents}</fieldset>'
        f'<p><label class="learn-check"><input type="checkbox" name="key" value="yes"> {safe(texts.with_key)}</label></p>'
        f'<p class="learn-actions"><button class="learn-button primary" name="format" value="docx">{safe(texts.word)}</button>'
        f'<button class="learn-button" name="format" value="pdf">{safe(texts.pdf)}</button>'
        f"{button_html('home', texts.home, kind='quiet')}</p></form></section>"
    )
