from bot.training.base import TrainingBase
from bot.training.blanks import blanks_of
from bot.training.phrases import unlike
from tests.bot.training.conftest import of


def test_another_interval_is_an_option_unless_a_clause_gives_it_for_the_same(base: TrainingBase) -> None:
    blank = next(b for s in of(base, "困难救助办法").sentences for b in blanks_of(s) if b.text == "每季度")
    assert base.phrases.options(blank) == ["每年"]  # of the other notice, for another thing


def test_another_office_is_an_option_unless_it_does_the_same(base: TrainingBase) -> None:
    blank = next(b for s in of(base, "困难救助办法").sentences for b in blanks_of(s) if b.text == "县财政局")
    options = base.phrases.options(blank)
    assert "县住房局" in options
    assert "县财政局" not in options


def test_what_a_clause_denies_is_not_said(base: TrainingBase) -> None:
    assert base.phrases.together("乡镇人民政府", "负责受理和入户调查")
    assert not base.phrases.together("县财政局", "负责受理和入户调查")


def test_members_that_share_words_are_alike() -> None:
    assert not unlike("家庭经济状况核对授权书", ["家庭经济状况核对委托书"])
    assert unlike("房屋鉴定报告", ["户口簿", "医院收费票据"])


def test_a_government_is_no_wrong_option_beside_its_own_offices(base: TrainingBase) -> None:
    blank = next(b for s in of(base, "困难救助办法").sentences for b in blanks_of(s) if b.text == "乡镇人民政府")
    options = base.phrases.options(blank)
    assert options and not any(option.startswith("乡镇") for option in options)
