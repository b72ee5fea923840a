"""Whether a sentence gives a figure to what the cited passages give it to: 危房改造662户 is false where 662 are 宜居农房. Pure.

The sentence is read as a document is (`knowledge.figures`): each of its figures gets an indicator, and a place and a period where it names
them. Of the passages' figures with that value and unit one must be of the same place and period, and no other figure of the passages in that
unit may be called what the sentence calls it any better. What the passages hold without an indicator is left to the number lock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.gazetteer import short_form
from bot.types import Query
from knowledge.figures import figures_of
from knowledge.numbers import date_parts, find_quantities
from knowledge.numerals import normalised, numeral_value
from knowledge.types import Block, Document, Figure, Metadata, SearchHit, Source
from knowledge.units import ratio

FiguresOf = Callable[[SearchHit], Sequence[Figure]]
"""The figures that a passage states, as the knowledge base has read them."""
Stated = tuple[Figure, str]
"""A stated figure, and its sentence or row."""

_SENTENCE = Source(path="", name="", format="txt", sha256="", size_bytes=0)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_RUN = re.compile(r"[一-龥]+|[A-Za-z]+|\d[\d.]*")
_STOCK = re.compile(r"达到?|实现|完成|共有?|其中|全年|为|的|有|了|按")
_RESULT = re.compile(r"[=＝≈+＋×÷−－-]\s*[-−]?\s*$")
_TERM = re.compile(r"\s*[=＝≈+＋×÷−－-]")
"""What is computed has its own check."""
_IN_ORDER = "分别"
_HAN_NUMBER = re.compile("[零〇一二两三四五六七八九十百千万亿点]+")
_CLASSES = frozenset(("级", "类", "档", "期", "届", "号", "批", "轮", "年级", "条", "款"))
"""Units that name what is meant rather than count it: 二类对象, 五级伤残."""
_PEOPLE = re.compile(
    "(?:[人员民众者师工兵属]|学生|医生|考生|书记|干部|对象|劳力|劳动力|专家|家长|儿童|代表|骨干|主任|组长|局长|领导)$"
)
_COUNTS_PEOPLE = frozenset(("人", "名", "位"))
_OTHER_NUMBER = 0.3
"""So much farther is a name with another number in it: 20万元以上的村 from 10万元以上的村."""
_CONTEXT = 0.5
"""What the words of the whole sentence weigh beside the name: of two items of a list with one indicator the right one is told by them."""
_WORD_FOR_WORD = 0.85
_REST = re.compile("(?:其余|余下|剩余?|剩下|结余)[^，,。；;\\d]{0,6}$")
_FIGURES = re.compile(r"[\d.]+(?:%|[一-龥])|[，；;。]")
_CLEARLY = 0.3
"""By so much the words before a figure must be another's rather than its own."""
_RESULT_WORDS = re.compile("[剩余未占增减降]|已|提高|上升")
_UNSAID = 0.15
"""So much farther is what is left, a change or a share where the sentence says nothing of such."""
_MARGIN = 0.05
"""By so much a rival's name must be nearer to the sentence's: less is chance of wording."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What figures have to be attributed by."""

    places: frozenset[str]
    """Names of places, whole and short, that a sentence may name."""
    asked_place: str = ""
    """Of a sentence that names none."""
    asked_years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, query: Query, known_places: Collection[str]) -> Attribution:
        """What a question gives: its place where it names one, its years."""
        named = (*query.places, *query.mentioned_places)
        places = frozenset({*known_places, *map(short_form, known_places)})
        return cls(places, named[0] if len(named) == 1 else "", frozenset(query.years))

    def misattributed(self, sentence: str, stated: Sequence[Stated]) -> list[Figure]:
        """Return the figures of `sentence` that the passages state of something else only.

        Args:
            sentence: What is to be shown, without marks.
            stated: The figures of the cited passages, see `stated_figures`.

        Returns:
            The figures as the sentence gives them; one that no stated figure equals isn't among them.
        """
        told = self._read(sentence, {figure.place for figure, _ in stated if figure.place})
        if any(_out_of_order(sentence, words) for words in {words for _, words in stated}):
            return [figure for figure, _ in told]
        return [figure for figure, words in told if not self._given_rightly(figure, words, stated)]

    def _read(self, sentence: str, places: Collection[str] = ()) -> list[Stated]:
        """The figures of a sentence, offsets being those of the sentence in digits; what is computed has its own check.

        Where it names no year, or one, a figure of it without its own is of that year or the question's.
        """
        text = _in_digits(sentence)
        years = _years_said(text) or self.asked_years
        document = Document(
            id="", source=_SENTENCE, text=text, blocks=(Block(kind="paragraph", start=0, end=len(text)),),
            metadata=Metadata(title="", years=tuple(years) if len(years) == 1 else ()),
        )  # fmt: skip
        found = figures_of(document, {*self.places, *places})
        return [(f, text) for f in found if not _RESULT.search(text[: f.start]) and not _TERM.match(text, f.end)]

    def _given_rightly(self, figure: Figure, words: str, stated: Sequence[Stated]) -> bool:
        equal = [each for each in stated if _same_value(figure, each[0])]
        if any(figure.said in other.indicator for other, _ in stated):
            return True  # 5万元 of 年收入5万元以上的村 names the villages
        name, context = _name(figure), frozenset(_pairs(words.replace(figure.place or "\0", " ")))
        if not equal:
            return not any(self._has_another(figure, name, context, each) for each in stated)
        rest = bool(_REST.search(words[: figure.start]))
        fitting = [
            each for each in equal if self._fits(figure, *each) and (_is_rest(each) == rest or _alone(each, stated))
        ]
        if not fitting:
            return False
        places = {other.place for other, _ in fitting}
        others = (e for e in stated if e not in equal and (e[0].place in places or e[0].place_from != "sentence"))
        rivals = [each for each in others if _comparable(figure, each[0]) and self._fits(figure, *each)]
        rivals += [each for each in equal if not _counts_alike(figure, each[0])]
        rivals = [each for each in rivals if _is_rest(each) or not rest]  # 剩余2个 isn't called like what is done
        if _changed_places(figure, words, fitting, rivals):
            return False
        nearest = max(_nearness(name, context, *each) for each in fitting)
        return not name or all(_nearness(name, context, *rival) <= nearest + _MARGIN for rival in rivals)

    def _has_another(self, figure: Figure, name: frozenset[str], context: frozenset[str], other: Stated) -> bool:
        """Whether what the sentence speaks of, word for word, has another figure in the passages."""
        if figure.unit != other[0].unit or not name or not self._fits(figure, *other):
            return False
        said = len(context & frozenset(_pairs(other[1]))) / len(context)
        return said >= _WORD_FOR_WORD and _in_common(name, _name(other[0])) >= _WORD_FOR_WORD

    def _fits(self, figure: Figure, other: Figure, told: str) -> bool:
        """Whether a stated figure is of the place and period that the sentence, or else the question, names."""
        place = figure.place or self.asked_place
        years = _years(figure.period) or self.asked_years
        own = _years(other.period)
        before = told[: max(0, other.start - other.sentence_start)]
        named = other.place_from != "sentence" and bool(place) and short_form(place) in before  # 坪头村、松涧村产业路
        return (
            _counts_alike(figure, other)
            and (named or _same_place(place, other.place))
            and (not years or not own or not years.isdisjoint(own))
            and _same_part(figure.period, other.period)
        )


def _changed_places(figure: Figure, words: str, fitting: Sequence[Stated], rivals: Sequence[Stated]) -> bool:
    """Whether of two figures of one name (一般线索10日内办结，大病线索3日内办结) the words right before the sentence's are the other's."""
    own = _before(figure, words, 0)
    nearest = max(_in_common(own, _before(other, told, other.sentence_start)) for other, told in fitting)
    return any(
        _name(other) == _name(same) and told == beside
        and _in_common(own, _before(other, told, other.sentence_start)) > nearest + _CLEARLY
        for other, told in rivals for same, beside in fitting
    )  # fmt: skip


def _before(figure: Figure, words: str, offset: int) -> frozenset[str]:
    """The pairs of the words before a figure, from the figure or the mark before it."""
    return frozenset(_pairs(_FIGURES.split(words[: max(0, figure.start - offset)])[-1]))


def _is_rest(stated: Stated) -> bool:
    """Whether a figure is what is left of a whole: 其余60%."""
    figure, words = stated
    return bool(_REST.search(words[: max(0, figure.start - figure.sentence_start)]))


def _alone(one: Stated, stated: Sequence[Stated]) -> bool:
    """Whether no other figure of its sentence could be taken for it: 先付40%，其余60% has two."""
    figure, words = one
    return not any(
        told == words and other.start != figure.start and _comparable(figure, other) and _is_rest((other, told)) != _is_rest(one)
        for other, told in stated
    )  # fmt: skip


def stated_figures(hit: SearchHit, figures: Iterable[Figure]) -> list[Stated]:
    """The figures of a passage, each with its sentence or row."""
    chunk = hit.chunk
    return [(f, chunk.text[max(0, f.sentence_start - chunk.start) : f.sentence_end - chunk.start]) for f in figures]


def _out_of_order(sentence: str, told: str) -> bool:
    """Whether a list that deals its figures out in order (甲、乙分别为3户、5户) has them in another order than its source."""
    if _IN_ORDER not in sentence or _IN_ORDER not in told:
        return False
    said, own = (
        [
            (q.value, q.unit.partition("/")[0])
            for q in find_quantities(text[text.index(_IN_ORDER) :])
            if q.kind == "quantity"
        ]
        for text in (sentence, told)
    )
    common = [value for value in said if value in own]
    return len(set(common)) == len(common) > 1 and common != sorted(common, key=own.index)


def _same_value(one: Figure, other: Figure) -> bool:
    """Whether one figure's value, or each end of it, is the other's, or an end of it."""
    factor = ratio(one.unit, other.unit)
    if factor is None:
        return False
    ends = {v for v in (other.value, other.upper) if v is not None}
    return {v * factor for v in (one.value, one.upper) if v is not None} <= ends


def _in_digits(sentence: str) -> str:
    """The sentence with its figures in digits: a document's 三个专班 is rarely a figure, a model's 九十二个 for 92个 is."""
    sentence = normalised(sentence)
    for quantity in reversed(find_quantities(sentence)):
        said = sentence[quantity.start : quantity.end]
        share, _, number = said.rpartition("百分之")
        han = _HAN_NUMBER.match(number)
        counts = quantity.kind == "quantity" and quantity.upper is None and quantity.unit not in _CLASSES
        if not counts or han is None:
            continue
        value = numeral_value(han.group())
        if value > 1 or share:
            digits = f"{value:f}{'%' if said.startswith('百分之') else ''}"
            sentence = f"{sentence[: quantity.start]}{digits}{number[han.end() :]}{sentence[quantity.end :]}"
    return sentence


def _counts_alike(one: Figure, other: Figure) -> bool:
    """Whether 个 and 人 say the same of both: only where people are counted."""
    bases = {one.unit.partition("/")[0], other.unit.partition("/")[0]}
    return "个" not in bases or bases.isdisjoint(_COUNTS_PEOPLE) or bool(_PEOPLE.search(other.indicator))


def _comparable(one: Figure, other: Figure) -> bool:
    bases = {one.unit.partition("/")[0], other.unit.partition("/")[0]}
    return ratio(one.unit, other.unit) is not None and not ("个" in bases and bases & _COUNTS_PEOPLE)


def _same_place(place: str, other: str) -> bool:
    if not place or not other:
        return True
    short, other_short = short_form(place), short_form(other)
    return place.endswith((other, other_short)) or other.endswith((place, short)) or short == other_short


def _years_said(text: str) -> frozenset[int]:
    dates = (q for q in find_quantities(text) if q.kind == "date" and q.unit in ("年", "年月", "日期"))
    return frozenset(date_parts(date)[0] for date in dates)


def _years(period: str) -> frozenset[int]:
    named = [int(year) for year in _YEAR.findall(period)]
    return frozenset(range(min(named), max(named) + 1)) if named else frozenset()


def _part(period: str) -> str:
    return _YEAR.sub("", period, count=1).strip("-") if "/" not in period else ""


def _same_part(said: str, stated: str) -> bool:
    """Whether the part of a year that a sentence names is the stated figure's; a sentence may leave it out."""
    part, own = _part(said), _part(stated)
    return not part or part == own or own.startswith(f"{part}-")


def _name(figure: Figure) -> frozenset[str]:
    """The pairs of characters of what a figure is called, in all its parts."""
    words = (figure.subject, *figure.qualifiers, figure.indicator)
    return frozenset(pair for word in words for pair in _pairs(_STOCK.sub(" ", word)))


def _pairs(text: str) -> Iterable[str]:
    for run in _RUN.findall(text):
        yield from (run[i : i + 2] for i in range(len(run) - 1)) if len(run) > 1 and not run[0].isdigit() else (run,)


def _nearness(name: frozenset[str], context: frozenset[str], figure: Figure, told: str) -> float:
    """How much the name and the sentence of a figure have in common with those of a stated one, in about [0, 1.5]."""
    near = _in_common(name, _name(figure)) + _CONTEXT * len(context & frozenset(_pairs(told))) / len(context)
    unsaid = any(_RESULT_WORDS.search(q) and not set(_pairs(q)) & context for q in figure.qualifiers)
    return near - (_UNSAID if unsaid else 0.0)


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """The Dice coefficient of the pairs of two names, less where their numbers differ."""
    numbers = [{pair for pair in name if pair[0].isdigit()} for name in (one, other)]
    common = 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
    return common - (_OTHER_NUMBER if numbers[0] != numbers[1] else 0.0)
