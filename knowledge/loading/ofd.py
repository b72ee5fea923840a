"""OFD files (GB/T 33190), the national format for fixed documents: a zip of XML pages, text with its places.

Seals and signatures are no text and are left out. A page that is a picture is read by OCR.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from lxml import etree
from PIL import Image

from knowledge.errors import LoadError
from knowledge.loading.glyphs import LINE_END, by_row, lines_of, on_page
from knowledge.loading.ofd_objects import (
    POINTS_PER_MM,
    Point,
    drawn_objects,
    numbers,
    place_of,
    rules,
    text_runs,
)
from knowledge.loading.ofd_package import Element, Package, beside
from knowledge.loading.pace import page_read
from knowledge.loading.paged import Page, page_pieces
from knowledge.loading.pieces import Parsed
from knowledge.loading.recognising import LONGEST_SIDE_PX
from knowledge.loading.ruled_tables import tables_and_rest
from knowledge.loading.scanned import available, recognised_page, recognition_warnings

_MOST_PAGES = 5000
_MOST_MM = 5000.0
_A4_MM = (0.0, 0.0, 210.0, 297.0)
_SCANNED_CHARS = 20
_PICTURE_SHARE = 0.5
_RENDERED_DPI = 170
_MOST_PIXELS = 120_000_000


@dataclass(slots=True)
class _Body:
    """One document of the package."""

    area: list[float]
    """Left, top, width, height of its pages in millimetres, where a page says nothing else."""
    templates: dict[str, str] = field(default_factory=dict)
    """Path of each template page, by its ID."""
    pictures: dict[str, str] = field(default_factory=dict)
    """Path of each picture, by its ID."""
    pages: list[str] = field(default_factory=list)


def load_ofd(raw: bytes, name: str) -> Parsed:
    """Read an OFD file: paragraphs and table rows with page, rectangle and the place of each character.

    Raises:
        LoadError: the file is encrypted, damaged, or holds nothing but pictures that couldn't be read.
    """
    try:
        package = Package(raw, name)
        pages, recognised, unread = _read(package)
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.LxmlError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
    ) as exc:
        raise LoadError(
            f"{name} 打不开，文件已损坏、加了密或不是 OFD：请用 OFD 阅读器打开，另存为 PDF 或重新下载后再导入。",
            f"{name} is damaged, encrypted or not an OFD file: open it in a reader and save it as PDF, or download it again.",
        ) from exc
    if unread and not any(page.lines or page.tables for page in pages):
        raise _nothing_read(name)
    pieces = page_pieces(pages)
    return Parsed(
        pieces=tuple(pieces),
        warnings=recognition_warnings(pieces, recognised, unread),
        sizes=tuple((page.width, page.height) for page in pages),
    )


def _nothing_read(name: str) -> LoadError:
    if available():
        return LoadError(
            f"{name} 各页都是图片，没有认出文字：请检查扫描是否清楚、是否放正，重新扫描后再导入。",
            f"All pages of {name} are pictures and OCR found no text: scan it again, upright and sharp.",
        )
    return LoadError(
        f"{name} 各页都是图片，没有文字，没有读：请安装 rapidocr，或先用文字识别（OCR）软件转成可复制文字的文件。",
        f"All pages of {name} are pictures: install rapidocr, or run it through OCR first.",
    )


def _read(package: Package) -> tuple[list[Page], list[int], list[int]]:
    """The pages; the numbers of those read by OCR; of those unread."""
    pages: list[Page] = []
    recognised: list[int] = []
    unread: list[int] = []
    for body in _bodies(package):
        for path in body.pages[: _MOST_PAGES - len(pages)]:
            number = len(pages) + 1
            page, is_picture = _page(package, body, path, number)
            if is_picture:
                (recognised if page.lines or page.tables else unread).append(number)
            pages.append(page)
            page_read(number, max(number, len(body.pages)))
    if not pages:
        raise ValueError("no page")
    return pages, recognised, unread


def _bodies(package: Package) -> Iterator[_Body]:
    for root in package.xml("ofd.xml").iter("{*}DocRoot"):
        path = beside("", root.text or "")
        document = package.xml(path)
        body = _Body(area=_area(document.find("{*}CommonData/{*}PageArea")) or list(_A4_MM))
        for template in document.iter("{*}TemplatePage"):
            body.templates[template.get("ID", "")] = beside(path, template.get("BaseLoc", ""))
        for name in ("PublicRes", "DocumentRes"):
            for resource in document.iter(f"{{*}}{name}"):
                body.pictures |= _pictures(package, beside(path, resource.text or ""))
        body.pages = [beside(path, page.get("BaseLoc", "")) for page in document.iterfind("{*}Pages/{*}Page")]
        yield body


def _area(element: Element | None) -> list[float]:
    """The physical box of an area, in millimetres; empty where it has none that makes sense."""
    if element is None:
        return []
    box = numbers(element.findtext("{*}PhysicalBox"))
    return box if len(box) == 4 and 0 < box[2] <= _MOST_MM and 0 < box[3] <= _MOST_MM else []


def _pictures(package: Package, path: str) -> dict[str, str]:
    if path not in package:
        return {}
    resources = package.xml(path)
    folder = posixpath.join(beside(path, resources.get("BaseLoc") or "."), "_")
    return {
        media.get("ID", ""): beside(folder, media.findtext("{*}MediaFile") or "")
        for media in resources.iter("{*}MultiMedia")
    }


def _page(package: Package, body: _Body, path: str, number: int) -> tuple[Page, bool]:
    """The page, and whether it is a picture; its template's text and lines are its own."""
    content = package.xml(path)
    left, top, width, height = _area(content.find("{*}Area")) or body.area
    layers = [content]
    for used in content.iterfind("{*}Template"):
        template = body.templates.get(used.get("TemplateID", ""), "")
        layers += [package.xml(template)] if template in package else []
    page = Page(width * POINTS_PER_MM, height * POINTS_PER_MM)
    runs = [run for layer in layers for run in text_runs(layer, (left, top))]
    glyphs = on_page((glyph for run in by_row(runs) for glyph in [*run, LINE_END]), page.width, page.height)
    visible = sum(not glyph.character.isspace() for glyph in glyphs)
    if visible < _SCANNED_CHARS and _covered(layers, (left, top)) > _PICTURE_SHARE * page.width * page.height:
        return _recognised(package, body.pictures, layers, (left, top), page, number), True
    page.tables, rest = tables_and_rest(
        glyphs, [rule for layer in layers for rule in rules(layer, (left, top))], number
    )
    page.lines = lines_of(rest, number)
    return page, False


def _covered(layers: list[Element], origin: Point) -> float:
    """Square points that the page's pictures cover."""
    boxes = [place_of(item, origin).box(0, 0, 1, 1) for layer in layers for item in drawn_objects(layer, "ImageObject")]
    return sum((right - left) * (bottom - top) for left, top, right, bottom in boxes)


def _recognised(
    package: Package, pictures: dict[str, str], layers: list[Element], origin: Point, page: Page, number: int
) -> Page:
    """The page read by OCR from its pictures, each put where the page shows it; as it was where OCR isn't installed."""
    if not available():
        return page
    scale = min(_RENDERED_DPI / 72, LONGEST_SIDE_PX / max(page.width, page.height))
    shown = Image.new("RGB", (round(page.width * scale), round(page.height * scale)), "white")
    for layer in layers:
        for item in drawn_objects(layer, "ImageObject"):
            left, top, right, bottom = (edge * scale for edge in place_of(item, origin).box(0, 0, 1, 1))
            size = min(round(right - left), LONGEST_SIDE_PX), min(round(bottom - top), LONGEST_SIDE_PX)
            picture = _picture(package, pictures.get(item.get("ResourceID", ""), ""))
            if picture is not None and min(size) > 0:
                shown.paste(picture.resize(size), (round(left), round(top)))
    result = recognised_page(np.array(shown), number, 1 / scale)
    result.width, result.height = page.width, page.height
    return result


def _picture(package: Package, path: str) -> Image.Image | None:
    """A picture of the package; None where it isn't there or its format can't be read."""
    if path not in package:
        return None
    try:
        with Image.open(io.BytesIO(package.read(path))) as picture:
            return picture.convert("RGB") if picture.width * picture.height <= _MOST_PIXELS else None
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return None
