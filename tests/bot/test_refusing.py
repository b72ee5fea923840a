"""When nothing is answered, and how the reader is told what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.refusing import Missing, Refusal, assess, refuse
from bot.statements import ReadSentence
from bot.types import AskedKind, Query
from tests.bot.made_up import COUNTY, COUNTY_CARD, HITS, NOTICE_CARD, TOWN_CARD

CARDS = (COUNTY_CARD, TOWN_CARD, NOTICE_CARD)
SAID = "改造危房1209户"


def asked(text: str = "改造危房多少户", kind: AskedKind = "figure", **slots: object) -> Query:
    return Query(text=text, resolved=text, kind=kind, **slots)


def judged(**slots: object) -> ReadSentence:
    """A statement judged to be a good answer but for `slots`."""
    values = {"own": 0.9, "around": 0.9, "shares_word": True, "holds": True, "in_scope": True, "score": 0.9} | slots
    start = COUNTY.chunk.start + COUNTY.chunk.text.index(SAID)
    return ReadSentence(hit=COUNTY, start=start, end=start + len(SAID), text=SAID, **values)


def missing(query: Query, *statements: ReadSentence, hits=HITS) -> Missing | None:
    found = assess(query, hits, statements)
    return found.missing if found else None


@pytest.mark.parametrize("kind", ["figure", "sum", "ratio", "list", "when", "who", "passage"])
def test_what_carries_an_answer_is_not_refused(kind: AskedKind) -> None:
    assert missing(asked(kind=kind), judged()) is None


@pytest.mark.parametrize(
    ("query", "statements", "hits", "what"),
    [
        (asked(unknown_places=("南京市",)), [judged()], HITS, "place"),
        (asked(kind="when", unknown_places=("南京市",)), [judged()], HITS, "place"),
        (asked(kind="list", unknown_places=("南京市",)), [], (), "place"),
        (asked("《澄江县殡葬管理办法》怎么规定", "list"), [judged()], HITS, "document"),
        (asked(years=(2019,), places=("澄江县",)), [], (), "period"),
        (asked(places=("澄江县",)), [], (), "place"),
        (asked(mentioned_places=("红石镇",)), [], (), "place"),
        (asked(), [], (), "subject"),
        (asked(), [], HITS, "value"),
        (asked(years=(2019,)), [judged(in_scope=False)], HITS, "period"),
        (asked(places=("红石镇",)), [judged(in_scope=False)], HITS, "place"),
        (asked(), [judged(holds=False)], HITS, "value"),
        (asked(), [judged(own=0.0)], HITS, "subject"),
        (asked(kind="list"), [judged(shares_word=False)], HITS, "subject"),
    ],
)
def test_it_says_what_is_missing(query: Query, statements: list[ReadSentence], hits, what: Missing) -> None:
    assert missing(query, *statements, hits=hits) == what


def test_a_document_that_is_held_or_spoken_of_is_not_missing() -> None:
    assert missing(asked("《澄江县社会救助办法》要哪些材料", "list"), judged()) is None
    assert missing(asked("《社会救助办法》要哪些材料", "list"), judged()) is None


def test_a_title_that_stands_above_the_passage_is_held_however_it_is_spaced() -> None:
    headed = tuple(replace(h, chunk=replace(h.chunk, heading_path=("齐心协力开新局 真抓实干谱新篇",))) for h in HITS)
    assert missing(asked("《齐心协力开新局真抓实干谱新篇》讲了什么", "list"), judged(), hits=headed) is None
    assert missing(asked("《齐心协力开新局再接再厉》讲了什么", "list"), judged(), hits=headed) == "document"


def test_a_rule_that_holds_everywhere_answers_for_an_unknown_place() -> None:
    assert missing(asked("要哪些材料", "list", unknown_places=("南京市",)), judged()) is None


@pytest.mark.parametrize(
    ("what", "query", "chinese", "english"),
    [
        ("place", asked(unknown_places=("南京市",)), "“南京市”", "南京市"),
        ("place", asked(places=("红石镇",)), "“红石镇”", "红石镇"),
        ("period", asked(years=(2019,)), "2019年", "2019"),
        ("period", asked(years=(2019,), places=("澄江县",)), "“澄江县”2019年", "2019"),
        ("document", asked("《澄江县殡葬管理办法》的规定"), "《澄江县殡葬管理办法》", "澄江县殡葬管理办法"),
        ("value", asked(), "具体数字", "the figure"),
        ("value", asked(kind="when"), "时间或期限", "time limit"),
        ("value", asked(kind="contact"), "联系方式", "get in touch"),
        ("value", asked(kind="list"), "内容", "what you ask"),
        ("subject", asked(), "没有找到能回答", "Nothing in the documents"),
    ],
)
def test_the_words_name_it_in_both_languages(what: Missing, query: Query, chinese: str, english: str) -> None:
    answer = refuse(query, Refusal(what), CARDS)
    assert (answer.status, answer.citations, answer.final) == ("no_evidence", (), True)
    assert chinese in answer.text
    assert "[" not in answer.text
    told = refuse(replace(query, language="en"), Refusal(what), CARDS)
    assert english in told.text
    assert told.status == "no_evidence"


def test_a_missing_year_tells_which_years_there_are() -> None:
    assert "2022年" in refuse(asked(years=(2019,)), Refusal("period"), CARDS).text


def test_of_two_titles_only_the_one_that_is_missing_is_named() -> None:
    query = asked("《澄江县社会救助办法》和《澄江县殡葬管理办法》有什么不同", "comparison")
    text = refuse(query, Refusal("document"), CARDS).text
    assert "殡葬" in text
    assert "社会救助" not in text


def test_what_is_nearby_is_cited_verbatim_but_only_where_it_has_to_do_with_it() -> None:
    found = assess(asked(), HITS, [judged(holds=False), judged(holds=False, shares_word=False)])
    assert found is not None
    answer = refuse(asked(), found, CARDS)
    assert [(c.number, c.quote) for c in answer.nearby] == [(1, SAID)]
    assert answer.nearby[0].passage == COUNTY.chunk.text


def test_what_the_passage_doesnt_name_is_said() -> None:
    found = assess(asked("改造危房的是哪几个镇", "list"), HITS, [judged()])
    assert found is not None
    assert found.missing == "value"
    assert "哪个镇" in refuse(asked("改造危房的是哪几个镇", "list"), found, CARDS).text


def test_a_neighbour_is_named_by_place_and_year_and_its_figure_stays_in_the_quote() -> None:
    query = asked("红石镇2021年改造危房多少户", years=(2021,), places=("红石镇",))
    answer = refuse(query, Refusal("period", neighbours=(judged(),)), CARDS, ("澄江县", "红石镇"))
    assert answer.status == "no_evidence"
    assert "“红石镇”2021年" in answer.text
    assert "澄江县2022年的[1]" in answer.text
    assert "1209" not in answer.text
    assert [c.quote for c in answer.nearby] == [SAID]
    told = refuse(replace(query, language="en"), Refusal("period", neighbours=(judged(),)), CARDS, ())
    assert "[1]" in told.text
    assert "1209" not in told.text


def test_a_part_of_a_year_is_named() -> None:
    query = asked(years=(2022,), months=((1, 6),))
    assert "2022年上半年" in refuse(query, Refusal("period"), CARDS).text
    plan = asked(years=(2021, 2022, 2023, 2024, 2025), plan="十四五")
    assert "“十四五”期间" in refuse(plan, Refusal("period"), CARDS).text


def test_the_office_is_cited_once_after_what_is_nearby() -> None:
    statement = judged(holds=False)
    answer = refuse(asked(), Refusal("value", nearby=(statement,), office=statement), CARDS)
    assert "[1]" in answer.text
    assert len(answer.nearby) == 1
    alone = refuse(asked(), Refusal("value", office=judged()), CARDS)
    assert alone.text.endswith("单位见[1]。")


def test_overlapping_quotes_are_offered_once() -> None:
    clause = judged()
    sentence = replace(clause, start=clause.start - 2)
    assert len(refuse(asked(), Refusal("value", nearby=(clause, sentence)), CARDS).nearby) == 1
