"""Loaders: one module a format family, each from a file's bytes to pieces with positions; `load` makes the Document."""

from __future__ import annotations

import hashlib
from pathlib import Path

from knowledge.errors import LoadError
from knowledge.loading.markdown import load_markdown
from knowledge.loading.pdf import load_pdf
from knowledge.loading.pieces import Loader, assemble, drawn_pages
from knowledge.loading.plain import load_text
from knowledge.loading.repeats import mark_repeats
from knowledge.loading.web import load_html
from knowledge.loading.word import load_docx
from knowledge.types import Block, Document, Metadata, Source

__all__ = ["LOADERS", "load", "mark_repeats", "supported"]

LOADERS: dict[str, Loader] = {
    ".md": load_markdown,
    ".markdown": load_markdown,
    ".txt": load_text,
    ".html": load_html,
    ".htm": load_html,
    ".docx": load_docx,
    ".pdf": load_pdf,
}
"""By suffix, lower case."""

MEGABYTE = 1_000_000
_BOUND_MB = {".docx": 200, ".pdf": 200}
_TEXT_BOUND_MB = 50


def supported(path: Path) -> bool:
    """True where the file's suffix has a loader."""
    return path.suffix.lower() in LOADERS


def load(path: Path) -> Document:
    """Read one file.

    Its metadata holds only the file's name as title: `knowledge.metadata.read_metadata` reads the rest from the text.

    Raises:
        LoadError: the file can't be read; the message says why and what to do.
    """
    loader = _loader(path)
    raw = _bytes(path)
    parsed = loader(raw, path.name)
    text, blocks = assemble(parsed.pieces)
    if not text.strip():
        raise LoadError(
            f"{path.name} 里没有文字：请检查文件内容；如果是图片，请先转成文字。",
            f"There is no text in {path.name}: check its content; turn pictures into text first.",
        )
    blocks = mark_repeats(text, blocks)
    digest = hashlib.sha256(raw).hexdigest()
    return Document(
        id=digest[:16],
        source=Source(
            path=str(path),
            name=path.name,
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


def _bytes(path: Path) -> bytes:
    """The file's bytes, within the bound for its format."""
    bound_mb = _BOUND_MB.get(path.suffix.lower(), _TEXT_BOUND_MB)
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= bound_mb * MEGABYTE else None
    except FileNotFoundError as exc:
        raise LoadError(
            f"找不到文件 {path.name}：请检查路径，文件可能已被移动或删除。",
            f"{path.name} is not there: check the path.",
        ) from exc
    except PermissionError as exc:
        raise LoadError(
            f"没有权限读取 {path.name}：请在文件属性里允许读取，或换一个账号运行。",
            f"No permission to read {path.name}: allow reading it, or run as another user.",
        ) from exc
    except OSError as exc:
        raise LoadError(
            f"读取 {path.name} 时出错（{exc.strerror}）：请检查磁盘或网络位置后再试。",
            f"Reading {path.name} failed ({exc.strerror}): check the disk or network share and try again.",
        ) from exc
    if raw is None:
        raise LoadError(
            f"{path.name} 太大（超过 {bound_mb} MB）：请拆成几份后导入。",
            f"{path.name} is too big (over {bound_mb} MB): split it and add the parts.",
        )
    if not raw:
        raise LoadError(
            f"{path.name} 是空文件（0 字节）：请重新下载或导出后再导入。",
            f"{path.name} is empty (0 bytes): download or export it again.",
        )
    return raw
