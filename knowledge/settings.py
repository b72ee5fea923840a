"""Typed settings of the knowledge base, from arguments or WENCE_* variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    keep_versions: int = Field(default=2, ge=2, le=50)
    """WENCE_KEEP_VERSIONS: published versions kept, the current one included."""
