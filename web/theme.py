"""How the page looks: colours with their contrast promised, system fonts, and Gradio's theme built on them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes import Base

STATIC = Path(__file__).parent / "static"

_SHEETS = ("page.css", "ask.css", "figures.css", "cards.css", "reader.css", "check.css", "data.css", "learn.css")

FONTS = (
    '"Noto Sans CJK SC"', '"Source Han Sans SC"', '"PingFang SC"', '"Microsoft YaHei"', '"WenQuanYi Micro Hei"',
    "system-ui", "sans-serif",
)  # fmt: skip
"""Fonts that are on the reader's own machine: nothing is fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by what they are for, as #rrggbb."""

    paper: str
    """The page's ground."""
    surface: str
    """Cards and fields on it."""
    sunk: str
    """Quotations and the asked question."""
    ink: str
    ink_soft: str
    """Secondary words; still at least 4.5:1 on paper, surface and sunk."""
    line: str
    accent: str
    """Buttons, marks and links."""
    on_accent: str
    accent_soft: str
    mark: str
    """Ground of a cited sentence."""
    on_mark: str
    warn: str
    warn_soft: str
    focus: str
    """Ring around what has the keyboard; at least 3:1 on every ground."""
    sheet: str = "#ffffff"
    """A page of an original: white, like its picture, in both palettes; so are what stands on it and its marks."""
    on_sheet: str = "#1d2320"
    sheet_mark: str = "#ffd84d"
    sheet_ring: str = "#b3541e"
    """Ring around the mark that has the keyboard."""


LIGHT = Palette(
    paper="#f7f6f2", surface="#ffffff", sunk="#efede6", ink="#1d2320", ink_soft="#545d58", line="#d9d5ca",
    accent="#17624f", on_accent="#ffffff", accent_soft="#e1eee8", mark="#ffe69a", on_mark="#1d2320",
    warn="#854507", warn_soft="#fcefdb", focus="#1a5fb4",
)  # fmt: skip
DARK = Palette(
    paper="#131715", surface="#1b211e", sunk="#252d29", ink="#e7ebe8", ink_soft="#a8b3ad", line="#3a443f",
    accent="#74c9ac", on_accent="#0b1d17", accent_soft="#1e342c", mark="#63500f", on_mark="#fff3c9",
    warn="#f2bd70", warn_soft="#352a12", focus="#8fbcff",
)  # fmt: skip

READ_TOGETHER: tuple[tuple[str, str], ...] = (
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunk"), ("ink_soft", "paper"), ("ink_soft", "surface"),
    ("ink_soft", "sunk"), ("accent", "paper"), ("accent", "surface"), ("accent", "accent_soft"), ("accent", "sunk"),
    ("on_accent", "accent"), ("on_mark", "mark"), ("warn", "warn_soft"), ("warn", "surface"), ("ink", "warn_soft"),
    ("ink", "accent_soft"), ("on_sheet", "sheet"), ("on_sheet", "sheet_mark"), ("sheet_ring", "sheet"),
)  # fmt: skip
"""(text, ground) pairs that occur on the page; each has a contrast of at least 4.5:1 in both palettes."""


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two #rrggbb colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette_css(*, dark_selector: str = "body.dark") -> str:
    """Return the colours and fonts as CSS custom properties, the dark ones under the selector."""
    fonts = f"--w-font: {', '.join(FONTS)};"
    return f":root {{ {fonts} {_properties(LIGHT)} }}\n{dark_selector} {{ {_properties(DARK)} }}\n"


def _properties(palette: Palette) -> str:
    return " ".join(f"--w-{name.replace('_', '-')}: {colour};" for name, colour in asdict(palette).items())


def page_css() -> str:
    """Return the style sheet of the page, the reader view included."""
    return palette_css() + "".join(map(static_text, _SHEETS))


def reader_css() -> str:
    """Return the style sheet of a document opened on its own, dark where the reader's system is."""
    light = palette_css(dark_selector=".never")
    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_properties(DARK)} }} }}\n"
    return light + dark + static_text("reader.css")


def static_text(name: str) -> str:
    """Return the text of a file of the page's own."""
    return (STATIC / name).read_text(encoding="utf-8")


def gradio_theme() -> Base:
    """Return Gradio's theme with its colours led back to the palette."""
    from gradio import themes

    theme = themes.Base(font=list(FONTS), font_mono=["ui-monospace", "monospace"], text_size="lg", radius_size="md")
    colours = {
        "body_background_fill": "paper", "body_text_color": "ink", "body_text_color_subdued": "ink-soft",
        "background_fill_primary": "surface", "background_fill_secondary": "sunk", "block_background_fill": "surface",
        "block_label_text_color": "ink-soft", "block_title_text_color": "ink-soft",
        "border_color_primary": "line", "border_color_accent": "accent", "color_accent": "accent",
        "color_accent_soft": "accent-soft", "link_text_color": "accent", "input_background_fill": "surface",
        "input_border_color": "line", "input_border_color_focus": "accent", "input_placeholder_color": "ink-soft",
        "button_primary_background_fill": "accent", "button_primary_background_fill_hover": "accent",
        "button_primary_text_color": "on-accent", "button_secondary_background_fill": "surface",
        "button_secondary_background_fill_hover": "accent-soft", "button_secondary_text_color": "ink",
        "button_secondary_border_color": "line",
    }  # fmt: skip
    values = {name: f"var(--w-{colour})" for name, colour in colours.items()}
    single = {"color_accent"}  # the one that has no dark counterpart
    return theme.set(**values, **{f"{name}_dark": value for name, value in values.items() if name not in single})
