"""Asking words of everyday and southern speech as written Chinese has them: 要好久 asks 要多久, 啥子 is 什么."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"[啥甚]子|么子|啥个", "什么"),
        (r"(?<!有)(?<!没)好久(?=能|才|可以|要|办|批|发|拨|到|下来|给|拿|领|交|开|完|公|复|$)|(?<=要)好久|几久|多少时间", "多久"),
        (r"几多|好多(?=钱|[个户人名座天斤块张条次度亩元])|好多$", "多少"),  # 好多 alone means many
        (r"几时|多咱|哪阵子?|(?<!什)么时候|哪个时候", "什么时候"),
        (r"咋个?(?:整|搞|弄|办)(?!理|事|公)|啷个办|哪样办|咋办", "怎么办"),
        (r"咋个|啷个", "怎么"),
        (r"[没莫冇]得|冇(?=有|$)", "没有"),
        (r"哪[坎块](?=[办领交找问去])", "哪里"),
    )
)  # fmt: skip
_PARTICLES = re.compile(r"(?:[哟噻咯撒嘞哩喽诶哇噢嗷呗]|(?<=[去办领交到来])嘛)+(?=[?？。!！~\s]*$)")


def in_plain_words(text: str) -> str:
    """`text` with its dialect asking words in written Chinese and without particles at its end; else as it was."""
    for pattern, plain in _WORDS:
        text = pattern.sub(plain, text)
    return _PARTICLES.sub("", text) or text
