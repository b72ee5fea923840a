"""The policies with conditions that a document states: each benefit with its conditions, exclusions, and how to apply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.self_check_benefits import BENEFITS, GENERIC, subject
from bot.self_check_how import how_to
from bot.self_check_lines import Line, Provision, provisions
from bot.self_check_provisions import Exclusion, Grant, about_type, exclusions, grants
from bot.self_check_quoting import Quoting
from bot.self_check_reading import ConditionReader, rests_on
from bot.self_check_standards import Standards
from bot.self_check_types import Clause, Condition, Group, Policy

_OBJECT = re.compile(r"救助|补助|补贴|资助|对象|范围|待遇|申请|其|名单|保障|该|相应|[\d.]+万?元|一次性")
_LEAST_SHARED = 0.5
_TYPE = re.compile(r"^(?:本(?:办法|细则|规定|条例|通知)所称)?(?P<type>[^，。]{1,8}?型)")


def policies_of(quoting: Quoting, standards: Standards, rows: Sequence[Clause]) -> list[Policy]:
    """The policies of a document, in reading order.

    Args:
        quoting: Of the document.
        standards: Where the standards are found that conditions name.
        rows: Table rows of the whole base that say where things are handled.
    """
    found = provisions(quoting.document)
    given = [grant for provision in found for grant in grants(provision)]
    if not given:
        return []
    maker = _Maker(quoting, standards, found, given, rows)
    made = [maker.policy(grant) for grant in maker.whole()]
    return [policy for policy in made if policy is not None]


class _Maker:
    """Puts the policies of one document together."""

    def __init__(
        self, quoting: Quoting, standards: Standards, found: Sequence[Provision], given: Sequence[Grant],
        rows: Sequence[Clause],
    ) -> None:  # fmt: skip
        metadata = quoting.card.metadata
        self._quoting, self._provisions, self._rows = quoting, found, rows
        self._reader = ConditionReader(quoting, standards)
        self._subject = subject(metadata.title, metadata.places)
        self._given = [g for g in given if not g.weak or _plain(g.name) in _plain(metadata.title)]
        self._excluded = [exclusion for provision in found for exclusion in exclusions(provision)]
        defined = (_TYPE.match(grant.name) for grant in given if grant.defines)
        self._types = tuple(dict.fromkeys(match["type"] for match in defined if match))
        self._chapters = {_chapter(g.lead) for g in self.whole() if not self._whole_subject(g)}

    def whole(self) -> list[Grant]:
        """The grants that are policies of their own; who someone is (weak) only adds to what is given to them."""
        return [g for g in self._given if not g.weak and not self.is_threshold(g)]

    def is_threshold(self, grant: Grant) -> bool:
        """Whether a grant only adds to what another one defines: 支出型救助，…超过1万元的."""
        return not grant.defines and bool(grant.label) and bool(about_type(grant.label, self._types))

    def _whole_subject(self, grant: Grant) -> bool:
        """Whether a grant is of what the whole document is about, not one benefit of several."""
        name, subject_ = _plain(self._name(grant)), _plain(self._subject)
        return subject_ in name or name in subject_

    def policy(self, grant: Grant) -> Policy | None:
        """The policy of a grant; None where no condition is left."""
        name = self._name(grant)
        groups = self._groups(grant, name)
        if not any(group.logic != "none" for group in groups):
            return None
        types = about_type(name, self._types)
        others = [t for t in self._types if t not in types]
        notes = [e for e in self._excluded if not self._concerns(e, grant, name) and self._may_concern(e, name)]
        rows = [row for row in self._rows if self._handles(row.text, name)]
        clause = self._quoting.line(grant.lead)
        return Policy(
            id=f"{self._quoting.card.id}:{clause.start}", name=name, document=self._quoting.card, clause=clause,
            groups=tuple(groups), how=how_to(self._quoting, self._provisions, name, (*types, *others), rows),
            notes=tuple(self._quoting.line(exclusion.lead) for exclusion in notes),
        )  # fmt: skip

    def _name(self, grant: Grant) -> str:
        name = re.sub(r"范围$|^本(?:办法|细则|规定|条例|通知)所称", "", grant.name)
        if grant.lead.heading:
            return self._subject if GENERIC.match(re.sub("条件|资格|发放", "", grant.lead.text)) else grant.lead.text
        if grant.defines and name.endswith("对象") and name != "对象":
            inner = name.removesuffix("对象")
            return (
                self._subject
                if GENERIC.match(name)
                else f"{self._subject}：{name}"
                if inner not in self._subject
                else name
            )
        if not name or GENERIC.match(name):
            if name and not BENEFITS.search(self._subject):
                return name
            kind = grant.label and not re.search("对象$|范围$|条件$", grant.label)
            return f"{self._subject}：{grant.label}" if kind else self._subject
        return name

    def _groups(self, grant: Grant, name: str) -> list[Group]:
        path = grant.lead.path
        own = self._reader.stated(grant.own, path)
        for other in self._given:
            if other.weak and other is not grant:
                own = [*self._reader.stated(other.own, other.lead.path), *own]
            if self.is_threshold(other) and about_type(other.label, self._types) & about_type(name, self._types):
                own += self._reader.stated(other.own, other.lead.path)
        items = [self._reader.listed(item, path) for item in grant.items]
        lead = self._quoting.line(grant.lead)
        withheld = [
            Group(logic="none", conditions=tuple(conditions), lead=clause)
            for clause, conditions in self._withheld(grant, name)
        ]
        pairs = [(group.lead, group.conditions) for group in withheld if group.lead is not None]
        own = [replace(condition, rests_on=rests_on(condition, pairs)) for condition in own]
        items = [replace(condition, rests_on=rests_on(condition, pairs)) for condition in items]
        positive = [Group(logic="all", conditions=tuple(own), lead=lead)] if own else []
        positive += [Group(logic=grant.logic, conditions=tuple(items), lead=lead)] if items else []
        return [*positive, *withheld]

    def _withheld(self, grant: Grant, name: str) -> list[tuple[Clause, list[Condition]]]:
        return [
            (
                self._quoting.line(exclusion.lead),
                [self._reader.listed(case, exclusion.lead.path, whole=exclusion.whole) for case in exclusion.cases],
            )
            for exclusion in self._excluded
            if self._concerns(exclusion, grant, name)
        ]

    def _concerns(self, exclusion: Exclusion, grant: Grant, name: str) -> bool:
        """Whether an exclusion of the document is one of this benefit."""
        text = exclusion.lead.text
        named = about_type(text, self._types)
        if named and not named & about_type(name, self._types):
            return False
        whole = _plain(f"{name}{self._subject}")
        core = _OBJECT.sub("", _plain(exclusion.object))
        if core and _shared(core, whole) < _LEAST_SHARED:
            return False
        rivals = {_plain(self._name(other)) for other in self._given} - {_plain(name)}
        if any(rival in _plain(text) and rival not in _plain(name) for rival in rivals):
            return False
        same_chapter = _chapter(exclusion.lead) == _chapter(grant.lead)
        return bool(core) or len(self._chapters) < 2 or same_chapter

    def _may_concern(self, exclusion: Exclusion, name: str) -> bool:
        """Whether an exclusion that isn't asked may still hold: it names no other kind of the benefit."""
        named = about_type(exclusion.lead.text, self._types)
        return not named or bool(named & about_type(name, self._types))

    def _handles(self, row: str, name: str) -> bool:
        """Whether a table's row is about the benefit: its first cell names it."""
        first = _plain(row.split(" | ")[0])
        return any(word and word in _plain(f"{name} {self._subject}") for word in re.split("[、，/]", first))


def _shared(words: str, whole: str) -> float:
    """Share of the pairs of characters of `words` that `whole` has, in [0, 1]; a single character must stand in it."""
    pairs = [words[i : i + 2] for i in range(len(words) - 1)] or [words]
    return sum(pair in whole for pair in pairs) / len(pairs)


def _chapter(line: Line) -> str:
    return line.path[0] if line.path else ""


def _plain(words: str) -> str:
    return words.replace("最低生活保障", "低保")
