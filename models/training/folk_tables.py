"""The bot's tables that staff edit, read as data: folk terms and places (models/ doesn't import the bot)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_BOT = Path(__file__).parents[2] / "bot"
TERMS, PLACES = _BOT / "terms.tsv", _BOT / "places.txt"

_SUFFIX = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|自治[州县]|地区|林区|省|市|州|盟)$")
_SHORTEST_CHARS = 2


@cache
def folk_terms(path: Path = TERMS) -> Mapping[str, tuple[str, ...]]:
    """Official terms by folk term, in the table's order."""
    lines = (line.split("\t") for line in _lines(path))
    return {folk: tuple(filter(None, listed.split("、"))) for folk, listed, *_ in lines}


@cache
def place_names(path: Path = PLACES) -> tuple[str, ...]:
    """Provinces and prefectures by their full names."""
    listed = (line.partition(":") for line in _lines(path))
    return tuple(name for province, _, cities in listed for name in (province, *cities.split()))


def short_form(place: str) -> str:
    """The name without its administrative suffix, where at least two characters are left: 浙江省 -> 浙江."""
    short = _SUFFIX.sub("", place)
    return short if len(short) >= _SHORTEST_CHARS else place


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
