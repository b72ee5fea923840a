"""The addresses under which citations open: a document's text or page, a page's picture, the original file."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote as url_quote

from fastapi import FastAPI, Path, Query
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from bot.types import Language
from knowledge.errors import KnowledgeError, OriginalGone
from web.headers import FILE_POLICY, READER_POLICY
from web.leaf import Span
from web.page_view import page_html
from web.protocols import Bot
from web.reader import document_html, failure_html
from web.texts import TEXTS, language_of

_PAGES = 1_000_000  # more than any document has
_OFFSETS = 2**53
_PageNumber = Annotated[int, Path(ge=1, le=_PAGES)]
_Offset = Annotated[int, Query(ge=0, le=_OFFSETS)]
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]')
_NAME_CHARS = 150


def add_documents(app: FastAPI, bot: Bot) -> None:
    """Add the addresses to the application."""

    @app.get("/document/{document_id}")
    def document(
        document_id: str,
        start: _Offset = 0,
        end: _Offset = 0,
        language: str = "zh",
        view: str = "",
        page: Annotated[int, Query(ge=0, le=_PAGES)] = 0,
    ) -> HTMLResponse:
        spoken = language_of(language)
        try:
            html, status = _shown(bot, document_id, Span(start, end), spoken, page if view != "text" else None), 200
        except KnowledgeError as error:
            html, status = failure_html(_sentence(error, spoken), TEXTS[spoken]), 404
        return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": READER_POLICY})

    @app.get("/document/{document_id}/page/{page}")
    def picture(document_id: str, page: _PageNumber) -> Response:
        try:
            image = bot.page_image(document_id, page)
        except KnowledgeError as error:
            return _refused(error)
        headers = {"Content-Security-Policy": FILE_POLICY, "Cache-Control": "private, max-age=600"}
        return Response(image.content, media_type=image.media_type, headers=headers)

    @app.get("/document/{document_id}/original")
    def original(document_id: str) -> Response:
        try:
            path, source = bot.original(document_id)
        except KnowledgeError as error:
            return _refused(error)
        # never the file's own kind: whatever is in it, the browser saves it and shows nothing of it
        headers = {"Content-Security-Policy": FILE_POLICY, "Content-Disposition": attachment(source.name)}
        return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _shown(bot: Bot, document_id: str, span: Span, language: Language, page: int | None) -> str:
    """A page as it looks, where there is one and it is wanted; else the text, which says why there is no page."""
    texts = TEXTS[language]
    if page is not None:
        try:
            seen = bot.page(document_id, page, span.start, span.end)
        except OriginalGone:
            seen = None
        if seen is not None:
            return page_html(seen, span, texts)
    return document_html(bot.document(document_id, span.start, span.end), span, texts)


def _sentence(error: KnowledgeError, language: Language) -> str:
    return error.english if language == "en" else error.chinese


def _refused(error: KnowledgeError) -> Response:
    return PlainTextResponse(f"{error.chinese}\n{error.english}\n", status_code=404)


def attachment(name: str) -> str:
    """Return the Content-Disposition that has a file saved under its name, less what a name can't hold anywhere."""
    safe_name = _UNSAFE.sub("_", name).strip(". ")[-_NAME_CHARS:] or "original"
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", safe_name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{url_quote(safe_name, safe='')}"
