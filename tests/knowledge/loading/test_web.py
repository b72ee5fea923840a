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


SITE = """<html><body><div class="topNav-box"><a href="/">首页</a></div><div role="banner">某县人民政府</div>
<ul><li><a href="/1">政务公开</a></li><li><a href="/2">办事服务</a></li><li><a href="/3">互动交流</a></li><li><a href="/4">走进本县</a></li></ul>
<div>您现在的位置：首页 &gt; 政务公开</div>
<div class="print-content"><h1>关于发放补贴的通知</h1><p>字号：【大 中 小】</p><p>【打印本页】</p><p>浏览次数：12</p>
<p>各村：补贴标准为每亩120元，由县财政局按季度发放到户，请及时组织申报。申报材料交乡镇人民政府。</p>
<p><a href="/files/a.docx">附件：申报表</a></p><p>依据<a href="/law">社会救助暂行办法</a>执行。</p></div>
<p>[关闭窗口]</p><p>相关链接</p><ul><li><a href="/x">去年的通知</a></li><li><a href="/y">解读</a></li></ul>
<p>咨询电话见县政府网站。</p><p>上一篇：<a href="/p">春耕动员会</a></p>
<p><a href="/f1">省政府</a> | <a href="/f2">市政府</a></p><p>版权所有：某县人民政府办公室</p><p>某ICP备12345678号 某公网安备1号</p></body></html>"""


def test_what_is_the_sites_is_left_out_and_what_is_the_articles_stays() -> None:
    assert [piece.text for piece in load_html(SITE.encode(), "a.html").pieces] == [
        "关于发放补贴的通知",
        "各村：补贴标准为每亩120元，由县财政局按季度发放到户，请及时组织申报。申报材料交乡镇人民政府。",
        "附件：申报表",
        "依据社会救助暂行办法执行。",
        "咨询电话见县政府网站。",
        "省政府 | 市政府",
    ]


def test_a_page_of_links_keeps_them() -> None:
    page = "".join(f"<li><a href='/{n}'>第{n}号政策文件</a></li>" for n in range(6))
    assert len(load_html(f"<ul>{page}</ul>".encode(), "a.html").pieces) == 6


def test_sentences_that_speak_of_printing_and_sharing_stay() -> None:
    lines = [
        "打印本页面后由村委会盖章。",
        "分享经验的村有12个。",
        "下一条水渠长3公里，上一条已完工。",
        "相关文件由县民政局印发。",
    ]
    page = "".join(f"<p>{line}</p>" for line in lines)
    assert [piece.text for piece in load_html(page.encode(), "a.html").pieces] == lines


def test_merged_cells_that_reach_beyond_the_table_and_deep_nesting() -> None:
    wild = (
        "<table><tr><td rowspan='99999' colspan='²'>甲</td><td colspan='99999'>乙</td></tr><tr><td>丙</td></tr></table>"
    )
    rows = [piece for piece in load_html(wild.encode(), "a.html").pieces if piece.cells]
    assert [row.text.split(" | ")[:3] for row in rows] == [["甲", "乙", "乙"], ["甲", "丙", ""]]
    assert {len(row.cells) for row in rows} == {200}
    deep = "<div>" * 3000 + "正文。" + "</div>" * 3000
    assert [piece.text for piece in load_html(deep.encode(), "a.html").pieces] == ["正文。"]
