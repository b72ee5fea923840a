"""The parts of an answer as HTML: only our own markup, whatever a document holds; nothing of the text is lost."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.types import Answer, Guide, GuideItem, GuideSection, Query
from tests.web.canned import NOTICE, POISON_TEXT
from web.after_answer import judging_html, next_html
from web.answer_parts import explained_html, guide_html, spoken_text, text_html, understood_html
from web.conversation import Exchange
from web.escaping import safe
from web.evidence import validity
from web.feedback import Feedback
from web.texts import CHINESE, ENGLISH

TEXT = "第一句。第二句。第三句。第四句。[1]"


def shown(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_the_rest_is_folded_below_the_short_part_and_whole_where_that_begins_later() -> None:
    answer = Answer(status="answered", text=TEXT, lead=(0, 12))
    assert shown(text_html(answer, CHINESE, safe)) == "第一句。第二句。第三句。更多原文第四句。[1]"
    later = replace(answer, lead=(4, 16))
    assert shown(text_html(later, CHINESE, safe)) == f"第二句。第三句。第四句。全部原文{TEXT}"
    assert "<details" not in text_html(replace(answer, lead=(0, len(TEXT))), CHINESE, safe)
    assert shown(text_html(replace(answer, final=False), CHINESE, safe)) == TEXT  # a partial answer isn't cut


def test_what_the_lists_hold_is_not_said_twice() -> None:
    items = (GuideItem(text="第一句。第二句。第三句。", number=1), GuideItem(text="第四句。", number=1))
    guide = Guide(document=NOTICE.card, sections=(GuideSection(part="steps", items=items),))
    answer = Answer(status="answered", text=TEXT, lead=(0, 12), guide=guide)
    assert "第四句" not in text_html(answer, CHINESE, safe)
    assert "第四句" in guide_html(answer, CHINESE, safe)
    assert spoken_text(answer, CHINESE).count("第一句") <= 2
    assert "[1]" not in spoken_text(answer, CHINESE)


@given(st.sampled_from([POISON_TEXT, "<b>", "${x}", '" onclick="']))
def test_no_document_brings_markup(poison: str) -> None:
    item = GuideItem(text=poison, number=1, points=(poison,))
    guide = Guide(
        document=NOTICE.card, sections=(GuideSection(part="materials", items=(item,)), GuideSection(part="time"))
    )
    query = Query(text="问", resolved=poison, kind="passage", mapped=((poison, "官话"),))
    answer = Answer(status="answered", text=poison, guide=guide, explained=(item,), query=query)
    exchange = Exchange(
        number=1,
        question="问",
        answer=answer,
        progress="done",
        feedback=Feedback(id=1, judgement="useful", note=poison),
    )
    html = "".join(
        (
            understood_html(answer, "问", CHINESE), text_html(answer, CHINESE, safe), explained_html(answer, CHINESE, safe),
            guide_html(answer, ENGLISH, safe), judging_html(exchange, CHINESE), next_html([poison], CHINESE, [(poison, "check?policy=1")]),
        )
    )  # fmt: skip
    for tag in ("<script", "<img", "<b>官", 'onclick="', "<textarea"):
        assert tag not in html.replace("<b>说明：</b>", "")


def test_standing_never_says_more_than_the_documents() -> None:
    assert validity(NOTICE.card, CHINESE) == "本库未见废止或替代"
    assert validity(replace(NOTICE.card, repealed_by="新办法"), CHINESE) == ""
    assert "现行有效" not in validity(NOTICE.card, CHINESE)


def test_a_press_is_shown_and_can_be_taken_back() -> None:
    exchange = Exchange(number=3, question="问", progress="done", answer=Answer(status="answered", text="甲"))
    assert 'aria-pressed="true"' not in judging_html(exchange, CHINESE)
    judged = judging_html(replace(exchange, feedback=Feedback(id=9, judgement="wrong_figure")), CHINESE)
    assert judged.count('aria-pressed="true"') == 1
    assert "已记下：数字不对" in judged
    assert 'data-judge="take_back"' in judged
    assert next_html([], CHINESE) == ""
