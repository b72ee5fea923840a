"""The page's blocks: what stands where, and which event leads to which reply."""

from __future__ import annotations

from typing import Any

import gradio as gr

from web.api import PublicApi
from web.conversation import Conversation
from web.protocols import Bot
from web.rendering import audience_html, degraded_html, footnote_html, masthead_html, welcome_html
from web.replies import Replies
from web.seats import Seats
from web.texts import CHINESE, EXAMPLES
from web.views import VIEWED

QUEUE_SIZE = 256
"""Events that may wait in Gradio's own queue; questions are guarded long before by `Seats`."""

Parts = dict[str, Any]
"""The page's components by the names of `views.VIEWED`."""


def build_page(bot: Bot, seats: Seats) -> gr.Blocks:
    """Return the page over the bot; every session has its own conversation, nothing else is kept."""
    with gr.Blocks(title="问策", analytics_enabled=False, fill_width=True) as page:
        # First, because the page's own events are named after their functions and would take the name.
        gr.api(PublicApi(bot, seats).ask, api_name="ask", concurrency_limit=None)
        # The language is a text field rather than a State: the browser's remembered choice has to reach an event.
        parts: Parts = {
            "conversation": gr.State(Conversation()),
            "language": gr.Textbox("zh", visible="hidden", elem_id="language"),
        }
        parts |= _lay_out_masthead()
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                with gr.Column(elem_id="scroll"):
                    welcome, examples = _lay_out_welcome()
                    parts |= welcome
                    parts["earlier"] = _html("", "earlier")
                    parts["latest"] = _html("", "latest")
                parts |= _lay_out_ask_bar(bot.degraded())
            with gr.Column(elem_id="evidence"):
                parts["evidence"] = _html("", "latest-evidence")
                parts["earlier_evidence"] = _html("", "earlier-evidence")
        _connect(page, parts, examples, Replies(bot, seats))
    page.queue(max_size=QUEUE_SIZE)
    return page


def _html(value: str, elem_id: str) -> gr.HTML:
    # Without its click script: the page's own script serves all marks by delegation.
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def _lay_out_masthead() -> Parts:
    with gr.Row(elem_id="masthead"):
        name = _html(masthead_html(CHINESE), "name")
        with gr.Row(elem_id="choices"):
            return {
                "masthead": name,
                "large_print": gr.Button(CHINESE.large_print, size="sm", elem_id="large-print"),
                "dark": gr.Button(CHINESE.dark, size="sm", elem_id="dark"),
                "switch": gr.Button(CHINESE.other_language, size="sm", elem_id="switch-language"),
            }


def _lay_out_welcome() -> tuple[Parts, list[gr.Button]]:
    examples = []
    with gr.Column(elem_id="welcome") as welcome:
        parts: Parts = {"welcome": welcome, "welcome_words": _html(welcome_html(CHINESE), "welcome-words")}
        with gr.Row(elem_id="audiences"):
            for audience, questions in EXAMPLES.items():
                with gr.Column(elem_classes="audience", min_width=200):
                    parts[audience] = _html(audience_html(getattr(CHINESE, audience)), f"{audience}-heading")
                    examples += [gr.Button(question, elem_classes="example") for question in questions]
    return parts, examples


def _lay_out_ask_bar(degraded: str) -> Parts:
    with gr.Column(elem_id="ask-bar"):
        with gr.Row(elem_id="ask-row"):
            parts: Parts = {
                "question": gr.Textbox(
                    label=CHINESE.question_label, placeholder=CHINESE.question_placeholder, show_label=False,
                    lines=1, max_lines=6, container=False, elem_id="question", scale=1,
                ),
                "send": gr.Button(CHINESE.send, variant="primary", elem_id="send", scale=0, min_width=88),
                "stop": gr.Button(CHINESE.stop, elem_id="stop", scale=0, min_width=88, visible=False),
            }  # fmt: skip
        with gr.Row(elem_id="ask-choices"):
            parts["new"] = gr.Button(CHINESE.new, size="sm", elem_id="new", interactive=False)
            parts["retry"] = gr.Button(CHINESE.retry, size="sm", elem_id="retry", interactive=False)
            parts["footnote"] = _html(footnote_html(CHINESE), "footnote")
        if degraded:  # said in both languages: it is set for the whole program, not for a reader
            _html(degraded_html(degraded), "degraded")
    return parts


def _connect(page: gr.Blocks, parts: Parts, examples: list[gr.Button], replies: Replies) -> None:
    # Questions are admitted by Seats, so Gradio's own limit (one at a time by default) must not hold them back.
    common: dict[str, Any] = {
        "outputs": [parts[name] for name in VIEWED], "concurrency_limit": None,
        "show_progress": "hidden", "api_visibility": "private",
    }  # fmt: skip
    asking = common | {"trigger_mode": "once"}
    question, told = parts["question"], [parts["conversation"], parts["language"]]
    asks = [
        gr.on([parts["send"].click, question.submit], replies.ask, [question, *told], **asking),
        parts["retry"].click(replies.retry, told, **asking),
        *(example.click(replies.ask, [example, *told], **asking) for example in examples),
    ]
    parts["stop"].click(replies.stop, told, cancels=asks, **common)
    parts["new"].click(replies.new, [parts["language"]], cancels=asks, **common)
    parts["switch"].click(replies.switch, told, **common)
    page.load(
        replies.restore, told, js="(conversation, language) => [conversation, wence.rememberedLanguage()]", **common
    )
    _connect_browser(parts)


def _connect_browser(parts: Parts) -> None:
    """Connect what happens in the browser alone."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    parts["language"].change(None, [parts["language"]], None, js="(language) => { wence.speak(language); }", **quiet)
    parts["dark"].click(None, None, None, js="() => { wence.toggleDark(); }", **quiet)
    parts["large_print"].click(None, None, None, js="() => { wence.toggleLargePrint(); }", **quiet)
