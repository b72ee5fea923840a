"""Rules for who and by when: deadlines, responsible offices, and where to turn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.training.made_rules import NUMBER, Draft
from models.training.made_scenes import Piece, Scene, phrase

_CLEAR_CHARS = 4
"""An event of fewer characters (批准后) doesn't say of what."""
_DURATION = rf"{NUMBER}(?:个)?(?:工作日|小时|日|天|个月|月|年)(?:以)?内"
_ORGAN = r"(?:部门|人民政府|政府|机关|委员会|机构|机关|局|厅|办公室|法院|检察院|办事处|管委会|公司|联合会|协会|单位|企业|学校|人)"


def deadlines(scene: Scene) -> Iterator[Draft]:
    """应当自…之日起三十日内…: how soon."""
    pattern = re.compile(
        rf"(?P<from>(?:自|从|于|在|应当自|应当在|应当于)?[^，。；自从]{{2,26}}(?:之日起|后|之前|前|时起|起))?(?<![\d—~～至\-－到第])(?<!对前)(?P<fact>{_DURATION})，?(?P<do>[^，。；：]{{2,30}})"
    )
    for sentence in scene.sentences:
        for found in pattern.finditer(sentence.text):
            subject = _subject_before(sentence.text, found.start())
            since = found["from"] or ""
            start = max(since.rfind(mark) for mark in ("应当自", "应当在", "应当于", "自", "从"))
            owner, since = (since[:start], since[start:]) if start >= 0 else ("", since)
            owner = phrase(re.sub(r"(?:应当|应|可以|可|须|要|，|在|于|自)+$", "", owner), 2, 16) or subject
            do = phrase(found["do"], 2, 26)
            if (
                not do
                or re.match("[一-龥]{1,3}的|在[^，]{1,8}有", do)
                or do.startswith(
                    ("的", "由", "有", "因", "不", "无", "累计", "未", "被", "发生", "连续", "又", "再", "拒")
                )
            ):
                continue
            event = phrase(re.sub(r"^(?:应当)?(?:自|从|于|在)|之日起$|时起$|起$|之前$|后$|前$", "", since), 2, 22)
            if since and not event:
                continue
            yield from _deadline(
                sentence.group(found, "fact"), owner, event, do, "前" if since.endswith("前") else "后"
            )


def _deadline(fact: Piece, owner: str, event: str, do: str, side: str) -> Iterator[Draft]:
    since = f"{event}{side}" if event else ""
    if owner in ("最近", "近") or (not owner and len(event) < _CLEAR_CHARS):
        return
    asks: tuple[str, ...] = (
        f"{since}{'，' if since and owner else ''}{owner}要在多长时间内{do}",
        f"{owner if len(event) <= _CLEAR_CHARS + 2 else ''}{since}多少天内{do}" if since else f"{owner}多久内要{do}",
        f"{owner}{since}几天之内要{do}" if since else f"{owner}要在几天内{do}",
        f"{do}有什么时间要求" if len(do) > 7 else f"{since}{owner}{do}的期限是多久",
    )
    yield Draft("deadline", asks, (fact.span,), do, do)


def _subject_before(text: str, end: int) -> str:
    """The clause that ends before `end`, as a subject: 申请人应当 -> 申请人."""
    clause = re.split(r"[，；。：]", text[:end])
    words = [
        phrase(re.sub(r"(?:应当|应|可以|可|须|必须|要)?(?:在|于|自)?$", "", one), 2, 14) for one in clause[-2:] if one
    ]
    return words[-1] if words and not words[-1].endswith("的") else ""


def responsible(scene: Scene) -> Iterator[Draft]:
    """X部门负责…, X主管…, …由X…: who."""
    active = re.compile(
        rf"(?:^|[，；])(?P<fact>[^，。；：]{{2,36}}?{_ORGAN})(?:具体)?(?:依法)?(?:负责|主管|统一负责)(?P<do>[^，。；：]{{3,34}}?)(?:的?(?:相关|具体)?(?:工作|职责|责任))?(?=[，。；]|$)"
    )
    passive = re.compile(
        rf"(?:^|[，；])(?P<do>[^，。；：]{{3,30}}?)，?由(?P<fact>[^，。；：]{{2,34}}?{_ORGAN})(?:会同[^，。；：]{{2,20}})?(?:依法)?(?P<verb>负责|批准|决定|制定|组织实施|承担|审批|核发|颁发|任命|受理|管辖|保管|支付)(?P<rest>[^，。；：]{{0,12}})(?=[，。；]|$)"
    )
    for sentence in scene.sentences:
        for found in active.finditer(sentence.text):
            do = phrase(re.sub(r"^(?:本[^，]{1,6}内)的?", "", found["do"]), 5, 26)
            fact = phrase(found["fact"], 3, 34)
            if (
                do
                and fact
                and not re.search(
                    r"可以|对由|^由|^应|^(?:人|的)|责任$|的$|和$|应当|不|违约|任何", found["fact"] + "|" + do
                )
                and not do.startswith("人")
            ):
                asks: tuple[str, ...] = (
                    f"{do}归谁管",
                    f"{do}由哪个部门负责",
                    f"{do}找哪个部门",
                    f"谁负责{do}",
                    f"{do}该找谁",
                )
                yield Draft("responsible", asks, (sentence.group(found, "fact").span,), found["do"], do)
        for found in passive.finditer(sentence.text):
            do = phrase(re.sub(r"的$", "", found["do"]), 3, 26)
            if (
                do
                and phrase(found["fact"], 2, 34)
                and not found["do"].endswith("的")
                and not re.search("责令|违反|以上|后$|规定$|^按|^经|要$|可以$|^可", found["do"])
            ):
                asks = (
                    f"{do}由谁{found['verb']}{found['rest']}",
                    f"谁来{found['verb']}{do}"
                    if not found["rest"]
                    else f"{do}由哪个部门{found['verb']}{found['rest']}",
                )
                yield Draft("responsible", asks, (sentence.group(found, "fact").span,), found["do"], do)


_SHORTEST_CASE_CHARS = 6
"""Fewer (不听劝阻) don't say of what."""


def where_to(scene: Scene) -> Iterator[Draft]:
    """…应当向X报告 -> 向谁报告."""
    pattern = re.compile(
        rf"(?P<x>[^。；：]{{2,36}}?)，?(?:应当|可以|有权|必须|需|应)(?:[及立]时|即|立即)?向(?P<fact>[^，。；：]{{2,30}}?{_ORGAN})(?:或者[^，。；：]{{2,12}}{_ORGAN})?(?P<do>申请|提出申请|报告|举报|投诉|备案|申报|登记|提出异议|申诉|反映|报案|起诉|提起诉讼|求助)(?P<rest>[^，。；：]{{0,14}})"
    )
    for sentence in scene.sentences:
        for found in pattern.finditer(sentence.text):
            case = re.sub(
                "^(?:公民、法人和其他组织|任何单位和个人|任何组织或者个人|个人|公民|单位和个人)", "", found["x"]
            )
            subject = phrase(re.sub("的$", "", case), _SHORTEST_CASE_CHARS, 30)
            if subject:
                rest = phrase(found["rest"], 0, 14)
                asks: tuple[str, ...] = (
                    f"{subject}要向谁{found['do']}{rest}",
                    f"{subject}找哪个部门{found['do']}{rest}",
                    f"{subject}到哪里{found['do']}",
                    f"{subject}去哪儿{found['do']}",
                )
                yield Draft("where", asks, (sentence.group(found, "fact").span,), found["x"], subject)
