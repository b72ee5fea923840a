"""Whole duplicates: one of each text is indexed."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.duplicates import whole_duplicates
from knowledge.types import Document, Metadata, Source


def document(key: str, text: str) -> Document:
    source = Source(path=key, name=key, format="txt", sha256=key, size_bytes=1)
    return Document(id=key, source=source, text=text, blocks=(), metadata=Metadata(title=key))


def test_white_space_does_not_count_and_the_first_stands() -> None:
    documents = [document("a", "甲 乙\n"), document("b", "甲乙"), document("c", "丙")]
    assert whole_duplicates(documents, ()) == {"b": "a"}


def test_the_one_indexed_so_far_stays() -> None:
    documents = [document("a", "甲"), document("b", "甲"), document("c", "甲")]
    assert whole_duplicates(documents, {"b"}) == {"a": "b", "c": "b"}


@given(st.lists(st.sampled_from(["甲", "甲 ", "乙", "丙丙", "丙 丙"])), st.sets(st.integers(0, 9).map(str)))
def test_exactly_one_of_each_text_is_left(texts: list[str], indexed: set[str]) -> None:
    documents = [document(str(number), text) for number, text in enumerate(texts)]
    stead = whole_duplicates(documents, indexed)
    left = ["".join(d.text.split()) for d in documents if d.id not in stead]
    assert sorted(left) == sorted({"".join(text.split()) for text in texts})
    assert not set(stead.values()) & set(stead)
