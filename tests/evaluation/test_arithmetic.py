"""The evaluation of arithmetic computes its references itself and isn't easily pleased."""

from decimal import Decimal

import pytest

from bot.types import Answer
from evaluation.arithmetic import GOLD, OPERATIONS, Operand, Sum, read_sums, reference, right, rows_asked


def sum_of(operation: str, *values: tuple[str, str, str], **slots) -> Sum:
    terms = tuple(Operand(label=label, value=value, unit=unit) for label, value, unit in values)
    return Sum(id="x", split="dev", operation=operation, question="?", terms=terms, **slots)


def answer(text: str) -> Answer:
    return Answer(status="answered", text=text)


@pytest.mark.parametrize(
    ("operation", "result"),
    [("sum", "775"), ("difference", "59"), ("average", "387.5"), ("remaining", "59")],
)
def test_references_are_computed_from_the_terms(operation: str, result: str) -> None:
    assert reference(sum_of(operation, ("", "358", "户"), ("", "417", "户"))) == Decimal(result)


def test_a_fall_is_right_with_its_sign_or_its_word_only() -> None:
    fall = sum_of("growth", ("", "358", "户"), ("", "417", "户"))
    assert right(fall, answer("(358户[1]−417户[2])÷417户[2]≈−14.15%，下降14.15%"))
    assert right(fall, answer("下降14.2%[1]")) is False
    assert right(fall, answer("下降14.15%[1]"))
    assert not right(fall, answer("≈14.15%"))
    assert not right(fall, answer("增长14.15%"))


def test_every_shown_result_has_to_be_right() -> None:
    both = sum_of("sum", ("", "358", "户"), ("", "417", "户"))
    assert right(both, answer("358户[1]+417户[2]=775户"))
    assert not right(both, answer("358户[1]+417户[2]=775户；1户[1]+2户[2]=3户"))
    assert not right(both, answer("358户[1]，417户[2]"))


def test_rows_have_to_be_named_and_no_others() -> None:
    rows = (("甲镇", "30", "户"), ("乙镇", "20", "户"), ("丙镇", "10", "户"))
    count = sum_of("count", *rows, relation=">", bound="15")
    assert rows_asked(count) == ["甲镇", "乙镇"]
    assert right(count, answer("有2个：甲镇30户[1]、乙镇20户[2]"))
    assert not right(count, answer("有2个：甲镇30户[1]、丙镇10户[2]"))
    assert not right(count, answer("有3个：甲镇30户[1]、乙镇20户[2]"))
    rank = sum_of("extreme", *rows, direction="most", rank_of="乙镇")
    assert right(rank, answer("甲镇30户[1]＞乙镇20户[2]，乙镇排第2"))
    assert not right(rank, answer("甲镇30户[1]＞乙镇20户[2]，乙镇排第21"))


def test_what_has_to_be_refused_is_right_only_refused() -> None:
    mixed = sum_of("sum", refuse="units")
    assert right(mixed, Answer(status="no_evidence", text="单位不同"))
    assert not right(mixed, answer("=3户"))


def test_the_gold_file_has_enough_of_each() -> None:
    sums = read_sums(GOLD)
    assert len({each.id for each in sums}) == len(sums)
    for operation in OPERATIONS:
        assert (
            sum(each.operation == operation and not each.refuse and each.split in ("dev", "held") for each in sums)
            >= 10
        )
    assert sum(bool(each.refuse) for each in sums) >= 15
