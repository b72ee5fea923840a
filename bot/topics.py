"""What the documents themselves tell about words of a conversation: whether a phrase is written, and in whose documents a word lives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.terms import folk_terms
from bot.utterance import content_of
from knowledge.assembly import KnowledgeBase

_READ = 8  # passages read to see a phrase in them
_MOST = 0.5
_TERM_CHARS = 12
_MATTER_CHARS = 3  # a shorter word of a heading is said of any matter (项目, 救助)


class Topics:
    """Words and documents of one published version. Read-only, threads may share it."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Take the base."""
        self._knowledge = knowledge
        self._ids = knowledge.catalogue.chunk_ids()
        titles = {card.id: card.metadata.title for card in knowledge.catalogue.cards()}
        chunks = knowledge.catalogue.chunks(self._ids)
        self._titles = [titles.get(chunk.document_id, "") for chunk in chunks]
        headings = {heading for chunk in chunks for heading in chunk.heading_path}
        self._matters = frozenset(_headed(_terms(), "\n".join((*titles.values(), *headings))))

    def matter(self, text: str) -> str:
        """The longest term in `text` that a document, or a part of one, is headed with; empty where it holds none."""
        spans = ((i, j) for i in range(len(text)) for j in range(i + 2, min(len(text), i + _TERM_CHARS) + 1))
        return max((text[i:j] for i, j in spans if text[i:j] in self._matters), key=len, default="")

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


def _terms() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Folk and official terms, each with the words that documents may use for it."""
    for folk, official in folk_terms().items():
        yield folk, (folk, *official)
        yield from ((term, (term,)) for term in official)


def _headed(terms: Iterable[tuple[str, tuple[str, ...]]], headed: str) -> Iterator[str]:
    for term, written in terms:
        if content_of(term) and any(len(word) >= _MATTER_CHARS and word in headed for word in written):
            yield term
