"""Official wording turned into the words of villagers and clerks, by a table and a few frames."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from models.training.folk_tables import folk_terms

TABLE = Path(__file__).with_name("plain_words.tsv")

_FILLERS = re.compile(
    r"依法|按照规定|按规定|有关(?=部门|人员|单位|材料)|相关(?=部门|人员|单位|材料)|县级以上(?:地方)?|地方各级|各级|任何(?=单位|个人|组织)|中华人民共和国"
)
_MIDDLES = re.compile(r"、[^、，。；？“”和或及与]{1,10}(?=[、和或及与])")
_SHARE_SHORTENED, _SHARE_OPENED, _SHARE_CLOSED = 0.55, 0.06, 0.2
_ENDINGS = (
    ("怎么", "咋"),
    ("什么", "啥"),
    ("哪些", "啥"),
    ("是否", "是不是"),
    ("如何", "怎么"),
    ("多长时间", "多久"),
    ("谁", "哪个"),
)
_OPENINGS = ("请问", "问一下，", "我想问", "你好，", "想了解下，", "咨询一下，")
_CLOSINGS = ("呀？", "啊？", "呢？", "", "?", "")


def lay(question: str, rng: random.Random, *, kept: Sequence[str] = ()) -> str:
    """The question as people say it; some stay official, some change a word, some change wholly.

    Args:
        question: a question that ends in a question mark.
        rng: decides what changes.
        kept: names that stay as they are.
    """
    name = next((name for name in kept if name and name in question), "")
    if name:
        before, after = question.split(name, 1)
        return (_reworded(before, rng) if before else "") + name + _ended(_reworded(after, rng), rng)
    return _opened(_ended(_reworded(question, rng), rng), rng)


def _reworded(question: str, rng: random.Random) -> str:
    strength = rng.choice((0.0, 0.35, 0.7, 1.0))
    if rng.random() < _SHARE_SHORTENED:
        question = _FILLERS.sub("", question)
    if rng.random() < _SHARE_SHORTENED:
        question = _MIDDLES.sub("", question)  # 丢失、被盗、被抢或者损坏 -> 丢失或者损坏
    if strength:
        question = _replaced(question, strength, rng)
        for official, plain in _ENDINGS:
            if official in question and rng.random() < strength * 0.35:
                question = question.replace(official, plain)
    return question


def _opened(question: str, rng: random.Random) -> str:
    return rng.choice(_OPENINGS) + question if rng.random() < _SHARE_OPENED else question


def _ended(question: str, rng: random.Random) -> str:
    if rng.random() > _SHARE_CLOSED:
        return question
    bare = question.removesuffix("？")
    return bare + rng.choice(("", "?") if bare.endswith(("吗", "不", "没")) else _CLOSINGS)


def _replaced(question: str, strength: float, rng: random.Random) -> str:
    done: list[str] = []
    at = 0
    pattern = _pattern()
    while found := pattern.search(question, at):
        word = found.group()
        done.append(question[at : found.start()])
        done.append(rng.choice(plain_words()[word]) if rng.random() < strength else word)
        at = found.end()
    return "".join(done) + question[at:]


@cache
def plain_words(path: Path = TABLE) -> Mapping[str, tuple[str, ...]]:
    """Plain words by official word, longest official words first: our own table, then the bot's folk terms reversed."""
    table: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        official, _, listed = line.partition("\t")
        if listed and not line.startswith("#"):
            table[official] = listed.split("、")
    own = frozenset(table)
    for folk, officials in folk_terms().items():
        for official in officials:
            # A folk term stands for several official ones ("处理" -> 处分): only nouns long enough go back safely.
            if official not in own and official != folk and len(official) >= _SAFE_CHARS and len(folk) > 1:
                table.setdefault(official, []).append(folk)
    return {word: tuple(table[word]) for word in sorted(table, key=lambda word: (-len(word), word))}


_SAFE_CHARS = 4


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, plain_words())))
