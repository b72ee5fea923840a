"""Documents -> knowledge base, from the command line: python ingest.py [PATH ...] [--index DIR] [--wait] [--language zh|en].

Beside it: --preview says what an ingest would change; --history, --rollback N and --delete NAME ... are about published versions;
--check and --repair about a base that may be damaged.
"""

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
from knowledge.report_text import (
    DAMAGED,
    DELETED,
    PREVIEW,
    REPAIRED,
    SOUND,
    check_text,
    history_text,
    report_text,
    rollback_text,
)
from knowledge.settings import OTHER_NAMES, PROJECT, KnowledgeSettings, names_of, read_settings, refuse_unknown
from knowledge.types import IngestReport

if TYPE_CHECKING:
    from knowledge.building import PassageEmbedder
    from knowledge.versions import IndexFolder

SAMPLES = PROJECT / "reports"
_STAGES = {
    "read": ("读取文件", "Reading files"),
    "page": ("读取页", "Reading pages"),
    "embed": ("计算向量", "Embedding passages"),
    "store": ("写入索引", "Writing indexes"),
    "check": ("自检", "Self-test"),
}
_LONG_FILE_PAGES = 20  # from which on a file's pages are worth a line
_PLAIN_STEPS = 4  # lines a stage prints where there is no terminal to draw a bar on


class ProgressDisplay:
    """Shows progress on stderr: bars with the time left on a terminal, a few plain lines elsewhere."""

    def __init__(self, english: bool) -> None:
        self._english = english
        self._bars: dict[str, tqdm[Any]] = {}
        self._said = ("", -1)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` parts of `stage` are done; "page" is about the file that is being read."""
        if stage != "page" or total >= _LONG_FILE_PAGES:
            if sys.stderr.isatty():
                self._draw(stage, done, total)
            else:
                self._say(stage, done, total)

    def close(self) -> None:
        """Leave the terminal in order."""
        self._keep_only(())

    def _draw(self, stage: str, done: int, total: int) -> None:
        self._keep_only((stage,) if stage != "page" else ("read", "page"))
        if stage not in self._bars and total:
            below = stage == "page"
            self._bars[stage] = tqdm(total=total, desc=_STAGES[stage][self._english], file=sys.stderr, leave=not below)
        if stage in self._bars:
            self._bars[stage].update(done - self._bars[stage].n)

    def _keep_only(self, stages: tuple[str, ...]) -> None:
        for stage in [stage for stage in self._bars if stage not in stages]:
            self._bars.pop(stage).close()

    def _say(self, stage: str, done: int, total: int) -> None:
        step = done * _PLAIN_STEPS // total if total else 0
        if total and (stage, step) != self._said:
            self._said = (stage, step)
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
        code = _run(options, display, embedder)
    except NothingToPublish as exc:
        display.close()
        print(report_text(exc.report, english))
        return _failed(exc, english)
    except KnowledgeError as exc:
        display.close()
        return _failed(exc, english)
    except KeyboardInterrupt:
        display.close()
        print(("已停止。", "Stopped. ")[english] + _OLD_STAYS[english], file=sys.stderr)
        return 130
    display.close()
    return code


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
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument(
        "--preview", "--dry-run", action="store_true", help="只看会改动什么，不改知识库。Say what would change."
    )
    chosen.add_argument("--history", action="store_true", help="列出各个版本。List the versions.")
    chosen.add_argument("--rollback", type=int, metavar="N", help="回退到第 N 版。Make version N the current one.")
    chosen.add_argument("--delete", nargs="+", metavar="NAME", help="从知识库删除文档。Delete documents.")
    chosen.add_argument("--check", action="store_true", help="检查知识库是否完好。Check the knowledge base.")
    chosen.add_argument(
        "--audit", action="store_true", help="审核已入库的文档：数字对不上、缺日期等。Audit the published documents."
    )
    chosen.add_argument(
        "--repair", action="store_true", help="不用原文件，从目录库重建损坏的部分。Rebuild what is damaged."
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="把审核结果写成表格。Write the audit as a table.")
    parser.add_argument("--wait", action="store_true", help="另一个入库正在进行时排队等候。Wait for another ingest.")
    language = os.environ.get("WENCE_LANGUAGE", "zh")
    parser.add_argument("--language", choices=("zh", "en"), default=language, help="显示语言。Language of messages.")
    options = parser.parse_args(arguments)
    alone = options.history or options.check or options.repair or options.audit or options.rollback is not None
    if options.paths and alone:
        parser.error("这个选项不用写文件。This option takes no PATH.")
    return options


def _run(options: argparse.Namespace, display: ProgressDisplay, embedder: PassageEmbedder | None) -> int:
    """Do what the options say; returns the exit code."""
    if options.language not in ("zh", "en"):
        raise SettingError("WENCE_LANGUAGE 只能是 zh 或 en。", "WENCE_LANGUAGE must be zh or en.")
    refuse_unknown(os.environ, names_of(KnowledgeSettings) | OTHER_NAMES)
    settings = read_settings(KnowledgeSettings, index=options.index)
    # imported late: --help and a wrong setting are answered at once
    from knowledge.versions import IndexFolder

    folder, english = IndexFolder(settings.index), options.language == "en"
    if options.history:
        return _show_history(folder, english)
    if options.audit:
        return _audit(folder, options, everything=True)
    if embedder is None:
        from knowledge.embedding import load_embedder

        embedder = load_embedder(settings)
    if options.check:
        return _check(folder, embedder, english)
    if options.rollback is not None:
        return _roll_back(folder, options.rollback, embedder, options)
    report = _published(options, settings, embedder, display)
    display.close()
    print(report_text(report, english))
    if not options.preview:
        _audit(folder, options, everything=False)
    return 1 if report.failed else 0


def _published(
    options: argparse.Namespace, settings: KnowledgeSettings, embedder: PassageEmbedder, display: ProgressDisplay
) -> IngestReport:
    """Run what makes, or would make, a new version."""
    from knowledge.publishing import Publisher

    publisher, wait, english = Publisher(settings, embedder), options.wait, options.language == "en"
    if options.delete:
        report = publisher.delete(options.delete, display, wait=wait)
        print(DELETED[english])
    elif options.repair:
        report = publisher.repair(display, wait=wait)
        print(REPAIRED[english] if report.notes else SOUND[english])
    elif options.preview:
        report = publisher.preview(options.paths or [SAMPLES], display, wait=wait)
        print(PREVIEW[english])
    else:
        report = publisher.sync(options.paths or [SAMPLES], display, wait=wait)
    return report


def _show_history(folder: IndexFolder, english: bool) -> int:
    pointer = folder.pointer()
    print(history_text(folder.history(), (pointer.version, *pointer.previous), english))
    return 0


def _audit(folder: IndexFolder, options: argparse.Namespace, *, everything: bool) -> int:
    """Audit the published version: all rows, or their count and the first ones; to the --csv file where one is named."""
    from knowledge.audit_text import audit_csv, audit_lines, audit_summary
    from knowledge.auditing import audit_version

    english = options.language == "en"
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
    return 0


def _check(folder: IndexFolder, embedder: PassageEmbedder, english: bool) -> int:
    from knowledge.verifying import verify

    sound = True
    for check in verify(folder, folder.pointer().version, embedder):
        sound = sound and not check.wrong
        print(check_text(check, english), flush=True)
    if not sound:
        print(DAMAGED[english], file=sys.stderr)
    return 0 if sound else 1


def _roll_back(folder: IndexFolder, number: int, embedder: PassageEmbedder, options: argparse.Namespace) -> int:
    from knowledge.verifying import rollback

    before = folder.pointer().version
    now = rollback(folder, number, embedder, wait=options.wait)
    undo = next((entry.number for entry in folder.history() if entry.version == before), number)
    print(rollback_text(now, undo, options.language == "en"))
    return 0


def _failed(error: KnowledgeError, english: bool) -> int:
    print(error.english if english else error.chinese, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
