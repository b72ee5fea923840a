"""Nearly equal texts are found, others aren't."""

import random

from hypothesis import given
from hypothesis import strategies as st

from knowledge.likeness import alike

WORDS = "村民委员会乡镇政府救助申请审核公示资金发放登记监测帮扶产业就业住房饮水医疗教育"


def text(seed: int, chars: int = 1200) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) for _ in range(chars))


def test_a_copy_with_a_few_changes_is_alike() -> None:
    first = text(1)
    copy = first[:300] + "改" + first[301:900] + "后添一句" + first[900:]
    ((one, other, share),) = alike({"a": first, "b": text(2), "c": copy})
    assert (one, other) == ("a", "c") and 0.9 < share < 1


def test_the_share_is_near_the_true_one() -> None:
    first, last = text(3, 3000), text(4, 1000)
    mixed = first[:2000] + last
    pieces = [{t[i : i + 6] for i in range(len(t) - 5)} for t in (first, mixed)]
    true = len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])
    ((_, _, share),) = alike({"a": first, "b": mixed}, least=0.2)
    assert abs(share - true) < 0.12


def test_short_texts_are_not_compared() -> None:
    assert not list(alike({"a": "同意。", "b": "同意。"}))


@given(st.lists(st.text(alphabet="甲乙丙丁戊0123 \n", max_size=400), max_size=5))
def test_shares_are_shares(texts: list[str]) -> None:
    for one, other, share in alike({str(i): t for i, t in enumerate(texts)}, least=0.5):
        assert int(one) < int(other) and 0.5 <= share <= 1
