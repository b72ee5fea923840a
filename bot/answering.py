"""The bot: understand, retrieve, read, answer, check; one path for the page, the command line, the API and the evaluation."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, RunnableLambda

from bot.by_place import by_place, with_part_named, with_whose
from bot.by_year import by_year
from bot.confirming import confirmed
from bot.defined_groups import with_group_named
from bot.desk import Case, Desk
from bot.direct import direct_answer, with_notices
from bot.errors import ModelError, QuestionError
from bot.explaining import explained
from bot.figure_card import figure_cards
from bot.figure_desk import FigureDesk
from bot.guide import guided
from bot.leading import with_lead
from bot.reading import Reader, describe
from bot.retrieval import PolicyRetriever
from bot.self_check_desk import SelfCheckDesk
from bot.settings import BotSettings
from bot.suggesting import Suggester
from bot.training.desk import TrainingDesk
from bot.types import Answer, DocumentView, PageView, Query, Question
from bot.understanding import check_question, understand
from bot.viewing import document_view, original, page_image, page_view, positioned
from bot.weighing import content_weights
from knowledge.assembly import KnowledgeReader
from knowledge.errors import KnowledgeError
from knowledge.page_images import PageImage
from knowledge.types import SearchHit, Source

_MODEL_PASSAGES = 8  # what a small model reads without losing the thread
_log = logging.getLogger(__name__)


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
        self.self_check = SelfCheckDesk(base)
        """办事自查 over the same base."""
        self._lock = threading.Lock()
        self.training = TrainingDesk(base)
        """What the desk 学业务 asks."""
        self._seat: tuple[str, Desk] | None = None
        self.figure_desk = FigureDesk(self._desk)
        self._suggester = Suggester(self._plainly, self._desk)
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

    def document(self, document_id: str, start: int = 0, end: int = 0) -> DocumentView:
        """A whole document for the reader view, cited at [start, end).

        Raises:
            KnowledgeError: the published base doesn't hold it (any more).
        """
        return document_view(self._desk().knowledge, document_id, start, end)

    def page(self, document_id: str, page: int, start: int = 0, end: int = 0) -> PageView | None:
        """A page as it looks, with [start, end) marked; page 0 is the cited one. None where the format has no pages.

        Raises:
            OriginalGone: the original isn't there any more, or has no such page.
            KnowledgeError: the published base doesn't hold the document (any more).
        """
        return page_view(self._desk().knowledge, document_id, page, start, end)

    def page_image(self, document_id: str, page: int) -> PageImage:
        """The picture of a page. Raises as `page` does."""
        return page_image(self._desk().knowledge, document_id, page)

    def original(self, document_id: str) -> tuple[Path, Source]:
        """The original's file with the bytes that were read, and what it was. Raises as `page` does."""
        return original(self._desk().knowledge, document_id)

    def suggestions(self, answer: Answer, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """Questions to ask next, as `Suggester.suggestions` gives them."""
        return self._suggester.suggestions(answer, asked)

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

    def _understand(self, question: Question) -> Case:
        text = check_question(question.text, self._settings.question_chars)
        desk = self._desk()
        asked = replace(question, text=text)
        return Case(asked, desk, understand(asked, desk.context()))

    def _retrieve(self, case: Case) -> Case:
        return replace(case, found=case.desk.search(case.query, top_k=self._settings.candidates))

    def _answers(self, cases: Iterator[Case]) -> Iterator[Answer]:
        for case in cases:
            notices: tuple[str, ...] = ()
            if case.desk.generative is not None:
                try:
                    answer = None
                    for answer in case.desk.generative.stream(
                        case.query, case.question.history, case.found.hits[:_MODEL_PASSAGES]
                    ):
                        if answer.status == "answered":
                            shown = _carded(answer, case)
                            yield with_whose(case, shown) if shown.final else shown
                    if answer is not None and answer.status == "answered":
                        return
                    notices = answer.notices if answer is not None else ()
                except ModelError as error:
                    _log.warning("the language model failed: %s", error.english)
                    _log.debug("its error in full", exc_info=error)
                    notices = (_said(error, case.query),)
            yield with_notices(self._answer(case), notices)

    def _plainly(self, text: str, desk: Desk) -> Answer:
        """The answer to a question that stands alone, without a language model."""
        question = Question(text=text)
        return self._answer(self._retrieve(Case(question, desk, understand(question, desk.context()))))

    def _answer(self, case: Case) -> Answer:
        """The answer without a language model: of a claim by its figure, else over all documents or place by place."""
        return confirmed(case, self._anew) or self._over_all(case)

    def _anew(self, case: Case) -> Answer:
        return self._over_all(self._retrieve(case))

    def _over_all(self, case: Case) -> Answer:
        answer = by_place(case, by_year(case, _direct(case), self._ask), self._ask)
        return with_group_named(with_part_named(case, answer))

    def _ask(self, case: Case) -> Answer:
        """The direct answer to a question that is asked anew, for one place or year."""
        top_k, known = self._settings.candidates, case.found.readings
        return _direct(replace(case, found=case.desk.search(case.query, top_k=top_k, known=known)))


def _direct(case: Case) -> Answer:
    return _carded(direct_answer(case), case)


def _carded(answer: Answer, case: Case) -> Answer:
    """The answer with where its quotes stand, and with the figures asked for; those of a partial answer would come and go."""
    knowledge = case.desk.knowledge
    answer = explained(guided(answer, case), case) if answer.final else answer
    answer = replace(positioned(answer, knowledge.catalogue), version=knowledge.version)
    if not answer.final or answer.status != "answered":
        return answer
    weights = content_weights(case.query, knowledge)
    return with_lead(replace(answer, figures=figure_cards(answer, knowledge.catalogue, weights)), weights)


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


def _said(error: KnowledgeError, query: Query) -> str:
    if query.language == "en":
        return f"{error.english} The answer below is taken from the documents without it."
    return f"{error.chinese}以下答案直接取自文件原文。"
