"""Which files an ingest is about."""

import os
from pathlib import Path

import pytest

from knowledge.sources import find_files, gone, sha256_of


def supported(path: Path) -> bool:
    return path.suffix.lower() in {".md", ".txt"}


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def shown(tmp_path: Path, *paths: Path) -> list[str]:
    return [file.shown for file in find_files(paths, supported, leave_out=tmp_path / "index").files]


def test_folders_are_walked_sorted_and_the_rest_passed_over(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    put(docs, "b.md", "a.txt", "sub/c.MD", ".hidden.md", ".git/d.md", "~$b.md", "e.dwg", "f.dwg", "LICENSE")
    found = find_files([docs], supported, leave_out=tmp_path / "index")
    assert [file.shown for file in found.files] == ["a.txt", "b.md", "sub/c.MD"]
    assert all(file.path.is_absolute() for file in found.files)
    ((folder, note),) = found.notes
    assert folder == "docs"
    assert "3 个" in note
    assert ".dwg 2 个" in note


def test_the_index_itself_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "index/b.md")
    assert shown(tmp_path, tmp_path) == ["a.md"]


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md")
    docs = tmp_path / "docs"
    assert shown(tmp_path, docs / "a.md", docs, docs / ".." / "docs") == ["a.md"]


def test_a_named_file_is_taken_whatever_its_format(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx")
    assert shown(tmp_path, tmp_path / "a.xlsx") == ["a.xlsx"]


def test_a_folder_named_like_a_file_is_walked_and_noted(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md/b.txt")
    found = find_files([tmp_path / "docs"], supported, leave_out=tmp_path / "index")
    assert [file.shown for file in found.files] == ["a.md/b.txt"]
    assert found.notes[0][0] == "a.md"


def test_a_missing_path_is_unread_not_gone(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md")
    paths = [tmp_path / "drive", tmp_path / "docs"]
    found = find_files(paths, supported, leave_out=tmp_path / "index")
    assert [path.name for path, _ in found.unread] == ["drive"]
    known = [str(tmp_path / "drive" / "x.md"), str(tmp_path / "docs" / "b.md"), str(tmp_path / "docs" / "a.md")]
    assert [file.shown for file in gone(known, paths, found)] == ["b.md"]


def test_what_lies_elsewhere_is_not_gone(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md")
    found = find_files([tmp_path / "docs"], supported, leave_out=tmp_path / "index")
    assert gone([str(tmp_path / "docs2" / "b.md")], [tmp_path / "docs"], found) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows list every folder")
def test_a_folder_that_cannot_be_listed_is_unread_not_gone(tmp_path: Path) -> None:
    put(tmp_path, "docs/sub/a.md", "docs/b.md")
    (tmp_path / "docs" / "sub").chmod(0)
    found = find_files([tmp_path / "docs"], supported, leave_out=tmp_path / "index")
    (tmp_path / "docs" / "sub").chmod(0o700)
    assert [path.name for path, _ in found.unread] == ["sub"]
    assert gone([str(tmp_path / "docs" / "sub" / "a.md")], [tmp_path / "docs"], found) == []


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
