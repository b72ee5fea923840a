"""Whether documents are in force, and the words for it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.in_force import expired, pending, replacement, standing_notices, superseded, yielding
from knowledge.types import DocumentCard, Metadata, Source

TODAY = date(2026, 6, 1)
TITLE = "岚湾县护林员管理办法"


def card(
    key: str, issued: date, effective: date | None = None, *, by: str | None = None, title: str = TITLE
) -> DocumentCard:
    source = Source(path="", name=f"{key}.md", format="md", sha256=key, size_bytes=0)
    return DocumentCard(
        id=key, source=source, metadata=Metadata(title=title, issued=issued, effective=effective), repealed_by=by
    )  # fmt: skip


OLD = card("old", date(2019, 3, 4), by=TITLE)
NEW = card("new", date(2023, 5, 6), date(2023, 6, 1))
COMING = card("coming", date(2026, 5, 1), date(2027, 1, 1))


def test_an_old_version_is_superseded_once_the_new_one_is_applied() -> None:
    assert replacement(OLD, [OLD, NEW], TODAY) == NEW
    assert superseded(OLD, [OLD, NEW], TODAY)
    assert yielding([OLD, NEW], TODAY) == {"old"}
    assert standing_notices([OLD], [OLD, NEW], "zh", TODAY) == (
        "注意:《岚湾县护林员管理办法》（2019年）已有新版本，以新文件为准。",
    )


def test_until_then_it_holds_and_the_coming_one_does_not() -> None:
    assert not superseded(OLD, [OLD, COMING], TODAY)
    assert yielding([OLD, COMING], TODAY) == {"coming"}
    assert standing_notices([OLD, COMING], [OLD, COMING], "zh", TODAY) == (
        "注意:新版本自2027年1月1日起施行，在那之前仍按《岚湾县护林员管理办法》（2019年）执行。",
        "注意:《岚湾县护林员管理办法》自2027年1月1日起施行，现在还没有施行。",
    )
    assert yielding([OLD, COMING], date(2027, 1, 1)) == {"old"}


def test_of_three_versions_the_one_that_is_applied_holds() -> None:
    middle = replace(NEW, repealed_by=TITLE)
    assert replacement(OLD, [OLD, middle, COMING], TODAY) == middle
    assert yielding([OLD, middle, COMING], TODAY) == {"old", "coming"}
    assert yielding([OLD, middle, COMING], date(2027, 6, 1)) == {"old", "new"}


def test_an_expired_rule_is_labelled_with_its_last_day() -> None:
    limited = replace(NEW, metadata=replace(NEW.metadata, repealed=date(2026, 6, 1)))
    assert expired(limited, TODAY)
    assert yielding([limited], TODAY) == frozenset()
    assert not expired(limited, date(2026, 5, 31))
    assert standing_notices([limited], [], "zh", TODAY) == (
        "注意:《岚湾县护林员管理办法》的有效期到2026年5月31日为止，已经失效，请核实有没有新的规定。",
    )
    assert standing_notices([limited], [], "en", TODAY) == (
        "“岚湾县护林员管理办法” was valid until 2026-05-31 and may no longer hold.",
    )


def test_one_that_is_repealed_by_a_document_outside_is_superseded() -> None:
    other = replace(OLD, repealed_by="岚湾县林地管理办法")
    assert replacement(other, [other, NEW], TODAY) is None
    assert superseded(other, [other, NEW], TODAY)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_of_two_versions_exactly_one_holds_on_any_day_after_the_first(today: date) -> None:
    first = replace(OLD, metadata=replace(OLD.metadata, effective=date(1999, 1, 1)))
    assert len(yielding([first, NEW], today)) == 1
    assert pending(NEW, today) is ("new" in yielding([first, NEW], today))
