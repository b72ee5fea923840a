"""Folk terms and the official terms that documents use for them, from a table that staff can edit (terms.tsv)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.errors import BotError

TABLE = Path(__file__).with_name("terms.tsv")


@cache
def folk_terms(path: Path = TABLE) -> Mapping[str, tuple[str, ...]]:
    """Official terms by folk term, longest folk terms first.

    Raises:
        BotError: a line of the table isn't "folk<TAB>official、official", or it isn't UTF-8.
    """
    table: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        folk, _, listed = line.partition("\t")
        official = tuple(term.strip() for term in listed.split("、") if term.strip())
        if not folk.strip() or not official:
            raise BotError(
                f"用语表 {path.name} 第 {number} 行写错了,应为“百姓说法<Tab>文件用语”。",
                f"Line {number} of {path.name} is not 'folk<Tab>official'.",
            )
        table[folk.strip()] = official
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # editors on Windows put a mark before the first line
    except UnicodeDecodeError as exc:
        raise BotError(
            f"用语表 {path.name} 不是 UTF-8 编码,请另存为 UTF-8 后重启程序。",
            f"{path.name} is not UTF-8; save it as UTF-8 and start again.",
        ) from exc


def official_terms(text: str, table: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Official terms for the folk terms of `text`, in the table's order, without those that `text` says itself.

    A folk term inside a longer one that matched is passed over: 低保户 doesn't also map 低保.
    """
    found: dict[str, None] = {}
    rest = text
    for folk, official in table.items():
        if folk in rest:
            rest = rest.replace(folk, "\0")
            found.update(dict.fromkeys(term for term in official if term not in text))
    return tuple(found)
