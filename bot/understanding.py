"""A question and its history become a Query: pure rules, no model.

What a turn means after the turns before it is `bot.following`'s; the slots are then read off the self-contained question.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from bot.aspects import asked_aspects
from bot.bare_names import asked_in_full
from bot.defined_groups import groups_of, is_of_people
from bot.errors import QuestionError
from bot.following import resolve
from bot.gazetteer import Gazetteer, lies_lower, short_form
from bot.periods import asked_period
from bot.scope import MEASURED
from bot.spoken import in_standard_words
from bot.terms import folk_terms, mapped_terms
from bot.topics import Topics
from bot.types import AskedKind, Query, Question, Turn
from bot.utterance import Senses
from knowledge.numbers import find_quantities

_UNITS = (
    "平方米|平方公里|个?工作日|个?百分点|人次|批次|公里|个?小时|分钟|个月|周岁|万元|亿元|块钱|口人|户|人|名|位|个|家|座|眼|口|所|元|钱|天|日|月|年(?!级)|周|岁|次|批|倍|成|亩|项|条|种|类|"
    "处|辆|件|期|场|篇|字|级|吨|斤|公斤|千克|米|步|道|方面|份|张|头|只|台|间|套|栋|棵|株|盏|部|床|袋|瓶|箱|例|班|幢|艘|根|届|轮|支|笔|本|组"
)
_ASKED_UNIT = re.compile(rf"(?:多少|(?<![十百好])几[十百千万亿]*|多大比例的?)(?:来|把)?({_UNITS}|块)")
_COUNTED = re.compile(
    r"多少[^\d\s,，、。?？多几每个钱元给]{0,4}?([户人])(?![均口才次用籍]|民币)|[^\d每个]([户人])数?(?:一共|总共|大概|约|共)?[有是达]多少(?![户个元])"
)
_MONEY = re.compile(
    rf"多少钱|钱多少|多少(?:万|亿)?元|(?:投(?!诉|票)|花|收入|工资|补(?!短|齐|办)|罚|发(?!现|展|生|布|改|电)|领(?!导|域)|给|拿)[^\d\s,，。?？率]{{0,6}}?(?<!百分之)多少(?!{_UNITS}|\w{{0,3}}[户人])"
)
_MONEY_NAMED = re.compile(
    r"^(?!.*(?:百分|比例|占|率)).*(?:金额|补助标准|(?:低保|供养|补贴|救助|保障|生活|缴费|养育|护理|报酬)(?:金|费)?标准[是为有]?多少[？?]?$|资金|(?:收入|工资|薪资|报酬)(?:是多少|有多少|多少)?$|(?:监测|收入|贫困|起付|封顶|参考)线)"
)
_PEOPLE = re.compile(
    r"(?:群众|人口|人数|学生|干部|职工|村民|居民|老人|劳动力|工人|儿童|人员)(?:一共|总共|大概|约|共)?[有是达]?多少(?![户个元])"
)

_AGE = re.compile(
    r"多大(?:岁数|年纪|年龄|岁)|(?:年龄|岁数|年纪)[^,，。]{0,4}?(?:多大|多少)|[人娃子儿女孩生]多大(?=[才能可就算要该上])"
)

_PLAIN_UNIT = {
    "钱": "元", "块": "元", "块钱": "元", "万元": "元", "亿元": "元", "位": "人", "名": "人", "口人": "人", "天": "日",
    "个工作日": "工作日", "个百分点": "百分点", "个小时": "小时", "成": "%",
}  # fmt: skip

_UNASKED = r"^(?!.*(?:[哪谁怎咋啥吗不能算要]|什么|多少|如何|是否|可以|为何)).*"
"""Of a measure named alone (去年脱贫人口人均纯收入): its figure is asked, and no other word asks."""
_KINDS: tuple[tuple[AskedKind, str], ...] = (
    ("contact", r"电话|联系方式|手机号|号码是|邮箱|热线|微信号|how (?:can i )?contact|phone"),
    ("sum", r"加起来|加一起|加一块|合[计在]|总和|之和|相加|[两三四五]样(?:加|一共|总共|共)|两年一共|in total|altogether"),
    ("difference", r"相差|差多少|差了|多[了出]?多少|少[了]?多少|多几|比.{1,14}[多高少低](?:了|出)?(?:多少|几)|(?:(?<!新)增[加长]?|减少?|下?降|提高|上?涨|上升)了?多少(?!百分)"),
    ("comparison", r"哪[个边种一家样年](?!部门|单位|局).{0,14}(?:多(?!久)|少(?!年)|高(?![中龄校])|低(?!保|收入)|大(?![病学额中小型])|小(?![学额组孩型])|强(?!制)|长(?![期效者])|[多少高低大小强长]$)(?!少)|哪.{1,12}最|谁(?:.{0,8}[^多])?[多少高低大小]$|谁[多高大]|孰|相比|区别|不同|差别|对比"),
    ("ratio", rf"{_UNASKED}[一-龥](?<!效)率$|占比|占.{{0,10}}(?:多少(?!天|个|亩|平|地|面积)|几成)|百分之(?:几|多少)|百分比|比例|率(?!先).{{0,4}}(?:多少|几|多高)|几成|比重|增速|涨幅|增长率"),
    ("when", r"什么时候|啥时候|何时|何日|哪[一个]?[天年月日]|几(?:[月日]|号(?!文|楼)|点(?!要求|意见|建议|措施|做法))|多久|多长时间|期限|[几多少]+(?:个)?(?:工作日|天|个月|日[内前]|年[内前]|周(?!岁))|截止|什么时间|when|how long|deadline"),
    ("list", r"哪[几两三四五六七八九十]+(?:[类种条项步方道样大张份本]|个(?!字|部门|单位|机构))|(?:条件|材料|情形|措施|要求|待遇|职责|任务)(?:都?有|是)?(?:什么|啥)|分别(?:叫|是)(?:什么|啥|哪)|叫(?:什么|啥)名"),
    ("steps", r"[分走要]几[步道]|几[步道](?:走|手续|程序)|(?:流程|程序|步骤|手续)(?:都?有|是)?(?:什么|啥|哪)"),
    ("figure", rf"{_UNASKED}(?:收入|工资|面积)$|(?:金额|数量|人数|户数|个数|项目数|总数|数额|数据|批次|人次|增速)(?:和[^,，。]{{1,8}})?(?:各?是多少|都要|两个数)?$|两个数|(?<![哪十百好])几[十百千万亿]*(?:{_UNITS}|块)|多少|多[大高长远重深宽]|(?<!哪)几(?:分|折|线|点)|how (?:many|much)|what (?:is|was) the (?:number|rate|amount)"),
    ("where", r"[找向跟](?:谁|哪个)(?:去)?(?:申请|办理?|登记|报名|领取?)"),
    ("who", r"谁|哪[个些]?(?:一级)?(?:部门|单位|机构|科室|局|领导|人|方|级)|(?:什么|哪家)(?:部门|单位|机构|人)|归.{0,6}管|由.{0,6}(?:负责|主持|审批|批)|\bwho\b"),
    ("where", r"哪里|哪儿|在哪|[到去打发交住搬]哪(?![些个种几家怕])|什么地方|地址|\bwhere\b"),
    ("list", r"哪些|哪几|分别|(?:什么|啥)(?:条件|材料|内容|情形|情况|措施|要求|办法|政策|东西|手续|待遇|标准)|都有[什啥]|包括|依次|列举|名单|几[类种条项步道].{0,6}(?:是|叫)|which|list"),
    ("definition", r"是(?:个)?(?:什么|啥)(?:意思|东西|模式|做法)?$|指的?是?(?:什么|哪|啥)|什么是|什么叫|啥叫|是指|含义|定义|怎么样?才算|怎么理解|怎么界定|如何界定|意思|什么模式|what (?:is|does|are)"),
    ("steps", r"怎么(?:办|申请|走|去|领|弄|样?)|如何|流程|程序|步骤|手续|怎样|咋|how (?:do|can|to)"),
    ("reason", r"为什么|为何|为啥|原因|凭什么|\bwhy\b"),
    ("yes_no", r"吗|(?<!什)么$|嘛$|能不能|可不可以|是不是|有没有|能否|是否|可否|[行中成]不|([一-龥])不\1|([算管要能给是])[一-龥]{1,8}不\2$|不$|对吧|对不对|要不要|算不算|没有?$|^(?:is|are|can|does|do)\b"),
)  # fmt: skip

_PART_CHARS = 4
_NAME_CHARS, _SHORT_CHARS = 12, 2
_PAPER = re.compile(r".*(?:证明|簿|户口本|卡|照片|复印件|存折)")
"""What a matter asks for: it names none itself."""
_FILLERS = re.compile(
    r"^(?:(?:请问|你好|您好|我?想知道|我?想了解(?:一下)?|我想问(?:一下)?|想问(?:一下)?|问一下|麻烦问下|帮我查(?:一下)?|查一下)[,，。:：!！\s]*)+"
)


@cache
def _official() -> frozenset[str]:
    return frozenset(term for terms in folk_terms().values() for term in terms)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What understanding leans on: the base's places and years, and today's date."""

    gazetteer: Gazetteer
    today: date
    reword: Callable[[str], str] = str
    """A text of the user's in the documents' language and spelling; as it was where nothing has to change."""
    newest: int = 0
    """The newest year that a report of the base reports on, from which 上年 and 近两年 count; 0 where none does."""
    names: frozenset[str] = frozenset()
    """Matters that titles of documents name."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Groups that documents define, by their members: `defined_groups`."""
    topics: Topics | None = None
    """Where the base speaks of what; None where nothing is known of it."""

    def senses(self) -> Senses:
        """What the turns of a conversation are read with."""
        places, year = self.gazetteer.find, self.today.year
        if self.topics is None:
            return Senses(places, asked_kind, self._named, year, matter=self._named)
        return Senses(
            places,
            asked_kind,
            self._named,
            year,
            self.topics.nearness,
            self.topics.counts,
            self._matter,
        )

    def _matter(self, text: str) -> str:
        spans = ((i, j) for i in range(len(text)) for j in range(i + 2, min(len(text), i + _NAME_CHARS) + 1))
        return max((text[i:j] for i, j in spans if self._heads(text[i:j])), key=len, default="")

    def _heads(self, name: str) -> bool:
        terms = (name, *folk_terms().get(name, ()))
        titled = name in self.names and (len(name) > _SHORT_CHARS or name in folk_terms() or name in _official())
        return titled or (self.topics is not None and any(self.topics.heads(term) for term in terms))

    def _named(self, text: str) -> str:
        known = (self.names, folk_terms(), _official())
        spans = ((i, j) for i in range(len(text)) for j in range(i + 2, min(len(text), i + _NAME_CHARS) + 1))
        found = (text[i:j] for i, j in spans if any(text[i:j] in each for each in known))
        return max((name for name in found if not _PAPER.fullmatch(name)), key=len, default="")


def check_question(text: str, limit_chars: int) -> str:
    """`text` trimmed and in composed form.

    Raises:
        QuestionError: it is empty, longer than `limit_chars`, or holds no letter, digit or Han character.
    """
    cleaned = "".join(c for c in unicodedata.normalize("NFC", text) if c.isprintable() or c in "\n\t").strip()
    if not cleaned:
        raise QuestionError("请先输入一个问题。", "Please type a question first.")
    if len(cleaned) > limit_chars:
        raise QuestionError(
            f"问题太长了（{len(cleaned)} 字），请缩短到 {limit_chars} 字以内再问。",
            f"The question is too long ({len(cleaned)} characters); keep it under {limit_chars}.",
        )
    if not any(c.isalnum() for c in cleaned):
        raise QuestionError(
            "没有看到文字，请用一句话说出您想问的事。", "There are no words in it; please ask in a sentence."
        )
    return cleaned


def asked_kind(text: str) -> AskedKind:
    """What the question asks for; the first rule of the table that fits."""
    bare = re.sub(r"[?？。!！\s]+$", "", unicodedata.normalize("NFKC", text).lower())
    for kind, pattern in _KINDS:
        if re.search(pattern, bare):
            return kind
    return "passage"


_CONFIRMED = re.compile(r"^[，,]?(?:左右)?[，,]?(?:对吧|对不对|对吗|是吧|吗|没错吧|是不是|是真的吗|吧)[?？]?$")


def confirmed_unit(text: str) -> str:
    """The unit of a figure that the question wants confirmed (…是78个,对吧?); empty where it confirms none."""
    for quantity in find_quantities(text):
        if quantity.kind == "quantity" and quantity.unit and _CONFIRMED.match(text[quantity.end :]):
            return quantity.unit
    return ""


_TOGETHER = re.compile(r"一共|总共|合计|共有|加在一起")
_NOUN_UNITS = (("人数", "人"), ("人口数", "人"), ("人口总数", "人"), ("户数", "户"), ("人次", "人次"))
_PERSON = re.compile(
    r"个人|代表|孩子|儿子|女儿|的人|人员|干部|领导|学生|医生|教师|老师|护士|护理员|网格员|队员|队长|党员|成员|书记|专家|工匠|老人|儿童|岗(?:位|(?!亭))"
)


def asked_units(text: str, official: str = "") -> tuple[str, ...]:
    """Units asked for, in order and without repeats; money is 元. A noun of money counts only where no other unit is asked.

    Args:
        text: The question.
        official: Official terms for its folk terms: 五保户 are people where they are 特困人员.
    """
    units = [match[1] for match in _ASKED_UNIT.finditer(text)]
    if _MONEY.search(text) or (not units and _MONEY_NAMED.search(text)):
        units.append("元")
    units.extend(match[1] or match[2] for match in _COUNTED.finditer(text))
    if _AGE.search(text) and not units:
        units.append("周岁")
    if _PEOPLE.search(text):
        units.append("人")
    units.extend(unit for noun, unit in _NOUN_UNITS if noun in text and not units)
    if _PERSON.search(f"{text} {official}"):  # 几个 of people: documents count them in 人 or 名
        units = ["个人" if unit == "个" else unit for unit in units]
    return tuple(dict.fromkeys(_PLAIN_UNIT.get(unit, unit) for unit in units))


def understand(question: Question, context: Understanding) -> Query:
    """The question made self-contained, with its slots. `question.text` has passed `check_question`."""
    text = read_alike(question.text, context)
    earlier = [read_alike(turn.content, context) for turn in question.history if turn.role == "user"]
    query = _resolved(text, earlier, question, context)
    return replace(query, above=context.gazetteer.above(query.places))


def read_alike(text: str, context: Understanding) -> str:
    """`text` in the documents' words, without the words that open a question; itself where nothing is left."""
    bare = _FILLERS.sub("", text.strip()) or text.strip()
    return context.reword(bare)


def _resolved(
    text: str, earlier: Sequence[str], question: Question, context: Understanding, *, joined: bool = False
) -> Query:
    """`text` after the user's `earlier` turns; what was answered last is carried only where it goes on from them."""
    found = resolve(text, earlier, context.senses(), joined=joined)
    if not found.follows:
        return _read(asked_in_full(found.text), question, context)
    query = replace(_read(found.asked, question, context), resolved=found.text)
    asked_on = earlier and not joined and text.strip("那?？。 ") in found.text  # else another matter took its place
    before = mapped_terms(earlier[-1], folk_terms()) if asked_on else ()
    mapped = tuple(dict.fromkeys((*query.mapped, *before)))  # 没儿没女的人, asked on about: still 特困人员
    expansions = tuple(dict.fromkeys(official for _, official in mapped))
    return replace(query, own=text, mapped=mapped, expansions=expansions, carried=_last_answer(question.history))


_AWAY = re.compile(
    r"(?:在|去|到|从|跑)([一-龥]{2,8}?)(?:那边|那头|的)?(?:工地|厂里?|打工|务工|做工|上班|干活|做事|住院|看病|开刀|手术|念书|读书|上学|当兵)"
)
"""Where someone works, learns or is treated: no place that a rule is asked of."""


def _named_in(place: str, spans: Sequence[str]) -> bool:
    return any(short_form(place) in span for span in spans)


def _members(text: str, groups: Mapping[str, str]) -> tuple[str, ...]:
    """The words of `text` that name members of groups themselves, as a document or the table of terms calls them."""
    named = [member for member in groups if member in text]
    return tuple(
        dict.fromkeys((*named, *(t for t in _official() if t in text and is_of_people(t) and groups_of((t,), groups))))
    )


def _mapped_as_said(said: str, text: str) -> list[tuple[str, str]]:
    """Mappings of folk terms that stand in `text` in standard words only: 给几个钱, where it is 给多少钱."""
    pairs = mapped_terms(said, folk_terms())
    return [(f, term) for f, term in pairs if f not in text and term not in text and in_standard_words(f) in text]


def _read(text: str, question: Question, context: Understanding) -> Query:
    found = context.gazetteer.find(text)
    innermost = _innermost(text, (*found.known, *found.mentioned))
    confirmed = confirmed_unit(text)
    period = asked_period(text, context.today, newest=context.newest)
    kind: AskedKind = "figure" if confirmed else asked_kind(text)
    mapped = tuple(dict.fromkeys((*mapped_terms(text, folk_terms()), *_mapped_as_said(question.text, text))))
    official = tuple(term for _, term in mapped)
    members = _members(text, context.groups)
    away = () if kind in MEASURED else tuple(_AWAY.findall(text))
    if (
        kind == "figure"
        and _TOGETHER.search(text)
        and max(len(period.years), len((*found.known, *found.mentioned))) > 1
    ):
        kind = "sum"
    return Query(
        text=question.text,
        resolved=text,
        kind=kind,
        places=tuple(p for p in innermost if p in found.known),
        mentioned_places=tuple(p for p in innermost if p in found.mentioned and not _named_in(p, away)),
        unknown_places=tuple(p for p in found.unknown if not _named_in(p, away)),
        years=period.years,
        months=period.months,
        plan=period.plan,
        units=(confirmed,) if confirmed else asked_units(text, " ".join(official)),
        expansions=official,
        groups=groups_of((*official, *members), context.groups),
        members=(
            *(folk for folk, term in mapped if is_of_people(term) and groups_of((term,), context.groups)),
            *members,
        ),
        mapped=mapped,
        aspects=asked_aspects(text),
        language=question.language,
    )


def parts(query: Query, context: Understanding) -> tuple[Query, ...]:
    """The questions in `query`, in order: two that end in ？ each are answered each, a later one after those before it."""
    pieces = [p.strip(" ,，") for p in re.split(r"[?？]", query.resolved) if len(p.strip(" ,，")) >= _PART_CHARS]
    if len(pieces) < 2:
        return (query,)
    question = Question(text=query.text, language=query.language)
    first, *later = (
        replace(_resolved(piece, pieces[:index], question, context, joined=True), own=piece, carried=query.carried)
        for index, piece in enumerate(pieces)
    )
    kept = tuple(replace(part, above=context.gazetteer.above(part.places)) for part in later if part.kind != "passage")
    return (replace(first, above=query.above) if first.kind != "passage" else query, *kept)


def _innermost(text: str, places: Sequence[str]) -> tuple[str, ...]:
    """Places without those that another one follows directly: of 石桥镇桥头村 the village is asked."""
    return tuple(
        p for p in places if not any(p + q in text or short_form(p) + q in text for q in places if lies_lower(q, p))
    )


def _last_answer(history: Sequence[Turn]) -> str:
    answers = [turn.content for turn in history if turn.role == "assistant"]
    return re.sub(r"\[\d+\]", "", answers[-1]) if answers else ""
