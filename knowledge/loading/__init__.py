"""Loaders: one module a format family, each from a file's bytes to pieces with positions; `load` makes the Document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from knowledge.archives import open_file, shown_name
from knowledge.errors import LoadError
from knowledge.loading.markdown import load_markdown
from knowledge.loading.ofd import load_ofd
from knowledge.loading.office_files import load_slides, load_word, refuse_archive
from knowledge.loading.pdf import load_pdf
from knowledge.loading.pictures import load_picture
from knowledge.loading.pieces import Loader, assemble, drawn_pages
from knowledge.loading.plain import load_text
from knowledge.loading.repeats import mark_repeats
from knowledge.loading.sheets import load_delimited, load_workbook
from knowledge.loading.web import load_html
from knowledge.privacy import cover_document
from knowledge.types import Block, Document, Metadata, Source

__all__ = ["LOADERS", "load", "mark_repeats", "supported"]

LOADERS: dict[str, Loader] = {
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".txt": load_text,
    ".html": load_html,
    ".htm": load_html,
    ".docx": load_word,
    ".docm": load_word,
    ".doc": load_word,
    ".wps": load_word,
    ".rtf": load_word,
    ".pptx": load_slides,
    ".pptm": load_slides,
    ".ppt": load_slides,
    ".dps": load_slides,
    ".pdf": load_pdf,
    ".xlsx": load_workbook,
    ".xlsm": load_workbook,
    ".xls": load_workbook,
    ".et": load_workbook,
    ".csv": load_delimited,
    ".ofd": load_ofd,
    ".png": load_picture,
    ".jpg": load_picture,
    ".jpeg": load_picture,
    ".bmp": load_picture,
    ".tif": load_picture,
    ".tiff": load_picture,
    ".webp": load_picture,
    ".rar": refuse_archive,
    ".7z": refuse_archive,
}
"""By suffix, lower case. Kinds that can't be read, or not everywhere, stand here too: their loaders say what to do."""

MEGABYTE = 1_000_000
_TEXT = (".md", ".markdown", ".txt", ".html", ".htm")
_SHEETS = (".xlsx", ".xlsm", ".xls", ".et", ".csv")
_BOUND_MB, _TEXT_BOUND_MB, _SHEET_BOUND_MB = 200, 50, 400


def supported(path: Path) -> bool:
    """True where the file's suffix has a loader."""
    return path.suffix.lower() in LOADERS


def load(path: Path, *, show_private: bool = False) -> Document:
    """Read one file; `path` may go on into a ZIP file (see `archives`).

    Its metadata holds only the file's name as title: `knowledge.metadata.read_metadata` reads the rest from the text.

    Args:
        path: The file.
        show_private: Whether identity-card, mobile phone and bank-account numbers stay readable; else they are covered here, so that
            nothing made from the document holds them.

    Raises:
        LoadError: the file can't be read; the message says why and what to do.
    """
    loader = _loader(path)
    name = shown_name(path)
    raw = _bytes(path, name)
    parsed = loader(raw, name)
    text, blocks = assemble(parsed.pieces)
    if not text.strip():
        raise LoadError(
            f"{name} 里没有文字：请检查文件内容；如果是图片，请先转成文字。",
            f"There is no text in {name}: check its content; turn pictures into text first.",
        )
    blocks = mark_repeats(text, blocks)
    digest = hashlib.sha256(raw).hexdigest()
    document = Document(
        id=digest[:16],
        source=Source(
            path=str(path),
            name=name,
            format=path.suffix.lower().removeprefix("."),
            sha256=digest,
            size_bytes=len(raw),
            encoding=parsed.encoding,
        ),
        text=text,
        blocks=blocks,
        metadata=Metadata(title=path.stem),
        warnings=parsed.warnings + _repeat_warning(blocks),
        pages=drawn_pages(parsed),
    )
    return document if show_private else cover_document(document)


def _repeat_warning(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    count = sum(block.repeats is not None for block in blocks)
    return (f"有 {count} 段文字在文件中重复出现，只收录第一次。",) if count else ()


def _loader(path: Path) -> Loader:
    if path.is_dir():
        raise LoadError(
            f"{path.name} 是文件夹，不是文件：请把里面的文件单独导入，或直接导入它所在的文件夹。",
            f"{path.name} is a folder, not a file: add the files in it.",
        )
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        known = "、".join(LOADERS)
        raise LoadError(
            f"{path.name} 的格式不支持：请另存为 {known} 之一。",
            f"The format of {path.name} is not supported: save it as one of {', '.join(LOADERS)}.",
        )
    return loader


def _bytes(path: Path, name: str) -> bytes:
    """The file's bytes, within the bound for its format."""
    suffix = path.suffix.lower()
    bound_mb = _TEXT_BOUND_MB if suffix in _TEXT else _SHEET_BOUND_MB if suffix in _SHEETS else _BOUND_MB
    try:
        with open_file(path) as file:
            raw = file.read(bound_mb * MEGABYTE + 1)
    except FileNotFoundError as exc:
        raise LoadError(
            f"找不到文件 {name}：请检查路径，文件可能已被移动或删除。",
            f"{name} is not there: check the path.",
        ) from exc
    except PermissionError as exc:
        raise LoadError(
            f"没有权限读取 {name}：请在文件属性里允许读取，或换一个账号运行。",
            f"No permission to read {name}: allow reading it, or run as another user.",
        ) from exc
    except OSError as exc:
        raise LoadError(
            f"读取 {name} 时出错（{exc.strerror}）：请检查磁盘或网络位置后再试。",
            f"Reading {name} failed ({exc.strerror}): check the disk or network share and try again.",
        ) from exc
    if len(raw) > bound_mb * MEGABYTE:
        raise LoadError(
            f"{name} 太大（超过 {bound_mb} MB）：请拆成几份后导入。",
            f"{name} is too big (over {bound_mb} MB): split it and add the parts.",
        )
    if not raw:
        raise LoadError(
            f"{name} 是空文件（0 字节）：请重新下载或导出后再导入。",
            f"{name} is empty (0 bytes): download or export it again.",
        )
    return raw
