"""What the figures of a passage are figures of."""

from bot.said_figures import SaidFigure, _prose_figures
from tests.bot.made_figures import hit_of


def said(text: str, *, places: tuple[str, ...] = ("澄江县",), others: tuple[str, ...] = ()) -> dict[str, SaidFigure]:
    return {figure.shown: figure for figure in _prose_figures(hit_of(text, places=places), others)}


def test_a_figure_is_named_before_it_after_it_or_by_the_one_beside_it() -> None:
    found = said("全县96个行政村，纳入监测对象1286户4166人，安装路灯30盏。")
    assert "行政村" in found["96个"].name
    assert found["1286户"].core == found["4166人"].core == "纳入监测对象"
    assert found["30盏"].title == "安装路灯"


def test_a_bound_belongs_to_the_name() -> None:
    found = said("年收入5万元以上的村达到87个，其中10万元以上的村43个。对9个年收入不足5万元的村给予支持。")
    assert "5万元以上的村" in found["87个"].name
    assert "10万元以上的村" in found["43个"].name
    assert "87个" not in found["43个"].name
    assert "年收入不足5万元" in found["9个"].name


def test_results_are_told_from_plain_figures() -> None:
    found = said("务工18640人，比上年增加715人，占61.0%，剩余3人，平均每村22人，占地180亩。")
    assert {shown: found[shown].result for shown in found} == {
        "18640人": "", "715人": "change", "61.0%": "share", "3人": "rest", "22人": "mean", "180亩": "",
    }  # fmt: skip


def test_parts_know_their_whole() -> None:
    found = said("投入资金1.86亿元，其中中央资金1.08亿元、省级资金0.42亿元。")
    assert found["1.08亿元"].parent == found["0.42亿元"].parent == found["1.86亿元"].index
    assert found["1.08亿元"].whole.strip() == "投入资金"


def test_years_and_places_are_those_of_the_statement() -> None:
    found = said("2022年改造358户，比2021年的417户少。甲乙镇改造20户；全县共改造30户。", others=("甲乙镇",))
    assert (found["358户"].years, found["417户"].years) == ((2022,), (2021,))
    assert (found["20户"].place, found["30户"].place) == ("甲乙镇", "澄江县")
    assert found["30户"].years == (2022,)
