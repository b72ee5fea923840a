"""办事自查 over the published base: which policies can be walked through, which no longer hold, and which an answer belongs to."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bot.in_force import expired, pending, replacement, superseded
from bot.self_check_how import table_rows
from bot.self_check_policies import policies_of
from bot.self_check_quoting import Quoting
from bot.self_check_standards import Standards
from bot.self_check_types import Clause, Closed, Policy
from bot.terms import folk_terms
from bot.types import Answer
from knowledge.assembly import KnowledgeReader
from knowledge.catalogue import Catalogue
from knowledge.lexical import terms
from knowledge.types import DocumentCard

_STOCK = frozenset(
    (
        "申请",
        "办理",
        "条件",
        "可以",
        "怎么",
        "能不",
        "不能",
        "我家",
        "家里",
        "想要",
        "如何",
        "需要",
        "什么",
        "情况",
        "没有",
        "政策",
        "补助",
        "补贴",
        "救助",
        "对象",
    )
)
"""Pairs of characters that name no benefit."""
_MOST = 3
_NEAR = 0.3
"""Of the best match: what is found at least as well as that is shown."""
_BY_CLAUSE = 0.1
"""What a word of a condition counts, beside the words of the name."""


class SelfChecks:
    """The policies of one version on one day. Read-only; threads may share it."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        """Read the conditions of all documents: some 10 ms a document that has any."""
        cards = catalogue.cards()
        valid = [card for card in cards if _closed(card, cards, today) is None]
        quoting = {card.id: Quoting(catalogue, card) for card in cards}
        rows = [row for card in valid for row in table_rows(quoting[card.id])]
        standards = Standards(catalogue, valid, today)
        self.offered: tuple[Policy, ...] = tuple(
            policy for card in valid for policy in policies_of(quoting[card.id], standards, rows)
        )
        """Of documents in force, in the order of ingest."""
        others = [closed for card in cards if (closed := _closed(card, cards, today)) is not None]
        self.closed: tuple[Closed, ...] = tuple(
            closed for closed in others if policies_of(quoting[closed.document.id], standards, ())
        )
        """Documents with conditions that don't hold on that day."""
        self._by_id = {policy.id: policy for policy in self.offered}
        self._words = {policy.id: _words(f"{policy.name} {policy.document.metadata.title}") for policy in self.offered}
        self._clauses = {p.id: _words(" ".join(c.clause.text for c in p.conditions())) for p in self.offered}
        self._often = Counter(word for words in self._words.values() for word in words)

    def policy(self, policy_id: str) -> Policy | None:
        """A policy by its id; None where the base no longer offers it."""
        return self._by_id.get(policy_id)

    def find(self, words: str) -> tuple[Policy, ...]:
        """The policies that people's words mean (吃低保), best first; all of them for no words."""
        if not words.strip():
            return self.offered
        asked = _words(words) | _official(words)
        scored = [(self._likeness(policy, asked), policy) for policy in self.offered]
        least = max((score for score, _ in scored), default=0.0) * _NEAR
        return tuple(policy for score, policy in sorted(scored, key=lambda pair: -pair[0]) if score >= least > 0)

    def beside(self, policy: Policy) -> tuple[Policy, ...]:
        """The other policies of the same document."""
        return tuple(p for p in self.offered if p.document.id == policy.document.id and p.id != policy.id)

    def closed_for(self, words: str) -> tuple[Closed, ...]:
        """Documents that people's words mean and that don't hold; all of them for no words."""
        asked = _words(words) | _official(words)
        return tuple(c for c in self.closed if not words.strip() or asked & _words(c.document.metadata.title))

    def for_answer(self, answer: Answer) -> tuple[Policy, ...]:
        """The policies whose conditions or ways an answer cites, best first, at most three; those that the question names lead."""
        if answer.status != "answered":
            return ()
        asked = _words(answer.query.resolved) | _official(answer.query.resolved) if answer.query else frozenset[str]()
        spans = [(c.document.id, c.start, c.end) for c in answer.citations]
        near = [policy for policy in self.offered if _touches(policy, spans)]
        return tuple(sorted(near, key=lambda policy: -self._likeness(policy, asked))[:_MOST])

    def _likeness(self, policy: Policy, asked: frozenset[str]) -> float:
        """How far words name a policy: rare ones count more."""
        named = sum(1 / self._often[word] for word in self._words[policy.id] & asked)
        return named + _BY_CLAUSE * len((self._clauses[policy.id] - self._words[policy.id]) & asked)


class SelfCheckDesk:
    """Follows the published version; threads may share it."""

    def __init__(self, base: KnowledgeReader) -> None:
        """Take what opens the base; nothing is read yet."""
        self._base = base
        self._lock = threading.Lock()
        self._made: tuple[str, date, SelfChecks] | None = None

    def checks(self) -> SelfChecks:
        """The self-checks of the version that is published today.

        Raises:
            KnowledgeError: there is no knowledge base, or it can't be read.
        """
        knowledge, today = self._base.current(), date.today()
        with self._lock:
            if self._made is None or self._made[:2] != (knowledge.version, today):
                self._made = (knowledge.version, today, SelfChecks(knowledge.catalogue, today))
            return self._made[2]


def _closed(card: DocumentCard, cards: Sequence[DocumentCard], today: date) -> Closed | None:
    """Why a document doesn't hold on a day; None where it does."""
    title, metadata = card.metadata.title, card.metadata
    if superseded(card, cards, today):
        newer = replacement(card, cards, today)
        said, english = (
            f"{_numbered(card)}已由《{card.repealed_by}》代替",
            f"“{title}” is replaced by “{card.repealed_by}”",
        )
        if newer is not None and newer.metadata.number:
            said, english = f"{said}（{newer.metadata.number}）", f"{english} ({newer.metadata.number})"
        return Closed(document=card, reason=f"{said}，不再按它自查。", english=f"{english}.", newer=newer)
    if expired(card, today) and metadata.repealed is not None:
        last = metadata.repealed - timedelta(days=1)
        return Closed(
            document=card, reason=f"《{title}》的有效期到{last.year}年{last.month}月{last.day}日为止，不再按它自查；有没有新规定，请问经办人。",
            english=f"“{title}” was valid until {last.isoformat()}; ask the office whether there is a new rule.",
        )  # fmt: skip
    if pending(card, today) and metadata.effective is not None:
        first = metadata.effective
        return Closed(
            document=card, reason=f"《{title}》自{first.year}年{first.month}月{first.day}日起施行，现在还不能按它自查。",
            english=f"“{title}” applies from {first.isoformat()} only.",
        )  # fmt: skip
    return None


def _numbered(card: DocumentCard) -> str:
    number = f"（{card.metadata.number}）" if card.metadata.number else ""
    return f"《{card.metadata.title}》{number}"


def _touches(policy: Policy, spans: Iterable[tuple[str, int, int]]) -> bool:
    mine = [policy.clause, *(condition.clause for condition in policy.conditions())]
    mine += [group.lead for group in policy.groups if group.lead is not None]
    mine += _own(policy)
    return any(
        clause.document.id == document and clause.start < end and start < clause.end
        for document, start, end in spans
        for clause in mine
    )


def _own(policy: Policy) -> list[Clause]:
    """What the policy's own document says on applying."""
    how = policy.how
    return [c for c in (*how.where, *how.materials) if c.document.id == policy.document.id]


def _words(text: str) -> frozenset[str]:
    return frozenset(term for term in terms(text) if len(term) > 1) - _STOCK


def _official(text: str) -> frozenset[str]:
    found = [official for folk, officials in folk_terms().items() if folk in text for official in officials]
    return frozenset().union(*map(_words, found)) if found else frozenset()
