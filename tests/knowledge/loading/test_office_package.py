"""Packages that would fill the memory are refused before a parser sees them."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import LoadError
from knowledge.loading.office_package import XML_BYTES
from knowledge.loading.pieces import Parsed
from knowledge.loading.slides import load_pptx
from knowledge.loading.word import load_docx
from tests.knowledge.loading.samples import slides, word
from tests.knowledge.loading.words import repacked

PACKAGES = [
    pytest.param(load_docx, word, "word/document.xml", id="docx"),
    pytest.param(load_pptx, slides, "ppt/slides/slide1.xml", id="pptx"),
]
Loader = Callable[[bytes, str], Parsed]
Make = Callable[[], list[bytes]]


@pytest.mark.parametrize(("loader", "make", "part"), PACKAGES)
def test_a_part_that_unpacks_to_more_than_a_document_has(loader: Loader, make: Make, part: str) -> None:
    bomb = repacked(make()[0], lambda name, raw: raw + b" " * XML_BYTES if name == part else raw)
    assert len(bomb) < 1_000_000
    resource = pytest.importorskip("resource")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(LoadError, match="文字部分"):
        loader(bomb, "弹.docx")
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@pytest.mark.parametrize(("loader", "make", "part"), PACKAGES)
def test_a_part_that_says_it_is_smaller_than_it_is(loader: Loader, make: Make, part: str) -> None:
    bomb = bytearray(repacked(make()[0], lambda name, raw: raw + b" " * 5_000_000 if name == part else raw))
    entry = bomb.rindex(part.encode()) - 46
    assert bomb[entry : entry + 4] == b"PK\x01\x02"
    bomb[entry + 24 : entry + 28] = struct.pack("<L", 1000)
    with pytest.raises(LoadError, match="损坏"):
        loader(bytes(bomb), "弹.docx")


@pytest.mark.parametrize(("loader", "make", "part"), PACKAGES)
def test_entities_that_multiply_are_not_expanded(loader: Loader, make: Make, part: str) -> None:
    entities = [b'<!ENTITY a0 "%s">' % (b"h" * 1000)]
    entities += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20) for n in range(1, 9)]
    laughs = b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [' + b"".join(entities) + b"]>"

    def with_entities(name: str, raw: bytes) -> bytes:
        if name != part:
            return raw
        return laughs + raw.split(b"?>", 1)[1].replace("监测".encode(), b"&a8;", 1)

    bomb = repacked(make()[0], with_entities)
    started = time.process_time()
    try:
        assert all(len(piece.text) < 1000 for piece in loader(bomb, "弹.docx").pieces)
    except LoadError as exc:
        assert "损坏" in exc.chinese
    assert time.process_time() - started < 3


@pytest.mark.parametrize(("loader", "make", "part"), PACKAGES)
def test_a_file_outside_the_package_is_not_read(loader: Loader, make: Make, part: str, tmp_path: Path) -> None:
    (secret := tmp_path / "secret.txt").write_text("机密机密")
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "%s">]>' % secret.as_uri().encode()

    def with_entity(name: str, raw: bytes) -> bytes:
        return raw if name != part else outside + raw.split(b"?>", 1)[1].replace("监测".encode(), b"&s;", 1)

    try:
        assert not any("机密" in piece.text for piece in loader(repacked(make()[0], with_entity), "a.docx").pieces)
    except LoadError as exc:
        assert "损坏" in exc.chinese
