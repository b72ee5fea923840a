"""Typed settings of the bot, from arguments or WENCE_* variables."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class BotSettings(BaseSettings):
    """How questions are answered. Unknown fields are refused, numbers are bounded."""

    model_config = SettingsConfigDict(env_prefix="WENCE_", extra="forbid", frozen=True)

    llm: str = ""
    """WENCE_LLM: provider:model of a LangChain provider package; empty for none or for the endpoint below."""
    llm_base_url: str = ""
    """WENCE_LLM_BASE_URL: an OpenAI-compatible endpoint, e.g. http://127.0.0.1:8000/v1."""
    llm_model: str = ""
    """WENCE_LLM_MODEL: the model's name at that endpoint."""
    llm_api_key: SecretStr = SecretStr("")
    """WENCE_LLM_API_KEY: its key; empty where the endpoint wants none."""
    llm_timeout_s: float = Field(default=60.0, gt=0, le=600)
    """WENCE_LLM_TIMEOUT_S: longest wait for the whole answer, in seconds."""
    llm_max_retries: int = Field(default=1, ge=0, le=5)
    """WENCE_LLM_MAX_RETRIES: how often a refused request is tried again, within the same time limit."""
    reader: str = ""
    """WENCE_READER: hub name or folder of a sentence-transformers cross-encoder; empty for the shipped reader, "off" for none."""
    candidates: int = Field(default=50, ge=5, le=200)
    """WENCE_CANDIDATES: passages that are read for an answer."""
    question_chars: int = Field(default=2000, ge=50, le=9999)
    """WENCE_QUESTION_CHARS: longest question taken, in characters."""
