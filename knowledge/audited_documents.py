"""What the audit says of a document as a whole: parts unread, guesses, a missing date or 文号, digits read badly, private numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.dates import DATE
from knowledge.findings import Finding, finding
from knowledge.privacy import covered_counts, numbers_of
from knowledge.titles import NUMBER
from knowledge.types import Document

DOUBTFUL = 0.8
"""Confidence below which a digit that was recognised from a picture is to be compared with the original."""
_ENCODING = re.compile("编码")
_UNREAD = re.compile("没有读|未读|没读|没能|无法|不能读|读不出|没有识别|没有认出|未识别|略去|截断|只读")
_FORM = re.compile(
    r"(?:通知|意见|公告|通告|公示|决定|批复|通报|函|令)(?:[（(][^（）()]*[）)])?$"
)  # forms that carry the day they were signed
_NUMBERED = re.compile(r"关于.{2,}的?(?:通知|意见|决定|批复|通报|函)(?:[（(][^（）()]*[）)])?$")
"""Forms that are issued under a 文号; public announcements often have none."""
_CITED = re.compile(r"》\s*[（(]?\s*$")  # before the number of another document
_HEAD_CHARS, _TAIL_CHARS = 200, 300
_FIGURE = re.compile(r"[\d０-９.,，．%％]+")
_KINDS = (("identity", "身份证号"), ("mobile", "手机号"), ("account", "银行账号"))


def unread_findings(document: Document) -> Iterator[Finding]:
    """What the loader could not read or had to guess."""
    for warning in document.warnings:
        if _ENCODING.search(warning):
            yield finding("encoding", document, about=warning, stated=document.source.encoding or "")
        elif _UNREAD.search(warning):
            pages = re.search(r"第[\d、，,\-–—至 ]+页", warning)
            yield finding("unread", document, about=warning, stated=pages.group() if pages else "")


def missing_findings(document: Document) -> Iterator[Finding]:
    """A date or 文号 that documents of its form carry and that stands neither at its head nor at its end."""
    metadata, text = document.metadata, document.text
    ends = text[:_HEAD_CHARS], text[-_TAIL_CHARS:]
    dated = metadata.issued or metadata.effective or any(map(DATE.search, ends))
    if _FORM.search(metadata.title) and not dated:
        yield finding("no_date", document, about=metadata.title)
    if _NUMBERED.search(metadata.title) and metadata.number is None and not any(map(_has_number, ends)):
        yield finding("no_number", document, about=metadata.title)


def _has_number(text: str) -> bool:
    """Whether a 文号 stands there that isn't another document's."""
    return any(not _CITED.search(text[: found.start()]) for found in NUMBER.finditer(text))


def digit_findings(document: Document) -> Iterator[Finding]:
    """Figures with a digit that was recognised with little confidence."""
    for page in document.pages:
        for line in page.lines:
            text = document.text[line.start : line.end]
            for figure in _FIGURE.finditer(text) if line.confidences else ():
                sure = min(
                    (
                        c
                        for at, c in enumerate(line.confidences)
                        if figure.start() <= at < figure.end() and text[at].isdigit()
                    ),
                    default=1.0,
                )
                if sure < DOUBTFUL:
                    span = line.start + figure.start(), line.start + figure.end()
                    yield finding(
                        "doubtful_digit", document, span, about=text.strip(), stated=figure.group(), other=f"{sure:.0%}"
                    )


def private_findings(document: Document) -> Iterator[Finding]:
    """How many private numbers the document holds, covered and readable."""
    covered = covered_counts(document.text)
    readable = numbers_of(document)
    counts = [(name, covered[kind] + sum(n.kind == kind for n in readable)) for kind, name in _KINDS]  # type: ignore[index]
    said = "、".join(f"{name} {count} 个" for name, count in counts if count)
    if said:
        yield finding("private", document, about=said, stated=str(len(readable)), other=str(sum(covered.values())))
