"""The figure cards of an answer: which stated figures, among those that its quotes hold, are the ones asked for.

A card's figure stands in a quote of the answer and in the answer's own text beside that quote's mark; it is of the asked unit,
place and period, and its name says what the question asks. Of 多少户多少人 both are taken, of 中央、省级各多少 each. Where the
answer shows a working, the terms that it names are carded and marked so; its result is no document's figure. Nothing is guessed:
without such a figure there is no card. Pure but for the catalogue it reads figures from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from bot.asked import asks_several
from bot.changed import asks_earlier
from bot.conflicts import without_years
from bot.enumerations import tells_cases
from bot.figure_choice import Ask, Found, Scope, fits_ask, in_asked_word, in_scope, of_unit, scored, still_so
from bot.figure_shown import LISTED, Piece, pieces_of, quoted_figures, says, shown_figures
from bot.scope import MEASURED
from bot.types import Answer, FigureCard, Query
from bot.understanding import asked_units
from knowledge.catalogue import Catalogue
from knowledge.lexical import terms
from knowledge.numbers import find_quantities
from knowledge.types import Figure

_HOW_MANY = re.compile(r"多少|(?<!哪)几(?!乎)")
_NAMES_ITEMS = re.compile("[、和与及跟]")
_HAN = re.compile("[一-龥]")
_EACH = re.compile(r"分别|各")
_MOST_SCOPES = 6
_MOST_TERMS = 6  # of a sum: more stand in its working only
_RIVAL = 0.05  # two documents that state the same indicator differently: both are shown
_PER = frozenset(terms("每人每月每年每户每村每季度"))
"""They belong to the unit, not to what is counted."""
_IN_TURN = re.compile(r"[，,；;](?!其中|已|剩|其余|比|占)[^，,；;。、\d]{1,12}")
_LENGTHS = ("日", "工作日", "个月", "年", "周", "小时", "分钟", "季度", "学期")


_Identity = tuple[str, int, int]
"""Document, start and end of a figure."""


def figure_cards(answer: Answer, catalogue: Catalogue, weights: Mapping[str, float]) -> tuple[FigureCard, ...]:
    """The cards of an answer, in the order asked; none for a refusal, or where no figure was asked.

    Args:
        answer: As it will be shown.
        catalogue: Of the base that it cites.
        weights: The question's content terms with their weights.
    """
    query = answer.query
    if query is None or answer.status != "answered":
        return ()
    held = {c.number: catalogue.figures_between(c.document.id, c.start, c.end) for c in answer.citations}
    return chosen_cards(answer, query, held, weights)


def asks_figure(query: Query) -> bool:
    """Whether a question asks for a figure; a length of time (几天) is one, a date isn't."""
    return query.kind in MEASURED or (query.kind == "when" and any(unit in _LENGTHS for unit in query.units))


def chosen_cards(
    answer: Answer, query: Query, held: Mapping[int, Sequence[Figure]], weights: Mapping[str, float]
) -> tuple[FigureCard, ...]:
    """The cards, of the figures that each citation's quote holds (`held`, in reading order)."""
    if not asks_figure(query):
        return ()
    pieces = list(pieces_of(replace(answer, text=without_years(answer.text))))
    if tells_cases(answer.text):
        return ()
    terms_shown = [found for piece in pieces if piece.term for found in _operand(piece, held, query, weights)]
    stated = {_identity(found): found for piece in pieces if not piece.term for found in shown_figures(piece, held)}
    quoted = {
        _identity(f): f
        for piece in pieces
        if not piece.term
        for c in piece.citations
        for f in quoted_figures(c, held.get(c.number, ()))
    }
    working = {_identity(found) for found in terms_shown}
    if len(terms_shown) > _MOST_TERMS:
        terms_shown = []
    answered = _asked(query, [found for key, found in quoted.items() if key not in working], set(stated), weights)
    cards = [_card(found, term=False) for found in answered] + [_card(found, term=True) for found in terms_shown]
    different: dict[tuple[object, ...], FigureCard] = {}
    for card in cards:
        different.setdefault((card.said, card.place, card.period, card.indicator, card.qualifiers), card)
    return tuple(different.values())


def _operand(
    piece: Piece, held: Mapping[int, Sequence[Figure]], query: Query, weights: Mapping[str, float]
) -> list[Found]:
    """The figure that stands as a term right before the mark: of several with its value, the one whose name is asked most."""
    quantities = [q for q in find_quantities(piece.text) if q.kind == "quantity"]
    if not quantities:
        return []
    same = [found for found in shown_figures(piece, held) if says(quantities[-1], found.figure)]
    best = scored(Ask(query.resolved, weights), same, _sayings(same))
    return [best[0][1]] if best else same[:1] if len(same) == 1 else []


def _asked(query: Query, quoted: Sequence[Found], shown: Set[_Identity], weights: Mapping[str, float]) -> list[Found]:
    """The figures that the question asks for, ask by ask and scope by scope; those that the answer's text says.

    Where the quote states one that answers better, which the text leaves out (another cell of the row), the text's is another's.
    """
    said = _sayings(quoted)
    answered: list[Found] = []
    for ask in _asks(query, weights):
        for scope in _scopes(query):
            fitting = [found for found in quoted if fits_ask(ask, found) and in_scope(query, scope, found)]
            fitting = in_asked_word(ask, fitting if asks_earlier(query.resolved) else still_so(fitting))
            best = scored(ask, fitting, said)
            if best and _identity(best[0][1]) not in shown:
                continue
            fitting = [found for found in fitting if _identity(found) in shown]
            best = [rated for rated in best if _identity(rated[1]) in shown]
            together = _named_items(query, ask, fitting, said) or _answering(query, ask, best, fitting)
            answered += [found for found in together if found not in answered]
    return answered


def _sayings(found: Iterable[Found]) -> dict[int, str]:
    """Citation number -> its quote with headings and title."""
    cited = {each.citation.number: each.citation for each in found}
    return {n: f"{c.document.metadata.title} {c.heading} {c.quote}" for n, c in cited.items()}


def _asks(query: Query, weights: Mapping[str, float]) -> list[Ask]:
    """What the question asks figures of: A多少人、B多少个 are two asks, 多少户多少人 is one in two units."""
    text = query.resolved
    weights = {term: weight for term, weight in weights.items() if term not in _PER}
    ends = [match.start() for match in _HOW_MANY.finditer(text)]
    asks: list[Ask] = []
    at = 0
    for place, end in enumerate(ends):
        stop = ends[place + 1] if place + 1 < len(ends) else len(text)
        words = text[at:end]
        own = _weights_of(words, weights)
        units = _units(f"{words[-6:]}{text[end:stop]}") if len(ends) > 1 else query.units
        at = min(stop, end + 3)
        if asks and not any(len(term) > 1 for term in own):
            asks[-1] = replace(asks[-1], units=tuple(dict.fromkeys((*asks[-1].units, *units))))
        else:
            asks.append(Ask(words, own, units))
    if len(asks) < 2:
        asks = [Ask(text, weights, query.units or _units(text))]
    return [replace(ask, share=query.kind == "ratio") for ask in asks]


def _units(text: str) -> tuple[str, ...]:
    """The asked units of a text, of 多少万件 too."""
    return asked_units(re.sub(r"(?<=多少)[万亿]+", "", text))


def _scopes(query: Query) -> list[Scope]:
    """The asked places and years, each pair of them apart where several are asked for figures of each."""
    places = (*query.places, *query.mentioned_places)
    if query.plan or len(places) * max(1, len(query.years)) > _MOST_SCOPES:
        return [Scope(places, query.years)]
    each_place: list[tuple[str, ...]] = [(place,) for place in places] or [()]
    each_year: list[tuple[int, ...]] = [(year,) for year in query.years] or [()]
    return [Scope(place, year) for place in each_place for year in each_year]


def _named_items(query: Query, ask: Ask, fitting: Sequence[Found], said: Mapping[int, str]) -> list[Found]:
    """A figure for each of the items that the question names (A、B各多少; A和B哪个多); nothing where one has none of its own."""
    if query.kind != "comparison" and not _EACH.search(query.resolved):
        return []
    names = [name for name in _NAMES_ITEMS.split(_EACH.split(ask.words)[0]) if len(_HAN.findall(name)) > 1]
    asks = [replace(ask, words=name, weights=_weights_of(name, ask.weights)) for name in names]
    found = [best[0][1] for each in asks if (best := scored(each, fitting, said))]
    return found if len(names) > 1 and len(set(map(_identity, found))) == len(names) else []


def _weights_of(words: str, weights: Mapping[str, float]) -> dict[str, float]:
    return {term: weights[term] for term in dict.fromkeys(terms(words)) if term in weights}


def _answering(query: Query, ask: Ask, best: Sequence[tuple[float, Found]], fitting: Sequence[Found]) -> list[Found]:
    """The best figure with those that are asked with it: the other unit, the other items, the other documents' values."""
    if not best:
        return []
    first = best[0][1]
    if len(ask.units) > 1:
        return _each_unit(ask, best, first)
    if column := _column(first, fitting):
        return column
    if _EACH.search(query.resolved) or (asks_several(query) and "、" in ask.words):
        listed = _items(first, fitting)
        if listed or (len(_scopes(query)) == 1 and not _NAMES_ITEMS.search(ask.words)):
            return listed
    return [first, *_rivals(best, first)]


def _each_unit(ask: Ask, best: Sequence[tuple[float, Found]], first: Found) -> list[Found]:
    """A figure in each asked unit: beside the best one where they stand together (1286户4166人), else each unit's best."""
    taken: list[Found] = []
    for unit in ask.units:
        counted = [found for _, found in best if of_unit(unit, found.figure)]
        beside = [found for found in counted if _together(first.figure, found.figure)]
        taken += (beside or counted)[:1]
    return list(dict.fromkeys(taken))


def _together(one: Figure, other: Figure) -> bool:
    if one is other:
        return True
    same = one.document_id == other.document_id and one.sentence_start == other.sentence_start
    touching = one.end == other.start or other.end == one.start
    return same and touching and (one.indicator, one.qualifiers) == (other.indicator, other.qualifiers)


def _column(first: Found, fitting: Sequence[Found]) -> list[Found]:
    """The cells of the best one's column that the answer says, where it says several rows."""
    if not first.figure.header:
        return []
    cells = [
        found for found in fitting
        if found.figure.header == first.figure.header and found.citation.number == first.citation.number
    ]  # fmt: skip
    return cells if len({found.figure.sentence_start for found in cells}) > 1 else []


def _items(first: Found, fitting: Sequence[Found]) -> list[Found]:
    """The items of the list that the best figure stands in or leads in."""
    beside = [
        found for found in fitting
        if found.citation.number == first.citation.number and found.figure.sentence_start == first.figure.sentence_start
    ]  # fmt: skip
    lists = [run for between in (LISTED, _IN_TURN) for run in _runs(beside, between) if len(run) > 1]
    after = (run for run in lists if run[0].figure.start > first.figure.start)
    return next((run for run in lists if first in run), None) or next(after, [])


def _runs(figures: Sequence[Found], between: re.Pattern[str]) -> list[list[Found]]:
    """Figures of one unit in a row, each parted from the next by what fits `between`: 、省级资金."""
    runs: list[list[Found]] = []
    for found in figures:
        if runs and _goes_on(runs[-1][-1], found, between):
            runs[-1].append(found)
        else:
            runs.append([found])
    return runs


def _goes_on(one: Found, other: Found, between: re.Pattern[str]) -> bool:
    offset = one.citation.start
    text = one.citation.quote[one.figure.end - offset : other.figure.start - offset]
    return one.figure.unit == other.figure.unit and bool(between.fullmatch(text))


def _rivals(best: Sequence[tuple[float, Found]], first: Found) -> list[Found]:
    """Figures of other documents that are as good an answer and say another value: a conflict, shown whole."""
    score, figure = best[0][0], first.figure
    return [
        found for rated, found in best[1:]
        if rated >= score - _RIVAL
        and found.figure.document_id != figure.document_id
        and (found.figure.place, found.figure.period) == (figure.place, figure.period)
        and found.figure.value != figure.value
    ]  # fmt: skip


def _identity(found: Found) -> _Identity:
    return found.figure.document_id, found.figure.start, found.figure.end


def _card(found: Found, *, term: bool) -> FigureCard:
    return card_of(found.figure, found.citation.number, term=term)


def card_of(figure: Figure, number: int, *, term: bool = False) -> FigureCard:
    """A stated figure as a card with a number."""
    return FigureCard(
        indicator=figure.indicator, qualifiers=figure.qualifiers, subject=figure.subject, place=figure.place,
        place_from=figure.place_from, period=figure.period, period_from=figure.period_from, value=figure.value,
        upper=figure.upper, unit=figure.unit, qualifier=figure.qualifier, said=figure.said, number=number,
        start=figure.start, end=figure.end, in_table=bool(figure.header), term=term,
    )  # fmt: skip
