"""A deleted document is gone from everything in one publish, and a running reader says so; preview changes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.answering import PolicyBot
from bot.settings import BotSettings
from bot.types import Question
from knowledge.assembly import KnowledgeBase, KnowledgeReader
from knowledge.catalogue import FILE_NAME
from knowledge.errors import KnowledgeError, NameUnknown, NothingToPublish
from knowledge.lexical import terms
from knowledge.publishing import Publisher
from knowledge.versions import IndexFolder
from tests.knowledge.bases import EMBEDDER, Base
from tests.knowledge.corpus import STATE_A, STATE_B, write

GONE = "遭遇火灾的家庭可以申请。"


@pytest.fixture
def base(tmp_path: Path) -> Base:
    made = Base(tmp_path)
    write(made.docs, STATE_A)
    made.sync()
    return made


def delete(base: Base, *names: str) -> object:
    return Publisher(base.settings, EMBEDDER).delete(names)


def names_found(opened: KnowledgeBase) -> set[str]:
    """Files that any way of looking leads to, for a question about b.md."""
    catalogue, ids = opened.catalogue, opened.catalogue.chunk_ids()
    near = [key for key, _ in opened.vectors.query(EMBEDDER.embed_question(GONE), len(ids))]
    scores = opened.lexical.scores(terms(GONE))
    lexical = [key for key, score in zip(ids, scores, strict=True) if score > 0]
    figures = [figure.document_id for card in catalogue.cards() for figure in catalogue.figures_of(card.id)]
    about = {catalogue.chunk(key).document_id for key in (*near, *lexical)} | set(figures)
    return {catalogue.card(key).source.name for key in about} | {Path(file.path).name for file in catalogue.files()}


def test_a_deleted_document_is_gone_everywhere_for_a_reader_that_is_running(base: Base) -> None:
    reader = KnowledgeReader(base.settings, embedder=EMBEDDER)
    bot = PolicyBot(reader, BotSettings())
    opened = reader.current()
    (gone,) = (card for card in opened.catalogue.cards() if card.source.name == "b.md")
    assert "b.md" in names_found(opened)
    assert opened.catalogue.document(gone.id).text and opened.catalogue.figures_of(gone.id)
    asked = Question(text="遭遇火灾的家庭可以申请临时救助吗？")
    assert any(hit.document.id == gone.id for hit in bot.search(asked.text))
    bot.document(gone.id)
    report = Publisher(base.settings, EMBEDDER).delete(["b.md"])
    assert report.removed == ("b.md",)
    now = reader.current()
    assert now.version == report.version
    assert names_found(now) == {"a.txt", "c.md"}
    assert now.vectors.count() == now.lexical.size == now.catalogue.chunk_count() == report.chunks
    assert now.catalogue.figures_of(gone.id) == [] and now.catalogue.chunks_of(gone.id) == []
    for look in (now.catalogue.document, now.catalogue.card, now.catalogue.record):
        with pytest.raises(KeyError):
            look(gone.id)
    assert all(hit.document.id != gone.id for hit in bot.search(asked.text))
    assert all(citation.document.id != gone.id for citation in bot.invoke(asked).citations)
    with pytest.raises(KnowledgeError):
        bot.document(gone.id)
    place = IndexFolder(base.settings.index).version_folder(now.version)
    with closing(sqlite3.connect(place / FILE_NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (report.chunks,)
    for path in place.rglob("*"):
        assert path.is_dir() or "遭遇火灾".encode() not in path.read_bytes(), path


def test_a_document_whose_file_is_still_there_comes_back_with_the_next_ingest(base: Base) -> None:
    delete(base, "sub/c.md", str(base.docs / "a.txt"), "a.txt")
    assert base.names() == ["b.md"]
    assert base.sync().added == ("a.txt", "sub/c.md")


def test_a_name_that_is_none_or_several_deletes_nothing(base: Base) -> None:
    before = base.versions()
    with pytest.raises(NameUnknown, match=r"没有 b\.mb，是不是 b\.md"):
        delete(base, "a.txt", "b.mb")
    (base.docs / "b.txt").write_text("# 另一份\n\n别的内容。\n", encoding="utf-8")
    write(base.docs / "sub", {"c.md": STATE_A["sub/c.md"], "b.md": "# 另一份\n\n别的内容。\n"})
    base.sync()
    with pytest.raises(NameUnknown, match="有 2 份，请写出完整路径"):
        delete(base, "b.md")
    assert before[0] in base.versions() and len(base.versions()) == 2


def test_the_last_document_cannot_be_deleted(base: Base) -> None:
    with pytest.raises(NothingToPublish):
        delete(base, "a.txt", "b.md", "c.md")
    assert base.names() == ["a.txt", "b.md", "c.md"]


def test_another_file_with_the_same_text_is_named(base: Base) -> None:
    (base.docs / "z.md").write_text(STATE_A["b.md"] + "\n", encoding="utf-8")
    base.sync()
    report = Publisher(base.settings, EMBEDDER).delete(["b.md"])
    assert report.notes == (("b.md", "内容相同的 z.md 还在知识库里；也要去掉的话请一并写上。"),)
    assert base.names() == ["a.txt", "c.md", "z.md"]


def test_a_preview_says_what_an_ingest_does_and_changes_nothing(base: Base) -> None:
    before = (base.settings.index / "CURRENT").read_bytes(), base.versions()
    write(base.docs, STATE_B)
    previewed = Publisher(base.settings, EMBEDDER).preview([base.docs])
    assert (previewed.added, previewed.replaced, previewed.removed) == (("d.md",), ("a.txt",), ("b.md",))
    assert before == ((base.settings.index / "CURRENT").read_bytes(), base.versions())
    assert "120户" in base.text()
    done = base.sync()
    assert (previewed.added, previewed.replaced, previewed.removed) == (done.added, done.replaced, done.removed)
    said = [(c.name, c.before and c.before.said, c.after and c.after.said) for c in done.figures]
    assert said == [("a.txt", "120户", "150户"), ("a.txt", "3所", "5所")]
    assert previewed.figures == done.figures
