"""Grades and groups that a question or a statement names: D级, A类, 二类, 一档. Pure."""

from __future__ import annotations

import re

from bot.types import Query
from knowledge.types import SearchHit

_GRADE = re.compile(r"[A-Za-z甲乙丙丁一二三四五六][级类档](?!人|别|似|型)")


def grades_in(text: str) -> list[str]:
    """The grades that `text` names, in its order, with repeats."""
    found: list[str] = _GRADE.findall(text)
    return found


def other_grade(query: Query, statement: str) -> bool:
    """Whether a statement is about other grades than the asked one (D级 is no answer to C级); of a group that documents define, about others of its series."""
    asked, stated = set(grades_in(query.resolved)), set(grades_in(statement))
    if not asked:
        asked = set(grades_in(" ".join(query.groups)))
        stated = {grade for grade in stated if any(_series(grade) == _series(one) for one in asked)}
    return bool(asked and stated) and asked.isdisjoint(stated)


def ungraded(query: Query, statement: str, hit: SearchHit, named: frozenset[str]) -> bool:
    """Whether a grade is asked that passages name (`named`), and neither the statement nor what it stands under does."""
    asked = named & set(grades_in(query.resolved))
    told = "\n".join((statement, *hit.chunk.heading_path, hit.chunk.context))
    return bool(asked) and not any(grade in told for grade in asked)


def _series(grade: str) -> tuple[bool, str]:
    return grade[0].isascii(), grade[1]
