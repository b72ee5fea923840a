"""Answers by a language model over given passages: a LangChain chain whose every sentence is checked before it is shown.

prompt | model | text, streamed; each whole sentence is shown only if
1. it cites at least one handle that this request issued,
2. its figures, dates, names and addresses stand in the passages it cites (number lock), figures in sentences that share a word,
3. the places and years that it names, or that the question asks for, are those passages' own,
4. its words come from those passages.
What fails is dropped and counted. The prompt asks for all this; only the checks here hold it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.attribution import Attribution, FiguresOf, stated_figures
from bot.checking import blank_marks, scope_conflicts, support_text, unsupported_addresses, unsupported_figures
from bot.citing import issue_handles, misplaced_figures, overlap, resolve_marks, supporting_span
from bot.llm import stream_text
from bot.prompts import CANNOT_ANSWER, answer_prompt, prompt_input, speaks_to_model, without_instructions
from bot.scope import fits
from bot.sentences import SentenceStream, plain_text
from bot.types import Answer, Citation, Evidence, Language, Query, Turn
from knowledge.numbers import find_quantities
from knowledge.types import Figure, SearchHit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

_LEAST_OVERLAP = 0.3
"""Of a Chinese sentence's character pairs, so many must stand in what it cites or in the question: a paraphrase keeps the
terms (0.5 and more), a claim from elsewhere shares only function words (0.2 and less)."""
_CITED_OVERLAP = 0.12
_LONGEST_ANSWER_CHARS = 8000
_WITHHELD: dict[Language, str] = {
    "zh": "语言模型的回答中有{count}句没有可靠出处，或数字、地点、年份与所引文件不符，未予显示。",
    "en": "{count} sentence(s) of the language model had no valid source, or figures, places or years that the cited document doesn't hold, and are not shown.",
}


class GenerativeAnswerer:
    """Answers a question from given passages with a language model."""

    def __init__(
        self,
        model: BaseChatModel,
        *,
        timeout_s: float,
        known_places: Collection[str] = (),
        figures_of: FiguresOf = lambda _: (),
    ) -> None:
        """Take the model (see `llm.build_model`), the longest wait for a whole answer, the base's place names and figures."""
        self._model = model
        self._figures_of = figures_of
        self._timeout_s = timeout_s
        self._known_places = frozenset(known_places)

    @cached_property
    def chain(self) -> Runnable[dict[str, str], str]:
        """The LangChain chain: `prompts.PROMPT_VARIABLES` in, the model's raw text out."""
        from langchain_core.output_parsers import StrOutputParser

        return answer_prompt() | self._model | StrOutputParser()

    def answer(self, query: Query, history: Sequence[Turn], hits: Sequence[SearchHit]) -> Answer:
        """Return the last Answer of `stream`."""
        *_, last = self.stream(query, history, hits)
        return last

    def stream(self, query: Query, history: Sequence[Turn], hits: Sequence[SearchHit]) -> Iterator[Answer]:
        """Yield the answer as it grows, sentence by checked sentence, then whole.

        Args:
            query: The question understood; `resolved` is what the model is asked.
            history: Earlier turns, oldest first.
            hits: The passages to answer from, best first; handles are issued here, for this call only.

        Yields:
            Answers with `final` False, each replacing the one before; the last has `final` True. Its status is
            `no_evidence`, with empty text, where the model found no answer or nothing it said passed the checks: give
            the extractive answer or refusal then, with its `notices`.

        Raises:
            ModelError: The model can't be reached, failed or took too long. What was yielded before is void: give the
                extractive answer and the error's sentence instead.
        """
        draft = Draft(
            query=query, evidence=issue_handles(hits), known_places=self._known_places, figures_of=self._figures_of
        )
        if hits:
            yield from self._growing(draft, history)
        yield draft.answer(final=True)

    def _growing(self, draft: Draft, history: Sequence[Turn]) -> Iterator[Answer]:
        sentences = SentenceStream()
        inputs = prompt_input(draft.query.resolved, history, draft.evidence, draft.query.language)
        length_chars = 0
        for piece in stream_text(self.chain, inputs, self._timeout_s):
            length_chars += len(piece)
            if [s for s in sentences.feed(piece) if draft.take(s)]:
                yield draft.answer(final=False)
            if length_chars > _LONGEST_ANSWER_CHARS:
                break
        for sentence in sentences.close():
            draft.take(sentence)


@dataclass(frozen=True, slots=True)
class _Cited:
    """A passage that a sentence cites, with what it carries."""

    evidence: Evidence
    support: str
    figures: tuple[Figure, ...]


@dataclass(slots=True, kw_only=True)
class Draft:
    """An answer under way: the sentences that passed, their citations, how many did not."""

    query: Query
    evidence: Sequence[Evidence]
    known_places: Collection[str] = ()
    figures_of: FiguresOf = lambda _: ()
    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    withheld: int = 0
    refused: bool = False

    def take(self, raw: str) -> bool:
        """Check a sentence as the model wrote it; add it with numbered marks if it passes, count it if not."""
        sentence = plain_text(raw)
        if CANNOT_ANSWER in sentence:
            self.refused = True
            return False
        resolved = resolve_marks(sentence, {e.handle: e for e in self.evidence})
        plain = blank_marks(resolved.text)
        if not plain.strip(" 。.\n\t，,；;"):
            return False
        cited = [self._cited(evidence) for _, evidence in resolved.marks]
        if not self._passes(plain, cited):
            self.withheld += 1
            return False
        self._add(resolved.text, resolved.marks, raw.startswith("\n"))
        return True

    def _cited(self, evidence: Evidence) -> _Cited:
        """A passage with what it carries; of a table's cells their figures with the unit that the knowledge base has read."""
        figures = tuple(self.figures_of(evidence.hit))
        cells = "\n".join(figure.said for figure in figures if figure.header)
        support = without_instructions(support_text(evidence.hit))
        return _Cited(evidence, f"{support}\n{cells}" if cells else support, figures)

    def _passes(self, sentence: str, cited: Sequence[_Cited]) -> bool:
        supports = [c.support for c in cited]
        return (
            bool(cited)
            and not speaks_to_model(sentence)
            and not unsupported_figures(sentence, supports)
            and not misplaced_figures(sentence, [c.evidence.hit for c in cited])
            and not unsupported_addresses(sentence, supports)
            and self._within_scope(sentence, cited)
            and not self._misattributed(sentence, cited)
            and self._said_there(sentence, supports)
        )

    def _within_scope(self, sentence: str, cited: Sequence[_Cited]) -> bool:
        conflicts = [
            scope_conflicts(sentence, c.evidence.hit.document, c.support, known_places=self.known_places) for c in cited
        ]
        if frozenset.intersection(*conflicts):
            return False
        has_figures = any(q.kind == "quantity" for q in find_quantities(sentence))
        return not has_figures or any(fits(self.query, c.evidence.hit) for c in cited)

    def _misattributed(self, sentence: str, cited: Sequence[_Cited]) -> bool:
        """Tell whether a figure is given to something else than in the passages."""
        stated = [each for c in cited for each in stated_figures(c.evidence.hit, c.figures)]
        return bool(stated) and bool(Attribution.of(self.query, self.known_places).misattributed(sentence, stated))

    def _said_there(self, sentence: str, supports: Sequence[str]) -> bool:
        """Tell whether the sentence's words come from what it cites; an English sentence over Chinese text can't be told."""
        chinese = sum("一" <= c <= "鿿" for c in sentence)
        if chinese * 2 < len(sentence.replace(" ", "")) and self.query.language == "en":
            return True
        share = overlap(sentence, "\n".join((*supports, self.query.resolved)))
        # A bare figure (3127户) has no words to compare; the number lock has held it already.
        return share >= _LEAST_OVERLAP if share is not None else bool(find_quantities(sentence))

    def _add(self, text: str, marks: Sequence[tuple[int, Evidence]], new_line: bool) -> None:
        shown, position = "", 0
        carrying = [m for m in marks if self._carries(text, m[1])] or list(marks)
        for offset, evidence in carrying:
            number = self._number(text, evidence)
            shown += text[position:offset] + (
                "" if shown.endswith(f"[{number}]") and offset == position else f"[{number}]"
            )
            position = offset
        shown = (shown + text[position:]).strip()
        self.text += ("\n" if new_line and self.text else "") + shown

    def _carries(self, sentence: str, evidence: Evidence) -> bool:
        """Tell whether a cited passage has to do with the sentence: a mark for one that hasn't is left out."""
        support = support_text(evidence.hit)
        figures = len(find_quantities(sentence))
        return (overlap(sentence, support) or 0) >= _CITED_OVERLAP or len(
            unsupported_figures(sentence, [support])
        ) < figures

    def _number(self, sentence: str, evidence: Evidence) -> int:
        """Return the number of the citation for what `evidence` says to `sentence`, adding it if it is new."""
        chunk, document = evidence.hit.chunk, evidence.hit.document
        start, end = supporting_span(sentence, chunk.text)
        for citation in self.citations:
            if (citation.document.id, citation.start, citation.end) == (
                document.id,
                chunk.start + start,
                chunk.start + end,
            ):
                return citation.number
        self.citations.append(
            Citation(
                number=len(self.citations) + 1, document=document, quote=chunk.text[start:end],
                start=chunk.start + start, end=chunk.start + end, passage=chunk.text, passage_start=chunk.start,
                heading=" > ".join(chunk.heading_path), page=chunk.position.page, line=chunk.position.line,
            )
        )  # fmt: skip
        return len(self.citations)

    def answer(self, *, final: bool) -> Answer:
        """Return the Answer so far; `no_evidence` without text where nothing passed or the model refused."""
        nothing = self.refused or not self.text
        notices = (_WITHHELD[self.query.language].format(count=self.withheld),) if self.withheld and final else ()
        return Answer(
            status="no_evidence" if nothing else "answered", text="" if nothing else self.text,
            citations=() if nothing else tuple(self.citations), notices=notices,
            query=self.query, mode="generative", final=final,
        )  # fmt: skip
