"""The audit in words: lines for a console, rows for a spreadsheet; in Chinese or English. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from knowledge.findings import Finding, Rule
from knowledge.types import Position

NAMES: dict[Rule, tuple[str, str]] = {
    "total": ("合计与分项不符", "total isn't the sum"),
    "parts": ("合计与分项不符", "parts aren't the whole"),
    "households": ("户数多于人数", "more households than people"),
    "share": ("占比超过100%", "share over 100%"),
    "prose_table": ("正文与表格不符", "prose differs from table"),
    "repeated_row": ("表格有重复行", "row repeated"),
    "doubtful_digit": ("识别的数字存疑", "doubtful digit"),
    "unread": ("有内容没有读到", "part unread"),
    "no_date": ("没有找到日期", "no date found"),
    "no_number": ("没有找到文号", "no document number found"),
    "encoding": ("编码靠推测", "encoding guessed"),
    "alike": ("与另一份文件几乎相同", "nearly the same as another"),
    "superseded": ("旧版仍在库中", "older version still present"),
    "private": ("含个人号码", "private numbers"),
}
_SENTENCES: dict[Rule, tuple[str, str]] = {
    "total": ("“{about}”写的是 {stated}，各分项相加是 {other}", "“{about}” says {stated}; its parts add up to {other}"),
    "parts": ("“{about}”写的是 {stated}，各分项相加是 {other}", "“{about}” says {stated}; its parts add up to {other}"),
    "households": ("“{about}”{stated}，只有{other}", "“{about}”: {stated} but only {other}"),
    "share": ("“{about}”写的是 {stated}，超过了 {other}", "“{about}” says {stated}, over {other}"),
    "prose_table": ("“{about}”正文写的是 {stated}，本文表格是 {other}", "“{about}”: the prose says {stated}, the table {other}"),
    "repeated_row": ("“{about}”在第 {other} 行已经有了，第 {stated} 行重复", "“{about}” stands in row {other} and again in row {stated}"),
    "doubtful_digit": ("“{about}”里的 {stated} 识别把握只有 {other}，请对照原件", "{stated} in “{about}” was recognised with {other} confidence"),
    "unread": ("{about}", "{about}"),
    "no_date": ("“{about}”一类的文件应有日期，正文里没有找到", "documents like “{about}” carry a date; none was found"),
    "no_number": ("“{about}”一类的文件应有文号，正文里没有找到", "documents like “{about}” carry a number; none was found"),
    "encoding": ("{about}", "the encoding was guessed: {stated}"),
    "alike": ("与 {about} 有 {other} 的内容相同，请看是否重复或是哪一版", "shares {other} of its text with {about}"),
    "superseded": ("“{about}”（{stated}）已有新版：{other}", "“{about}” ({stated}) has been replaced by {other}"),
    "private": ("{about}；{other} 个已遮盖，{stated} 个照原样显示", "{about}; {other} covered, {stated} shown"),
}  # fmt: skip
_SEVERITY = {"error": ("错误", "error"), "notice": ("提醒", "notice")}
_HEADERS = (
    ("程度", "规则", "文档", "位置", "对象", "写的是", "对照", "说明"),
    ("severity", "rule", "document", "place", "about", "stated", "other", "note"),
)
_FIRST_ROWS = 5


def place_words(position: Position, english: bool) -> str:
    """Where it is in the file, in words; empty for the document as a whole."""
    words = (
        ("sheet", "工作表“{}”", "sheet “{}”"),
        ("page", "第 {} 页", "page {}"),
        ("table", "第 {} 个表", "table {}"),
        ("row", "第 {} 行", "row {}"),
        ("line", "第 {} 行", "line {}"),
        ("paragraph", "第 {} 段", "paragraph {}"),
    )
    if position.sheet is not None:
        hidden = {"table", "line", "paragraph"}
    else:
        hidden = {"line", "paragraph"} if position.row is not None else set()
    said = [
        (chinese, foreign)[english].format(getattr(position, name))
        for name, chinese, foreign in words
        if name not in hidden and getattr(position, name) is not None
    ]
    return (", " if english else "").join(said)


def sentence(row: Finding, english: bool) -> str:
    """What the row says, with both values."""
    return _SENTENCES[row.rule][english].format(about=row.about, stated=row.stated, other=row.other)


def audit_lines(rows: Sequence[Finding], english: bool) -> list[str]:
    """All rows as lines, after the count by rule."""
    return [*_counts(rows, english), *(_line(row, english) for row in rows)]


def audit_summary(rows: Sequence[Finding], english: bool) -> list[str]:
    """The count by rule and the first rows, for the end of an ingest."""
    lines = [*_counts(rows, english), *(_line(row, english) for row in rows[:_FIRST_ROWS])]
    if len(rows) > _FIRST_ROWS:
        lines.append("  All rows: python ingest.py --audit" if english else "  查看全部：python ingest.py --audit")
    return lines


def audit_csv(rows: Iterable[Finding], english: bool) -> str:
    """All rows as CSV with a header line; a cell that a spreadsheet could take for a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADERS[english])
    for row in rows:
        place = place_words(row.position, english)
        said = (row.name, place, row.about, row.stated, row.other, sentence(row, english))
        cells = (_SEVERITY[row.severity][english], NAMES[row.rule][english], *said)
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t" and cell else cell for cell in cells])
    return text.getvalue()


def _counts(rows: Sequence[Finding], english: bool) -> Iterator[str]:
    if not rows:
        yield "Audit: nothing found." if english else "入库审核：没有发现问题。"
        return
    errors = sum(row.severity == "error" for row in rows)
    said = (
        f"入库审核：错误 {errors} 条，提醒 {len(rows) - errors} 条。",
        f"Audit: {errors} errors, {len(rows) - errors} notices.",
    )
    yield said[english]
    counts = Counter(NAMES[row.rule][english] for row in rows)
    yield "  " + (", " if english else "，").join(f"{name} {count}" for name, count in counts.items())


def _line(row: Finding, english: bool) -> str:
    place = place_words(row.position, english)
    where = f"{row.name}{' ' if english and place else ''}{place}"
    rule = f"[{_SEVERITY[row.severity][english]}] {NAMES[row.rule][english]}"
    return f"  {rule}{': ' if english else '：'}{where}{': ' if english else '：'}{sentence(row, english)}"
