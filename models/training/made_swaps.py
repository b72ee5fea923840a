"""Near misses of a made question: passages and questions with another place, year, thing or aspect."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.training.folk_tables import place_names, short_form
from models.training.made_rules import Draft
from models.training.made_scenes import Scene

_CLASSES = tuple(
    tuple(line.split())
    for line in """
未成年人 老年人 残疾人 妇女 退役军人 少数民族
儿童 老人 孕产妇 残疾人
企业 学校 医院 合作社 社会团体 幼儿园 个体工商户
医疗机构 养老机构 培训机构 旅行社 拍卖行
食品 药品 化妆品 农药 种子 烟草 医疗器械 饲料
机动车 船舶 电动自行车 航空器 拖拉机
危房 公厕 水库 卫生室 敬老院 冷库 路灯
设立 变更 注销 合并
小麦 玉米 水稻 苹果 茶叶 中药材
公路 铁路 航道 桥梁 地铁
河道 湖泊 海域 森林 草原 湿地 矿山
工伤保险 失业保险 生育保险 基本养老保险 基本医疗保险
低保 临时救助 特困供养 医疗救助 教育救助
律师 教师 医师 会计师 建筑师 护士 导游
业主 承租人 股东 消费者 患者
劳动者 学生 村民 军人 公务员
结婚 离婚 收养 继承
房屋 耕地 宅基地 林地 草场
垃圾 污水 噪声 粉尘 废旧电池
脱贫户 监测户 搬迁户 低保户 五保户
养犬 养猪 养鸽 养蜂
文物 古树 档案 图书 墓地
图书馆 体育馆 博物馆 影剧院 停车场
水费 电费 学费 诊疗费 物业费
护照 驾驶证 居民身份证 营业执照 户口簿
地震 台风 火灾 洪涝 干旱
网络 广播 电视 报纸
""".strip().splitlines()
)
_CLASS_OF = {word: words for words in _CLASSES for word in words}
# Not inside another word: 律师事务所, 企业事业单位, 申请书.
_WORD = re.compile(
    rf"(?:{'|'.join(sorted(_CLASS_OF, key=lambda word: (-len(word), word)))})(?!委员会|事务所|事业|家[^庭]|卫生|诉讼|信息)"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
# Other aspects by kind of question: the question about {x}, and the words one of which a passage that answers it would hold.
_MONEY, _TIME, _OFFICE = r"元|费|金|补|价|资", r"日|天|月|年|时", r"部门|机关|政府|局|委员会|机构|负责|单位"
_FINED = r"罚|处|责令|责任|没收"
_PROCEDURE = (
    ("{x}要交多少钱", _MONEY),
    ("{x}能在网上办吗", r"网|在线|线上|电子|系统|平台"),
    ("{x}要几天才能办好", _TIME),
    ("{x}打哪个电话咨询", r"电话|热线"),
    ("{x}去哪儿办", _OFFICE),
    ("{x}要带什么证件", r"证|材料|文件|资料"),
)
_DEED = (
    ("{x}会罚多少钱", _FINED),
    ("举报{x}有奖励吗", r"奖|举报"),
    ("{x}归哪个部门查处", _OFFICE),
    ("{x}要坐牢吗", r"刑|犯罪|拘"),
)
_FIGURE = (
    ("{x}同比增长了多少", r"增|降|减|比"),
    ("{x}计划投资多少钱", _MONEY),
    ("{x}由哪个部门负责", _OFFICE),
    ("{x}比去年多了多少", r"增|降|减|比"),
)
_THING = (
    ("{x}归哪个部门管", _OFFICE),
    ("{x}要交多少钱", _MONEY),
    ("{x}有效期多久", _TIME),
    ("{x}怎么申请", r"申请|申报|办理|登记"),
    ("{x}多久检查一次", r"检查|每"),
)
_DOCUMENT = (
    ("{x}什么时候开始施行", r"施行|实施|执行|生效"),
    ("{x}由哪个部门负责实施", r"负责|部门|主管|政府"),
    ("违反{x}最多罚多少钱", _FINED),
    ("{x}为什么要制定", r"为了|制定"),
)
_ASPECTS = {
    **dict.fromkeys(("deadline", "where", "materials", "condition", "right", "amount"), _PROCEDURE),
    **dict.fromkeys(("fine", "penalty", "sentence"), _DEED),
    **dict.fromkeys(("figure", "growth", "limit"), _FIGURE),
    **dict.fromkeys(("definition", "responsible", "interval", "age"), _THING),
    "prohibition": _DEED[:3],
    **dict.fromkeys(("consequence", "case"), _PROCEDURE[1:]),
    "section": (("{x}投入了多少钱", _MONEY), ("{x}由哪个部门牵头", _OFFICE), ("{x}到哪一年为止", r"年")),
    "duty": (("不{x}会罚多少钱", _FINED), ("{x}要花多少钱", _MONEY), ("{x}由哪个部门监督", _OFFICE)),
    **dict.fromkeys(("aim", "basis", "scope", "effect"), _DOCUMENT),
}
_LONGEST_ASPECT_CHARS = 30
_LONG_ENOUGH_CHARS = 30


def lures(scene: Scene, draft: Draft, question: str, rng: random.Random) -> tuple[str, ...]:
    """Copies of the passage in which the asked thing is no longer said: another year or thing, or the sentence left out."""
    copies = [*_other_years(scene, question, rng), *_other_things(scene, draft, question, rng), *_without(scene, draft)]
    return tuple(dict.fromkeys(copy for copy in copies if copy != scene.text))[:2]


def _other_years(scene: Scene, question: str, rng: random.Random) -> Iterator[str]:
    if (year := _YEAR.search(question)) and year.group() in scene.text:
        yield scene.text.replace(year.group(), str(int(year.group()) + rng.choice((-3, -2, -1, 1, 2))))


def _other_things(scene: Scene, draft: Draft, question: str, rng: random.Random) -> Iterator[str]:
    words = [word for word in _WORD.findall(draft.key) if word in question]
    for word in words[:1]:
        if others := [other for other in _CLASS_OF[word] if other not in scene.text and other not in word]:
            yield scene.text.replace(word, rng.choice(others))


def _without(scene: Scene, draft: Draft) -> Iterator[str]:
    """The passage without the sentences, or the list, that hold the answer or what it is said of."""
    text = scene.text
    start, end = draft.spans[0]
    begin = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    stop = min((at for at in (text.find(mark, end) for mark in "。\n") if at >= 0), default=len(text) - 1) + 1
    rest = text[:begin] + text[stop:]
    answers = [text[start:end] for start, end in draft.spans]
    if (
        len(rest.strip()) >= _LONG_ENOUGH_CHARS
        and draft.key not in rest
        and all(answer not in rest for answer in answers)
    ):
        yield rest.strip()


def unanswerable(scene: Scene, question: str, rng: random.Random) -> tuple[str, ...]:
    """Altered questions that the passage doesn't answer: another place, year or thing, or another aspect."""
    altered = [*_moved(scene, question, rng), *_dated(scene, question, rng), *_swapped(scene, question, rng)]
    rng.shuffle(altered)
    return tuple(dict.fromkeys(altered))[:2]


def _moved(scene: Scene, question: str, rng: random.Random) -> Iterator[str]:
    if scene.place and scene.place in question:
        others = [name for name in place_names() if short_form(name) not in scene.text + scene.title]
        other = rng.choice(others)
        own = short_form(scene.place)
        yield question.replace(scene.place, other if own != scene.place else short_form(other))


def _dated(scene: Scene, question: str, rng: random.Random) -> Iterator[str]:
    if year := _YEAR.search(question):
        other = str(int(year.group()) + rng.choice((-4, -3, -2, -1, 1, 2, 3)))
        if other not in scene.text:
            yield question.replace(year.group(), other)


def _swapped(scene: Scene, question: str, rng: random.Random) -> Iterator[str]:
    for word in _WORD.findall(question)[:1]:
        if others := [other for other in _CLASS_OF[word] if other not in scene.text + scene.title]:
            yield question.replace(word, rng.choice(others))


def other_aspect(scene: Scene, draft: Draft, rng: random.Random) -> str:
    """A question on an aspect of what `draft` is about that the passage doesn't speak of; empty where none is sure."""
    free = [aspect for aspect, words in _ASPECTS.get(draft.kind, ()) if not re.search(words, scene.text)]
    short_enough = 0 < len(draft.about) <= _LONGEST_ASPECT_CHARS
    return rng.choice(free).replace("{x}", draft.about) + "？" if free and short_enough else ""
