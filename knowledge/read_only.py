"""An index on a read-only disk is copied aside: Chroma has no way to only read, and fails where it can't write."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from pathlib import Path

from knowledge.errors import KnowledgeError

_log = logging.getLogger(__name__)


def may_be_written(folder: Path) -> bool:
    """Whether the folder and all in it may be written to."""
    return all(os.access(path, os.W_OK) for path in (folder, *folder.rglob("*")))


def copied_aside(folder: Path) -> Path:
    """A copy of the index in a new folder of the system's for temporary files; to be removed by `remove`.

    Raises:
        KnowledgeError: it can't be copied.
    """
    copy: Path | None = None
    try:
        copy = Path(tempfile.mkdtemp(prefix="wence-vectors-"))
        for path in folder.rglob("*"):
            target = copy / path.relative_to(folder)
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)  # without the rights of a file that may not be written to
    except OSError as exc:
        remove(copy)
        raise KnowledgeError(
            f"知识库在只读的盘上（{folder}），向量索引要先复制到临时文件夹才能打开，但没有复制成（{exc.strerror}）。"
            "请腾出磁盘空间，或把整个知识库文件夹复制到可以写入的盘上再用；知识库本身没有坏。",
            f"The knowledge base is on a read-only disk ({folder}) and its vectors couldn't be copied aside ({exc.strerror}). "
            "Free some space, or copy the base to a disk that can be written to; the base itself is sound.",
        ) from exc
    _log.warning("the vectors in %s can't be written to; a copy in %s is read", folder, copy)
    return copy


def remove(copy: Path | None) -> None:
    """Delete a copy, if there is one."""
    if copy is not None:
        shutil.rmtree(copy, ignore_errors=True)
