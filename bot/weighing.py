"""What a question is about, in weighted terms, and how much of it a text says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.gazetteer import short_form
from bot.scope import MEASURED
from bot.spoken import in_standard_words
from bot.terms import folk_terms
from bot.times_asked import without_start
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import TermCounts, search_form, terms

_OFFICIAL_WEIGHT = 0.5
_ASPECT_WEIGHT = 0.15
_SAID_NOW = 2.0  # of the words that a follow-up says itself, beside those that it goes on from
_UNHELD_WEIGHT = (
    0.5  # of terms that no passage holds: they can't tell passages apart, only that a word isn't the documents'
)
_OF_A_START = 0.5  # of what is said only of when a deadline starts: it is seldom what has to be done in it
_HEAD_WEIGHT, _HEAD_CHARS = 1.6, 6
_SELDOM = 2  # passages that hold a word which documents write here and there
_OFTENER = 4
"""So many times as often as a folk term do documents write the official one where that is what they call the matter."""
_ASKING = re.compile(r"(?:(?:多少|几(?!乎)).{0,2}|多久|多长时间)$")
_ONCE = re.compile(r"^[^再]+一[回次遍趟]$")
"""A folk term that says how often, as in 多久晾一回."""
_WHERE = re.compile(r"[里上头家]$")
_OFFICE = re.compile(r"(?:政府|委员会|组织|国家)$")
HOW_MANY = re.compile(r"多少|(?<!哪)几(?!乎)")
"""Before it stands what is counted."""

_ACT = re.compile(r"累计(?:纳入|识别|认定|建成|发放|完成)?|举办|开展|选派|派出|派了|发放|发了|花了|用了|办了")
_COUNTS = ("人", "户")
_ACT_WEIGHT = 0.3
"""Of what was done with what is counted: documents say it with one word or another (举办 or 开展技能培训)."""
_FRAME = re.compile(r"[有是共达到的了一总现在目前大概约大致\s\W]+$|^[\W\s]+|^全[县市镇乡村]的?")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度|底|末)?|[今去前本]年|全年|年内|[全我咱本][省市县区镇乡村]")
_SCAFFOLD = re.compile(
    r"百分之(?:几|多少)|多少|(?<=[一-龥])对象|现在|目前|几(?=[^何])|哪些|哪个|哪里|哪儿|哪种|哪家|哪天|哪|什么时候|什么|啥时候|啥|怎么样|怎么|怎样|如何|咋|是不是|有没有|能不能|可不可以|是否|能否|可否|请问|到底|究竟|具体|一共|总共"
    r"|分别|各是|各|都有|都叫|都|我们|咱们|你们|我|俺|咱|你|您|吗|呢|啊|呀|吧|嘛|么|了(?!解)|(?<!目)的|(?<![土基耕林农荒用场当各异本外征草占园湿])地(?![方质震区址块灾力膜籍产位])|(?<![取所获不])得|(?<![超通经])过(?![渡程错期])|是指|指的是|谁|多久|这个|那个|这些|那些|一下|告诉|介绍|说说|讲讲|讲|说"
    r"|有关|关于|方面|情况|可以|应该|应当|需要|(?<![需重必主])要(?![求件点素])|(?<![功智职性])能(?![力繁源耗])|(?<![机社协委大村代工商])会(?![议计员费长])"
    r"|(?<![供补])给(?![付予养])|把(?!关)|被(?![告征抚扶继])|(?<!转)让|(?<![存所现])在(?![职校编册岗建读])|和(?![谐平解])|(?<!参)与|对(?![象口接照外账])"
    r"|(?<![行认])为(?!民)|从(?![业事])|到(?![期账位岗户])|(?<![享国所公私])有(?![效偿限权害])|是|就(?![业医诊学近读餐地])|(?<![归偿退返])还(?![款贷建清田])"
    r"|也|又|个(?![人体税案])|里(?!程)|(?<![以网线])上(?![级报访岗学市门限浮调诉述])|(?<![以名线])下(?![降达乡岗列调拨限浮])|(?<![集其高初])中(?![药心级小央介学断止等专国医标])"
)


def in_official_words(query: Query, knowledge: KnowledgeBase, *, apart: str = "") -> str:
    """The question with the documents' words in the place of folk terms that they don't write, or seldom: 五保户 is 特困人员.

    Of 吃低保 they write the 低保.

    Args:
        query: The question.
        knowledge: The base asked.
        apart: Put on both sides of a word that takes another's place, so that no pair of characters stands across its edge.
    """
    text = query.resolved
    for folk, word in _replaced(query, _counts(query, knowledge)):
        asking = _ASKING.search(folk)
        text = text.replace(folk, f"{apart}{word}是{asking[0]}" if asking else f"{apart}{word}{apart}")
    return text


def _replaced(query: Query, index: TermCounts) -> Iterator[tuple[str, str]]:
    """Folk terms whose place the documents' word takes, each with that word, the longest first."""
    for folk in sorted({folk for folk, _ in query.mapped}, key=len, reverse=True):
        word = _documents_word(folk, [term for said, term in query.mapped if said == folk], index)
        if word != folk:
            word = f"{_matter_left_out(folk, word)}{word}"
            yield folk, f"{word}一次" if _ONCE.search(folk) else word


def _matter_left_out(folk: str, word: str) -> str:
    """A matter inside a folk term that its official word doesn't name: the 低保 of 骗低保, which documents call 骗取."""
    table = folk_terms()
    alike = set(meant_inside(folk))
    left = [
        part
        for part, official in table.items()
        if len(part) > 1
        and part in folk
        and part not in alike
        and part not in word
        and not any(t in word for t in official)
    ]
    return max(left, key=len, default="")


def _documents_word(folk: str, official: Sequence[str], index: TermCounts) -> str:
    """The word that documents write for `folk`: itself, a shorter one in it that means the same, or an official term."""
    written = [term for term in official if _written(term, index)]
    inside = max((w for w in meant_inside(folk) if len(w) > 1 and _written(w, index)), key=len, default="")
    if not inside:
        return max(written, key=lambda term: len(set(term) & set(folk)) > 1) if written else folk
    return written[0] if written and _seldom(inside, written[0], index) else inside


def _seldom(folk: str, official: str, index: TermCounts) -> bool:
    """Whether documents write `folk` here and there (救急), and as a rule the one official term for it (临时救助).

    Of a folk term with several they are words of its field (学费: 教育救助, 费用), none its name.
    """
    written, often = (len(index.holding(word)) for word in (folk, official))
    return len(folk_terms().get(folk, ())) == 1 and written <= _SELDOM and often >= _OFTENER * max(1, written)


def meant_inside(folk: str) -> Iterator[str]:
    """A folk term and the entries of the table inside it that mean the same."""
    table = folk_terms()
    meant = set(table.get(folk, ()))
    yield folk
    yield from (part for part, terms_ in table.items() if part in folk and part != folk and meant & set(terms_))


def _counts(query: Query, knowledge: KnowledgeBase) -> TermCounts:
    return knowledge.terms_of(query.places) if query.places else knowledge.lexical


def _written(term: str, index: TermCounts) -> bool:
    """Whether documents may write a term: each of its pairs of characters occurs in them."""
    return all(index.holds(pair) for pair in terms(term) if len(pair) > 1)


def content_weights(query: Query, knowledge: KnowledgeBase) -> dict[str, float]:
    """The question's content terms with their weights: rarity for its own words, half of it for official ones."""
    offices = _said_by_where(query.mapped)
    asked = _without_number(query, without_slots(query, in_official_words(query, knowledge, apart=" ")))
    for office in offices:
        asked = asked.replace(office, " ")
    spoken = in_standard_words(query.text) != query.text or in_official_words(query, knowledge) != query.resolved
    index = _counts(query, knowledge)
    weights = _weighted(asked, 1.0, index, spoken=spoken)
    if query.kind in MEASURED and _ACT.search(asked):
        acts = _weighted(" ".join(_ACT.findall(asked)), _ACT_WEIGHT, index)
        weights = {**acts, **_weighted(_ACT.sub(" ", asked), 1.0, index, spoken=spoken)} or weights
    weights = _as_long_as_said(query, weights, index)
    now = set(terms(query.own))
    weights = {term: weight * (_SAID_NOW if term in now else 1.0) for term, weight in weights.items()}
    # an official term that no document writes can't be missing from one: 低保 is what the sheet itself says
    written = [term for term in query.expansions if term not in offices and _written(term, index)]
    official = _weighted("、".join(written), _OFFICIAL_WEIGHT, index)
    aspects = _weighted("、".join(query.aspects), _ASPECT_WEIGHT, index)
    return {**aspects, **official, **weights}


def _as_long_as_said(query: Query, weights: Mapping[str, float], index: TermCounts) -> dict[str, float]:
    """The weights with a long official word counting no more than the folk term did: 基本生活出现严重困难 as 过不下去."""
    replaced = list(_replaced(query, index))
    rest = query.resolved
    for folk, _ in replaced:
        rest = rest.replace(folk, " ")
    own = set(terms(rest))
    share = {
        t: min(1.0, len(folk) / len(word))
        for folk, word in replaced
        for t in terms(word)
        if t not in own and t not in folk
    }
    return {term: weight * share.get(term, 1.0) for term, weight in weights.items()}


def _said_by_where(mapped: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Offices that the question names by where they sit (村里, 镇上, 公家): they tell who or where, never what is asked."""
    offices = [official for folk, official in mapped if _WHERE.search(folk) and _OFFICE.search(official)]
    return tuple(sorted(offices, key=len, reverse=True))


def counted_noun(query: Query) -> str:
    """What stands before 多少 or 几 without place, year and frame: 低保对象 of 2022年全县低保对象一共有多少户; empty for nothing."""
    return _FRAME.sub("", HOW_MANY.split(without_slots(query, query.resolved))[0])


def without_slots(query: Query, text: str) -> str:
    """`text` without its places and years: those are judged as scope, and mustn't make up for a missing subject."""
    for place in (*query.places, *query.mentioned_places):
        text = text.replace(place, " ").replace(short_form(place), " ")
    return _YEAR.sub(" ", text)


def _without_number(query: Query, text: str) -> str:
    """`text` of a figure question without 人数 and the like, which say in what is counted: 低保人数 is how many 人 of 低保."""
    counted = [unit for unit in query.units if unit in _COUNTS]
    return (
        re.sub(rf"(?<=[一-龥])(?:{'|'.join(counted)})数|(?<=人口)数", " ", text)
        if counted and query.kind in MEASURED
        else text
    )


def _weighted(text: str, share: float, index: TermCounts, *, spoken: bool = False) -> dict[str, float]:
    bare = _SCAFFOLD.sub(" ", search_form(text))
    head = set(terms(_head(text)))
    return {
        term: share
        * index.rarity(term)
        * (1.0 if len(term) > 1 else 0.5)
        * (1.0 if index.holds(term) else _UNHELD_WEIGHT)
        * (_HEAD_WEIGHT if term in head else 1.0)
        for term in (_within_words(bare, index) if spoken else terms(bare))
    }


def _within_words(text: str, index: TermCounts) -> Iterator[str]:
    """The terms of speech without pairs that no document holds beside one that they hold: such a pair stands across two words.

    Of a question in the documents' own language it may be what they don't know, and is the reason to refuse.
    """
    for piece in text.split():
        found = terms(piece)
        pairs = [term for term in found if len(term) > 1]
        held = [index.holds(pair) for pair in pairs]
        yield from (term for term in found if len(term) == 1)
        yield from (pair for i, pair in enumerate(pairs) if held[i] or not any(held[max(0, i - 1) : i + 2]))


def _head(text: str) -> str:
    """The last words before 多少 or 几: what is counted stands there, what it is a part of before it (脱贫人口务工就业多少人)."""
    asked = HOW_MANY.search(text)
    return _SCAFFOLD.sub(" ", text[: asked.start()]).strip()[-_HEAD_CHARS:] if asked else ""


def coverage(weights: Mapping[str, float], text: str) -> float:
    """Share of the weights whose terms `text` holds, in [0, 1]; 0 without weights."""
    total = sum(weights.values())
    held = set(terms(text))
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def coverage_of_act(query: Query, weights: Mapping[str, float], text: str) -> float:
    """The same; of a question for a time half of what only tells from when a deadline runs (自收到答复之日起30日内请求复查)."""
    said = coverage(weights, text)
    return said + _OF_A_START * (coverage(weights, without_start(text)) - said) if query.kind == "when" else said
