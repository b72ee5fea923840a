"""Groups that documents number and define (二类对象：最低生活保障家庭成员), so that who is one of them is asked for by the group's name, too.

A table then gives its rates by 二类对象 only, and nobody says of himself that he is one. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.types import Answer

_DEFINED = re.compile(
    r"((?:第?[一二三四五六七八]|[A-H])[类档](?:对象|人员|家庭))(?:是指|指|为|包括)?[：:，]?([^；;。：:\n\d]{2,60})"
)
_SEPARATE = re.compile(r"[、，,]|以及|[和及或]")
_KIND = re.compile(r"(?:家庭成员|家庭|人员|人口|对象|成员|群众|患者|儿童|户)+$")
_LEAST_CHARS = 2


def defined_groups(texts: Iterable[str]) -> dict[str, str]:
    """A group's name by each of its members, as documents define it; a member of two groups is in none."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for name, members in _DEFINED.findall(text):
            for member in _SEPARATE.split(members):
                if len(bare := _bare(member)) >= _LEAST_CHARS:
                    found.setdefault(bare, set()).add(name)
    return {member: names.pop() for member, names in found.items() if len(names) == 1}


def groups_of(words: Iterable[str], groups: Mapping[str, str]) -> tuple[str, ...]:
    """The groups that `words` name a member of, without repeats."""
    bare = [word for word in map(_bare, words) if len(word) >= _LEAST_CHARS]
    return tuple(dict.fromkeys(groups[member] for word in bare for member in groups if member.endswith(word)))


def is_of_people(term: str) -> bool:
    """Whether a term names people or households by its last word: 监测对象, but not 住院."""
    return bool(_KIND.search(term))


def _bare(word: str) -> str:
    """A name without the word of kind at its end: 最低生活保障 of 最低生活保障家庭成员; whole where nothing is left."""
    return _KIND.sub("", word.strip()) or word.strip()


def with_group_named(answer: Answer) -> Answer:
    """The answer with a word on which group the asker's word names, where it tells of that group by the group's name only."""
    query = answer.query
    if answer.status != "answered" or query is None or not query.members:
        return answer
    said = query.members[0]
    groups = [group for group in query.groups if group in answer.text]
    if len(groups) != 1 or said in answer.text:
        return answer
    english = query.language == "en"
    note = (
        f"In the documents “{said}” belongs to {groups[0]}."
        if english
        else f"按文件里的分类，“{said}”属于{groups[0]}。"
    )
    return replace(answer, notices=(note, *answer.notices))
