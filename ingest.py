"""Documents -> knowledge base, from the command line: python ingest.py [PATH ...] [--index DIR] [--wait] [--language zh|en]."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from knowledge.errors import KnowledgeError, NothingToPublish, SettingError
from knowledge.privacy import cover_logs
from knowledge.settings import OTHER_NAMES, PROJECT, KnowledgeSettings, names_of, read_settings, refuse_unknown
from knowledge.types import IngestReport

if TYPE_CHECKING:
    from knowledge.building import PassageEmbedder

SAMPLES = PROJECT / "reports"
_STAGES = {
    "read": ("读取文件", "Reading files"),
    "embed": ("计算向量", "Embedding passages"),
    "store": ("写入索引", "Writing indexes"),
    "check": ("自检", "Self-test"),
}
_PLAIN_STEPS = 4  # lines a stage prints where there is no terminal to draw a bar on


class ProgressDisplay:
    """Shows progress on stderr: a bar on a terminal, a few plain lines elsewhere."""

    def __init__(self, english: bool) -> None:
        self._english = english
        self._bar: tqdm[Any] | None = None
        self._stage = ""
        self._step = -1

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` parts of `stage` are done."""
        if total == 0:
            return
        if sys.stderr.isatty():
            self._draw(stage, done, total)
        else:
            self._say(stage, done, total)

    def close(self) -> None:
        """Leave the terminal in order."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _draw(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=_STAGES[stage][self._english], file=sys.stderr)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def _say(self, stage: str, done: int, total: int) -> None:
        step = done * _PLAIN_STEPS // total
        if (stage, step) != (self._stage, self._step):
            self._stage, self._step = stage, step
            print(f"{_STAGES[stage][self._english]} {done}/{total}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None, *, embedder: PassageEmbedder | None = None) -> int:
    """Run the command.

    Args:
        arguments: The command line's, without the program's name.
        embedder: In place of the one that the settings name.

    Returns:
        The exit code: 0, 1 where something failed, 2 for a wrong command line, 130 after Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that can't show a character must not stop the ingest
    cover_logs()
    options = _options(arguments)
    english = options.language == "en"
    display = ProgressDisplay(english)
    try:
        report = _ingest(options, display, embedder)
    except NothingToPublish as exc:
        display.close()
        print(_report_text(exc.report, english))
        return _failed(exc, english)
    except KnowledgeError as exc:
        display.close()
        return _failed(exc, english)
    except KeyboardInterrupt:
        display.close()
        print(("已停止。", "Stopped. ")[english] + _OLD_STAYS[english], file=sys.stderr)
        return 130
    display.close()
    if report is None:
        return 0
    print(_report_text(report, english))
    _print_audit(options, everything=False)
    return 1 if report.failed else 0


def _print_audit(options: argparse.Namespace, *, everything: bool) -> None:
    """Audit the published version: all rows, or their count and the first ones; to the --csv file where one is named."""
    from knowledge.audit_text import audit_csv, audit_lines, audit_summary
    from knowledge.auditing import audit_version
    from knowledge.versions import IndexFolder

    english = options.language == "en"
    folder = IndexFolder(read_settings(KnowledgeSettings, index=options.index).index)
    rows = audit_version(folder.version_folder(folder.pointer().version))
    if options.csv:
        try:
            options.csv.write_text(audit_csv(rows, english), encoding="utf-8-sig", newline="")
        except OSError as exc:
            raise SettingError(
                f"表格写不进 {options.csv}（{exc.strerror}），请换个位置。",
                f"Can't write {options.csv} ({exc.strerror}).",
            ) from exc
    print("\n".join(audit_lines(rows, english) if everything else audit_summary(rows, english)))


_OLD_STAYS = (
    "原有的知识库没有改动，可以照常使用；再次运行会接着完成。",
    "The knowledge base is as it was and can be used; run again to finish.",
)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ingest.py", description="把文档读进知识库。Read documents into the knowledge base."
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="文件或文件夹；不写就用自带的示例。Files or folders."
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="知识库所在目录。Folder of the knowledge base.")
    parser.add_argument(
        "--audit", action="store_true", help="只审核已入库的文档，不入库。Audit the published base and ingest nothing."
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="把审核结果写成表格。Write the audit as a table.")
    parser.add_argument("--wait", action="store_true", help="另一个入库正在进行时排队等候。Wait for another ingest.")
    language = os.environ.get("WENCE_LANGUAGE", "zh")
    parser.add_argument("--language", choices=("zh", "en"), default=language, help="显示语言。Language of messages.")
    return parser.parse_args(arguments)


def _ingest(
    options: argparse.Namespace, display: ProgressDisplay, embedder: PassageEmbedder | None
) -> IngestReport | None:
    """Ingest; None where only an audit was asked for, which is then printed."""
    if options.language not in ("zh", "en"):
        raise SettingError("WENCE_LANGUAGE 只能是 zh 或 en。", "WENCE_LANGUAGE must be zh or en.")
    refuse_unknown(os.environ, names_of(KnowledgeSettings) | OTHER_NAMES)
    settings = read_settings(KnowledgeSettings, index=options.index)
    if options.audit:
        _print_audit(options, everything=True)
        return None
    # imported late: --help and a wrong setting are answered at once
    from knowledge.publishing import Publisher

    if embedder is None:
        from knowledge.embedding import load_embedder

        embedder = load_embedder(settings)
    publisher = Publisher(settings, embedder)
    return publisher.sync(options.paths or [SAMPLES], display, wait=options.wait)


def _failed(error: KnowledgeError, english: bool) -> int:
    print(error.english if english else error.chinese, file=sys.stderr)
    return 1


def _report_text(report: IngestReport, english: bool) -> str:
    """The report as lines; long lists of unchanged files are only counted."""
    lines = []
    for names, chinese, label in (
        (report.added, "新增", "Added"),
        (report.replaced, "更新", "Replaced"),
        (report.removed, "移除", "Removed"),
    ):
        lines.append(f"{label if english else chinese} {len(names)}")
        lines.extend(f"  {name}" for name in names)
    lines.append(f"{'Unchanged' if english else '未变'} {len(report.unchanged)}")
    lines.append(f"{'Failed' if english else '失败'} {len(report.failed)}")
    kept = (" 知识库里仍是上次读到的内容。", " The base still holds what was read before.")[english]
    colon = ": " if english else "："
    lines.extend(f"  {f.path}{colon}{f.reason}{kept if f.kept_old else ''}" for f in report.failed)
    if report.duplicates:
        lines.append("Same text, indexed once" if english else "内容相同，只收一次")
        lines.extend(f"  {name} = {other}" for name, other in report.duplicates)
    if report.notes:
        lines.append("Notes" if english else "提示")
        lines.extend(f"  {name}{colon}{note}" for name, note in report.notes)
    if report.version:
        lines.append(_summary(report, english))
    return "\n".join(lines)


def _summary(report: IngestReport, english: bool) -> str:
    if english:
        return (
            f"The base holds {report.documents} documents, {report.chunks} passages "
            f"(version {report.version}, {report.elapsed_s:.1f} s)."
        )
    return f"知识库现有 {report.documents} 份文档、{report.chunks} 个段落（版本 {report.version}，用时 {report.elapsed_s:.1f} 秒）。"


if __name__ == "__main__":
    sys.exit(main())
