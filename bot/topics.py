"""What the documents themselves tell about words of a conversation: whether a phrase is written, and in whose documents a word lives."""

from __future__ import annotations

from collections.abc import Sequence

from bot.terms import folk_terms
from knowledge.assembly import KnowledgeBase

_READ = 8  # passages read to see a phrase in them
_MOST = 0.5


class Topics:
    """Words and documents of one published version. Read-only, threads may share it."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Take the base."""
        self._knowledge = knowledge
        self._ids = knowledge.catalogue.chunk_ids()
        titles = {card.id: card.metadata.title for card in knowledge.catalogue.cards()}
        self._titles = [titles.get(chunk.document_id, "") for chunk in knowledge.catalogue.chunks(self._ids)]

    def written(self, phrase: str) -> bool:
        """Whether some passage holds `phrase` as it stands."""
        chosen = [self._ids[ordinal] for ordinal in self._knowledge.lexical.holding(phrase)[:_READ]]
        return any(phrase in chunk.text for chunk in self._knowledge.catalogue.chunks(chosen)) if chosen else False

    def within(self, words: Sequence[str], matter: str) -> bool:
        """Whether each of `words` is written mostly in documents whose title names `matter` (出院 in those of 医疗救助)."""
        names = (matter, *folk_terms().get(matter, ()))
        return bool(words and matter) and all(self._share(word, names) > _MOST for word in words)

    def _share(self, word: str, names: Sequence[str]) -> float:
        held = self._knowledge.lexical.holding(word)
        inside = sum(any(name in self._titles[ordinal] for name in names) for ordinal in held)
        return inside / len(held) if len(held) else 0.0
