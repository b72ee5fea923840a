"""Weights of whether the best statement is the right one, fitted anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.answerability import OF_THE_RIGHT
from evaluation.rightness import Judged, is_right, judged, places_of, report
from knowledge.assembly import KnowledgeReader
from knowledge.settings import KnowledgeSettings
from tests.bot.test_answerability import asked
from tests.bot.test_answerability import judged as statement


def test_evidence_is_found_wherever_it_stands(tiny_index: Path) -> None:
    knowledge = KnowledgeReader(KnowledgeSettings(index=tiny_index)).current()
    card = knowledge.catalogue.cards()[0]
    text = knowledge.catalogue.document(card.id).text
    for document, start, end in places_of([text[3:9], ""], knowledge):
        assert knowledge.catalogue.document(document).text[start:end] == text[3:9]
    assert (card.id, 3, 9) in places_of([text[3:9]], knowledge)
    assert places_of([], knowledge) == []


def test_a_statement_is_right_where_it_overlaps() -> None:
    said = statement()
    document = said.hit.document.id
    assert is_right(said, [(document, said.end - 1, said.end + 5)])
    assert not is_right(said, [(document, said.end, said.end + 5), ("another", said.start, said.end)])


def test_only_what_is_known_is_judged() -> None:
    said = statement()
    place = (said.hit.document.id, said.start, said.end)
    assert judged(asked(), [said], []) is None
    assert judged(asked(), [statement(holds=False)], [place]) is None
    found = judged(asked(), [said], [place])
    assert found is not None
    assert found.right
    assert len(found.values) == len(OF_THE_RIGHT)


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    rng = np.random.default_rng(1)
    seen = []
    for _ in range(400):
        values = rng.normal(size=len(OF_THE_RIGHT))
        seen.append(Judged(tuple(float(v) for v in values), bool(values[3] > 0)))
    lines = report(seen, 1.0).splitlines()
    weights = [float(line.split(": ")[1].rstrip(",")) for line in lines[: len(OF_THE_RIGHT)]]
    assert np.argmax(np.abs(weights)) == 3
    assert all(float(line.rsplit(" ", 1)[1]) > 0.9 for line in lines if line.startswith("held"))
    assert np.isfinite(weights).all()
    assert pytest.approx(0, abs=5) == float(lines[len(OF_THE_RIGHT)].rsplit(" ", 1)[1])
