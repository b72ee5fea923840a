"""Pages of original files as pictures: PDF pages drawn by pdfium, picture files scaled; bounded, the last ones kept.

pdfium may be used by one thread at a time, so pages are drawn one after the other.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageOps

from knowledge.errors import OriginalGone
from knowledge.marks import Rectangle
from knowledge.originals import Originals
from knowledge.types import DrawnPage, Source

_DPI = 130
_LONGEST_PX = 2400  # of either side, whatever the page's size
_MOST_PX = 120_000_000  # of a picture file: larger ones would take over half a gigabyte to open
_KEPT_BYTES = 24_000_000
_WAIT_S = 20.0  # for the page that another thread draws
_QUALITY = 85  # of JPEG: text stays clean, a page takes some 200 kB
_PICTURES = ("PNG", "JPEG", "BMP", "WEBP", "GIF", "TIFF")  # no format whose opening starts another program
_DRAWING = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a browser shows it."""

    media_type: str
    content: bytes


class PageImages:
    """Draws pages of originals. Threads may share it."""

    def __init__(self, originals: Originals) -> None:
        """Draw from these originals."""
        self._originals = originals
        self._guard = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], PageImage] = OrderedDict()

    def image(self, source: Source, page: DrawnPage, *, covered: Sequence[Rectangle] = ()) -> PageImage:
        """Return the page as a picture of at most 2400 pixels a side, with black over the `covered` rectangles.

        Raises:
            OriginalGone: the file isn't there any more as it was read, or the page can't be drawn.
        """
        key = (source.sha256, page.page, tuple(covered))
        with self._guard:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        made = self._draw(source, page, covered)
        with self._guard:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(len(image.content) for image in self._kept.values()) > _KEPT_BYTES:
                self._kept.popitem(last=False)
        return made

    def _draw(self, source: Source, page: DrawnPage, covered: Sequence[Rectangle]) -> PageImage:
        draw = DRAWN[source.format]
        path = self._originals.open(source)
        if not _DRAWING.acquire(timeout=_WAIT_S):
            raise _undrawn(source.name, page.page)
        try:
            image = draw(path, page)
            _cover(image, page, covered)
            content = io.BytesIO()
            image.save(content, "JPEG", quality=_QUALITY, subsampling=0)
        except Exception as exc:  # whatever one file does to a decoder, its text can be shown
            raise _undrawn(source.name, page.page) from exc
        finally:
            _DRAWING.release()
        return PageImage("image/jpeg", content.getvalue())


def _pdf_page(path: Path, page: DrawnPage) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        leaf = document[page.page - 1]
        try:
            scale = min(_DPI / 72, _LONGEST_PX / max(*leaf.get_size(), 1.0))
            picture: Image.Image = leaf.render(scale=scale).to_pil()
            return picture.convert("RGB")
        finally:
            leaf.close()
    finally:
        document.close()


def _picture(path: Path, page: DrawnPage) -> Image.Image:
    """A picture file's page (a TIFF may have several), the right way up, transparent parts white."""
    with Image.open(path, formats=_PICTURES) as opened:
        if opened.width * opened.height > _MOST_PX:
            raise ValueError("the picture is too big")
        opened.seek(page.page - 1)
        opened.draft("RGB", (_LONGEST_PX, _LONGEST_PX))
        turned: Image.Image = ImageOps.exif_transpose(opened)
        turned.thumbnail((_LONGEST_PX, _LONGEST_PX))
        if "A" not in turned.getbands() and "transparency" not in turned.info:
            return turned.convert("RGB")
        clear = turned.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white


DRAWN: dict[str, Callable[[Path, DrawnPage], Image.Image]] = {
    "pdf": _pdf_page,
    **dict.fromkeys(("png", "jpg", "jpeg", "bmp", "webp", "gif", "tif", "tiff"), _picture),
}
"""By format: those whose pages can be shown as pictures."""


def _cover(image: Image.Image, page: DrawnPage, covered: Sequence[Rectangle]) -> None:
    across, down = image.width / max(page.width, 1.0), image.height / max(page.height, 1.0)
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in covered:
        pen.rectangle((left * across - 1, top * down - 1, right * across + 1, bottom * down + 1), fill="black")


def _undrawn(name: str, page: int) -> OriginalGone:
    return OriginalGone(
        f"“{name}”第 {page} 页现在画不出来，请看文字，或下载原件打开。",
        f"Page {page} of “{name}” can't be drawn now; see its text, or download the file.",
    )
