"""The address under which a sheet is downloaded: the same address gives the same sheet as long as the base is the same."""

from __future__ import annotations

from html import escape
from typing import Annotated, Literal

from fastapi import FastAPI, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from knowledge.errors import KnowledgeError
from web.documents import attachment
from web.headers import FILE_POLICY, READER_POLICY
from web.learn_texts import CHINESE
from web.protocols import Bot

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_MOST_ITEMS, _MOST_DOCUMENTS = 100, 2000
_NAMED = 3  # documents in the note; more are counted


class SheetRequest(BaseModel):
    """What the address of a sheet says."""

    title: str = Field(CHINESE.sheet_title_default, max_length=120)
    count: int = Field(20, ge=1, le=_MOST_ITEMS)
    seed: int = Field(1, ge=1, le=999_999)
    kind: list[str] = Field([], max_length=6)
    """Kinds of items; all where none is named."""
    document: list[str] = Field([], max_length=_MOST_DOCUMENTS)
    """Ids of documents; all where none is named."""
    key: str = ""
    """yes: with key and sources."""
    format: Literal["docx", "pdf"] = "docx"


def add_sheets(app: FastAPI, bot: Bot) -> None:
    """Add the address to the application."""

    @app.get("/training-sheet")
    def sheet(asked: Annotated[SheetRequest, Query()]) -> Response:
        try:
            return _file(bot, asked)
        except KeyError:
            return _told(CHINESE.sheet_empty, 404)
        except KnowledgeError as error:
            return _told(f"{error.chinese} {error.english}", 503)


def _file(bot: Bot, asked: SheetRequest) -> Response:
    desk, title, with_key = bot.training, asked.title.strip() or CHINESE.sheet_title_default, asked.key == "yes"
    items = desk.choose(asked.count, seed=asked.seed, documents=asked.document, kinds=asked.kind)
    if not items:
        return _told(CHINESE.sheet_empty, 404)
    names = list(dict.fromkeys(item.cited.title for item in items))
    listed = "、".join(names[:_NAMED]) + (f"等{len(names)}份文件" if len(names) > _NAMED else "")
    note = CHINESE.sheet_note.format(documents=listed, seed=asked.seed, version=bot.version())
    made = desk.sheet(items, title=title, note=note)
    content = desk.docx(made, with_key=with_key) if asked.format == "docx" else desk.pdf(made, with_key=with_key)
    name = f"{title}（卷{asked.seed}{'，带答案' if with_key else ''}）.{asked.format}"
    headers = {"Content-Security-Policy": FILE_POLICY, "Content-Disposition": attachment(name)}
    return Response(content, media_type=_MEDIA[asked.format], headers=headers)


def _told(words: str, status: int) -> HTMLResponse:
    page = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(words[:20])}</title><p>{escape(words)}</p></html>'
    return HTMLResponse(page, status_code=status, headers={"Content-Security-Policy": READER_POLICY})
