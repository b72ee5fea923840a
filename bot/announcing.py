"""What only announces what follows, or names it, and answers nothing: preambles, captions of tables. Pure."""

from __future__ import annotations

import re

from bot.types import Query

_PREAMBLE = re.compile(
    r"编写说明|编者按|(?:制定|修订|制订)本(?:办法|条例|法|规定|细则|规则|意见|方案)|(?:有关|相关)?(?:事项|工作|要求)?通知如下|现(?:予以)?印发给你们|[局部办委院厅府会]\s+(?:主?编|编[写印制]|印[发制])$"
)
"""By whom, why and for whom a document was written: it names every matter that the document deals with, and answers none."""
_ASKS_PURPOSE = re.compile(r"为什么|为何|为啥|目的|依据|根据|宗旨|背景|编写|制定|修订|出台|印发")
ITEM_MARK = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|[-*•·]\s)")
ITEM_HEADING = re.compile(rf"(?:{ITEM_MARK.pattern})[^。，；：\n]{{1,16}}。")
"""（二）农村特困人员基本生活标准。 before what it heads, in one line or above it."""
_CAPTION = re.compile(r"^\s*(?:附?表|图|附件)\s*[一二三四五六七八九十\d]+[\s:：]*[^，,。；;：:\d]*$")


def is_preamble(text: str) -> bool:
    """Whether a text says why and for whom its document was written."""
    return bool(_PREAMBLE.search(text))


def introduces(query: Query, statement: str) -> bool:
    """Whether a statement says why and for whom its document was written, and that isn't asked."""
    return is_preamble(statement) and not _ASKS_PURPOSE.search(query.resolved)


def announces(query: Query, statement: str) -> bool:
    """Whether a statement says nothing of its own: a caption, an item's heading, or a preamble where no time is asked, which one may state."""
    bare = bool(_CAPTION.match(statement) or ITEM_HEADING.fullmatch(statement))
    return bare or (query.kind != "when" and introduces(query, statement))
