"""Web pages."""

from knowledge.loading.pieces import Piece
from knowledge.loading.web import load_html

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>网站</title><style>p{{}}</style></head><body>
<header>某某政府网</header><nav><ul><li>首页</li></ul></nav>
<div class="breadcrumb">当前位置：首页</div><div style="display: none">隐藏</div>
<article><h1>关于做好<br>秋粮补贴的通知</h1>
<p>各乡镇<b>人民政府</b>：</p><!-- 备注 -->
<p>　　现将标准公布
如下。<br>　　每亩补贴120元。</p>
<ol><li>申请表<ul><li>一式两份</li></ul></li><li>身份证</li></ol>
<table><caption>表1 任务</caption>
<tr><th rowspan="2">乡镇</th><th colspan="2">面积（亩）</th></tr><tr><th>水稻</th><th>玉米</th></tr>
<tr><td rowspan="2">青禾镇</td><td>1200</td><td>300</td></tr><tr><td>80</td><td></td></tr></table>
<table><tr><td><p>只作版面的表。</p></td></tr></table>
<script>alert(1)</script></article><footer>版权所有</footer></body></html>"""


def pieces(encoding: str = "utf-8") -> tuple[Piece, ...]:
    return load_html(PAGE.format(charset=encoding).encode(encoding), "a.html").pieces


def test_the_article_without_the_page() -> None:
    assert [(piece.kind, piece.text) for piece in pieces()] == [
        ("heading", "关于做好 秋粮补贴的通知"),
        ("paragraph", "各乡镇人民政府："),
        ("paragraph", "现将标准公布如下。"),
        ("paragraph", "每亩补贴120元。"),
        ("list_item", "申请表"),
        ("list_item", "一式两份"),
        ("list_item", "身份证"),
        ("paragraph", "表1 任务"),
        ("table_header", "乡镇 | 面积（亩） | 面积（亩）"),
        ("table_header", "乡镇 | 水稻 | 玉米"),
        ("table_row", "青禾镇 | 1200 | 300"),
        ("table_row", "青禾镇 | 80 | "),
        ("paragraph", "只作版面的表。"),
    ]


def test_positions() -> None:
    found = pieces()
    assert [piece.position.paragraph for piece in found[:4]] == [1, 2, 3, 4]
    assert [(piece.position.table, piece.position.row) for piece in found[8:12]] == [(1, 1), (1, 2), (1, 3), (1, 4)]


def test_the_declared_charset_is_used() -> None:
    parsed = load_html(PAGE.format(charset="gb2312").encode("gb18030"), "a.html")
    assert parsed.encoding == "gb18030"
    assert parsed.warnings == ()
    assert [piece.text for piece in parsed.pieces] == [piece.text for piece in pieces()]


def test_a_page_without_an_article_element() -> None:
    found = load_html(
        "<div class='title'>通知</div><div>正文第一句。<div>第二段。</div>尾句。</div>".encode(), "a.htm"
    ).pieces
    assert [piece.text for piece in found] == ["通知", "正文第一句。", "第二段。", "尾句。"]


def test_markup_in_the_text_stays_text() -> None:
    found = load_html(b"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "a.html").pieces
    assert [piece.text for piece in found] == ["<script>alert(1)</script>"]
