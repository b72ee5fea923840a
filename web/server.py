"""The web application: the page, the reader view and the health check behind one door."""

from __future__ import annotations

import json
import os
from collections.abc import Callable

# Read by Gradio when it is imported: nothing may be reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from knowledge.errors import KnowledgeError
from web.documents import add_documents
from web.headers import PAGE_POLICY, SafeHeaders
from web.page import build_page
from web.protocols import Bot
from web.rendering import client_texts
from web.seats import Seats
from web.store import Store
from web.texts import TEXTS
from web.theme import gradio_theme, page_css, static_text


def create_app(
    bot: Bot, index_version: Callable[[], str], *, seats: Seats | None = None, store: Store | None = None
) -> FastAPI:
    """Return the application for the bot.

    `index_version` names the published version that readers see; it may raise KnowledgeError where there is none any more.
    Without a `store` what people hand over is kept in memory only.
    """
    app = FastAPI(title="wence", docs_url=None, redoc_url=None, openapi_url=None)
    _add_health(app, index_version)
    add_documents(app, bot)
    app.add_middleware(SafeHeaders, policy=PAGE_POLICY)
    return gr.mount_gradio_app(
        app, build_page(bot, seats or Seats(), store or Store(None)), path="", theme=gradio_theme(), head=_head(), footer_links=[],
        run_history=False, show_error=False, ssr_mode=False, max_file_size=0, pwa=False,
    )  # fmt: skip


def _head() -> str:
    words = {language: client_texts(texts) for language, texts in TEXTS.items()}
    script = static_text("page.js").replace('"{texts}"', json.dumps(words, ensure_ascii=False))
    return f"<style>{page_css()}</style><script>{script}</script>"


def _add_health(app: FastAPI, index_version: Callable[[], str]) -> None:
    @app.get("/healthz")
    def health() -> JSONResponse:
        try:
            return JSONResponse({"ok": True, "index": index_version()})
        except KnowledgeError as error:
            return JSONResponse({"ok": False, "index": None, "error": error.chinese}, status_code=503)
