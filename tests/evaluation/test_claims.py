"""Claims are drawn with a seed, each of its kind, and judged by how the answer begins."""

from __future__ import annotations

import pytest

from evaluation.claims import Claim, Judged, claims, verdicts_table
from evaluation.scope_swaps import FACTS, read_facts

DRAWN = claims(read_facts(FACTS), 5, 60)


def test_the_same_seed_draws_the_same_claims() -> None:
    assert claims(read_facts(FACTS), 5, 60) == DRAWN
    assert claims(read_facts(FACTS), 6, 60) != DRAWN
    assert [sum(c.kind == kind for c in DRAWN) for kind in ("true", "altered", "elsewhere")] == [24, 18, 18]


@pytest.mark.parametrize("claim", DRAWN, ids=lambda claim: claim.text)
def test_only_a_true_claim_says_what_the_documents_do(claim: Claim) -> None:
    assert claim.value
    assert any(value in claim.text for value in claim.value) == (claim.kind == "true")


def test_a_yes_to_a_false_claim_and_a_no_to_a_true_one_are_wrong() -> None:
    true = Claim(fact="f", kind="true", text="甲镇是5户吗", value=("5户",))
    false = Claim(fact="f", kind="altered", text="甲镇是6户吗", value=("5户",))
    judged = [
        Judged(claim=claim, verdict=verdict, told=True, text="")
        for claim in (true, false)
        for verdict in ("yes", "no", "")
    ]
    assert [each.wrong for each in judged] == [False, True, False, True, False, False]
    assert "| all | 6 | 0.667 | 2 | 1.000 |" in verdicts_table(judged)
