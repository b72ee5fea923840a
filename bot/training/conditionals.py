"""What a rule says is to be done in which case: 行动不便的，可以委托村民委员会代为申请. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.training.library import Reading, Sentence
from bot.training.wording import LEANING
from knowledge.sentences import clause_spans

_LEAST_CASE, _MOST_CASE, _LEAST_RULE, _MOST_RULE = 4, 50, 6, 60
_NO_CASE = re.compile(
    r"目的|为了|根据|本办法|是$|按照.{0,6}的$|期满|无异议|[，,]其他|补办|予以|批准|确认的$|完全丧失|除外|竣工"
)
_CLAUSE_END = "。；;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """A case and what the rule says for it, as offsets of the sentence's text."""

    sentence: Sentence
    case: tuple[int, int]
    """Without the 的 that closes it."""
    rule: tuple[int, int]

    @property
    def case_text(self) -> str:
        """The case, verbatim."""
        return self.sentence.text[slice(*self.case)]

    @property
    def rule_text(self) -> str:
        """What is to be done, verbatim."""
        return self.sentence.text[slice(*self.rule)]


def conditionals(reading: Reading) -> Iterator[Conditional]:
    """The cases of a document that lays rules down, in reading order."""
    if not reading.binding:
        return
    for sentence in reading.sentences:
        if sentence.lead or LEANING.match(sentence.text):
            continue
        yield from _of(sentence)


def _of(sentence: Sentence) -> Iterator[Conditional]:
    text, start = sentence.text, 0
    for part in re.finditer(rf"[^{_CLAUSE_END}]+", text):
        start = part.start()
        clauses = [(start + s, start + e) for s, e in clause_spans(part[0])]
        for number, (_, end) in enumerate(clauses[:-1]):
            if text[end - 2 : end] not in ("的，", "的,"):
                continue
            case, rule = (clauses[0][0], end - 2), (clauses[number + 1][0], clauses[-1][1])
            said = text[slice(*case)], text[slice(*rule)]
            if _fits(*said):
                yield Conditional(sentence=sentence, case=case, rule=rule)
            break


def _fits(case: str, rule: str) -> bool:
    if not _LEAST_CASE <= len(case) <= _MOST_CASE or not _LEAST_RULE <= len(rule) <= _MOST_RULE:
        return False
    return not _NO_CASE.search(case + "的") and not LEANING.match(case) and not LEANING.match(rule)
