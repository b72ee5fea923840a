"""Pictures of pages: scans, phone photos and screenshots, read by OCR. A TIFF may hold many pages."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from knowledge.errors import LoadError
from knowledge.loading.paged import Page, page_pieces
from knowledge.loading.pieces import Parsed
from knowledge.loading.recognising import LONGEST_SIDE_PX
from knowledge.loading.scanned import available, recognised_page, recognition_warnings

_MOST_PIXELS = 120_000_000
"""Of one picture; a phone's photo has 12 to 50 million."""
_MOST_PAGES = 500


def load_picture(raw: bytes, name: str) -> Parsed:
    """Read a picture by OCR; positions are in its own pixels, turned as its camera noted.

    Raises:
        LoadError: it isn't a picture, is too big, OCR isn't installed, or no text was found.
    """
    if not available():
        raise LoadError(
            f"{name} 是图片，本机没有安装文字识别（rapidocr），没有读：请安装 rapidocr，或先转成可复制文字的 PDF 或 Word。",
            f"{name} is a picture and OCR isn't installed: install rapidocr, or turn it into a PDF or Word file with text.",
        )
    try:
        pages = [_page(picture, number) for number, picture in enumerate(_pictures(raw, name), start=1)]
    except Image.DecompressionBombError as exc:
        raise _too_big(name) from exc
    except (OSError, SyntaxError, ValueError, EOFError) as exc:
        raise LoadError(
            f"{name} 打不开，图片已损坏或格式不对：请重新拍照、扫描或另存为 PNG、JPG 后再导入。",
            f"{name} is damaged or not a picture: take or scan it again, or save it as PNG or JPG.",
        ) from exc
    numbers = range(1, len(pages) + 1)
    read = [number for number in numbers if pages[number - 1].lines or pages[number - 1].tables]
    if not read:
        raise LoadError(
            f"{name} 里没有认出文字：请检查图片是否清楚、是否放正，重新拍照或扫描后再导入。",
            f"No text was found in {name}: take the picture again, upright and sharp.",
        )
    pieces = page_pieces(pages)
    return Parsed(
        pieces=tuple(pieces),
        warnings=recognition_warnings(pieces, read, [number for number in numbers if number not in read]),
        sizes=tuple((page.width, page.height) for page in pages),
    )


def _pictures(raw: bytes, name: str) -> Iterator[Image.Image]:
    """The file's pictures, upright and in three colours; a format that holds moving pictures gives its first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound is our own
        opened = Image.open(io.BytesIO(raw))
    with opened as file:
        if file.width * file.height > _MOST_PIXELS or getattr(file, "n_frames", 1) > _MOST_PAGES:
            raise _too_big(name)
        frames = ImageSequence.Iterator(file) if file.format == "TIFF" else [file]
        for frame in frames:
            upright = ImageOps.exif_transpose(frame)
            if "A" in upright.getbands() or "transparency" in upright.info:
                upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright.convert("RGBA"))
            yield upright.convert("RGB")


def _page(picture: Image.Image, number: int) -> Page:
    longest = max(picture.size)
    shrunk = picture.copy()
    shrunk.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    page = recognised_page(np.array(shrunk), number, longest / max(shrunk.size))
    page.width, page.height = float(picture.width), float(picture.height)
    return page


def _too_big(name: str) -> LoadError:
    return LoadError(
        f"{name} 太大（超过 {_MOST_PIXELS // 1_000_000} 百万像素或 {_MOST_PAGES} 页）：请缩小或拆开后再导入。",
        f"{name} is too big (over {_MOST_PIXELS // 1_000_000} megapixels or {_MOST_PAGES} pages): shrink or split it.",
    )
