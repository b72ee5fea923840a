"""The addresses that citations open, over HTTP: pages, pictures and files, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import PolicyBot
from knowledge.originals import FOLDER
from tests.knowledge.bases import Base
from tests.web.conftest import served
from tests.web.paged import POISONED_NAME, QUOTE, bot_over, build, span_of
from web.documents import attachment
from web.server import create_app

Span = tuple[str, int, int]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return build(tmp_path_factory.mktemp("paged"))


@pytest.fixture(scope="module")
def paged_bot(base: Base) -> PolicyBot:
    return bot_over(base)


@pytest.fixture(scope="module")
def address(paged_bot: PolicyBot) -> Iterator[str]:
    with served(create_app(paged_bot, paged_bot.version)) as origin:
        yield origin


@pytest.fixture(scope="module")
def cited(paged_bot: PolicyBot) -> Span:
    return span_of(paged_bot, "临时救助办法.pdf", QUOTE)


def _get(address: str, span: Span, **more: object) -> httpx.Response:
    document, start, end = span
    return httpx.get(f"{address}/document/{document}", params={"start": start, "end": end, **more})


def test_a_citation_opens_its_page_with_a_mark_a_line(address: str, cited: Span) -> None:
    answer = _get(address, cited)
    assert answer.status_code == 200
    assert f'src="{cited[0]}/page/2"' in answer.text
    assert answer.text.count('class="box"') == 2, "the quote stands on two lines"
    assert answer.text.count('id="cited"') == 1
    assert "第2页，共3页" in answer.text
    assert f"引用的内容：{QUOTE}" in answer.text
    assert "img-src 'self'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


def test_pages_turn_and_lead_back(address: str, cited: Span) -> None:
    answer = _get(address, cited, page=3)
    assert 'class="box"' not in answer.text
    assert 'data-turn="next"' not in answer.text
    back = re.search('data-turn="cited" href="([^"]+)"', answer.text)
    assert back is not None
    again = httpx.get(f"{address}/document/{cited[0]}{back[1].replace('&amp;', '&')}")
    assert again.text.count('class="box"') == 2
    english = _get(address, cited, page=1, language="en")
    assert "Page 1 of 3" in english.text
    assert "Back to cited page 2" in english.text


def test_the_text_is_one_link_away(address: str, cited: Span) -> None:
    answer = _get(address, cited, view="text")
    assert f'<mark id="cited" tabindex="-1">{QUOTE}</mark>' in answer.text
    assert "引用的内容在第2页" in answer.text
    assert 'data-turn="original"' in answer.text


def test_a_page_that_is_not_there_shows_the_text(address: str, cited: Span) -> None:
    assert "<mark" in _get(address, cited, page=999).text
    assert _get(address, cited, page=-1).status_code == 422
    assert _get(address, cited, page="x").status_code == 422
    assert _get(address, cited, page=10**30).status_code == 422
    assert _get(address, (cited[0], 0, 10**30)).status_code == 422


def test_a_line_is_named_and_its_file_can_be_fetched(address: str, paged_bot: PolicyBot) -> None:
    span = span_of(paged_bot, "工作清单.txt", "公厕每座补助三万元。")
    answer = _get(address, span)
    assert "引用的内容在第60行" in answer.text
    assert 'data-turn="original"' not in answer.text, "a text file has no pages"
    file = httpx.get(f"{address}/document/{span[0]}/original")
    assert file.content.decode("utf-8").split("\n")[59] == "公厕每座补助三万元。"


def test_a_page_is_a_picture(address: str, cited: Span) -> None:
    answer = httpx.get(f"{address}/document/{cited[0]}/page/2")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["x-content-type-options"] == "nosniff"
    for page, status in (("4", 404), ("0", 422), ("-1", 422), ("x", 422), ("99999999999999999999", 422)):
        assert httpx.get(f"{address}/document/{cited[0]}/page/{page}").status_code == status
    assert "没有可以显示的第 4 页" in httpx.get(f"{address}/document/{cited[0]}/page/4").text


def test_the_original_is_saved_and_never_shown(address: str, base: Base, cited: Span) -> None:
    answer = httpx.get(f"{address}/document/{cited[0]}/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "%E4%B8%B4%E6%97%B6%E6%95%91%E5%8A%A9%E5%8A%9E%E6%B3%95.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.content == next((base.settings.index / FOLDER).glob(f"{cited[0]}*")).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "document/../../etc/passwd/original", "document/..%2f..%2fetc%2fpasswd/original", "document/%2e%2e/original",
        "document/0000000000000000/original", "document/CURRENT/original", "document/%00/original", "document/%27%20OR%201=1--/page/1",
        "originals/", "document/0000000000000000/page/1",
    ],
)  # fmt: skip
def test_nothing_else_can_be_fetched(address: str, path: str) -> None:
    answer = httpx.get(f"{address}/{path}")
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_a_poisoned_name_is_only_a_name(address: str, paged_bot: PolicyBot) -> None:
    span = span_of(paged_bot, POISONED_NAME, "高龄津贴每人每月六十元。")
    for view in ("original", "text"):
        page = _get(address, span, view=view).text.replace(f'<img src="{span[0]}/page/1"', "")
        assert "<img" not in page
        assert "<script" not in page
        assert "${x}" not in page
    said = httpx.get(f"{address}/document/{span[0]}/original").headers["content-disposition"]
    assert re.fullmatch(r"attachment; filename=\"[\w.-]+\"; filename\*=UTF-8''[\w.%~-]+", said)
    assert "%E2%80%AE" not in said, "no mark that turns a name around"
    assert "%3C" not in said


@given(st.text(max_size=300))
def test_any_name_gives_one_plain_header(name: str) -> None:
    header = attachment(name)
    assert re.fullmatch(r"attachment; filename=\"[A-Za-z0-9._-]+\"; filename\*=UTF-8''[A-Za-z0-9._~%-]+", header)
    header.encode("ascii")
    assert "%2F" not in header
    assert "%5C" not in header
    assert not re.search(r"filename=\"\.|''\.|%0[AD]", header)


def test_an_original_that_is_gone_is_said_and_the_text_is_shown(tmp_path: Path) -> None:
    base = build(tmp_path)
    bot = bot_over(base)
    span = span_of(bot, "临时救助办法.pdf", QUOTE)
    with served(create_app(bot, bot.version)) as origin:
        for path in (base.settings.index / FOLDER).iterdir():
            path.write_bytes(b"damaged")
        answer = _get(origin, span)
        assert answer.status_code == 200
        assert "已损坏" in answer.text
        assert f'<mark id="cited" tabindex="-1">{QUOTE}</mark>' in answer.text
        assert 'data-turn="original"' not in answer.text
        assert "/original" not in answer.text
        assert "damaged and can" in _get(origin, span, language="en").text
        for path in (base.settings.index / FOLDER).iterdir():
            path.unlink()
        assert "没有留存" in _get(origin, span).text
        for part in ("original", "page/2"):
            refused = httpx.get(f"{origin}/document/{span[0]}/{part}")
            assert refused.status_code == 404
            assert "没有留存" in refused.text
            assert str(tmp_path) not in refused.text
