"""Which numbers count as a person's own, and which stay; every number here is made up."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.private_numbers import identity_check, luhn, private_numbers

IDENTITY = "61092619790412" + "384"
IDENTITY += identity_check(IDENTITY)
CARD = "622848001234567890"
CARD += next(digit for digit in "0123456789" if luhn(CARD + digit))


def kinds(text: str, **more: object) -> list[tuple[str, str]]:
    return [(number.kind, text[number.start : number.end]) for number in private_numbers(text, **more)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        (f"身份证号{IDENTITY}。", "identity", IDENTITY),
        (f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", "identity", f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}"),
        ("身份证：610926790412384", "identity", "610926790412384"),
        ("身份证号：610926197904123840", "identity", "610926197904123840"),  # named, so a wrong check digit doesn't matter
        ("石桥镇王某（13912345678）", "mobile", "13912345678"),
        ("手机139 1234 5678", "mobile", "139 1234 5678"),
        ("手机：+86 139-1234-5678", "mobile", "139-1234-5678"),
        ("其子联系电话１３９１２３４５６７８", "mobile", "１３９１２３４５６７８"),
        (f"补助打入{CARD}", "account", CARD),
        ("存折账号 2610 0123 4567 8 已注销", "account", "2610 0123 4567 8"),
    ],
)  # fmt: skip
def test_private_numbers_in_many_forms(text: str, kind: str, number: str) -> None:
    assert kinds(text) == [(kind, number)]


def test_a_lower_case_check_character_counts() -> None:
    digits = next(f"61092619790412{n:03}" for n in range(1000) if identity_check(f"61092619790412{n:03}") == "X")
    assert kinds(digits + "x") == [("identity", digits + "x")]


@pytest.mark.parametrize(
    "text",
    [
        "临溪民发〔2023〕12号，2023年3月1日",
        "统一社会信用代码91610926MA70A1234X",
        "统一社会信用代码：126109260043678901",
        "项目代码2103-610926-04-01-123456",
        "投入资金13912345678元",
        "全省生产总值（元）：13912345678",
        "账户余额123456789元",
        "咨询电话：12345、0999-5550123，邮编725000",
        "监督电话：13912345678",
        "联系人：张某；联系电话：55579389（13912345678）",
        "技术问题请拨0999-5550123，13912345678",
        "户名：临溪县慈善协会，开户行：临溪农商行，账号：2610012345678",
        "采购编号：20230512123456789012",
        "139 1234 5678",
        "610926209904123840",
    ],
)
def test_what_everybody_may_read_stays(text: str) -> None:
    assert kinds(text) == []


def test_a_cell_is_read_under_its_header() -> None:
    assert kinds("2610012345678", label="银行账号", prose=False) == [("account", "2610012345678")]
    assert kinds("13912345678", label="联系电话", prose=False) == [("mobile", "13912345678")]
    assert kinds("13912345678", label="值班电话", prose=False) == []
    assert kinds("13912345678", label="总产值（元）", prose=False) == []


def test_an_organisations_account_below_a_heading_of_accounts_stays_and_a_persons_does_not() -> None:
    office = "1.银行捐款 开户名：临溪县红十字会 开户行：临溪农商行 账 号：261001234567890123"
    person = "王某某 261001234567890123"
    assert private_numbers(office, led=True) == []
    assert [number.kind for number in private_numbers(person, led=True)] == ["account"]


def test_a_persons_own_number_beside_a_contact_is_still_private() -> None:
    assert kinds("咨询后，申请人本人手机13912345678") == [("mobile", "13912345678")]


@given(st.text(alphabet="0123456789xX- 账号户名电话，。元年", max_size=80))
def test_numbers_are_in_order_and_apart(text: str) -> None:
    found = private_numbers(text)
    assert all(0 <= number.start < number.end <= len(text) for number in found)
    assert all(first.end <= second.start for first, second in zip(found, found[1:], strict=False))


@given(st.integers(0, 10**17 - 1))
def test_one_check_character_in_eleven_is_right(number: int) -> None:
    digits = f"{number:017}"
    assert sum(identity_check(digits) == character for character in "0123456789X") == 1


def test_a_wrong_digit_breaks_a_cards_check() -> None:
    chance = random.Random(1)
    for _ in range(50):
        place = chance.randrange(len(CARD))
        other = CARD[:place] + str((int(CARD[place]) + chance.randint(1, 9)) % 10) + CARD[place + 1 :]
        assert luhn(CARD) and not luhn(other)
