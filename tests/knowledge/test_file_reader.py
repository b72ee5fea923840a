"""Files whose parsers hang, crash or grow become a row of the report; what was read isn't read again."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafts import Drafts, read_draft, write_draft
from knowledge.errors import LoadError, PublishError
from knowledge.file_reader import FileReader
from knowledge.loading import load
from knowledge.settings import PROJECT
from knowledge.sources import sha256_of
from knowledge.types import Block, Document, DrawnLine, DrawnPage, Metadata, Source

WORKER = (sys.executable, str(Path(__file__).with_name("worst_worker.py")))


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    made = Drafts(tmp_path / "read", "recipe")
    made.prepare()
    return made


@pytest.fixture
def reader(drafts: Drafts) -> Iterator[FileReader]:
    with FileReader(drafts, 20, worker=WORKER) as reader:
        yield reader


def quiet(done: int, total: int) -> None:
    pass


def written(place: Path, name: str) -> Path:
    path = place / name
    path.write_text("全县监测对象120户。", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [("x.crash", "意外退出"), ("x.fail", "程序出错（ZeroDivisionError）"), ("x.what", "格式不支持")],
)
def test_what_a_file_does_to_its_parser_is_one_sentence_and_the_next_file_is_read(
    reader: FileReader, tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(LoadError, match=said):
        reader.read(written(tmp_path, name), quiet)
    assert reader.read(written(tmp_path, "good.slow"), quiet).text == "全县监测对象120户。"


@pytest.mark.skipif(sys.platform != "linux", reason="bounds memory by RLIMIT_DATA")
def test_a_file_that_needs_too_much_memory_is_refused(reader: FileReader, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="内存不够"):
        reader.read(written(tmp_path, "x.grow"), quiet)


def test_a_hanging_parser_is_stopped(drafts: Drafts, tmp_path: Path) -> None:
    with FileReader(drafts, 3, worker=WORKER) as reader:
        started = time.monotonic()
        with pytest.raises(LoadError, match="3 秒没有进展"):
            reader.read(written(tmp_path, "x.hang"), quiet)
        assert time.monotonic() - started < 20


def test_pages_are_signs_of_life_and_noise_is_no_answer(drafts: Drafts, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with FileReader(drafts, 20, worker=WORKER) as reader:
        reader.read(written(tmp_path, "x.slow"), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_file_once_read_is_not_read_again_by_the_next_ingest(drafts: Drafts, tmp_path: Path) -> None:
    path = written(tmp_path, "x.slow")
    with FileReader(drafts, 20, worker=WORKER) as reader:
        first = reader.read(path, quiet)
    with FileReader(drafts, 20, worker=(sys.executable, "-c", "raise SystemExit")) as reader:
        assert reader.read(path, quiet) == first
        path.write_text("改了。", encoding="utf-8")
        with pytest.raises(LoadError):
            reader.read(path, quiet)
    Drafts(tmp_path / "read", "another recipe").prepare()
    assert list((tmp_path / "read" / "recipe").parent.iterdir()) == [tmp_path / "read" / "another recipe"]


def test_plain_text_is_read_without_a_process(drafts: Drafts, tmp_path: Path) -> None:
    with FileReader(drafts, 20, worker=("no such program",)) as reader:
        assert reader.read(written(tmp_path, "a.txt"), quiet).text == "全县监测对象120户。"
        with pytest.raises(LoadError, match="找不到文件"):
            reader.read(tmp_path / "gone.pdf", quiet)


def test_what_the_real_worker_reads_is_what_the_loader_reads(drafts: Drafts) -> None:
    with FileReader(drafts, 60) as reader:
        for path in sorted((PROJECT / "reports").glob("*.[dph]*")):
            document = reader.read(path, quiet)
            assert document == load(path)
            assert document.pages == load(path).pages


def test_a_full_disk_ends_the_ingest_instead_of_failing_each_file(drafts: Drafts, tmp_path: Path) -> None:
    path = written(tmp_path, "x.slow")
    drafts.place(path, sha256_of(path)).mkdir()
    with FileReader(drafts, 20, worker=WORKER) as reader, pytest.raises(PublishError, match="磁盘空间"):
        reader.read(path, quiet)


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_the_process_ends_with_a_killed_ingest_even_while_a_parser_hangs(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    worker = subprocess.Popen(
        WORKER, env={**os.environ, "PYTHONPATH": str(PROJECT)}, stdin=read_end, stdout=subprocess.DEVNULL
    )
    os.close(read_end)
    request = {"path": str(written(tmp_path, "x.hang")), "draft": str(tmp_path / "draft")}
    os.write(write_end, (json.dumps(request) + "\n").encode())
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(timeout=3)
    os.close(write_end)  # what the system does for a dead process
    assert worker.wait(timeout=30) == 0


LINES = st.builds(
    DrawnLine,
    start=st.just(0), end=st.just(2), page=st.integers(1, 9), top=st.floats(0, 9), bottom=st.floats(0, 9),
    lefts=st.just((0.1, 1 / 3)), rights=st.just((2.5, 1e-9)), confidences=st.just((0.5, 1.0)),
)  # fmt: skip


@given(st.text(max_size=40), st.lists(LINES, max_size=3), st.lists(st.text(max_size=5), max_size=3))
def test_a_draft_holds_a_whole_document(
    tmp_path_factory: pytest.TempPathFactory, text: str, lines: list[DrawnLine], warnings: list[str]
) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")
    document = Document(
        id="0" * 16,
        source=Source(path="/a", name="a", format="pdf", sha256="f" * 64, size_bytes=1),
        text=text,
        blocks=(Block(kind="paragraph", start=0, end=len(text), cells=((0, 1),), repeats=0),),
        metadata=Metadata(title="题"),
        warnings=tuple(warning.encode("utf-8", "replace").decode("utf-8") for warning in warnings),
        pages=(DrawnPage(page=1, width=1.5, height=2.5, lines=tuple(lines)),),
    )
    place = tmp_path_factory.mktemp("draft") / "d"
    write_draft(place, document)
    kept = read_draft(place, "f" * 64)
    assert kept == document and kept.pages == document.pages
    assert read_draft(place, "e" * 64) is None
    place.write_bytes(place.read_bytes()[:-3])
    assert read_draft(place, "f" * 64) is None
