"""办事自查: a policy is chosen, its conditions asked one after another, and what they come to shown.

The whole view is one piece of HTML. What a person presses or types comes back as one line of JSON with a hidden button, which check.js
presses. Replies live in the session's state alone: nothing is stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import gradio as gr

from bot.errors import QuestionError
from bot.self_check import judge, parse_reply, questions
from bot.self_check_desk import SelfChecks
from bot.self_check_types import Policy, Reply
from knowledge.errors import KnowledgeError
from web.protocols import Bot, SelfChecker
from web.self_check_choosing import choosing_html, failed_html
from web.self_check_result import result_html
from web.self_check_texts import CHECK_TEXTS
from web.self_check_walk import walk_html
from web.shell import QUIET, Masthead, html_block
from web.store import Store
from web.texts import TEXTS, language_of

_MOST_CHARS = 200
"""Of what a person types here; more is cut."""


@dataclass(frozen=True, slots=True)
class CheckVisit:
    """Where one window is in its self-check."""

    words: str = ""
    policy_id: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    """In the order of answering."""
    asking: str = ""
    """Key of a question that is answered anew."""
    shown: bool = False
    """Whether the result was asked for before all was answered."""
    problem: str = ""
    """What is wrong with the last reply, in the person's language."""
    typed: str = ""
    """The reply that is wrong."""


def lay_out_self_check_desk(page: gr.Blocks, bot: Bot, masthead: Masthead, store: Store) -> None:
    """Lay out and connect 办事自查; the store is part of every desk's contract and stays unused: nothing is kept."""
    del store
    desk = CheckDesk(bot.self_check)
    visit = gr.State(CheckVisit())
    done = gr.Textbox("", visible="hidden")
    send = gr.Button("", visible="hidden", elem_id="check-send")
    view = html_block("", "check")
    told = [visit, done, masthead.language]
    common: dict[str, Any] = {"outputs": [visit, view], "concurrency_limit": None} | QUIET
    send.click(desk.step, told, js="(visit) => [visit, wence.checkDone(), wence.rememberedLanguage()]", **common)
    masthead.language.change(desk.show, [visit, masthead.language], **common)
    page.load(desk.step, told, js="(visit) => [visit, wence.checkAsked(), wence.rememberedLanguage()]", **common)


def check_address(policy: Policy) -> str:
    """The address, relative to the page's, at which a policy's self-check begins."""
    return f"check?policy={quote(policy.id, safe='')}"


class CheckDesk:
    """Turns what a person does into the next view."""

    def __init__(self, checker: SelfChecker) -> None:
        self.checker = checker

    def step(self, visit: CheckVisit, done: str, spoken: str) -> tuple[CheckVisit, str]:
        """The visit and view after one action; an action that can't be read changes nothing."""
        try:
            checks = self.checker.checks()
        except KnowledgeError:
            return self.show(visit, spoken)
        return self.show(_after(visit, _action(done), checks, spoken), spoken)

    def show(self, visit: CheckVisit, spoken: str) -> tuple[CheckVisit, str]:
        """The view of a visit as it is."""
        language = language_of(spoken)
        texts, page_texts = CHECK_TEXTS[language], TEXTS[language]
        try:
            checks = self.checker.checks()
        except KnowledgeError as error:
            return visit, failed_html(error.english if language == "en" else error.chinese, texts)
        policy = checks.policy(visit.policy_id)
        if policy is None:
            return visit, choosing_html(checks, visit.words, texts, page_texts)
        words, judged = (texts, page_texts), judge(policy, visit.replies)
        asked = next((a for a in questions(policy) if a.key == visit.asking), None)
        asked = asked or (None if visit.shown else judged.next)
        if asked is None:
            return visit, result_html(policy, judged, visit.replies, checks.beside(policy), words)
        return visit, walk_html(policy, asked, judged, visit.replies, (visit.problem, visit.typed), words)


def _action(done: str) -> dict[str, str]:
    """The action as it was sent: names and short texts only."""
    try:
        read = json.loads(done)
    except ValueError:
        return {}
    return {str(k): v for k, v in read.items() if isinstance(v, str)} if isinstance(read, dict) else {}


def _after(visit: CheckVisit, action: Mapping[str, str], checks: SelfChecks, spoken: str) -> CheckVisit:
    policy = checks.policy(visit.policy_id)
    match action.get("do"):
        case "find" | "list":
            return CheckVisit(words=action.get("words", visit.words)[:_MOST_CHARS])
        case "choose":
            # replies to the same words stay: 人均收入 was asked in the case beside
            return CheckVisit(words=visit.words, policy_id=action.get("policy", ""), replies=visit.replies)
        case "again":
            return CheckVisit(words=visit.words, policy_id=visit.policy_id)
        case "show" | "ask" as do:
            return replace(visit, shown=do == "show", asking=action.get("key", ""), problem="")
        case "back":
            return _back(visit)
        case "reply" if policy is not None:
            return _replied(visit, policy, action, spoken)
    return visit


def _back(visit: CheckVisit) -> CheckVisit:
    """Out of a result or of a question asked anew, else to the question before, whose reply is taken back."""
    if visit.asking or visit.shown or not visit.replies:
        return replace(visit, asking="", shown=False, problem="")
    *kept, _ = visit.replies.items()
    return replace(visit, replies=dict(kept), problem="")


def _replied(visit: CheckVisit, policy: Policy, action: Mapping[str, str], spoken: str) -> CheckVisit:
    asked = next((a for a in questions(policy) if a.key == action.get("key")), None)
    if asked is None:
        return visit
    said = action.get("said", "")[:_MOST_CHARS]
    try:
        reply = parse_reply(asked, said)
    except QuestionError as error:
        problem = error.english if language_of(spoken) == "en" else error.chinese
        return replace(visit, problem=problem, typed=said or " ")
    return replace(visit, replies={**visit.replies, asked.key: reply}, asking="", problem="")
