"""Items about several things: which of these belong to it (several choice), over lists and enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from bot.training.base import TrainingBase
from bot.training.enumerated import Enumeration, enumerations
from bot.training.items import Item
from bot.training.library import Listing, Reading
from bot.training.phrases import unlike
from bot.training.wording import LEANING, cited, introduced, with_blank

_LEAST, _MOST = 4, 5  # options
_MEMBER_CHARS, _FILLED_CHARS = 46, 6
_SORTS = {
    "材料": re.compile(r"材料"),
    "情形": re.compile(r"情形|困难之一|不予"),
    "人": re.compile(r"家庭|成员|对象|人员"),
}
"""What a list's lead says its items are: only items of one sort are options beside each other."""
_PLACE = re.compile(r"[省市县区镇乡村]$")
_LIKELY, _LIKELY_SHORT = 0.5, 0.7
"""Of an option's likeness to the members: it ends as one of them or stands in the same section; of two characters it has their length, too."""
_ORDERED = re.compile(r"步|程序|流程|如下$|分[一二三四五六]档|标准")


def list_items(base: TrainingBase, reading: Reading, random: Random) -> Iterator[Item]:
    """One item for each list and enumeration whose members can be told from others of their sort."""
    for listing in reading.listings:
        if (item := _of_listing(base, reading, listing, random)) is not None:
            yield item
    for sentence in reading.sentences:
        for enumeration in enumerations(sentence):
            if (item := _of_enumeration(base, reading, enumeration, random)) is not None:
                yield item


def sort_of(lead: str) -> str:
    """What the items of a list are; empty where its lead doesn't say."""
    return next((sort for sort, pattern in _SORTS.items() if pattern.search(lead)), "")


def _of_listing(base: TrainingBase, reading: Reading, listing: Listing, random: Random) -> Item | None:
    lead = listing.lead.text
    sort = sort_of(lead)
    members = [item.text for item in listing.items]
    usable = [m for m in members if len(m) <= _MEMBER_CHARS and "：" not in m]
    if not sort or _ORDERED.search(lead.rstrip("：:")) or len(usable) < 2 or not reading.binding:
        return None
    wrong = _foreign(base, reading, listing, sort)
    if not wrong:
        return None
    options, key = _mixed(usable, wrong, random)
    whole = _span_text(reading, listing.lead.start, listing.items[-1].end)
    where = (
        f"{listing.lead.article}"
        if listing.lead.article
        else f"“{listing.lead.headings[-1]}”"
        if listing.lead.headings
        else ""
    )
    question = f"{base.names[reading.document.id]}{where}规定：“{_told(listing)}：……”。这里列出的有下列哪几项？"
    place = cited(listing.lead, base.names[reading.document.id], end=listing.items[-1].end, text=whole)
    return Item(
        kind="several",
        question=question,
        options=options,
        key=key,
        shown=_told(listing),
        cited=place,
        topic=listing.lead.headings,
        worth=0.95,
    )


def _told(listing: Listing) -> str:
    return listing.lead.text.rstrip("：: ")


def _span_text(reading: Reading, start: int, end: int) -> str:
    return reading.document.text[start:end]


def _foreign(base: TrainingBase, reading: Reading, listing: Listing, sort: str) -> list[str]:
    """Items of the same sort from other lists that nothing in this document's versions says."""
    here = base.versions(reading.document.id)
    own = [other.document.text for other in base.readings if other.document.id in here]
    found = []
    for other in base.readings:
        for foreign in other.listings:
            if foreign is listing or sort_of(foreign.lead.text) != sort or other.document.id in here:
                continue
            found += [
                i.text
                for i in foreign.items
                if len(i.text) <= _MEMBER_CHARS
                and "：" not in i.text
                and unlike(i.text, [m.text for m in listing.items])
            ]
    return [text for text in dict.fromkeys(found) if not any(text in said for said in own)]


def _mixed(members: Sequence[str], wrong: Sequence[str], random: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Options and key: two to four members, one or two others, in mixed order."""
    others = random.sample(list(wrong), min(len(wrong), random.choice((1, 2))))
    right = random.sample(list(members), min(len(members), max(2, random.choice((_LEAST, _MOST)) - len(others))))
    options = [*right, *others]
    random.shuffle(options)
    return tuple(options), tuple(option for option in options if option in right)


def _of_enumeration(base: TrainingBase, reading: Reading, enumeration: Enumeration, random: Random) -> Item | None:
    sentence = enumeration.sentence
    if LEANING.match(sentence.text) or sentence.lead or len(enumeration.members) < 3:
        return None
    wrong = _beside(base, enumeration)
    if not wrong:
        return _missing(base, reading, enumeration, random)
    options, key = _mixed(enumeration.members, wrong[:6], random)
    shown = with_blank(sentence.text, enumeration.start, enumeration.end)
    name = next(
        (
            d.term
            for d in base.definitions[reading.document.id]
            if d.practice and d.sentence.start == sentence.start and d.term not in shown
        ),
        "",
    )
    name = f"{name}中，" if name else introduced(sentence)
    question = f"根据{base.names[reading.document.id]}：{name}{shown}括号里包括下列哪几项？"
    worth = 0.9 if reading.binding or name else 0.7
    return Item(
        kind="several",
        question=question,
        options=options,
        key=key,
        shown=shown,
        cited=cited(sentence, base.names[reading.document.id]),
        topic=sentence.headings,
        worth=worth,
    )


def _missing(base: TrainingBase, reading: Reading, enumeration: Enumeration, random: Random) -> Item | None:
    """The enumeration with one member to fill in, where nothing of the base could be taken for a member."""
    sentence, text = enumeration.sentence, enumeration.sentence.text
    asked = [
        m
        for m in enumeration.members
        if len(m) <= _FILLED_CHARS and text.count(m) == 1 and not any(m in o for o in enumeration.members if o != m)
    ]
    if not asked:
        return None
    member = random.choice(asked)
    start = text.index(member, enumeration.start)
    shown = with_blank(text, start, start + len(member), blank="＿＿＿＿")
    question = f"根据{base.names[reading.document.id]}：{introduced(sentence)}{shown}"
    worth = 0.85 if reading.binding else 0.6
    return Item(
        kind="filled",
        question=question,
        key=(member,),
        shown=shown,
        cited=cited(sentence, base.names[reading.document.id]),
        topic=sentence.headings,
        worth=worth,
    )


def _beside(base: TrainingBase, enumeration: Enumeration) -> list[str]:
    """Members of other enumerations that nothing says of this one, those most like its members first."""
    sentence, members = enumeration.sentence, enumeration.members
    ends = {member[-2:] for member in members} | {member[-1] for member in members}
    length = sum(map(len, members)) / len(members)
    places = all(_PLACE.search(member) for member in members)
    found: dict[str, float] = {}
    here = (sentence.document_id, *sentence.headings)
    for option, stands in base.phrases.things.items():
        if (
            abs(len(option) - length) > max(2, length / 3)
            or bool(_PLACE.search(option)) != places
            or option in sentence.text
        ):
            continue
        apart = unlike(option, members) or _same_end(option, members)
        likeness = (
            (option[-2:] in ends)
            + (len(option) > 2 and option[-1] in ends) * 0.5
            + (bool(sentence.headings) and here in stands) * 0.5
            + (len(option) == round(length)) * 0.2
        )
        if (
            apart
            and likeness >= (_LIKELY if length > 2.5 else _LIKELY_SHORT)
            and not base.phrases.together(option, enumeration.named)
        ):
            found[option] = likeness
    return sorted(found, key=lambda option: (-found[option], option))


def _same_end(option: str, members: Sequence[str]) -> bool:
    """Whether an option differs from every member before an end that they share: 消费帮扶 beside 产业帮扶."""
    return len(option) == 4 and all(
        len(m) == 4 and m[-2:] == option[-2:] and m[:2] != option[:2] and m[0] not in option[:2] for m in members
    )
