"""PDF pages that aren't one column of running text."""

from knowledge.loading.pdf import load_pdf
from tests.knowledge.loading.pdfs import Drawn, Rule, Words, pdf

TEXT = "各级民政部门应当对最低生活保障家庭的人口状况收入状况和财产状况定期核查并根据核查结果及时办理相关手续"


def column(left: float, top: float, lines: int, first: str) -> list[Words]:
    """A paragraph of so many lines of 18 characters, the first one indented, the last one short."""
    body = [Words(left + 24, top, (first + TEXT)[:16])]
    body += [Words(left, top + 20 * y, TEXT[y : y + 18]) for y in range(1, lines - 1)]
    return [*body, Words(left, top + 20 * (lines - 1), "办理手续。")]


def texts(pages: list[list[Drawn]]) -> list[str]:
    return [piece.text for piece in load_pdf(pdf(pages), "a.pdf").pieces]


def test_two_columns_are_read_one_after_the_other_however_the_file_orders_them() -> None:
    left, right = column(60, 120, 8, "第一栏"), column(310, 120, 8, "第二栏")
    title = Words(180, 60, "两栏排版的工作简报", 20)
    row_by_row = [words for pair in zip(left, right, strict=True) for words in pair]
    for body in ([*left, *right], row_by_row, [*right, *left]):
        found = texts([[title, *body]])
        assert [text[:3] for text in found] == ["两栏排", "第一栏", "第二栏"]
        assert found[1].endswith("办理手续。")


def test_a_right_column_that_begins_higher_still_comes_second() -> None:
    page = [*column(60, 140, 7, "第一栏"), *column(310, 120, 8, "第二栏")]
    assert [text[:3] for text in texts([page])] == ["第一栏", "第二栏"]


def test_text_across_the_page_stays_between_the_columns() -> None:
    across = [Words(84, 80, TEXT[:36]), Words(60, 100, TEXT[:38]), Words(60, 120, "全文完毕。")]
    page = [*across, *column(60, 160, 6, "第一栏"), *column(310, 160, 6, "第二栏"), Words(60, 320, TEXT[:38])]
    found = texts([page])
    assert [text[:3] for text in found] == [TEXT[:3], "第一栏", "第二栏", TEXT[:3]]
    assert found[0].endswith("全文完毕。")


def test_a_paragraph_runs_from_column_to_column() -> None:
    left = [Words(60, 100 + 20 * y, TEXT[y : y + 18]) for y in range(6)]
    right = [Words(310, 100 + 20 * y, TEXT[y + 7 : y + 25]) for y in range(5)]
    (found,) = texts([[*left, *right, Words(310, 200, "办理手续。")]])
    assert found == "".join(words.text for words in [*left, *right]) + "办理手续。"


def test_footnotes_stay_out_of_the_paragraph_that_runs_over_the_page() -> None:
    body = [Words(80 if y else 104, 100 + 20 * y, TEXT[y : y + (34 if y else 32)]) for y in range(5)]
    notes = [
        Words(80, 700, "① 指上一年度末的数据，", 9),
        Words(80, 712, "由统计部门提供。", 9),
        Words(80, 724, "② 同上。", 9),
    ]
    found = texts(
        [[*body, Rule(80, 690, 200, 690), *notes], [Words(80, 100, "办理手续。"), Words(104, 120, TEXT[:20] + "。")]]
    )
    assert found == [
        "".join(words.text for words in body) + "办理手续。",
        "① 指上一年度末的数据，由统计部门提供。",
        "② 同上。",
        TEXT[:20] + "。",
    ]


def test_a_raised_digit_is_a_mark_and_no_digit_of_the_number() -> None:
    page: list[Drawn] = [Words(80, 100, "监测对象1286"), Words(152, 98, "1", 6)]
    page += [Words(156, 100, "户，面积35m"), Words(225, 98, "2", 6)]
    found = texts([page])
    assert found == ["监测对象1286¹户，面积35m²"]


def test_headers_and_page_numbers_go_but_attachments_stay() -> None:
    pages: list[list[Drawn]] = [
        [
            Words(80, 30, f"临溪县民政工作年报 第{number + 2}页", 9),
            Words(80, 60, f"附件{number}"),
            Words(104, 120, f"第{number}项{TEXT[:20]}。"),
            Words(290, 800, f"- {number} -", 9),
        ]
        for number in range(1, 4)
    ]
    assert texts(pages) == [text for n in range(1, 4) for text in (f"附件{n}", f"第{n}项{TEXT[:20]}。")]


def test_a_chapters_header_goes_though_most_pages_have_another() -> None:
    pages: list[list[Drawn]] = [
        [
            Words(80, 30, f"第{chapter}章的标题", 9),
            Words(104, 100, f"第{chapter}段{page}{TEXT[:20]}。"),
            Words(80, 700, f"末行{page * 7}{TEXT[: page + 3]}。"),
        ]
        for chapter in "甲乙丙丁"
        for page in range(4)
    ]
    assert not any("章的标题" in text for text in texts(pages))
