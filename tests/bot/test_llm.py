"""The language model's settings, and what is sent to the endpoint."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableGenerator

from bot.errors import ModelConfigError, ModelTimeout, ModelUnavailable
from bot.llm import build_model, stream_text
from bot.settings import BotSettings
from tests.bot.model_server import ModelServer, Script, running


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running() as model_server:
        yield model_server


def built(**settings: object) -> BaseChatModel:
    model = build_model(BotSettings(**settings))
    assert model is not None
    return model


def test_without_settings_there_is_no_model() -> None:
    assert build_model(BotSettings()) is None


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"llm_base_url": "http://127.0.0.1:1/v1"}, "WENCE_LLM_MODEL"),
        ({"llm_model": "m"}, "WENCE_LLM_BASE_URL"),
        ({"llm_base_url": "127.0.0.1:1", "llm_model": "m"}, "http://"),
        ({"llm": "openai:m", "llm_base_url": "http://127.0.0.1:1/v1"}, "一组"),
        ({"llm": "no-colon"}, "提供方:模型名"),
        ({"llm": "openai:"}, "提供方:模型名"),
        ({"llm": "nobody:m"}, "nobody"),
        ({"llm": "anthropic:m", "llm_api_key": "k"}, "pip install langchain-anthropic"),
    ],
)
def test_settings_that_do_not_fit_are_told(settings: dict[str, str], told: str) -> None:
    with pytest.raises(ModelConfigError, match=told) as caught:
        build_model(BotSettings(**settings))
    assert caught.value.english and caught.value.__cause__ is None or caught.value.english


def test_a_provider_without_its_key_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelConfigError, match="密钥"):
        build_model(BotSettings(llm="openai:m"))


def test_both_ways_of_naming_a_model_reach_the_endpoint(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.script = Script(text="好")
    assert built(llm_base_url=server.base_url, llm_model="m1").invoke("在吗").content == "好"
    assert server.requests[-1]["authorization"] == "Bearer EMPTY"
    assert built(llm_base_url=server.base_url, llm_model="m1", llm_api_key="geheim").invoke("在吗").content == "好"
    assert server.requests[-1]["authorization"] == "Bearer geheim"
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    assert built(llm="openai:m2", llm_api_key="k2").invoke("在吗").content == "好"
    assert [r["model"] for r in server.requests] == ["m1", "m1", "m2"]


def test_streams_ask_for_nothing_that_only_one_vendor_knows(server: ModelServer) -> None:
    server.script = Script(text="你好。", piece_chars=1)
    pieces = [c.content for c in built(llm_base_url=server.base_url, llm_model="m").stream("在吗")]
    assert "".join(pieces) == "你好。"
    request = server.requests[-1]
    assert request["path"] == "/v1/chat/completions" and request["temperature"] == 0
    assert "stream_options" not in request


def test_a_key_is_not_shown() -> None:
    settings = BotSettings(llm_base_url="http://127.0.0.1:1/v1", llm_model="m", llm_api_key="geheim")
    assert "geheim" not in repr(settings) and "geheim" not in repr(build_model(settings))


def test_a_failed_request_is_tried_again_as_often_as_set(server: ModelServer) -> None:
    server.script = Script(status=500)
    chain = ChatPromptTemplate.from_template("{q}") | built(
        llm_base_url=server.base_url, llm_model="m", llm_max_retries=1
    )
    with pytest.raises(ModelUnavailable, match="500"):
        list(stream_text(chain | StrOutputParser(), {"q": "?"}, 20))
    assert len(server.requests) == 2


def test_the_deadline_holds_whatever_the_chain_does() -> None:
    def trickle(_: Iterator[dict[str, str]]) -> Iterator[str]:
        while True:
            time.sleep(0.05)
            yield "点"

    began, pieces = time.monotonic(), []
    with pytest.raises(ModelTimeout):
        for piece in stream_text(RunnableGenerator(trickle), {}, 0.5):
            pieces.append(piece)
    assert 0.4 < time.monotonic() - began < 2 and len(pieces) >= 2


def test_a_reader_that_stops_ends_the_chain() -> None:
    ended = []

    def endless(_: Iterator[dict[str, str]]) -> Iterator[str]:
        try:
            while True:
                time.sleep(0.01)
                yield "点"
        finally:
            ended.append(True)

    stream = stream_text(RunnableGenerator(endless), {}, 30)
    assert next(stream) == "点"
    stream.close()
    for _ in range(200):
        if ended:
            break
        time.sleep(0.02)
    assert ended


def test_importing_costs_nothing() -> None:
    code = "import sys, bot.llm, bot.generative; print([m for m in ('openai', 'langchain', 'langchain_core') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
