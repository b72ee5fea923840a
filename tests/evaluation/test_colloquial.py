"""Pairs of one question in two wordings: their form, and when two answers agree."""

from pathlib import Path

import pytest

from bot.types import Answer, Citation
from evaluation.colloquial import Pair, agreement, read_pairs, table
from evaluation.question_sets import EvaluationError
from knowledge.types import DocumentCard, Metadata, Source


def cited(start: int, end: int, document: str = "甲") -> Answer:
    source = Source(path=document, name=document, format="md", sha256="0" * 64, size_bytes=1)
    card = DocumentCard(id=document, source=source, metadata=Metadata(title=document))
    citation = Citation(
        number=1, document=card, quote="字" * (end - start), start=start, end=end, passage="字" * 60, passage_start=0
    )
    return Answer(status="answered", text="[1]", citations=(citation,))


REFUSED = Answer(status="no_evidence", text="没有")


@pytest.mark.parametrize(
    ("one", "other", "same", "how"),
    [
        (cited(0, 9), cited(8, 20), False, "same evidence"),
        (cited(0, 9), cited(9, 20), True, "other evidence"),
        (cited(0, 9), cited(0, 9, "乙"), True, "other evidence"),
        (cited(0, 9), REFUSED, True, "one refused"),
        (REFUSED, cited(0, 9), True, "one refused"),
        (REFUSED, REFUSED, True, "both refused alike"),
        (REFUSED, REFUSED, False, "both refused"),
    ],
)
def test_agreement(one: Answer, other: Answer, same: bool, how: str) -> None:
    assert agreement(one, other, same_passage=same) == how


def test_the_shipped_pairs() -> None:
    pairs = read_pairs()
    assert len(pairs) == 200
    assert sum(pair.base == "laws" for pair in pairs) == 60
    assert sum(pair.split == "fresh" for pair in pairs) == 100
    assert len({pair.colloquial for pair in pairs}) == 200
    assert not any(pair.colloquial == pair.official for pair in pairs)


def test_the_rate_counts_both_ways_of_agreeing() -> None:
    pair = Pair(id="c1", colloquial="甲", official="乙", base="reports", split="dev")
    shown = table(
        [(pair, "same evidence"), (pair, "both refused alike"), (pair, "one refused"), (pair, "both refused")]
    )
    assert "| all | all | 4 | 0.500 | 1 | 1 | 1 | 0 | 1 |" in shown


@pytest.mark.parametrize(
    "line", ["{", '{"id": "c1"}', '{"id":"c","colloquial":"甲","official":"乙","base":"x","split":"dev"}']
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="第 1 行"):
        read_pairs(path)
