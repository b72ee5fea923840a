"""Documents inside ZIP files: found, named, read; what is unsafe or too much is refused with a reason."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import archives
from knowledge.archives import contents, entry_name, open_file, shown_name
from knowledge.errors import LoadError
from knowledge.loading import LOADERS, load, supported
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings
from knowledge.sources import find_files, gone, sha256_of
from tests.knowledge.doubles import HashingEmbedder

BODY = "全县累计识别监测对象1286户4166人，已消除风险970户。"


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, compress_type=method)
    return stream.getvalue()


def renamed(raw: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with a member's name replaced byte by byte, and the flag that says UTF-8 taken away."""
    assert len(old) == len(new)
    assert raw.count(old) == 2
    raw = raw.replace(old, new)
    local = struct.pack("<4sHH", b"PK\x03\x04", 20, 0x800)
    central = struct.pack("<4sHHH", b"PK\x01\x02", 0x0314, 20, 0x800)
    return raw.replace(local, local[:-2] + b"\0\0").replace(central, central[:-2] + b"\0\0")


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def names(path: Path) -> list[str]:
    return [shown_name(file) for file in contents(path).files]


def test_members_are_found_named_and_read(tmp_path: Path) -> None:
    path = written(
        tmp_path / "附件.zip",
        zipped(
            {
                "1.通知.txt": BODY.encode(),
                "资料/2.总结.md": b"# x",
                "__MACOSX/._1.txt": b"x",
                ".DS_Store": b"x",
                "资料/~$3.docx": b"x",
            }
        ),
    )
    assert names(path) == ["附件.zip/1.通知.txt", "附件.zip/资料/2.总结.md"]
    member = path / "1.通知.txt"
    assert sha256_of(member) == hashlib.sha256(BODY.encode()).hexdigest()
    document = load(member)
    assert document.text == BODY
    assert (document.source.name, document.source.format) == ("附件.zip/1.通知.txt", "txt")
    assert document.source.path == str(member)
    assert document.metadata.title == "1.通知"


def test_an_archive_in_an_archive_but_no_deeper(tmp_path: Path) -> None:
    inner = zipped({"a.txt": b"aa", "c.zip": zipped({"d.txt": b"dd"})})
    path = written(tmp_path / "外.zip", zipped({"包/内.zip": inner, "e.txt": b"ee"}))
    found = contents(path)
    assert [shown_name(file) for file in found.files] == ["外.zip/包/内.zip/a.txt", "外.zip/e.txt"]
    with open_file(path / "包" / "内.zip" / "a.txt") as file:
        assert file.read() == b"aa"
    ((refused, reason),) = found.refused
    assert refused == path / "包" / "内.zip" / "c.zip"
    assert "太多层" in reason


def test_a_changed_inner_archive_is_read_anew(tmp_path: Path) -> None:
    for text in (b"first", b"second one"):
        path = written(tmp_path / "外.zip", zipped({"内.zip": zipped({"a.txt": text})}))
        with open_file(path / "内.zip" / "a.txt") as file:
            assert file.read() == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_flag_for_utf8(tmp_path: Path, encoding: str) -> None:
    name = "关于补贴的通知.txt"
    stand_in = "x" * (len(name.encode(encoding)) - 4) + ".txt"
    raw = renamed(zipped({stand_in: BODY.encode()}), stand_in.encode(), name.encode(encoding))
    path = written(tmp_path / "a.zip", raw)
    assert names(path) == [f"a.zip/{name}"]
    assert load(path / name).text == BODY


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "..\\a.txt", "C:\\a.txt", "\\a.txt"])
def test_names_that_try_to_escape_are_refused(tmp_path: Path, name: str) -> None:
    found = contents(written(tmp_path / "a.zip", zipped({name: b"x", "b.txt": b"y"})))
    assert [shown_name(file) for file in found.files] == ["a.zip/b.txt"]
    ((path, reason),) = found.refused
    assert path == tmp_path / "a.zip" / "a.txt"
    assert "不安全" in reason


def test_links_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    found = contents(written(tmp_path / "a.zip", stream.getvalue()))
    assert not found.files
    assert "链接" in found.refused[0][1]


def test_encrypted_members_are_said(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.txt": b"secret"}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path = written(tmp_path / "a.zip", bytes(raw))
    assert "密码" in contents(path).refused[0][1]
    with pytest.raises(LoadError, match="密码"):
        load(path / "a.txt")


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = contents(written(tmp_path / "a.zip", zipped({"a.txt": bytes(5_000_000), "b.txt": b"x"})))
    assert [path.name for path in found.files] == ["b.txt"]
    assert "压缩比" in found.refused[0][1]
    monkeypatch.setattr(archives, "MEMBERS", 3)
    with pytest.raises(LoadError, match="多于 3 个"):
        contents(written(tmp_path / "b.zip", zipped({f"{n}.txt": b"x" for n in range(4)})))
    monkeypatch.setattr(archives, "UNPACKED_BYTES", 2500)
    inner = zipped({f"{n}.txt": bytes(1000) for n in range(2)})
    with pytest.raises(LoadError, match="1 GB"):
        contents(
            written(tmp_path / "c.zip", zipped({"a.txt": bytes(1000), "d.txt": bytes(1000), "内.txt": bytes(999)}))
        )
    assert (
        "1 GB" in contents(written(tmp_path / "d.zip", zipped({"a.txt": bytes(1000), "内.zip": inner}))).refused[0][1]
    )
    monkeypatch.setattr(archives, "_DIRECTORY_BYTES", 100)
    with pytest.raises(LoadError, match="太多"):
        contents(written(tmp_path / "e.zip", zipped({f"{n}.txt": b"x" for n in range(3)})))


@pytest.mark.parametrize("raw", [b"", b"Rar!\x1a\x07\x00", zipped({"a.txt": b"x"})[:-10]])
def test_what_is_no_archive(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(LoadError, match=r"a\.zip.*损坏或不是 ZIP"):
        contents(written(tmp_path / "a.zip", raw))


def test_a_damaged_member_and_one_that_is_not_there(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.txt": BODY.encode() * 20}))
    raw[60] ^= 0xFF
    path = written(tmp_path / "a.zip", bytes(raw))
    with pytest.raises(LoadError, match="解不出来"):
        load(path / "a.txt")
    with pytest.raises(LoadError, match="找不到"):
        load(path / "b.txt")


def test_folders_are_walked_into_their_archives(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "子").mkdir(parents=True)
    written(docs / "b.md", b"# b")
    written(docs / "子" / "附件.zip", zipped({"1.txt": b"x", "2.xyz": b"x"}))
    written(docs / "坏.zip", b"PK")
    written(docs / "空.zip", zipped({"a.xyz": b"x"}))
    found = find_files([docs], supported, leave_out=tmp_path / "index")
    assert [file.shown for file in found.files] == ["b.md", "子/附件.zip/1.txt"]
    assert [path.name for path, _ in found.unread] == ["坏.zip"]
    assert ("空.zip", "压缩包里没有能读的文档。") in found.notes
    assert any(shown == "子/附件.zip" and ".xyz 1 个" in note for shown, note in found.notes)


def test_what_has_gone_from_an_archive_is_gone_but_not_what_a_damaged_one_held(tmp_path: Path) -> None:
    path = written(tmp_path / "附件.zip", zipped({"a.txt": b"x"}))
    known = [str(path / "a.txt"), str(path / "b.txt"), str(tmp_path / "other.txt")]
    found = find_files([path], supported, leave_out=tmp_path / "index")
    assert [file.shown for file in found.files] == ["附件.zip/a.txt"]
    assert [file.shown for file in gone(known, [path], found)] == ["附件.zip/b.txt"]
    path.write_bytes(b"PK")
    for paths in ([path], [tmp_path]):
        found = find_files(paths, supported, leave_out=tmp_path / "index")
        assert not [file for file in gone(known, paths, found) if "附件" in file.shown]


def test_an_ingest_follows_its_archives(tmp_path: Path) -> None:
    publisher = Publisher(KnowledgeSettings(index=tmp_path / "index"), HashingEmbedder())
    docs = tmp_path / "docs"
    docs.mkdir()
    path = docs / "附件.zip"
    texts = {"1.通知.txt": f"{BODY}第一份。".encode(), "2.总结.txt": f"{BODY}第二份。".encode()}
    path.write_bytes(zipped(texts))
    first = publisher.sync([docs])
    assert first.added == ("附件.zip/1.通知.txt", "附件.zip/2.总结.txt")
    assert not first.failed
    path.write_bytes(zipped({**texts, "2.总结.txt": f"{BODY}改过。".encode()}))
    second = publisher.sync([docs])
    assert (second.unchanged, second.replaced) == (("附件.zip/1.通知.txt",), ("附件.zip/2.总结.txt",))
    path.write_bytes(b"PK broken")
    third = publisher.sync([docs])
    assert third.failed[0].kept_old
    assert third.documents == 2
    path.write_bytes(zipped({"1.通知.txt": texts["1.通知.txt"]}))
    assert publisher.sync([docs]).removed == ("附件.zip/2.总结.txt",)
    written(docs / "a.txt", "另一份文件，内容是防汛值班安排。".encode())
    path.unlink()
    assert publisher.sync([docs]).removed == ("附件.zip/1.通知.txt",)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), max_size=4), st.binary(max_size=40))
def test_no_name_leaves_the_archive(tmp_path_factory: pytest.TempPathFactory, parts: list[str], raw: bytes) -> None:
    try:
        packed = zipped({"/".join(parts) or "x": raw})
    except (UnicodeError, ValueError):  # zipfile itself can't write the name
        return
    path = written(tmp_path_factory.mktemp("zip") / "a.zip", packed)
    found = contents(path)
    for file in found.files:
        assert file.is_relative_to(path)
        assert ".." not in file.parts
        with open_file(file) as opened:
            assert opened.read() == raw


def test_every_loader_is_tried_inside_archives() -> None:
    assert all(supported(Path(f"a.zip/b{suffix}")) for suffix in LOADERS)
    assert entry_name(zipfile.ZipInfo("a\\b.txt")) == "a/b.txt"
