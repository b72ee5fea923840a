"""What a self-check comes to: the verdict of each condition with its clause, and how to apply. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.self_check_types import Asked, Clause, Condition, Criterion, Group, Judgement, Policy, Replies, Verdict
from web.escaping import safe
from web.self_check_texts import CheckTexts
from web.self_check_walk import Words, amount_words, change_html, clause_html, open_html, policy_html, reply_words

_CLASSES: dict[str, str] = {
    "可能符合": "met", "符合": "met", "不符合": "unmet", "需核实": "open", "未问": "unasked",
}  # fmt: skip
_SIGNS: dict[str, str] = {"可能符合": "✓", "符合": "✓", "不符合": "✗", "需核实": "?", "未问": "–"}
"""Beside the word, so that a print in black and white and people who don't tell colours apart see it, too."""


def result_html(policy: Policy, judged: Judgement, replies: Replies, beside: Sequence[Policy], words: Words) -> str:
    """Return the result of a walk, whether or not all was asked."""
    texts, page_texts = words
    verdicts = dict(zip((c.id for c, _ in judged.verdicts), (v for _, v in judged.verdicts), strict=True))
    leads = [None, *(group.lead for group in policy.groups)]
    groups = "".join(
        _group(policy, group, verdicts, replies, words, led=group.lead != before)
        for group, before in zip(policy.groups, leads, strict=False)
    )
    state = _CLASSES[judged.outcome]
    return (
        f'<section class="check result" data-view="result {judged.outcome}" lang="{page_texts.language_tag}">{policy_html(policy, words)}'
        f'<div class="outcome {state}"><h3 tabindex="-1" class="question">{safe(texts.result)}：'
        f'<span aria-hidden="true">{_SIGNS[judged.outcome]} </span>{safe(texts.outcomes[judged.outcome])}</h3>'
        f"<p>{safe(texts.outcome_hints[judged.outcome])}</p><p><strong>{safe(texts.no_promise)}</strong></p></div>"
        f"{groups}{_how(policy, words)}{_beside(beside, texts)}"
        f'<p class="ways"><button type="button" class="action" data-do="back">{safe(texts.back)}</button>'
        f'<button type="button" class="action" data-do="again">{safe(texts.again)}</button>'
        f'<button type="button" class="action" data-print="yes">{safe(texts.printing)}</button></p>'
        f'<p class="private">{safe(texts.private)}</p></section>'
    )


def _group(
    policy: Policy, group: Group, verdicts: dict[str, Verdict], replies: Replies, words: Words, *, led: bool
) -> str:  # fmt: skip
    """The conditions of a group; `led` where its lead sentence isn't said above it already."""
    rows = "".join(_condition(policy, c, group, verdicts[c.id], replies, words) for c in group.conditions)
    lead = f'<p class="lead">{safe(group.lead.text)} {open_html(group.lead, words)}</p>' if group.lead and led else ""
    return f'<h4>{safe(words[0].groups[group.logic])}</h4>{lead}<ul class="conditions">{rows}</ul>'


def _condition(
    policy: Policy, condition: Condition, group: Group, verdict: Verdict, replies: Replies, words: Words
) -> str:  # fmt: skip
    texts = words[0]
    said = (
        "".join(_said(policy, criterion, replies, words) for criterion in condition.criteria)
        if not condition.rests_on
        else ""
    )
    if condition.rests_on:
        said = f'<p class="said-by">{safe(texts.resting)}</p>'
    elif verdict == "符合" and group.logic == "none":
        said += f'<p class="said-by">{safe(texts.excluding)}</p>'
    return (
        f'<li class="{_CLASSES[verdict]}"><span class="verdict"><span aria-hidden="true">{_SIGNS[verdict]} </span>'
        f"{safe(texts.verdicts[verdict])}</span>{clause_html(condition.clause, words, headed=False)}{said}</li>"
    )


def _said(policy: Policy, criterion: Criterion, replies: Replies, words: Words) -> str:
    """What was said on one thing, and the limit that it was compared with."""
    texts = words[0]
    asked = [a for a in (criterion.asked, criterion.other) if a is not None and a.key in replies]
    said = "".join(_reply(policy, each, replies, texts) for each in asked)
    measured = criterion.limit is not None and isinstance(replies.get(criterion.asked.key), Decimal)
    limit = _limit(criterion, replies, words) if measured else ""
    return f'<p class="said-by">{said}{limit}</p>' if said or limit else ""


def _reply(policy: Policy, asked: Asked, replies: Replies, texts: CheckTexts) -> str:
    reply = safe(texts.said.format(reply=reply_words(policy, asked, replies[asked.key], texts)))
    about = f"{safe(asked.about)} · " if asked.unit else ""
    return f"<span>{about}{reply} {change_html(asked, texts)}</span>"


def _limit(criterion: Criterion, replies: Replies, words: Words) -> str:
    texts, limit = words[0], criterion.limit
    assert limit is not None
    if limit.relation == "range" and limit.value is not None and limit.upper is not None:
        lower, upper = amount_words(limit.value), amount_words(limit.upper)
        bound = texts.range.format(lower=lower, upper=upper, unit=criterion.asked.unit)
    elif criterion.other is not None:
        other = replies.get(criterion.other.key)
        percent = f"{amount_words(limit.factor * 100)}%"
        bound = f"{criterion.other.about}×{percent}"
        bound += f"={amount_words(other * limit.factor)}{criterion.other.unit}" if isinstance(other, Decimal) else ""
    else:
        bound = limit.said
    period = (texts.dated if limit.dated else texts.period).format(period=limit.period) if limit.period else ""
    stated = f" {safe(texts.stated)} {open_html(limit.stated, words)}" if limit.stated is not None else ""
    line = texts.against.format(relation=texts.relations[limit.relation], limit=bound) + period
    return f"<span>{safe(line)}{stated}</span>"


def _how(policy: Policy, words: Words) -> str:
    texts, how = words[0], policy.how
    parts = (
        (texts.materials, how.materials), (texts.where, how.where), (texts.times, how.times), (texts.contacts, how.contacts),
    )  # fmt: skip
    notes = _part(texts.notes, policy.notes, words) if policy.notes else ""
    return f'<div class="how">{notes}{"".join(_part(title, clauses, words) for title, clauses in parts)}</div>'


def _part(title: str, clauses: Sequence[Clause], words: Words) -> str:
    said = "".join(clause_html(clause, words) for clause in clauses)
    return f"<section><h4>{safe(title)}</h4>{said or f'<p>{safe(words[0].not_said)}</p>'}</section>"


def _beside(beside: Sequence[Policy], texts: CheckTexts) -> str:
    rows = "".join(
        f'<li><button type="button" class="policy" data-do="choose" data-policy="{safe(p.id)}"><strong>{safe(p.name)}</strong></button></li>'
        for p in beside
    )
    return f'<h4 class="unprinted">{safe(texts.beside)}</h4><ul class="policies unprinted">{rows}</ul>' if rows else ""
