"""Which years and months a question asks for, and which a statement is about. Pure.

去年 and 今年 count from today, because who says them means the calendar. 上年 and 上一年 are the words of reports: they count from the
year that the conversation is about, else from the newest year that a report of the base reports on. 近两年 are the newest reported
years, since a base seldom reports on the running one. After 比 or 较 such a word is what is compared with, not what is asked for.
A year's end (年底, 12月底) is the year: yearly reports state their figures as of then.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.types import DocumentCard

Months = tuple[int, int]
"""First and last month, each 1 to 12."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time that is asked for, or that a statement is about; empty where nothing says."""

    years: tuple[int, ...] = ()
    """In the order named, without repeats."""
    months: tuple[Months, ...] = ()
    """Parts of those years; empty for whole years."""
    plan: str = ""
    """The five-year plan that is asked about as one (十四五), whose figure no single year's is."""


_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?![\d.]|号|万|亿|余|多(?!少)|元|块|户(?!均)|人(?![均口])|名|位|个|座|亩|斤|吨|公里|米|平|次|头|只|套|间|%)"
)
_STATED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_SHORT_YEAR = re.compile(
    r"(?:^|(?<=[,比跟和与到从至在、年户人员县镇乡村区市象队])|(?<!\d)(?=\d\d年[、和与到至]?[12]\d年))(1[6-9]|2\d)年(?![以之内前后来满的工免期合义承])"
)
_HAN_YEAR = re.compile(r"([一二][〇零○一九][〇零○一二三四五六七八九]{2})年")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_RANGE = re.compile(r"((?:19|20)\d{2})年?[底末]?(?:到|至|[—–~～-]{1,2})((?:19|20)\d{2})(?=年)")
_CHANGES = re.compile(r"增|减|涨|降|升|变|差|相比|[多少]了")
"""Of a range then only the ends are asked for."""
_DOCUMENT_NUMBER = re.compile(r"[〔\[(]\d{4}[〕\])]\d+号")
_COMPARED = re.compile(r"(?:比|较|同比|与)(?:\d{4}年|上年|上一年|去年|前年)(?:同期|[末底])?|(?:上年|去年)同期")
_COMPARED_FIGURE = re.compile(r"(?:比|较|与)((?:19|20)\d{2})年(?:同期|[末底])?的\d")
_FROM_YEAR_BEFORE = re.compile(r"[由从](?:上年|去年|上一年)的?\d")
"""由上年的6500元调整为7000元 states both years' figures."""
_COUNTED_BACK = (("今年", 0), ("本年", 0), ("去年", 1), ("(?<!大)前年", 2), ("大前年", 3))
_YEAR_BEFORE = re.compile(r"上年|上一年(?!级)|上个年")
_NEWEST = re.compile(
    r"(?:最近|近|这|过去)([一两二三四五12345])年(?![级内以之])|(?<![满每第])([两二])年(?=[一-龥]{0,10}(?:一共|总共|合计|加起来|共计))"
)
_FEW = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_PLAN = re.compile(r"[“\"「]?(十[一二三四五])五[”\"」]?(?:规划|计划)?(末|期末|收官|初|开局|期间|时期)")
_PLAN_STARTS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
_PLAN_YEARS = 5
_RUNNING = re.compile(r"(?<![年日基成根原])(本|这个?|上个?)(月|季度)(?![度级])")
_REPORTS = re.compile("报告|总结|简报|综述|公报|汇报|通报|统计|情况")

_NUMERAL = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12, "首": 1}
_M = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTH_SPAN = re.compile(rf"(?<!\d)(?<!第){_M}月?(?:份)?(?:到|至|[—–~～-]{{1,2}}){_M}月(?!\d|内)")
_AS_OF = re.compile(
    rf"(?:截至|截止|到|至)[^，。,；;]{{0,6}}?(?<!\d){_M}月(?:份|底|末|\d{{1,2}}日)|(?<!\d){_M}月[底末](?!前)"
)
_MONTH = re.compile(rf"(?<![\d个每数几十]){_M}月(?:份|(?=[^底末\d内以])|$)(?![一-龥]{{0,1}}起)")
_QUARTER = re.compile(r"第?([一二三四首1-4])季度?(?!一次)")
_QUARTERS = re.compile(r"前([二两三23])(?:个)?季度")
_FIRST_MONTHS = re.compile(rf"前{_M}个月")
_HALF = re.compile(r"(上|下)半年")
_YEARLY = (1, 12)


def asked_period(text: str, today: date, *, newest: int = 0) -> Period:
    """What a question asks for.

    Args:
        text: The question, without what it carries.
        today: For 今年, 去年.
        newest: The year that 上年 and 近两年 count from: the conversation's, else the newest reported; 0 where none is known.
    """
    plain = _DOCUMENT_NUMBER.sub("", unicodedata.normalize("NFKC", text))
    plan = _PLAN.search(plain)
    years = named_years(text, today)
    if not years:
        years = _counted_from(plain, newest or today.year)
    if plan:
        years = tuple(dict.fromkeys((*years, *_plan_years(plan))))
    months = spans(plain)
    if not months and (counted := _counted_months(plain, today)):
        years, months = counted
    return Period(years, months, plan[1] + "五" if plan and plan[2] in ("期间", "时期") else "")


def _counted_months(plain: str, today: date) -> tuple[tuple[int, ...], tuple[Months, ...]] | None:
    """Year and months of 本月, 上个月, 本季度 and 上季度, counted from `today`; None where nothing of them is said."""
    found = _RUNNING.search(plain)
    if found is None:
        return None
    length = 3 if found[2].endswith("季度") else 1
    last = (today.month - 1) // length - (found[1].startswith("上"))  # which month or quarter of its year, from 0
    year, place = today.year + last // (12 // length), last % (12 // length)
    return (year,), ((place * length + 1, place * length + length),)


_NAMED_AFTER = r"[（(，,]?(?:也?就是|即|是)?(?:(?:19|20)\d{2}|(?<!\d)\d{2})年"
"""After 去年: the year it is, said by the asker, who may not count from today."""


def named_years(text: str, today: date) -> tuple[int, ...]:
    """Years named, in figures, in characters (二〇二二年) or as 22年, ranges filled; 今年, 去年, 前年 and 大前年 counted from `today`."""
    plain = _DOCUMENT_NUMBER.sub("", unicodedata.normalize("NFKC", text))
    years = [int(match[1]) for match in _YEAR.finditer(plain)]
    years.extend(int(match[1].translate(_HAN_DIGITS)) for match in _HAN_YEAR.finditer(plain))
    short = [2000 + int(match[1]) for match in _SHORT_YEAR.finditer(plain)]
    years.extend(year for year in short if year <= today.year + 1)
    scope = _COMPARED.sub("", plain) if years else plain
    for word, back in _COUNTED_BACK:
        if re.search(rf"(?<![年]){word}(?!度?版)(?!{_NAMED_AFTER})", scope):
            years.append(today.year - back)
    if (found := _RANGE.search(plain)) and not _CHANGES.search(plain):
        first, last = int(found[1]), int(found[2])
        years.extend(range(first, min(last, first + 10) + 1))
        years.sort()
    return tuple(dict.fromkeys(years))


def _counted_from(plain: str, newest: int) -> tuple[int, ...]:
    if found := _NEWEST.search(plain):
        said = next(filter(None, found.groups()))
        count = _FEW.get(said) or int(said)
        return tuple(range(newest - count + 1, newest + 1))
    return (newest - 1,) if _YEAR_BEFORE.search(_COMPARED.sub("", plain)) else ()


def _plan_years(plan: re.Match[str]) -> tuple[int, ...]:
    first = _PLAN_STARTS[plan[1]]
    if plan[2] in ("末", "期末", "收官"):
        return (first + _PLAN_YEARS - 1,)
    return (first,) if plan[2] in ("初", "开局") else tuple(range(first, first + _PLAN_YEARS))


def stated_period(statement: str, headings: Sequence[str], card: DocumentCard) -> Period:
    """What a statement is about: what it names itself, else its headings, else its document.

    A rule's years are those in which it was issued and came into force: what it sets needn't hold in another. A year that is only
    compared with (比2021年增长) is not the statement's own, but where its figure is said (比2021年的12204元增加) it is, too.
    """
    scopes = (_COMPARED.sub("", statement), " ".join(headings))
    years = next((years for text in scopes if (years := _years_of(text))), own_years(card))
    before = (max(years) - 1,) if years and _FROM_YEAR_BEFORE.search(statement) else ()
    years = tuple(dict.fromkeys((*years, *(int(year) for year in _COMPARED_FIGURE.findall(statement)), *before)))
    months = next((months for text in (*scopes, card.metadata.title) if (months := spans(text))), ())
    return Period(years, months)


def own_years(card: DocumentCard) -> tuple[int, ...]:
    """Years that a document reports on; of a rule those in which it was issued and came into force."""
    return card.metadata.years or tuple(d.year for d in (card.metadata.issued, card.metadata.effective) if d)


def _years_of(text: str) -> tuple[int, ...]:
    return tuple(int(match[1]) for match in _STATED_YEAR.finditer(text))


def spans(text: str) -> tuple[Months, ...]:
    """Parts of a year that `text` names, without repeats; up to December is the whole year, and no part."""
    plain = unicodedata.normalize("NFKC", text)
    found: list[Months] = [(1, 6) if half[1] == "上" else (7, 12) for half in _HALF.finditer(plain)]
    for several in _QUARTERS.finditer(plain):
        found.append((1, 3 * (3 if several[1] in "三3" else 2)))
    plain = _QUARTERS.sub("", plain)
    found.extend((3 * _number(q[1]) - 2, 3 * _number(q[1])) for q in _QUARTER.finditer(plain))
    found.extend((1, _number(first[1])) for first in _FIRST_MONTHS.finditer(plain))
    for pattern in (_MONTH_SPAN, _AS_OF, _MONTH):
        found.extend(_named_months(pattern, plain))
        plain = pattern.sub(" ", plain)
    return tuple(dict.fromkeys(span for span in found if span != _YEARLY))


def _named_months(pattern: re.Pattern[str], text: str) -> Iterable[Months]:
    for match in pattern.finditer(text):
        numbers = [_number(group) for group in match.groups() if group]
        first = 1 if pattern is _AS_OF else numbers[0]
        if first <= numbers[-1]:
            yield first, numbers[-1]


def _number(text: str) -> int:
    return _NUMERAL.get(text) or int(text)


def same_months(asked: Months, stated: Months) -> bool:
    """Whether a figure of `stated` answers for `asked`: the same months; 6月 and 截至6月底 may be one."""
    if asked[1] != stated[1]:
        return False
    return (
        asked[0] == stated[0]
        or asked == (1, asked[1])
        and stated[0] == stated[1]
        or asked[0] == asked[1]
        and stated[0] == 1
    )


def months_said(months: Months) -> str:
    """How a part of a year is called: 上半年, 一季度, 截至6月底, 4月."""
    first, last = months
    named = {(1, 6): "上半年", (7, 12): "下半年", (1, 9): "前三季度"}
    named |= {(3 * q - 2, 3 * q): f"{'一二三四'[q - 1]}季度" for q in range(1, 5)}
    return named.get(months) or (f"{last}月" if first == last else f"{first}月至{last}月")


def newest_reported(cards: Iterable[DocumentCard]) -> int:
    """The newest year that a report reports on; a notice for a coming year counts only where there is no report; 0 for none."""
    held = [card for card in cards if card.metadata.years]
    reports = [card for card in held if _REPORTS.search(card.metadata.title)]
    return max((max(card.metadata.years) for card in reports or held), default=0)
