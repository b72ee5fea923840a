"""From bytes to text: encodings tried in order, each result judged, nothing ignored or replaced.

Order: byte order mark; the encoding that the file declares (html); UTF-16 where zero bytes suggest it; UTF-8; GB18030;
Big5; UTF-16. GB18030 decodes nearly any bytes, so a result counts only if it reads like Chinese or plain text: few characters
outside the everyday ones. A Latin-1 or binary file fails with the list of what was tried.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from knowledge.errors import LoadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_PUNCTUATION = re.compile(
    "[\u00a0\u00b7\u00d7\u2010-\u2027\u2030-\u203b\u2103\u2160-\u217f\u2190-\u21ff\u2460-\u24ff\u2500-\u25ff\u3000-\u3017\uff01-\uffe5]"
)
_HANZI = re.compile("[\u4e00-\u9fff]")
_SIMPLIFIED, _TRADITIONAL = "gb2312", "big5"
_SAMPLE_CHARS = 200_000
_PLAUSIBLE_SHARE = 0.85  # Chinese prose measures .97 and more, Big5 read as GB18030 below .6, Latin-1 near 0
_CONTROL_SHARE = 0.02  # exports pad with zero bytes; `clean` takes them out
_CONTROL_SHARE_WITHOUT_CHINESE = 0.001
_ZERO_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that gave it."""

    text: str
    encoding: str
    guessed: bool
    """True where neither a mark, a declaration nor valid UTF-8 says that the encoding is right."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for the report where the encoding was guessed."""
        if not self.guessed:
            return ()
        return (f"文件没有注明编码，按 {self.encoding} 读取；如果显示为乱码，请另存为 UTF-8 后重新导入。",)


def decode(raw: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """Decode a text file's bytes.

    Args:
        raw: all bytes of the file.
        name: the file's name, for the message.
        declared: encoding that the file itself names, if it does; a hint, not a promise.

    Raises:
        LoadError: no encoding gives readable text; the message lists those tried.
    """
    tried: list[str] = []
    for encoding, sure, charset in _candidates(raw, declared):
        if encoding not in tried:
            tried.append(encoding)
        text = _strict(raw, encoding)
        if text is not None and _readable(text, encoding, charset):
            return Decoded(text=text, encoding=encoding, guessed=not sure)
    listed = "、".join(tried)
    raise LoadError(
        f"{name} 的文字编码认不出来（试过 {listed}）：请用记事本或 WPS 打开，另存为 UTF-8 后重新导入。",
        f"The text encoding of {name} is not recognised (tried {', '.join(tried)}): save it as UTF-8 and add it again.",
    )


def _candidates(raw: bytes, declared: str | None) -> list[tuple[str, bool, str]]:
    """Encodings to try, in order, each with whether success is certainty, and the characters that it should mostly give."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return [(encoding, True, _SIMPLIFIED)]
    found: list[tuple[str, bool, str]] = []
    hint = _known(declared)
    if hint:
        found.append((hint, True, _TRADITIONAL if hint == "big5" else _SIMPLIFIED))
    # In UTF-16 the zero byte is the upper half of an ASCII character, at odd offsets when little-endian; of Chinese only 一 has one.
    wide = ("utf-16-le", "utf-16-be") if raw[1::2].count(0) >= raw[::2].count(0) else ("utf-16-be", "utf-16-le")
    zeros = raw.count(0) > _ZERO_SHARE * len(raw)
    bytewise = [("utf-8", True, _SIMPLIFIED), ("gb18030", False, _SIMPLIFIED), ("big5", False, _TRADITIONAL)]
    both = [(encoding, False, charset) for charset in (_SIMPLIFIED, _TRADITIONAL) for encoding in wide]
    found += both + bytewise if zeros else bytewise + both
    return [*found, ("gb18030", False, _TRADITIONAL)]


def _known(declared: str | None) -> str | None:
    """The Python name for a declared encoding; GB2312 and GBK widen to GB18030, UTF-16 in a byte-wise tag can't be true."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32")):
        return None
    return "gb18030" if name in {"gb2312", "gbk", "hz"} else name


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _readable(text: str, encoding: str, charset: str) -> bool:
    """Whether the text reads like text of these characters; UTF-8 proves itself but for control characters."""
    sample = text[:_SAMPLE_CHARS]
    allowed = _CONTROL_SHARE if _HANZI.search(sample) else _CONTROL_SHARE_WITHOUT_CHINESE
    if len(_CONTROL.findall(sample)) > allowed * len(sample):
        return False
    if encoding.startswith(("utf-8", "utf-32")) or encoding == "utf-16":
        return True
    return everyday_share(sample, charset) >= _PLAUSIBLE_SHARE


def everyday_share(text: str, charset: str) -> float:
    """Share, in [0, 1], of the characters beyond ASCII that are everyday Chinese characters or punctuation; 1 if none.

    Everyday means the first of the two frequency planes of `charset` ("gb2312" or "big5").
    """
    others = _NOT_ASCII.findall(text)
    if not others:
        return 1.0
    first, last = (b"\xa4", b"\xc6") if charset == "big5" else (b"\xb0", b"\xd7")
    good = 0
    for character in others:
        if _PUNCTUATION.match(character):
            good += 1
        elif _HANZI.match(character):
            code = character.encode(charset, errors="ignore")  # a question about one character, not a loss of text
            good += first <= code[:1] <= last
    return good / len(others)
