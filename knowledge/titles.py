"""The head of a document, before its first sentence, and the title that stands in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.dates import BRACKETED_YEAR, DATE, PLAIN_DATE
from knowledge.types import Document

HEAD_BLOCKS = 14
_HEAD_LINE_CHARS = 110
_TITLE_CHARS = 120
SHEET_FORMATS = frozenset({"xlsx", "xlsm", "xls", "et", "csv"})
"""Formats whose first heading is a sheet's name: it is of that sheet, not of the document."""
_CLAUSE_CHARS = 60
_KINDS = (
    "通知|公告|通告|意见|办法|规定|条例|决定|决议|报告|方案|细则|措施|函|批复|指南|指引|手册|规划|计划|总结|综述|解读|说明|倡议书|公开信|"
    "法|目录|名单|问答|须知|标准|纲要|要点|制度|规则|规程|章程|公报|简报|情况|汇报|讲话|导则|预案|清单|明白纸|政策|令|纪要|承诺书|流程|汇编|典型案例"
)
TITLED = re.compile(rf"(?:{_KINDS})(?:》)?(?:的(?:通知|公告|通告|意见|决定|函|批复))?(?:[（(][^（）()]{{1,20}}[）)])?$")
_OFFICE_END = (
    "人民政府|政府|办公厅|办公室|委员会|常委会|管委会|党委|党组|支部|部|局|厅|署|院|委|办|协会|联合会|工会|红十字会|理事会|代表大会|指挥部|领导小组|工作组|专班|中心|站|所|防控机制|联控机制|"
    "公司|总队|支队|大队|中央|国务院|银行|法庭|处"
)
OFFICE = rf"[\u4e00-\u9fff（）()]{{1,38}}?(?:{_OFFICE_END})"
OFFICES = re.compile(rf"{OFFICE}(?:[ 　\u2002、]+{OFFICE})*$")
RED_HEAD = re.compile(rf"(?P<issuer>{OFFICE})文件$")
NUMBER = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]{{1,20}}\s?{BRACKETED_YEAR}\s*第?\s*\d{{1,4}}\s*号|[\u4e00-\u9fff ]{{2,20}}(?:公告|通告|令)\s*(?:20\d{{2}}年)?第\s*\d{{1,4}}\s*号"
)


def head_lines(document: Document) -> list[str]:
    """The lines before the first sentence: title, 文号, addressee, date."""
    head: list[str] = []
    for block in document.blocks[:HEAD_BLOCKS]:
        line = document.text[block.start : block.end].strip()
        if block.kind in {"table_row", "table_header"} or len(line) > _HEAD_LINE_CHARS or line.endswith(("。", "；")):
            break
        head.append(line)
        if line.endswith(("：", ":")):
            break
    return head


def read_title(document: Document, head: Sequence[str]) -> str:
    """The title: of the text's own head, or the file's name where that alone names a kind of document or the head has none.

    Args:
        document: as loaded, its metadata's title being the file's name.
        head: `head_lines` of the document.
    """
    stem = re.sub(r"\s*[（(]\d{4}-\d{2}-\d{2}[）)]$", "", document.metadata.title).strip()
    named = len(re.findall("[\u4e00-\u9fff]", stem)) >= 4
    if document.source.format in SHEET_FORMATS:
        return _workbook_title(document, stem, named) or document.source.name
    title = _title_in(document, head)
    if named and (title is None or (TITLED.search(stem) and not TITLED.search(title))):
        return stem
    return title or (head[0] if head else _first_clause(document))


def _workbook_title(document: Document, stem: str, named: bool) -> str:
    """A workbook's title: over its only table, else the file's name where it says something, else over the first table or sheet."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    titles = [document.text[block.start : block.end] for block in headings if block.position.row is not None]
    if len(titles) == 1 or (titles and not named):
        return titles[0]
    sheets = [document.text[block.start : block.end] for block in headings]
    return stem if named or not sheets else sheets[0]


def _first_clause(document: Document) -> str:
    """The text's first words, for a file whose name says nothing and whose text begins with a sentence."""
    clauses = (clause.strip() for clause in re.split("[，。；：！？\n]", document.text))
    return next((clause[:_CLAUSE_CHARS] for clause in clauses if clause), document.source.name)


def _title_in(document: Document, head: Sequence[str]) -> str | None:
    """The title that the text gives: its own heading, else the first line of the head that reads like one."""
    if document.source.format in {"md", "markdown", "html", "htm"}:
        for block in document.blocks[:HEAD_BLOCKS]:
            line = document.text[block.start : block.end].strip()
            if block.kind == "heading" and block.level == 1 and _may_be_title(line):
                return line
    candidates = [index for index, line in enumerate(head) if _may_be_title(line)]
    # the largest line, where the page tells: above it may stand the name of a bulletin, a slogan, an attachment's number
    headline = next((index for index in candidates if _is_headline(document, index)), next(iter(candidates), -1))
    for index in candidates:
        joined = _joined_title(head, index)
        # Below a headline only an official title takes its place, not any line that ends in 措施.
        if TITLED.search(joined) and (index in (candidates[0], headline) or "关于" in joined):
            return joined
    return _joined_headline(document, head, headline) if candidates else None


def _is_headline(document: Document, index: int) -> bool:
    block = document.blocks[index]
    return block.kind == "heading" and block.level == 1


def _may_be_title(line: str) -> bool:
    """False for lines of the head that are no title: 文号, addressee, date, an office's name alone, labels, list items."""
    if len(line) < 4 or len(line) > _TITLE_CHARS or line.endswith(("：", ":", "，", "；", "。")):
        return False
    if OFFICES.fullmatch(line) and not TITLED.search(line):
        return False
    if re.match(
        r"[一二三四五六七八九十]+、|[（(]|第[一二三四五六七八九十\d]+[章节条编]|\d+[.、]|附件|目录$|(?:政策|部门|图文|专家)?(?:解读|图解)$|来源$|通知公告$|政务公开$|政策文件$",
        line,
    ):
        return False
    if re.match(
        r".{0,6}(?:字数|来源|作者|记者|通讯员|编辑|时间|日期|浏览|索引号|文号|字号|发布机构|发文机关|主题词|密级)\s*[:：]?|新华社|本报",
        line,
    ):
        return False
    if re.search(r"\d{1,2}[:：]\d{2}$", line):
        return False
    return not (NUMBER.fullmatch(line) or DATE.fullmatch(line) or PLAIN_DATE.match(line) or RED_HEAD.match(line))


def _joined_title(head: Sequence[str], index: int) -> str:
    """The line with the lines that belong to it: offices above a "关于" line, and the rest of a title broken in two."""
    title = head[index]
    after = index + 1
    while (
        not TITLED.search(title)
        and "关于" in title
        and after < len(head)
        and _may_be_title(head[after])
        and len(title) < 80
    ):
        # A title that was cut short is often repeated whole below.
        title = head[after] if head[after].startswith(title) else title + head[after]
        after += 1
    first = index
    while first > 0 and re.match(r"关于|印发|.{0,25}关于", title) and OFFICES.fullmatch(head[first - 1]):
        first -= 1
    if first < index:
        above = " ".join(dict.fromkeys(head[first:index]))
        if title.startswith(above):
            return title
        title = above + title if title.startswith(("关于", "印发")) else f"{above} {title}"
    return title


def _joined_headline(document: Document, head: Sequence[str], index: int) -> str:
    """A headline without a kind of document in it, with its second half where both stood in one line of the file."""
    title = head[index]
    line = document.blocks[index].position.line
    for follower in range(index + 1, min(index + 3, len(head))):
        same_line = line is not None and document.blocks[follower].position.line == line
        if not same_line or len(title) + len(head[follower]) > 60 or not _may_be_title(head[follower]):
            break
        if head[follower] not in title:
            title += " " + head[follower]
    return title
