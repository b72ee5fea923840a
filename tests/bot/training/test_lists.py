from bot.training.items import Item


def test_options_of_a_list_are_of_its_sort_and_from_other_documents(pool: list[Item]) -> None:
    (item,) = [i for i in pool if i.kind == "several" and "第四条" in i.question]
    assert set(item.key) <= {"救助申请表", "户口簿", "医院收费票据"}
    assert set(item.wrong) <= {"房屋鉴定报告", "宅基地使用证", "施工协议书"}
    assert item.wrong


def test_nothing_that_the_document_says_anywhere_is_a_wrong_option(pool: list[Item]) -> None:
    from tests.bot.training.made_up import TEXTS

    for item in (i for i in pool if i.kind == "several" and "“" in i.shown or i.kind == "several"):
        own = next(text for name, text in TEXTS.items() if name.removesuffix(".md") in item.cited.title)
        assert not any(option in own for option in item.wrong if len(option) > 3)
