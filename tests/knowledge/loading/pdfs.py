"""Small real PDFs for the tests, written by hand: Chinese text in a standard font, pages that are pictures, encryption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 842


@dataclass(frozen=True)
class Words:
    """A line of text at (left, top) in points from the page's top-left corner."""

    left: float
    top: float
    text: str
    size: float = 12


@dataclass(frozen=True)
class Rule:
    """A straight line from one point to another, from the page's top-left corner; a thin filled bar where `filled`."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool = False


Drawn = Words | Rule


def ruled(xs: list[float], ys: list[float], *, filled: bool = False) -> list[Drawn]:
    """All lines of a grid."""
    return [Rule(x, ys[0], x, ys[-1], filled) for x in xs] + [Rule(xs[0], y, xs[-1], y, filled) for y in ys]


def width(text: str, size: float) -> float:
    """How wide the fixture's font sets a text, in points: ASCII half as wide as Chinese."""
    return sum(size if ord(character) > 0x7E else size / 2 for character in text)


@dataclass(frozen=True)
class Picture:
    """A page that is one grey picture, as a scanner makes it."""


_TURNS = {
    0: b"",
    90: b"0 1 -1 0 842 0 cm\n",
    180: b"-1 0 0 -1 595 842 cm\n",
    270: b"0 -1 1 0 -247 842 cm\n",
}
"""What makes the words upright on a page that is shown turned clockwise, `top` still from the shown page's top."""


def pdf(pages: Sequence[Sequence[Drawn] | Picture], *, encrypted: bool = False, turn: int = 0) -> bytes:
    """A PDF file with these pages, A4, shown turned by so many degrees; an encrypted one needs a password that nobody knows."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
        b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>"
        b"\nstream\n\x80\x80\x80\x80\nendstream",
    ]
    kids = []
    for page in pages:
        content = b"q 595 0 0 842 0 0 cm /Im1 Do Q" if isinstance(page, Picture) else b"\n".join(map(_drawn, page))
        content = _TURNS[turn] + content
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 6 0 R >> >> >>" % (turn, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    if encrypted:
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44 >>" % (b"ab" * 32, b"cd" * 32))
    return _file(objects, encrypted)


def _drawn(item: Drawn) -> bytes:
    if isinstance(item, Words):
        code = item.text.encode("utf-16-be").hex().encode()
        return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (item.size, item.left, HEIGHT - item.top - item.size, code)
    if item.filled:
        thick = 0.75
        return b"%g %g %g %g re f" % (item.x0, HEIGHT - item.y1, item.x1 - item.x0 + thick, item.y1 - item.y0 + thick)
    return b"%g %g m %g %g l S" % (item.x0, HEIGHT - item.y0, item.x1, HEIGHT - item.y1)


def _file(objects: list[bytes], encrypted: bool) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    extra = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects) if encrypted else b""
    return body + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)
