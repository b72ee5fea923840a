"""The rules that find what a passage answers: each yields questions about one fact, with the fact's place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.training.made_scenes import Listing, Piece, Scene, phrase


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact and ways to ask for it."""

    kind: str
    asks: tuple[str, ...]
    """Questions without a question mark, each answered by the spans."""
    spans: tuple[tuple[int, int], ...]
    key: str
    """What the passage says the fact of, verbatim; without it the fact no longer answers."""
    about: str = ""
    """The thing or deed asked about, in words fit for a question on another aspect of it."""


Rule = Callable[[Scene], Iterator[Draft]]
NUMBER = r"(?:[\d.,]+[万亿]?|[零一二两三四五六七八九十百千万]+)"


def definitions(scene: Scene) -> Iterator[Draft]:
    """X，是指…: the meaning of X."""
    pattern = re.compile(
        r"^(?:本[^，所称中]{1,6}(?:[^，]{0,6})(?:所称的?|中的?|所指的?)|[^，]{0,8}所称的?)?[“《]?(?P<x>[^，。；：“”]{2,18}?)[”》]?，?(?:是指|指的是|指(?=依|由|在|以|用|从|具|符|经|通|为))(?P<fact>[^。]{6,400})"
    )
    for sentence in scene.sentences:
        for found in filter(None, (pattern.match(sentence.text),)):
            term = phrase(found["x"], 2, 16)
            if (
                not term
                or re.search(r"指$|[的是]$", found["x"])
                or found["fact"].startswith(("导", "定", "派", "标", "挥"))
            ):
                continue
            fact = _with_list(scene, sentence.group(found, "fact"))
            asks: tuple[str, ...] = (
                f"什么是{term}",
                f"{term}是什么意思",
                f"{term}是指什么",
                f"{term}怎么界定",
                f"什么样的算{term}",
                f"{term}指的是哪些",
            )
            yield Draft("definition", asks, (fact,), term, term)


def _with_list(scene: Scene, fact: Piece) -> tuple[int, int]:
    """The fact's span, on to the end of the list that it opens."""
    ends = [listing.span[1] for listing in scene.listings if fact.start <= listing.head.end <= fact.end + 2]
    return fact.start, max([fact.end, *ends])


_PUNISHED = r"(?:由|责令|给予|处(?!理|置|分权)|并处|没收|吊销|警告|予以警告|依法给予|应当给予|依照刑法|追究|依法追究|可以处|可以给予|可以由|可以并处)"
_AGAIN = re.compile(
    r"逾期|拒不|仍不|情节|构成|后果|造成.{0,6}损失|损失的?$|^处|罚款|责令|^有$|数额|又不|再次|屡|应当给予|处罚$|追究|尚不|尚未构成|[之一]$"
)
_SUM = re.compile(rf"(?:并处|处以?)[^，。；]{{0,12}}?{NUMBER}(?:元|倍|万元|%)[^，。；]{{0,30}}?罚款")
_PRISON = re.compile(r"处[^，；。]{0,30}(?:有期徒刑|拘役|管制|死刑|无期徒刑)[^；。]*")


def penalties(scene: Scene) -> Iterator[Draft]:
    """X的，由…处…罚款: what follows from X."""
    pattern = re.compile(
        rf"^(?:违反[^，]{{2,40}}(?:规定|之一)，)?(?P<act>[^；：]{{3,45}}?)的，(?P<fact>[^：]{{0,60}}?{_PUNISHED}[^：]*?)[。；]?$"
    )
    for sentence in scene.sentences:
        found = pattern.match(sentence.text)
        if not found or not re.search(r"罚款|处|责令|没收|吊销|警告|刑|追究", found["fact"]):
            continue
        act = phrase(found["act"], 4, 36)
        if not act or _AGAIN.search(act) or act.startswith(("有", "违反规定")):
            continue
        yield from _penal(act, found["act"], sentence.group(found, "fact"))


def _penal(act: str, key: str, fact: Piece) -> Iterator[Draft]:
    sums = list(_SUM.finditer(fact.text))
    if len(sums) == 1:
        asks: tuple[str, ...] = (
            f"{act}要罚多少钱",
            f"{act}会罚款多少",
            f"{act}罚款标准是多少",
            f"要是{act}，会被罚多少",
        )
        yield Draft("fine", asks, (fact.part(*sums[0].span()).span,), key, act)
    prison = _PRISON.search(fact.text)
    if prison:
        asks = (f"{act}判几年", f"{act}会怎么判", f"{act}要坐多少年牢", f"{act}怎么量刑")
        yield Draft("sentence", asks, (fact.span,), key, act)
        return
    asks = (
        f"{act}会怎么处罚",
        f"{act}要承担什么责任",
        f"要是{act}，会有什么后果",
        f"{act}怎么处理",
        f"{act}会不会被罚",
    )
    yield Draft("penalty", asks, (fact.span,), key, act)


def listed_penalties(scene: Scene) -> Iterator[Draft]:
    """有下列行为之一的，由…处…罚款, with a list: what follows from each item."""
    pattern = re.compile(
        rf"下列[^，]{{0,10}}(?:行为|情形)之一的?，(?P<fact>[^：]{{0,60}}?{_PUNISHED}.*(?:罚款|处分|警告|责令|没收|刑).*)$"
    )
    for listing in scene.listings:
        found = pattern.search(listing.head.text)
        if not found:
            continue
        fact = listing.head.group(found, "fact")
        for item in listing.items:
            act = phrase(re.sub(r"的$|，处.*$|，由.*$", "", item.text), 4, 32)
            if act and not _AGAIN.search(act) and "罚" not in item.text and "处" not in item.text[-30:]:
                yield from _penal(act, item.text, fact)


def conditions(scene: Scene) -> Iterator[Draft]:
    """符合下列条件 and 有下列情形之一的，with the list that follows."""
    need = re.compile(
        r"^(?P<x>.{2,30}?)[，]?(?:应当是?|需|须|必须|还应当|，)?(?:同时)?(?:符合|具备|满足)(?:以)?下列[^，]{0,8}(?:条件|要求)[^，]*$"
    )
    who = re.compile(
        r"^(?:凡)?(?:同时)?(?:符合|具备|有)(?:以)?下[列述][^，]{0,6}(?:条件|情形|情况)(?:之一)?的?(?P<x>[^，]{0,16})，(?P<do>[^：]{3,40})$"
    )
    when = re.compile(
        r"^(?P<x>[^，]{0,30}?)[，]?(?:有|具有|属于|出现|符合)下列(?:情形|情况|行为|条件)之一的?，(?P<do>[^：]{3,40})$"
    )
    for listing in scene.listings:
        head = listing.head.text
        if re.search(_PUNISHED + r".*(?:罚款|处分|警告|刑)", head):
            continue
        if found := need.match(head):
            thing = phrase(found["x"], 2, 24)
            if thing:
                asks: tuple[str, ...] = (
                    f"{thing}要符合什么条件",
                    f"{thing}需要什么条件",
                    f"{thing}有哪些要求",
                    f"要满足哪些条件才能{thing}"
                    if re.match("申请|设立|从事|开办|取得|申领|领取|成立|担任|报考|举办", thing)
                    else f"{thing}的条件是什么",
                )
                yield Draft("condition", asks, (listing.span,), found["x"], thing)
        elif found := who.match(head) or when.match(head):
            person, do = phrase(found["x"], 1, 24), phrase(re.sub("^应当", "", found["do"]), 3, 30)
            if do and (person or not found["x"]):
                asks = (f"什么情况下{person}{do}", f"哪些情形{person}{do}", f"出现什么情况，{person}{do}")
                if found.re is who and person:
                    asks = (f"哪些{person}{do}", f"什么样的{person}才{do}")
                yield Draft("condition", asks, (listing.span,), found["do"], do)
                yield from _cases(listing, do)


def _cases(listing: Listing, do: str) -> Iterator[Draft]:
    """One case of the list: does the consequence follow?"""
    for item in listing.items[:5]:
        case = phrase(re.sub(r"的$", "", item.text), 4, 30)
        if not case or re.match(r"其他|法律|国家|国务院", case):
            continue
        if found := re.search(r"(?:认定为|属于|视为|构成|定为|认定)(?P<as>[^，。；]{2,16})$", do):
            asks: tuple[str, ...] = (
                f"{case}算不算{found['as']}",
                f"{case}属于{found['as']}吗",
                f"{case}是不是{found['as']}",
            )
        elif found := re.search(r"(?:不予|不得|不能|不应当)(?P<as>[^，。；]{2,16})$", do):
            asks = (f"{case}还能{found['as']}吗", f"{case}能不能{found['as']}", f"{case}，可以{found['as']}吗")
        elif found := re.search(r"(?:应当|必须)(?P<as>[^，。；]{2,16})$", do):
            asks = (f"{case}要不要{found['as']}", f"{case}用不用{found['as']}", f"{case}得{found['as']}吗")
        elif found := re.search(r"(?:可以|有权|予以)(?P<as>[^，。；]{2,16})$", do):
            asks = (f"{case}可以{found['as']}吗", f"{case}能不能{found['as']}", f"{case}能{found['as']}不")
        else:
            continue
        yield Draft("case", asks, (item.span,), item.text, case)


_HANDING = re.compile(
    r"(?:人|单位|企业|机构|者|家庭|学校|员|户|机关|公司|方|组织)$|^(?:申请|办理|申领|报名|参加|领取|登记|变更)"
)
"""Who hands papers in, or what for."""


def handed_in(scene: Scene) -> Iterator[Draft]:
    """应当提交下列材料：… and 提交…等材料."""
    listed = re.compile(
        r"^(?P<x>.{2,50}?)(?:，)?(?:应当|需要|需|须|要|应|可以)?[^，]{0,20}?(?:提交|提供|报送|出具|递交|携带|提出)(?:以)?下[列述][^，]{0,8}(?:材料|文件|证件|资料|证明|凭证)[^，]*$"
    )
    for listing in scene.listings:
        if found := listed.match(listing.head.text):
            subject = phrase(re.sub(r"，?(?:(?:还)?应当|需要|需|须|应|可以|向[^，]*)$", "", found["x"]), 2, 26)
            if subject:
                asks: tuple[str, ...] = (
                    f"{subject}要交哪些材料",
                    f"{subject}需要提供什么材料",
                    f"{subject}要带什么证件资料",
                    f"{subject}得准备啥材料",
                )
                yield Draft("materials", asks, (listing.span,), found["x"], subject)
    inline = re.compile(
        r"(?P<x>[^，。；]{2,24}?)(?:的)?，?(?:应当|需要|需|须|要|应)?(?:提交|提供|携带|持)(?P<fact>[^，。；的]{2,12}、[^。；，]{2,60}?(?:材料|证明|证件|资料))"
    )
    for sentence in scene.sentences:
        for found in inline.finditer(sentence.text):
            subject = phrase(re.sub(r"，?(?:(?:还)?应当|需要|需|须|应|可以|向[^，]*)$", "", found["x"]), 2, 26)
            if subject and "下列" not in found["fact"] and _HANDING.search(subject):
                asks = (f"{subject}要交哪些材料", f"{subject}需要什么证明材料", f"{subject}要带什么")
                yield Draft("materials", asks, (sentence.group(found, "fact").span,), found["x"], subject)
