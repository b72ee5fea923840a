"""Small OFD files for the tests, by the structure that GB/T 33190 lays down: a zip of XML pages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE_MM = (210, 297)


@dataclass(frozen=True)
class Text:
    """A line of text whose base line's left end is at (left, base), in millimetres; Chinese `size` wide, ASCII half."""

    left: float
    base: float
    text: str
    size: float = 4.0
    matrix: str = ""
    written: str = "runs"
    """How its offsets are written: "runs" ("g 3 4"), "each" number, or "none"."""

    def advance(self, character: str) -> float:
        return self.size if ord(character) > 0x7E else self.size / 2

    def places(self) -> list[tuple[str, float, float]]:
        """(character, left, right) of each visible character, in millimetres."""
        x = self.left
        found = []
        for character in self.text:
            if not character.isspace():
                found.append((character, x, x + self.advance(character)))
            x += self.advance(character)
        return found


@dataclass(frozen=True)
class Path:
    """Straight lines through these points, in millimetres."""

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Photo:
    """A picture over a part of the page: left, top, width, height in millimetres."""

    left: float
    top: float
    width: float
    height: float
    resource: str = "9"


Drawn = Text | Path | Photo


def ofd(
    pages: Sequence[Sequence[Drawn]],
    *,
    template: Sequence[Drawn] = (),
    pictures: dict[str, bytes] | None = None,
    extra: dict[str, str] | None = None,
) -> bytes:
    """An OFD file of these pages, A4, with a template under each of them and the pictures by name.

    Args:
        pages: what each page draws.
        template: what lies under every page.
        pictures: bytes of each picture by its resource's ID.
        extra: more files of the package, or others in the stead of these.
    """
    files: dict[str, str | bytes] = {
        "OFD.xml": _root(
            "OFD",
            'Version="1.0" DocType="OFD"',
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
        ),
        "Doc_0/PublicRes.xml": _root("Res", 'BaseLoc="Res"', ""),
    }
    media = "".join(
        f'<ofd:MultiMedia ID="{ID}" Type="Image"><ofd:MediaFile>p{ID}.png</ofd:MediaFile></ofd:MultiMedia>'
        for ID in pictures or {}
    )
    files["Doc_0/DocumentRes.xml"] = _root("Res", 'BaseLoc="Res"', f"<ofd:MultiMedias>{media}</ofd:MultiMedias>")
    files |= {f"Doc_0/Res/p{ID}.png": raw for ID, raw in (pictures or {}).items()}
    used = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if template else ""
    for number, page in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(page, used)
    if template:
        files["Doc_0/Tpls/Tpl_0/Content.xml"] = _page(template, "")
    files["Doc_0/Document.xml"] = _document(len(pages), bool(template))
    files |= extra or {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _root(name: str, attributes: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} {NAMESPACE} {attributes}>{inside}</ofd:{name}>'


def _document(pages: int, template: bool) -> str:
    width, height = PAGE_MM
    tpl = '<ofd:TemplatePage ID="2" Name="T" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {width} {height}</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>{area}<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes>{tpl}</ofd:CommonData>"
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    return _root("Document", "", f"{common}<ofd:Pages>{listed}</ofd:Pages>")


def _page(items: Sequence[Drawn], used: str) -> str:
    inside = "".join(_item(item, 100 + number) for number, item in enumerate(items))
    return _root("Page", "", f'{used}<ofd:Content><ofd:Layer ID="50" Type="Body">{inside}</ofd:Layer></ofd:Content>')


def _item(item: Drawn, ID: int) -> str:
    if isinstance(item, Path):
        data = " ".join(f"{'L' if index else 'M'} {x} {y}" for index, (x, y) in enumerate(item.points))
        return f'<ofd:PathObject ID="{ID}" Boundary="0 0 210 297" LineWidth="0.3"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
    if isinstance(item, Photo):
        boundary = f"{item.left} {item.top} {item.width} {item.height}"
        return f'<ofd:ImageObject ID="{ID}" Boundary="{boundary}" CTM="{item.width} 0 0 {item.height} 0 0" ResourceID="{item.resource}"/>'
    boundary = f"{item.left} {item.base - item.size} {item.size * len(item.text)} {item.size * 1.2}"
    matrix = f' CTM="{item.matrix}"' if item.matrix else ""
    code = f'<ofd:TextCode X="0" Y="{item.size}"{_offsets(item)}>{escape(item.text)}</ofd:TextCode>'
    return (
        f'<ofd:TextObject ID="{ID}" Boundary="{boundary}" Font="3" Size="{item.size}"{matrix}>{code}</ofd:TextObject>'
    )


def _offsets(item: Text) -> str:
    steps = [item.advance(character) for character in item.text[:-1]]
    if item.written == "none" or not steps:
        return ""
    if item.written == "each":
        return f' DeltaX="{" ".join(map(str, steps))}"'
    words: list[str] = []
    index = 0
    while index < len(steps):
        end = index
        while end < len(steps) and steps[end] == steps[index]:
            end += 1
        words += ["g", str(end - index), str(steps[index])] if end - index > 2 else [str(steps[index])] * (end - index)
        index = end
    return f' DeltaX="{" ".join(words)}"'
