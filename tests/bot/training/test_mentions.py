import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.base import TrainingBase
from bot.training.blanks import Blank, blanks_of
from bot.training.mentions import pairs_shared
from knowledge.numbers import find_quantities
from tests.bot.training.conftest import of


def blank_at(base: TrainingBase, title: str, said: str) -> Blank:
    return next(b for s in of(base, title).sentences for b in blanks_of(s) if b.text == said)


def test_another_year_of_the_same_indicator_is_an_option_and_not_true(base: TrainingBase) -> None:
    blank = blank_at(base, "2022年帮扶工作报告", "905户")
    assert "820户" in base.mentions.options(blank)
    assert base.mentions.untrue(find_quantities("820户")[0], blank)


@pytest.mark.parametrize(
    ("title", "said", "true"),
    [
        ("2022年帮扶工作报告", "905户", "905户"),
        ("2022年帮扶工作报告", "1.48亿元", "14800万元"),  # the same value in another unit
        ("困难救助办法", "3000元", "0.3万元"),
    ],
)
def test_the_value_itself_is_never_untrue(base: TrainingBase, title: str, said: str, true: str) -> None:
    assert not base.mentions.untrue(find_quantities(true)[0], blank_at(base, title, said))


def test_a_value_that_a_clause_gives_for_the_same_words_is_refused(base: TrainingBase) -> None:
    year = blank_at(base, "2021年帮扶工作报告", "702人")  # 特困供养人员
    assert not base.mentions.untrue(find_quantities("702人")[0], year)
    assert base.mentions.untrue(find_quantities("688人")[0], year)  # of 2022
    most = blank_at(base, "困难救助办法", "8000元")  # 同一家庭每年救助不超过
    assert base.mentions.untrue(find_quantities("9000元")[0], most)  # 加固房屋每户补助9000元


def test_a_value_beside_the_blank_is_another_things(base: TrainingBase) -> None:
    blank = blank_at(base, "困难救助办法", "600元")
    assert base.mentions.untrue(find_quantities("1200元")[0], blank)  # 中度困难1200元, in the same sentence


def test_no_option_of_any_blank_is_the_key(base: TrainingBase) -> None:
    for reading in base.readings:
        for blank in (b for s in reading.sentences for b in blanks_of(s) if b.kind == "quantity"):
            options = base.mentions.options(blank)
            assert blank.text not in options
            assert len(options) == len(set(options))


@given(st.text("低保对象救助金户", max_size=20))
def test_words_share_all_pairs_with_themselves(words: str) -> None:
    assert pairs_shared(words, words) in (0.0, 1.0)
