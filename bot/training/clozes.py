"""Items about one value of a sentence: single choice, true or false, and fill-in over a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from bot.training.base import TrainingBase
from bot.training.blanks import OWN_BUSINESS, Blank, blanks_of
from bot.training.items import BLANK, RIGHT, WRONG, Item
from bot.training.library import Reading
from bot.training.wording import CUT, cited, introduced, window, with_blank
from knowledge.numbers import find_quantities

_CHOICES = 3
_MOST_ASKED = 2  # blanks of one sentence: more would ask the same sentence again and again
_COUNTED_OF = re.compile(r"[\d.,，]+|[一二两三四五六七八九十百]+")
_MANY = 6  # wrong options to choose three from, the most tempting


def cloze_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """One item for each blank worth asking, the kinds in turn, so that a document offers all three."""
    turn = 0
    for sentence in reading.sentences:
        blanks = _chosen(base, reading, list(blanks_of(sentence)))
        for blank in blanks:
            wrong = wrong_options(base, blank)
            for kind in (turn, turn + 1, turn + 2):
                made = (_single, _judged, _filled)[kind % 3](base, blank, wrong, random)
                if made is not None:
                    yield made
                    break
            turn += 1


def wrong_options(base: TrainingBase, blank: Blank) -> list[str]:
    """What is surely wrong at the blank, the most tempting first."""
    if blank.kind == "quantity":
        return base.mentions.options(blank)
    return base.phrases.options(blank)


def _chosen(base: TrainingBase, reading: Reading, blanks: Sequence[Blank]) -> list[Blank]:
    """The blanks worth asking, best first: of a report only figures that the catalogue typed, with what they count named."""
    kept = []
    for blank in blanks:
        if blank.kind == "quantity" and not reading.binding:
            figure = base.mentions.figure_of(blank)
            if figure is None or len(figure.indicator) < 4 or figure.indicator not in blank.sentence.text:
                continue
        kept.append(blank)
    return sorted(kept, key=lambda b: (-worth_of(base, reading, b), b.start))[:_MOST_ASKED]


def worth_of(base: TrainingBase, reading: Reading, blank: Blank) -> float:
    """How much is gained by knowing what belongs at a blank, in [0, 1]."""
    worth = 0.75 if reading.binding else 0.4
    if blank.kind == "quantity" and not reading.binding:
        figure = base.mentions.figure_of(blank)
        worth += 0.2 * (figure is not None and base.mentions.documents_of(figure.indicator) > 1)
        worth += 0.1 * (
            figure is not None
            and bool(re.search(r"监测|收入|低保|救助|危房|资金|就业|保险|饮水|自来水|学生|集体", figure.indicator))
        )
    worth -= 0.4 * (not reading.binding and bool(OWN_BUSINESS.search(blank.sentence.text)))
    worth += 0.1 * bool(re.search(r"不得|应当|不超过|不低于|不少于|标准|以内|内", blank.sentence.text))
    return min(1.0, worth - 0.3 * (reading.document.id in base.repealed))


def _stem(base: TrainingBase, blank: Blank, *, blank_words: str = BLANK, start: int | None = None) -> tuple[str, str]:
    """The question and the words of the source that it shows."""
    sentence = blank.sentence
    shown = with_blank(sentence.text, blank.start if start is None else start, blank.end, blank=blank_words)
    return f"根据{base.names[sentence.document_id]}：{introduced(sentence)}{shown}", shown


def _single(base: TrainingBase, blank: Blank, wrong: Sequence[str], random: Random) -> Item | None:
    if len(wrong) < _CHOICES:
        return None
    chosen = random.sample(wrong[:_MANY], _CHOICES)
    options = [blank.text, *chosen]
    if blank.kind == "quantity":
        options.sort(key=_value)
    else:
        random.shuffle(options)
    question, shown = _stem(base, blank)
    return _item(base, blank, kind="single", question=question, options=tuple(options), key=(blank.text,), shown=shown)


def _value(option: str) -> float:
    found = find_quantities(option)
    return float(found[0].value) if found else 0.0


def _filled(base: TrainingBase, blank: Blank, wrong: Sequence[str], random: Random) -> Item | None:
    """Fill in the number: its unit stays in the question."""
    text, start, end = blank.sentence.text, blank.start, blank.end
    if blank.kind == "quantity":
        number = _COUNTED_OF.match(text, start, end)
        if number is None:
            return None
        end = number.end()
    question = f"根据{base.names[blank.sentence.document_id]}：{introduced(blank.sentence)}"
    shown = with_blank(text, start, end, blank="＿＿＿＿")
    return _item(base, blank, kind="filled", question=question + shown, key=(text[start:end],), shown=shown)


def _judged(base: TrainingBase, blank: Blank, wrong: Sequence[str], random: Random) -> Item | None:
    """A statement that is true as it stands, or false by one value."""
    sentence, false = blank.sentence, random.random() < 0.55
    first, last = window(sentence.text, blank.start, blank.end)
    told = f"根据{base.names[sentence.document_id]}：{introduced(sentence)}"
    original = f"{CUT if first else ''}{sentence.text[first:last].rstrip('；;，,。')}{CUT if last < len(sentence.text) else '。'}"
    if not false:
        return _item(
            base, blank, kind="judged", question=told + original, options=(RIGHT, WRONG), key=(RIGHT,), shown=original
        )
    fitting = [option for option in wrong if not _implied(option, blank) and option not in sentence.text]
    if not fitting:
        return None
    replaced = fitting[0] if blank.kind == "quantity" else random.choice(fitting[:_MANY])
    head = f"{CUT if first else ''}{sentence.text[first : blank.start]}{replaced}"
    tail = sentence.text[blank.end : last].rstrip("；;，,。") + (CUT if last < len(sentence.text) else "。")
    said: dict[str, Any] = {"question": told + head + tail, "shown": original, "replaced": replaced}
    return _item(base, blank, kind="judged", options=(RIGHT, WRONG), key=(WRONG,), **said)


def _implied(option: str, blank: Blank) -> bool:
    """Whether a statement with `option` would follow from the source: 不少于20天 implies 不少于15天."""
    quantity, found = blank.quantity, find_quantities(option)
    if quantity is None or not found:
        return False
    if quantity.qualifier in ("at_least", "more_than"):
        return found[0].value < quantity.value
    return quantity.qualifier in ("at_most", "less_than") and found[0].value > quantity.value


def _item(base: TrainingBase, blank: Blank, **said: Any) -> Item:
    """The item with its place and worth; `said` are the other fields of `Item`."""
    sentence = blank.sentence
    worth = worth_of(base, base.reading(sentence.document_id), blank)
    place = cited(sentence, base.names[sentence.document_id])
    return Item(cited=place, topic=sentence.headings, worth=worth, **said)
