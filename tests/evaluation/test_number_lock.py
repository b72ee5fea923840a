"""What the stub model says is false, or true, as its kind tells."""

import random

import pytest
from langchain_core.messages import HumanMessage

from evaluation.lock_statements import Statement, altered, true_otherwise
from evaluation.number_lock import Said, StubModel, trials_table

ONE = Statement(
    base="b", file="f", anchor="监测对象3127户9846人，改造危房1209户", before="2022年澄江县监测对象", figure="3127户", place="澄江县", year=2022,
    name="监测对象",
)  # fmt: skip
OTHERS = [
    ONE,
    *(
        Statement(base="b", file="f", anchor=ONE.anchor, before=b, figure=f)
        for b, f in (("危房", "1209户"), ("人数", "9846人"))
    ),
]


@pytest.mark.parametrize("kind", ["digit", "unit", "place", "year", "figure of the sentence", "units crossed"])
def test_exactly_one_thing_is_altered(kind: str) -> None:
    lie = altered(kind, ONE, OTHERS, ["红石镇", "黑水县"], random.Random(1))
    assert lie is not None and lie.sentence != ONE.text
    parts = ("3127户" in lie.sentence, "澄江县" in lie.sentence, "2022年" in lie.sentence)
    assert sum(parts) == 2, lie.sentence


def test_a_true_sentence_keeps_its_words() -> None:
    kind, sentence = true_otherwise(ONE, random.Random(2)) or ("", "")
    assert kind and sentence != ONE.text and "监测对象" in sentence


def test_the_stub_cites_the_passage_that_holds_the_words_or_refuses() -> None:
    model = StubModel(sentence="监测对象3127户", anchor="3127户")
    prompt = "<资料 [AB1]>\n别的\n</资料>\n\n<资料 [AB2]>\n监测对象3127户\n</资料>"
    assert model.invoke([HumanMessage(prompt)]).content == "监测对象3127户[AB2]。"
    assert model.cites and "[" not in str(StubModel(anchor="没有").invoke([HumanMessage(prompt)]).content)


def test_the_table_counts_what_was_shipped_and_what_was_blocked() -> None:
    said = [
        Said(kind=kind, truth=truth, question="", sentence="", true="", shown=shown)
        for kind, truth, shown in (("digit", False, True), ("digit", False, False), ("scale", True, False))
    ]
    rows = {row.split("|")[1].strip(): row for row in trials_table(said).splitlines()}
    assert "| 2 | 1 | 0.500 |" in rows["all altered"] and "| 1 | 1 | 1.000 |" in rows["all true"]
