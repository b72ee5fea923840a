"""The desk's address says all that the desk shows, and what can't be read in one does no harm."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from bot.figure_table import NONE, TableRequest
from knowledge.figure_index import COLUMNS
from tests.web.figure_rows import row
from web.data_address import Address, read_address, rows_address

WORDS = st.text(max_size=40).map(str.strip).filter(lambda text: "\x00" not in text)
KEYS = st.lists(st.from_regex(r"[0-9a-f]{16}\.[0-9]{1,6}\.[0-9]{1,6}", fullmatch=True), max_size=5, unique=True).map(
    tuple
)


def read(query: str) -> Address:
    return read_address(dict(parse_qsl(query.removeprefix("?"))))


@given(
    words=WORDS, place=WORDS, year=st.sampled_from(["", "2022", NONE]), unit=WORDS, document_id=WORDS,
    conflicts=st.booleans(), sort=st.sampled_from([None, *COLUMNS]), descending=st.booleans(),
    page=st.integers(1, 9999), marked=KEYS, rows=KEYS,
)  # fmt: skip
def test_what_an_address_says_is_read_back(rows: tuple[str, ...], **fields: object) -> None:
    address = Address(request=TableRequest(**fields), rows=rows)  # type: ignore[arg-type]
    assert read(address.query()) == address


def test_a_plain_desk_has_a_plain_address() -> None:
    assert Address().query() == "?"
    assert read("") == Address()


@given(
    st.dictionaries(
        st.sampled_from(["q", "place", "year", "sort", "page", "rows", "marked", "along", "doc"]), st.text()
    )
)
def test_no_address_breaks_anything(said: dict[str, str]) -> None:
    found = read_address(said)
    assert found.request.page >= 0 and found.request.sort in (None, *COLUMNS) and len(found.rows) <= 100
    assert found.request.year in ("", NONE) or found.request.year.isdigit()


def test_another_filter_begins_on_the_first_page_and_keeps_what_is_selected() -> None:
    address = read("?q=低保&page=7&rows=a1.1.2")
    turned = address.turned(sort="value", descending=True)
    assert (turned.request.page, turned.request.words, turned.rows) == (1, "低保", ("a1.1.2",))
    assert address.turned(page=8).request.page == 8


def test_an_answers_figure_leads_to_its_rows_and_a_workings_terms_are_selected() -> None:
    figure = row(3)
    address = read(rows_address(figure.card, figure.key, ["a1.1.2", figure.key]).removeprefix("data"))
    assert (address.request.words, address.request.place) == ("监测对象", "青禾镇")
    assert address.request.marked == (figure.key,) and address.rows == ("a1.1.2", figure.key)
