from bot.training.items import Item


def test_an_amount_falls_under_one_rule_and_the_others_are_wrong(pool: list[Item]) -> None:
    cases = [item for item in pool if item.kind == "case" and "单笔支出" in item.question]
    assert {item.key[0] for item in cases} == {"由村主任签字", "由村两委集体商定", "交村民代表会议表决"}
    for item in cases:
        assert len(item.options) == 3
    (middle,) = [item for item in cases if item.key == ("由村两委集体商定",)]
    assert "单笔支出1150元" in middle.question


def test_people_are_plainly_made_up_and_the_rule_is_cited(pool: list[Item]) -> None:
    cases = [item for item in pool if item.kind == "case"]
    assert cases
    for item in cases:
        assert item.question.startswith(("张某", "李某", "王某", "赵某", "某村"))
        assert item.cited.title in item.question


def test_a_refused_case_asks_for_the_refusal(pool: list[Item]) -> None:
    refused = [item for item in pool if item.kind == "case" and item.key == ("不予救助",)]
    for item in refused:
        assert item.shown in item.cited.quote
        assert "不予补助" not in item.options
