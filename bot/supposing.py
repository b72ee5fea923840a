"""What the user tells or supposes after a question: 我是低保户, 要是没转诊呢, 坐牢的算吗; it is asked of that case."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.thread import State
from bot.utterance import CLAUSE, Senses, Utterance, content_of

_TOLD = re.compile(
    r"(?:我们?|我们?家|俺们?|咱们?|家里|[他她]们?|本人)(?:家|屋里|里|的?(?:孩子|老人|爱人|父母))?(?:都|也|又|现在|已经|只|就)?(?:是|有|没|不是|属于|在|得了|住)"
)
_SUPPOSED = re.compile(r"(?:要是|如果|假如|万一|倘若|如若)")
_VERDICT = re.compile(
    r"(?:会不会|能不能|可不可以|算不算|要不要|用不用|给不给|行不行|还能|还可以|还会|还要|(?<!功|职|可)能(?!力|源)|(?<!议|协|社|大|工)会(?!议|计)|可以|(?<!计|打)算|(?<!主|重)要(?!素)).{0,14}$"
)
_SHORT_VERDICT = re.compile(
    r"(?P<case>.{2,14}?)的?也?(?P<verb>算|能|行|可以|会|要|给|有|免|管)(?:吗|不|么|不[算能行会要给有]|行吗)$"
)
_SHORTEST_CLAUSE = 4


def told(said: Utterance, last: State) -> State | None:
    """The last question with what the user told of himself before it; None where nothing is told."""
    if said.asks or said.elliptic or not _TOLD.match(said.text):
        return None
    return replace(last, shown=f"{said.text}，{last.question}", follows=True)


def supposed(said: Utterance, case: str, last: State, senses: Senses) -> State | None:
    """The last question of another case; None where `case` is no clause: it may name a part or a matter then."""
    clause = bool(_SUPPOSED.match(said.text)) or (len(case) >= _SHORTEST_CLAUSE and CLAUSE.search(case))
    if said.asks or not clause:
        return None
    verdict = _verdict_asked(last.question)
    if verdict is None:
        bare = last.question.replace(last.aside, "", 1) if last.aside else last.question
        return replace(last, question=f"{case}，{bare}", aside=f"{case}，", follows=True)
    return replace(last, question=_of_case(case, verdict, last, senses), aside=case, follows=True)


def _verdict_asked(question: str) -> str | None:
    found = _VERDICT.search(question)
    asked = found and (question.endswith(("吗", "不", "么")) or re.search(r"(.)不\1", found[0]))
    return found[0] if found and asked else None


def verdict_of(said: Utterance, last: State, senses: Senses) -> State | None:
    """坐牢的算吗 after 读大专的孩子算不算家庭成员: the verdict asked of another case; None where it isn't asked so."""
    short, verdict = _SHORT_VERDICT.fullmatch(said.text), _verdict_asked(last.question)
    if short is None or verdict is None or short["verb"] not in verdict:
        return None
    asked = content_of(verdict)
    if not asked or any(word[i : i + 2] in said.text for word in asked for i in range(len(word) - 1)):
        return None
    return replace(
        last, question=_of_case(f"{short['case']}的", verdict, last, senses), aside=short["case"], follows=True
    )


def _of_case(case: str, verdict: str, last: State, senses: Senses) -> str:
    """`case` before the verdict; the matter stands before both where neither names it."""
    matter = senses.matter(last.subject) if content_of(verdict) else last.subject
    return f"{last.scope()}{'' if matter and matter in case + verdict else matter}{case}{verdict}"
