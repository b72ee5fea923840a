import pytest

from bot.training.enumerated import enumerations
from bot.training.library import Sentence


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("重点问清收入、住房、看病、上学、饮水五件事。", ("收入", "住房", "看病", "上学", "饮水")),
        ("落实产业帮扶、就业帮扶、教育帮扶三项措施,守住底线。", ()),  # 措施 is no word that is counted for sure
        ("强化产业帮扶、就业帮扶、教育帮扶三大举措,守住底线。", ("产业帮扶", "就业帮扶", "教育帮扶")),
        ("实行发现精准化、帮扶精细化“两化”管理。", ("发现精准化", "帮扶精细化")),
        ("建立对象“纳入标准”“纳入红线”两张清单。", ("纳入标准", "纳入红线")),
        ("家庭收入包括工资性收入、经营净收入和转移净收入。", ("工资性收入", "经营净收入", "转移净收入")),
        ("收入不包括抚恤金、奖学金和养老金。", ()),
        ("重点问清收入、住房、看病四件事。", ()),  # three are named, four are counted
    ],
)
def test_members_are_found_where_they_are_as_many_as_are_counted(text: str, members: tuple[str, ...]) -> None:
    found = list(enumerations(Sentence(document_id="d", start=0, end=len(text), text=text)))
    assert (found[0].members if found else ()) == members
    for each in found:
        assert all(member in text[each.start : each.end] for member in each.members)
