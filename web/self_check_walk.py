"""One question of 办事自查 with its clause, and what was answered before. Pure functions."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bot.self_check import questions
from bot.self_check_types import Asked, Clause, Judgement, Policy, Replies, Reply, cited
from web.escaping import safe
from web.evidence import reader_url, standing_html
from web.self_check_texts import CheckTexts
from web.texts import Texts

Words = tuple[CheckTexts, Texts]
"""The desk's own words and the page's."""
Trouble = tuple[str, str]
"""What is wrong with the last reply, and what was typed; two empty texts where nothing is."""
_TIMES = ("年", "个月", "天")


def walk_html(policy: Policy, asked: Asked, judged: Judgement, replies: Replies, trouble: Trouble, words: Words) -> str:
    """Return the question with its clause, ways to answer, and what was answered."""
    texts, page_texts = words
    number = len([a for a in questions(policy) if a.key in replies and a.key != asked.key]) + 1
    left = texts.left.format(count=max(judged.missing, 1))
    problem, typed = trouble
    told = f'<p class="problem" role="alert" id="check-problem">{safe(problem)}</p>' if problem else ""
    return (
        f'<section class="check" data-view="{safe(f"ask {asked.key} {typed}")}" lang="{page_texts.language_tag}">{policy_html(policy, words)}'
        f'<p class="progress">{safe(texts.question.format(number=number))} · {safe(left)}</p>'
        f'<h3 class="question" id="check-question" tabindex="-1">{safe(question_words(policy, asked, texts))}</h3>'
        f"{clause_html(asked.clause, words, marked=asked.about)}{told}"
        f'<div class="answers" role="group" aria-labelledby="check-question">{_answers(policy, asked, typed if problem else "", texts)}</div>'
        f'<p class="ways">{_button("back", texts.back)}{_button("show", texts.result_now)}</p>'
        f"{_answered(policy, asked, replies, texts)}</section>"
    )


def policy_html(policy: Policy, words: Words) -> str:
    """Return the head of a policy: its name, its document, the way to another."""
    texts, page_texts = words
    title = texts.from_document.format(title=policy.document.metadata.title)
    year = max(policy.document.metadata.years, default=9999)
    old = f'<p class="repealed">{safe(texts.of_year.format(year=year))}</p>' if year < date.today().year else ""
    return (
        f'<header class="policy-head"><h2>{safe(policy.name)}</h2><p>{safe(title)} {open_html(policy.clause, words)}'
        f"{_button('list', texts.other_policy)}</p>{standing_html(policy.document, page_texts)}{old}</header>"
    )


def question_words(policy: Policy, asked: Asked, texts: CheckTexts) -> str:
    """Return the question as a template around the clause's own words."""
    about = re.sub(r"[。；;，,：:、\s]+$", "", asked.about)
    if asked.unit:
        return (texts.age if asked.unit == "周岁" else texts.amount).format(about=about)
    if asked.manner == "limited":
        return texts.limited.format(about=about)
    if _excludes(policy, asked):
        return texts.is_excluded.format(about=about)
    return (texts.belongs if asked.manner == "belongs" else texts.is_so).format(about=about)


def clause_html(clause: Clause, words: Words, *, marked: str = "", headed: bool = True) -> str:
    """Return a clause verbatim, `marked` in it highlighted, below its heading, with the link that opens its document there."""
    before, found, after = clause.text.partition(marked) if marked else (clause.text, "", "")
    quote = (
        f"{safe(before)}<mark>{safe(found)}</mark>{safe(after)}" if found and (before or after) else safe(clause.text)
    )
    heading = f'<p class="heading">{safe(clause.heading)}</p>' if clause.heading and headed else ""
    return f'<div class="clause">{heading}<blockquote>{quote}</blockquote>{open_html(clause, words)}</div>'


def open_html(clause: Clause, words: Words) -> str:
    """Return the link to a clause in its document."""
    texts, page_texts = words
    return f'<a class="action open" href="{reader_url(cited(clause, 1), page_texts)}">{safe(texts.open_clause)}</a>'


def reply_words(policy: Policy, asked: Asked, reply: Reply, texts: CheckTexts) -> str:
    """Return what a person said, in the words of the buttons."""
    if isinstance(reply, Decimal):
        return f"{amount_words(reply)}{asked.unit}"
    if reply == "unsure":
        return texts.unsure
    if asked.unit:
        return texts.not_mine
    return _yes_no(policy, asked, texts)[reply == "no"]


def amount_words(value: Decimal) -> str:
    """Return a number without needless zeros; at most two places."""
    return f"{round(value, 2).normalize():f}"


def _excludes(policy: Policy, asked: Asked) -> bool:
    return any(
        group.logic == "none" and any(asked.clause == condition.clause for condition in group.conditions)
        for group in policy.groups
    )


def _yes_no(policy: Policy, asked: Asked, texts: CheckTexts) -> tuple[str, str]:
    if asked.manner == "limited":
        return texts.is_limited
    return texts.has_not if _excludes(policy, asked) else texts.yes_no


def _answers(policy: Policy, asked: Asked, typed: str, texts: CheckTexts) -> str:
    key = safe(asked.key)
    unsure = f'<button type="button" data-do="reply" data-key="{key}" data-said="unsure">{safe(texts.unsure)}</button>'
    if asked.unit:
        invalid = ' aria-invalid="true" aria-describedby="check-problem"' if typed else ""
        none = (
            f'<button type="button" data-do="reply" data-key="{key}" data-said="no">{safe(texts.not_mine)}</button>'
            if asked.unit in _TIMES
            else ""
        )
        return (
            f'<form data-do="reply" data-key="{key}"><label for="check-amount">{safe(texts.amount_label.format(unit=asked.unit))}</label>'
            f'<div class="row"><input id="check-amount" name="said" inputmode="decimal" autocomplete="off" maxlength="40" value="{safe(typed)}"{invalid}>'
            f'<span class="unit" aria-hidden="true">{safe(asked.unit)}</span><button type="submit" class="main">{safe(texts.next)}</button></div></form>{none}{unsure}'
        )
    yes, no = _yes_no(policy, asked, texts)
    return "".join(
        f'<button type="button" data-do="reply" data-key="{key}" data-said="{said}">{safe(label)}</button>'
        for said, label in (("yes", yes), ("no", no))
    ) + unsure  # fmt: skip


def _answered(policy: Policy, asked: Asked, replies: Replies, texts: CheckTexts) -> str:
    rows = "".join(
        f"<li><span>{safe(a.about)}</span><b>{safe(reply_words(policy, a, replies[a.key], texts))}</b>{change_html(a, texts)}</li>"
        for a in questions(policy)
        if a.key in replies and a.key != asked.key
    )
    return f'<h3>{safe(texts.answered)}</h3><ul class="answered">{rows}</ul>' if rows else ""


def change_html(asked: Asked, texts: CheckTexts) -> str:
    """Return the button that asks a question anew."""
    name = safe(f"{texts.change}：{asked.about}")
    return f'<button type="button" class="action" data-do="ask" data-key="{safe(asked.key)}" aria-label="{name}">{safe(texts.change)}</button>'


def _button(do: str, label: str) -> str:
    return f'<button type="button" class="action" data-do="{do}">{safe(label)}</button>'
