"""The lists of how to apply in words, and in plain types for programs. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.types import Guide, GuidePart, Language

PART_NAMES: dict[GuidePart, dict[Language, str]] = {
    "conditions": {"zh": "办理条件", "en": "Who may apply"},
    "exclusions": {"zh": "不能办的情形", "en": "Who may not"},
    "materials": {"zh": "申请材料", "en": "What to bring"},
    "steps": {"zh": "办理流程", "en": "Steps"},
    "place": {"zh": "到哪里办", "en": "Where"},
    "time": {"zh": "办理时限", "en": "Time limits"},
    "contact": {"zh": "咨询和监督", "en": "Whom to ask"},
}


def guide_lines(guide: Guide, language: Language) -> list[str]:
    """The guide as lines of plain text, with its marks; last the parts that its document doesn't state."""
    lines = [source_line(guide, language)]
    for section in guide.sections:
        if section.items:
            lines += ["", f"{PART_NAMES[section.part][language]}："]
            for item in section.items:
                *most, last = (item.text, *item.points)
                lines += [f"  {line}" for line in (*most, f"{last}[{item.number}]")]
    unstated = unstated_line(guide, language)
    return [*lines, *(["", unstated] if unstated else [])]


def source_line(guide: Guide, language: Language) -> str:
    """What the lists are taken from."""
    title = guide.document.metadata.title
    return f"How to apply, word for word from “{title}”" if language == "en" else f"怎么办（逐条摘自《{title}》）"


def unstated_line(guide: Guide, language: Language) -> str:
    """The parts that nothing was found on; empty where all were found."""
    names = [PART_NAMES[section.part][language] for section in guide.sections if not section.items]
    if not names:
        return ""
    if language == "en":
        return f"Not found in this document: {', '.join(names)}."
    return f"这份文件里没有找到：{'、'.join(names)}。请向经办部门核实。"


def guide_as_plain(guide: Guide) -> dict[str, Any]:
    """The guide in plain types."""
    return {
        "document": guide.document.id,
        "title": guide.document.metadata.title,
        "sections": [asdict(section) for section in guide.sections],
    }
