"""A model's stream into sentences: whatever its pieces, the same sentences, none before it is whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sentences import SentenceStream, plain_text


def cut(*pieces: str) -> list[str]:
    stream = SentenceStream()
    return [s for piece in pieces for s in stream.feed(piece)] + stream.close()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲[K1]。乙[K2]。", ["甲[K1]。", "乙[K2]。"]), ("甲。[K1]乙。[K2]", ["甲。[K1]", "乙。[K2]"]), ("甲。[K1][K2] 乙", ["甲。[K1][K2]", " 乙"]), ("甲：\n1. 乙[K1]\n2. 丙[K2]", ["甲：\n1. 乙[K1]\n", "2. 丙[K2]"]),
        ("“甲。”[K1]乙", ["“甲。”[K1]", "乙"]), ("占3.5%[K1]。", ["占3.5%[K1]。"]), ("Paid 3.5 yuan [K1]. Then No. 12 [K2].", ["Paid 3.5 yuan [K1].", " Then No. 12 [K2]."]), ("甲[K1", ["甲[K1"]), ("", []),
        ("<think>甲。乙。</think>丙[K1]。", ["丙[K1]。"]), ("甲想。\n</think>\n丙[K1]。", ["甲想。", "\n丙[K1]。"]), ("<think>甲", []), ("![图](x)甲[K1]。", ["![图](x)甲[K1]。"]),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    assert cut(*text) == sentences


def test_nothing_is_given_out_before_its_marks_are_whole() -> None:
    stream = SentenceStream()
    assert stream.feed("甲。") == []
    assert stream.feed("[K") == []
    assert stream.feed("1]") == []
    assert stream.feed("乙") == ["甲。[K1]"]


TEXT = st.text(alphabet="甲乙。！\n：[]K1 .", max_size=60)


@given(TEXT, st.lists(st.integers(1, 9), max_size=30))
def test_the_cut_does_not_depend_on_the_pieces(text: str, lengths: list[int]) -> None:
    pieces, start = [], 0
    for length in lengths:
        pieces.append(text[start : start + length])
        start += length
    assert cut(*pieces, text[start:]) == cut(text)
    assert "".join(cut(text)).split() == text.split()


@pytest.mark.parametrize(
    ("marked_up", "plain"),
    [
        ("**甲**`乙`", "甲乙"), ("# 甲", "甲"), ("- 甲[K1]", "甲[K1]"), ("![图](http://x/a.png)甲", "甲"), ("[甲](http://x)乙", "甲乙"), ("[K1](http://x)", "[K1]"), ("<b onclick=1>甲</b>", "甲"), ("<script>甲</script>", "甲"), ("甲<img src=x", "甲"),
        ("<!-- 甲 -->", ""), ("3<5且5>3", "3<5且5>3"), ("1. 甲[K1]", "1. 甲[K1]"),
    ],
)  # fmt: skip
def test_plain_text(marked_up: str, plain: str) -> None:
    assert plain_text(marked_up) == plain
