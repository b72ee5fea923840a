"""Speech in standard words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spoken import in_standard_words


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("修个厕所给几个钱", "修个厕所给多少钱"),
        ("一户能领好多", "一户能领多少"),
        ("拖到好久才给个准话", "拖到多久才给个准话"),
        ("路修了好多公里", "路修了好多公里"),
        ("娃上大学花了好多钱，去哪里申请补助", "娃上大学花了很多钱，去哪里申请补助"),
        ("盖房补几万", "盖房补多少钱"),
        ("十几号人一起去行不行", "十几个人一起去可以吗"),
        ("水费咋个交", "水费怎么交"),
        ("地没人种咋整", "地没人种怎么办"),
        ("合作社是个啥子", "合作社是个什么"),
        ("补贴啥辰光到", "补贴什么时候到"),
        ("什么时候到账", "什么时候到账"),
        ("这样办中不中", "这样办可以吗"),
        ("外村人能入股啵", "外村人能入股吗"),
        ("没得房本能办不", "没有房本能办吗"),
        ("上哪搭儿领", "上哪里领"),
        ("哪家管修路", "哪个部门管修路"),
        ("俺们村统共几口人", "我们村一共多少人"),
        ("那点地值不了几个钱，还收不收", "那点地值不了很多钱，还收不收"),
        ("是不是要先登记", "是不是要先登记"),
        ("申请养老金要满足哪些条件", "申请养老金要满足哪些条件"),
    ],
)
def test_what_is_said_and_what_is_asked(said: str, standard: str) -> None:
    assert in_standard_words(said) == standard


@given(st.text(alphabet="好多几个钱啥咋办不中得行哪里低保吃俺屋头，？莫久要", max_size=16))
def test_a_text_put_in_standard_words_stays_as_it_is(text: str) -> None:
    once = in_standard_words(text)
    assert bool(once.strip()) or not text.strip("哟咧喽嘞噻撒嗦呗呐哩哈 ")
    assert in_standard_words(in_standard_words(once)) == in_standard_words(once)


@given(st.text(alphabet="农村最低生活保障标准是多少元的申请条件有哪些由谁审核确认0123年2，。？", max_size=20))
def test_what_documents_write_is_left_alone(text: str) -> None:
    assert in_standard_words(text) == text


def test_times_are_counted_in_one_word() -> None:
    assert in_standard_words("一年能领几回") == "一年能领几次"
    assert in_standard_words("这是几回事") == "这是几回事"
