"""Which computation a question asks for, and of what: read off its words. Pure.

An operation has sides, each the words of one term (县外务工 and 县内务工 of 县外务工是县内务工的几倍), or it goes over the rows of a
table (各乡镇, 哪个镇最多, 有几个镇超过200户). What a side leaves out (place, year, the thing counted) `bot.sides` fills in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.operation_words import (
    ALL_OF,
    ALL_ROWS,
    ASKS,
    ASKS_ROWS,
    AVERAGE,
    AVERAGE_EACH,
    BOUND,
    BOUND_AFTER,
    COMPARES,
    COMPLETION,
    DIFFERENCE,
    EACH,
    EACH_ROW,
    GROWTH,
    LISTS,
    LISTS_ROWS,
    MOST,
    NOT_YET,
    NUMBER,
    RANK,
    RATE,
    RATIO,
    REMAINING,
    ROW_NOUN,
    SHARE,
    SHARE_IS,
    SHARE_OF,
    SHARE_WORD,
    SUM,
    TAKEN,
    TIMES,
    TOGETHER,
    TOP,
    cut,
    joined,
    number,
)
from knowledge.numbers import Quantity, find_quantities

OperationKind = Literal[
    "sum",
    "difference",
    "times",
    "share",
    "growth",
    "each",
    "remaining",
    "completion",
    "average",
    "extreme",
    "count",
    "comparison",
    "listing",
]
"""`each` is 户均 and the like; a completion is what is done of a whole (整改率); a listing shows the figure of each year, place or row as it
stands."""
Relation = Literal[">", ">=", "<", "<="]


@dataclass(frozen=True, slots=True)
class Operation:
    """A computation that a question asks for."""

    kind: OperationKind
    sides: tuple[str, ...]
    """The words of each term; one where all terms share them (their years, places or parts tell them apart)."""
    rows: str = ""
    """The noun of the rows that it goes over, e.g. 乡镇; empty where its terms are named."""
    descending: bool = True
    """Of an extreme: whether the largest comes first."""
    top: int = 1
    """Of an extreme: how many rows are asked for; 0 where the rank of a named one is."""
    bound: Quantity | None = None
    """Of a count: what is compared with."""
    relation: Relation = ">"
    per: str = ""
    """Of 户均, 平均每支: the unit that is divided by."""
    of: str = ""
    """Of 平均每个村: the noun of what is divided by."""
    done: str = ""
    """Of what remains, or of a completion: the words for what is done (还有几户没验收: 验收)."""
    named: bool = True
    """Whether the words can mean nothing but a computation."""


def asked_operation(text: str) -> Operation | None:
    """The operation of a question without its closing mark; None where it asks for none."""
    main, rest = _main_clause(text)
    for read in (
        _extreme,
        _count,
        _times,
        _growth,
        _completion,
        _share,
        _each,
        _average,
        _remaining,
        _sum,
        _comparison,
        _difference,
        _rows,
        _listing,
    ):
        if (found := read(main, rest)) is not None:
            return found
    return None


def _main_clause(text: str) -> tuple[str, str]:
    """The sentence that asks, and what the others add (…的几倍？要2022年的)."""
    pieces = [p.strip(" ,，。!！") for p in re.split(r"[?？。;；]", text) if p.strip(" ,，。!！")]
    if not pieces:
        return "", ""
    asking = next((p for p in pieces if ASKS.search(p)), pieces[0])
    others = [p for p in pieces if p is not asking]
    clauses = re.split(r"[,，]", asking)
    while len(clauses) > 1 and not ASKS.search(clauses[-1]) and not SUM.search(clauses[-1]):
        others.append(clauses.pop())  # …的比重是多少，按2022年的算
    return "，".join(clauses), "，".join(others)


def _count(main: str, rest: str) -> Operation | None:
    asked = ASKS_ROWS.search(main)
    bounds = [q for q in find_quantities(main) if q.kind == "quantity" and q.unit and q.unit != "年"]
    said = [(bound, *relation_to(main, bound)) for bound in bounds]
    compared = [entry for entry in said if entry[1] is not None]
    if asked is None or not compared:
        return None
    bound, relation, start, end = compared[-1]  # of 年收入5万元以上的村超过10个 the last
    assert relation is not None
    words = joined(cut(main, (asked.span(), (start, end))), rest)
    return Operation(
        "count", (words,), rows=asked["before"] or asked["after"], bound=bound, relation=relation, named=False
    )


def relation_to(text: str, bound: Quantity) -> tuple[Relation | None, int, int]:
    """How a row has to stand to a bound (超过200户), None where nothing says so, and the span of the words that say so."""
    before = list(BOUND.finditer(text, max(0, bound.start - 5), bound.start))
    if before and before[-1].end() == bound.start:
        names: dict[str, Relation] = {"over": ">=", "most": "<=", "more": ">", "less": "<"}
        return names[before[-1].lastgroup or ""], before[-1].start(), bound.end
    after = BOUND_AFTER.match(text, bound.end)
    if after is None:
        return None, 0, 0
    return (">=" if after["side"] == "上" else "<="), bound.start, after.end()


def _extreme(main: str, rest: str) -> Operation | None:
    most = MOST.search(main)
    if most is None:
        return None
    rank = RANK.search(main)
    asked = ASKS_ROWS.search(main) or re.search(
        rf"最[多高大少低小]的(?:是)?(?:哪|谁)?个?(?P<before>{ROW_NOUN})(?P<after>)|前{NUMBER}[名位个]?的?(?P<third>{ROW_NOUN})",
        main,
    )
    named = re.search(rf"各?个?(?P<noun>{ROW_NOUN})(?:里|中|当中)", main)
    if rank is None and asked is None:
        return None
    noun = next(filter(None, asked.groups()), "乡镇") if asked else named["noun"] if named else "乡镇"
    top = TOP.search(main)
    count = 0 if rank else number(next(filter(None, top.groups()), "1")) if top else 1
    words = main
    if asked and asked.groupdict().get("third"):
        words = cut(words, (asked.span(),))
    for pattern in (RANK, TOP, ASKS_ROWS, MOST):
        words = pattern.sub(" ", words)
    words = re.sub(
        rf"(?:在|全[县镇市])?(?:各|全部|所有|{NUMBER})?个?(?:{ROW_NOUN})(?:里面|里|中|当中)|在?(?:各|所有)个?(?:{ROW_NOUN})|(?:在)?全[县镇市](?:里|中)?",
        " ",
        words,
    )
    return Operation(
        "extreme",
        (joined(words, rest),),
        rows=noun,
        descending=not (most["least"] or most["last"]),
        top=count,
        named=False,
    )


def _times(main: str, rest: str) -> Operation | None:
    found = TIMES.match(main)
    if found:
        return Operation("times", (found["a"] or found["c"], joined(found["b"] or found["d"], rest)))
    ratio = RATIO.match(main)
    return Operation("times", (ratio["a"], joined(ratio["b"], rest))) if ratio and "占" not in main else None


def _growth(main: str, rest: str) -> Operation | None:
    found = GROWTH.search(main)
    if found is None:
        return None
    words = joined(cut(main, (found.span(),)), rest)
    points = "百分点" in found.group() and RATE.search(main) is not None  # of a rate, points are a difference
    return Operation("difference" if points else "growth", (words,))


def _share(main: str, rest: str) -> Operation | None:
    of = SHARE_IS.match(main)
    if of:
        return Operation("share", (joined(of["a"], rest), of["b"]))
    found = SHARE.match(main)
    word = None if found else SHARE_WORD.search(main)
    if found is None and word is None:
        return None
    part, whole = (found["a"], found["b"]) if found else (main[: word.start()] if word else main, "")
    if not re.sub(r"[的了,，\s]", "", whole):
        inside = SHARE_OF.match(part)
        if inside is None:
            return None
        part, whole = inside["a"], inside["b"]
    return Operation("share", (joined(part, rest), whole), named=found is not None)


def _average(main: str, rest: str) -> Operation | None:
    each = AVERAGE_EACH.search(main)
    if each:
        noun = next(filter(None, each.groups()))
        words = joined(cut(main, (each.span(),)), rest)
        words = EACH_ROW.sub(" ", words)
        return Operation("average", (words,), rows="" if noun == "年" else noun)
    plain = AVERAGE.search(main)
    if plain is None or not re.search(r"多少|几|是$|平均(?:数|值)$", main):
        return None
    over = EACH_ROW.search(main)
    words = joined(EACH_ROW.sub(" ", cut(main, (plain.span(),))), rest)
    return Operation("average", (words,), rows=over["noun"] if over else "")


def _each(main: str, rest: str) -> Operation | None:
    found = None if AVERAGE_EACH.search(main) else EACH.search(main)
    if found is None or not re.search(r"多少|几", main):
        return None
    unit = {"户均": "户", "人均": "人", "村均": "个", "亩均": "亩"}.get(
        found["per"] or "", found["unit"] or found["unit2"]
    )
    words = cut(main, (found.span(),)).replace("平均", " ")
    return Operation("each", (joined(words, rest),), per="人" if unit == "个人" else unit)


def _remaining(main: str, rest: str) -> Operation | None:
    found = REMAINING.search(main)
    if found is None:
        return None
    taken = TAKEN.search(main)
    open_ = taken or NOT_YET.search(main)
    asked = found.span("open") if found["open"] else found.span()
    spans = [(asked[0], asked[0] + 4) if found["open"] else asked, *([open_.span()] if open_ else [])]
    return Operation(
        "remaining",
        (joined(cut(main, spans), rest),),
        done=open_["done"] if open_ else "",
        named=bool(found["left"] or found["open"]),
    )


def _completion(main: str, rest: str) -> Operation | None:
    found = COMPLETION.search(main)
    if found is None:
        return None
    return Operation("completion", (joined(main[: found.start()], rest),), done=found["done"], named=False)


def _sum(main: str, rest: str) -> Operation | None:
    found = SUM.search(main)
    after = ALL_OF.search(main)
    if after is not None and "、" in main[: after.start()]:  # 甲、乙、丙，三样加起来总共动了多少户的房子
        main, found = main[: after.start()], after
    over = EACH_ROW.search(main)
    together = TOGETHER.search(main)
    if found is None and together is None:
        return None
    words = EACH_ROW.sub(" ", TOGETHER.sub(" ", SUM.sub(" ", main)))
    rows = over["noun"] if over else ""
    return Operation("sum", (joined(words, rest),), rows=rows, named=found is not None)


def _comparison(main: str, rest: str) -> Operation | None:
    found = COMPARES.search(main)
    if found is None:
        return None
    kept = cut(main, (found.span(),) if found["x"] else (found.span("which"), found.span("more")))
    return Operation("comparison", (joined(kept, rest),), named=False)


def _rows(main: str, rest: str) -> Operation | None:
    """The figure of every row: 各镇监测对象多少户, 列出每个村的户数."""
    over = EACH_ROW.search(main)
    if over is None or not ALL_ROWS.match(over.group()) or not LISTS_ROWS.search(main):
        return None
    words = LISTS_ROWS.sub(" ", EACH_ROW.sub(" ", main))
    return Operation("listing", (joined(words, rest),), rows=over["noun"], named=False)


def _listing(main: str, rest: str) -> Operation | None:
    found = LISTS.search(main)
    return Operation("listing", (joined(cut(main, (found.span(),)), rest),), named=False) if found else None


def _difference(main: str, rest: str) -> Operation | None:
    found = DIFFERENCE.search(main)
    return Operation("difference", (joined(cut(main, (found.span(),)), rest),), named=False) if found else None
