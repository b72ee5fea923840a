"""Figures that have changed into the one after them: 7020元 of 由每人每年7020元提高到7644元 holds no longer. Pure."""

from __future__ import annotations

import re

_FROM = re.compile(r"(?:由|从|自)[^，,。；;\d]{0,12}$")
_TO = re.compile(
    r"^[^，,。；;\d]{0,6}(?:提高|提升|提|增加|增长|上调|调高|调整|扩大|上升|降低|下调|调低|下降|减少|缩短|延长|改|增|升|降|减)(?:到|至|为)"
)
_EARLIER = re.compile(r"原来|原先|以前|之前|过去|从前|[提调涨降]\w{0,2}前")


def changed_on(before: str, after: str) -> bool:
    """Whether a figure between `before` and `after`, the words of its sentence around it, has changed into the next one."""
    return bool(_FROM.search(before) and _TO.match(after))


def asks_earlier(text: str) -> bool:
    """Whether a question asks for what was before a change."""
    return _EARLIER.search(text) is not None
