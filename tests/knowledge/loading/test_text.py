"""Text is normalised once, and nothing that is visible changes but the radicals."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.text import clean, join_lines


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("\ufeff各\u200b乡\u200d镇\x00", "各乡镇"),
        ("第一条\u00a0为了", "第一条 为了"),
        ("⻓期⻔槛⾼⼀些", "长期门槛高一些"),
        ("（１２．５％）“补助”：每月490元", "（１２．５％）“补助”：每月490元"),
        ("甲\u2028乙\f丙", "甲\n乙\n丙"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF)))
def test_chinese_text_stays_verbatim(text: str) -> None:
    kept = "".join(c for c in text if not 0x2E80 <= ord(c) <= 0x2FDF)
    assert unicodedata.normalize("NFKC", clean(kept)) == unicodedata.normalize("NFKC", kept)


def test_lines_join_without_space_only_beside_chinese() -> None:
    assert join_lines("补助标准为每人每月", "490元。") == "补助标准为每人每月490元。"
    assert join_lines("rural", "policy") == "rural policy"
