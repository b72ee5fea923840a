"""The short verdict on a yes-or-no question (不可以, 要, 不是), where the evidence decides it. Pure.

It is taken from the one clause that says most of the question, names what is asked to be done, and holds a word of permission, duty
or belonging. Without such a clause, or where another says nearly as much and decides the other way, there is none: the quoted
sentence then stands alone. A wrong verdict over a right quote would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.types import Language, Query
from bot.weighing import coverage
from knowledge.sentences import clause_spans

_DECIDED_BY = 0.4  # of the question's content, in the clause that decides
_AS_GOOD = 0.1
_DEED_CHARS = 6
_AFTER = re.compile(
    r"能不能|可不可以|能否|可否|可以|有权|要不要|用不用|需不需要|需要|必须|算不算|属不属于|计不计入|算|属于|能|要"
)
_LATER = re.compile(r"[,，]\s*(?:这样|这)?(?:可以|行|能行|中|成|合法|允许)[吗么不].*$")
_NO_DEED = re.compile(r"直接|自己|别人|现在|[我俺咱你他她它们的了吗呢吧啊么不给把被让都也还就再去来到在和跟]")
_RUN = re.compile("[一-龥]{2,}")
_NEGATED = re.compile(r"(?:是不是|难道|就)(?:不|没)|不(?:能|可以|用|得|让|准|许|算|给|会).{0,20}[吗吧]|会不会")


@dataclass(frozen=True, slots=True)
class _Scale:
    """A kind of yes-or-no question: how it is asked, what the clause says for yes and for no, and the words of the verdict."""

    asked: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    words: Mapping[Language, tuple[str, str]]


_SCALES = (
    _Scale(
        re.compile(r"要不要|用不用|需不需要|需要.{0,14}吗|必须.{0,14}吗|非得|得不得|要.{1,14}吗"),
        re.compile(r"应当|必须|需要|须(?!知)|应(?!急|当|用|对|付|届|有)"),
        re.compile(r"不(?:需要?|必|用|得)|无需|免[予除交缴收费于]|可以不"),
        {"zh": ("要", "不用"), "en": ("Yes", "No")},
    ),
    _Scale(
        re.compile(r"算不算|算.{0,10}[吗不么]|属不属于|属于.{0,12}吗|是不是|计不计入|计入.{0,8}吗"),
        re.compile(r"(?<!不)(?:属于|视为|视同|认定为|计入|纳入|算作|视作)"),
        re.compile(r"不(?:属于|视为|视同|认定为|计入|纳入|算作|予认定|包括|因)"),
        {"zh": ("算", "不算"), "en": ("Yes", "No")},
    ),
    _Scale(
        re.compile(r"能不能|可不可以|能否|可否|可以.{0,16}[吗么不]|能.{0,24}[吗么不]|[行中成]不|行吗|让不让|准不准|有没有权|有权"),
        re.compile(r"(?<![不])可(?:以|向|凭|按|在)|有权|(?<!不)能够|准予|准许|允许"),
        re.compile(r"不得|不能|不可以?|禁止|严禁|不予|不准|不允许|不适用|无权|不再"),
        {"zh": ("可以", "不可以"), "en": ("Yes", "No")},
    ),
)  # fmt: skip


def verdict(query: Query, text: str, weights: Mapping[str, float]) -> str:
    """可以, 不可以, 要, 不用, 算 or 不算; empty where `text`, the quoted evidence, doesn't decide.

    Args:
        query: The question; one that is worded negatively gets no verdict, since 不能 to it may mean either.
        text: What is quoted.
        weights: The question's content terms with their weights.
    """
    if query.kind != "yes_no" or _NEGATED.search(query.resolved):
        return ""
    scale = next((scale for scale in _SCALES if scale.asked.search(query.resolved)), None)
    if scale is None:
        return ""
    deed = _deed(query)
    clauses = [text[slice(*span)] for span in clause_spans(text)]
    clauses = [clause for clause in clauses if any(word in clause for word in deed)]
    judged = [(coverage(weights, clause), side) for clause in clauses if (side := _side(scale, clause))]
    best = max((share for share, _ in judged), default=0.0)
    sides = {side for share, side in judged if share >= best - _AS_GOOD}
    if best < _DECIDED_BY or sides not in ({"yes"}, {"no"}):
        return ""
    return scale.words[query.language][0 if sides == {"yes"} else 1]


def _deed(query: Query) -> frozenset[str]:
    """What is asked to be allowed, due or counted, in pairs of characters, with its official terms."""
    text = query.resolved
    later = _LATER.search(text)
    asked = _AFTER.search(text)
    if later:
        words = _NO_DEED.sub(" ", text[: later.start()][-_DEED_CHARS:])
    elif asked:
        after = _NO_DEED.sub(" ", text[asked.end() :][:_DEED_CHARS])
        words = after if _RUN.search(after) else _NO_DEED.sub(" ", text[: asked.start()][-_DEED_CHARS:])
    else:
        words = ""
    pairs = {run[i : i + 2] for run in _RUN.findall(words) for i in range(len(run) - 1)}
    official = {term for folk, term in query.mapped if any(pair in folk for pair in pairs)}
    return frozenset(pairs | official)


def _side(scale: _Scale, clause: str) -> str:
    no = scale.no.search(clause)
    yes = scale.yes.search(scale.no.sub(" ", clause))
    return "both" if yes and no else "no" if no else "yes" if yes else ""
