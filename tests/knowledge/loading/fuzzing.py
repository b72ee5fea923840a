"""Malformed files for every loader: python -m tests.knowledge.loading.fuzzing [TRIES] [SUFFIX ...] (make fuzz).

A file is made by breaking a good one: bytes flipped, cut, repeated, mixed; of packages their parts, packed again so that
checksums are right. A loader may raise LoadError and nothing else, within `LIMIT_S`, and what it reads has to fit together.
Tries run in a process of their own: one that hangs or dies is found, and the next goes on. Each is made from its number alone,
so it can be made again; the files found are kept in build/fuzz/.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from knowledge.errors import LoadError
from knowledge.loading import LOADERS, libreoffice, load, supported
from knowledge.loading.pieces import assemble, drawn_pages
from knowledge.loading.repeats import mark_repeats
from knowledge.sources import find_files
from tests.knowledge.loading import samples

LIMIT_S = 30.0
"""Of processor time."""
STILL_S = 300.0
"""Without a word from the process, however busy the machine."""
MEMORY_BYTES = 4_000_000_000
FOUND = Path(__file__).parents[3] / "build" / "fuzz"

FAMILIES: dict[str, Callable[[], Sequence[bytes]]] = {
    ".md": samples.markdown,
    ".txt": samples.plain,
    ".html": samples.pages,
    ".docx": samples.word,
    ".doc": samples.old_word,
    ".pptx": samples.slides,
    ".pdf": samples.pdfs,
    ".xlsx": samples.workbooks,
    ".xls": samples.old_workbooks,
    ".csv": samples.delimited,
    ".ofd": samples.ofds,
    ".png": samples.pictures,
    ".zip": samples.archives,
}
"""By suffix: good files to break. A new format takes one line here."""


Try = tuple[str, int]
"""A suffix and a number."""


@dataclass(frozen=True)
class Finding:
    """A file that a loader didn't take as it should."""

    suffix: str
    number: int
    what: str


@lru_cache(maxsize=4)
def _good(suffix: str) -> Sequence[bytes]:
    return FAMILIES[suffix]()


def broken(suffix: str, number: int) -> bytes:
    """The file of one try."""
    choice = random.Random(f"{suffix}/{number}")
    good = _good(suffix)
    raw = choice.choice(good)
    if raw.startswith(b"PK\x03\x04") and choice.random() < 0.8:
        return _broken_package(raw, choice)
    return _broken(raw, choice, good)


def _broken(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    for _ in range(choice.choice((1, 1, 2, 5))):
        raw = choice.choice(_BREAKS)(raw, choice, others)
    return raw


def _broken_package(raw: bytes, choice: random.Random) -> bytes:
    """A sound ZIP file whose members are broken, exchanged, lost or there twice."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        members = [(entry.filename, package.read(entry)) for entry in package.infolist()]
    for _ in range(choice.choice((1, 1, 2, 4))):
        at, other = choice.randrange(len(members)), choice.randrange(len(members))
        name, content = members[at]
        way = choice.randrange(8)
        if way == 0 and len(members) > 1:
            del members[at]
        elif way == 1:
            members[at], members[other] = (name, members[other][1]), (members[other][0], content)
        elif way == 2:
            members.append((name, members[other][1]))
        elif way == 3:
            members[at] = (choice.choice(("../", "/", "x\\", "")) + name.upper(), content)
        else:
            members[at] = (name, _broken(content, choice, [each for _, each in members]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, content in members:
            changed.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


Break = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _span(raw: bytes, choice: random.Random, most: int = 400) -> tuple[int, int]:
    start = choice.randrange(len(raw) + 1)
    return start, min(len(raw), start + choice.randrange(1, most))


def _flipped(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    changed = bytearray(raw)
    for _ in range(choice.choice((1, 4, 40)) if raw else 0):
        changed[choice.randrange(len(raw))] = choice.choice((choice.randrange(256), 0, 255, 60, 62, 34))
    return bytes(changed)


def _cut(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(raw, choice)
    return choice.choice((raw[:start], raw[:start] + raw[end:], raw[start:]))


def _repeated(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _span(raw, choice)
    return raw[:end] + raw[start:end] * choice.choice((1, 3, 300)) + raw[end:]


def _stuffed(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    junk = choice.choice((choice.randbytes(choice.randrange(1, 200)), b"\0" * 50, b"<" * 300, b"((" * 300, b"\xff\xfe"))
    at = choice.randrange(len(raw) + 1)
    return raw[:at] + junk + raw[at:]


def _mixed(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    other = choice.choice(others)
    (start, end), at = _span(other, choice, 4000), choice.randrange(len(raw) + 1)
    return raw[:at] + other[start:end] + raw[at:]


def _other_numbers(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    """Numbers written in the file become absurd ones: spans, levels, offsets, sizes."""
    absurd = (b"0", b"-1", b"1", b"9", b"65536", b"999999999999", b"1e309", "１２".encode(), "²".encode(), b"")
    share = choice.choice((0.02, 0.3))
    return re.sub(rb"\d+", lambda m: choice.choice(absurd) if choice.random() < share else m.group(), raw)


def _other_words(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    """A name in the file's markup becomes another of its names, wherever it stands or once."""
    names = sorted(set(re.findall(rb"[A-Za-z][A-Za-z:]{1,30}", raw)))
    if len(names) < 2:
        return raw
    old, new = choice.choice(names), choice.choice(names)
    return raw.replace(old, new, choice.choice((1, -1)))


def _nested(raw: bytes, choice: random.Random, others: Sequence[bytes]) -> bytes:
    """An element stands a thousand times inside itself."""
    tags = re.findall(rb"<([A-Za-z:]{1,20})[^<>/]*>", raw)
    if not tags:
        return raw
    tag, times = choice.choice(tags), choice.choice((20, 200, 1500))
    at = raw.find(b"<" + tag)
    return raw[:at] + b"<%s>" % tag * times + raw[at:] + b"</%s>" % tag * choice.choice((0, times))


_BREAKS: tuple[Break, ...] = (
    _flipped, _cut, _repeated, _stuffed, _mixed, _other_numbers, _other_words, _nested,
)  # fmt: skip


def read(suffix: str, raw: bytes) -> None:
    """Read a file as an ingest does, and check that what was read fits together; LoadError where it can't be read."""
    if suffix == ".zip":
        return _read_archive(raw)
    parsed = LOADERS[suffix](raw, f"坏{suffix}")
    text, blocks = assemble(parsed.pieces)
    drawn_pages(parsed)
    end = 0
    for block in mark_repeats(text, blocks):
        assert end <= block.start < block.end <= len(text)
        assert all(block.start <= left <= right <= block.end for left, right in block.cells)
        end = block.end
    text.encode("utf-8")  # a lone surrogate can't be stored


def _read_archive(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "坏.zip"
        path.write_bytes(raw)
        found = find_files([path], supported, leave_out=Path(folder) / "index")
        for file in found.files:
            assert file.path.is_relative_to(path)
            try:
                load(file.path)
            except LoadError:
                continue


def _work(tries: Sequence[Try], reports: Connection) -> None:
    """Try after try, each announced first, so that the other side knows which one hangs or kills."""
    _limit_memory()
    warnings.simplefilter("ignore")  # zipfile's, of names that stand twice
    libreoffice.installed = lambda: None  # two seconds a try; its own tests are elsewhere
    for index, (suffix, number) in enumerate(tries):
        reports.send(index)
        _limit_time()
        try:
            read(suffix, broken(suffix, number))
        except LoadError:
            continue
        except BaseException:  # noqa: BLE001 - whatever else there is, is what is looked for
            reports.send(traceback.format_exc(limit=-8))
    reports.send("done")


def _limit_memory() -> None:
    with suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _limit_time() -> None:
    """From here on the process has LIMIT_S of processor time: other programs at work don't count."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, LIMIT_S)


def fuzz(tries: Sequence[Try]) -> Iterator[Finding]:
    """Try the files one after another in another process; what was found, as it is found."""
    context = multiprocessing.get_context("spawn")
    while tries:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(tries, theirs), daemon=True)
        process.start()
        theirs.close()
        current, what = _watched(ours)
        process.kill()
        process.join()
        if not what:
            return
        yield Finding(*tries[current], what)
        tries = tries[current + 1 :]


def _watched(reports: Connection) -> tuple[int, str]:
    """(index of the last try, what became of it): "" where all are done."""
    current = 0
    while True:
        try:
            report = reports.recv() if reports.poll(STILL_S) else f"no answer within {STILL_S:.0f} s"
        except EOFError:
            report = f"the process died, or took {LIMIT_S:.0f} s of processor time"
        if not isinstance(report, int):
            return current, "" if report == "done" else str(report)
        current = report


def main(arguments: Sequence[str]) -> int:
    """Fuzz the families named, or all; 1 where something was found."""
    tries = int(arguments[0]) if arguments else 10_000
    suffixes = arguments[1:] or list(FAMILIES)
    FOUND.mkdir(parents=True, exist_ok=True)
    total = 0

    def run(suffix: str) -> list[Finding]:
        return list(fuzz([(suffix, number) for number in range(tries)]))

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for suffix, found in zip(suffixes, pool.map(run, suffixes), strict=True):
            sys.stdout.write(f"{suffix} {tries} tries, {len(found)} found\n")
            for finding in found:
                (FOUND / f"{finding.number}{suffix}").write_bytes(broken(suffix, finding.number))
                sys.stdout.write(f"--- {finding.number}{suffix}\n{finding.what}\n")
            sys.stdout.flush()
            total += len(found)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
