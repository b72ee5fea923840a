"""The recipe of the choice of clauses: its measure and its fit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evaluation.clauses import Seen, fitted, rouge_l

TEXTS = st.text(alphabet="低保金每月发放 ", max_size=12)


def longest_common(one: str, other: str) -> int:
    """The table as every textbook has it."""
    row = [0] * (len(other) + 1)
    for character in one:
        last = 0
        for place, its in enumerate(other, 1):
            last, row[place] = row[place], last + 1 if character == its else max(row[place], row[place - 1])
    return row[-1]


def test_rouge_of_likes_and_strangers() -> None:
    assert rouge_l("每月 发放", "每月发放") == 1.0
    assert rouge_l("每月", "") == rouge_l("", "每月") == rouge_l("甲乙", "丙丁") == 0.0
    assert rouge_l("每月发放低保金", "低保金") == 0.6


@given(TEXTS, TEXTS)
def test_rouge_is_the_textbooks(one: str, other: str) -> None:
    a, b = one.replace(" ", ""), other.replace(" ", "")
    expected = 2 * longest_common(a, b) / (len(a) + len(b)) if a and b else 0.0
    assert rouge_l(one, other) == expected


def test_the_fit_prefers_what_goes_with_a_good_answer() -> None:
    random = np.random.default_rng(3)
    seen = []
    for _ in range(30):
        values = random.random((6, 4))
        seen.append(Seen("fit", values, values[:, 1]))
    weights = fitted(seen)
    assert int(np.argmax(weights)) == 1
    chosen = [each.rouge[int(np.argmax(each.values @ weights))] for each in seen]
    assert np.mean(chosen) > 0.9 * np.mean([each.rouge.max() for each in seen])
