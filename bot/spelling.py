"""Mistyped words of a question, corrected by sound against the table's terms and the base's own text.

Precision first: a character is only replaced where it forms no known word with its neighbours, where the base doesn't hold what
was typed, and where a character that sounds alike (tones aside, and as southern speakers mix sounds up) makes it a term of the
table or a string that the base holds more than once. Digits, Latin letters, quoted text and places are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.pinyin import alike, fuzzy, is_word, readings, same_sound, share_a_reading

_HAN = re.compile(r"[一-龥]{2,}")
_STAYS = re.compile(
    r"[“\"「『《][^”\"」』》]*[”\"」』》]|[\d.]+[一-龥]{1,2}|[一-龥]?(?=\d)|[A-Za-z][一-龥]|[一-龥](?=[A-Za-z])"
)
_ASKING = frozenset("几多少哪谁啥么吗呢什怎咋吧嘛呀啊")
"""Characters that ask: never replaced."""
_JOINTS = _ASKING | frozenset("的地得了着过是有在不没再和与或要能会可我你他她它俺咱这那个")
"""Characters that hold a question together: what sounds like a document's word across one of them is chance."""
_VERBS = frozenset("到从把被给让叫帮发罚花交推出起站占办")
"""Verbs of one character, which stand beside anything: not replaced for a pair or three characters."""
_WORD_CHARS = 4
_WINDOW_CHARS = 3
_LEAST_COUNT = 2
_LEAST_FOLLOWERS = 2
_MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class BaseText:
    """What the speller asks of a knowledge base."""

    holds: Callable[[str], bool]
    """Whether some passage holds a character or a pair of neighbours."""
    neighbours: Callable[[str], Sequence[tuple[str, str]]]
    """The characters before and after a string of three characters, each time it stands in the base, as far as is worth reading."""
    characters: Iterable[str]
    """All Chinese characters of the base."""


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    written: str
    right: str


class Speller:
    """Corrects questions against one published version. Made once a version, immutable, threads may share it."""

    def __init__(self, base: BaseText, terms: Iterable[str]) -> None:
        """Take the base and the words known beside it: the table's folk and official terms."""
        self._base = base
        self._terms = tuple(
            sorted({t for t in terms if _HAN.fullmatch(t) and _ASKING.isdisjoint(t)}, key=lambda t: (-len(t), t))
        )
        self._known = frozenset(self._terms)
        self._with: dict[str, list[tuple[str, int]]] = {}
        for term in self._terms:
            for at, character in enumerate(term):
                self._with.setdefault(character, []).append((term, at))
        self._longest = max(map(len, self._terms), default=0)
        self._by_sound: dict[str, list[str]] = {}
        for character in sorted(set(base.characters)):
            for sound in {fuzzy(reading) for reading in readings(character)}:
                self._by_sound.setdefault(sound, []).append(character)

    def correct(self, text: str, kept: Sequence[str] = ()) -> str:
        """`text` with its mistyped words corrected; the same where nothing is sure.

        Args:
            text: A question.
            kept: Strings that stay as they stand wherever they occur: places.
        """
        for _ in range(_MOST_CHANGES):
            change = self._change(text, kept)
            if change is None:
                break
            text = text[: change.start] + change.right + text[change.start + len(change.written) :]
        return text

    def _change(self, text: str, kept: Sequence[str]) -> _Change | None:
        closed = self._closed(text, kept)
        for run in _HAN.finditer(text):
            doubtful = [
                at for at in range(run.start(), run.end()) if at not in closed and self._doubtful(text, run, at)
            ]
            if doubtful:
                change = self._by_term(text, run, set(doubtful)) or self._by_base(text, run, doubtful, closed)
                if change is not None:
                    return change
        return None

    def _closed(self, text: str, kept: Sequence[str]) -> set[int]:
        """Positions that stay: quoted text, places, units of figures, terms of three characters or more that stand there already."""
        spans = [match.span() for match in _STAYS.finditer(text)]
        spans.extend(m.span() for word in kept if word for m in re.finditer(re.escape(word), text))
        for size in range(_WINDOW_CHARS, self._longest + 1):
            starts = range(len(text) - size + 1)
            spans.extend((start, start + size) for start in starts if text[start : start + size] in self._known)
        return {at for start, end in spans for at in range(start, end)}

    def _doubtful(self, text: str, run: re.Match[str], at: int) -> bool:
        """Whether the character at `at` may be mistyped: a pair with a neighbour is no pair of the base, and no word covers it."""
        pairs = [text[i : i + 2] for i in (at - 1, at) if run.start() <= i and i + 2 <= run.end()]
        return not all(map(self._base.holds, pairs)) and not self._in_word(text, run, at)

    def _in_word(self, text: str, run: re.Match[str], at: int) -> bool:
        for size in range(2, _WORD_CHARS + 1):
            for start in range(max(run.start(), at - size + 1), min(at, run.end() - size) + 1):
                word = text[start : start + size]
                if is_word(word) or word in self._known:
                    return True
        return False

    def _by_term(self, text: str, run: re.Match[str], doubtful: set[int]) -> _Change | None:
        """The longest term of the table that sounds like what stands there and differs in doubtful characters only."""
        found: dict[_Change, None] = {}
        for at in range(run.start(), run.end()):
            for term, offset in self._with.get(text[at], ()):
                start = at - offset
                if run.start() <= start and start + len(term) <= run.end():
                    written = text[start : start + len(term)]
                    if self._sounds_like(written, term, start, doubtful) and self._stands_apart(text, run, start, term):
                        found[_Change(start, written, term)] = None
        best = [change for change in found if len(change.right) == max(len(c.right) for c in found)]
        return best[0] if _agree(best) else None

    def _sounds_like(self, written: str, term: str, start: int, doubtful: set[int]) -> bool:
        changed = [i for i, (one, other) in enumerate(zip(written, term, strict=True)) if one != other]
        if not 0 < len(changed) <= len(term) // 2 or any(start + i not in doubtful for i in changed):
            return False
        stays = (
            _ASKING if len(term) > _WORD_CHARS else _ASKING | _VERBS if len(term) == _WORD_CHARS else _JOINTS | _VERBS
        )
        if any(written[i] in stays for i in changed):
            return False
        if any(self._base.holds(written[k : k + 2]) for i in changed for k in (i - 1, i) if 0 <= k < len(written) - 1):
            return False
        if len(term) > _WINDOW_CHARS:
            return all(alike(written[i], term[i]) for i in changed)
        one, other = written[changed[0]], term[changed[0]]
        if len(term) == _WINDOW_CHARS:
            return alike(one, other) or share_a_reading(one, other)
        return self._base.holds(term) and same_sound(one, other)

    def _stands_apart(self, text: str, run: re.Match[str], start: int, term: str) -> bool:
        """Whether no edge of the term that may belong to a word beyond it does: its pair with the neighbour is none of the base.

        Of a term of two characters both edges count, of a longer one those that were changed.
        """
        end, short = start + len(term), len(term) < _WINDOW_CHARS
        before = start > run.start() and text[start - 1] not in _JOINTS and (short or text[start] != term[0])
        after = end < run.end() and text[end] not in _JOINTS and (short or text[end - 1] != term[-1])
        pairs = [text[start - 1 : start + 1]] * before + [text[end - 1 : end + 1]] * after
        return not any(map(self._base.holds, pairs))

    def _by_base(self, text: str, run: re.Match[str], doubtful: Sequence[int], closed: set[int]) -> _Change | None:
        """A doubtful character replaced by the only one that sounds alike and makes a string that the base holds."""
        for at in doubtful:
            pairs = [text[i : i + 2] for i in (at - 1, at) if run.start() <= i and i + 2 <= run.end()]
            if text[at] in _JOINTS or text[at] in _VERBS or any(map(self._base.holds, pairs)):
                continue
            right = {c for c in self._candidates(text[at]) if self._makes_known(text, run, at, c, closed)}
            if len(right) == 1:
                return _Change(at, text[at], right.pop())
        return None

    def _candidates(self, character: str) -> set[str]:
        near = {c for reading in readings(character) for c in self._by_sound.get(fuzzy(reading), ())}
        return {c for c in near if c != character and c not in _JOINTS and alike(character, c)}

    def _makes_known(self, text: str, run: re.Match[str], at: int, character: str, closed: set[int]) -> bool:
        """Whether `character` at `at` makes a string of three characters that the base holds often enough and that ends there."""
        changed = f"{text[:at]}{character}{text[at + 1 :]}"
        for i in (at - 1, at):
            inside = run.start() <= i and i + 2 <= run.end()
            if inside and not _JOINTS & {*changed[i : i + 2]} and not self._base.holds(changed[i : i + 2]):
                return False
        first, last = max(run.start(), at - _WINDOW_CHARS + 1), min(at, run.end() - _WINDOW_CHARS)
        return any(self._is_known(changed, start, at, closed) for start in range(first, last + 1))

    def _is_known(self, text: str, start: int, at: int, closed: set[int]) -> bool:
        end = start + _WINDOW_CHARS
        window = text[start:end]
        if any(c in _JOINTS for c in window) or any(i in closed for i in range(start, end)):
            return False
        if not all(self._base.holds("".join(pair)) for pair in pairwise(window)):
            return False
        beside = self._base.neighbours(window)
        if len(beside) < _LEAST_COUNT:
            return False
        outer = (
            {after for _, after in beside}
            if at == end - 1
            else {before for before, _ in beside}
            if at == start
            else None
        )
        return outer is None or len(outer) >= _LEAST_FOLLOWERS


def _agree(changes: Sequence[_Change]) -> bool:
    """Whether the changes put the same character wherever two of them meet; False for none."""
    put: dict[int, str] = {}
    return bool(changes) and all(
        put.setdefault(change.start + i, character) == character
        for change in changes
        for i, character in enumerate(change.right)
    )
