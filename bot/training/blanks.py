"""What of a sentence is worth asking for: a quantity, an interval, an office. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.training.library import Sentence
from bot.training.wording import LEANING
from knowledge.numbers import Quantity, find_quantities
from knowledge.sentences import clause_spans

BlankKind = Literal["quantity", "interval", "office"]
_LEAST_CHARS, _MOST_CHARS = 12, 260
_WORDS_BEFORE, _WORDS_AFTER = 16, 8
_SMALL = 1  # 1名, 1次: nobody learns that
_PLAIN = re.compile(r"[\d.,，]+|[二两三四五六七八九十]{1,3}")
_ROUGH = re.compile(r"\d[\d.]*[多余几来]|[多余几]$")
_SPOKEN = re.compile(r"(?:介绍|表示|指出|告诉|强调|[说称])(?:[，,：:]|$)")
"""Somebody is quoted: news, not a rule or a figure of the document's own."""
_COUNTED = re.compile(r"\d[\d.,]*[万亿]?|[二两三四五六七八九十]{1,3}(?=年|个月|天|日|倍)")
INTERVAL = re.compile(
    r"每(?:半年|季度|两年|年|月|周|天|日)(?!\d+[日号])(?![一-龥\d]{0,6}?\d+(?:\.\d+)?万?元)(?=[^，。；]{0,14}(?:次|公开|公布|抽查|通报|复核|核查|召开|考勤|更新|评比|调度|碰头|统计|检查|审计))"
)
OFFICE = re.compile(
    r"(?:县|市|省|乡镇|镇|村)(?:级)?(?:(?!人民政府|委员会|受|由|会同|负责|和|局)[一-龥]){0,14}?(?:委员会|人民政府|便民服务中心|审批局|保障局|振兴局|建设局|服务中心|核对中心|协调机制|领导小组|交易中心|组织部|农办|[一-龥]{2}局|党委)"
)
_ACTS = re.compile(
    r"[一-龥，]{0,6}?(?:负责|牵头|保障|认定|监督|应当|可以|在\d|自|组织|会同|提出|审批|受理|每[年月季半]|对|按|作出|完成|协助|解释|进行|公布|先行)"
)
_OF = re.compile(r"(?:向|报|由|到|经)(?:[一-龥]{0,4}所在地)?$")
OWN_BUSINESS = re.compile(r"会议|调度会|碰头|表彰|约谈|专班|互派|查处|评比|路灯|垃圾|包联|督帮|反馈问题|鉴定房屋|轮换")
"""What an office reports about itself and its daily work: meetings, praise, lamps; nobody else gains by learning it."""
_IDLE = re.compile(r"惠及|支持|处理|共|等|约|近|仅")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A part of a sentence that a question leaves out, as offsets of the sentence's text."""

    kind: BlankKind
    sentence: Sentence
    start: int
    end: int
    quantity: Quantity | None = None

    @property
    def text(self) -> str:
        """What belongs there."""
        return self.sentence.text[self.start : self.end]

    @property
    def clause(self) -> tuple[int, int]:
        """The clause around it."""
        spans = clause_spans(self.sentence.text)
        return next(((s, e) for s, e in spans if s <= self.start < e), (0, len(self.sentence.text)))

    @property
    def words(self) -> str:
        """What its clause says it is a value of: the words beside it, from the quantity before on, without numbers."""
        text, (first, last) = self.sentence.text, self.clause
        before = re.split(r"[\d.%、]+[万亿]?", text[max(first, self.start - _WORDS_BEFORE) : self.start])
        after = re.split(r"[\d.%、]+[万亿]?", text[self.end : min(last, self.end + _WORDS_AFTER)])[0]
        near = next((part for part in reversed(before) if len(part.strip("户人名个元次的")) > 1), "")
        if len(near + after) < 4 and first > 0 and self.start - first < 4:  # 不低于30%: the clause before says of what
            near = text[max(0, first - 10) : first].rstrip("，,：:") + near
        return near + after


def readable(sentence: Sentence) -> bool:
    """Whether a sentence can be asked about by itself: it has a subject, an end, and says more than a heading."""
    text = sentence.text
    if not _LEAST_CHARS <= len(text) <= _MOST_CHARS or LEANING.match(text):
        return False
    return (
        text[-1] in "。；;"
        and not text.endswith(("如下。", "情况。"))
        and "虚构" not in text
        and "？" not in text
        and not _SPOKEN.search(text)
    )


def blanks_of(sentence: Sentence) -> Iterator[Blank]:
    """The quantities, intervals and offices of a sentence that a question may ask for, in reading order."""
    if not readable(sentence):
        return
    yield from _quantities(sentence)
    text = sentence.text
    for match in INTERVAL.finditer(text):
        yield Blank(kind="interval", sentence=sentence, start=match.start(), end=match.end())
    for match in OFFICE.finditer(text):
        starts = not match.start() or text[match.start() - 1] in "，；。：,;"
        asked = (starts and _ACTS.match(text, match.end())) or _OF.search(text[: match.start()])
        if asked and (starts or text[match.start() - 1] in "向报由到经地"):
            yield Blank(kind="office", sentence=sentence, start=match.start(), end=match.end())


def _quantities(sentence: Sentence) -> Iterator[Blank]:
    text = sentence.text
    found = find_quantities(text)
    for quantity in found:
        if quantity.kind != "quantity" or not quantity.unit or quantity.upper is not None:
            continue
        number = _COUNTED.search(text, quantity.start, quantity.end)
        if _ROUGH.search(text[quantity.start : quantity.end + 1]):
            continue
        if (
            number is None
            or quantity.value <= _SMALL
            and quantity.unit.partition("/")[0] not in ("%", "倍", "兆瓦", "元")
        ):
            continue
        if text[quantity.start - 1 : quantity.start] in ("第", "“", "-", "—", "∶", ":", "近", "约") or text[
            quantity.end : quantity.end + 1
        ] in ("”", "-", "—", "∶"):
            continue
        blank = Blank(
            kind="quantity",
            sentence=sentence,
            start=number.start(),
            end=max(number.end(), quantity.end),
            quantity=quantity,
        )
        if sum(q.value == quantity.value and q.unit == quantity.unit for q in found) > 1:
            continue  # 不超过5年，超过5年的: the one tells the other
        last = blank.clause[0]
        if LEANING.match(text[last:]) and text[last] not in "其" or _IDLE.fullmatch(text[last : blank.start]):
            continue
        if len(blank.words.strip("，,；;。的")) >= 3:
            yield blank
