"""Short cases: somebody who is plainly made up, in a case that a rule names; the key is what the rule says for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from bot.training.base import TrainingBase
from bot.training.blanks import blanks_of
from bot.training.conditionals import Conditional, conditionals
from bot.training.items import BLANK, Item
from bot.training.library import Listing, Reading, Sentence
from bot.training.mentions import pairs_shared, plain
from bot.training.phrases import unlike
from bot.training.wording import cited
from knowledge.numbers import Quantity, find_quantities

_CHOICES = 3
_PERSONS = ("张某", "李某", "王某", "赵某")
_MEMBER_CHARS = 46
_OF_A_LIST = 2  # cases of one list: more would ask its rule again and again
_REFUSED = re.compile(r"有下列[^，。]*?之一的[，,](?P<rule>不予[^：:。，]{2,20}|不[^：:。，]{2,20})")
_SAME_SUBJECT = re.compile(r"低保|救助|补助|申请|公示")


def case_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """The cases of a document that lays rules down."""
    found = list(conditionals(reading))
    for conditional in found:
        siblings = [other for other in found if other.sentence.start == conditional.sentence.start]
        item = _of_amount(base, conditional, siblings, random) if len(siblings) > 1 else None
        item = item or _beyond(base, conditional, random) or _of_case(base, conditional, random)
        if item is not None:
            yield item
    for listing in reading.listings:
        yield from _refused(base, reading, listing, random)


def _of_case(base: TrainingBase, conditional: Conditional, random: Random) -> Item | None:
    """The rule for a case among the rules for cases that have nothing to do with it."""
    case, rule = conditional.case_text, conditional.rule_text
    if find_quantities(case) or len(rule) > 48 or rule.endswith(("：", ":")) or conditional.case[0] > 0:
        return None  # a later case of a sentence leans on the first
    wrong = _rules(base, conditional.sentence, case, rule)
    if len(wrong) < _CHOICES:
        return None
    options = [rule, *random.sample(wrong[:8], _CHOICES)]
    random.shuffle(options)
    who = random.choice(_PERSONS)
    told = (
        f"{who}遇到了这样的情形：“{case}”。"
        if not re.search(r"家庭|户|村|机构|单位", case)
        else f"某村遇到了这样的情形：“{case}”。"
    )
    question = f"{told}根据{base.names[conditional.sentence.document_id]}{_at(conditional.sentence)}，对这种情形的规定是{BLANK}。"
    return _item(base, conditional.sentence, question, tuple(options), rule, shown=case)


def _rules(base: TrainingBase, sentence: Sentence, case: str, rule: str) -> list[str]:
    """Rules for other cases: neither case nor rule shares a word with what is asked."""
    versions = base.versions(sentence.document_id)
    here = [
        s.text
        for r in base.readings
        if r.document.id in versions
        for s in r.sentences
        if pairs_shared(case, s.text) > 0.2
    ]
    found: list[str] = []
    for reading in base.readings:
        for other in conditionals(reading):
            said = other.rule_text
            near = other.sentence.document_id in versions and other.sentence.article == sentence.article
            if (
                near
                or find_quantities(other.case_text)
                or len(said) > 48
                or said.endswith(("：", ":"))
                or abs(len(said) - len(rule)) > 24
            ):
                continue
            apart = _no_pair(case, other.case_text) and unlike(said, [rule]) and not any(said in text for text in here)
            if (
                apart
                and unlike(said, found)
                and not (
                    reading.document.id not in versions
                    and _SAME_SUBJECT.search(said)
                    and not _SAME_SUBJECT.search(rule)
                )
            ):
                found.append(said)
    return list(dict.fromkeys(found))


def _no_pair(one: str, other: str) -> bool:
    own, said = plain(one), plain(other)
    return not any(own[i : i + 2] in said for i in range(len(own) - 1))


def _of_amount(
    base: TrainingBase, conditional: Conditional, siblings: Sequence[Conditional], random: Random
) -> Item | None:
    """An amount that falls under one of several rules of a sentence; the others are wrong because they don't hold it."""
    ranges = [_held(sibling.case_text) for sibling in siblings]
    own = _held(conditional.case_text)
    if own is None or any(held is None for held in ranges) or len(ranges) < 3:
        return None
    amount = _inside(own)
    wrong = [
        s.rule_text for s, held in zip(siblings, ranges, strict=True) if held is not None and not _holds(held, amount)
    ]
    if len(set(wrong)) < len(siblings) - 1 or conditional.rule_text in wrong:
        return None
    first = siblings[0].case_text
    opened = first[: find_quantities(first)[0].start]
    topic = re.sub(
        r"^[一二三四五六七八九十]+、",
        "",
        conditional.sentence.label or (conditional.sentence.headings[-1] if conditional.sentence.headings else ""),
    )
    question = (
        f"某村遇到“{topic}”的事项，{opened}{amount}{_unit(own[0])}。"
        f"根据{base.names[conditional.sentence.document_id]}{_at(conditional.sentence)}，应当{BLANK}。"
    )
    options = [conditional.rule_text, *wrong]
    random.shuffle(options)
    return _item(
        base, conditional.sentence, question, tuple(options), conditional.rule_text, shown=conditional.case_text
    )


_Held = tuple[Quantity, Decimal, Decimal | None]


def _held(case: str) -> _Held | None:
    """The quantity of a case, and the least and most that it holds; None where it names no single bound."""
    found = [q for q in find_quantities(case) if q.kind == "quantity"]
    if len(found) != 1:
        return None
    quantity = found[0]
    if quantity.upper is not None:
        return quantity, quantity.value, quantity.upper
    if quantity.qualifier in ("at_least", "more_than"):
        return quantity, quantity.value, None
    return (quantity, Decimal(0), quantity.value) if quantity.qualifier in ("at_most", "less_than") else None


def _inside(held: _Held) -> Decimal:
    _, least, most = held
    value = (
        least * Decimal("1.6") if most is None else (least + most) * Decimal("0.6") if not least else (least + most) / 2
    )
    return value.quantize(Decimal(1)) if value >= 10 else value.normalize()


def _holds(held: _Held, amount: Decimal) -> bool:
    return held[1] <= amount and (held[2] is None or amount <= held[2])


def _unit(quantity: Quantity) -> str:
    return quantity.unit.partition("/")[0]


def _beyond(base: TrainingBase, conditional: Conditional, random: Random) -> Item | None:
    """Somebody whose amount is beyond a bound; what is asked is the value that the rule then gives."""
    sentence, case = conditional.sentence, conditional.case_text
    found = [q for q in find_quantities(case) if q.kind == "quantity" and q.qualifier == "more_than"]
    values = [
        b for b in blanks_of(sentence) if b.kind == "quantity" and conditional.rule[0] <= b.start < conditional.rule[1]
    ]
    if len(found) != 1 or not values or not re.search(r"超过$", case[: found[0].start]):
        return None
    bound, blank = found[0], values[0]
    wrong = base.mentions.options(blank)
    if len(wrong) < _CHOICES:
        return None
    amount = (bound.value / bound.scale * Decimal("1.5")).normalize()
    scale = {Decimal(10000): "万", Decimal(100000000): "亿"}.get(bound.scale, "")
    told = f"{case[: bound.start - 2]}为{amount:f}{scale}{_unit(bound)}{case[bound.end :]}"
    asked = sentence.text[conditional.rule[0] : blank.start] + BLANK + sentence.text[blank.end : conditional.rule[1]]
    question = (
        f"{random.choice(_PERSONS)}家的情况：{told}。根据{base.names[sentence.document_id]}{_at(sentence)}，{asked}。"
    )
    options = sorted([blank.text, *random.sample(wrong[:6], _CHOICES)], key=lambda o: find_quantities(o)[0].value)
    return _item(base, sentence, question, tuple(options), blank.text, shown=asked)


def _refused(base: TrainingBase, reading: Reading, listing: Listing, random: Random) -> Iterator[Item]:
    """Somebody in one of the cases of a list that refuses something."""
    match = _REFUSED.search(listing.lead.text)
    if match is None:
        return
    rule = match["rule"].rstrip("：:")
    wrong = _rules(base, replace(listing.lead, text=match[0]), match[0], rule)
    if len(wrong) < _CHOICES:
        return
    usable = [item for item in listing.items if len(item.text) <= _MEMBER_CHARS]
    for member in random.sample(usable, min(_OF_A_LIST, len(usable))):
        options = [rule, *random.sample(wrong[:8], _CHOICES)]
        random.shuffle(options)
        question = (
            f"{random.choice(_PERSONS)}家提出申请，核查发现有这样的情形：“{member.text.removesuffix('的')}”。"
            f"根据{base.names[reading.document.id]}{_at(listing.lead)}，应当{BLANK}。"
        )
        text = reading.document.text[listing.lead.start : listing.items[-1].end]
        yield replace(
            _item(base, listing.lead, question, tuple(options), rule, shown=member.text),
            cited=cited(listing.lead, base.names[reading.document.id], end=listing.items[-1].end, text=text),
        )


def _at(sentence: Sentence) -> str:
    return sentence.article or (f"“{sentence.headings[-1]}”" if sentence.headings else "")


def _item(
    base: TrainingBase, sentence: Sentence, question: str, options: tuple[str, ...], key: str, *, shown: str
) -> Item:
    return Item(
        kind="case", question=question, options=options, key=(key,), shown=shown,
        cited=cited(sentence, base.names[sentence.document_id]), topic=sentence.headings, worth=1.0,
    )  # fmt: skip
