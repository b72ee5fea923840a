"""Typed settings of the knowledge base, from arguments or WENCE_* variables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import SettingError

PREFIX = "WENCE_"
OTHER_NAMES = frozenset(
    {
        "WENCE_LANGUAGE",
        "WENCE_LLM",
        "WENCE_LLM_BASE_URL",
        "WENCE_LLM_MODEL",
        "WENCE_LLM_API_KEY",
        "WENCE_LLM_TIMEOUT_S",
        "WENCE_LLM_MAX_RETRIES",
        "WENCE_READER",
        "WENCE_CANDIDATES",
        "WENCE_QUESTION_CHARS",
        "WENCE_STATE",
    }
)
"""Names that other rooms read; the ingest knows them so as not to refuse them. A test holds them to the bot's settings."""
_FOR_TESTS = frozenset({"WENCE_SHARED"})  # read by tests and evaluation only; set for them, it mustn't stop the program
PROJECT = Path(__file__).resolve().parent.parent


class KnowledgeSettings(BaseSettings):
    """Where the knowledge base lies and how it is made. Unknown fields are refused, numbers are bounded."""

    model_config = SettingsConfigDict(env_prefix="WENCE_", extra="forbid", frozen=True)

    index: Path = PROJECT / "index"
    """WENCE_INDEX: folder of the knowledge base."""
    embedder: str = ""
    """WENCE_EMBEDDER: hub name or folder of a sentence-transformers model; empty for the shipped files."""
    threads: int = Field(default=2, ge=1, le=64)
    """WENCE_THREADS: processor threads for embedding."""
    chunk_chars: int = Field(default=300, ge=100, le=1200)
    """WENCE_CHUNK_CHARS: longest passage, in characters; a longer sentence or row stays whole."""
    keep_versions: int = Field(default=3, ge=2, le=50)
    """WENCE_KEEP_VERSIONS: published versions kept, the current one included."""
    keep_originals: bool = True
    """WENCE_KEEP_ORIGINALS: whether the base keeps a copy of each file, so that citations open its pages wherever the file goes."""
    show_private: bool = False
    """WENCE_SHOW_PRIVATE: whether identity-card, mobile phone and bank-account numbers of documents stay readable; changing it reads all anew."""
    file_s: float = Field(default=300, ge=1, le=86_400)
    """WENCE_FILE_S: seconds without a sign of life after which reading a file is given up."""


_Settings = TypeVar("_Settings", bound=BaseSettings)
_WHY = {
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "最小 {ge}",
    "less_than_equal": "最大 {le}",
    "int_parsing": "要写整数",
    "bool_parsing": "要写 true 或 false",
    "float_parsing": "要写数字",
}
"""Pydantic's error types in Chinese; the value itself isn't repeated, it may be a key."""


def read_settings(kind: type[_Settings], **given: Any) -> _Settings:
    """Settings from what is given and, for the rest, from WENCE_* variables; a value of None counts as not given.

    Raises:
        SettingError: a value is out of bounds or of the wrong kind.
    """
    try:
        return kind(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        why = _WHY[first["type"]].format(**first.get("ctx", {})) if first["type"] in _WHY else first["msg"]
        raise SettingError(
            f"设置 {name} 的值不合适（{why}），请改正后再运行。",
            f"The setting {name} has an unfit value ({first['msg']}); correct it and run again.",
        ) from exc


def names_of(kind: type[BaseSettings]) -> frozenset[str]:
    """Names of the variables that a settings class reads."""
    return frozenset(PREFIX + name.upper() for name in kind.model_fields)


def refuse_unknown(environ: Mapping[str, str], known: Collection[str]) -> None:
    """Refuse WENCE_* variables that no settings class reads: a misspelt one would be ignored in silence.

    Raises:
        SettingError: names the variable and, where one is near, what was probably meant.
    """
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in {*known, *_FOR_TESTS}:
            near = get_close_matches(name.upper(), sorted(known), n=1)
            raise SettingError(
                f"不认识环境变量 {name}" + (f"，是不是想写 {near[0]}？" if near else "。") + "请改正或去掉后再运行。",
                f"Unknown environment variable {name}"
                + (f"; did you mean {near[0]}?" if near else ".")
                + " Correct or unset it.",
            )
