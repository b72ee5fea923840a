"""Kinds of names: two of a kind can take each other's place in a question (B类 for A类, 县内 for 县外)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KINS = (
    ("grade", r"(?:[A-Za-z甲乙丙丁一二三四五六七八九十第]+[级类档型等](?:对象)?[和与、]?)+"),
    ("type", r"[一-龥]{2}型"),
    ("span", r"[头前第]?(?:\d+|[一二两三四五六七八九十半]+)个?(?:星期|周|月|年|天|日)(?:之?[内后]|以[内后])?"),
    (
        "amount",
        r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千万半]+)(?:块钱?|万元|亿元|元|万|亿|亩|岁|周岁|年|人|平方米)?(?:以[上下内外])?(?:至\d+\D{1,3})?",
    ),
    ("daypart", r"上午|中午|下午|早上|晚上|白天|夜里"),
    ("office", r"[一-龥]{1,10}(?:局|股|科|院|所|站|办|委|厅|中心)"),
    ("level", r"(?:中央|国家|省|市|县|乡镇?|镇|村)[级里]?(?:资金|项目|财政|反馈)?"),
    ("inside", r"[省市县镇乡村][内外](?:务工)?"),
    (
        "group",
        r"[一-龥\d]*(?:老人|老年人|儿童|小孩|娃儿?|学生|残疾人|未成年人|孤儿|患者|病人|孕妇|妇女|劳动力|的人|孩子)",
    ),
    ("people", r"[一-龥\d]*(?:户|人员|人|对象|家庭|群众|人口|干部|职工)|低保|五保|特困"),
)
PART_KINS = frozenset({"grade", "type", "amount", "level", "inside", "span", "daypart"})
"""Kinds of words that name a part of a matter, never a matter."""


def kin(word: str) -> str:
    """The kind of name that `word` is; empty where none is recognised. Two of a kind can take each other's place."""
    return next((name for name, pattern in _KINS if re.fullmatch(pattern, word)), "")


def kin_span(text: str, kind: str, within: Sequence[tuple[int, int]] = ()) -> tuple[int, int] | None:
    """Where `text` first has a name of that kind, outside the spans `within`."""
    pattern = dict(_KINS)[kind]
    for match in re.finditer(pattern, text):
        if match[0] and not any(s < match.end() and match.start() < e for s, e in within):
            return match.span()
    return None
