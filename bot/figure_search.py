"""What people type to find figures: places, years and units are read out of it, the rest are words with what documents write for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.terms import folk_terms
from bot.types import Query
from bot.weighing import meant_inside, without_slots
from knowledge.units import UNIT, is_unit

_ASKED = re.compile(
    rf"(?:分别|一共|总共|共)?(?:是|有|为|花|用|投|发)?了?(?:多少|几)[万亿]?(?:{UNIT}|钱|块)?|(?:是|有)?(?:哪些|哪个|哪年|什么|怎么样|如何)|请问|查一下|查询|历年|各个?[省市县区镇乡村地年]+"
    r"|[每的吗呢吧啊了]"
)
"""Words of asking, which name no figure."""
_EDGES = "在是有和与及占比被把给对从到按"
_BREAKS = re.compile(r"[\W_]+")
_MOST_WORDS = 8
_SHORT_CHARS = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a search."""

    said: str
    others: tuple[str, ...] = ()
    """What documents may write for it."""

    @property
    def all(self) -> tuple[str, ...]:
        """The word and its others."""
        return (self.said, *self.others)


def words_of(query: Query) -> tuple[Word, ...]:
    """The words of an understood search, without its places, years and units; empty where it names no thing."""
    rest = _ASKED.sub(" ", without_slots(query, query.resolved))
    said = (word.strip(_EDGES) for word in _BREAKS.split(rest))
    return tuple(Word(word, _others(word, query)) for word in dict.fromkeys(filter(None, said)))[:_MOST_WORDS]


def units_in(words: Iterable[Word]) -> tuple[str, ...]:
    """The words that are units by themselves (监测对象 户): they say in what is counted, not what."""
    return tuple(word.said for word in words if is_unit(word.said))


def _others(word: str, query: Query) -> tuple[str, ...]:
    """Official terms for the folk terms in a word, in their place and alone, and short forms for official ones."""
    found: list[str] = []
    for folk, official in query.mapped:
        if folk in word:
            found += [word.replace(folk, official), official, *meant_inside(folk)]
    found += _short_forms(word)
    if "人" in query.units and word.endswith(("人口", "人口数")):
        found += [
            word.removesuffix("数"),
            word.removesuffix("数").removesuffix("人口") + "户",
        ]  # 脱贫户840户2611人 says both
    return tuple(dict.fromkeys(other for other in found if other != word))


def _short_forms(word: str) -> Iterable[str]:
    """The word with an official term of it shortened as documents do, too: 低保 for 最低生活保障."""
    for folk, official in folk_terms().items():
        term = official[0]
        if 1 < len(folk) < _SHORT_CHARS and len(folk) < len(term) and term in word and _abbreviates(folk, term):
            yield word.replace(term, folk)


def _abbreviates(short: str, term: str) -> bool:
    """Whether all characters of `short` stand in `term` in their order."""
    rest = iter(term)
    return all(character in rest for character in short)
