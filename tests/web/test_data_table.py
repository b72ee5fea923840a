"""The table and the selection as HTML: documents' text never becomes markup, every row leads to its source."""

from html.parser import HTMLParser

from bot.figure_table import FigureTable, Selection, TableRequest, Told, WordsRead, Working
from tests.web.canned import POISON_TEXT
from tests.web.figure_rows import row
from web.data_address import Address
from web.data_selection import selection_html
from web.data_table import table_html
from web.data_texts import CHINESE, ENGLISH


def table(*rows: object, **changed: object) -> FigureTable:
    fields = {
        "request": TableRequest(), "rows": tuple(rows), "total": len(rows), "pages": 1, "conflicts": 0, "version": "v1",
        "choices": {"place": {"青禾镇": 1, "-": 2}, "year": {"2022": 1}, "unit": {"户": 1}, "document": {"a1": 1}},
        "titles": {"a1": "总结"},
    }  # fmt: skip
    return FigureTable(**(fields | changed))  # type: ignore[arg-type]


class Tags(HTMLParser):
    """The tags of some HTML, and its attributes that run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.running: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.running += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_a_poisoned_document_stays_text_everywhere() -> None:
    poisoned = row(
        1, title=POISON_TEXT, indicator=POISON_TEXT, place=POISON_TEXT, said=POISON_TEXT, unit=POISON_TEXT,
        conflicting=True, marked=True, planned=True,
    )  # fmt: skip
    address = Address(request=TableRequest(words=POISON_TEXT), rows=(poisoned.key,))
    choices = {name: {POISON_TEXT: 1} for name in ("place", "year", "unit", "document")}
    shown = table(
        poisoned, request=address.request, choices=choices, titles={POISON_TEXT: POISON_TEXT}, version=POISON_TEXT,
        read=WordsRead(mapped=((POISON_TEXT, POISON_TEXT),), places=(POISON_TEXT,)),
    )  # fmt: skip
    working = Working(
        kind="sum", formulas=(f"{POISON_TEXT.replace('[1]', '')}[1]",), notes=(Told(zh=POISON_TEXT, en=""),)
    )
    chosen = Selection(rows=(poisoned,), workings=(working,), no_chart=Told(zh=POISON_TEXT, en=""))
    for html in (table_html(shown, address, CHINESE), selection_html(chosen, address, CHINESE)):
        tags = Tags(html)
        assert not tags.names & {"script", "img", "textarea", "iframe"} and tags.running == []
        assert all(link.startswith(("data?", "document/", "figures/", "#")) for link in tags.links)
        assert "${" not in html and "{{" not in html


def test_every_row_opens_its_source_at_the_figure() -> None:
    html = table_html(table(row(1), row(2)), Address(), CHINESE)
    links = [link for link in Tags(html).links if link.startswith("document/")]
    assert links == ["document/a1?start=10&end=14&language=zh#cited", "document/a1?start=20&end=24&language=zh#cited"]


def test_what_is_sorted_by_says_so_and_turns_round() -> None:
    request = TableRequest(sort="value", descending=True)
    html = table_html(table(row(1), request=request), Address(request=request), CHINESE)
    assert 'class="value" aria-sort="descending"' in html and html.count("aria-sort") == 1
    assert "data?sort=value" in Tags(html).links  # upwards the next time
    assert "data?sort=place" in Tags(html).links


def test_marks_of_conflict_plan_and_answer_are_words_and_lead_to_the_other_documents() -> None:
    html = table_html(table(row(1, conflicting=True, planned=True, marked=True)), Address(), CHINESE)
    assert CHINESE.conflict in html and CHINESE.planned in html and CHINESE.from_answer in html
    (link,) = [link for link in Tags(html).links if "conflicts=1" in link]
    assert "marked=a1.10.14" in link
    assert CHINESE.conflict not in table_html(table(row(1)), Address(), CHINESE)


def test_pages_turn_within_their_number() -> None:
    def turning(page: int) -> list[str]:
        request = TableRequest(page=page)
        shown = table(row(1), request=request, total=150, pages=3)
        html = table_html(shown, Address(request=request), CHINESE)
        return [link for link in Tags(html).links if "figures/" not in link and "sort" not in link and link != "data?"][
            :9
        ]

    assert [link for link in turning(1) if "page" in link] == ["data?page=2"]
    assert "data?page=3" in turning(2)
    assert [link for link in turning(3) if "page" in link] == ["data?page=2"]


def test_nothing_found_is_said_and_a_place_of_no_document_is_named() -> None:
    assert CHINESE.nothing in table_html(table(), Address(), CHINESE)
    html = table_html(table(read=WordsRead(unknown_places=("火星镇",))), Address(), CHINESE)
    assert "火星镇" in html and "<table" not in html


def test_a_formulas_marks_open_the_sources_of_its_terms() -> None:
    rows = (row(1), row(2, title="石桥镇总结"))
    working = Working(kind="sum", formulas=("218户[1]+218户[2]=436户",))
    refused = Working(kind="growth", refused=Told(zh="不是同一个指标", en="different"))
    html = selection_html(
        Selection(rows=rows, workings=(working, refused)), Address(rows=("a1.10.14", "a1.20.24")), CHINESE
    )
    assert html.count('class="open mark"') == 2 and "不是同一个指标" in html
    assert "different" in selection_html(Selection(rows=rows, workings=(refused,)), Address(), ENGLISH)


def test_nothing_selected_says_how_to_select_and_a_lonely_row_that_nothing_stands_beside_it() -> None:
    assert CHINESE.chosen_hint in selection_html(Selection(rows=()), Address(), CHINESE)
    alone = selection_html(Selection(rows=(row(1),)), Address(rows=("a1.10.14",)), CHINESE, along="series")
    assert CHINESE.alone["series"] in alone
