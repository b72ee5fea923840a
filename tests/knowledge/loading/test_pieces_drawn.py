from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.pieces import Parsed, Piece, assemble, drawn_pages
from knowledge.types import DrawnLine


def _piece(text: str, page: int) -> Piece:
    edges = tuple(10.0 * place for place in range(len(text)))
    line = DrawnLine(start=0, end=len(text), page=page, top=0, bottom=10, lefts=edges, rights=edges)
    return Piece(text=text, drawn=(line,))


@given(st.lists(st.tuples(st.text(alphabet="甲乙 3", max_size=6), st.integers(1, 3)), max_size=8))
def test_every_drawn_character_is_the_documents_character_at_that_offset(pieces: list[tuple[str, int]]) -> None:
    parsed = Parsed(pieces=tuple(_piece(text, page) for text, page in pieces), sizes=((595.0, 842.0),) * 3)
    text, blocks = assemble(parsed.pieces)
    pages = drawn_pages(parsed)
    assert [page.page for page in pages] == [1, 2, 3]
    lines = sorted((line for page in pages for line in page.lines), key=lambda line: line.start)
    assert [(line.start, line.end) for line in lines] == [(block.start, block.end) for block in blocks]
    kept = [(whole, page) for whole, page in pieces if whole.strip()]
    for line, (whole, page) in zip(lines, kept, strict=True):
        assert line.page == page
        assert text[line.start : line.end] == whole.strip()
        assert line.lefts[0] == 10.0 * (len(whole) - len(whole.lstrip()))
        assert len(line.lefts) == len(line.rights) == line.end - line.start
