"""The made-up figures of the table's benchmark: as many as asked, and one in a hundred contradicted."""

from random import Random

from evaluation.figure_table import _documents, _request


def test_each_document_has_a_counterpart_that_differs_here_and_there() -> None:
    texts = dict(_documents(20_000))
    assert len(texts) == 40
    differing = 0
    for name, text in texts.items():
        if name.endswith("报告.md"):
            other = texts[name.replace("报告", "简报")]
            rows, others = ([line for line in each.splitlines() if line.startswith("| ")] for each in (text, other))
            cells = [
                pair
                for one, two in zip(rows, others, strict=True)
                for pair in zip(one.split("|"), two.split("|"), strict=True)
            ]
            differing += sum(one != two for one, two in cells)
    assert 50 < differing < 150  # of 10,000
    assert dict(_documents(20_000)) == texts


def test_requests_of_a_kind_ask_what_it_says() -> None:
    assert set(_request("words", Random(1))) == {"q"}
    assert set(_request("all together", Random(1))) == {"q", "year", "unit", "sort", "desc", "page"}
