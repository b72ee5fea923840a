from bot.training.base import TrainingBase
from bot.training.conditionals import conditionals
from tests.bot.training.conftest import of


def test_cases_have_their_rule_verbatim(base: TrainingBase) -> None:
    rules = of(base, "困难救助办法")
    found = {c.case_text: c.rule_text for c in conditionals(rules)}
    assert found["行动不便"] == "可以请村民委员会代办申请"
    assert found["骗取救助金"] == "追回已经发放的全部金额"
    assert found["300元以上2000元以下"] == "由村两委集体商定"


def test_reports_lay_down_no_rules(base: TrainingBase) -> None:
    assert list(conditionals(of(base, "2021年帮扶"))) == []
