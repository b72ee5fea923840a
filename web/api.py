"""The one event that other programs may call: a question in, an answer with its citations out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import gradio as gr

from bot.figure_wording import conflict_as_plain, figure_as_plain
from bot.guide_wording import guide_as_plain
from bot.types import Answer, Citation, Question
from knowledge.errors import KnowledgeError
from web.asking import answers
from web.protocols import Bot
from web.seats import Seats
from web.texts import language_of


class PublicApi:
    """The public API over the same bot and the same seats as the page."""

    def __init__(self, bot: Bot, seats: Seats) -> None:
        self._bot = bot
        self._seats = seats

    async def ask(self, question: str, language: str = "zh") -> dict[str, Any]:
        """Answer one question without history: status, text, citations, nearby, figures asked for, conflicts between documents, notices.

        Raises:
            gradio.Error: the question can't be taken, or too many wait.
        """
        spoken = language_of(language)
        final = None
        try:
            async with self._seats.taken():
                async for answer in answers(self._bot, Question(text=question, language=spoken)):
                    final = answer
        except KnowledgeError as error:
            raise gr.Error(error.english if spoken == "en" else error.chinese, print_exception=False) from error
        if final is None:
            raise RuntimeError("the bot's stream ended without an answer")
        return _as_json(final)


def _as_json(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "text": answer.text,
        "resolved": answer.query.resolved if answer.query else None,
        "mapped": [list(pair) for pair in answer.query.mapped] if answer.query else [],
        "citations": [_citation_as_json(citation) for citation in answer.citations],
        "nearby": [_citation_as_json(citation) for citation in answer.nearby],
        "figures": [figure_as_plain(card) for card in answer.figures],
        "conflicts": [conflict_as_plain(conflict) for conflict in answer.conflicts],
        "lead": list(answer.lead),
        "explained": [asdict(item) for item in answer.explained],
        "guide": guide_as_plain(answer.guide) if answer.guide else None,
        "notices": list(answer.notices),
        "confidence": round(answer.confidence, 3),
    }


def _citation_as_json(citation: Citation) -> dict[str, Any]:
    metadata = citation.document.metadata
    return {
        "number": citation.number,
        "document": citation.document.id,
        "file": citation.document.source.name,
        "title": metadata.title,
        "issuer": metadata.issuer,
        "issued": metadata.issued.isoformat() if metadata.issued else None,
        "quote": citation.quote,
        "reading": citation.reading,
        "start": citation.start,
        "end": citation.end,
        "position": {name: value for name, value in asdict(citation.position).items() if value is not None},
    }
