"""`load`: by suffix, with its source, and one clear sentence for each file that can't be read."""

import hashlib
import os
from pathlib import Path

import docx
import pytest

from knowledge.errors import LoadError
from knowledge.loading import LOADERS, load, supported
from knowledge.types import Document
from tests.knowledge.loading.books import Sheet, xls, xlsx
from tests.knowledge.loading.pdfs import Words, pdf

SHARED = Path(os.environ.get("WENCE_SHARED", Path(__file__).parents[4] / "shared"))
CORPUS = SHARED / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="no shared corpus")
BODY = "全县累计识别监测对象1286户4166人，已消除风险970户。"


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def assert_covered(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert block.start >= end
        assert not document.text[end : block.start].strip()
        assert document.text[block.start : block.end].strip()
        end = block.end
    assert not document.text[end:].strip()


def samples(folder: Path) -> list[Path]:
    word = docx.Document()
    word.add_paragraph(BODY)
    word.save(str(folder / "四.docx"))
    return [
        written(folder / "一.TXT", BODY.encode("gbk")),
        written(folder / "二.md", f"# 总结\n\n{BODY}".encode()),
        written(folder / "三.html", f"<h1>总结</h1><p>{BODY}</p>".encode()),
        folder / "四.docx",
        written(folder / "五.pdf", pdf([[Words(60, 60, BODY)]])),
        written(folder / "六.csv", f"事项,内容\n总结,{BODY}\n".encode("gbk")),
        xlsx(folder / "七.xlsx", {"总结": Sheet([["事项", "内容"], ["总结", BODY]])}),
        xls(folder / "八.xls", {"总结": Sheet([["事项", "内容"], ["总结", BODY]])}),
    ]


def test_every_format_gives_the_same_sentence(tmp_path: Path) -> None:
    for path in samples(tmp_path):
        raw = path.read_bytes()
        document = load(path)
        assert BODY in document.text
        assert_covered(document)
        assert document.source.sha256 == hashlib.sha256(raw).hexdigest()
        assert document.id == document.source.sha256[:16]
        assert (document.source.name, document.source.size_bytes) == (path.name, len(raw))
        assert document.source.format == path.suffix.lower()[1:]
        assert document.metadata.title == path.stem


def test_the_encoding_is_reported_and_a_guess_is_said(tmp_path: Path) -> None:
    document = load(written(tmp_path / "a.txt", BODY.encode("gbk")))
    assert document.source.encoding == "gb18030"
    assert any("gb18030" in warning for warning in document.warnings)
    assert load(written(tmp_path / "b.txt", BODY.encode())).warnings == ()


def test_repeated_text_is_marked_and_said(tmp_path: Path) -> None:
    body = f"年度总结\n{BODY * 2}\n一、成效\n{BODY[::-1]}\n"
    document = load(written(tmp_path / "a.txt", (body + body).encode()))
    assert [block.repeats is None for block in document.blocks] == [True] * 4 + [False] * 4
    assert any("4 段" in warning for warning in document.warnings)


def test_supported() -> None:
    assert all(supported(Path(f"a{suffix.upper()}")) for suffix in LOADERS)
    assert not supported(Path("a.xyz"))


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.xyz", b"x", "格式不支持.*docx"),
        ("空.txt", b"", "空文件"),
        ("空白.md", "\n 　\n<!-- 只有注释 -->".encode(), "没有文字"),
        ("空白.html", b"<html><body><script>1</script></body></html>", "没有文字"),
        ("空白.pdf", pdf([[]]), "没有文字"),
        ("乱.txt", bytes(range(256)), "编码"),
        ("坏.pdf", b"%PDF", "损坏"),
        ("坏.docx", b"PK", "损坏"),
    ],
)
def test_unreadable_files(tmp_path: Path, name: str, raw: bytes, says: str) -> None:
    with pytest.raises(LoadError, match=says) as failure:
        load(written(tmp_path / name, raw))
    assert name in failure.value.chinese
    assert name in failure.value.english


def test_a_folder_with_a_files_name(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(LoadError, match="文件夹"):
        load(tmp_path / "a.pdf")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="找不到"):
        load(tmp_path / "a.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", BODY.encode())
    path.chmod(0)
    with pytest.raises(LoadError, match="权限"):
        load(path)


def test_a_file_over_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_001)  # sparse: takes no room
    with pytest.raises(LoadError, match="太大"):
        load(path)


@needs_corpus
def test_the_published_report_that_stands_twice() -> None:
    (path,) = sorted((CORPUS / "report").glob("*.txt"))
    document = load(path)
    long = [block for block in document.blocks if block.end - block.start >= 100]
    assert sum(block.repeats is None for block in long) == sum(block.repeats is not None for block in long)


@needs_corpus
def test_the_corpus_loads_whole() -> None:
    paths = sorted((CORPUS / "policies").glob("*.txt")) + sorted((CORPUS / "laws").glob("*.md"))
    assert paths
    longest = []
    for path in paths:
        document = load(path)
        assert_covered(document)
        longest.append(max(block.end - block.start for block in document.blocks))
    # One-line files are cut into paragraphs: few blocks are longer than a page's half.
    assert sum(length > 800 for length in longest) < 0.1 * len(longest)
