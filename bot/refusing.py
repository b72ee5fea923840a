"""When the documents don't answer, and how to say so: one place for the verdict and its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answerability import confidence, sure_enough, usable
from bot.attributes import Lack, lacking
from bot.extractive import Quote, cite
from bot.periods import months_said
from bot.rule_asked import unsaid_matter
from bot.scope import MEASURED, about_asked_years, scope_said
from bot.statements import ReadSentence
from bot.types import Answer, AskedKind, Query
from knowledge.types import DocumentCard, SearchHit

Missing = Literal["document", "place", "period", "value", "subject"]
# Chosen on report_dev, laws_dev and our own questions (evaluation/gold and 60 fresh ones): below these a figure is more often wrong than right. A rule
# asked in a layperson's words shares few words with its article, so there only what has hardly anything in common is refused.
_MEASURED_OWN, _MEASURED_SCORE = 0.20, 0.30
_RULE_OWN = 0.15  # of a figure that a rule sets: a document that reports on no year
_OTHER_OWN, _OTHER_AROUND = 0.08, 0.12
_NEARBY = 2
_NEARBY_FROM = 6
_TITLE = re.compile(r"《([^《》]{4,60})》")
_LEAST_TITLE_CHARS = 6  # of a heading that may be a piece's title; 总则 is in many a title

_ASKED_ZH: dict[AskedKind, str] = {
    "figure": "具体数字", "ratio": "具体比例", "sum": "可以相加的数字", "difference": "可以比较的数字", "comparison": "可以比较的数字",
    "when": "时间或期限", "contact": "联系方式", "who": "由谁负责",
}  # fmt: skip
_ASKED_EN: dict[AskedKind, str] = {
    "figure": "the figure", "ratio": "the percentage", "sum": "the figures to add", "difference": "the figures to compare",
    "comparison": "the figures to compare", "when": "the date or time limit", "contact": "a way to get in touch", "who": "who is responsible",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is answered."""

    missing: Missing
    nearby: tuple[ReadSentence, ...] = ()
    """What the documents do say nearby, best first."""
    lack: Lack | None = None
    """Of a missing value, what it is; None where the kind of question says."""
    neighbours: tuple[ReadSentence, ...] = ()
    """Of `nearby`, those that answer the question for another place or time: offered as such, never as the answer."""
    office: ReadSentence | None = None
    """Where a document says whom to ask about the matter."""


def assess(query: Query, hits: Sequence[SearchHit], sentences: Sequence[ReadSentence]) -> Refusal | None:
    """None where a sentence may answer; else what is missing.

    Args:
        query: The question.
        hits: Passages in scope.
        sentences: Judged sentences of those passages, best first.
    """
    nearby = nearest(sentences)
    if query.unknown_places and (not hits or query.kind in MEASURED or query.kind == "when"):
        return Refusal("place", nearby)
    if _unheld_title(query, hits):
        return Refusal("document", nearby)
    if not hits:
        return Refusal("period" if query.years else "place" if _named_places(query) else "subject")
    if query.kind in MEASURED and query.years and not any(about_asked_years(query, hit) for hit in hits):
        return Refusal("period", nearby)
    return _stated(query, sentences, nearby)


def _stated(query: Query, sentences: Sequence[ReadSentence], nearby: tuple[ReadSentence, ...]) -> Refusal | None:
    """The verdict on the statements of passages in scope."""
    if not sentences:
        return Refusal("value")
    within = [s for s in sentences if s.in_scope]
    if not within:
        return Refusal("period" if query.years else "place", nearby)
    holding = [s for s in within if s.holds]
    if not holding:
        matter = unsaid_matter(query, (_passage(s) for s in within))
        return Refusal("value", nearby, Lack(f"“{matter}”的内容", f"anything on {matter}") if matter else None)
    if not _carried(query, sentences):
        return Refusal("subject", nearby)
    lack = lacking(query, _said(holding[0]), _passage(holding[0]))
    return Refusal("value", nearby, lack) if lack else None


def _said(statement: ReadSentence) -> str:
    chunk = statement.hit.chunk
    return "\n".join((*chunk.heading_path[-1:], chunk.context, statement.text, statement.reading))


def _passage(statement: ReadSentence) -> str:
    chunk = statement.hit.chunk
    return "\n".join((statement.hit.document.metadata.title, *chunk.heading_path, chunk.context, chunk.text))


def _carried(query: Query, statements: Sequence[ReadSentence]) -> bool:
    """Whether the best usable statement is enough to answer with: a reader may be sure of what is said in none of the question's words."""
    best = usable(statements)[0]
    if not sure_enough(query, statements):
        return False
    if query.kind in MEASURED:
        own = _MEASURED_OWN if best.hit.document.metadata.years else _RULE_OWN
        return best.own >= own and best.score >= _MEASURED_SCORE
    return best.shares_word and best.own >= _OTHER_OWN and best.around >= _OTHER_AROUND


def certainty(query: Query, refusal: Refusal | None, sentences: Sequence[ReadSentence]) -> float:
    """What an answer's `confidence` says: 0 where a slot rule refused."""
    if refusal is not None and refusal.missing != "subject":
        return 0.0
    return confidence(query, sentences)


def nearest(sentences: Sequence[ReadSentence]) -> tuple[ReadSentence, ...]:
    """The statements to offer beside a refusal: the best that share a word with the question, those with an asked value first."""
    shared = [s for s in sentences if s.shares_word]
    return tuple(sorted(shared[:_NEARBY_FROM], key=lambda s: not s.holds)[:_NEARBY])


def _unheld_title(query: Query, hits: Sequence[SearchHit]) -> str:
    """A document that the question names in 《》 and that neither is in the base nor is spoken of where it was searched."""
    for title in _TITLE.findall(query.resolved):
        bare = _unspaced(title)
        if not any(bare in said or said in bare for hit in hits for said in _titles(hit)) and not any(
            bare in _unspaced(hit.chunk.text) for hit in hits
        ):
            return str(title)
    return ""


def _titles(hit: SearchHit) -> Iterator[str]:
    """What a passage stands under: its document's title and its headings, in which a title of a piece may stand."""
    yield _unspaced(hit.document.metadata.title)
    for heading in hit.chunk.heading_path:
        if len(heading) >= _LEAST_TITLE_CHARS:
            yield _unspaced(heading)


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def refuse(query: Query, refusal: Refusal, cards: Sequence[DocumentCard], places: Collection[str] = ()) -> Answer:
    """The refusal as an Answer: what is missing in words, what is nearby as citations, whom to ask where a document says so.

    A figure of another place or year stands in its quote only: the text names its place and year, and its mark leads there.

    Args:
        query: The question.
        refusal: Why it isn't answered.
        cards: All documents of the base.
        places: Places known to the base, to say whose a neighbour is.
    """
    offered = _apart(refusal.neighbours or refusal.nearby)[:_NEARBY]
    shown = [*offered, *([refusal.office] if refusal.office and refusal.office not in offered else [])]
    nearby = tuple(
        cite(number, Quote(s.hit, s.start, s.end, s.reading or s.in_words)) for number, s in enumerate(shown, 1)
    )
    said = [
        (scope_said(s.reading or s.text, s.hit, places), shown.index(s) + 1) for s in refusal.neighbours if s in shown
    ]
    office = f"[{shown.index(refusal.office) + 1}]" if refusal.office else ""
    words = _english if query.language == "en" else _chinese
    text = words(query, refusal, cards) + _neighbours_said(said, query) + _office_said(office, query)
    return Answer(status="no_evidence", text=text, nearby=nearby, query=query)


def _apart(statements: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Those that don't overlap one before: a clause isn't offered beside its sentence."""
    kept: list[ReadSentence] = []
    for s in statements:
        if not any(s.hit.document.id == k.hit.document.id and s.start < k.end and k.start < s.end for k in kept):
            kept.append(s)
    return kept


def _neighbours_said(said: Sequence[tuple[str, int]], query: Query) -> str:
    if not said:
        return ""
    if query.language == "en":
        return " The documents have it for " + ", ".join(f"{scope}[{number}]" for scope, number in said) + "."
    return "文件里有的是" + "、".join(f"{scope}的[{number}]" for scope, number in said) + "。"


def _office_said(mark: str, query: Query) -> str:
    if not mark:
        return ""
    return f" Whom to ask stands in {mark}." if query.language == "en" else f"文件写明的咨询或负责单位见{mark}。"


def _chinese(query: Query, refusal: Refusal, cards: Sequence[DocumentCard]) -> str:
    if refusal.missing == "document":
        return f"知识库里没有《{'》《'.join(_missing_titles(query, cards))}》，不能用别的文件代答。"
    thing = "数据" if query.kind in MEASURED else "规定或内容"
    if refusal.missing == "place":
        where = f"“{_asked_places(query)}”{_asked_period(query)}"
        return f"没有找到{where}的这项{thing}，不能用别处的规定或数据代答。"
    if refusal.missing == "period":
        where, elsewhere = (f"“{_asked_places(query)}”", "别处或") if _named_places(query) else ("", "")
        held = "" if refusal.neighbours else _years_held(cards)
        return f"没有找到{where}{_asked_period(query)}的这项{thing}，不能用{elsewhere}别的时间代答。{held}"
    if refusal.missing == "value":
        wanted = refusal.lack.chinese if refusal.lack else _ASKED_ZH.get(query.kind, "内容")
        return f"找到了相近的内容，但文件里没有写明您要的{wanted}。"
    absent = (
        "（缺少所问指标的数字）"
        if query.kind in MEASURED
        else "（缺少所问事项的办理程序）"
        if query.kind == "steps"
        else ""
    )
    return f"文件里没有找到能回答这个问题的内容{absent}。可以换个说法，或写明要查的事项、地方和年份。"


def _english(query: Query, refusal: Refusal, cards: Sequence[DocumentCard]) -> str:
    if refusal.missing == "document":
        return f"The base doesn't hold {', '.join(_missing_titles(query, cards))}; another document is not given in its stead."
    if refusal.missing == "place":
        return f"Nothing on this was found for {_asked_places(query)}; another place's rules or figures are not given in its stead."
    if refusal.missing == "period":
        return f"Nothing on this was found for {_period_in_english(query)}; another time's figures are not given in its stead."
    if refusal.missing == "value":
        wanted = refusal.lack.english if refusal.lack else _ASKED_EN.get(query.kind, "what you ask")
        return f"The documents come near, but don't say {wanted}."
    absent = " (no such figure)" if query.kind in MEASURED else " (no such procedure)" if query.kind == "steps" else ""
    return (
        f"Nothing in the documents answers this{absent}. Try other words, or name the matter, the place and the year."
    )


def _asked_period(query: Query) -> str:
    """The asked time in words: 2022年上半年, “十四五”期间; empty where none is asked."""
    if query.plan:
        return f"“{query.plan}”期间"
    parts = "、".join(map(months_said, query.months))
    return "、".join(f"{year}年" for year in query.years) + parts


def _period_in_english(query: Query) -> str:
    parts = ", ".join(f"months {first}-{last}" for first, last in query.months)
    return " ".join(filter(None, (", ".join(map(str, query.years)), parts)))


def _missing_titles(query: Query, cards: Sequence[DocumentCard]) -> list[str]:
    """Of the titles that the question names, those that no document of the base has; all where each has one."""
    titles: list[str] = _TITLE.findall(query.resolved)
    held = [card.metadata.title for card in cards]
    return [title for title in titles if not any(title in own or own in title for own in held)] or titles


def _asked_places(query: Query) -> str:
    return "、".join(_named_places(query)) or "所问地方"


def _named_places(query: Query) -> tuple[str, ...]:
    return query.unknown_places or (*query.places, *query.mentioned_places)


def _years_held(cards: Sequence[DocumentCard]) -> str:
    years = sorted({year for card in cards for year in card.metadata.years})
    return f"现有资料涉及的年份:{'、'.join(f'{year}年' for year in years)}。" if years else ""
