"""What is embedded and searched for a passage: more than what is quoted. Pure."""

from __future__ import annotations

import hashlib
import re

from knowledge.types import Chunk, Metadata

_LEAD_CHARS = 60


def passage_text(metadata: Metadata, chunk: Chunk) -> str:
    """Title, heading path, context and text of `chunk`, one a line; a heading that only says the title again is left out.

    Title and headings carry place, year and subject that the passage itself rarely repeats (DESIGN.md 6).
    """
    title = metadata.title.strip()
    headings = [heading for heading in chunk.heading_path if not _says_again(heading, title)]
    lines = (title, " > ".join(headings), chunk.context.strip(), chunk.text)
    return "\n".join(line for line in lines if line)


def passage_lead(title: str, chunk: Chunk) -> str:
    """What the reader model sees before a passage's text, on one line: title, last heading, and the sentence that leads the passage in."""
    headings = [heading for heading in chunk.heading_path[-1:] if not _says_again(heading, title)]
    return " ".join(part for part in (title.strip(), *headings, chunk.context.strip()[-_LEAD_CHARS:]) if part)


def passage_hash(text: str) -> str:
    """Key of a passage's vector: the SHA-256 of what is embedded, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _says_again(heading: str, title: str) -> bool:
    bare = re.sub(r"\s", "", heading)
    return not bare or bare in re.sub(r"\s", "", title)
