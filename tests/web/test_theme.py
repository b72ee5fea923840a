"""Promises of the look: contrast, own fonts, two complete languages, nothing fetched from elsewhere."""

from __future__ import annotations

import re
import string
from dataclasses import asdict

import pytest

from web.texts import CHINESE, ENGLISH, EXAMPLES, language_of
from web.theme import DARK, LIGHT, READ_TOGETHER, STATIC, Palette, contrast, page_css


def test_contrast_is_the_known_ratio() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_their_grounds(palette: Palette) -> None:
    poor = {pair: contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) for pair in READ_TOGETHER}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}
    for ground in ("paper", "surface", "sunk", "accent_soft"):
        assert contrast(palette.focus, getattr(palette, ground)) >= 3


def test_style_and_script_fetch_nothing() -> None:
    for file in STATIC.iterdir():
        assert not re.search(r"https?:|@import|url\(", file.read_text(encoding="utf-8")), file.name


def test_every_colour_used_is_of_the_palette() -> None:
    names = {f"--w-{name.replace('_', '-')}" for name in asdict(LIGHT)} | {"--w-font"}
    assert set(re.findall(r"var\((--w-[a-z-]+)\)", page_css())) <= names
    own = "".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.css"))
    assert re.findall(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b(?=[;\s])", own) == []


def test_both_languages_say_everything_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english = asdict(ENGLISH)
    for name, text in asdict(CHINESE).items():
        assert text.strip(), name
        assert english[name].strip(), name
        assert blanks(text) == blanks(english[name]), name


def test_three_audiences_have_examples() -> None:
    assert list(EXAMPLES) == ["residents", "staff", "trainers"]
    assert all(len(questions) == 3 for questions in EXAMPLES.values())


@pytest.mark.parametrize(("sent", "taken"), [("en", "en"), ("zh", "zh"), ("fr", "zh"), (None, "zh"), (3, "zh")])
def test_an_unknown_language_is_chinese(sent: object, taken: str) -> None:
    assert language_of(sent) == taken
