"""The catalogue: what goes in comes out, for several readers at once, and damage is said."""

import sqlite3
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import FILE_NAME, Catalogue, catalogue_bytes, stored_vectors
from knowledge.catalogue_building import CatalogueBuilder
from knowledge.errors import IndexDamaged, PublishError
from knowledge.records import (
    DocumentRecord,
    FileRecord,
    chunk_row,
    document_row,
    figure_row,
    read_chunk,
    read_figure,
    read_record,
)
from knowledge.types import Block, Chunk, Document, Figure, Metadata, Position, Source

TEXT = "南陵县通知\n第一句。第二句。\n第三句。\n"


def document(key: str, text: str = TEXT) -> Document:
    return Document(
        id=key,
        source=Source(
            path=f"/docs/{key}.txt", name=f"{key}.txt", format="txt", sha256=key * 4, size_bytes=9, encoding="gb18030"
        ),
        text=text,
        blocks=(
            Block(kind="heading", start=0, end=5, level=1, position=Position(line=1)),
            Block(
                kind="table_row",
                start=6,
                end=14,
                cells=((6, 10), (10, 14)),
                position=Position(page=2, rectangle=(0, 1.5, 2, 3)),
            ),
        ),
        metadata=Metadata(
            title="通知", issued=date(2023, 5, 1), places=("南陵省", "云岭市"), level="县", years=(2022,)
        ),
        warnings=("按 gb18030 读取。",),
    )


def chunk(key: str, start: int, end: int) -> Chunk:
    return Chunk(
        id=f"{key}:{start}",
        document_id=key,
        start=start,
        end=end,
        text=TEXT[start:end],
        heading_path=("一、条件", "（一）户籍"),
        context="应当：",
        position=Position(line=2),
    )


def figure(key: str, start: int, count: str, **changed: object) -> Figure:
    made = Figure(
        document_id=key, start=start, end=start + 3, sentence_start=0, sentence_end=19, indicator="监测对象",
        qualifiers=("累计", "其中"), place="南陵县", place_from="document", period="2022", period_from="heading",
        value=Decimal(count), unit="户", said="第一句",
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


FIGURES = [figure("aaaa", 6, "9922"), figure("aaaa", 10, "0.10", upper=Decimal("891000000")), figure("bbbb", 6, "-57")]
CHUNKS = [chunk("aaaa", 6, 10), chunk("aaaa", 10, 14), chunk("aaaa", 15, 19), chunk("bbbb", 6, 14)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with CatalogueBuilder(tmp_path) as builder:
        builder.add_files([FileRecord(path="/docs/aaaa.txt", sha256="s", document_id="aaaa")])
        builder.add_document(DocumentRecord(document=document("aaaa"), repealed_by="新办法"))
        builder.add_document(DocumentRecord(document=document("bbbb")))
        builder.add_document(DocumentRecord(document=document("cccc"), duplicate_of="aaaa"))
        builder.add_chunks((piece, f"hash-{piece.id}") for piece in CHUNKS)
        builder.add_figures(FIGURES[:2])
        builder.add_figures(FIGURES[2:])
        builder.add_vectors("e5", ["h1", "h2"], np.eye(2, 3, dtype=np.float32))
        builder.add_vectors("other", ["h1"], np.ones((1, 3), dtype=np.float32))
    return tmp_path


def test_a_document_comes_back_as_it_went_in(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert catalogue.document("aaaa") == document("aaaa")
    assert catalogue.record("cccc") == DocumentRecord(document=document("cccc"), duplicate_of="aaaa")
    assert catalogue.files() == [FileRecord(path="/docs/aaaa.txt", sha256="s", document_id="aaaa")]


def test_cards_leave_whole_duplicates_out(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert [card.id for card in catalogue.cards()] == ["aaaa", "bbbb"]
    assert catalogue.card("aaaa").repealed_by == "新办法"
    assert catalogue.card("bbbb").metadata == document("bbbb").metadata
    assert catalogue.document_ids() == ["aaaa", "bbbb", "cccc"]
    assert catalogue.duplicates() == {"cccc": "aaaa"}
    assert catalogue.document_count() == 2


def test_chunks_come_in_the_order_asked_for(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert catalogue.chunk_ids() == [piece.id for piece in CHUNKS]
    assert catalogue.documents_of_chunks() == [piece.document_id for piece in CHUNKS]
    wanted = [CHUNKS[3], CHUNKS[0], CHUNKS[3]]
    assert catalogue.chunks([piece.id for piece in wanted]) == wanted
    assert catalogue.chunk("aaaa:10") == CHUNKS[1]
    assert catalogue.chunks_of("aaaa") == CHUNKS[:3]
    assert catalogue.chunk_count() == 4


def test_more_ids_than_sqlite_takes_variables(folder: Path) -> None:
    assert len(Catalogue(folder).chunks(["aaaa:6"] * 2500)) == 2500


def test_figures_come_back_as_they_went_in(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert catalogue.figures_of("aaaa") == FIGURES[:2]
    assert catalogue.figures_of("cccc") == []
    assert catalogue.figures_between("aaaa", 6, 9) == FIGURES[:1]
    assert catalogue.figures_between("aaaa", 7, 13) == FIGURES[1:2]
    assert catalogue.figures_between("aaaa", 0, 8) == []


def test_figures_are_found_in_all_documents_by_place_unit_and_words(tmp_path: Path) -> None:
    figures = [
        figure("aaaa", 6, "903"), figure("bbbb", 6, "887", qualifiers=()), figure("bbbb", 8, "2914", unit="人"), figure("bbbb", 9, "12", place="青禾镇"),
        figure("bbbb", 10, "5", indicator="对象"), figure("bbbb", 11, "7", indicator="户", qualifiers=("监测",)),
    ]  # fmt: skip
    with CatalogueBuilder(tmp_path) as builder:
        for key in ("aaaa", "bbbb"):
            builder.add_document(DocumentRecord(document=document(key)))
        builder.add_figures(figures)
    catalogue = Catalogue(tmp_path)
    assert catalogue.figures_about(["南陵县"], ["户"], ["监测"]) == [figures[0], figures[1], figures[5]]
    assert catalogue.figures_about(["南陵县", "青禾镇"], ["户", "人"], ["监测"]) == [*figures[:4], figures[5]]
    assert catalogue.figures_about(["南陵县"], ["户"], []) == catalogue.figures_about([], ["户"], ["监测"]) == []
    assert catalogue.figure_units() == {"户", "人"}
    catalogue.close()


def test_the_passage_at_an_offset_is_found(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert catalogue.chunk_at("aaaa", 6) == CHUNKS[0]
    assert catalogue.chunk_at("aaaa", 13) == CHUNKS[1]
    assert catalogue.chunk_at("aaaa", 14) is None
    assert catalogue.chunk_at("nowhere", 6) is None


def test_neighbours_stay_in_the_document(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert catalogue.neighbours("aaaa:10", 1, 0) == CHUNKS[:2]
    assert catalogue.neighbours("aaaa:15", 1, 5) == CHUNKS[1:3]
    assert catalogue.neighbours("bbbb:6", 9, 9) == CHUNKS[3:]


@pytest.mark.parametrize("method", ["card", "document", "record", "chunk"])
def test_an_unknown_id_is_a_key_error(folder: Path, method: str) -> None:
    with pytest.raises(KeyError):
        getattr(Catalogue(folder), method)("nope")
    with pytest.raises(KeyError):
        Catalogue(folder).neighbours("nope", 1, 1)


def test_vectors_come_back_for_their_embedder_only(folder: Path) -> None:
    found = stored_vectors(folder, "e5", ["h1", "h2", "h3"])
    assert {key: vector.tolist() for key, vector in found.items()} == {"h1": [1, 0, 0], "h2": [0, 1, 0]}
    assert stored_vectors(folder, "other", ["h2"]) == {}
    assert stored_vectors(folder / "none", "e5", ["h1"]) == {}
    assert catalogue_bytes(folder) > 0 == catalogue_bytes(folder / "none")


def test_threads_share_a_catalogue(folder: Path) -> None:
    catalogue = Catalogue(folder)
    wrong: list[object] = []

    def read() -> None:
        for _ in range(200):
            if catalogue.chunks([piece.id for piece in CHUNKS]) != CHUNKS or len(catalogue.cards()) != 2:
                wrong.append("differs")

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_open_catalogue_outlives_its_folder(folder: Path) -> None:
    catalogue = Catalogue(folder)
    catalogue.chunk_count()
    (folder / FILE_NAME).unlink()
    assert catalogue.chunks_of("bbbb") == CHUNKS[3:]


def test_damage_is_said_in_words(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = folder / FILE_NAME
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(IndexDamaged, match=r"ingest\.py"):
        Catalogue(folder).cards()
    with pytest.raises(IndexDamaged):
        stored_vectors(folder, "e5", ["h1"])
    with pytest.raises(IndexDamaged):
        Catalogue(tmp_path_factory.mktemp("empty")).cards()


def test_a_value_that_no_longer_fits_is_damage(folder: Path) -> None:
    with sqlite3.connect(folder / FILE_NAME) as connection:
        connection.execute("UPDATE documents SET metadata = '{}'")
    with pytest.raises(IndexDamaged):
        Catalogue(folder).cards()


def test_a_folder_that_is_gone_is_a_publish_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="磁盘空间"):
        CatalogueBuilder(tmp_path / "nowhere")


def test_readers_cannot_write(folder: Path) -> None:
    with pytest.raises(IndexDamaged):
        Catalogue(folder)._rows("DELETE FROM chunks")


texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(text=texts, heading=st.lists(texts, max_size=3), context=texts, line=st.none() | st.integers(1, 9))
def test_any_chunk_survives_the_row(text: str, heading: list[str], context: str, line: int | None) -> None:
    piece = replace(CHUNKS[0], text=text, heading_path=tuple(heading), context=context, position=Position(line=line))
    assert read_chunk(chunk_row(piece)) == piece


@given(text=texts, title=texts, day=st.none() | st.dates(), places=st.lists(texts, max_size=3))
def test_any_document_survives_the_row(text: str, title: str, day: date | None, places: list[str]) -> None:
    whole = replace(document("aaaa"), text=text, metadata=Metadata(title=title, issued=day, places=tuple(places)))
    record = DocumentRecord(document=whole, repealed_by=title)
    assert read_record(document_row(record)) == record


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15),
    upper=st.none() | st.decimals(0, 10**15, allow_nan=False, places=3),
    words=texts,
    source=st.sampled_from(["sentence", "heading", "document", ""]),
)
def test_any_figure_survives_the_row(value: Decimal, upper: Decimal | None, words: str, source: str) -> None:
    made = figure("aaaa", 1, "0", value=value, upper=upper, indicator=words, place_from=source, qualifiers=(words,))
    assert read_figure(figure_row(made)) == made


def test_figures_are_listed_as_lines_and_read_back_in_any_order(folder: Path) -> None:
    catalogue = Catalogue(folder)
    lines = catalogue.figure_lines()
    assert [(line.document_id, line.value, line.unit) for line in lines] == [
        ("aaaa", "9922", "户"), ("aaaa", "0.10", "户"), ("bbbb", "-57", "户"),
    ]  # fmt: skip
    assert lines[0].name.split() == ["累计", "其中", "监测对象"]
    backwards = [line.ordinal for line in reversed(lines)]
    assert catalogue.figures_at(backwards) == list(reversed(FIGURES))
    assert catalogue.figures_at([]) == []
    assert catalogue.figure_ordinals("aaaa", 10) == [lines[1].ordinal]
    assert catalogue.figure_ordinals("aaaa", 11) == []
    with pytest.raises(KeyError):
        catalogue.figures_at([999])
