"""The words by which a question asks for a computation, as patterns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

ROW_NOUN = "乡镇街道|乡镇|镇街|镇|乡|街道|行政村|村|社区|县区|区县|县|区|市"
HAN_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
NUMBER = r"(?:\d+|[一二两三四五六七八九十]+)"
ASKS_ROWS = re.compile(
    rf"(?:哪[几些一]?个?|有?几个|有?多少个?|哪{NUMBER}个)(?P<before>{ROW_NOUN})(?![民委医])|(?P<after>{ROW_NOUN})(?:都|一共|总共)?(?:有|是)?(?:哪[几些一]?+个?+|几个|多少个|谁|哪{NUMBER}个)(?!{ROW_NOUN})(?![^,，?？]{{0,2}}[元户人])"
)
EACH_ROW = re.compile(rf"这?(?:各个?|每一?个?|所有|全部|{NUMBER}个|一个)(?P<noun>{ROW_NOUN})(?![民委医])")
BOUND = re.compile(
    r"(?P<over>(?:不|未|没有?)(?:少|低|小)于|至少)|(?P<most>(?:不|未|没有?)(?:超过|超|突破|多于|高于|大于))|(?P<more>超过|多于|高于|大于|突破|超)|(?P<less>不到|不足|少于|低于|小于|没到|未达到?)"
)
BOUND_AFTER = re.compile(r"(?:及|\(含\))?以(?P<side>[上下内])")
MOST = re.compile(
    r"最(?P<most>多|高|大|强|重|好|快|长)|最(?P<least>少|低|小|弱|轻|差|慢|短)|(?P<last>倒数|垫底|末位|后[一二两三四五六七八九十\d]名?|后几)|(?P<first>排名?第?[一二三四五六七八九十\d几]|第[几多]|排(?:名|在)?前|前[一二两三四五六七八九十\d几]+[名位个]?|前几|居首|第一(?!书记|责任|时间|批|线|产业))"
)
RANK = re.compile(r"(?:排|位居|位列|列)?(?:名|在)?第几(?:名|位)?|第多少[名位]|排名(?:多少|如何|情况)?$|排几")
TOP = re.compile(
    rf"(?:排(?:名|在)?|位列)?[前后](?P<first>{NUMBER})[名位个]?|最[^,，]{{1,3}}(?:的|是)*(?P<second>{NUMBER})个?(?:{ROW_NOUN})|哪(?P<third>{NUMBER})个"
)
TIMES = re.compile(
    r"^(?P<a>.+?)(?:大约|差不多)?(?:是|相当于|为|等于|达到)(?:了)?(?P<b>.+?)的?(?:几|多少)倍.*$|^(?P<c>.+?)(?:比|较)(?P<d>.+?)(?:翻|多|高)了?(?:几|多少)倍.*$"
)
RATIO = re.compile(
    r"^(?P<a>.+?)(?:和|与|跟|同|对)(?P<b>.+?)(?:的|之)?间?的?比(?:例|值|率)?(?:是|为|有)?(?:多少|几(?:比几)?)?$"
)
SHARE = re.compile(
    r"^(?P<a>.+?)(?:大约|大概)?占(?:了|到|用了?)?(?P<b>.*?)的?(?:百分之(?:几|多少)|(?:百分)?比(?:例|重|率)?(?:是|为|有)?(?:多少|几|多大|多高)?|(?:几|多少)成|多大(?:的)?比[例重]|多少(?:比例)?|多大)[^,，]*$"
)
SHARE_IS = re.compile(r"^(?P<a>.+?)(?:是|相当于|为)(?P<b>.+?)的?(?:百分之(?:几|多少)|(?:几|多少)成)$")
SHARE_OF = re.compile(r"^(?P<b>.+?)(?:当中|之中|中|里面|里头|里)[,，]?(?:的)?(?P<a>.+?)的?(?:所占|占)?(?:的)?$")
SHARE_WORD = re.compile(r"的?(?:占比|所占比[例重]|比[例重])(?:是|为|有)?(?:多少|多大|多高|几成)?$")
CHANGE = r"增长|增加|增|上涨|涨|上升|升高|提高|提升|下降|减少|降低|降|减|下滑|缩减"
GROWTH = re.compile(
    rf"(?:同比)?(?:{CHANGE})了?(?:百分之(?:几|多少)|(?:几|多少)个?(?:百分点|%|成))|(?:增长率|增长幅度|增长速度|增速|增幅|涨幅|降幅|减幅|变化率)(?:$|(?:是|有|为|达到?)?(?:多少|多大|多高|几|百分之几))"
)
RATE = re.compile(r"率|占比|比例|比重")
DIFFERENCE = re.compile(
    rf"相差|差距|差(?:了)?(?:多少|几)|多[了出]?(?:[^,，多少]{{0,4}})?(?:多少|几)|(?<!多)少[了]?(?:[^,，多少]{{0,4}})?(?:多少|几)|[高低大小]了?出?(?:多少|几)|(?:{CHANGE})了?(?:多少|几)(?!成|个百分)|(?:多|少)了?(?:多少|几)"
)
COMPARES = re.compile(
    r"(?P<which>[,，]?(?:请问)?(?:哪(?:[个边种一家样项]|年)?(?:个|边|年)?(?:[乡镇村县区]镇?)?|谁)(?:的)?)(?:[^,，?？]{0,12}?)(?P<more>(?:更|比较|最)?[多高大少低小](?:一些|一点|些|点)?(?:[,，]?谁[多少高低大小])?)(?=$|[,，?？])|(?P<x>孰[多高大](?:孰[少低小])?)"
)
LISTS = re.compile(
    r"(?:分别|各自|各)(?:都)?(?:是|有|为|[投花用发建改派安完]了?)?(?:多少|几)|(?:多少|几)[^,，]{0,8}(?:分别|各)"
)
ALL_ROWS = re.compile("这?(?:各|每|所有|全部)")
LISTS_ROWS = re.compile(
    r"(?:请|帮我|给我)?(?:列出来?|列一下|列个?表|做个?表|列举)|(?:分别|各自|各)?(?:都)?(?:是|有|为)?(?:多少|几)(?:户|人|个|亩|万?元|座|盏)*|分别"
)
SUM = re.compile(
    r"(?:全部|都)?(?:加起来|加在?一起|加在?一块儿?|合起来|合在一[起块]儿?|合计|总和|之和|相加|加总|累加|求和)|[两三四五]样(?:加|一共|总共|共)"
)
ALL_OF = re.compile(rf"[,，](?:这?[两三四五六几]?[样项者个种]?)?(?:{SUM.pattern}).*$")
TOGETHER = re.compile(r"一共|总共|共计|共有|总计")
AVERAGE_EACH = re.compile(
    rf"(?:平均|均摊|摊)(?:下来|算下来|到|起来)?(?:是)?(?:每|一)(?:一)?(?:个)?(?P<noun>{ROW_NOUN}|年)|(?:每|一)个?(?P<noun2>{ROW_NOUN}|年)(?:的)?平均|平均(?:每|一)个(?P<noun3>{ROW_NOUN})"
)
AVERAGE = re.compile(r"平均(?:数|值|水平)|平均(?!每|工资|年龄|收入|水平|到|一)|均值")
EACH = re.compile(
    r"(?P<per>户均|人均|村均|亩均)(?!纯|可支配|年?收入|金融|月|住房)|(?:平均|均摊)(?:下来|算下来)?(?:到|给)?(?:每|一)(?:一)?(?P<unit>人次|户|个人|人|名|位|亩|个|支|座|所|处|家|盏|件|场|期|批|栋|套|次|笔)|每(?P<unit2>人次|户|人|支|座|所|处|家|盏|件|场|期|批|个)(?=[一-龥]{0,10}(?:平均|均))(?:平均|均)?"
)
REMAINING = re.compile(
    r"(?P<left>(?:还|尚)?(?:剩下?|剩余|余下)(?:的)?(?:还)?(?:有)?(?:多少|几))|(?P<open>还(?:有)?(?:多少|几)[^,，]{0,12}(?:没有?|未|尚未))|还(?:有|差|欠)(?:多少|几)|(?:多少|几)[^,，]{0,10}(?:没有?|未|尚未|不)(?=[一-龥])"
)
NOT_YET = re.compile(
    r"(?:还)?(?:没有|没|尚未|未曾|未|不)(?:能|给|被|有)?(?P<done>[一-龥]{1,12}?)(?:的|完|掉|到位)?(?=[,，?？。]|的|$)"
)
COMPLETION = re.compile(
    r"的?(?P<done>整改|完工|竣工|验收|销号|办结|兑现|拨付|交付|入住|落实|完成|到位|开工|达标)(?:整改|完成|到位|合格)?率(?:是|有|为|达到?|到)?了?(?:多少|几成|百分之(?:几|多少)|多高|多大)?$"
)
"""The share of a whole that is done, which documents mostly give as two figures: 214个项目，已完工211个."""
ASKS = re.compile(r"几|多少|哪|谁|多大|多高|最")
TAKEN = re.compile(r"(?:减去|减掉|扣除|扣掉|除去|除了|去掉)(?P<done>.+?)(?:的)?(?=[,，]|还|$)")


def cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the spans blanked."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def joined(*parts: str) -> str:
    """The parts that say something, as clauses of one sentence."""
    return "，".join(part for part in parts if part)


def number(digits: str) -> int:
    """A small count in figures or characters: 3, 三."""
    return int(digits) if digits.isdigit() else HAN_DIGITS.get(digits, 1)
