"""The application over HTTP and its command line: health, reader, API, headers, and errors in one sentence."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest

from knowledge.errors import IndexMissing
from tests.web.canned import NOTICE, POISONED, CannedBot
from tests.web.conftest import served
from web.page import build_page
from web.seats import Seats, TooManyQuestions
from web.server import create_app
from web.store import Store

PROJECT = Path(__file__).parents[2]


def _ask(origin: str, *values: Any, event: str = "ask") -> tuple[str, Any]:
    """Call the public event as any program would: (last event's name, its JSON)."""
    base = f"{origin}/gradio_api/call/{event}"
    call = httpx.post(base, json={"data": list(values)}, timeout=20).json()["event_id"]
    lines = httpx.get(f"{base}/{call}", timeout=20).text.strip().split("\n")
    return lines[-2].removeprefix("event: "), json.loads(lines[-1].removeprefix("data: "))


def test_health_names_the_index(origin: str) -> None:
    assert httpx.get(f"{origin}/healthz").json() == {"ok": True, "index": "20230306-1"}


def test_health_says_when_there_is_no_index() -> None:
    def gone() -> str:
        raise IndexMissing("没有知识库。", "No index.")

    with served(create_app(CannedBot(), gone)) as origin:
        answer = httpx.get(f"{origin}/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "index": None, "error": "没有知识库。"}


def test_a_document_opens_on_its_own_too(origin: str) -> None:
    start = NOTICE.text.index("城市低保")
    answer = httpx.get(f"{origin}/document/{NOTICE.id}", params={"start": start, "end": start + 4})
    assert answer.status_code == 200
    assert '<mark id="cited" tabindex="-1">城市低保</mark>' in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(("language", "words"), [("zh", "已经不在知识库里"), ("en", "no longer in the knowledge base")])
def test_a_document_that_is_gone_is_said(origin: str, language: str, words: str) -> None:
    answer = httpx.get(f"{origin}/document/<script>", params={"language": language})
    assert answer.status_code == 404
    assert words in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("query", ["start=-1", "start=x", "end=1e3"])
def test_places_that_are_none_are_refused(origin: str, query: str) -> None:
    assert httpx.get(f"{origin}/document/{NOTICE.id}?{query}").status_code == 422


def test_the_page_is_kept_on_its_own_host(origin: str) -> None:
    answer = httpx.get(origin)
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_nothing_can_be_uploaded_or_read_from_the_disk(origin: str) -> None:
    assert httpx.post(f"{origin}/gradio_api/upload", files={"files": ("a.txt", b"abc")}).status_code == 413
    assert httpx.get(f"{origin}/gradio_api/file=/etc/passwd").status_code == 403
    assert httpx.get(f"{origin}/gradio_api/file=app.py").status_code in (403, 404)


def test_the_api_has_one_event_that_answers_with_citations(origin: str) -> None:
    named = httpx.get(f"{origin}/gradio_api/info").json()["named_endpoints"]
    assert list(named) == ["/ask"]
    name, [answer] = _ask(origin, "农村低保标准是多少？", "zh")
    assert name == "complete"
    assert answer["status"] == "answered"
    for citation in answer["citations"][:2]:
        assert NOTICE.text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["title"] == NOTICE.metadata.title
    (figure,) = answer["figures"]
    assert (figure["value"], figure["unit"], figure["place"], figure["number"]) == ("5640", "元/人·年", "白石县", 1)
    assert NOTICE.text[figure["start"] : figure["end"]] == figure["said"]


@pytest.mark.parametrize(("language", "words"), [("zh", "请输入问题"), ("en", "Please type a question.")])
def test_the_api_says_why_a_question_is_refused(origin: str, language: str, words: str) -> None:
    name, problem = _ask(origin, "？", language)
    assert name == "error"
    assert words in json.dumps(problem, ensure_ascii=False)


def test_an_unexpected_error_tells_the_api_nothing_of_the_inside(origin: str) -> None:
    name, problem = _ask(origin, "出错", "zh")
    assert name == "error"
    assert "secret" not in json.dumps(problem)


def test_many_ask_at_once_and_one_too_many_is_told() -> None:
    bot = CannedBot()
    with (
        served(create_app(bot, lambda: "1", seats=Seats(running=3, waiting=2))) as origin,
        ThreadPoolExecutor(7) as people,
    ):
        calls = [people.submit(_ask, origin, "等", "zh") for _ in range(7)]
        refused = list(islice(as_completed(calls, timeout=20), 2))
        bot.gate.set()
        said = [call.result() for call in calls]
    assert bot.most_running == 3
    assert sorted(name for name, _ in said) == ["complete"] * 5 + ["error"] * 2
    for call in refused:
        assert TooManyQuestions().chinese in json.dumps(call.result(), ensure_ascii=False)


def test_a_poisoned_document_page_has_no_foreign_markup(origin: str) -> None:
    page = httpx.get(f"{origin}/document/{POISONED.id}").text
    assert "<script" not in page
    assert "<img" not in page


def _start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WENCE_")}
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=PROJECT, env={**clean, **environment}, capture_output=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def test_starting_without_an_index_names_the_command(tmp_path: Path) -> None:
    ended = _start("--index", str(tmp_path))
    assert ended.returncode == 1
    assert "python ingest.py" in ended.stderr
    assert len(ended.stderr.strip().split("\n")) == 1


def test_starting_with_a_bad_setting_names_it(tmp_path: Path) -> None:
    ended = _start("--index", str(tmp_path), WENCE_LLM_TIMEOUT_S="-1")
    assert ended.returncode == 1
    assert "WENCE_LLM_TIMEOUT_S" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_in_use_is_said_with_another_one() -> None:
    from app import _listening
    from knowledge.errors import SettingError

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"--port {port + 1}"):
            _listening("127.0.0.1", port)
    for host, port in (("127.0.0.1", 99999), ("192.0.2.1", 7860)):
        with pytest.raises(SettingError):
            _listening(host, port)


def test_what_the_bot_does_without_stands_on_the_page() -> None:
    line = "阅读模型:已关闭(WENCE_READER=off)"
    with_line, without = (
        json.dumps(
            build_page(CannedBot(lacking=lacking), Seats(), Store(None)).get_config_file(),
            ensure_ascii=False,
            default=str,
        )
        for lacking in (line, "")
    )
    assert line in with_line
    assert line not in without
