"""The desk 问政策: what stands where, and which event leads to which reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from bot.types import Answer
from web.conversation import Conversation
from web.feedback import FeedbackKeeper
from web.kept import KeptConversations
from web.protocols import Bot
from web.rendering import audience_html, degraded_html, footnote_html, welcome_html
from web.replies import Replies
from web.seats import Seats
from web.self_check import check_address
from web.shell import QUIET, Masthead, html_block
from web.store import Store
from web.texts import CHINESE, EXAMPLES
from web.views import VIEWED

Parts = dict[str, Any]
"""The page's components by the names of `views.VIEWED`."""


def lay_out_ask_desk(page: gr.Blocks, bot: Bot, masthead: Masthead, store: Store, *, seats: Seats) -> None:
    """Lay out the conversation over the bot; every window has its own."""
    parts: Parts = {
        "conversation": gr.State(Conversation()),
        "window": gr.Textbox("", visible="hidden", elem_id="window"),
        "chosen": gr.Textbox("", visible="hidden", elem_id="chosen"),
        "judged": gr.Textbox("", visible="hidden", elem_id="judged"),
        "switch": masthead.switch,
    }
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            with gr.Column(elem_id="scroll"):
                welcome, examples = _lay_out_welcome()
                parts |= welcome
                parts["earlier"] = html_block("", "earlier")
                parts["latest"] = html_block("", "latest")
                parts["suggested"] = html_block("", "suggested")
            parts |= _lay_out_ask_bar(bot.degraded())
        with gr.Column(elem_id="evidence"):
            parts["evidence"] = html_block("", "latest-evidence")
            parts["earlier_evidence"] = html_block("", "earlier-evidence")
    replies = Replies(bot, seats, KeptConversations(), FeedbackKeeper(store), checks=_checks_of(bot))
    _connect(page, parts | {"language": masthead.language}, examples, replies)


def _checks_of(bot: Bot) -> Callable[[Answer], list[tuple[str, str]]]:
    """Gives the walks through conditions that fit an answer: the policy's name and the walk's address."""

    def fitting(answer: Answer) -> list[tuple[str, str]]:
        return [(policy.name, check_address(policy)) for policy in bot.self_check.checks().for_answer(answer)]

    return fitting


def _lay_out_welcome() -> tuple[Parts, list[gr.Button]]:
    examples = []
    with gr.Column(elem_id="welcome") as welcome:
        parts: Parts = {"welcome": welcome, "welcome_words": html_block(welcome_html(CHINESE), "welcome-words")}
        with gr.Row(elem_id="audiences"):
            for audience, questions in EXAMPLES.items():
                with gr.Column(elem_classes="audience", min_width=200):
                    parts[audience] = html_block(audience_html(getattr(CHINESE, audience)), f"{audience}-heading")
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
            parts["footnote"] = html_block(footnote_html(CHINESE), "footnote")
        if degraded:  # said in both languages: it is set for the whole program, not for a reader
            html_block(degraded_html(degraded), "degraded")
    return parts


def _connect(page: gr.Blocks, parts: Parts, examples: list[gr.Button], replies: Replies) -> None:
    # Questions are admitted by Seats, so Gradio's own limit (one at a time by default) must not hold them back.
    common: dict[str, Any] = {"outputs": [parts[name] for name in VIEWED], "concurrency_limit": None} | QUIET
    asking = common | {"trigger_mode": "once"}
    question, told = parts["question"], [parts["conversation"], parts["language"], parts["window"]]
    own_window = "(...told) => [...told.slice(0, -1), wence.window()]"
    asks = [
        gr.on([parts["send"].click, question.submit], replies.ask, [question, *told], js=own_window, **asking),
        parts["retry"].click(replies.retry, told, js=own_window, **asking),
        parts["chosen"].change(replies.ask_chosen, [parts["chosen"], *told], js=own_window, **asking),
        *(example.click(replies.ask, [example, *told], js=own_window, **asking) for example in examples),
    ]
    parts["stop"].click(replies.stop, told, js=own_window, cancels=asks, **common)
    parts["new"].click(replies.new, told, js=own_window, cancels=asks, **common)
    parts["language"].change(replies.reword, told[:2], **common)
    back = "(...told) => [told[0], wence.rememberedLanguage(), wence.window()]"
    restored = page.load(replies.restore, told, js=back, **asking)
    for answered in (*asks, restored):  # two at a time: what others are waiting for comes first
        answered.then(
            replies.suggest,
            told,
            [parts["suggested"]],
            js=own_window,
            concurrency_limit=2,
            concurrency_id="suggest",
            **QUIET,
        )
    shown = [parts["conversation"], parts["earlier"], parts["latest"]]
    parts["judged"].change(
        replies.judge, [parts["judged"], *told], shown, js=own_window, concurrency_limit=None, **QUIET
    )
