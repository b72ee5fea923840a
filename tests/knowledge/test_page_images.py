"""Pages as pictures: what is drawn stands where the stored geometry says, at bounded size; nothing breaks the drawing."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from knowledge.errors import OriginalGone
from knowledge.loading import load
from knowledge.marks import Rectangle, marks
from knowledge.originals import Originals
from knowledge.page_images import PageImages
from knowledge.types import DrawnPage, Source
from tests.knowledge.loading.pdfs import Words, pdf


@pytest.fixture
def images(tmp_path: Path) -> PageImages:
    return PageImages(Originals(tmp_path / "index", kept=False))


def _source(tmp_path: Path, name: str, raw: bytes) -> Source:
    path = tmp_path / name
    path.write_bytes(raw)
    digest = hashlib.sha256(raw).hexdigest()
    return Source(path=str(path), name=name, format=path.suffix[1:], sha256=digest, size_bytes=len(raw))


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def _ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return box


def _page(number: int, width: float, height: float) -> DrawnPage:
    return DrawnPage(page=number, width=width, height=height)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_ink_of_a_page_lies_under_its_marks(images: PageImages, tmp_path: Path, turn: int) -> None:
    raw = pdf([[Words(100, 90, "国田困圆图", 20)]], turn=turn)
    source = _source(tmp_path, "a.pdf", raw)
    document = load(Path(source.path))
    (page,) = document.pages
    ((left, top, right, bottom),) = marks(page, 0, len(document.text))
    picture = _opened(images.image(source, page).content)
    scale = picture.width / page.width
    assert picture.height / page.height == pytest.approx(scale, rel=0.01)
    ink = [edge / scale for edge in _ink(picture)]
    assert left - 2 <= ink[0] <= ink[2] <= right + 2
    assert top - 2 <= ink[1] <= ink[3] <= bottom + 2
    assert ink[2] - ink[0] > 0.8 * (right - left)


def test_a_big_page_is_drawn_within_bounds(images: PageImages, tmp_path: Path) -> None:
    big = pdf([[Words(100, 90, "大")]]).replace(b"[0 0 595 842]", b"[0 0 9595 842]")
    picture = _opened(images.image(_source(tmp_path, "big.pdf", big), _page(1, 9595, 842)).content)
    assert max(picture.size) <= 2400
    small = _opened(images.image(_source(tmp_path, "a.pdf", pdf([[Words(9, 9, "小")]])), _page(1, 595, 842)).content)
    assert 110 <= small.width / 595 * 72 <= 150


def _picture(name: str, *, turned: bool = False) -> bytes:
    """A white picture, 300 × 200, with a black square near its top left corner."""
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle((20, 30, 59, 69), fill="black")
    exif = Image.Exif()
    if turned:  # as a phone does it: the pixels lie on their side, a tag says so
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6
    content = io.BytesIO()
    image.save(content, format={"jpg": "JPEG", "tif": "TIFF"}.get(name, name.upper()), exif=exif)
    return content.getvalue()


@pytest.mark.parametrize("name", ["png", "jpg", "bmp", "webp", "gif", "tif"])
@pytest.mark.parametrize("turned", [False, True])
def test_pictures_are_shown_the_right_way_up(images: PageImages, tmp_path: Path, name: str, turned: bool) -> None:
    if turned and name in ("bmp", "gif"):
        pytest.skip("formats without such a tag")
    source = _source(tmp_path, f"a.{name}", _picture(name, turned=turned))
    picture = _opened(images.image(source, _page(1, 300, 200)).content)
    assert picture.size == (300, 200)
    assert all(abs(a - b) <= 2 for a, b in zip(_ink(picture), (20, 30, 60, 70), strict=True))


def test_each_page_of_a_tiff_is_its_own(images: PageImages, tmp_path: Path) -> None:
    sheets = [Image.new("L", (40 + 10 * n, 30), 255) for n in range(3)]
    content = io.BytesIO()
    sheets[0].save(content, format="TIFF", save_all=True, append_images=sheets[1:])
    source = _source(tmp_path, "a.tiff", content.getvalue())
    assert [_opened(images.image(source, _page(n, 40, 30)).content).width for n in (1, 2, 3)] == [40, 50, 60]
    with pytest.raises(OriginalGone, match="第 4 页"):
        images.image(source, _page(4, 40, 30))


def test_clear_parts_are_white_and_big_pictures_are_scaled(images: PageImages, tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (5000, 100), (0, 0, 0, 0)).save(content, format="PNG")
    picture = _opened(images.image(_source(tmp_path, "a.png", content.getvalue()), _page(1, 5000, 100)).content)
    assert picture.size == (2400, 48)
    assert picture.getextrema() == (255, 255)


def test_covered_rectangles_are_black_and_nothing_of_them_is_sent(images: PageImages, tmp_path: Path) -> None:
    source = _source(tmp_path, "a.pdf", pdf([[Words(100, 90, "一二三四五", 20)]]))
    page = load(Path(source.path)).pages[0]
    hidden: list[Rectangle] = list(marks(page, 1, 3))
    open_picture, covered = (_opened(images.image(source, page, covered=rects).content) for rects in ((), hidden))
    scale = covered.width / page.width
    left, top, right, bottom = (round(edge * scale) for edge in hidden[0])
    assert max(covered.crop((left, top, right, bottom)).getdata()) < 60
    assert max(open_picture.crop((left, top, right, bottom)).getdata()) > 200
    ink = _ink(covered)
    assert ink[0] < left - 10
    assert ink[2] > right + 10, "what isn't covered is still seen"


@pytest.mark.parametrize("raw", [b"", b"no picture", b"%PDF-1.4 cut", b"GIF89a"])
@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.tif"])
def test_what_can_not_be_drawn_is_said(images: PageImages, tmp_path: Path, name: str, raw: bytes) -> None:
    with pytest.raises(OriginalGone, match="画不出来"):
        images.image(_source(tmp_path, name, raw), _page(1, 595, 842))
    assert _opened(images.image(_source(tmp_path, "b.pdf", pdf([[Words(9, 9, "好")]])), _page(1, 595, 842)).content)


@pytest.mark.filterwarnings("ignore:Image size")
def test_a_picture_that_would_fill_the_memory_is_refused(images: PageImages, tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(content, format="PNG")
    with pytest.raises(OriginalGone, match="画不出来"):
        images.image(_source(tmp_path, "bomb.png", content.getvalue()), _page(1, 12_000, 12_000))


def test_pages_are_kept_and_the_oldest_go(tmp_path: Path) -> None:
    images = PageImages(Originals(tmp_path / "index", kept=False))
    source = _source(tmp_path, "a.pdf", pdf([[Words(9, 9, "好")]]))
    first = images.image(source, _page(1, 595, 842))
    assert images.image(source, _page(1, 595, 842)) is first
    Path(source.path).unlink()
    assert images.image(source, _page(1, 595, 842)) is first
