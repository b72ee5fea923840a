"""Text that stands twice is marked once, and only that."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.pieces import Piece, assemble
from knowledge.loading.repeats import mark_repeats

LONG = (
    "全县累计识别监测对象一千二百八十六户四千一百六十六人，已消除风险九百七十户，其余对象均落实帮扶措施，未发生返贫。"
)
OTHER = "全年发放低保金三千一百万元，惠及困难群众五千二百人，按月足额通过一卡通发放到位，群众满意度达到百分之九十八。"
DUTY = "责任单位：县民政局、县财政局、县乡村振兴局"


def marked(lines: list[str]) -> list[str | None]:
    """The text that each line's mark points at, None for lines that aren't marked."""
    text, blocks = assemble([Piece(text=line) for line in lines])
    by_start = {block.start: text[block.start : block.end] for block in blocks}
    return [None if block.repeats is None else by_start[block.repeats] for block in mark_repeats(text, blocks)]


def test_a_report_that_stands_twice_is_marked_whole_short_lines_too() -> None:
    body = ["总结", LONG, "一、成效", OTHER]
    assert marked(body + body) == [None] * 4 + body


def test_a_line_that_recurs_inside_does_not_break_the_run() -> None:
    body = ["总结", LONG, DUTY, OTHER, DUTY, "完"]
    assert marked(body + body) == [None] * 6 + body


def test_a_passage_that_two_articles_of_a_long_text_share_is_not_lost() -> None:
    others = [
        f"第{number}条 {number}号事项由县民政局会同有关部门按照各自的职责分工组织实施并加强监督检查。"
        for number in range(80)
    ]
    assert marked([LONG, OTHER, *others, LONG, OTHER]) == [None] * 84


def test_white_space_makes_no_difference() -> None:
    assert marked([LONG, OTHER, " ".join(LONG), OTHER])[2:] == [LONG, OTHER]


def test_a_short_line_that_recurs_alone_says_something_new() -> None:
    assert marked(["一、补助", "各乡镇：", LONG, DUTY, "二、培训", "各乡镇：", OTHER, DUTY]) == [None] * 8


def test_a_list_that_two_services_share_is_not_lost() -> None:
    materials = [
        "申请材料：",
        "1. 申请人身份证和户口簿原件及复印件；",
        "2. 家庭经济状况核对授权书；",
        "3. 银行卡复印件。",
    ]
    assert marked(["低保", *materials, LONG, "临时救助", *materials]) == [None] * 11


def test_a_long_paragraph_counts_alone() -> None:
    assert marked([LONG + OTHER, "其他", LONG + OTHER])[2] == LONG + OTHER


def test_table_headers_are_never_marked() -> None:
    header = Piece(
        text="乡镇 | 行政村 | 监测对象户数 | 监测对象人数 | 已消除风险户数 | 已消除风险人数 | 享受低保户数 | 享受低保人数 | 备注",
        kind="table_header",
    )
    text, blocks = assemble([header, Piece(text=LONG), Piece(text=OTHER), header, Piece(text=LONG)])
    assert [block.repeats for block in mark_repeats(text, blocks)] == [None, None, None, None, blocks[1].start]


@given(st.lists(st.sampled_from([LONG, OTHER, DUTY, "一、成效", "各乡镇："]), max_size=12))
def test_a_mark_points_back_at_equal_text_that_is_not_marked(lines: list[str]) -> None:
    text, blocks = assemble([Piece(text=line) for line in lines])
    result = mark_repeats(text, blocks)
    first = {block.start: block for block in result}
    for block in result:
        if block.repeats is not None:
            origin = first[block.repeats]
            assert origin.start < block.start
            assert origin.repeats is None
            assert text[origin.start : origin.end] == text[block.start : block.end]
