"""What the ingest command says, as lines of Chinese or English. Pure; only the command prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.changes import subject_of
from knowledge.types import FigureChange, IngestReport
from knowledge.version_notes import Check, Entry

PREVIEW = (
    "预览：知识库没有改动。去掉 --preview 再运行，就会这样更新：",
    "Preview: the knowledge base is as it was. Without --preview this would be done:",
)
DELETED = (
    "已删除。文件如果还在文档目录里，下次入库会再收进来；以前的版本里仍有它，回退到那些版本会再出现。",
    "Deleted. A file that still lies in its folder comes back with the next ingest; earlier versions still hold it.",
)
REPAIRED = ("已从目录库重建，不用原文件。", "Rebuilt from the catalogue, without the files.")
SOUND = ("检查全部正常，没有需要重建的。", "All checks passed; nothing had to be rebuilt.")
DAMAGED = (
    "知识库有问题。请运行 python ingest.py --repair 重建，或重新运行 python ingest.py。",
    "The knowledge base is damaged. Run python ingest.py --repair to rebuild it, or ingest again.",
)
"""In Chinese and in English."""
_FIGURES_SHOWN = 20  # of one document; the rest is counted


def report_text(report: IngestReport, english: bool) -> str:
    """The report as lines; long lists of unchanged files are only counted."""
    return "\n".join(_lines(report, english))


def _lines(report: IngestReport, english: bool) -> Iterator[str]:
    for names, chinese, label in (
        (report.added, "新增", "Added"),
        (report.replaced, "更新", "Replaced"),
        (report.removed, "移除", "Removed"),
    ):
        yield f"{label if english else chinese} {len(names)}"
        yield from (f"  {name}" for name in names)
    yield from _figure_lines(report.figures, english)
    yield f"{'Unchanged' if english else '未变'} {len(report.unchanged)}"
    yield f"{'Failed' if english else '失败'} {len(report.failed)}"
    kept = (" 知识库里仍是上次读到的内容。", " The base still holds what was read before.")[english]
    colon = ": " if english else "："
    yield from (f"  {f.path}{colon}{f.reason}{kept if f.kept_old else ''}" for f in report.failed)
    if report.duplicates:
        yield "Same text, indexed once" if english else "内容相同，只收一次"
        yield from (f"  {name} = {other}" for name, other in report.duplicates)
    if report.notes:
        yield "Notes" if english else "提示"
        yield from (f"  {name}{colon}{note}" for name, note in report.notes)
    if report.version:
        yield _summary(report, english)


def _figure_lines(changes: Sequence[FigureChange], english: bool) -> Iterator[str]:
    if not changes:
        return
    yield f"{'Figures that changed' if english else '数字变动'} {len(changes)}"
    for name, group in groupby(changes, key=lambda change: change.name):
        found = list(group)
        yield f"  {name}"
        yield from (f"    {_figure_line(change, english)}" for change in found[:_FIGURES_SHOWN])
        left = len(found) - _FIGURES_SHOWN
        if left > 0:
            yield f"    {f'… and {left} more' if english else f'……另有 {left} 处'}"


def _figure_line(change: FigureChange, english: bool) -> str:
    figure = change.after or change.before
    assert figure is not None, "a change has a side"
    subject = subject_of(figure)
    if change.before and change.after:
        return f"{subject} {change.before.said}→{change.after.said}"
    if change.after:
        return f"{subject} {figure.said} {'(new)' if english else '（新出现）'}"
    return f"{subject} {figure.said} {'(gone)' if english else '（不再出现）'}"


def _summary(report: IngestReport, english: bool) -> str:
    if english:
        return (
            f"The base holds {report.documents} documents, {report.chunks} passages "
            f"(version {report.version}, {report.elapsed_s:.1f} s)."
        )
    return f"知识库现有 {report.documents} 份文档、{report.chunks} 个段落（版本 {report.version}，用时 {report.elapsed_s:.1f} 秒）。"


def history_text(entries: Sequence[Entry], kept: Sequence[str], english: bool) -> str:
    """The history, newest first.

    Args:
        entries: Oldest first.
        kept: Names of the versions that can be gone back to, the current one first.
        english: The language.
    """
    return "\n".join(_history_line(entry, kept, english) for entry in reversed(entries))


def _history_line(entry: Entry, kept: Sequence[str], english: bool) -> str:
    state = 0 if entry.version == kept[0] else 1 if entry.version in kept else 2
    changes, date = entry.changes, entry.created.replace("T", " ")
    if english:
        what = "repaired" if changes.repaired else f"+{changes.added} ~{changes.replaced} -{changes.removed}"
        figures = f", {changes.figures} figures changed" if changes.figures else ""
        told = ("  <- current", "", "  (not kept any more)")[state]
        return f"{entry.number:>4}  {date}  {entry.documents} documents, {entry.chunks} passages  {what}{figures}{told}"
    counts = f"新增 {changes.added}、更新 {changes.replaced}、移除 {changes.removed}"
    figures = f"，数字变动 {changes.figures}" if changes.figures else ""
    told = ("  ← 当前", "", "  （已清理）")[state]
    what = "重建" if changes.repaired else counts + figures
    return f"第 {entry.number} 版  {date}  {entry.documents} 份文档、{entry.chunks} 个段落  {what}{told}"


def check_text(check: Check, english: bool) -> str:
    """One check with its result."""
    mark = (("正常  ", "有问题"), ("ok   ", "WRONG"))[english][bool(check.wrong)]
    what = check.english if english else check.chinese
    return f"{mark} {what}" + (f"{': ' if english else '：'}{check.wrong}" if check.wrong else "")


def rollback_text(now: Entry, undo: int, english: bool) -> str:
    """What a rollback did; `undo` is the number of the version that was current before."""
    date = now.created.replace("T", " ")
    if undo == now.number:
        return f"Version {undo} already is the current one." if english else f"第 {undo} 版本来就是当前版本。"
    if english:
        held = f"{date}, {now.documents} documents, {now.chunks} passages"
        return f"Version {now.number} is the current one again ({held}). To undo: --rollback {undo}."
    held = f"{date}，{now.documents} 份文档、{now.chunks} 个段落"
    return f"已回退到第 {now.number} 版（{held}）。要撤销，请运行 --rollback {undo}。"
