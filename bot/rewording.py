"""A question as the documents would write it: English turned into Chinese, speech put in standard words, mistyped words corrected.

One a published version.
"""

from __future__ import annotations

import re

from bot.english import English
from bot.gazetteer import Gazetteer
from bot.spelling import BaseText, Speller
from bot.spoken import in_standard_words
from bot.terms import folk_terms
from knowledge.assembly import KnowledgeBase

_PASSAGES_READ = 20


class Rewording:
    """Rewords questions for one version. Read-only, threads may share it."""

    def __init__(self, knowledge: KnowledgeBase, gazetteer: Gazetteer) -> None:
        """Take the base and its places."""
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._ids = knowledge.catalogue.chunk_ids()
        self._english = English(place for card in knowledge.catalogue.cards() for place in card.metadata.places)
        table = folk_terms()
        base = BaseText(knowledge.lexical.holds, self._neighbours, knowledge.lexical.single_characters())
        self._speller = Speller(base, (word for folk, official in table.items() for word in (folk, *official)))

    def __call__(self, text: str) -> str:
        """`text` reworded; the same where it is standard Chinese and rightly spelled as far as can be told."""
        chinese = self._english.in_chinese(text)
        if chinese != text:
            return chinese
        text = in_standard_words(text)
        found = self._gazetteer.find(text)
        return self._speller.correct(text, (*found.known, *found.mentioned, *found.unknown))

    def _neighbours(self, text: str) -> list[tuple[str, str]]:
        """The characters beside `text` each time it stands in one of the first passages that may hold it."""
        chosen = [self._ids[ordinal] for ordinal in self._knowledge.lexical.holding(text)[:_PASSAGES_READ]]
        found = []
        for chunk in self._knowledge.catalogue.chunks(chosen) if chosen else ():
            for match in re.finditer(re.escape(text), chunk.text):
                found.append(
                    (chunk.text[max(0, match.start() - 1) : match.start()], chunk.text[match.end() : match.end() + 1])
                )
        return found
