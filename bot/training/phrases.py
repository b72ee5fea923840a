"""Which words are surely wrong: intervals, offices and list members of the base that no clause of it gives for what is asked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.training.blanks import Blank, BlankKind, blanks_of
from bot.training.enumerated import enumerations
from bot.training.library import Reading, Sentence
from bot.training.mentions import ALIKE, pairs_shared, plain
from knowledge.sentences import clause_spans

_NEXT_CHARS = 16
_TELLING = 4  # characters that a clause says beside an option; 县民政局， says nothing without what follows
_LONGEST_OFFICE = 22
_LISTED = re.compile(r"(?<=、)([一-龥]{2,8})(?=、)")
"""Inside a list whatever it counts: 、兜底保障、"""
_NO_THING = re.compile(r"\d|[（：、“”]|第|^(?:合计|总计|小计)|的$")
_DENIED = re.compile(r"不(?:计入|包括|属于|纳入|按|作为|列入)|除外")
"""A clause that says what does not belong states nothing for what does."""
_LEVEL = re.compile(r"乡镇|县|市|省|镇|村")
_RUN = 4  # characters in a row that two list members may not share


class Phrases:
    """The clauses of a base, for looking up what is said with what."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Take the documents as read."""
        self._readings = readings

    @cached_property
    def _clauses(self) -> list[tuple[str, str]]:
        """Each clause of the base, and the same with its sentence's lead and some of what follows."""
        found = []
        for sentence in self._sentences():
            for start, end in clause_spans(sentence.text):
                found.append((sentence.text[start:end], sentence.lead + sentence.text[start : end + _NEXT_CHARS]))
        return found

    def _sentences(self) -> Iterable[Sentence]:
        for reading in self._readings:
            yield from reading.sentences

    @cached_property
    def _said(self) -> dict[BlankKind, list[str]]:
        """The intervals and offices that the base asks for, the most used first."""
        counts: dict[BlankKind, Counter[str]] = {"interval": Counter(), "office": Counter()}
        for sentence in self._sentences():
            for blank in blanks_of(sentence):
                if blank.kind in counts:
                    counts[blank.kind][blank.text] += 1
        return {kind: sorted(found, key=lambda text: (-found[text], text)) for kind, found in counts.items()}

    @cached_property
    def things(self) -> dict[str, set[tuple[str, ...]]]:
        """Short names of things that sentences list, enumerate or are labelled with, and the rows of tables: by name where they stand.

        A place is the document's id and the headings above.
        """
        found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for reading in self._readings:
            for sentence in reading.sentences:
                names = [member for enumeration in enumerations(sentence) for member in enumeration.members]
                names += [sentence.label, *(match[1] for match in _LISTED.finditer(sentence.text))]
                for name in names:
                    found[name].add((reading.document.id, *sentence.headings))
            for table in reading.tables:
                for row in table.texts:
                    found[row[0]].add((reading.document.id, *table.headings))
        return {name: places for name, places in found.items() if 2 <= len(name) <= 14 and not _NO_THING.search(name)}

    def options(self, blank: Blank) -> list[str]:
        """Intervals or offices that are surely wrong at a blank, the most tempting first."""
        others = [option for option in self._said[blank.kind] if option not in blank.text and blank.text not in option]
        if blank.kind == "office":
            near = blank.sentence.text[max(0, blank.start - 12) : blank.end + 12]
            others = [
                o for o in others if len(o) <= _LONGEST_OFFICE and o not in near and not _one_of_another(o, blank.text)
            ]
            others.sort(key=lambda o: (o[-1] != blank.text[-1], abs(len(o) - len(blank.text)) > 6))
        return [option for option in others if not self._says(option, blank)]

    def _says(self, option: str, blank: Blank) -> bool:
        """Whether a clause of the base has `option` with the words of the blank's clause."""
        first, last = blank.clause
        text = blank.sentence.text
        words = text[first : blank.start] + text[blank.end : last]
        if len(plain(words)) < _TELLING and last < len(text):  # 县民政局, …: the next clause says what it does
            words = text[first : blank.start] + text[blank.end : min(len(text), last + _NEXT_CHARS)]
        return self.together(option, words)

    def together(self, option: str, words: str) -> bool:
        """Whether a clause of the base says `option` with words like these; what a clause denies it doesn't say."""
        for clause, context in self._clauses:
            if option not in clause or _DENIED.search(clause):
                continue
            own = clause.replace(option, "")
            said = own if len(plain(own)) >= _TELLING else context.replace(option, "")
            if pairs_shared(words, said) >= ALIKE:
                return True
        return False


def _one_of_another(one: str, other: str) -> bool:
    """Whether one office may act for the other: a government and an office of its level."""
    levels = [match[0] for name in (one, other) if (match := _LEVEL.match(name))]
    return (
        len(levels) == 2
        and levels[0] == levels[1]
        and any(name.endswith(("人民政府", "党委")) for name in (one, other))
    )


def unlike(option: str, members: Iterable[str]) -> bool:
    """Whether an option says nothing that one of `members` says: no run of characters and no share of pairs is the same."""
    for member in members:
        if pairs_shared(option, member) >= ALIKE or pairs_shared(member, option) >= ALIKE:
            return False
        if any(option[i : i + _RUN] in member for i in range(len(option) - _RUN + 1)):
            return False
    return True
