"""The desk 学业务: one area that shows its screens, and the unseen button through which the page's script sends actions."""

from __future__ import annotations

from typing import Any

import gradio as gr

from web.learn_replies import LearnReplies
from web.progress import Progress
from web.protocols import Bot
from web.shell import QUIET, Masthead, html_block
from web.store import Store


def lay_out_learn_desk(page: gr.Blocks, bot: Bot, masthead: Masthead, store: Store) -> None:
    """Lay out the desk over the bot's training; a learner's progress lies in the store under the learner's name."""
    replies = LearnReplies(bot.training, Progress(store))
    with gr.Column(elem_id="learn"):
        send = gr.Button("", visible="hidden", elem_id="learn-send")
        command = gr.Textbox("", visible="hidden", elem_id="learn-command")
        place = gr.Textbox("", visible="hidden", elem_id="learn-place")
        screen = html_block("", "learn-screen")
    common: dict[str, Any] = {
        "fn": replies.act, "inputs": [command, masthead.language], "outputs": [screen, place],
        "concurrency_limit": None, "trigger_mode": "multiple",
    } | QUIET  # fmt: skip
    send.click(js="(command, language) => [wence.learn.command(), language]", **common)
    masthead.language.change(js="(command, language) => [wence.learn.again(), language]", **common)
    page.load(js="() => [wence.learn.arrive(), wence.rememberedLanguage()]", **common)
