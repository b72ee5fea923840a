"""What of a web page is the site's and not the article's: menus, footers, print and share buttons, links to other articles.

Elements go by what they are, by role, or by a word of their class or id; a word alone never takes away sentences or the page's
heading. Lines go by what they say, or for being links under a heading like 相关链接.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

from knowledge.loading.pieces import Piece

_DROPPED = frozenset(
    [
        "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "iframe", "svg",
        "object", "audio", "video", "head", "input", "textarea", "canvas", "map", "dialog", "menu",
    ]
)  # fmt: skip
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"])
_NAMED = frozenset(["div", "ul", "ol", "dl", "section", "table", "p", "span", "a", "h4", "h5"])
_PAGE_PARTS = frozenset(
    [
        "nav", "navbar", "navi", "navigation", "menu", "menus", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot",
        "sidebar", "share", "sharing", "bdsharebuttonbox", "bdshare", "toolbar", "search", "searchbox", "copyright", "pagination",
        "pager", "print", "related", "qrcode", "ewm", "topbar", "friendlink", "friendlinks", "gotop", "backtop",
    ]
)  # fmt: skip
_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCES = 2
_LINE_CHARS = 100
_BUTTON = re.compile(
    r"[\s【\[（(|｜·>»]*(?:"
    r"(?:打印|关闭|收藏|分享|转发|纠错)(?:本页|此页|本文|窗口|页面)?"
    r"|返回(?:顶部|首页|列表|上一页|上页)|加入收藏|设为首页|无障碍(?:浏览|阅读)?|语音播报|手机版|繁体(?:版|中文)?"
    r"|(?:字体|字号)(?:大小)?\s*[:：]?[\s【\[（(]*(?:(?:特大|超大|大|中|小|默认)[\s|｜/、】\])）]*)*|大\s*中\s*小"
    r"|分享(?:到|至)\s*[:：]?.{0,30}|扫一扫.{0,20}"
    r"|(?:您|你)?(?:当前|现在|所在)的?位置\s*(?:是)?\s*[:：].{0,80}"
    r"|[上下]一[篇条页]\s*[:：].{0,80}|[上下]一[篇页]"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)\s*[:：]?\s*\d*\s*次?"
    r"|版权所有.{0,80}|网站标识码.{0,40}|.{0,40}(?:公网安备|ICP备).{0,40}"
    r")[\s】\]）)|｜]*$"
)
_ELSEWHERE = re.compile(
    r"[\s【\[]*(?:(?:相关|推荐|热点|热门|最新|延伸|猜你喜欢的?)(?:链接|文章|阅读|新闻|信息|资讯|内容|稿件|推荐|文件)|友情链接|猜你喜欢|更多(?:新闻|文章|内容)?)[\s】\]:：]*$"
)
_ATTACHED = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt)(?:$|[?#])", re.IGNORECASE)
_MENU = 4
"""Links that follow each other and make a menu at the page's beginning or end."""
_MENU_CHARS = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the page, and whether it is only a link to another page."""

    piece: Piece
    linked: bool = False


def drop_page_parts(soup: BeautifulSoup) -> None:
    """Take the site's own elements out of the page. A stack, not recursion: bad pages nest a thousand deep."""
    stack: list[Tag] = [soup]
    while stack:
        for child in list(stack.pop().children):
            if isinstance(child, Tag):
                if _is_page_part(child):
                    child.extract()
                else:
                    stack.append(child)


def _is_page_part(tag: Tag) -> bool:
    if tag.name in {"html", "body"}:
        return False
    if tag.name in _DROPPED or tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    if tag.name == "header":
        return tag.find_parent(["article", "main"]) is None and tag.find("h1") is None
    named = tag.name in _NAMED and not _PAGE_PARTS.isdisjoint(_words(tag))
    return (named or str(tag.get("role")) in _ROLES) and not _holds_prose(tag)


def _words(tag: Tag) -> set[str]:
    """Words of an element's class names and id: main-nav, topNav and top_nav hold nav."""
    names = [str(name) for name in (*tag.get_attribute_list("class"), tag.get("id") or "") if name]
    return {word.lower() for name in names for word in (*_WORD.findall(name), name)}


def _holds_prose(tag: Tag) -> bool:
    return tag.find("h1") is not None or tag.get_text().count("。") >= _SENTENCES


def is_attachment(link: Tag) -> bool:
    """Whether a link opens a file, which belongs to the article."""
    return _ATTACHED.search(str(link.get("href") or "")) is not None


def without_furniture(found: Iterable[Found]) -> Iterator[Piece]:
    """The pieces without buttons, links to other articles, and menus at the beginning and the end."""
    kept = list(_without_lines(found))
    if not any(not each.linked and len(each.piece.text) > _MENU_CHARS for each in kept):
        yield from (each.piece for each in kept)  # a page of links: they are what it has to say
        return
    start, end = 0, len(kept)
    while start < end and _is_menu_item(kept[start]):
        start += 1
    while end > start and _is_menu_item(kept[end - 1]):
        end -= 1
    first = start if start >= _MENU else 0
    last = end if len(kept) - end >= _MENU else len(kept)
    yield from (each.piece for each in kept[first:last])


def _without_lines(found: Iterable[Found]) -> Iterator[Found]:
    elsewhere = False
    for each in found:
        line = each.piece.text
        if each.piece.cells:
            elsewhere = False
        elif len(line) <= _LINE_CHARS and _ELSEWHERE.match(line):
            elsewhere = True
            continue
        elif len(line) <= _LINE_CHARS and _BUTTON.match(line):
            continue
        elsewhere = elsewhere and each.linked
        if not elsewhere:
            yield each


def _is_menu_item(found: Found) -> bool:
    return found.linked and len(found.piece.text) <= _MENU_CHARS
