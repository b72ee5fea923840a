"""Rules that read single clauses: prohibitions, rights, duties, consequences, aims, dates and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.training.made_rules import Draft
from models.training.made_scenes import Piece, Scene, phrase

_ANYBODY = re.compile("单位和个人|组织和个人|组织或者个人|单位或者个人|组织、个人|单位、个人")
_SECRETLY = re.compile(r"擅自|随意|任意|私自")
_LONG_DEED_CHARS = 6


def prohibitions(scene: Scene) -> Iterator[Draft]:
    """…不得…; 禁止…."""
    pattern = re.compile(
        r"(?:^|(?<=[，；]))(?P<fact>(?P<x>[^，。；：]{0,22}?)(?P<no>不得|禁止|严禁|不准)(?P<do>[^，。；：]{3,30}))(?=[，。；]|$)"
    )
    for sentence in scene.sentences:
        for found in pattern.finditer(sentence.text):
            do = phrase(found["do"], 3, 28)
            subject = phrase(found["x"], 1, 18)
            if not do or (found["x"].strip() and not subject) or re.match("[、和或与]|任何", found["do"]):
                continue
            if re.match(r"超过|低于|高于|少于|多于|行为|以|有|用于", do) or re.search(
                r"[的但其、市县]$|^引导|^要求|^指导", found["x"]
            ):
                continue
            if _ANYBODY.search(subject):
                subject = ""
            if not subject:
                subject = _circumstance(sentence.text[: found.start()])
            if not subject and len(do) < _LONG_DEED_CHARS:
                continue
            yield Draft(
                "prohibition", _may_i(subject, do), (sentence.group(found, "fact").span,), found["do"], f"{subject}{do}"
            )


def _circumstance(before: str) -> str:
    """The place, time or case that the clause before names, with a comma: 在饮用水源保护区内，."""
    clause = re.split(r"[，；。：]", before.rstrip("，；"))[-1]
    said = phrase(clause, 3, 16)
    if re.search(r"(?:内|中|时|期间|上|前|后|区域|场所)$", said):
        return f"{said}，"
    if re.match(r"未|没有|不符合|不具备|被|因|受|已", said):
        return said.removesuffix("的") + ("" if said.endswith(("人", "机构", "单位", "人员", "企业")) else "，")
    return ""


def _may_i(subject: str, do: str) -> tuple[str, ...]:
    freely = _SECRETLY.sub("", do) if len(do) > _LONG_DEED_CHARS else do
    asks: tuple[str, ...] = (f"{subject}{do}行不行", f"{subject}{freely}可以吗")
    if not re.match(r"[^，]{0,10}(?:人员|企业|单位|机构|学校)(?![的、和或])", do):
        asks += (
            f"{subject}能不能{freely}",
            f"{subject}可以{freely}吗",
            f"{subject}可不可以{do}",
            f"{subject}能{freely}吗",
        )
    return asks


def listed_prohibitions(scene: Scene) -> Iterator[Draft]:
    """禁止下列行为, with a list: each item, and the whole."""
    listed = re.compile(r"^(?P<x>.{0,40}?)(?:禁止|不得|严禁)(?:从事|实施|有)?下列[^，]{0,6}(?:行为|活动|物品|情形)?$")
    for listing in scene.listings:
        if not (found := listed.match(listing.head.text)):
            continue
        where = phrase(found["x"], 2, 24)
        if found["x"] and not where:
            continue
        where = "" if _ANYBODY.search(where) else where
        if where:
            asks: tuple[str, ...] = (f"{where}哪些行为是禁止的", f"{where}不能做什么", f"{where}有哪些事不能干")
            yield Draft("prohibition", asks, (listing.span,), found["x"], where)
        pause = "，" if re.search("[内中时]$", where) else ""
        for item in listing.items[:5]:
            do = phrase(item.text, 3, 26)
            if do and not re.match("其他|法律|国家|未|不|违反|拒", do):
                yield Draft("prohibition", _may_i(f"{where}{pause}", do), (item.span,), item.text, do)


_TROUBLE = re.compile(
    r"丢|遗失|灭失|损|毁|不|未|无|异议|纠纷|争议|死亡|发现|发生|危|违|影响|超|困难|拒|失|欠|逾|需要|要求|申请|丧|伤|病|残|欺|骗|侵|害|错|拖|没有|无法|难"
)


def consequences(scene: Scene) -> Iterator[Draft]:
    """X的，可以（应当、有权）Y: what to do, what follows."""
    pattern = re.compile(
        r"^(?P<x>[^；：]{4,40}?)的，(?P<fact>(?P<who>[^，；：]{0,14}?)(?P<may>可以|有权|应当|不予|按照?|免予|享受|视为|属于|认定为)[^；：]{4,120}?)[。；]?$"
    )
    for sentence in scene.sentences:
        found = pattern.match(sentence.text)
        if not found or re.search(r"罚款|处分|刑事责任|依照.{0,20}规定|责令|从其规定", found["fact"]):
            continue
        case = phrase(found["x"], 4, 34)
        if (
            not case
            or re.match("有|由|对|在", case)
            or re.search(r"之一$|另有规定|有关规定$|规定的?条件|规定要求", found["x"])
        ):
            continue
        yield Draft(
            "consequence", _what_then(case, found["may"]), (sentence.group(found, "fact").span,), found["x"], case
        )


def _what_then(case: str, may: str) -> tuple[str, ...]:
    if may in ("视为", "属于", "认定为"):
        return f"{case}算什么", f"{case}怎么认定", f"{case}算不算数"
    if not _TROUBLE.search(case):
        return f"{case}有什么规定", f"{case}有什么要求", f"{case}应该怎么做", f"{case}要注意什么"
    asks: tuple[str, ...] = (
        f"{case}怎么办",
        f"{case}该怎么处理",
        f"{case}咋办",
        f"要是{case}，怎么办",
        f"{case}应该怎么做",
    )
    return (*asks, f"{case}可以怎么做", f"{case}有什么办法") if may in ("可以", "有权", "享受") else asks


def rights(scene: Scene) -> Iterator[Draft]:
    """…有权…, …可以申请…, …享有…权利, …应当…: asked as yes or no."""
    pattern = re.compile(
        r"^(?P<fact>(?P<x>[^，。；：]{2,20}?)(?:还|也|均|都|并)?(?P<may>(?<!所)有权|可以|享有|无权|应当|必须)(?P<do>[^，。；：]{4,28}))(?=[。；]|$)"
    )
    for sentence in scene.sentences:
        found = pattern.match(sentence.text)
        if not found:
            continue
        person, do = phrase(found["x"], 2, 16), phrase(found["do"], 4, 26)
        if re.search(r"情形$|的$|其他", do):
            continue
        if not person or not do or re.search(r"的$|等$|^对|^在|[有以]$|^其他|规定|法律", person):
            continue
        must = found["may"] in ("应当", "必须")
        if must and re.search(r"人民政府|国家|国务院|部门|机关|人民法院|人民检察院", person):
            continue
        asks = _must_i(person, do) if must else _has_right(person, do, found["may"])
        yield Draft("duty" if must else "right", asks, (sentence.group(found, "fact").span,), found["do"], do)


def _must_i(person: str, do: str) -> tuple[str, ...]:
    return (
        f"{person}要不要{do}",
        f"{person}必须{do}吗",
        f"{person}是不是得{do}",
        f"{person}用不用{do}",
        f"{person}不{do}行不行",
    )


def _has_right(person: str, do: str, may: str) -> tuple[str, ...]:
    if may == "享有":
        return f"{person}享有{do}吗", f"{person}有没有{do}"
    return f"{person}能不能{do}", f"{person}可以{do}吗", f"{person}有没有权利{do}", f"{person}能{do}吗"


_LONGEST_NAME_CHARS = 24


def aims(scene: Scene) -> Iterator[Draft]:
    """为了…，根据…，制定本条例; 适用于…; 自…起施行."""
    name = scene.short
    if not scene.topic or len(name) > _LONGEST_NAME_CHARS:
        return
    aim = re.compile(
        r"^(?P<fact>为了?[^。]{6,200}?)，(?:(?:根据|依据|依照)(?P<law>[^。]*?)(?:等?(?:有关)?法律、?(?:行政)?法规)?(?:的?(?:有关)?规定|精神)?，)?(?:(?:并)?结合[^。]*?，)?(?:特)?制定本"
    )
    for sentence in scene.sentences:
        if found := aim.match(sentence.text):
            asks: tuple[str, ...] = (f"为什么要制定{name}", f"{name}的立法目的是什么", f"制定{name}是为了什么")
            yield Draft("aim", asks, (sentence.group(found, "fact").span,), "制定本", name)
            if found["law"] and "《" in found["law"]:
                asks = (f"{name}是根据什么制定的", f"制定{name}的依据是什么")
                yield Draft("basis", asks, (sentence.group(found, "law").span,), "制定本", name)
        yield from _scope_and_effect(sentence, name)


def _scope_and_effect(sentence: Piece, name: str) -> Iterator[Draft]:
    scope = re.compile(
        r"^(?P<fact>[^。]{4,160}?)，?(?:均)?适用本(?:条例|法|办法|规定|细则)|^本(?:条例|法|办法|规定|细则)适用于(?P<fact2>[^。]{4,160})"
    )
    effect = re.compile(r"(?P<fact>(?:自)?\d{4}年\d{1,2}月\d{1,2}日|自(?:公布|发布|颁布|印发)之日)起(?:施行|实施|执行)")
    if (found := scope.match(sentence.text)) and "不适用" not in sentence.text:
        piece = sentence.group(found, "fact" if found["fact"] else "fact2")
        asks: tuple[str, ...] = (
            f"{name}适用于哪些情况",
            f"{name}的适用范围是什么",
            f"{name}管哪些事",
            f"哪些适用{name}",
        )
        yield Draft("scope", asks, (piece.span,), "适用", name)
    if (found := effect.search(sentence.text)) and "本" in sentence.text[:12]:
        asks = (f"{name}什么时候开始施行", f"{name}从哪天起生效", f"{name}啥时候开始执行")
        yield Draft("effect", asks, (sentence.group(found, "fact").span,), "施行", name)


_NUMBERED = r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．])"
_PUSHING = r"(?:进一步|切实|大力|积极|全面|着力|持续|扎实|深入|有效|有序|严格|及时|狠抓|推动|加快|突出|必须|全力|依法|继续|实行)*"
_PUSHED = r"(?:加大|加强|强化|推进|推动|完善|健全|落实|做好|优化|提升|提高|促进|支持|保障|扩大|实施|开展|建立|规范|鼓励|加快|严格|减轻|降低|保证|确保|抓好){0,2}"


def sections(scene: Scene) -> Iterator[Draft]:
    """（一）加大稳岗支持力度。…: the section under a short heading."""
    pattern = re.compile(
        rf"(?:^|[\n。])\s*{_NUMBERED}\s*(?P<x>[^，。；：\n]{{4,20}})[。\n](?P<fact>[^\n]{{20,400}}?。)(?=\s*(?:{_NUMBERED}|\n|$))"
    )
    for found in pattern.finditer(scene.text):
        heading = found["x"].strip()
        bare = re.sub(rf"^{_PUSHING}{_PUSHED}(?:对)?", "", heading)
        thing = phrase(
            re.sub(r"(?:的)?(?:支持)?(?:力度|工作|措施|水平|制度|政策|机制|体系|能力|管理|到位)$", "", bare), 2, 14
        )
        if not thing or thing.startswith(("的", "不")) or heading.startswith("对"):
            continue
        piece = Piece(scene.text, 0).part(*found.span("fact"))
        asks: tuple[str, ...] = (
            f"{thing}方面有什么措施",
            f"{thing}有哪些规定",
            f"在{thing}上有哪些政策",
            f"{thing}这块有啥支持",
            f"{thing}方面是怎么规定的",
        )
        if bare != heading and len(heading) - len(bare) <= len("进一步加强"):
            asks += (f"怎么{re.sub(_PUSHING, '', heading)}",)
        yield Draft("section", asks, (piece.span,), found["x"], thing)
