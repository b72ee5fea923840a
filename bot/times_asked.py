"""Questions for a time (哪天, 几天内, 能领几个月, 多久一次) and whether a text holds such a time. Pure.

Times of a rule are of different kinds: a day, a deadline (三十日内), how long something lasts (最长为十二个月), how often it is done
(每季度一次). One of another kind answers nothing. From when a deadline runs (自收到答复之日起) isn't what has to be done in it.
"""

from __future__ import annotations

import re

_NUMBER = r"(?:\d+|[一二三四五六七八九十两半百]+)"
_DATE = re.compile(
    r"\d{1,4}年|\d{1,2}月|\d{1,2}日|[一二三四五六七八九十]+月|农历|星期[一二三四五六日天]|周[一二三四五六日末]|节"
)
_LENGTH = re.compile(
    rf"{_NUMBER}(?:个)?(?:工作日|小时|日|天|月|年|周(?!岁)|季度|学期|学年)|半年|每[周月年季日天]|当[月日天年]|次[月日年]|长期|即时|立即|及时|随时|经常|定期|一月一|一周一|一季度"
)
_COUNTED = re.compile(r"(?:几|多少)个?(?:工作日|天|日|月|小时|年)(?![一-龥]*(?:一[次回]|复))")
_VAGUE = re.compile(r"长期|即时|立即|及时|随时|经常|定期")
"""No answer where days or months are to be counted."""
_CALENDAR = re.compile(
    r"几月几[号日]|几月(?:份|底|前)|哪一?天|哪年|哪一年|几[号日]|何时|何日|什么时候|啥时候|什么时间|when"
)
_AGAIN = re.compile(r"再|又|第二")
_HOW_OFTEN = re.compile(r"(?:多久|多长时间|(?:几|多少)个?(?:天|日|周|月|年))(?!之?以?内)[^，,。；;？?]{0,12}一[次回趟]")
_OFTEN = re.compile(
    r"每|[按以][^，,。；;]{0,8}[日周月季年]|周期|定期|随时|及时|经常|[日天周月年度](?![以之]?内)[^，,。；;\d]{0,6}一[次回遍](?!性)"
)
_HOW_LONG = re.compile(
    r"(?:领|拿|享受?|保存|留|存|管|用|包|租|任|歇|养)(?:到|上|得|着|够|满)?(?:最[多长少]|顶多|至少)?(?:几|多少)个?(?:天|日|周|月|年)(?![一-龥]*[内前])"
)
_CONDITION = re.compile(rf"(?:满|不足|不满|未满|超过)了?{_NUMBER}个?(?:工作日|日|天|月|年)")
"""For whom a length holds (缴费满一年), not the length."""
_DAY = re.compile(r"\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日")
_IN_DAYS, _YEARS = re.compile(r"(?:几|多少)个?(?:工作日|天|日)"), re.compile(rf"{_NUMBER}年")
_ASKS_START = re.compile(r"[从自起]|开始|施行|执行|实施|生效|算")
_DEADLINE = re.compile(rf"{_NUMBER}个?(?:工作日|小时|日|天|月|年)(?:之内|以内|内|前)")
_START = re.compile(rf"[自从在][^，,。；;]{{1,40}}?(?:起|后)(?=的?{_DEADLINE.pattern})")


def holds_time(question: str, text: str) -> bool:
    """Whether `text`, in half-width characters, holds a time of the kind that `question` asks for."""
    if _HOW_OFTEN.search(question) and not _AGAIN.search(question):
        return bool(_OFTEN.search(text))
    if _CALENDAR.search(question):
        return bool(_DATE.search(text))
    if _HOW_LONG.search(question):
        text = _CONDITION.sub(" ", _DEADLINE.sub(" ", text))
    if _COUNTED.search(question):
        text = _VAGUE.sub(" ", _DAY.sub(" ", text))
        return bool(_LENGTH.search(_YEARS.sub(" ", text) if _IN_DAYS.search(question) else text))
    return bool(_LENGTH.search(text) or _DATE.search(text))


def without_start(text: str) -> str:
    """`text` without what its deadlines run from: of 自收到答复之日起30日内请求复查 what has to be done in 30 days."""
    return _START.sub("", text)


def stands_alone(question: str, time: str, sentence: str) -> bool:
    """Whether a time may be shown without the rest of its sentence: not where the sentence says from when it runs, or it is a beginning.

    Which act it is of (答复 or 请求复查) only the sentence tells; a beginning answers where one is asked for.
    """
    begins = time.endswith("起") and not _ASKS_START.search(question)
    return not begins and without_start(sentence) == sentence
