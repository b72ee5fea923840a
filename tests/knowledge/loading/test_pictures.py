"""Pictures: photos as a phone turns them, files of several pages, and what can't be read."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from knowledge.errors import LoadError
from knowledge.loading.pictures import load_picture
from knowledge.loading.recognising import available
from tests.knowledge.loading.drawing import assert_drawn_once, loaded
from tests.knowledge.loading.pdfs import Words
from tests.knowledge.loading.scans import drawn, needs_font, written

needs_ocr = pytest.mark.skipif(not available(), reason="rapidocr is not installed")
TEXT = "监测对象1286户4166人"
ORIENTATION = 0x0112


def note(text: str = TEXT) -> Image.Image:
    """A small picture of one line of text."""
    return drawn([Words(30, 30, text, 16)]).crop((0, 0, 640, 160))


@needs_font
@needs_ocr
def test_a_photo_is_read_as_its_camera_turned_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera lay on its side: the viewer turns it clockwise
    raw = written([note().rotate(90, expand=True)], "JPEG", exif=exif, quality=90)
    document = loaded(tmp_path, "照片.JPG", raw)
    assert document.text == TEXT
    (page,) = document.pages
    assert (page.width, page.height) == (640, 160)
    assert_drawn_once(document)
    (line,) = page.lines
    # 30 points from the left at 150 dots an inch, 16 points a character.
    assert line.lefts[0] == pytest.approx(62, abs=10)
    assert (line.top + line.bottom) / 2 == pytest.approx((30 + 8) * 150 / 72, abs=8)


@needs_font
@needs_ocr
def test_a_tiff_of_two_pages_and_one_without_text(tmp_path: Path) -> None:
    raw = written([note(), Image.new("L", (640, 160), 255), note("全县共一百二十个村")], "TIFF")
    document = loaded(tmp_path, "a.tif", raw)
    assert document.text == TEXT + "全县共一百二十个村"  # a line that reaches the margin runs on
    assert [len(page.lines) for page in document.pages] == [1, 0, 1]
    assert any("第 2 页" in warning for warning in document.warnings)


@needs_font
@needs_ocr
def test_a_large_picture_keeps_its_own_pixels_and_a_clear_one_its_background(tmp_path: Path) -> None:
    large = note().resize((3200, 800))
    clear = Image.merge("LA", (Image.new("L", large.size, 0), large.point(lambda grey: 255 - grey)))
    file = io.BytesIO()
    clear.save(file, "PNG")
    document = loaded(tmp_path, "a.png", file.getvalue())
    assert document.text == TEXT
    assert (document.pages[0].width, document.pages[0].height) == (3200, 800)
    assert document.pages[0].lines[0].rights[-1] == pytest.approx(5 * 62 + (6 * 16 + 8 * 8) * 5 * 150 / 72, rel=0.06)


@needs_ocr
def test_a_picture_without_text() -> None:
    with pytest.raises(LoadError, match="没有认出文字"):
        load_picture(written([Image.new("L", (200, 200), 255)], "PNG"), "空.png")


@pytest.mark.parametrize("raw", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"nothing", b"II*\x00\x08\x00\x00\x00\xff\xff"])
def test_damaged_pictures(raw: bytes) -> None:
    with pytest.raises(LoadError, match=r"损坏|没有安装"):
        load_picture(raw, "坏.png")


@pytest.mark.parametrize("width", [13_000, 20_000])
def test_a_picture_of_too_many_pixels(width: int) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, 10_000, 8, 2, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    with pytest.raises(LoadError, match=r"太大|没有安装"):
        load_picture(raw + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")), "大.png")
