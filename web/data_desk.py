"""The desk 查数据: its place on the page, and the addresses that serve its table and its files.

The table is fetched as HTML by the desk's own script under the same query as the page's address: one address says all that the desk
shows, so back, forward and sending it to a colleague need nothing else, and nothing of it is kept on the server.
"""

from __future__ import annotations

from datetime import date

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from bot.figure_table import NONE, TableRequest
from knowledge.errors import KnowledgeError
from web.data_address import Address, read_address
from web.data_export import Exported, csv_bytes, xlsx_bytes
from web.data_selection import selection_html
from web.data_table import table_html
from web.data_texts import CHINESE, DATA_TEXTS, DataTexts
from web.documents import attachment
from web.escaping import safe
from web.headers import FILE_POLICY, READER_POLICY
from web.protocols import Bot, FigureDesk
from web.shell import QUIET, Masthead, html_block
from web.store import Store
from web.texts import language_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lay_out_data_desk(page: gr.Blocks, bot: Bot, masthead: Masthead, store: Store) -> None:
    """Lay out the desk; its script fills it."""
    html_block(f'<p class="told">{safe(CHINESE.loading)}</p>', "figures")
    page.load(None, None, None, js="() => { wence.data.begin(); }", **QUIET)
    masthead.language.change(None, None, None, js="() => { wence.data.speak(); }", **QUIET)


def add_figures(app: FastAPI, bot: Bot) -> None:
    """Add the addresses of the table and its files to the application."""

    @app.get("/figures/table")
    def table(request: Request, language: str = "zh") -> HTMLResponse:
        texts = DATA_TEXTS[language_of(language)]
        try:
            html, status = _desk_html(bot.figure_desk, read_address(request.query_params), texts), 200
        except KnowledgeError as error:
            html, status = f'<p class="repealed">{safe(error.english if language == "en" else error.chinese)}</p>', 503
        headers = {"Content-Security-Policy": READER_POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(html, status_code=status, headers=headers)

    @app.get("/figures/export.xlsx")
    def xlsx(request: Request, language: str = "zh") -> Response:
        texts = DATA_TEXTS[language_of(language)]
        return _file(bot.figure_desk, read_address(request.query_params), texts, "xlsx")

    @app.get("/figures/export.csv")
    def comma_separated(request: Request, language: str = "zh") -> Response:
        texts = DATA_TEXTS[language_of(language)]
        return _file(bot.figure_desk, read_address(request.query_params), texts, "csv")


def _desk_html(desk: FigureDesk, address: Address, texts: DataTexts) -> str:
    """The desk at an address, with the address that says the same in its plainest form."""
    rows = address.rows
    if address.along and rows:
        rows = desk.alike(rows[0], address.along) or rows
    table = desk.table(address.request)
    selection = desk.selection(rows)
    kept = tuple(row.key for row in selection.rows)
    along, address = address.along, Address(request=table.request, rows=kept)
    waiting = " data-comparing" if table.conflicts is None else ""
    chosen = texts.chosen.format(count=len(kept))
    return (
        f'<div id="figure-desk" data-address="{safe(address.query())}"{waiting}><section id="found" aria-labelledby="figures-heading">'
        f'<h2 id="figures-heading" tabindex="-1">{safe(texts.heading)}</h2>{table_html(table, address, texts)}</section>'
        f'<section id="chosen" aria-labelledby="chosen-heading">{selection_html(selection, address, texts, along=along)}</section>'
        f'<a id="to-chosen" href="#chosen-heading"{"" if kept else " hidden"}>{safe(f"{chosen} · {texts.to_chosen}")}</a></div>'
    )


def _file(desk: FigureDesk, address: Address, texts: DataTexts, kind: str) -> Response:
    """The selected rows with their workings, or all that fit."""
    try:
        if address.rows:
            chosen = desk.selection(address.rows)
            rows, version, workings = chosen.rows, chosen.version, chosen.workings
        else:
            found, version = desk.every(address.request)
            rows, workings = tuple(found), ()
        exported = Exported(
            rows=rows, sentences=list(desk.sentences(rows)), version=version, workings=workings, made=date.today(),
            query=texts.filters["chosen"] if address.rows else _in_words(address.request, rows[0].document.metadata.title if rows else "", texts),
        )  # fmt: skip
    except KnowledgeError as error:
        return PlainTextResponse(f"{error.chinese}\n{error.english}\n", status_code=503)
    content = xlsx_bytes(exported, texts) if kind == "xlsx" else csv_bytes(exported, texts)
    headers = {
        "Content-Security-Policy": FILE_POLICY,
        "Content-Disposition": attachment(f"{texts.heading}-{date.today().isoformat()}.{kind}"),
    }
    return Response(content, media_type=_XLSX if kind == "xlsx" else "text/csv; charset=utf-8", headers=headers)


def _in_words(request: TableRequest, title: str, texts: DataTexts) -> str:
    """What was looked for; a document by the title that its rows show."""
    said = {
        "words": request.words, "place": request.place, "year": request.year, "unit": request.unit,
        "document": title if request.document_id else "", "conflicts": "✓" if request.conflicts else "",
    }  # fmt: skip
    parts = [
        f"{texts.filters[name]}：{texts.unstated if value == NONE else value}" for name, value in said.items() if value
    ]
    return "；".join(parts) or texts.filters["none"]
