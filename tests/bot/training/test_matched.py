from bot.training.items import Item


def test_shares_of_a_sum_are_matched(pool: list[Item]) -> None:
    (item,) = [i for i in pool if i.kind == "matched" and "2022年" in i.cited.title and "中央资金" in i.lefts]
    pairs = dict(zip(item.lefts, item.key, strict=True))
    assert pairs.items() >= {("中央资金", "0.86亿元"), ("省级资金", "0.40亿元"), ("市级资金", "0.22亿元")}


def test_terms_are_matched_with_their_meanings(pool: list[Item]) -> None:
    (item,) = [i for i in pool if i.kind == "matched" and "含义" in i.question]
    pairs = dict(zip(item.lefts, item.key, strict=True))
    known = {"监测户": "收入不稳定、有返贫可能的农户", "边缘户": "没有建档但收入偏低的农户"}
    assert any(pairs.get(term) == means for term, means in known.items())


def test_a_table_of_words_is_matched_and_asked(pool: list[Item]) -> None:
    tabled = [i for i in pool if "找谁办" in i.question]
    assert {i.kind for i in tabled} == {"matched", "single"}
    single = next(i for i in tabled if i.kind == "single")
    assert single.key[0] in single.cited.quote and len(single.options) == 4
