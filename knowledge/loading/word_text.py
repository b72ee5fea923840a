"""The text of one paragraph of a word-processor file, from its XML: what the page shows once all tracked changes are accepted.

Inserted text is kept, deleted and hidden text and comments are left out, a field gives its last result. A text box's own
paragraphs and the notes that the paragraph refers to are handed over beside the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_PASSED_OVER = {
    f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}rt", f"{W}object",
}  # fmt: skip
_CHARACTERS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BOX, _CHOICES, _RUN, _PICTURED = f"{W}txbxContent", f"{_MC}AlternateContent", f"{W}r", f"{W}drawing"
_BREAK, _SYMBOL = f"{W}br", f"{W}sym"
_WORDS = {f"{W}t", f"{_MATH}t", _BREAK, _SYMBOL, *_CHARACTERS}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# Ticked and empty boxes of forms, in the symbol fonts that word processors draw them with.
_SYMBOLS = {
    "F0FE": "☑",
    "F052": "☑",
    "F053": "☒",
    "F0A8": "□",
    "F0A3": "□",
    "F06F": "□",
    "F071": "□",
    "F0FC": "√",
    "F050": "√",
}
_PAGE_EMU = 7_560_000 * 10_692_000  # A4
_LARGE_SHARE = 0.25


@dataclass(slots=True)
class Inline:
    """What a paragraph holds."""

    words: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    """Elements that hold the paragraphs of its text boxes."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnotes" or "endnotes", id) of the notes it refers to, in order."""
    revised: bool = False
    """Whether it has tracked changes."""
    pictures: int = 0
    """Pictures of a quarter page and more: their text isn't read."""

    @property
    def text(self) -> str:
        """Line breaks are LF."""
        return "".join(self.words)


def inline(paragraph: Any) -> Inline:
    """Read a w:p element."""
    found = Inline()
    _read(paragraph, found)
    return found


def _read(element: Any, found: Inline) -> None:
    for child in element:
        tag = child.tag
        if tag in _WORDS:
            found.words.append(_word(child))
        elif tag in _NOTES:
            found.notes.append((_NOTES[tag], str(child.get(f"{W}id") or "")))
        elif tag == _BOX:
            found.boxes.append(child)
        elif tag in _DELETED:
            found.revised = True
        elif tag == _CHOICES:
            _read_choice(child, found)
        elif not (tag in _PASSED_OVER or (tag == _RUN and _is_hidden(child))):
            found.revised |= tag in _INSERTED
            found.pictures += tag == _PICTURED and _is_large_picture(child)
            _read(child, found)


def _word(element: Any) -> str:
    """What an element without children puts on the page."""
    tag = element.tag
    if tag == _BREAK:
        return "\n" if element.get(f"{W}type") in {None, "textWrapping"} else ""
    if tag == _SYMBOL:
        return _SYMBOLS.get(str(element.get(f"{W}char")).upper(), "")
    return _CHARACTERS.get(tag) or element.text or ""


def _read_choice(element: Any, found: Inline) -> None:
    """Of the same thing said for newer and for older programs, only the first counts."""
    chosen = element.find(f"{_MC}Choice")
    if chosen is None:
        chosen = element.find(f"{_MC}Fallback")
    if chosen is not None:
        _read(chosen, found)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in {"0", "false", "off"}


def _is_large_picture(drawing: Any) -> bool:
    extent = next(drawing.iter(f"{_DRAWING}extent"), None)
    if extent is None or next(drawing.iter(_PICTURE), None) is None:
        return False
    sides = [str(extent.get(name) or "") for name in ("cx", "cy")]
    return all(side.isdecimal() and len(side) < 12 for side in sides) and (
        int(sides[0]) * int(sides[1]) >= _LARGE_SHARE * _PAGE_EMU
    )
