"""Whether two figures are of one thing, place and period, and whether their values agree. Pure.

Two documents seldom say a thing in the same words: 累计识别纳入防返贫监测对象 is 监测对象户数 of a table. So names are compared without
stock words; what one name has more must be said around the other. A word that narrows (新增, D级, 县外, 剩余, 其中 of another name) and
that the other doesn't have makes another thing, and so does a plan beside what was done.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from bot.changed import changed_on
from bot.gazetteer import short_form
from bot.periods import spans
from bot.terms import folk_terms
from knowledge.figure_words import ACT, KEPT
from knowledge.numbers import Quantity, find_quantities
from knowledge.places import place_level
from knowledge.types import Chunk, DocumentCard, Figure
from knowledge.units import ratio

_STOCK_WORDS = (
    "支出 受益 惠及 认定 登记 供养 保障 安装 新装 达到 发展到 增加到 提高到 得到 列入 给予 在册 在岗 运营 运行 参保 "
    "全省 全市 全县 全区 全镇 全乡 全村 截至 年底 年末 目前 现有 年内 全年 当年(?!新) 累计 共计 合计 总计 一共 总共 共有 共 各类 "
    "总额 总量 总数 总 金额 数额 数量 规模 里程 面积 情况 水平 户数 人数 人次 个数 座数 困难群众 对象 人员 人口 群众 "
    "家庭 产品 年(?=人均) (?<=[一-龥])[数额户人量]$ 其中 已 了 的 为 有 是 达 等"
)
_STOCK = re.compile("|".join(sorted(_STOCK_WORDS.split(), key=lambda word: -len(word))))
"""What says nothing of what is counted: words of amount and state, and the people that any number is of."""
_TELLING = re.compile(
    "[新改扩续]建|维修|修[复订]|整治|清|启动|收回|鉴定|制定|受理|审批|推送|发展|储备|捐|处以|奖励|慰问|培训"
)
"""Of the verbs that only lead to what is counted, those that say more: 维修路灯 are no 安装路灯."""
_ONLY_LEADS = ("实现", "惠及", "受益")
_RURAL = re.compile("农村|乡村")
_PURPOSE = re.compile("防(?:止)?返?贫(?:致贫)?")
"""What a programme is for, which its documents leave out at will: 防返贫监测对象 are the 监测对象."""
_URBAN = re.compile("城")
_SPOKEN_OF = re.compile(r"[^一-龥A-Za-z0-9.]")
_PAID = re.compile("(?:补助|补贴)?(?:金|标准|金额|资金)$|(?:补助|补贴|发放)$")
"""At the end of what a rate is of: A类农村低保金 and A类对象补助 of 低保 are one."""
_GRADED = re.compile("(?<=[级类档])(?:对象|人员)")
_KEPT_BESIDE = frozenset(("累计", "其中", "合计", "总计", "共计", "一共"))
_PLANNED = re.compile(r"计划|力争|目标|预计|打算|拟(?!定)|确保|任务|下一步|明年|来年|争取")
_PLAN_TITLE = re.compile(r"计划|任务|目标|要点|打算|规划|下一步|安排$|方案")
_GENERIC = re.compile(
    ".?|(?:资金|经费|项目|问题|补贴|补助|村|乡镇|企业|干部|会议|培训|就业|消除风险|贷款|收入|处理|带动|支持|代办)"
)
"""Names that say too little without what was said before them."""
_FUNDS = re.compile("[一-龥]{0,2}(?:资金|经费|补贴|补助|金额|投资|贷款|支出)")
_COLUMN = " | "
_LEAST_PIECE = 2
_LEAST_ALIKE = 0.5
_SAME_LEAD = 0.6
_ABOUT = Decimal("0.05")  # by which a value said with 约 may differ
_NEAR = Decimal("0.15")  # a running total and the figure that isn't called one are one thing only where they come near
_LOOSE = ("exact", "about", "more_than", "less_than")
_LAST_MONTHS = 11  # a report on a whole year isn't issued before its November
_PART_OF_YEAR = {"上半年": "-06", "一季度": "-03", "第一季度": "-03", "前三季度": "-09", "前二季度": "-06"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure where it stands."""

    figure: Figure
    card: DocumentCard
    chunk: Chunk

    @property
    def before(self) -> str:
        """What its sentence says before it; of a cell nothing."""
        if self.figure.header:
            return ""
        return self.chunk.text[
            max(0, self.figure.sentence_start - self.chunk.start) : self.figure.start - self.chunk.start
        ]

    @property
    def changed(self) -> bool:
        """Whether it has changed into the figure after it, and holds no longer."""
        return changed_on(self.before, self.chunk.text[self.figure.end - self.chunk.start :])

    @property
    def around(self) -> str:
        """Title, headings, lead-in or caption, and what its sentence says before it; of a cell not its table's other columns."""
        said = [line for line in self.chunk.context.split("\n") if not self.figure.header or _COLUMN not in line]
        return "\n".join((self.card.metadata.title, *self.chunk.heading_path, *said, self.before))

    @property
    def other_columns(self) -> str:
        """Of a cell, the headers of its table's other columns; empty where it stands in prose."""
        lines = f"{self.chunk.context}\n{self.chunk.text}".split("\n") if self.figure.header else []
        heads = next((line.split(_COLUMN) for line in lines if _COLUMN in line), [])
        return "\n".join(head for head in heads if head.strip() not in self.figure.header)

    @property
    def quantity(self) -> Quantity:
        """Its value with the scale that its document writes it in."""
        figure = self.figure
        written = next((q.scale for q in find_quantities(figure.said) if q.kind == "quantity"), Decimal(1))
        return Quantity(0, len(figure.said), figure.value, figure.unit, upper=figure.upper, scale=written)

    @property
    def period(self) -> str:
        """Year (2022) or year and month (2022-06) that it is of; empty where nothing says. Half a year counts up to its last month."""
        return period_of(self.figure, self.card)

    @property
    def planned(self) -> bool:
        """Whether it says what is to be done, or what was done before the year was over."""
        titles = (self.card.metadata.title, *self.chunk.heading_path, self.figure.header)
        return bool(_PLANNED.search(self.before) or any(_PLAN_TITLE.search(t) for t in titles)) or self._early()

    def _early(self) -> bool:
        """Whether its document was issued long before the end of the year that it is of: an intermediate figure."""
        issued, ruled = self.card.metadata.issued, "/" in self.figure.unit or "标准" in self.figure.indicator
        same_year = issued is not None and str(issued.year) == self.period
        return same_year and not ruled and issued is not None and issued.month < _LAST_MONTHS


def same_thing(one: Stated, other: Stated) -> bool:
    """Whether two figures count the same, whatever their place and period: 新增 isn't 累计, 户 isn't 人, a part isn't the whole."""
    if ratio(one.figure.unit, other.figure.unit) is None or (one.figure.upper is None) != (other.figure.upper is None):
        return False
    if not _same_subject(one, other):
        return False
    first, second = name(one.figure, one.card), name(other.figure, other.card)
    among = ("其中" in one.figure.qualifiers) != ("其中" in other.figure.qualifiers)
    if among and (first != second or not _near(one, other)):
        return False  # the 脱贫人口 among others are not all of them
    if not _one_name(first, second, one, other):
        return False
    if ("累计" in one.figure.qualifiers) != ("累计" in other.figure.qualifiers) and not _near(one, other):
        return False
    return _same_lead(first, second, one, other)


def same_scope(one: Stated, other: Stated) -> bool:
    """Whether two figures are of one place and one period, each says which, and both are done or both are planned."""
    timed = bool(one.period) and one.period == other.period and one.planned == other.planned
    return timed and same_place(one, other)


def same_place(one: Stated, other: Stated) -> bool:
    """Whether two figures are of one place: two townships of one name lie in different counties."""
    if not one.figure.place or not (
        one.figure.place.endswith(other.figure.place) or other.figure.place.endswith(one.figure.place)
    ):
        return False
    mine, others = ({place_level(p): p for p in (*s.card.metadata.places, s.figure.place)} for s in (one, other))
    own = place_level(one.figure.place)
    return all(mine[level] == others[level] for level in mine.keys() & others.keys() if level != own)


def agree(one: Stated, other: Stated) -> bool:
    """Whether two values may be of one count: equal across 万, 亿 and 元, or one of them rounded (17.6万人 and 176023人)."""
    factor = ratio(other.figure.unit, one.figure.unit)
    if factor is None:
        return False
    first, second = one.figure.value, other.figure.value * factor
    kinds = {one.figure.qualifier, other.figure.qualifier}
    if not kinds <= set(_LOOSE):
        upper = other.figure.upper * factor if other.figure.upper is not None else None
        return len(kinds) > 1 or (first, one.figure.upper) == (second, upper)
    gap = abs(first - second)
    steps = max(_step(one, Decimal(1)), _step(other, factor))
    if kinds != {"exact"}:
        return gap <= steps or gap <= _ABOUT * max(abs(first), abs(second))
    return not gap or gap < steps


def rougher(one: Stated, other: Stated) -> bool:
    """Whether one value is the other one rounded: 约1300户 and 17.6万人 beside 1286户 and 176023人."""
    factor = ratio(other.figure.unit, one.figure.unit)
    if factor is None or other.figure.qualifier != "exact" or one.figure.qualifier not in _LOOSE:
        return False
    return (
        agree(one, other)
        and _step(one, Decimal(1)) > _step(other, factor)
        and one.figure.value != other.figure.value * factor
    )


def _step(stated: Stated, factor: Decimal) -> Decimal:
    """The unit of the last digit that a value is written with, where it is a rounded one; else 0."""
    digits = re.search(r"[\d,，]+(?:\.(\d+))?", stated.figure.said)
    scale = stated.quantity.scale
    decimals = len(digits[1]) if digits and digits[1] else 0
    step = scale * Decimal(10) ** -decimals
    if stated.figure.qualifier != "exact" and not decimals:
        while stated.figure.value and not stated.figure.value % (step * 10):
            step *= 10
    return step * factor if scale > 1 or decimals or stated.figure.qualifier != "exact" else Decimal(0)


def period_of(figure: Figure, card: DocumentCard) -> str:
    """The period that a figure of a document is of, as `Stated.period`."""
    years = card.metadata.years
    said = figure.period or (str(years[0]) if len(years) == 1 else "")
    if not said and "/" in figure.unit and card.metadata.issued:
        said = str(card.metadata.issued.year)  # a rate is of the year that it was set in
    if figure.period_from in ("document", "") and len(said) == 4 and (parts := spans(card.metadata.title)):
        return f"{said}-{parts[0][1]:02d}"
    for words, month in _PART_OF_YEAR.items():
        said = said.replace(words, month)
    if "/" in said:
        return said
    year, _, rest = said.partition("-")
    month = rest[:2]
    closes = len(rest) <= 2 or int(rest[3:5]) >= 28
    return year if month == "12" and closes else f"{year}-{month}" if month and closes else said


@lru_cache(maxsize=4096)
def _official(text: str) -> str:
    """A name with each folk term in its first official words, so that 衔接资金 and its full name are one."""
    for folk, official in folk_terms().items():
        if len(folk) > 2 and folk in text and official[0] not in text:
            text = text.replace(folk, official[0])
    return text


@lru_cache(maxsize=4096)
def _meant(text: str) -> str:
    """The official terms of the folk terms in a text that have only one: 最低生活保障, where it says 低保."""
    return "\n".join(official[0] for folk, official in folk_terms().items() if len(official) == 1 and folk in text)


def name(figure: Figure, card: DocumentCard) -> str:
    """What a figure is of, with what narrows it, without place, stock words and marks."""
    narrowing = (
        q for q in figure.qualifiers
        if q not in figure.indicator and q not in _KEPT_BESIDE and not (q.startswith("每") and "/" in figure.unit)
    )  # fmt: skip
    text = "".join((*narrowing, figure.indicator)).replace("村级", "村")
    for place in (figure.place, *card.metadata.places):
        text = text.replace(place, "").replace(short_form(place), "") if place else text
    plain = _STOCK.sub("", _SPOKEN_OF.sub("", _official(text)))
    if "/" in figure.unit:
        plain = _GRADED.sub("", _PAID.sub("", plain)) or plain
    return _STOCK.sub("", ACT.sub(_told, plain))


def _told(verb: re.Match[str]) -> str:
    """A verb where it says what is counted; nothing where it only leads to it (实施危房改造)."""
    word = verb.group()
    tells = _TELLING.search(word) or (KEPT.search(word) and word not in _ONLY_LEADS)
    return word if tells else ""


@lru_cache(maxsize=65536)
def may_be_one(first: str, second: str) -> bool:
    """Whether two names have half of the shorter one's characters in common: else nothing around them makes them one."""
    return 2 * (Counter(first) & Counter(second)).total() >= min(len(first), len(second))


def _one_name(first: str, second: str, one: Stated, other: Stated) -> bool:
    """Whether two names are of one thing: what each has more, the other one's surroundings say."""
    if first == second or sorted(first) == sorted(second):
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if 2 * sum(block.size for block in matcher.get_matching_blocks()) < min(len(first), len(second)):
        return False
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and not (_said_around(first[a:b], second, other) and _said_around(second[c:d], first, one)):
            return False
    return True


def _said_around(piece: str, own: str, stated: Stated) -> bool:
    """Whether what another name has more is meant where `stated` stands, too; 农村 is, unless it speaks of towns."""
    if not piece or piece in own:
        return True
    around = stated.around
    if _RURAL.fullmatch(piece):
        return not _URBAN.search(f"{own}{around}")
    if piece in stated.other_columns:
        return False  # 脱贫人口 beside a column 务工就业 are all of them
    return bool(_PURPOSE.fullmatch(piece)) or (
        len(piece) >= _LEAST_PIECE and (piece in around or piece.removeprefix("农村") in _meant(around))
    )


def _same_subject(one: Stated, other: Stated) -> bool:
    first, second = (_whose(s) for s in (one, other))
    if first and second:
        return first in second or second in first
    return not (first or second) or (first or second) in (other if first else one).around


def _whose(stated: Stated) -> str:
    text = stated.figure.subject
    for place in (stated.figure.place, *stated.card.metadata.places):
        text = text.replace(place, "").replace(short_form(place), "") if place else text
    return re.sub("^[省市县镇乡村]|全[县市镇]", "", text)


def _same_lead(first: str, second: str, one: Stated, other: Stated) -> bool:
    """Whether names that say too little by themselves (支出资金, 救助资金) follow the same words."""
    leads = _lead(one), _lead(other)
    if _GENERIC.fullmatch(first) or _GENERIC.fullmatch(second):
        return first == second and _alike(*leads) >= _SAME_LEAD
    return not (_FUNDS.fullmatch(first) and all(leads)) or _alike(*leads) >= _SAME_LEAD


def _near(one: Stated, other: Stated) -> bool:
    factor = ratio(other.figure.unit, one.figure.unit) or Decimal(1)
    first, second = one.figure.value, other.figure.value * factor
    return abs(first - second) <= _NEAR * max(abs(first), abs(second))


def _lead(stated: Stated) -> str:
    """The words of what stands before a figure and its name in its sentence, without stock words, years and numbers."""
    before = stated.before.rpartition(stated.figure.indicator)[0] or stated.before
    return _STOCK.sub("", re.sub(r"[^一-龥]", "", re.sub(r"\d{4}年", "", before)))


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first or second else 1.0
