"""What the desk 学业务 answers to each action: a screen as HTML, and the place that a reload or a step back returns to."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from bot.training.grading import is_right
from bot.training.items import Item
from bot.types import Language
from knowledge.errors import KnowledgeError
from web.asking import UNEXPECTED
from web.escaping import safe
from web.learn_home import Shelf, forget_html, home_html, name_html, path_html, sheet_html, terms_html
from web.learn_parts import button_html
from web.learn_round import book_html, end_html, item_html
from web.learn_texts import LEARN_TEXTS, LearnTexts
from web.progress import Progress, Round, learner_name
from web.protocols import Training
from web.texts import language_of

log = logging.getLogger(__name__)
_ROUND = 10
_MOST_MADE = 60
"""Documents of which the start makes all items, to show the learner's progress; of more only those opened."""
_COMMAND_CHARS = 4000
Place = dict[str, Any]
"""A screen with what it needs: {"do": "path", "document": …}; as JSON in the page's history."""
_PLACES = ("who", "home", "path", "terms", "book", "sheet", "continue", "forget")
"""Screens that may be returned to: showing them changes nothing."""


class LearnReplies:
    """Turns actions into screens. The learner's progress lies in the store; nothing else is kept between two actions."""

    def __init__(
        self, training: Training, progress: Progress, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._training = training
        self._progress = progress
        self._now = now

    def act(self, command: str, language: str) -> tuple[str, str]:
        """Return the screen after an action and its place.

        Args:
            command: JSON as the page's script sends it: `do`, the learner's `name`, and what the action needs.
            language: zh or en.
        """
        spoken = language_of(language)
        texts = LEARN_TEXTS[spoken]
        asked = _read(command)
        try:
            html, place = self._do(asked, texts)
        except KnowledgeError as error:
            html, place = _failed(error.english if spoken == "en" else error.chinese, texts), {"do": "home"}
        except Exception:
            log.exception("an action of the training desk failed")
            html, place = _failed(_unexpected(spoken), texts), {"do": "home"}
        # Gradio changes a screen into the next in place: the script tells a new one by its turn
        html = html.replace("<section", f'<section data-turn="{token_hex(4)}"', 1)
        return html, json.dumps(place | {"name": asked.get("name", "")}, ensure_ascii=False)

    def _do(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        name = asked["name"]
        if not name or asked["do"] == "who":
            return name_html(self._progress.names(), texts), {"do": "who"}
        actions: dict[str, Callable[[Place, LearnTexts], tuple[str, Place]]] = {
            "name": self._greet, "home": self._home, "path": self._path, "terms": self._terms, "book": self._book, "sheet": self._sheet,
            "round": self._begin, "due": self._begin_due, "bookround": self._begin_book, "continue": self._shown, "answer": self._answer,
            "next": self._next, "takeout": self._book, "putback": self._book, "forget": self._forget, "forgetyes": self._forgotten,
        }  # fmt: skip
        return actions.get(asked["do"], self._home)(asked, texts)

    def _greet(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        self._progress.greet(asked["name"], self._now())
        return self._home(asked, texts)

    def _home(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        name = asked["name"]
        learned = self._progress.learned(name)
        current = self._progress.round(name)
        html = home_html(name, learned, current, self._shelves(), texts, due=len(self._due(name)))
        return html, {"do": "home"}

    def _shelves(self) -> list[Shelf]:
        documents = self._training.documents()
        few = len(documents) <= _MOST_MADE
        return [
            Shelf(
                id=each.card.id, name=each.name, repealed=each.repealed,
                items=tuple(item.id for item in self._training.items(each.card.id)) if few else (),
            )
            for each in documents
        ]  # fmt: skip

    def _path(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        document = str(asked.get("document", ""))
        found = next((each for each in self._training.documents() if each.card.id == document), None)
        if found is None:
            return self._home(asked, texts)
        ids = tuple(item.id for item in self._training.items(document))
        shelf = Shelf(id=document, name=found.name, repealed=found.repealed, items=ids)
        html = path_html(shelf, self._training.path(document), self._progress.learned(asked["name"]), texts)
        return html, {"do": "path", "document": document}

    def _terms(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        documents = [each for each in self._training.documents() if not each.repealed][:_MOST_MADE]
        cards = [card for each in documents for card in self._training.terms(each.card.id)]
        return terms_html(cards, texts), {"do": "terms"}

    def _sheet(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        return sheet_html(self._shelves(), int(self._now().timestamp()) % 1000 + 1, texts), {"do": "sheet"}

    def _book(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        """The wrong-answer book, after an item was taken out of it or put back."""
        name, taken = asked["name"], None
        if asked["do"] in ("takeout", "putback"):
            self._progress.in_book(name, str(asked.get("item", "")), wrong=asked["do"] == "putback")
            taken = (str(asked.get("document", "")), str(asked.get("item", ""))) if asked["do"] == "takeout" else None
        wrong = [each for each in self._progress.learned(name).values() if each.wrong]
        found = [(item, each) for each in wrong if (item := self._training.item(each.document, each.item)) is not None]
        return book_html(found, len(wrong) - len(found), texts, taken=taken), {"do": "book"}

    def _begin(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        """A new round over a document, a step of it, or everything; what was answered lately comes last."""
        document, heading = str(asked.get("document", "")), asked.get("heading")
        known = self._progress.learned(asked["name"])
        seed = int(self._now().timestamp() * 1000) % 1_000_003
        among: dict[str, Any] = {"seed": seed, "documents": [document] if document else [], "heading": heading}
        chosen = self._training.choose(_ROUND, without=list(known), **among)
        if len(chosen) < _ROUND:
            held = {item.id for item in chosen}
            chosen += self._training.choose(_ROUND - len(chosen), without=list(held), **among)
        return self._started(asked, chosen, str(heading or ""), texts)

    def _begin_due(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        return self._started(asked, self._due(asked["name"])[:_ROUND], "", texts)

    def _begin_book(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        wrong = [each for each in self._progress.learned(asked["name"]).values() if each.wrong]
        found = [item for each in wrong if (item := self._training.item(each.document, each.item)) is not None]
        return self._started(asked, found[:_ROUND], "", texts)

    def _due(self, name: str) -> list[Item]:
        """Items whose time has come, the longest due first."""
        now = self._now()
        waiting = [each for each in self._progress.learned(name).values() if each.due <= now]
        return [item for each in waiting if (item := self._training.item(each.document, each.item)) is not None]

    def _started(self, asked: Place, items: Sequence[Item], label: str, texts: LearnTexts) -> tuple[str, Place]:
        if not items:
            return self._home(asked, texts)
        current = Round(label=label, items=tuple((item.cited.document_id, item.id) for item in items))
        self._progress.keep_round(asked["name"], current)
        return self._shown(asked, texts)

    def _shown(self, asked: Place, texts: LearnTexts, *, untold: bool = False) -> tuple[str, Place]:
        """The round as it stands; items that the documents no longer give are passed over."""
        name = asked["name"]
        current = self._progress.round(name)
        while current is not None and current.at < len(current.items):
            item = self._training.item(*current.items[current.at])
            if item is not None:
                return item_html(current, item, texts, untold=untold), {"do": "continue"}
            rest = current.items[: current.at] + current.items[current.at + 1 :]
            kept = current.given[: current.at] + current.given[current.at + 1 :]
            current = replace(
                current, items=rest, given=kept, hits=current.hits[: current.at] + current.hits[current.at + 1 :]
            )
            self._progress.keep_round(name, current)
        if current is None or not current.hits:
            return self._home(asked, texts)
        items = [self._training.item(*each) for each in current.items]
        return end_html(current, items, texts), {"do": "continue"}

    def _answer(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        name = asked["name"]
        current = self._progress.round(name)
        if current is None or current.at >= len(current.items) or current.answered:
            return self._shown(asked, texts)
        item = self._training.item(*current.items[current.at])
        if item is None:
            return self._shown(asked, texts)
        given = _given(item, asked.get("given"))
        if not given:
            return self._shown(asked, texts, untold=True)
        right = is_right(item, given)
        self._progress.answer(name, item, given, right, self._now())
        self._progress.keep_round(name, replace(current, given=(*current.given, given), hits=(*current.hits, right)))
        return self._shown(asked, texts)

    def _next(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        current = self._progress.round(asked["name"])
        if current is not None and current.answered:
            self._progress.keep_round(asked["name"], replace(current, at=current.at + 1))
        return self._shown(asked, texts)

    def _forget(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        return forget_html(asked["name"], len(self._progress.learned(asked["name"])), texts), {"do": "forget"}

    def _forgotten(self, asked: Place, texts: LearnTexts) -> tuple[str, Place]:
        self._progress.forget(asked["name"])
        return name_html(self._progress.names(), texts, told=texts.forgotten.format(name=asked["name"])), {"do": "who"}


def _read(command: str) -> Place:
    """The command with its name as it is kept; the learner's start where it is none."""
    try:
        asked = json.loads(command[:_COMMAND_CHARS]) if command else {}
    except ValueError:
        asked = {}
    asked = asked if isinstance(asked, dict) else {}
    return asked | {"do": str(asked.get("do", "home")), "name": learner_name(str(asked.get("name", "")))}


def _given(item: Item, sent: object) -> tuple[str, ...]:
    """What was answered, from the numbers of options or the words that the page sends; empty where it is no answer."""
    values = [str(value) for value in sent] if isinstance(sent, list) else []
    if item.kind == "filled":
        words = values[0].strip()[:60] if values else ""
        return (words,) if words else ()
    numbers = [int(value) if value.isdecimal() else -1 for value in values]
    if any(not 0 <= number < len(item.options) for number in numbers) or not numbers:
        return ()
    if item.kind == "matched":
        return tuple(item.options[number] for number in numbers) if len(numbers) == len(item.lefts) else ()
    return tuple(item.options[number] for number in sorted(set(numbers)))


def _unexpected(language: Language) -> str:
    return UNEXPECTED.english if language == "en" else UNEXPECTED.chinese


def _failed(why: str, texts: LearnTexts) -> str:
    return (
        f'<section class="learn-failed" role="alert"><p>{safe(texts.failed.format(why=why))}</p>'
        f'<p class="learn-actions">{button_html("home", texts.home, kind="primary", focus=True)}</p></section>'
    )
