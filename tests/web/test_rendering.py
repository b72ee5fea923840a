"""Answers, evidence and documents as HTML: everything is shown, nothing of it becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Answer, DocumentView, FigureCard, Passage, Query
from knowledge.types import Position
from tests.web.canned import NOTICE, POISON_TEXT, POISONED
from web.conversation import Conversation, Exchange
from web.escaping import safe
from web.evidence import (
    card_html,
    earlier_evidence_html,
    evidence_id,
    facts_html,
    latest_evidence_html,
    passage_html,
    standing_html,
)
from web.reader import Span, document_html
from web.rendering import copy_text, exchange_html
from web.texts import CHINESE, ENGLISH

ALLOWED = {
    "article", "div", "span", "p", "ul", "li", "a", "button", "section", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "footer", "nav", "dl", "dt", "dd", "blockquote", "mark", "table", "tr", "td", "th",
}  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(["<b>", "</div>", "&lt;", '"', "'", "${x}", "{{y}}", "`", "[1]", "[2]", "\n", "低保", "<script>"]), max_size=12).map("".join),
)  # fmt: skip
URBAN = "城市低保标准为每人每月690元。"


class Reading(HTMLParser):
    """What a browser would make of the HTML: tags with attributes, and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _exchange(answer: Answer, question: str = "问") -> Exchange:
    return Exchange(number=7, question=question, progress="done", answer=answer)


@given(ANY_TEXT)
def test_safe_text_reads_back_and_holds_no_template_characters(text: str) -> None:
    html = safe(text)
    # A browser turns carriage returns into line feeds and has no character for NUL; nothing else may change.
    plain = text.replace("\x00", "")
    assert Reading(html).tags == []
    assert Reading(f'<p title="{html}">').tags[0][1]["title"] == plain
    assert not set("<>\"'${}`") & set(html)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_an_exchange_holds_only_our_own_markup(question: str, said: str, notice: str) -> None:
    answer = Answer(
        status="no_evidence", text=said, nearby=(NOTICE.cite(1, URBAN),), notices=(notice,),
        query=Query(text=question, resolved=said, kind="passage"),
    )  # fmt: skip
    reading = Reading(exchange_html(_exchange(answer, question), CHINESE))
    assert {tag for tag, _ in reading.tags} <= ALLOWED
    for tag, attributes in reading.tags:
        assert set(attributes) <= {"class", "id", "href", "type", "aria-label", "aria-pressed", "role", "hidden"} | {
            n for n in attributes if n.startswith("data-")
        }
        assert tag != "a" or str(attributes["href"]).startswith("#")
    for line in said.split("\n"):
        if line.strip():
            assert line.replace("\x00", "") in reading.text


def test_what_a_refusal_offers_of_a_table_reads_in_words() -> None:
    row = replace(NOTICE.cite(1, URBAN), reading="石桥镇 户数：14户")
    answer = Answer(status="no_evidence", text="没有找到。", nearby=(row,))
    said = Reading(exchange_html(_exchange(answer), CHINESE)).text
    assert "石桥镇 户数：14户" in said and URBAN not in said


def test_marks_lead_to_the_evidence_of_their_own_message() -> None:
    answer = Answer(
        status="answered", text="甲[1]乙[2]丙[12]", citations=(NOTICE.cite(1, URBAN), NOTICE.cite(2, URBAN))
    )
    html = exchange_html(_exchange(answer), CHINESE)
    assert re.findall(r'class="mark" href="#([^"]+)"', html) == ["evidence-m7-1", "evidence-m7-2"]
    assert "丙[12]" in Reading(html).text
    cards = latest_evidence_html(Conversation(exchanges=(_exchange(answer),), asked=7), CHINESE)
    assert [a["id"] for _, a in Reading(cards).tags if a.get("class") == "card"] == ["evidence-m7-1", "evidence-m7-2"]


def test_ids_of_evidence_differ_by_message_number_and_kind() -> None:
    ids = {evidence_id(m, n, nearby=near) for m in range(1, 30) for n in range(1, 30) for near in (False, True)}
    assert len(ids) == 29 * 29 * 2


def test_earlier_evidence_is_there_but_hidden() -> None:
    answer = Answer(status="answered", text="甲[1]", citations=(NOTICE.cite(1, URBAN),))
    conversation = Conversation(exchanges=(replace(_exchange(answer), number=1), _exchange(answer)), asked=7)
    sections = [a for tag, a in Reading(earlier_evidence_html(conversation, CHINESE)).tags if tag == "section"]
    assert [section["id"] for section in sections] == ["group-m1"]
    assert "hidden" in sections[0]


def test_the_understood_question_is_shown_only_where_it_differs() -> None:
    answer = Answer(status="answered", text="甲", query=Query(text="问", resolved="问", kind="passage"))
    assert "理解为" not in exchange_html(_exchange(answer, " 问 "), CHINESE)
    assert (
        "理解为：全县问"
        in Reading(
            exchange_html(
                _exchange(replace(answer, query=Query(text="问", resolved="全县问", kind="passage"))), CHINESE
            )
        ).text
    )


def test_what_was_mapped_is_shown_as_text() -> None:
    query = Query(text="问", resolved="问", kind="passage", mapped=(("吃<b>低保", "最低生活保障"),))
    answer = Answer(status="answered", text="甲", query=query)
    html = exchange_html(_exchange(answer, "问"), CHINESE)
    assert "理解为：吃<b>低保 → 最低生活保障" in Reading(html).text
    assert "<b>" not in html
    assert "Understood as: 吃<b>低保 → 最低生活保障" in Reading(exchange_html(_exchange(answer, "问"), ENGLISH)).text
    assert "理解为" not in exchange_html(_exchange(replace(answer, query=replace(query, mapped=()))), CHINESE)


def test_a_long_question_is_cut_with_its_length() -> None:
    shown = Reading(exchange_html(Exchange(number=1, question="长" * 10000), CHINESE)).text
    assert "共 10000 字" in shown
    assert len(shown) < 700


@given(st.data())
def test_the_passage_is_shown_whole_with_the_quote_marked(data: st.DataObject) -> None:
    text = NOTICE.lines[1][1]
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))]
    citation = NOTICE.cite(1, quote)
    html = passage_html(citation)
    assert Reading(html).text == citation.passage
    assert Reading(re.search("<mark>(.*)</mark>", html)[1]).text == quote


def test_a_quote_beyond_its_passage_is_still_shown() -> None:
    citation = replace(NOTICE.cite(1, URBAN), passage_start=10**6)
    assert passage_html(citation) == f"<mark>{URBAN}</mark>"


@pytest.mark.parametrize(("today", "said"), [(date(2025, 5, 31), False), (date(2025, 6, 1), True)])
def test_a_document_that_expires_is_called_expired_only_from_that_day(today: date, said: bool) -> None:
    card = replace(NOTICE.card, metadata=replace(NOTICE.metadata, repealed=date(2025, 6, 1)))
    assert ("已于 2025年6月1日 失效" in standing_html(card, CHINESE, today=today)) is said
    assert "2025年6月1日" in facts_html(card, CHINESE)


def test_copied_text_names_document_number_and_quote() -> None:
    answer = Answer(status="answered", text="每月690元[1]", citations=(NOTICE.cite(1, URBAN),))
    assert copy_text(answer, CHINESE).split("\n") == [
        "每月690元[1]",
        "",
        f"[1] 《{NOTICE.metadata.title}》（白民发〔2023〕7号）：“{URBAN}”",
    ]


URBAN_CARD = FigureCard(
    indicator="城市低保标准", qualifiers=("每人每月",), place="白石县", place_from="document", period="2023", period_from="heading",
    value=Decimal(690), unit="元/人·月", said="690元", number=1, start=NOTICE.text.index("690元"), end=NOTICE.text.index("690元") + 4,
)  # fmt: skip


def _figure_answer(*cards: FigureCard) -> Answer:
    return Answer(status="answered", text="每月690元[1]", citations=(NOTICE.cite(1, URBAN),), figures=cards)


def test_a_figure_card_stands_above_the_text_with_the_mark_of_its_source() -> None:
    html = exchange_html(_exchange(_figure_answer(URBAN_CARD)), CHINESE)
    assert html.index('class="figures"') < html.index('class="text"')
    reading = Reading(html.partition('<ul class="figures"')[2].partition("</ul>")[0])
    assert reading.text.endswith(
        "指标城市低保标准地区白石县（据文件）时点2023年（据标题）数值每人每月690元[1]在“查数据”里看"
    )
    marks = [attributes for tag, attributes in reading.tags if tag == "a"]
    assert [mark["data-opens"] for mark in marks if "data-opens" in mark] == ["evidence-m7-1"]
    (rows,) = (mark["href"] for mark in marks if mark.get("class") == "rows")
    assert rows.startswith("data?q=") and "marked=" in rows
    english = Reading(exchange_html(_exchange(_figure_answer(URBAN_CARD)), ENGLISH)).text
    assert "Period2023 (from the heading)" in english


def test_the_terms_of_a_working_are_told_apart() -> None:
    html = exchange_html(_exchange(_figure_answer(URBAN_CARD, replace(URBAN_CARD, term=True))), CHINESE)
    assert html.count('<li class="figure">') == 1
    assert html.count('<li class="figure term">') == 1
    assert Reading(html).text.count(CHINESE.figure_term) == 1


def test_without_figures_there_is_no_card() -> None:
    assert 'class="figure' not in exchange_html(_exchange(_figure_answer()), CHINESE)


def test_a_screen_reader_and_the_clipboard_get_the_figures_first() -> None:
    answer = _figure_answer(URBAN_CARD)
    line = "城市低保标准 · 白石县（据文件） · 2023年（据标题） · 每人每月690元 [1]"
    (article,) = [
        attributes for tag, attributes in Reading(exchange_html(_exchange(answer), CHINESE)).tags if tag == "article"
    ]
    assert str(article["data-announce"]) == f"{CHINESE.complete}{line}\n每月690元[1]"
    assert copy_text(answer, CHINESE).split("\n")[:3] == [line, "", "每月690元[1]"]


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_card_holds_only_our_own_markup(indicator: str, place: str, said: str) -> None:
    card = replace(
        URBAN_CARD, indicator=indicator, subject=said, place=place, period=place, said=said, qualifiers=(indicator,)
    )
    reading = Reading(exchange_html(_exchange(_figure_answer(card)), CHINESE))
    assert {tag for tag, _ in reading.tags} <= ALLOWED
    assert not any(name.startswith("on") for _, attributes in reading.tags for name in attributes)
    assert said.replace("\x00", "") in reading.text


@given(st.data())
def test_the_reader_marks_exactly_the_cited_characters(data: st.DataObject) -> None:
    view, text = NOTICE.view(), NOTICE.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 200)))
    html = document_html(view, Span(start, end), CHINESE)
    marked = "".join(Reading(found).text for found in re.findall("<mark[^>]*>(.*?)</mark>", html))
    separators = re.compile(r"[\n\t]")
    assert marked == separators.sub("", text[start:end])
    assert html.count('id="cited"') == (
        1 if marked or any(p.start < end and start < p.end for p in view.passages) else 0
    )
    assert Reading(re.search("<article.*</article>", html)[0]).text.count(separators.sub("", "柳河镇")) == 1


def test_the_reader_says_when_the_place_is_gone() -> None:
    assert CHINESE.unknown_place in document_html(NOTICE.view(), Span(10**7, 10**7 + 5), CHINESE)
    assert CHINESE.unknown_place not in document_html(NOTICE.view(), Span(0, 5), CHINESE)
    assert CHINESE.unknown_place not in document_html(NOTICE.view(), Span(), CHINESE)


def test_tables_are_parted_at_headers_and_pages_are_named() -> None:
    def row(kind: str, at: int, page: int, *cells: str) -> Passage:
        text = " | ".join(cells)
        return Passage(kind=kind, start=at, end=at + len(text), text=text, cells=cells, position=Position(page=page))

    rows = (
        row("table_header", 0, 1, "镇", "户"),
        row("table_row", 10, 1, "甲镇", "1"),
        row("table_header", 20, 2, "村", "人"),
        row("table_row", 30, 2, "1", "1"),
    )
    html = document_html(DocumentView(card=NOTICE.card, passages=rows), Span(34, 35), ENGLISH)
    assert html.count("<table>") == 2
    assert re.findall(r"page (\d)", html) == ["1", "2"]
    assert re.findall("<td>(.*?)</td>", html)[-2:] == ["1", '<mark id="cited" tabindex="-1">1</mark>']


def test_a_poisoned_document_gives_only_our_own_markup() -> None:
    citation = POISONED.cite(1, f"前文{POISON_TEXT}后文。", heading=POISON_TEXT)
    page = document_html(POISONED.view(), Span(citation.start, citation.end), CHINESE)
    for html in (card_html(1, citation, CHINESE), page.partition("<body>")[2].removesuffix("</html>")):
        reading = Reading(html)
        assert {tag for tag, _ in reading.tags} <= ALLOWED
        assert not any(name.startswith("on") for _, attributes in reading.tags for name in attributes)
        assert POISON_TEXT in reading.text
