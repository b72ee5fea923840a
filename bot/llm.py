"""The language model: built from the settings, streamed within a deadline, its failures told in plain words.

The only place that knows the SDKs. Nothing is imported from them until a model is configured.
"""

from __future__ import annotations

import contextvars
import queue
import re
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bot.errors import ModelConfigError, ModelError, ModelTimeout, ModelUnavailable
from bot.settings import BotSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

_NO_KEY = "EMPTY"  # the SDK wants one even where the endpoint doesn't


def build_model(settings: BotSettings) -> BaseChatModel | None:
    """Return the configured language model, or None where none is configured; nothing is sent yet.

    Raises:
        ModelConfigError: The settings don't fit together, or the provider's package is missing.
    """
    if settings.llm and (settings.llm_base_url or settings.llm_model):
        raise ModelConfigError(
            "WENCE_LLM 与 WENCE_LLM_BASE_URL、WENCE_LLM_MODEL 只能设一组，请去掉另一组。",
            "Set either WENCE_LLM or WENCE_LLM_BASE_URL with WENCE_LLM_MODEL, not both.",
        )
    if settings.llm:
        return _from_provider(settings)
    if not settings.llm_base_url and not settings.llm_model:
        return None
    return _from_endpoint(settings)


def _from_endpoint(settings: BotSettings) -> BaseChatModel:
    if not (settings.llm_base_url and settings.llm_model):
        missing = "WENCE_LLM_MODEL" if settings.llm_base_url else "WENCE_LLM_BASE_URL"
        raise ModelConfigError(
            f"语言模型的设置不全，缺 {missing}：请补上，或把两项都去掉。",
            f"The language model is half set, {missing} is missing: set it, or clear both.",
        )
    if not settings.llm_base_url.startswith(("http://", "https://")):
        raise ModelConfigError(
            f"WENCE_LLM_BASE_URL 应以 http:// 或 https:// 开头，现在是 {settings.llm_base_url!r}。",
            f"WENCE_LLM_BASE_URL must begin with http:// or https://, it is {settings.llm_base_url!r}.",
        )
    # stream_usage and the responses API are OpenAI's own: compatible servers often refuse what they don't know.
    return _init(
        settings, settings.llm_model, "openai",
        {"base_url": settings.llm_base_url, "api_key": settings.llm_api_key.get_secret_value() or _NO_KEY,
         "stream_usage": False, "use_responses_api": False},
    )  # fmt: skip


def _from_provider(settings: BotSettings) -> BaseChatModel:
    provider, _, name = settings.llm.partition(":")
    if not provider or not name:
        raise ModelConfigError(
            f"WENCE_LLM 应写成“提供方:模型名”，例如 openai:gpt-4o，现在是 {settings.llm!r}。",
            f"WENCE_LLM must be provider:model, e.g. openai:gpt-4o, it is {settings.llm!r}.",
        )
    key = settings.llm_api_key.get_secret_value()
    return _init(settings, name, provider, {"api_key": key} if key else {})


def _init(settings: BotSettings, name: str, provider: str, options: Mapping[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model
    from openai import OpenAIError

    try:
        return init_chat_model(  # type: ignore[no-any-return]
            name, model_provider=provider, temperature=0, timeout=settings.llm_timeout_s,
            max_retries=settings.llm_max_retries, **options,
        )  # fmt: skip
    except ImportError as exc:
        # LangChain's sentence names the package: not always the provider's own name (bedrock is in langchain-aws).
        named = re.search(r"pip install (?:-U )?([\w.-]+)", str(exc))
        package = named[1] if named else f"langchain-{provider.replace('_', '-')}"
        raise ModelConfigError(
            f"语言模型提供方 {provider} 需要另装一个包，请运行：pip install {package}（{exc}）",
            f"The provider {provider} needs a package of its own, run: pip install {package} ({exc})",
        ) from exc
    except (ValueError, OpenAIError) as exc:
        raise ModelConfigError(
            f"语言模型 {provider}:{name} 的设置不对，请检查提供方名称、模型名和密钥（{exc}）",
            f"The settings of the language model {provider}:{name} are wrong, check provider, model name and key ({exc})",
        ) from exc


def stream_text(chain: Runnable[dict[str, str], str], inputs: dict[str, str], timeout_s: float) -> Iterator[str]:
    """Yield the pieces of text that `chain` gives, within `timeout_s` seconds for the whole answer.

    A server that trickles or falls silent can't hold the caller: the chain runs in a thread of its own, which is left
    behind at the deadline and ends with its next piece or its own time-out.

    Raises:
        ModelTimeout: The deadline passed before the answer was whole.
        ModelUnavailable: The model can't be reached, refuses, or answers in no known form.
    """
    outbox: queue.Queue[str | Exception | None] = queue.Queue()
    abandoned = threading.Event()
    context = contextvars.copy_context()  # the callers' tracing goes along
    threading.Thread(target=context.run, args=(_pull, chain, inputs, outbox, abandoned), daemon=True).start()
    deadline = time.monotonic() + timeout_s
    try:
        while (piece := _next(outbox, deadline)) is not None:
            if isinstance(piece, Exception):
                raise _translated(piece) from piece
            yield piece
    finally:
        abandoned.set()


def _pull(
    chain: Runnable[dict[str, str], str],
    inputs: dict[str, str],
    outbox: queue.Queue[str | Exception | None],
    abandoned: threading.Event,
) -> None:
    try:
        for piece in chain.stream(inputs):
            if abandoned.is_set():
                return
            outbox.put(piece)
        outbox.put(None)
    except Exception as error:  # noqa: BLE001 - carried to the reader's thread, which raises it
        outbox.put(error)


def _next(outbox: queue.Queue[str | Exception | None], deadline: float) -> str | Exception | None:
    try:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise queue.Empty
        return outbox.get(timeout=remaining)
    except queue.Empty as exc:
        raise _timeout() from exc


def _timeout() -> ModelTimeout:
    return ModelTimeout(
        "语言模型没有在规定时间内答完，请稍后再试，或调大 WENCE_LLM_TIMEOUT_S。",
        "The language model did not finish in time: try again later, or raise WENCE_LLM_TIMEOUT_S.",
    )


_BY_STATUS = {
    401: ("语言模型拒绝了密钥，请检查 WENCE_LLM_API_KEY。", "The language model refused the key: check WENCE_LLM_API_KEY."),
    403: ("语言模型拒绝了密钥，请检查 WENCE_LLM_API_KEY。", "The language model refused the key: check WENCE_LLM_API_KEY."),
    404: ("语言模型服务里没有这个地址或模型，请检查 WENCE_LLM_BASE_URL 和 WENCE_LLM_MODEL。",
          "The endpoint doesn't know this address or model: check WENCE_LLM_BASE_URL and WENCE_LLM_MODEL."),
    429: ("语言模型正忙，请稍后再试。", "The language model is busy, try again later."),
}  # fmt: skip


def _translated(error: Exception) -> ModelError:
    """Return our error for whatever came out of the model; a provider's own kinds are told by type name."""
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return _timeout()
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        chinese, english = _BY_STATUS.get(status, (
            f"语言模型服务出错（{status}），请稍后再试或联系管理它的人。",
            f"The language model's server failed ({status}): try again later or tell who runs it.",
        ))  # fmt: skip
        return ModelUnavailable(chinese, english)
    if isinstance(error, openai.APIConnectionError | OSError):
        return ModelUnavailable(
            "连不上语言模型，请检查它是否已启动、地址是否正确。",
            "The language model can't be reached: check that it runs and that the address is right.",
        )
    return ModelUnavailable(
        f"语言模型的回应无法识别（{type(error).__name__}），请检查它是否提供 OpenAI 兼容接口。",
        f"The language model's response is in no known form ({type(error).__name__}): check that it speaks the OpenAI protocol.",
    )
