"""A question that is nothing but the name of a measure (2021年监测对象户数, 低保标准) asks how much it is. Pure."""

from __future__ import annotations

import re

_MEASURE = re.compile(
    r"(?:[户人]数|人口数|人次|数量|总数|(?<![一二两三四五六七八九十几\d])个数|收入|支出|总额|金额|产值|面积|占比|比例|(?:就业|覆盖|参保|普及|合格|消除|整改|完成|增长|入学|达标)率|增幅|增速"
    r"|(?:补助|补贴|低保|保障|供养|生活费?|护理费?|救助|发放|收费|工资|资助|报销)标准)(?:(?:19|20)\d{2}年(?:[度底末])?)?[。\s]*$"
)
_ASKS = re.compile(
    r"[?？吗呢]|多少|几|什么|啥|哪|谁|怎|咋|如何|为何|是否|是不是|有没有|能不能|[算计]不|不[计算]|[，,；;：:]|一下|说明|介绍|查|找"
)
_VILLAGES = re.compile(r"(?P<asked>(?:有|辖|管着?|下设?)(?:多少|几)个?)村(?:子|庄)?(?=[?？。吗呢\s]*$)")
"""What a place has so many of are its administrative villages; documents and tables call them 行政村."""
_LONGEST = 24


def asked_in_full(text: str) -> str:
    """`text` with 是多少 where it only names a measure, and with 行政村 where it counts 村; else as it is."""
    text = _VILLAGES.sub(r"\g<asked>行政村", text)
    if len(text) > _LONGEST or _ASKS.search(text) or not _MEASURE.search(text):
        return text
    return f"{text.rstrip('。 ')}是多少"
