"""Every desk can be read: contrast, names of controls, narrow windows; in both palettes and in large print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.web.readable import faint, nameless, too_wide

if TYPE_CHECKING:
    from tests.web.conftest import Visit

pytestmark = pytest.mark.page


def _used(visit: Visit) -> None:
    visit.ask("2023年农村低保标准是多少？", 1)
    visit.ask("2030年低保标准是多少？", 2)


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_every_text_has_contrast_and_every_control_a_name(visits: Callable[..., Visit], palette: str) -> None:
    visit = visits(color_scheme=palette)
    page = visit.page
    if (page.locator("body.dark").count() == 1) != (palette == "dark"):
        page.locator("#dark").click()
    assert faint(page) == []
    _used(visit)
    assert faint(page) == []
    assert nameless(page) == []
    page.locator("#latest-evidence a.open").first.click()
    page.locator("#reader article.document").wait_for()
    assert faint(page) == []
    assert nameless(page) == []


def test_the_checks_find_what_they_look_for(visit: Visit) -> None:
    page = visit.page
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:#999;background:#ccc\">看不清</p>"
        '<button></button><div style="width:3000px">太宽</div>\')'
    )
    assert [words.split()[1] for words in faint(page)] == ["看不清"]
    assert len(nameless(page)) == 1
    assert too_wide(page) != []


@pytest.mark.parametrize("large", [False, True], ids=["usual print", "large print"])
def test_at_320_pixels_nothing_scrolls_sideways(visits: Callable[..., Visit], *, large: bool) -> None:
    visit = visits(viewport={"width": 320, "height": 640})
    if large:
        visit.page.locator("#large-print").click()
    assert too_wide(visit.page) == []
    _used(visit)
    assert too_wide(visit.page) == []


def test_a_title_of_200_characters_breaks_and_pushes_nothing_aside(visits: Callable[..., Visit]) -> None:
    visit = visits(viewport={"width": 390, "height": 844})
    visit.ask("请说长标题", 1)
    title = visit.page.locator("#evidence-m1-1 h3")
    assert len(title.inner_text()) == 200
    assert too_wide(visit.page) == []
    title.scroll_into_view_if_needed()
    visit.page.locator("#evidence-m1-1 a.open").click()
    visit.page.locator("#reader article.document").wait_for()
    assert too_wide(visit.page) == []
