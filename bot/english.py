"""An English question as a Chinese one, word by word from a table that staff can edit (english.tsv): pure rules, no model.

The documents are Chinese and so is the answer; what is asked comes last, as in 监测对象有多少户. Figures and words that the table
doesn't know stay as they are. Places are found by their pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.errors import BotError
from bot.gazetteer import administrative_divisions, short_form
from bot.pinyin import spelled

TABLE = Path(__file__).with_name("english.tsv")

_HAN = re.compile(r"[一-龥]")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d[\d,]*(?:\.\d+)?%?|\S")
_LEAST_WORDS = 2
_LONGEST_WORDS = 6
_SUFFIXES = {
    "province": "省", "city": "市", "county": "县", "district": "区", "town": "镇", "township": "乡", "village": "村",
}  # fmt: skip
_OWN_SUFFIXES = {
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "district",
    "镇": "town",
    "乡": "township",
    "村": "village",
}
_ASKS = re.compile(r"多少|多长|几|[谁哪何]|什么|是否|能不能|要不要|多久")
_WHAT = ("是什么", "什么")
_VAGUE = frozenset((*_WHAT, "有哪些", "如何", "多少"))
_MEASURE = re.compile(r"标准|比例|金额|限额|收入|报酬|补助|补贴|率|最[高低]|不超过|不少于|起付线")
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        "a an the is are was were be been being am do does did has have had will would should shall please tell me us i my we our"
        " your you he she they them their it its this that these those there here some any all of in on at to for from by with about"
        " into under over as and or if so then than also only just not get got gets give given make made need needed needs want one"
        " s people's during after before between per so-called",
    )
)
_PEOPLE = re.compile(r"(?:干部|人员|医生|学生|工人|代表|人口|群众|儿童|老年人|残疾人|农民工|患者|员)$")
_TURNS = frozenset({"of", "for"})
_YEAR_BEFORE = frozenset({"in", "during", "by", "of", "since", "for", "from", "until", "end"})
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Segment:
    """Pieces that stand together."""

    after: str
    """The English word left out before them."""
    pieces: list[str]


def is_english(text: str) -> bool:
    """Whether a text is an English question: no Chinese character, two English words or more."""
    return not _HAN.search(text) and len(re.findall(r"[A-Za-z]{2,}", text)) >= _LEAST_WORDS


@cache
def english_terms(path: Path = TABLE) -> Mapping[tuple[str, ...], str]:
    """Chinese words by English phrase, its words stemmed.

    Raises:
        BotError: a line isn't "English<TAB>Chinese", or it isn't UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as exc:
        raise BotError(
            f"英文用语表 {path.name} 不是 UTF-8 编码,请另存为 UTF-8 后重启程序。",
            f"{path.name} is not UTF-8; save it as UTF-8 and start again.",
        ) from exc
    table: dict[tuple[str, ...], str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != 2 or not all(columns) or len(columns[0].split()) > _LONGEST_WORDS:
            raise BotError(
                f"英文用语表 {path.name} 第 {number} 行写错了,应为“英文<Tab>中文”,英文最多 {_LONGEST_WORDS} 个词。",
                f"Line {number} of {path.name} is not 'English<Tab>Chinese' with at most {_LONGEST_WORDS} English words.",
            )
        table[tuple(map(_stem, columns[0].split()))] = columns[1]
    return table


def _stem(word: str) -> str:
    """A word as the table compares it: small letters, no possessive, no plural s."""
    plain = re.sub(r"['’]s$|['’]$", "", word.lower())
    if plain.endswith("ies") and len(plain) > len("ties"):
        return plain[:-3] + "y"
    if plain.endswith("s") and not plain.endswith(("ss", "us", "is", "as")):
        return plain[:-1]
    return plain


class English:
    """Turns English questions into Chinese ones, with the places of one published version. Immutable."""

    def __init__(self, places: Iterable[str], table: Mapping[tuple[str, ...], str] | None = None) -> None:
        """Take the full names of the base's places and the table of terms; the shipped one where none is given."""
        self._table = english_terms() if table is None else table
        self._places: dict[str, list[str]] = {}
        for place in dict.fromkeys((*places, *administrative_divisions())):
            for name in dict.fromkeys((spelled(place), spelled(short_form(place)))):
                self._places.setdefault(name, []).append(place)

    def in_chinese(self, text: str) -> str:
        """`text` in Chinese where it is an English question; else as it is."""
        if not is_english(text):
            return text
        sentences = (
            self._sentence(_WORD.findall(part))
            for part in re.split(r"[?？]", re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", " ", text))
        )
        return "？".join(filter(None, sentences)) or text

    def _sentence(self, words: list[str]) -> str:
        """One question: places and years first, then what is told, what is asked last."""
        scope: list[str] = []
        asked: list[str] = []
        told: list[_Segment] = [_Segment("", [])]
        at = 0
        while at < len(words):
            place, size = self._place(words, at)
            chinese, size = ("", size) if size else self._term(words, at)
            if place:
                scope.append(place)
            elif _ASKS.search(chinese):
                asked.append(chinese)
            elif chinese:
                told[-1].pieces.append(chinese)
            elif _stem(words[at]) in _EMPTY or not words[at][0].isalnum():
                told.append(_Segment(_stem(words[at]), []))
            else:
                year = _YEAR.fullmatch(words[at]) and at > 0 and _stem(words[at - 1]) in _YEAR_BEFORE
                (scope if year else told[-1].pieces).append(f"{words[at]}年" if year else words[at])
            at += max(1, size)
        said = _without_repeats(_in_order(told))
        return _joined([*dict.fromkeys(scope), *said, *_one_asked(asked, "".join(said))])

    def _term(self, words: list[str], at: int) -> tuple[str, int]:
        for size in range(min(_LONGEST_WORDS, len(words) - at), 0, -1):
            found = self._table.get(tuple(map(_stem, words[at : at + size])))
            if found is not None:
                return found, size
        return "", 0

    def _place(self, words: list[str], at: int) -> tuple[str, int]:
        """The place whose name begins at `at`, and of how many words it is; capital letters or a suffix tell it from a word."""
        for size in (3, 2, 1):  # Lin Xi County
            name = "".join(words[at : at + size])
            if at + size > len(words) or not (name.isalpha() and words[at][0].isupper()):
                continue
            suffix = _stem(words[at + size]) if at + size < len(words) else ""
            known = self._named(name.lower(), suffix)
            if known:
                return known, size + (suffix in _SUFFIXES)
        level = _SUFFIXES.get(_stem(words[at + 1]), "") if at + 1 < len(words) else ""
        unknown = re.fullmatch(r"[A-Z][a-z]+", words[at]) and not self._term(words, at)[1]
        if level and unknown and _stem(words[at]) not in _EMPTY:
            return words[at] + level, 2  # no place of the base: said to be unknown
        return "", 0

    def _named(self, name: str, suffix: str) -> str:
        """The place spelled `name`; one with the suffix's level where there is a suffix, the only one where there is none."""
        found = self._places.get(name, [])
        if suffix in _SUFFIXES:
            found = [place for place in found if _OWN_SUFFIXES.get(place[-1]) == suffix] or (
                [place for place in found if place[-1] in "镇乡"] if suffix in ("town", "township") else []
            )
        return found[0] if found else ""


def _in_order(segments: Sequence[_Segment]) -> list[str]:
    """The pieces in Chinese order: what follows "of" or "for" stands before what it belongs to."""
    ordered: list[list[str]] = []
    last = 0  # where the segment stands that an "of" belongs to
    turned = False
    for segment in segments:
        turned = turned or segment.after in _TURNS
        if not segment.pieces:
            continue
        if turned:
            ordered.insert(last, segment.pieces)
        else:
            last = len(ordered)
            ordered.append(segment.pieces)
        turned = False
    return [piece for pieces in ordered for piece in pieces]


def _one_asked(asked: list[str], said: str) -> list[str]:
    """What is asked: the vaguest left out where something else is asked, too; of a measure how much it is."""
    exact = list(dict.fromkeys(piece for piece in asked if piece not in _VAGUE))
    if not exact and asked and asked[0] in _WHAT and _MEASURE.search(said):
        return ["是多少"]
    if not exact and "多少" in asked and _PEOPLE.search(said):
        return ["多少人"]
    return exact or list(dict.fromkeys(asked))


def _without_repeats(pieces: list[str]) -> list[str]:
    """Pieces that no other piece holds, in order."""
    kept = dict.fromkeys(pieces)
    return [piece for piece in kept if not any(piece != other and piece in other for other in kept)]


def _joined(pieces: list[str]) -> str:
    """Pieces in one line; a space only between two that aren't Chinese."""
    line = ""
    for piece in pieces:
        line += (
            " " if line and re.match(r"[\w%]", line[-1], re.ASCII) and re.match(r"\w", piece, re.ASCII) else ""
        ) + piece
    return line
