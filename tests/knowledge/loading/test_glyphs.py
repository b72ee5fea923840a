from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.drawn import drawn_text
from knowledge.loading.glyphs import LINE_END, Glyph, by_row, lines_of, on_page

WORDS = st.lists(st.text(alphabet="甲乙丙 12", min_size=1, max_size=8), min_size=1, max_size=12)


def glyphs(words: list[str], gap: float) -> list[Glyph]:
    """The words on lines 20 points apart, three a line with a gap between, a line end after each."""
    found = []
    for index, word in enumerate(words):
        x, top = 50 + (index % 3) * (100 + gap), 100.0 + 20 * (index // 3)
        for place, character in enumerate(word):
            found.append(Glyph(character, x + 10 * place, top, x + 10 * place + 10, top + 10, 10))
        found.append(LINE_END)
    return found


@given(WORDS, st.floats(0, 60))
def test_every_visible_glyph_stands_in_one_line_where_it_is_drawn(words: list[str], gap: float) -> None:
    given_glyphs = glyphs(words, gap)
    lines = lines_of(given_glyphs, 1)
    text, drawn = drawn_text(lines)
    assert "".join(text.split()) == "".join("".join(words).split())
    places = [
        (text[line.start + index], line.lefts[index], line.top)
        for line in drawn
        for index in range(line.end - line.start)
        if not text[line.start + index].isspace()
    ]
    visible = [glyph for glyph in given_glyphs if not glyph.character.isspace()]
    for (character, left, top), glyph in zip(places, visible, strict=True):
        assert character == glyph.character
        assert abs(left - glyph.left) <= 0.05
        assert abs(top - glyph.top) <= 0.05


@given(WORDS, st.randoms(use_true_random=False))
def test_stretches_in_any_order_come_in_reading_order(words: list[str], order: object) -> None:
    runs = [glyphs([word], 0)[:-1] for word in words]
    placed = [
        [
            Glyph(
                g.character,
                g.left + 120 * (n % 3),
                g.top + 20 * (n // 3),
                g.right + 120 * (n % 3),
                g.bottom + 20 * (n // 3),
                10,
            )
            for g in run
        ]
        for n, run in enumerate(runs)
    ]
    shuffled = list(placed)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert by_row(shuffled) == placed


def test_what_stands_outside_the_page_is_not_read() -> None:
    inside = Glyph("甲", 10, 10, 20, 20, 10)
    outside = [
        Glyph("乙", -30, 10, -20, 20, 10),
        Glyph("丙", 10, 900, 20, 910, 10),
        Glyph("丁", float("nan"), 1, 2, 3, 10),
    ]
    assert on_page([inside, *outside, LINE_END], 595, 842) == [inside, LINE_END]
