"""The page: one Gradio app with an address for each desk."""

from __future__ import annotations

import gradio as gr

from web.api import PublicApi
from web.ask_desk import lay_out_ask_desk
from web.protocols import Bot
from web.seats import Seats
from web.shell import lay_out_masthead
from web.store import Store

QUEUE_SIZE = 256
"""Events that may wait in Gradio's own queue; questions are guarded long before by `Seats`."""


def build_page(bot: Bot, seats: Seats, store: Store) -> gr.Blocks:
    """Return the page over the bot; the store keeps what people hand over on purpose, everything else is the session's."""
    with gr.Blocks(title="问策", analytics_enabled=False, fill_width=True) as page:
        # First, because the page's own events are named after their functions and would take the name.
        gr.api(PublicApi(bot, seats).ask, api_name="ask", concurrency_limit=None)
        lay_out_ask_desk(page, bot, lay_out_masthead(page, "ask"), store, seats=seats)
    page.queue(max_size=QUEUE_SIZE)
    return page
