"""Conversations kept in memory while a browser window goes to another desk or reloads."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

from web.conversation import Conversation

MOST_KEPT = 500
"""Windows whose conversation is kept; the one that was silent longest goes first. About 100 kB each at most."""

_KEY = re.compile(r"[0-9a-f]{32}")


class KeptConversations:
    """A conversation for each browser window, under a random key that only that window knows. Never on disk."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, key: str, conversation: Conversation) -> None:
        """Keep the conversation of a window, unless a later one is kept: a question that was left behind may still answer."""
        if not _KEY.fullmatch(key):
            return
        with self._lock:
            if _goes_back(self._kept.get(key), conversation):
                return
            self._kept[key] = conversation
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def newest(self, key: str, conversation: Conversation) -> Conversation:
        """Return the window's conversation where it is ahead of `conversation`, as it is after a reload; else that one."""
        with self._lock:
            kept = self._kept.get(key)
        return kept if kept is not None and kept.asked > conversation.asked else conversation


def _goes_back(before: Conversation | None, conversation: Conversation) -> bool:
    if before is None:
        return False
    emptied = not before.exchanges and bool(conversation.exchanges)
    return before.asked > conversation.asked or (emptied and before.asked == conversation.asked)
