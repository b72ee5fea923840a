"""A short run of the fuzzing that `make fuzz` does at length, and bytes and texts of any kind."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import LoadError
from tests.knowledge.loading.fuzzing import FAMILIES, broken, fuzz, read

TRIES = 40
_TEXTS = [suffix for suffix in FAMILIES if suffix in {".md", ".txt", ".html", ".doc", ".csv"}]
_MARKUP = st.sampled_from(
    ["<p>", "</p>", "<table>", "<tr>", "<td rowspan=3 colspan=2>", "<li>", "<br>", "| ", "|---|", "# ", "- ", "\n", "　", "\t",
     "一、", "（一）", "第三条 ", "1. ", "。", "\0", "\r", "<!--", "-->", "```", "**", "[x](y)", "\ufeff", "\u2028", "🙂", "附件："]
)  # fmt: skip


def test_good_files_are_read() -> None:
    for suffix, make in FAMILIES.items():
        for number, raw in enumerate(make()):
            try:
                read(suffix, raw)
            except LoadError:
                assert suffix in (".doc", ".png"), f"{suffix} {number}"  # what needs LibreOffice; pictures without text


def test_broken_files_raise_load_errors_and_nothing_else() -> None:
    tries = [(suffix, number) for suffix in FAMILIES for number in range(TRIES)]
    assert [str(finding) for finding in fuzz(tries)] == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_try_can_be_made_again() -> None:
    for suffix in FAMILIES:
        tries = [broken(suffix, number) for number in range(5)]
        assert tries == [broken(suffix, number) for number in range(5)]
        assert len(set(tries)) > 1


def test_the_harness_sees_what_it_looks_for() -> None:
    found = list(fuzz([(".no such family", 0), (".md", 0), (".no such family", 1)]))
    assert [(finding.suffix, finding.number) for finding in found] == [(".no such family", 0), (".no such family", 1)]
    assert "KeyError" in found[0].what


@pytest.mark.parametrize("suffix", _TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    raw=st.binary(max_size=300)
    | st.lists(_MARKUP | st.text(max_size=20), max_size=40).map(lambda s: "".join(s).encode("utf-8", "ignore"))
)
def test_any_bytes_and_any_markup(suffix: str, raw: bytes) -> None:
    try:
        read(suffix, raw)
    except LoadError as exc:
        assert exc.chinese
