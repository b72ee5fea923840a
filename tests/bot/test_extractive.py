"""What is quoted: verbatim spans within their passage, long enough to answer and short enough to read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extractive import Quote, choose_quotes, cite, clauses_to_choose, compose, joined, likeliest
from bot.statements import ReadSentence
from bot.types import AskedKind, Query
from knowledge.sentences import sentence_spans
from knowledge.types import SearchHit
from tests.bot.made_up import COUNTY, COUNTY_CARD, NOTICE, NOTICE_CARD, REPORT, RULES, TABLE, TOWN_CARD, hit

SENTENCE = "2022年，澄江县累计确定监测对象3127户9846人，已消除风险2045户6613人。"
WEIGHTS = {"监测": 2.0, "对象": 1.0, "消除": 2.0, "风险": 2.0}


def asked(text: str, kind: AskedKind, *units: str, **slots: object) -> Query:
    return Query(text=text, resolved=text, kind=kind, units=units, **slots)


def judged(found, text: str, **slots: object) -> ReadSentence:
    """A statement of a passage, judged to be a good answer."""
    start = found.chunk.start + found.chunk.text.index(text)
    values = {"own": 0.8, "around": 0.8, "shares_word": True, "holds": True, "in_scope": True, "score": 0.8} | slots
    return ReadSentence(hit=found, start=start, end=start + len(text), text=text, **values)


def quoted(query: Query, *statements: ReadSentence) -> str:
    (quote,) = choose_quotes(query, statements, WEIGHTS)
    return quote.text


def test_a_figure_gets_the_clauses_that_carry_it() -> None:
    clause = "累计确定监测对象3127户9846人"
    one = quoted(asked("监测对象多少户", "figure", "户"), judged(COUNTY, clause))
    assert clause in one
    assert one in REPORT
    assert not one.endswith(("，", "。，"))
    assert "低保金" not in one
    both = quoted(asked("监测对象和消除风险的各多少户", "figure", "户"), judged(COUNTY, clause))
    assert "3127户" in both
    assert "2045户" in both


def test_a_list_gets_the_whole_passage_where_it_fits() -> None:
    sentence = judged(RULES, "第七条 申请人应当提交身份证、户口簿和收入证明，咨询电话0999-6612345。")
    assert quoted(asked("要哪些材料", "list"), sentence) == NOTICE


def test_a_list_in_a_long_passage_gets_whole_sentences_from_the_best_on() -> None:
    text = "".join(f"第{n}项措施是做好第{n}件实事，帮助困难群众。" for n in range(10, 60))
    found = hit(NOTICE_CARD, text)
    best = "第20项措施是做好第20件实事，帮助困难群众。"
    said = quoted(asked("有哪些措施", "list"), judged(found, best))
    assert said.startswith(best)
    assert len(best) < len(said) < len(text)
    assert said.endswith("。")
    assert len(said) == sum(stop - start for start, stop in sentence_spans(said))


def test_an_answered_question_goes_with_its_answer_only() -> None:
    text = "民政局\n谁能领津贴？\n80岁以上老人都能领。\n需要本人申请。\n多少钱？\n每月60元。"
    found = hit(NOTICE_CARD, text)
    said = quoted(asked("哪些人能领津贴", "list"), judged(found, "谁能领津贴？\n80岁以上老人都能领。"))
    assert said == "谁能领津贴？\n80岁以上老人都能领。\n需要本人申请。"


def test_a_long_sentence_gives_the_clauses_with_the_asked_value() -> None:
    filler = "，".join(f"按照第{n}项工作安排认真组织实施" for n in range(10, 30))
    sentence = f"{filler}，由县民政局负责临时救助监测，{filler}。"
    said = quoted(asked("谁负责监测", "who"), judged(hit(NOTICE_CARD, sentence), sentence))
    assert "县民政局负责" in said
    assert said in sentence
    assert len(said) < len(sentence) / 2


def test_a_cell_quotes_its_row() -> None:
    row = "红石镇 | 301 | 61.8"
    statement = judged(hit(TOWN_CARD, TABLE), row, reading="红石镇 监测户数：301户")
    answer = compose(query := asked("多少户", "figure", "户"), choose_quotes(query, [statement], WEIGHTS))
    assert answer.text == "红石镇 监测户数：301户[1]"
    assert answer.citations[0].quote == row


LONG = "申请人向村委会提出申请，并提交收入证明。村委会7日内公示，无异议的报镇政府审批。审批结果在村务公开栏公布。"
PROCEDURE = hit(NOTICE_CARD, LONG)
REPORTED = hit(replace(NOTICE_CARD, metadata=replace(NOTICE_CARD.metadata, years=(2022,))), LONG)


def told(query: Query, answer: str, passage: SearchHit = PROCEDURE, **slots: object) -> tuple[Quote, Quote]:
    """The whole passage as quote, and what is shown of it where the reader takes `answer` for the answer."""
    start = LONG.index(answer)
    statement = judged(passage, LONG, answerable=0.8, likely=((start, start + len(answer), 1.0),))
    quote = Quote(passage, passage.chunk.start, passage.chunk.end)
    return quote, likeliest(query, quote, clauses_to_choose(query, quote, [replace(statement, **slots)], {}))


@pytest.mark.parametrize("passage", [PROCEDURE, REPORTED], ids=["notice", "report"])
def test_shown_are_the_likeliest_clauses_and_cited_is_the_whole_quote(passage: SearchHit) -> None:
    quote, said = told(asked("审批结果怎么公布", "list"), "审批结果在村务公开栏公布", passage)
    assert said.reading.rstrip("。") == "审批结果在村务公开栏公布"
    assert (said.text, said.start, said.end) == (LONG, quote.start, quote.end)


@pytest.mark.parametrize(
    ("query", "passage", "slots"),
    [
        (asked("审批结果怎么公布", "passage"), PROCEDURE, {"likely": ()}),
        (asked("审批结果怎么公布", "passage"), REPORTED, {"answerable": 0.1}),
        (asked("谁来审批", "who"), REPORTED, {}),
        (asked("审批要几天", "figure", "天"), PROCEDURE, {}),
    ],
    ids=["nothing likely", "a report's passage that does not answer", "whole sentences of a report", "figure"],
)
def test_a_quote_stays_where_no_clause_may_answer_alone(
    query: Query, passage: SearchHit, slots: dict[str, object]
) -> None:
    quote, said = told(query, "村务公开栏", passage, **slots)
    assert said == quote


def test_clauses_without_the_asked_value_are_not_shown_alone() -> None:
    quote, said = told(asked("公示多少天", "when", "日"), "村务公开栏")
    assert said == quote


def test_what_is_out_of_scope_or_without_the_value_is_passed_over() -> None:
    query = asked("监测对象多少户", "figure", "户")
    good = judged(COUNTY, "改造危房1209户")
    assert choose_quotes(query, [judged(COUNTY, SENTENCE, in_scope=False)], WEIGHTS) == []
    assert choose_quotes(query, [judged(COUNTY, SENTENCE, holds=False)], WEIGHTS) == []
    (quote,) = choose_quotes(query, [judged(COUNTY, SENTENCE, holds=False), good], WEIGHTS)
    assert "1209户" in quote.text


@given(
    start=st.integers(0, len(REPORT) - 2),
    length=st.integers(1, 120),
    kind=st.sampled_from(["figure", "sum", "list", "when", "who", "yes_no", "passage", "definition"]),
    units=st.sampled_from([(), ("户",), ("户", "人"), ("元",)]),
)
def test_every_quote_is_a_slice_of_its_passage(
    start: int, length: int, kind: AskedKind, units: tuple[str, ...]
) -> None:
    text = REPORT[start : start + length].strip()
    if not text:
        return
    (quote,) = choose_quotes(asked("x", kind, *units), [judged(COUNTY, text)], WEIGHTS)
    chunk = COUNTY.chunk
    assert chunk.start <= quote.start < quote.end <= chunk.end
    assert quote.text == chunk.text[quote.start - chunk.start : quote.end - chunk.start]


# Several quotes


def at(text: str, found=COUNTY, reading: str = "") -> Quote:
    start = found.chunk.start + found.chunk.text.index(text)
    return Quote(found, start, start + len(text), reading)


def test_two_parts_are_two_quotes_and_an_overlap_is_one() -> None:
    one, two = at("改造危房1209户"), at("全年发放低保金8.91亿元")
    assert joined([one], [two]) == [one, two]
    assert joined([], [one]) == [one]
    assert joined([one], [one]) == [one]
    (whole,) = joined([one], [at("危房1209户，新建宜居农房362户")])
    assert whole.text == "改造危房1209户，新建宜居农房362户"
    inner = at("1209户")
    assert joined([one], [inner]) == [one]


def test_two_cells_of_a_row_stay_two() -> None:
    row, found = "红石镇 | 301 | 61.8", hit(TOWN_CARD, TABLE)
    one, two = at(row, found, "红石镇 监测户数：301户"), at(row, found, "红石镇 救助金：61.8万元")
    assert joined([one], [two]) == [one, two]
    assert joined([one], [one]) == [one]


def test_another_document_or_too_much_is_not_added() -> None:
    one = at("改造危房1209户")
    assert joined([one], [at("申请人应当提交身份证", RULES)]) == [one]
    long = hit(COUNTY_CARD, "改造危房1209户。" + "全县上下认真组织实施各项工作。" * 30)
    start = long.chunk.start
    assert joined([Quote(long, start, start + 9)], [Quote(long, start + 10, long.chunk.end)]) == [
        Quote(long, start, start + 9)
    ]


@given(st.lists(st.tuples(st.integers(0, len(REPORT) - 2), st.integers(1, 60)), max_size=5))
def test_joined_quotes_never_overlap_each_other_and_stay_within_their_passage(spans: list[tuple[int, int]]) -> None:
    quotes: list[Quote] = []
    base = COUNTY.chunk.start
    for start, length in spans:
        quotes = joined(quotes, [Quote(COUNTY, base + start, base + min(len(REPORT), start + length))])
    for quote in quotes:
        assert quote.text == REPORT[quote.start - base : quote.end - base]
    assert bool(quotes) is bool(spans)


# The answer


def test_an_answer_is_its_quotes_with_their_marks() -> None:
    answer = compose(asked("x", "figure"), [at("改造危房1209户"), at("咨询电话0999-6612345", RULES)])
    assert answer.text == "改造危房1209户[1]\n咨询电话0999-6612345[2]"
    assert [c.number for c in answer.citations] == [1, 2]
    assert (answer.status, answer.final, answer.notices) == ("answered", True, ())
    shown = compose(asked("x", "sum"), [at("改造危房1209户")], text="一共1209户[1]")
    assert shown.text == "一共1209户[1]"


def test_a_citation_opens_at_its_quote() -> None:
    citation = cite(3, at("改造危房1209户"))
    assert citation.number == 3
    assert (
        citation.passage[citation.start - citation.passage_start : citation.end - citation.passage_start]
        == citation.quote
    )
    assert citation.heading == "工作情况"


@pytest.mark.parametrize(
    ("newer", "language", "notice"),
    [
        ("澄江县社会救助实施办法", "zh", "注意:《澄江县社会救助办法》（2021年）已被《澄江县社会救助实施办法》替代，以新文件为准。"),
        ("澄江县社会救助办法", "zh", "注意:《澄江县社会救助办法》（2021年）已有新版本，以新文件为准。"),
        ("澄江县社会救助实施办法", "en", "“澄江县社会救助办法” (2021) is superseded by “澄江县社会救助实施办法”."),
        ("澄江县社会救助办法", "en", "“澄江县社会救助办法” (2021) is superseded by a newer version."),
    ],
)  # fmt: skip
def test_a_superseded_document_is_labelled_once(newer: str, language: str, notice: str) -> None:
    old = replace(RULES, document=replace(NOTICE_CARD, repealed_by=newer))
    quotes = [at("申请人应当提交身份证", old), at("在30日内办结", old)]
    assert compose(asked("x", "list", language=language), quotes).notices == (notice,)


def pointed_at(text: str, answer: str, **slots: object) -> ReadSentence:
    """A statement in which the reader points at the answer."""
    start = RULES.chunk.start + NOTICE.index(answer)
    return judged(RULES, text, answer=(start, start + len(answer)), **({"sure": 0.8, "answerable": 0.9} | slots))


RULE = "第六条 符合条件的困难家庭，由乡镇人民政府在30日内办结，每人每月补助600元，一次性救助不超过5000元。"


def test_a_sure_span_is_shown_alone_and_its_sentence_cited() -> None:
    (quote,) = choose_quotes(asked("多少天办结", "when"), [pointed_at(RULE, "30日内")], WEIGHTS)
    assert (quote.reading, quote.text) == ("30日内", RULE)


@pytest.mark.parametrize(
    ("question", "kind", "slots"),
    [
        ("多少天办结", "when", {"sure": 0.2}),  # not sure
        (
            "多少天办结",
            "when",
            {"own": 0.3},
        ),  # the sentence says little of the question: a person has to see what the time is of
        ("由谁、多少天办结", "when", {}),  # two things are asked
        ("困难家庭有哪些待遇", "list", {}),  # a list is more than what is pointed at
    ],
)
def test_other_questions_get_what_stands_around_the_span(
    question: str, kind: AskedKind, slots: dict[str, float]
) -> None:
    (quote,) = choose_quotes(asked(question, kind), [pointed_at(RULE, "30日内", **slots)], WEIGHTS)
    assert not quote.reading
    assert "30日内" in quote.text


def test_a_span_without_what_is_asked_is_not_shown_alone() -> None:
    (quote,) = choose_quotes(asked("多少天办结", "when"), [pointed_at(RULE, "乡镇人民政府")], WEIGHTS)
    assert not quote.reading
