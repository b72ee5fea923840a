"""What all desks share: the masthead with the way to the other desks, the language, dark and large print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import gradio as gr

from web.escaping import safe
from web.texts import CHINESE, TEXTS, Texts, language_of

DeskName = Literal["ask", "data", "learn"]

DESKS: dict[DeskName, str] = {"ask": ""}
"""The desks that the masthead leads to, with their addresses below the page's own."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How every event of the page is connected: no shimmer over what is read, and not offered to other programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """The components at the head of a desk."""

    language: gr.Textbox
    """Holds "zh" or "en", unseen. A desk says its words anew on its `change`."""
    switch: gr.Button


def html_block(value: str, elem_id: str) -> gr.HTML:
    """Return an HTML component without its click script: the page's own script serves all marks by delegation."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def lay_out_masthead(page: gr.Blocks, desk: DeskName) -> Masthead:
    """Lay out and connect the masthead of a desk, at the head of its own address."""
    # The language is a text field rather than a State: the browser's remembered choice has to reach an event.
    language = gr.Textbox("zh", visible="hidden", elem_id="language")
    with gr.Row(elem_id="masthead"):
        name = html_block(name_html(CHINESE), "name")
        ways = html_block(desks_html(CHINESE, desk), "desks")
        with gr.Row(elem_id="choices"):
            print_size = gr.Button(CHINESE.large_print, size="sm", elem_id="large-print")
            dark = gr.Button(CHINESE.dark, size="sm", elem_id="dark")
            switch = gr.Button(CHINESE.other_language, size="sm", elem_id="switch-language")

    def worded(spoken: str) -> list[Any]:
        texts = TEXTS[language_of(spoken)]
        return [name_html(texts), desks_html(texts, desk), texts.large_print, texts.dark, texts.other_language]

    worded_parts: list[Any] = [name, ways, print_size, dark, switch]
    switch.click(None, [language], [language], js="(language) => (language === 'en' ? 'zh' : 'en')", **QUIET)
    page.load(None, [language], [language], js=f"() => wence.arrive('{desk}')", **QUIET)
    language.change(
        worded, [language], worded_parts, js="(language) => { wence.speak(language); return language; }", **QUIET
    )
    dark.click(None, None, None, js="() => { wence.toggleDark(); }", **QUIET)
    print_size.click(None, None, None, js="() => { wence.toggleLargePrint(); }", **QUIET)
    return Masthead(language=language, switch=switch)


def name_html(texts: Texts) -> str:
    """Return the page's name and what it is."""
    return f'<h1 lang="{texts.language_tag}">{safe(texts.name)}<small>{safe(texts.tagline)}</small></h1>'


def desks_html(texts: Texts, desk: DeskName) -> str:
    """Return the way to each desk, the open one marked."""
    links = "".join(_desk_link(each, desk, texts) for each in DESKS)
    return f'<nav aria-label="{safe(texts.desks)}">{links}</nav>'


def _desk_link(desk: DeskName, current: DeskName, texts: Texts) -> str:
    # Relative addresses: the page may be served below a path of another site.
    here = ' aria-current="page"' if desk == current else ""
    label = safe({"ask": texts.ask_desk, "data": texts.data_desk, "learn": texts.learn_desk}[desk])
    return f'<a class="desk" data-desk="{desk}" href="{DESKS[desk] or "./"}"{here}>{label}</a>'
