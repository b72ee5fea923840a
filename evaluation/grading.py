"""Grade answers against gold questions. Pure: no files, no bot.

An answer to an answerable question is right where all that has to be said is said, nothing false is, it is as short as a person
would want, and one of its first citations (for a passage question the very first) points to a right document at the place that
carries the answer. An answer to an unanswerable question is right where it refuses. Texts are compared by content: full width,
white space and thousands separators don't count, and a number counts only whole.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Expectation = Literal["answer", "correct_premise", "refuse"]
"""`correct_premise`: the question takes something false for granted, and the answer has to say what is true."""

_LONGEST_CHARS = {
    "figure": 120, "who": 160, "multi_figure": 200, "yes_no": 200, "calc": 200, "comparison": 200, "typo": 200,
    "deadline": 200, "colloquial": 300, "english": 300, "policy": 800,
}  # fmt: skip
_OTHERWISE_CHARS = 400
_CITED_AMONG = 3  # a long list of sources is no citation
_PASSAGE = "policy"
_OWN_WORDS = ("calc", "english")  # results and translations hold figures that no quote holds in that form
_MARK = re.compile(r"\[\d+(?:[,，、]\s*\d+)*\]|【\d+】")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RESULT = re.compile(r"[=≈]\d[\d,]*(?:\.\d+)?")  # of a computation, whose terms stand before it
_CHINESE_DIGITS = "零一二三四五六七八九十百千万"
_LEAST_RUN_CHARS = 6
_RUN_SHARE = 0.6  # of the shorter text, that a quote and the evidence have to share in one piece
_HEAD_CHARS = 40  # a passage cut in the middle of the evidence still counts where it holds the beginning
_LEAST_PART_CHARS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A question with what a right answer says."""

    id: str
    type: str
    expect: Expectation
    question: str
    history: tuple[tuple[str, str], ...] = ()
    """Earlier turns, oldest first: (role, content)."""
    answer: str = ""
    """A reference, for people."""
    must: tuple[tuple[str, ...], ...] = ()
    """Each has to be said, in one of its alternatives."""
    must_not: tuple[tuple[str, ...], ...] = ()
    """None may be said, in any of its alternatives."""
    evidence: tuple[str, ...] = ()
    """Verbatim places that carry the answer."""
    docs: tuple[str, ...] = ()
    """Names of the files that a right citation points to; empty where every file is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation of an answer."""

    source: str
    """File name."""
    quote: str
    title: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it came."""

    status: str
    text: str = ""
    citations: tuple[Cited, ...] = ()
    elapsed_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the grader found. Of an unanswerable question only `correct`, `answered` and `clean` say something."""

    expect: Expectation
    correct: bool
    answered: bool
    clean: bool
    """Nothing of `must_not` is said."""
    complete: bool = True
    """All of `must` is said."""
    concise: bool = True
    cited: bool = True
    """One of the citations that count is right."""
    unsupported: tuple[str, ...] = ()
    """Figures of the text that stand in no quote, title, heading, file name or in the question."""


def read_gold(row: dict[str, Any]) -> Gold:
    """A question from its JSON form; KeyError or TypeError where something is missing."""
    return Gold(
        id=row["id"],
        type=row["type"],
        expect=row["expect"],
        question=row["question"],
        history=tuple((turn["role"], turn["content"]) for turn in row["history"]),
        answer=row["answer"],
        must=_alternatives(row["must"]),
        must_not=_alternatives(row["must_not"]),
        evidence=tuple(row["evidence"]),
        docs=tuple(name for names in _alternatives(row.get("docs", [])) for name in names),
    )


def grade(gold: Gold, given: Given) -> Verdict:
    """Judge one answer."""
    text = plain(_MARK.sub("", given.text))
    answered = given.status == "answered"
    clean = not any(says(text, wordings) for wordings in gold.must_not)
    if gold.expect == "refuse":
        return Verdict(expect=gold.expect, correct=not answered and clean, answered=answered, clean=clean)
    passage = gold.type == _PASSAGE
    complete = all(says(text, wordings) for wordings in gold.must)
    concise = len(text) <= _LONGEST_CHARS.get(gold.type, _OTHERWISE_CHARS)
    counted = given.citations[: 1 if passage else _CITED_AMONG]
    cited = any(
        right_source(citation.source, gold.docs) and meets(citation.quote, gold.evidence) for citation in counted
    )
    said = passage or (complete and clean)  # a passage question asks for the place, not for words
    return Verdict(
        expect=gold.expect,
        correct=answered and said and concise and cited,
        answered=answered,
        clean=clean,
        complete=complete,
        concise=concise,
        cited=cited,
        unsupported=_unsupported(text, gold, given) if answered and gold.type not in _OWN_WORDS else (),
    )


def plain(text: str) -> str:
    """Text as it is compared: full width folded, without white space and thousands separators."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub(r"(?<=\d),(?=\d{3})", "", folded)


def says(text: str, wordings: Sequence[str]) -> bool:
    """Whether plain `text` holds one of `wordings`; a number only whole: 9个 isn't in 49个, 十日 not in 二十日."""
    return any(re.search(_whole(plain(wording)), text, re.IGNORECASE) for wording in wordings)


def right_source(source: str, docs: Sequence[str]) -> bool:
    """Whether the cited file is one of `docs`."""
    return not docs or re.split(r"[/\\]", source)[-1] in docs


def meets(quote: str, evidence: Iterable[str]) -> bool:
    """Whether a quote holds an evidence text, lies in one, or shares a run of most of the shorter of both."""
    return any(_meet(plain(quote), plain(place)) for place in evidence)


def is_hit(source: str, text: str, gold: Gold) -> bool:
    """Whether a passage found is of a right document and holds the evidence, or its beginning, or lies inside it."""
    if not right_source(source, gold.docs):
        return False
    found = plain(text)
    return any(
        place[:_HEAD_CHARS] in found or (len(found) >= _LEAST_PART_CHARS and found in place)
        for place in map(plain, gold.evidence)
    )


def first_hit(passages: Iterable[tuple[str, str]], gold: Gold) -> int | None:
    """Rank, from 1, of the first (source, text) that is a hit; None where none is."""
    ranks = (rank for rank, (source, text) in enumerate(passages, 1) if is_hit(source, text, gold))
    return next(ranks, None)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` of `values` lie; nan without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else math.nan


def rate(verdicts: Sequence[Verdict], holds: Callable[[Verdict], bool]) -> float:
    """Share of `verdicts` of which `holds` is true, in [0, 1]; nan without verdicts."""
    return sum(map(holds, verdicts)) / len(verdicts) if verdicts else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A set of verdicts as shares in [0, 1]; nan where nothing was asked of that kind."""

    questions: int
    correct: float
    correct_answerable: float
    refusal_recall: float
    """Of the unanswerable questions, those refused."""
    false_refusal: float
    """Of the answerable questions, those refused."""
    wrong: float
    """Of the answerable questions that were answered, those with something false."""
    cited: float
    """Of the answerable questions that were answered, those whose citation is right."""
    unsupported_figures: int


def summarise(verdicts: Sequence[Verdict]) -> Summary:
    """Shares over a question set."""
    answerable = [v for v in verdicts if v.expect != "refuse"]
    unanswerable = [v for v in verdicts if v.expect == "refuse"]
    answered = [v for v in answerable if v.answered]
    return Summary(
        questions=len(verdicts),
        correct=rate(verdicts, lambda v: v.correct),
        correct_answerable=rate(answerable, lambda v: v.correct),
        refusal_recall=rate(unanswerable, lambda v: v.correct),
        false_refusal=rate(answerable, lambda v: not v.answered),
        wrong=rate(answered, lambda v: not v.clean),
        cited=rate(answered, lambda v: v.cited),
        unsupported_figures=sum(len(v.unsupported) for v in verdicts),
    )


def _alternatives(items: Sequence[str | Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((item,) if isinstance(item, str) else tuple(item) for item in items)


def _whole(wording: str) -> str:
    """A pattern for `wording` that doesn't begin or end inside a longer number."""
    before, after = _kin(wording[0]), _kin(wording[-1])
    return (
        (f"(?<![{before}.])" if before else "") + re.escape(wording) + (f"(?![{after}])" if after else "")
    )  # 3.9个 doesn't say 9个, but 9. may end a sentence


def _kin(character: str) -> str:
    """The characters that would go on a number with `character`; none where it isn't part of one."""
    if character in _CHINESE_DIGITS:
        return _CHINESE_DIGITS
    return r"\d" if character.isdigit() else ""


def _meet(quote: str, place: str) -> bool:
    if not quote or not place:
        return False
    if place in quote or (len(quote) >= _LEAST_RUN_CHARS and quote in place):
        return True
    short, long = sorted((quote, place), key=len)
    run = max(_LEAST_RUN_CHARS, int(_RUN_SHARE * len(short)))
    return any(short[start : start + run] in long for start in range(len(short) - run + 1))


def _unsupported(text: str, gold: Gold, given: Given) -> tuple[str, ...]:
    quoted = "".join(c.quote + c.source + c.title + c.heading for c in given.citations)
    support = plain(quoted + gold.question + "".join(content for _, content in gold.history))
    figures = _FIGURE.findall(_RESULT.sub("", text))
    return tuple(figure for figure in figures if len(figure) > 1 and figure not in support)
