"""What a base keeps for citations through ingests: drawn pages without reading again, originals as long as a version names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import PublishError
from knowledge.originals import FOLDER
from tests.knowledge.bases import Base
from tests.knowledge.corpus import NOTICE, REPORT
from tests.knowledge.loading.pdfs import Words, pdf

PDF = pdf(
    [[Words(80, 80, "临时救助办法"), Words(80, 120, "每户不超过三千元。")], [Words(80, 80, "本办法自公布之日起施行。")]]
)


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


def _kept(base: Base) -> list[str]:
    """Formats of the originals, and that each is named by its digest."""
    folder = base.settings.index / FOLDER
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    assert all(len(path.stem) == 64 for path in files)
    return sorted(path.suffix for path in files)


def test_pages_are_stored_and_found_by_what_they_draw(base: Base) -> None:
    (base.docs / "a.pdf").write_bytes(PDF)
    base.sync()
    catalogue = base.open().catalogue
    (card,) = catalogue.cards()
    assert catalogue.page_count(card.id) == 2
    text = catalogue.document(card.id).text
    for page in (1, 2):
        drawn = catalogue.page(card.id, page)
        assert (drawn.page, drawn.width, drawn.height) == (page, 595, 842)
        for line in drawn.lines:
            assert catalogue.pages_near(card.id, line.start, line.end) == [page]
            assert text[line.start : line.end].strip()
    assert catalogue.pages_near(card.id, 0, len(text)) == [1, 2]
    assert catalogue.pages_near(card.id, len(text), len(text) + 9) == []
    for missing in ((card.id, 0), (card.id, 3), ("x", 1)):
        with pytest.raises(KeyError):
            catalogue.page(*missing)
    assert catalogue.page_count("x") == 0


def test_pages_are_carried_over_without_reading_the_file_again(base: Base, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    base.sync(file)
    before = base.open().catalogue
    (card,) = before.cards()
    file.unlink()
    for value in (1, 2):
        (base.docs / "b.txt").write_text(REPORT.format(value, 3), encoding="utf-8")
        base.sync(base.docs)
        catalogue = base.open().catalogue
        assert {c.source.name for c in catalogue.cards()} == {"a.pdf", "b.txt"}
        assert catalogue.packed_pages(card.id) == before.packed_pages(card.id)
    assert base.open().originals.open(card.source).read_bytes() == PDF


def test_a_changed_file_has_its_own_pages_and_the_old_ones_go(base: Base) -> None:
    (base.docs / "a.pdf").write_bytes(PDF)
    base.sync()
    (old,) = base.open().catalogue.cards()
    (base.docs / "a.pdf").write_bytes(pdf([[Words(80, 80, "新办法"), Words(80, 120, "每户不超过五千元。")]]))
    base.sync()
    catalogue = base.open().catalogue
    (new,) = catalogue.cards()
    assert (catalogue.page_count(new.id), catalogue.page_count(old.id)) == (1, 0)


def test_originals_stay_as_long_as_a_kept_version_names_them(base: Base) -> None:
    base.settings = base.settings.model_copy(update={"keep_versions": 2})
    (base.docs / "a.pdf").write_bytes(PDF)
    (base.docs / "b.md").write_text(NOTICE.format(1), encoding="utf-8")
    base.sync()
    assert _kept(base) == [".md", ".pdf"]
    (base.docs / "a.pdf").unlink()
    base.sync()
    assert _kept(base) == [".md", ".pdf"], "the version before still names it"
    (base.docs / "c.txt").write_text(REPORT.format(1, 2), encoding="utf-8")
    base.sync()
    assert _kept(base) == [".md", ".txt"]


def test_the_same_bytes_are_kept_once(base: Base) -> None:
    for name in ("a.pdf", "b.pdf"):
        (base.docs / name).write_bytes(PDF)
    base.sync()
    assert _kept(base) == [".pdf"]


def test_a_lost_original_is_restored_though_nothing_changed(base: Base) -> None:
    (base.docs / "a.pdf").write_bytes(PDF)
    first = base.sync()
    (copy,) = (base.settings.index / FOLDER).iterdir()
    for damage in (copy.unlink, lambda: copy.write_bytes(b"?" * len(PDF))):
        damage()
        assert base.sync().version == first.version
        assert copy.read_bytes() == PDF


def test_originals_need_not_be_kept(base: Base) -> None:
    (base.docs / "a.pdf").write_bytes(PDF)
    base.sync()
    assert _kept(base) == [".pdf"]
    base.settings = base.settings.model_copy(update={"keep_originals": False})
    base.sync()
    assert not (base.settings.index / FOLDER).exists()
    knowledge = base.open()
    (card,) = knowledge.catalogue.cards()
    assert knowledge.originals.open(card.source) == base.docs / "a.pdf"


def test_originals_that_can_not_be_written_leave_the_old_base(base: Base) -> None:
    base.settings = base.settings.model_copy(update={"keep_originals": False})
    (base.docs / "b.md").write_text(NOTICE.format(1), encoding="utf-8")
    first = base.sync()
    base.settings = base.settings.model_copy(update={"keep_originals": True})
    (base.settings.index / FOLDER).write_text("a file where the folder should be", encoding="utf-8")
    (base.docs / "a.pdf").write_bytes(PDF)
    with pytest.raises(PublishError, match="原件"):
        base.sync()
    assert base.open().version == first.version
    assert base.versions() == [first.version]


def test_an_original_that_is_gone_before_it_was_kept_is_said(base: Base, tmp_path: Path) -> None:
    base.settings = base.settings.model_copy(update={"keep_originals": False})
    file = tmp_path / "a.pdf"
    file.write_bytes(PDF)
    base.sync(file)
    file.unlink()
    base.settings = base.settings.model_copy(update={"keep_originals": True})
    (base.docs / "b.md").write_text(NOTICE.format(1), encoding="utf-8")
    report = base.sync()
    assert [name for name, note in report.notes if "原件没有留存" in note] == ["a.pdf"]
    assert _kept(base) == [".md"]
