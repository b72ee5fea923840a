from bot.training.base import TrainingBase
from bot.training.definitions import definitions
from tests.bot.training.conftest import of


def test_definitions_are_verbatim_and_of_every_form(base: TrainingBase) -> None:
    found = {d.term: d.means for r in base.readings for d in definitions(r)}
    assert found["困难救助"] == "对遭遇突发变故、生活暂时过不下去的家庭给予的一次性帮助"
    assert found["监测户"] == "收入不稳定、有返贫可能的农户"
    assert found["三看"] == "看住房、看粮食、看劳力"
    assert all(means in r.document.text for r in base.readings for d in definitions(r) for means in [d.means])


def test_a_named_practice_has_its_parts(base: TrainingBase) -> None:
    (practice,) = [d for d in definitions(of(base, "2022年帮扶工作报告")) if d.practice] or [None]
    assert practice is None or practice.term.startswith("“")
