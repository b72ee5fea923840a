"""How Chinese characters sound, in pinyin without tones, and which strings are words: the only place that knows pypinyin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

_READINGS = 3  # a dictionary's further readings are names' and old books'
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))  # those that speakers of the south don't tell apart
_ZERO_FINALS = {"u": "u", "ui": "uei", "un": "uen"}


@cache
def readings(character: str) -> tuple[str, ...]:
    """The usual readings of a character, without tones, ü as v; empty for what isn't Chinese."""
    written = PINYIN_DICT.get(ord(character), "").split(",")
    plain = (_toneless(syllable) for syllable in written[:_READINGS] if syllable)
    return tuple(dict.fromkeys(plain))


def _toneless(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable.replace("ü", "v")).replace("u\u0308", "v")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def fuzzy(syllable: str) -> str:
    """One form for syllables that southern speakers mix up: z/zh, c/ch, s/sh, n/l, f/h before u, in/ing, en/eng, an/ang."""
    for initial, plain in _INITIALS:
        if syllable.startswith(initial):
            syllable = plain + syllable[len(initial) :]
            break
    if not syllable.endswith("ong"):
        syllable = re.sub(r"ng$", "n", syllable)
    if syllable.startswith("hu"):  # 户 and 富, 花 and 发, 会 and 费
        return "f" + _ZERO_FINALS.get(syllable[1:], syllable[1:])
    if re.match(r"f[aeo]", syllable):
        return "fu" + syllable[1:]
    return syllable


@cache
def alike(one: str, other: str) -> bool:
    """Whether two characters may sound alike to a southern speaker: a shared reading, the usual one of either."""
    heard, said = [fuzzy(r) for r in readings(one)], [fuzzy(r) for r in readings(other)]
    return bool(heard and said) and (heard[0] in said or said[0] in heard)


@cache
def same_sound(one: str, other: str) -> bool:
    """Whether two characters have the same usual reading, tones aside."""
    return readings(one)[:1] == readings(other)[:1] != ()


@cache
def share_a_reading(one: str, other: str) -> bool:
    """Whether two characters share any reading, tones aside, however rare in one or both."""
    return not set(readings(one)).isdisjoint(readings(other))


def is_word(text: str) -> bool:
    """Whether a dictionary of 47,000 phrases, nearly all of two to four characters, lists `text`."""
    return text in PHRASES_DICT


@cache
def spelled(text: str) -> str:
    """`text` in its usual pinyin without tones and spaces: 临溪 is linxi."""
    return "".join((readings(character) or ("",))[0].replace("v", "u") for character in text)
