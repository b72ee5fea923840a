"""The first view of 办事自查: which policy. Pure functions."""

from __future__ import annotations

from bot.self_check_desk import SelfChecks
from bot.self_check_types import Closed, Policy
from web.escaping import day, safe
from web.self_check_texts import CheckTexts
from web.texts import Texts


def choosing_html(checks: SelfChecks, words: str, texts: CheckTexts, page_texts: Texts) -> str:
    """Return the policies that the words mean, as buttons, with a field for other words."""
    found = checks.find(words)
    listed = "".join(_choice(policy, page_texts) for policy in found)
    none = texts.none.format(words=words.strip()) if words.strip() else texts.no_policies
    policies = (
        f'<h3 id="check-policies">{safe(texts.policies)}</h3><ul class="policies" aria-labelledby="check-policies">{listed}</ul>'
        if found
        else f'<p class="told" role="status">{safe(none)}</p><p><a class="action" href="./">{safe(texts.ask_instead)}</a></p>'
    )
    return (
        f'<section class="check" data-view="{safe(f"choose {words}")}" lang="{page_texts.language_tag}">'
        f'<h2 tabindex="-1">{safe(texts.title)}</h2><p class="about">{safe(texts.about)}</p>'
        f'<p class="private">{safe(texts.private)}</p>'
        f'<form class="find" data-do="find"><label for="check-words">{safe(texts.search)}</label><div class="row">'
        f'<input id="check-words" name="words" type="search" maxlength="100" value="{safe(words)}" placeholder="{safe(texts.search_hint)}">'
        f'<button type="submit" class="main">{safe(texts.find)}</button></div></form>'
        f"{policies}{_closed(checks.closed_for(words), texts)}</section>"
    )


def _choice(policy: Policy, page_texts: Texts) -> str:
    metadata = policy.document.metadata
    issued = day(metadata.issued, page_texts) if metadata.issued else ""
    facts = " · ".join(filter(None, (f"《{metadata.title}》", metadata.number or "", issued)))
    return (
        f'<li><button type="button" class="policy" data-do="choose" data-policy="{safe(policy.id)}">'
        f"<strong>{safe(policy.name)}</strong><small>{safe(facts)}</small></button></li>"
    )


def _closed(closed: tuple[Closed, ...], texts: CheckTexts) -> str:
    if not closed:
        return ""
    lines = "".join(f"<li>{safe(each.english if texts.language == 'en' else each.reason)}</li>" for each in closed)
    return f'<h3>{safe(texts.closed)}</h3><ul class="closed">{lines}</ul>'


def failed_html(reason: str, texts: CheckTexts) -> str:
    """Return the view for a base that can't be read."""
    return f'<section class="check"><h2 tabindex="-1">{safe(texts.title)}</h2><p class="told" role="alert">{safe(reason)}</p></section>'
