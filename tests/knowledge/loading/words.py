"""Word-processor files for the tests: made by python-docx, with the parts that it can't make written as XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{content}"
    "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    "<w:r><w:t>{anchor}</w:t></w:r></w:p>"
)


def paragraph(text: str, properties: str = "") -> str:
    """XML of a paragraph; `text` may be XML of runs itself."""
    runs = text if text.startswith("<") else f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(text: str, level: int = 0, number: int = 77) -> str:
    """XML of a paragraph of the list that `document` makes."""
    return paragraph(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")


def level(depth: int, style: str, text: str, more: str = "") -> str:
    """XML of a level of a list."""
    return f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{style}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"


def document(
    *body: str, levels: str = "", numbers: str = "", parts: dict[str, str] | None = None, styles: str = ""
) -> bytes:
    """A .docx file.

    Args:
        body: XML of paragraphs and tables.
        levels: XML of the levels of a list, whose id is 77.
        numbers: XML of more w:num elements of that list's scheme, which is 77 too.
        parts: XML of the notes in "footnotes" and "endnotes".
        styles: XML of more styles.
    """
    word: Document = docx.Document()
    place = word.element.body
    for xml in body:
        place.insert(len(place) - 1, parse_xml(xml.replace(">", f" {SPACES}>", 1)))
    if levels:
        root = word.part.numbering_part.element
        root.insert(0, parse_xml(f"<w:abstractNum {SPACES} w:abstractNumId='77'>{levels}</w:abstractNum>"))
        root.append(parse_xml(f"<w:num {SPACES} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
        for each in parse_xml(f"<w:x {SPACES}>{numbers}</w:x>"):
            root.append(each)
    for each in parse_xml(f"<w:x {SPACES}>{styles}</w:x>"):
        word.styles.element.append(each)
    for kind, notes in (parts or {}).items():
        blob = f"<w:{kind} {SPACES}>{notes}</w:{kind}>".encode()
        content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        part = Part(PackURI(f"/word/{kind}.xml"), content_type, blob, word.part.package)
        word.part.relate_to(part, getattr(RELATIONSHIP_TYPE, kind.upper()))
    return saved(word)


def saved(word: Document) -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def repacked(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with each part, by name, as `change` gives it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as changed:
        for entry in package.infolist():
            changed.writestr(entry.filename, change(entry.filename, package.read(entry)))
    return stream.getvalue()
