"""Place names in a question: those that documents are about, those that they mention, those that they never name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from knowledge.places import COMMON_WORDS

TABLE = Path(__file__).with_name("places.txt")

_SUFFIX = re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|自治[州县]|地区|林区|省|市|县|区|州|盟|镇|乡|村)$")
_LOCAL = re.compile(
    r"([一-龥]{2})(县(?![区级域里外内])|区(?![域级划间里])|镇(?![村级区里])|乡(?![村镇级亲愁土里]))"
    r"|(?:^|[,，。在到去是问和与跟、的省市县区镇乡年底末度下道那])([一-龥]{2})(村(?![民委级里干医庄容均]|集体|组(?!织)|道(?!路)|史)|市(?![场民级价值委政直区]))"
)
_STEM = r"[一-龥]{2}"
_IN_TEXT = re.compile(
    rf"^[\s|]*({_STEM}[一-龥]?(?:镇|乡|村|街道|社区))\s*\||(?<=[县市区])({_STEM}[镇乡])|(?<=[镇乡])({_STEM}村)(?![民委级])",
    re.MULTILINE,
)
"""Where documents name a place for sure: a table row's label, or right after the place that it lies in."""
_NOT_A_NAME = re.compile(
    r"[把被让给想要我咱你他她它们这那哪全各本该每几个所的了在到去和与是有没家同邻外农社园些跨往至设驻蹲选找跟叫]|^[年度底末前部]|[出报]$|[省市县镇乡村]里|[大小新老乡地]$|街道|县区|乡镇|示范|贫困|脱贫|摘帽|行政|自然|民族|自治|空心|空壳|薄弱|后进|先进|文明|美丽|休闲|数字|中心|重点|试点|帮扶|安置|移民|合并|新建|新增|老旧|大山|大别|革命|问题|开发|高新|经开|集中|管理|公共|生产|主产|产业|工业|风险|疫情|洪涝|受灾|灾害|保护|服务"
)
_COMMON = re.compile(COMMON_WORDS)
_KINDS_OF_PLACE = re.compile("文明村镇|县市区|县区|市县|镇街")
_TOWN_WORD = re.compile(r"城[镇乡市]$|^城[中边]村$|^[主老新中县市全大小心边]?城区$|^[进返出下]城")
"""城镇, 城区, 城中村 and what ends in them: no names, as 望城区 and 新城县 are."""
_OTHER_SUFFIX = r"省|市(?![场民级])|县(?![区级域里])|区(?![域级划间里])|镇(?![村级区里])|乡(?![村镇级亲愁土里])|村(?![民委级里镇干医]|集体)"
_AMBIGUOUS = frozenset(
    {
        "朝阳", "海南", "吉林", "中山", "黄山", "大理", "三明", "东营", "日照", "安康", "长治", "保山", "红河", "文山", "资阳", "白银"
    }
)  # fmt: skip
_LATIN = re.compile(
    r"[A-Z][a-z]{2,}[省市县区镇乡村]"
)  # Hongshi镇: an English question's place that no document spells so
_SHORTEST_CHARS = 2
_LEVELS = {"省": 1, "市": 2, "州": 2, "县": 3, "区": 3, "镇": 4, "乡": 4, "道": 4, "村": 5}


def short_form(place: str) -> str:
    """The name without its administrative suffix, where at least two characters are left: 浙江省 -> 浙江."""
    short = _SUFFIX.sub("", place)
    return short if len(short) >= _SHORTEST_CHARS else place


def names(text: str, place: str) -> bool:
    """Whether `text` names `place`, whole or short; 澄江镇 and 澄江村 don't name 澄江县."""
    return short_form(place) in text and bool(naming(place).search(text))


def lies_lower(place: str, other: str) -> bool:
    """Whether `place` is of a lower level than `other`, by their last characters: a village than a town."""
    return _LEVELS.get(place[-1], 0) > _LEVELS.get(other[-1], 0)


def same_level(place: str, other: str) -> bool:
    """Whether both are of one level that is known: towns, counties."""
    level = _LEVELS.get(place[-1], 0)
    return bool(level) and level == _LEVELS.get(other[-1], 0)


@cache
def naming(place: str) -> re.Pattern[str]:
    """The place's name, or its short form where no other administrative suffix follows."""
    return re.compile(rf"{re.escape(place)}|{re.escape(short_form(place))}(?!{_OTHER_SUFFIX})")


@cache
def administrative_divisions(path: Path = TABLE) -> Mapping[str, str]:
    """Provinces and prefectures: full name -> the province it lies in (a province lies in itself)."""
    divisions: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line and not line.startswith("#"):
            province, _, cities = line.partition(":")
            divisions[province] = province
            divisions.update(dict.fromkeys(cities.split(), province))
    return divisions


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """Places of a question."""

    known: tuple[str, ...] = ()
    """Documents are about them, full names as the documents write them."""
    mentioned: tuple[str, ...] = ()
    """Documents name them in their text only."""
    unknown: tuple[str, ...] = ()
    """No document names them."""


def local_names(texts: Iterable[str]) -> frozenset[str]:
    """Towns and villages that passages name as row labels or after the place that they lie in: 石桥镇, 槐荫村."""
    found = {name for text in texts for match in _IN_TEXT.finditer(text) for name in match.groups() if name}
    return frozenset(name for name in found if not _NOT_A_NAME.search(short_form(name)) and not _TOWN_WORD.search(name))


class Gazetteer:
    """Finds place names; made anew for each published version, immutable, threads may share it."""

    def __init__(
        self,
        places: Iterable[str],
        mentions: Callable[[str], bool],
        chains: Iterable[tuple[str, ...]] = (),
        local: Iterable[str] = (),
    ) -> None:
        """Take the places that documents are about and a test whether any document's text names a place.

        Args:
            places: Full names, in any order.
            mentions: Whether a document's text names a place, given its short form.
            chains: Places with those they lie in, the most specific last, as documents give them.
            local: Towns and villages that documents name in their text: found by their short form, too.
        """
        self._known = tuple(sorted(set(places), key=lambda p: (-len(p), p)))
        self._mentions = mentions
        self._local = tuple(sorted(set(local) - set(self._known), key=lambda p: (-len(p), p)))
        self._parents = {inner: outer for chain in chains for outer, inner in pairwise(chain)}

    def above(self, places: Iterable[str]) -> tuple[str, ...]:
        """The places that `places` lie in, by the documents' own chains, without repeats."""
        found: list[str] = []
        rest = list(places)
        while rest:
            parent = self._parents.get(rest.pop())
            if parent is not None and parent not in found:
                found.append(parent)
                rest.append(parent)
        return tuple(found)

    def find(self, text: str) -> FoundPlaces:
        """Places of `text`; a name inside a longer one that was found is passed over."""
        rest = text
        known: list[str] = []
        for place in self._known:
            if place in rest or (short_form(place) not in _AMBIGUOUS and names(rest, place)):
                known.append(place)
                rest = naming(place).sub("\0", rest)
        mentioned: list[str] = []
        for place in self._local:
            if place in rest or (not place.endswith("村") and names(rest, place)):
                mentioned.append(place)
                rest = naming(place).sub("\0", rest)
        unknown: list[str] = []
        for name in self._others(rest):
            (mentioned if self._mentions(short_form(name)) else unknown).append(name)
        return FoundPlaces(tuple(dict.fromkeys(known)), tuple(mentioned), tuple(unknown))

    @staticmethod
    def _others(text: str) -> list[str]:
        found = []
        for name in administrative_divisions():
            short = short_form(name)
            if name in text or (short in text and short not in _AMBIGUOUS):
                found.append(name)
                text = text.replace(name, "\0").replace(short, "\0")
        scanned = _KINDS_OF_PLACE.sub("，", text.replace("\0", "，"))
        names = [(m[1] or m[3], m[2] or m[4]) for m in _LOCAL.finditer(scanned)]
        local = [stem + suffix for stem, suffix in names if not (_NOT_A_NAME.search(stem) or _COMMON.fullmatch(stem))]
        return [*found, *_LATIN.findall(text), *(name for name in local if not _TOWN_WORD.search(name))]
