"""A sheet to print: items by kind, numbered, with or without their key. What both file formats show is made here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.training.items import KINDS, WRONG, Item, ItemKind

LETTERS = "ABCDEFGHIJ"
HEADS: dict[ItemKind, str] = {
    "single": "单项选择题（每题只有一个正确答案）", "several": "多项选择题（有两个或两个以上正确答案）", "judged": "判断题（正确的打√，错误的打×）",
    "filled": "填空题", "matched": "连线题（在右边找到对应的一项，把字母写在括号里）", "case": "案例题（案例中的人和事均为虚构）",
}  # fmt: skip
_NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetItem:
    """An item as it is printed."""

    question: str
    """With its number: 3. 根据…"""
    lines: tuple[str, ...]
    """Options with their letters; of a matching the left sides, then the options."""
    key: str
    """B; ABD; √; 600; 1—C　2—A."""
    explanation: str
    """The words that carry the key, with their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole sheet."""

    title: str
    note: str
    """Which documents it asks about, and the numbers that make the same sheet again."""
    sections: tuple[tuple[str, tuple[SheetItem, ...]], ...]
    """Head of each kind with its items, in the order of `KINDS`."""


def make_sheet(items: Sequence[Item], *, title: str, note: str) -> Sheet:
    """The sheet over the items: kinds in the order of `KINDS`, numbered through."""
    sections: list[tuple[str, tuple[SheetItem, ...]]] = []
    number = 0
    for kind in KINDS:
        of_kind = [item for item in items if item.kind == kind]
        printed = []
        for item in of_kind:
            number += 1
            printed.append(_printed(number, item))
        if printed:
            sections.append((f"{_NUMERALS[len(sections)]}、{HEADS[kind]}", tuple(printed)))
    return Sheet(title=title, note=note, sections=tuple(sections))


def _printed(number: int, item: Item) -> SheetItem:
    options = tuple(f"{letter}. {option}" for letter, option in zip(LETTERS, item.options, strict=False))
    if item.kind == "judged":
        options = ()
    if item.kind == "matched":
        options = (*(f"{n}. {left}　（　　）" for n, left in enumerate(item.lefts, 1)), *options)
    mark = "（　　）" if item.kind == "judged" else ""
    return SheetItem(
        question=f"{number}. {item.question}{mark}", lines=options, key=key_words(item), explanation=explained(item)
    )


def key_words(item: Item) -> str:
    """The key as it is written on a sheet: letters, √ or ×, or what is filled in."""
    if item.kind == "judged":
        return "×" if item.key == (WRONG,) else "√"
    if item.kind == "filled":
        return item.key[0]
    if item.kind == "matched":
        return "　".join(f"{n}—{LETTERS[item.options.index(key)]}" for n, key in enumerate(item.key, 1))
    return "".join(LETTERS[item.options.index(key)] for key in item.key)


def explained(item: Item) -> str:
    """The source's words that carry the key, with their place: “……”——《…》第三章 › 第六条."""
    quote = " ".join(item.cited.quote.split())
    place = f" {item.cited.place}" if item.cited.place else ""
    return f"原文：“{quote}”——{item.cited.title}{place}"
