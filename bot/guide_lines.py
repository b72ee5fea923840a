"""The parts of a service guide in a document's own lines: who may apply, what to bring, the way, where, within what time. Pure.

What a line says is told by the words that policy documents use for it, and by the heading that it stands under. Nothing is
reworded: a statement is a line, a sentence or a clause of the document, and a list keeps the sentence that leads it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.types import GuidePart
from knowledge.sentences import clause_spans, sentence_spans
from knowledge.types import Chunk

_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|[-*•]\s)")
_ARTICLE = re.compile(r"\s*第[一二三四五六七八九十百零\d]{1,6}条(?:之[一二三])?\s*")
_LEADS_IN = re.compile(r"[：:]\s*$|(?:下列|如下|以下)[^。]{0,40}[。；]?\s*$")
_EXCLUDES = re.compile(
    r"(?:不予|不得|不能|不可以)(?:补助|救助|纳入|受理|享受|批准|认定|申请|参保|发放|给予)|不纳入|不(?:再)?享受|不予以"
)
_MAY = re.compile(
    r"(?:的|家庭|(?<!申请)人|人员|患者|个人|农户|村民|居民|企业|单位|学生|劳动者|户)[，,]?(?:可以|可(?!能|疑)|有权|均可|应当给予|给予(?!的))[^。；，的]{0,14}(?:申请|享受|纳入|认定|领取|获得|救助|救济|补助|补贴|供养)"
)
_NOT_MAY = re.compile(r"委托|复核|复议|申诉|诉讼|延期|代为|网上|现场|重复|日内|工作日")
_WHO = re.compile(
    r"(?:对象|人员|家庭|户|患者)[”」]?[，,：:]?(?:是指|指的是|包括|分为)|为下列|下列[^。：:]{0,8}(?:家庭|人员|对象|情形|困难|条件)"
)
_MEETS = re.compile(r"符合|具备|满足|情形之一|条件|困难之一|对象|家庭|人员|户[：:，]?$|可以")
_MATERIAL = r"身份证|户口[簿本]|申请[书表]|审批表|登记表|证明|票据|发票|复印件|结算单|诊断|银行卡|存折|授权书|承诺书|材料|资料|证件|合同|协议书|照片"
_GIVES = re.compile(rf"(?:提交|提供|出示|填写|携带|持(?=[^有续])|交验|递交|附)[^。；]{{0,40}}(?:{_MATERIAL})")
_NOT_GIVES = re.compile(r"不得要求|虚假|伪造|隐瞒|不需要|无需|免于提交|齐全")
_GIVES_LIST = re.compile(r"材料|证件|资料|证明|凭证|清单")
_STEPS_LIST = re.compile(
    r"程序|步骤|流程|[一二三四五六七八九十\d]步|按照?(?:下列|以下|如下)[^。]{0,12}(?:办理|进行|执行)"
)
_ACTS = re.compile(
    r"申请|受理|审核|审批|批准|调查|核实|核查|核对|公示|确认|评议|初审|复核|复验|验收|拨付|支付|发放|告知|结算|签订|鉴定|提名|报送|审定|录入|备案|登记"
)
_ACTORS = re.compile(
    r"政府|委员会|民政|[局厅部股]|部门|机构|申请人|农户|户主|本人|监护人|街道|中心|窗口|单位|村级|乡镇|县级"
)
_NO_STEP = re.compile(r"抽查|骗取|虚报|截留|挪用|不服|有异议的|监督|处分|处罚|责令|宣传|总结")
_STEPS_HEADING = re.compile(r"程序|流程|步骤|办理|申请|审核|审批|受理|确认|纳入|申报")
_WHO_HEADING = re.compile(r"条件|对象|范围|资格")
_OFFICE = r"(?:中心|窗口|政府|街道|委员会|村委会|居委会|部门|局|机构|站|所|平台|大厅|银行|医院|学校|单位|办事处|法院)"
_PLACE = re.compile(
    rf"(?:向|到|在)[^，。；：]{{0,24}}{_OFFICE}[^，。；：]{{0,8}}(?:提出|申请(?![人表书])|办理|受理|申报|领取|登记)|由[^，。；：]{{0,24}}{_OFFICE}受理"
    r"|受理(?:地点|单位|机构)[：:为是]|办理地点[：:为是]|(?:可以?|通过)[^，。；]{0,16}(?:网上|线上)(?:申请|办理|申报)"
)
_NO_PLACE = re.compile(r"复议|复核|诉讼|收到|反馈|未按")
_LIMIT = re.compile(
    r"(?:[\d一二三四五六七八九十]+个?(?:工作日|小时|日|天|个月)(?:内|以内)?|[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+日前)"
)
_WITHIN = re.compile(r"日内|天内|工作日|小时内|月内|不超过|日前|当场|即时|公示")
_NO_LIMIT = re.compile(r"前[\d一二三四五六七八九十]+个月内|报告期|重复|复议|停发|抽查|报告|死亡|张贴|保留|复核一次")
_CALLS = re.compile(r"(?:电话|热线|咨询)[^。；]{0,30}\d{3,}")
_MOST = {"steps": 12, "conditions": 6, "exclusions": 4, "materials": 4, "place": 3, "time": 6, "contact": 2}


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on one part, in offsets of the document."""

    part: GuidePart
    chunk: Chunk
    start: int
    end: int
    points: tuple[tuple[int, int], ...] = ()
    """The items that it leads in; all within `chunk`."""

    @property
    def last(self) -> int:
        """Where it ends with its points."""
        return self.points[-1][1] if self.points else self.end


@dataclass(frozen=True, slots=True)
class _Group:
    """A line with the items that it leads in, in offsets of its chunk."""

    chunk: Chunk
    start: int
    end: int
    points: tuple[tuple[int, int], ...] = ()

    def text(self, span: tuple[int, int] | None = None) -> str:
        return self.chunk.text[slice(*(span or (self.start, self.end)))]

    def said(self, part: GuidePart, span: tuple[int, int], points: tuple[tuple[int, int], ...] = ()) -> Said:
        at = self.chunk.start
        return Said(part, self.chunk, at + span[0], at + span[1], tuple((at + s, at + e) for s, e in points))


def stated_parts(chunks: Sequence[Chunk]) -> dict[GuidePart, list[Said]]:
    """What passages of one document say on each part, in their order; parts without a statement are left out.

    Args:
        chunks: Passages of prose in the document's order; tables are passed over.
    """
    found: dict[GuidePart, list[Said]] = {}
    for chunk in chunks:
        if chunk.position.table is None:
            for said in _of_chunk(chunk):
                if len(found.setdefault(said.part, [])) < _MOST[said.part]:
                    found[said.part].append(said)
    return found


def _of_chunk(chunk: Chunk) -> Iterator[Said]:
    heading = chunk.heading_path[-1] if chunk.heading_path else ""
    for group in _groups(chunk):
        yield from _of_group(group, heading)


def _groups(chunk: Chunk) -> Iterator[_Group]:
    """The lines of a passage, each with the list that it leads in; a list without item marks ends at its full stop."""
    lines = [match.span() for match in re.finditer(r"[^\s][^\n]*", chunk.text)]
    lines = [(start, start + len(chunk.text[start:end].rstrip())) for start, end in lines]
    at = 0
    while at < len(lines):
        points: list[tuple[int, int]] = []
        if _LEADS_IN.search(chunk.text[slice(*lines[at])]):
            for span in lines[at + 1 :]:
                text = chunk.text[slice(*span)]
                open_before = not points or chunk.text[points[-1][1] - 1] in "；;，,、"
                if _ARTICLE.match(text) or _same_style(chunk.text[slice(*lines[at])], text):
                    break
                if not (_ITEM.match(text) or open_before):
                    break
                points.append(span)
        yield _Group(chunk, *lines[at], tuple(points))
        at += 1 + len(points)


def _same_style(lead: str, text: str) -> bool:
    """Whether both are items of one list: the second is then no point of the first."""
    first, second = _ITEM.match(lead), _ITEM.match(text)
    return bool(first and second and first[0].strip()[0] == second[0].strip()[0] and not second[0].strip()[0].isdigit())


def _of_group(group: _Group, heading: str) -> Iterator[Said]:
    spans = [(group.start + s, group.start + e) for s, e in sentence_spans(group.text())]
    if not spans:
        return
    if group.points:
        part = _listed(group.text(spans[-1]), heading)
        if part == "materials":
            yield from _applied(group, spans[-1])
        if part:
            yield group.said(part, spans[-1], group.points)
            spans = spans[:-1]
    if _is_step(group.text(), heading) and spans:
        yield group.said("steps", (spans[0][0], spans[-1][1]))
    for span in spans:
        yield from _of_sentence(group, span, heading)


def _applied(group: _Group, span: tuple[int, int]) -> Iterator[Said]:
    """Where and how one applies, of a sentence that goes on to list what to bring: 向乡镇人民政府提出书面申请，提交下列材料."""
    text = group.text(span)
    clauses = clause_spans(text)
    ends = [end for start, end in clauses if not _GIVES_LIST.search(text[start:end])]
    if ends and _PLACE.search(text[: ends[-1]]) and not _NO_PLACE.search(text[: ends[-1]]):
        stop = len(text[: ends[-1]].rstrip("，,；;：: "))
        yield group.said("steps", (span[0], span[0] + stop))
        yield group.said("place", (span[0], span[0] + stop))


def _listed(lead: str, heading: str) -> GuidePart | None:
    """What the list is of that a sentence leads in."""
    if _EXCLUDES.search(lead):
        return "exclusions"
    if _GIVES_LIST.search(lead):
        return "materials"
    if _STEPS_LIST.search(lead):
        return "steps"
    if _WHO_HEADING.search(heading) and _MEETS.search(lead):
        return "conditions"
    return "conditions" if _MEETS.search(lead) and (_MAY.search(lead) or _WHO.search(lead)) else None


def _is_step(text: str, heading: str) -> bool:
    if not _STEPS_HEADING.search(heading) or _WHO_HEADING.search(heading) or _NO_STEP.search(text):
        return False
    return bool(_ACTS.search(text) and _ACTORS.search(text))


def _of_sentence(group: _Group, span: tuple[int, int], heading: str) -> Iterator[Said]:
    text = group.text(span)
    if text.startswith(("问：", "答：", "问:", "答:")):
        return
    if _EXCLUDES.search(text):
        if re.search(r"情形|对象|家庭|人员|费用", text) and "重复" not in text:
            yield group.said("exclusions", span)
    elif (_MAY.search(text) and not _NOT_MAY.search(text)) or (_WHO_HEADING.search(heading) and _WHO.search(text)):
        yield group.said("conditions", span)
    if _GIVES.search(text) and not _NOT_GIVES.search(text):
        yield group.said("materials", span)
    if _PLACE.search(text) and not _NO_PLACE.search(text):
        yield group.said("place", span)
    if _CALLS.search(text):
        yield group.said("contact", span)
    yield from _limits(group, span)


def _limits(group: _Group, span: tuple[int, int]) -> Iterator[Said]:
    """The parts of a sentence, up to a semicolon each, that set a time limit for what is done with an application."""
    text = group.text(span)
    for match in re.finditer(r"[^；;]+", text):
        piece = match[0]
        acts = _ACTS.search(piece) and not _NO_LIMIT.search(piece) and not _NO_STEP.search(piece)
        if acts and _LIMIT.search(piece) and _WITHIN.search(piece):
            yield group.said("time", (span[0] + match.start(), span[0] + match.end()))
