"""The bot: understand, retrieve, read, answer, check; one path for the page, the command line, the API and the evaluation."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, RunnableLambda

from bot.arithmetic import COMPUTED, computed, in_order, term_found, terms_asked
from bot.asked import asks_several
from bot.checking import blank_marks, support_text, unsupported_figures
from bot.errors import ModelError, QuestionError
from bot.extractive import Quote, choose_quotes, compose, joined
from bot.gazetteer import Gazetteer
from bot.generative import GenerativeAnswerer
from bot.ranking import Ranked, rank, readings_of
from bot.reading import Reader, describe
from bot.refusing import Refusal, assess, certainty, nearest, refuse
from bot.retrieval import PolicyRetriever, Retriever
from bot.settings import BotSettings
from bot.statements import ReadSentence, read
from bot.types import Answer, DocumentView, Passage, Query, Question
from bot.understanding import Understanding, check_question, parts, understand
from bot.utterance import matters
from bot.weighing import content_weights
from knowledge.assembly import KnowledgeBase, KnowledgeReader
from knowledge.errors import KnowledgeError
from knowledge.lexical import terms
from knowledge.types import SearchHit

_TERM_PASSAGES = 50
_PART_PASSAGES = 12
_MODEL_PASSAGES = 8  # what a small model reads without losing the thread
_log = logging.getLogger(__name__)


class Desk:
    """What answers from one published version: made once a version, read-only, threads may share it."""

    def __init__(
        self, knowledge: KnowledgeBase, reader: Reader | None, model: BaseChatModel | None, timeout_s: float
    ) -> None:
        self.knowledge = knowledge
        self.reader = reader
        self.retriever = Retriever(knowledge)
        chains = {card.metadata.places for card in knowledge.catalogue.cards()}
        self.places = frozenset(place for chain in chains for place in chain)
        self.gazetteer = Gazetteer(self.places, self._mentions, chains)
        self._names = matters(card.metadata.title for card in knowledge.catalogue.cards())
        self.generative = (
            GenerativeAnswerer(model, timeout_s=timeout_s, known_places=self.places) if model is not None else None
        )

    def context(self) -> Understanding:
        """What a question is understood with today."""
        return Understanding(self.gazetteer, date.today(), self._names)

    def search(self, query: Query, *, top_k: int) -> Ranked:
        """The best passages, read where there is a reader, best first."""
        return rank(query, self.retriever.search(query, top_k=top_k), self.reader, self.knowledge)

    def statements(self, query: Query, found: Ranked) -> list[ReadSentence]:
        """What the best passages say, best first."""
        return read(query, found.hits, self.knowledge, self.places, found.readings)

    def _mentions(self, name: str) -> bool:
        """Whether some passage may hold `name`: each of its pairs of characters occurs."""
        return all(self.knowledge.lexical.holds(term) for term in terms(name) if len(term) > 1)


@dataclass(frozen=True, slots=True)
class _Case:
    """A question on its way through the pipeline."""

    question: Question
    desk: Desk
    query: Query
    found: Ranked = Ranked((), {})


class PolicyBot(Runnable[Question | str, Answer]):
    """Answers questions from the published knowledge base. Threads may share it.

    A LangChain Runnable: `invoke`, `stream`, `batch` and their async forms take a Question (or its text). `stream` yields whole
    Answers, each replacing the one before; the last is what `invoke` returns.
    """

    def __init__(
        self,
        base: KnowledgeReader,
        settings: BotSettings,
        *,
        reader: Reader | None = None,
        model: BaseChatModel | None = None,
    ) -> None:
        """Take the opened base, the settings, the reader model, and the language model where one is configured."""
        self._base = base
        self._settings = settings
        self._reader = reader
        self._model = model
        self._lock = threading.Lock()
        self._seat: tuple[str, Desk] | None = None
        self._pipeline: Runnable[Question, Answer] = (
            RunnableLambda(self._understand) | RunnableLambda(self._retrieve) | RunnableGenerator(self._answers)
        )

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """Return the answer.

        Raises:
            QuestionError: the question can't be taken as it is.
            KnowledgeError: there is no knowledge base, or it can't be read.
        """
        *_, last = self.stream(input, config, **kwargs)
        return last

    def stream(self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Answer]:
        """Yield whole Answers; the last one has `final` True. Raises as `invoke` does."""
        question = _question(input)
        started = time.perf_counter()
        for answer in self._pipeline.stream(question, config):
            yield replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    async def astream(
        self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Answer]:
        """Yield whole Answers without blocking the event loop."""
        import asyncio

        answers = self.stream(input, config, **kwargs)
        end = object()
        while (answer := await asyncio.to_thread(next, answers, end)) is not end:
            assert isinstance(answer, Answer)
            yield answer

    def answer(self, question: Question) -> Answer:
        """The same as `invoke`."""
        return self.invoke(question)

    def search(self, text: str, *, top_k: int = 10) -> list[SearchHit]:
        """Passages for a question that stands on its own, best first. Raises as `invoke` does."""
        case = self._understand(Question(text=text))
        found = case.desk.search(case.query, top_k=max(top_k, self._settings.candidates))
        return list(found.hits[:top_k])

    def as_retriever(self, *, top_k: int = 10) -> PolicyRetriever:
        """The same search as a LangChain retriever."""
        return PolicyRetriever(search=lambda text: self.search(text, top_k=top_k))

    def document(self, document_id: str) -> DocumentView:
        """A whole document for the reader view.

        Raises:
            KnowledgeError: the published base doesn't hold it (any more).
        """
        catalogue = self._desk().knowledge.catalogue
        try:
            document = catalogue.document(document_id)
        except KeyError as exc:
            raise KnowledgeError(
                "知识库里已经没有这份文件了，请重新提问。",
                "The base doesn't hold this document any more; please ask again.",
            ) from exc
        passages = tuple(
            Passage(
                kind=block.kind, start=block.start, end=block.end, text=document.text[block.start : block.end],
                level=block.level, cells=tuple(document.text[s:e] for s, e in block.cells), page=block.position.page,
            )
            for block in document.blocks
        )  # fmt: skip
        return DocumentView(card=catalogue.card(document_id), passages=passages)

    def degraded(self) -> str:
        """One line, Chinese and English, on what the settings make the bot do without; empty where nothing."""
        if self._reader is not None and self._reader.finds_spans:
            return ""
        return f"{describe(self._reader, 'zh')}。{describe(self._reader, 'en')}."

    def version(self) -> str:
        """Name of the published version that answers now. Raises KnowledgeError where there is none."""
        return self._desk().knowledge.version

    def _desk(self) -> Desk:
        knowledge = self._base.current()
        with self._lock:
            if self._seat is None or self._seat[0] != knowledge.version:
                self._seat = (
                    knowledge.version,
                    Desk(knowledge, self._reader, self._model, self._settings.llm_timeout_s),
                )
            return self._seat[1]

    def _understand(self, question: Question) -> _Case:
        text = check_question(question.text, self._settings.question_chars)
        desk = self._desk()
        asked = replace(question, text=text)
        return _Case(asked, desk, understand(asked, desk.context()))

    def _retrieve(self, case: _Case) -> _Case:
        return replace(case, found=case.desk.search(case.query, top_k=self._settings.candidates))

    def _answers(self, cases: Iterator[_Case]) -> Iterator[Answer]:
        for case in cases:
            notices: tuple[str, ...] = ()
            if case.desk.generative is not None:
                try:
                    answer = None
                    for answer in case.desk.generative.stream(
                        case.query, case.question.history, case.found.hits[:_MODEL_PASSAGES]
                    ):
                        if answer.status == "answered":
                            yield answer
                    if answer is not None and answer.status == "answered":
                        return
                    notices = answer.notices if answer is not None else ()
                except ModelError as error:
                    _log.warning("the language model failed: %s", error.english)
                    _log.debug("its error in full", exc_info=error)
                    notices = (_said(error, case.query),)
            yield _with_notices(_extractive(case), notices)


def _question(given: object) -> Question:
    """What was given as a Question; a chain may hand over anything.

    Raises:
        QuestionError: it is neither a Question nor a text.
    """
    question = Question(text=given) if isinstance(given, str) else given
    if not isinstance(question, Question) or not isinstance(question.text, str):
        raise QuestionError(
            "问题要用文字写出来，请改成一句话再问。", "A question must be text; please ask in a sentence."
        )
    return question


def _extractive(case: _Case) -> Answer:
    """The answer without a language model: verbatim, or a refusal that says what is missing."""
    knowledge = case.desk.knowledge
    if (case.query.kind in COMPUTED or _asks_each(case.query)) and (answer := _computed(case)) is not None:
        return answer
    quotes: list[Quote] = []
    refusal: Refusal | None = None
    open_parts: list[str] = []
    sure = 0.0
    asked = parts(case.query, case.desk.context())
    for part in asked:
        found = case.found if len(asked) == 1 else _reread(case, part)
        sentences = case.desk.statements(part, found)
        missing = assess(part, found.hits, sentences)
        sure = max(sure, certainty(missing, sentences))
        more = [] if missing is not None else choose_quotes(part, sentences, content_weights(part, knowledge))
        if quotes and not _says_own_words(part, more, knowledge):
            missing = missing or Refusal("subject")
        if missing is not None:
            refusal = refusal or missing
            open_parts.append(part.own or part.resolved)
        else:
            quotes = joined(quotes, more)
    if refusal is not None and not quotes:
        if refusal.missing in ("place", "period"):
            refusal = replace(refusal, nearby=_elsewhere(case))
        return replace(refuse(case.query, refusal, knowledge.catalogue.cards()), confidence=sure)
    answer = replace(_locked(case, quotes), confidence=sure)
    return _with_notices(answer, tuple(_unanswered(part, case.query) for part in open_parts))


def _reread(case: _Case, part: Query) -> Ranked:
    """The passages as one part of the question finds them: the best ones read again for it alone."""
    best = case.found.hits[:_PART_PASSAGES]
    return Ranked(case.found.hits, {**case.found.readings, **readings_of(part, best, case.desk.reader)})


def _says_own_words(part: Query, quotes: Sequence[Quote], knowledge: KnowledgeBase) -> bool:
    """Whether the quotes say a word of a later part itself, not only of the first part's matter."""
    own = content_weights(replace(part, resolved=part.own or part.resolved, aspects=()), knowledge)
    words = {term for term in own if len(term) > 1}
    said = {term for quote in quotes for term in terms(f"{quote.text} {quote.reading}")}
    return not words or not words.isdisjoint(said)


def _unanswered(part: str, query: Query) -> str:
    return f"Nothing was found for “{part}”." if query.language == "en" else f"“{part}”这一问，文件里没有找到依据。"


def _elsewhere(case: _Case) -> tuple[ReadSentence, ...]:
    """What the documents say on the same matter for other places and years: offered beside a refusal, never as the answer."""
    free = replace(case.query, places=(), mentioned_places=(), unknown_places=(), years=())
    return nearest(case.desk.statements(free, case.desk.search(free, top_k=_TERM_PASSAGES)))


def _asks_each(query: Query) -> bool:
    """Whether a figure is asked of several years or places: each gets its own quote."""
    several = len(query.years) > 1 or len((*query.places, *query.mentioned_places)) > 1
    return query.kind == "figure" and several and asks_several(query)


def _computed(case: _Case) -> Answer | None:
    """The sum, difference or comparison of cited figures, or each of several asked; None where not every term is surely found."""
    desk = case.desk
    found = []
    for term in terms_asked(case.query):
        hits = desk.retriever.search(term, top_k=_TERM_PASSAGES)  # unread: a working has up to five terms
        found.append(term_found(term, read(term, hits, desk.knowledge, desk.places)))
    terms = [term for term in found if term is not None]
    if len(terms) < max(2, len(found)):
        return None
    terms = in_order(case.query, terms)
    quotes = [term.quote for term in terms]
    if case.query.kind == "figure":
        distinct = {(quote.hit.document.id, quote.start, quote.reading) for quote in quotes}
        return _locked(case, quotes) if len(distinct) == len(quotes) else None
    text = computed(case.query, terms)
    return _locked(case, quotes, text=text) if text else None


def _locked(case: _Case, quotes: Sequence[Quote], *, text: str = "") -> Answer:
    """The answer that shows the quotes, where the number lock passes it; else a refusal. A model's sentences pass the same lock."""
    answer = compose(case.query, quotes, text=text)
    supports = [f"{support_text(quote.hit)}\n{quote.text}\n{quote.reading}" for quote in quotes]
    asked = [case.question.text] if text else []  # a working names its terms in the question's words
    loose = unsupported_figures(blank_marks(answer.text), [*supports, *asked])
    if not loose:
        return answer
    _log.error("the number lock stopped an extractive answer: %r has %r", answer.text, loose)
    return refuse(case.query, Refusal("value"), ())


def _with_notices(answer: Answer, notices: Sequence[str]) -> Answer:
    return replace(answer, notices=(*notices, *answer.notices)) if notices else answer


def _said(error: KnowledgeError, query: Query) -> str:
    if query.language == "en":
        return f"{error.english} The answer below is taken from the documents without it."
    return f"{error.chinese}以下答案直接取自文件原文。"
