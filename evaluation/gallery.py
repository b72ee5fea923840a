"""Take the pictures of docs/gallery: python -m evaluation.gallery [--index DIR] [--output docs/gallery].

Each desk as it is used, over the sample reports: at a desk's screen in light, dark and large print, and on a phone. The pages
and answers are the program's own, nothing is arranged, so the pictures stay true as long as this command is run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.serving import browser, served_page
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

_GONE_MS = 700  # until smooth scrolling has come to rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the page is looked at."""

    name: str
    width: int = 1280
    height: int = 860
    remembered: dict[str, str] = field(default_factory=dict)
    """What the browser remembers: dark, print."""


LOOKS = (
    Look(name="light"),
    Look(name="dark", remembered={"wence-dark": "yes"}),
    Look(name="large-print", remembered={"wence-print": "large"}),
    Look(name="phone", width=390, height=844),
)


def _ask(page: Page) -> None:
    for number, question in enumerate(("我家里穷能吃低保吗？", "2022年青禾镇监测对象有多少户多少人？"), 1):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator(f"#latest #m{number}[data-progress=done]").wait_for()


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {"ask": ("", _ask)}
"""By name: the desk's address, and what is done there before the picture is taken."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all pictures were taken."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.gallery", description="Take the pictures of docs/gallery."
    )
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--output", type=Path, metavar="DIR", default=PROJECT / "docs" / "gallery")
    options = parser.parse_args(arguments)
    try:
        _take(read_settings(KnowledgeSettings, index=options.index).index, options.output)
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    return 0


def _take(index: Path, output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state, served_page(index, Path(state)) as address, browser() as opened:
        for look in LOOKS:
            for name, (path, act) in SCENES.items():
                screen: dict[str, Any] = {"width": look.width, "height": look.height}
                context = opened.new_context(locale="zh-CN", viewport=screen, reduced_motion="reduce")
                context.add_init_script(_remembering(look.remembered))
                page = context.new_page()
                page.goto(f"{address}/{path}")
                page.locator("#dark[aria-pressed]").wait_for()
                act(page)
                page.wait_for_timeout(_GONE_MS)
                page.screenshot(path=output / f"{name}-{look.name}.png")
                context.close()
                print(f"{name}-{look.name}.png")


def _remembering(values: dict[str, str]) -> str:
    return "".join(f"localStorage.setItem('{name}', '{value}');" for name, value in values.items())


if __name__ == "__main__":
    sys.exit(main())
