"""A model's stream of text into whole sentences with their marks, and its text into plain text. Pure."""

from __future__ import annotations

import re

_OPENERS, _CLOSERS = "[【［", "]】］"
_ENDS = "。！？!?\n"
_FOLLOWERS = "”’」』）)\"'"
_LEAD_IN = ("：", ":")
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|$)", re.DOTALL)
_OPENING_TAG = re.compile(r"<[a-z]{0,10}$")  # kept back while it may become <think>
_LONGEST_UNBROKEN_CHARS = 1500

_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\))?")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<!--.*?(?:-->|$)|<[/!]?[A-Za-z][^<>]*(?:>|$)")
_MARKUP = re.compile(r"\*\*|__|~~|`+|^\s{0,3}(?:#{1,6}|>|[-*+•])\s+", re.MULTILINE)
_MARK_LIKE = re.compile(r"\s*[A-Za-z0-9_,，、\s]{1,40}", re.ASCII)


def plain_text(text: str) -> str:
    """Return model text without images, links, HTML and Markdown signs; citation marks stay."""
    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda m: f"[{m[1]}]" if _MARK_LIKE.fullmatch(m[1]) else m[1], text)
    return _MARKUP.sub("", _TAG.sub("", text))


class SentenceStream:
    """Cuts a growing text into sentences; each is given out when it and the marks after it are whole.

    A line that ends in a colon goes with the line after it: 申请材料：and its first item are one statement. What a model
    thinks aloud (<think>...</think>) is passed over.
    """

    def __init__(self) -> None:
        self._raw = ""
        self._given = 0

    def feed(self, piece: str) -> list[str]:
        """Add a piece; return the sentences that became whole, in order."""
        self._raw += piece
        return self._cut(whole=False)

    def close(self) -> list[str]:
        """Return what is left at the end of the stream."""
        return self._cut(whole=True)

    def _text(self, *, whole: bool) -> str:
        text = _THOUGHT.sub("", self._raw)
        unopened = text.rfind("</think>")
        if unopened >= 0:  # the server's template has eaten the opening tag: what came before was thought
            self._raw, self._given = text[unopened + len("</think>") :], 0
            return self._text(whole=whole)
        return text if whole else _OPENING_TAG.sub("", text)

    def _cut(self, *, whole: bool) -> list[str]:
        text = self._text(whole=whole)
        found = []
        while (end := _sentence_end(text, self._given, whole=whole)) is not None:
            if text[self._given : end].strip():
                found.append(text[self._given : end])
            self._given = end
        if whole and text[self._given :].strip():
            found.append(text[self._given :])
            self._given = len(text)
        return found


def _sentence_end(text: str, start: int, *, whole: bool) -> int | None:
    """Return where the sentence from `start` ends, its marks included, or None while that can't be told yet."""
    position = start
    while position < len(text):
        if not _ends_at(text, start, position):
            if position - start > _LONGEST_UNBROKEN_CHARS:
                return position
            position += 1
            continue
        end = _after_marks(text, position + 1)
        if end is not None and (whole or end < len(text)):
            return end
        return None
    return None


def _ends_at(text: str, start: int, position: int) -> bool:
    character = text[position]
    if character == ".":
        # 1. and 3.5 and No. don't end an English sentence; a following space and a word of its own before it do.
        before = re.search(r"[a-z0-9)%\]]{2,}$", text[start:position])
        return bool(before) and not before.group().isdigit() and text[position + 1 : position + 2] in (" ", "[")  # type: ignore[union-attr]
    if character not in _ENDS or text.startswith("![", position):  # an image is no exclamation
        return False
    return character != "\n" or (
        bool(text[start:position].strip()) and not text[start:position].rstrip().endswith(_LEAD_IN)
    )


def _after_marks(text: str, position: int) -> int | None:
    """Return where the closing quotes and marks after a sentence end, or None inside a mark that isn't closed yet."""
    end = position
    while end < len(text):
        if text[end] in _FOLLOWERS:
            end += 1
            continue
        opener = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
        if opener >= len(text) or text[opener] not in _OPENERS:
            return end
        closer = min((c for c in (text.find(c, opener) for c in _CLOSERS) if c >= 0), default=-1)
        if closer < 0:
            return None
        end = closer + 1
    return end
