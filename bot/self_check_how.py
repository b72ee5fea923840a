"""Where to apply, what to bring, how long it takes, whom to ask: sentences and table rows of the documents, verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.self_check_benefits import granted
from bot.self_check_lines import Line, Provision
from bot.self_check_provisions import about_type, sentences
from bot.self_check_quoting import Quoting
from bot.self_check_types import Clause, HowTo

_OFFICE = (
    r"政府|中心|委员会|村委会|社区|街道|办事处|窗口|[局院所站]|机构|平台|中学|学校|手机端|网上|APP|小程序|单位|所在村"
)
_WHERE = re.compile(
    rf"(?:向|到|在|通过|至)[^，。；]{{0,24}}?(?:{_OFFICE})[^，。；]{{0,24}}?(?:申请|报名|提出|递交|提交|申报|补报|办理)|由[^，。；]{{2,24}}?(?:{_OFFICE})受理"
)
_BRING = re.compile(
    r"(?:提交|提供|出示|携带|填写|填报|准备|递交|[交附](?=身份证|户口)|(?:带上|持|凭)(?=[^。]*申请|[^。]*报名|[^。]*办理|[^。]*报))(?!虚假)[^。；]{0,40}?(?:身份证|户口簿|证明|申请表|申请书|材料|票据|发票|复印件|银行卡|授权书|结算单|执照|声明|承诺书)"
    r"|(?:申请|所需)材料(?:主要)?(?:包括|有)"
)
_NOT_BRING = re.compile(r"不得要求|虚假|补充的?全部|不齐|不全|齐全|伪造")
_LISTS_PAPERS = re.compile("材料|资料|证件|手续")
_TIME = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)个?(?:工作日|日|天|小时|个?月)(?:之?内)|截止|公示(?:期)?(?:为|不少于)?\d+[日天]"
)
_HANDLES = re.compile(
    "受理|审核|审批|确认|初审|复核|评议|公示|给予救助|申请|提出|批准|办结|完成调查|鉴定|拨付|申报|报名"
)
_LATER = re.compile(r"复议|有异议|不服|补发|复核一次|告知|整改|答复|死亡|变化|抽查|追回|骗取|停发|竣工|开工|验收")
_CONTACT = re.compile(r"电话[:：]?(?:县|市|区)?[^，。；]*\d{3,}|咨询(?:电话|单位|地点)|拨打\d|联系(?:单位|人|电话)")
_COMPLAINTS = re.compile("举报|监督")
_TABLE_WHERE = re.compile("受理|办理地点|申请地点|在哪|主管部门|咨询")
_MOST = 4


def how_to(
    quoting: Quoting, provisions: Sequence[Provision], name: str, types: Sequence[str], rows: Iterable[Clause]
) -> HowTo:
    """What a document says on applying for a benefit.

    Args:
        quoting: Of the document.
        provisions: Its provisions.
        name: The benefit; sentences that name another of `types` are left out.
        types: Kinds of the benefit that the document tells apart (急难型, 支出型).
        rows: Rows of tables of the base that say where things are handled, for this benefit.
    """
    said = [line for line in _sentences(provisions) if _for(line.text, name, types)]
    lists = [p for p in provisions if p.items and not p.line.heading and _LISTS_PAPERS.search(p.line.text[-14:])]
    where = [s for s in said if _WHERE.search(s.text) and not _NOT_BRING.search(s.text) and not _LATER.search(s.text)]
    bring = [s for s in said if _BRING.search(s.text) and not _NOT_BRING.search(s.text)]
    listed = [_whole(quoting, p) for p in lists]
    inside = [(clause.start, clause.end) for clause in listed]
    bring = [s for s in bring if not any(a <= s.start < b for a, b in inside)]
    times = [s for s in said if _TIME.search(s.text) and _HANDLES.search(s.text) and not _LATER.search(s.text)]
    times = [s for s in times if s not in where and not granted(s.text)]
    contacts = [s for s in said if _CONTACT.search(s.text)]
    contacts = [s for s in contacts if not _COMPLAINTS.search(s.text)] or contacts
    table = tuple(rows)
    return HowTo(
        where=(*_clauses(quoting, where), *table)[:_MOST],
        materials=(*listed, *_clauses(quoting, bring))[:_MOST],
        times=_clauses(quoting, times)[:_MOST],
        contacts=(*_clauses(quoting, contacts), *table)[:_MOST],
    )


def _for(text: str, name: str, types: Sequence[str]) -> bool:
    named = about_type(text, types)
    return not named or any(t in name for t in named)


def _sentences(provisions: Sequence[Provision]) -> Iterator[Line]:
    for provision in provisions:
        if not provision.line.heading:
            yield from sentences(provision.line)


def _whole(quoting: Quoting, provision: Provision) -> Clause:
    """A list with what leads it in, as one clause."""
    last = provision.items[-1]
    end = last.below[-1].end if last.below else last.line.end
    return quoting.clause(provision.line.start, end, provision.line.path)


def _clauses(quoting: Quoting, lines: Sequence[Line]) -> tuple[Clause, ...]:
    found = {(line.start, line.end): line for line in lines}
    return tuple(quoting.line(line) for line in found.values())


def table_rows(quoting: Quoting) -> list[Clause]:
    """Rows of a document's tables whose header says where or by whom things are handled."""
    rows, heads = [], False
    path: tuple[str, ...] = ()
    for block in quoting.document.blocks:
        if block.kind == "heading":
            path = (quoting.document.text[block.start : block.end],)
        elif block.kind == "table_header":
            header = [quoting.document.text[start:end] for start, end in block.cells]
            heads = sum(bool(_TABLE_WHERE.search(cell)) for cell in header) >= 2
        elif block.kind == "table_row" and heads and block.cells:
            rows.append(quoting.clause(block.cells[0][0], block.cells[-1][1], path))
        elif block.kind not in ("table_row", "table_header"):
            heads = False
    return rows
