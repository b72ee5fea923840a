"""Whether a question asked in a conversation goes on from the one before it or stands alone: a fitted decision.

Its form tells much (a complete question is longer, names a matter or a place, doesn't open with a verb), and so does the base: what
leaves its matter out is answered poorly alone, and where the question before is. The weights are logistic, fitted by
`python -m evaluation.going_on` over conversations and over complete questions put after unrelated talk. A new embedder needs new
weights. A complete question joined to unrelated talk is the worse error, so little of it is let through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.rule_asked import names_matter
from bot.scope import MEASURED
from bot.thread import State
from bot.utterance import CLAUSE, Senses, Utterance, headless, points_back

LEAST = 0.5
"""The chance from which it goes on."""
SAME_TALK, SAME_MATTER = 0.2, 0.08
"""Those from which place and time are carried to a measure that stands alone, and the talk's matter outlives a question that names none."""
WEIGHTS: Mapping[str, float] = MappingProxyType({
    "chars": -0.59, "scoped": -0.00, "verb": 1.71, "points": 2.55, "leave": 1.76, "clause": 0.36, "beside": 4.94, "own": -1.97,
    "named": -0.97, "measured": 0.46, "counts": -1.01, "full": -1.93, "yes_no": 1.39, "defines": -4.70, "again": -3.81,
    "noun": -1.21, "told": 1.12, "best": -6.40, "part": 3.19, "document": 1.52,
})  # fmt: skip
SHIFT = 2.69
_MOST_CHARS = 20
_LONG_CHARS = 4
_SHORT_CHARS = 2  # a name so short is a case's (有车), no matter
_IF = re.compile("如果|要是|假如|假设|万一")
_THIRD = re.compile("(?:那么?)?[，,]?[他她它]们?(?!人)")
"""Someone or something spoken of before."""
_THAT = re.compile("(?:原来|以前|之前|刚才|上面|前面)?[那这](?:个|些|份|种|部|位|次)")
_SHARE = re.compile(r"[一-龥]{0,6}占(?:了|到)?(?:多[大少]|几成|百分之|比)")
_BESIDE = re.compile("[和跟与同比](?!步|期|比|意|事|学)")
_VERB = re.compile(
    "没|不(?!动产)|别|还|也|再|又|都|才|先|最后|总共|一共|平均|谁|哪|几|多|怎么|什么时候|啥时候|到底|要|能|会|得|可以|有多少|有几|[一两半每][个年月天次]"
    "|[打发交带领报拿盖找去填花加派办查批算跟给由从到在被用]"
)
_LEAVE = re.compile(
    r"(?:[行可能中]不[行可能中以]|[行可]以?[吗不]|怎么办|咋办|算不算|算吗|有(?:什么)?(?:影响|限制|补贴|补助|奖励|好处)吗|能?(?:多|再|继续)?(?:申请|办|领|拿|享受|报|补|给)(?:吗|不)|(?<![一-龥]{6})(?:要|用|需要)吗)$"
)


def chance(said: Utterance, last: State, senses: Senses) -> float:
    """How likely the question `said` goes on from `last`, in [0, 1]."""
    seen = features(said, last, senses)
    return 1 / (1 + math.exp(-SHIFT - sum(weight * seen[name] for name, weight in WEIGHTS.items())))


def likely(said: Utterance, last: State, senses: Senses) -> float:
    """How likely the question `said` goes on from `last`, in [0, 1], with what its form decides.

    如果… and 占多大比例 leave out of what, 他们 and 那…那个 of whom, and go on. What the base counts, and what says at length what the base answers without the
    matter asked before, is complete and at most of the same talk: joined to the matter, it would change its meaning.
    """
    if (_IF.match(said.rest) and len(senses.matter(said.rest)) <= _SHORT_CHARS) or _SHARE.match(said.rest):
        return 1.0
    if _THIRD.match(said.rest) or (said.linked and _THAT.search(said.rest)):
        return 1.0
    fitted = chance(said, last, senses)
    seen = features(said, last, senses)
    if said.elliptic or said.linked or seen["points"] or seen["beside"]:
        return fitted
    counted = seen["counts"] and (seen["full"] or not seen["told"])
    at_length = seen["yes_no"] and len("".join(said.content)) >= _LONG_CHARS and not seen["told"]
    own_matter = names_matter(said.rest) and not seen["told"]
    return min(fitted, SAME_TALK) if counted or at_length or own_matter else fitted


def features(said: Utterance, last: State, senses: Senses) -> dict[str, float]:
    """What is weighed, by the names of `WEIGHTS`."""
    rest, kind = said.rest, senses.kind(said.text)
    near = senses.nearness(said.text, last.question, last.subject)
    return {
        "chars": min(_MOST_CHARS, len(said.text)),
        "scoped": bool(said.time or said.place),
        "verb": bool(_VERB.match(rest)),
        "points": points_back(said),
        "leave": bool(_LEAVE.search(rest)),
        "clause": bool(CLAUSE.search(rest)),
        "beside": bool(_BESIDE.match(rest)),
        "own": not headless(rest) and bool(senses.matter(rest)),
        "named": bool(senses.named(rest)),
        "measured": kind in MEASURED,
        "counts": kind in MEASURED and any(senses.counts(word) for word in said.content),
        "full": kind in MEASURED and bool(said.content) and bool(said.time or said.place),
        "yes_no": kind == "yes_no",
        "defines": kind == "definition",
        "again": bool(last.subject) and last.subject in said.text,
        "noun": bool(said.content) and rest.startswith(said.content[0][:2]),
        "told": near.told,
        "best": near.best,
        "part": near.part,
        "document": near.document,
    }
