"""The parts of a service guide, told from a document's own lines."""

from hypothesis import given
from hypothesis import strategies as st

from bot.guide_lines import Said, stated_parts
from knowledge.types import Chunk, Position

RULES = (
    ("第二章 补贴对象", "第三条 具有本县户籍、年满80周岁的老年人，可以申请高龄津贴。"),
    ("第二章 补贴对象", "第四条 有下列情形之一的，不予发放：\n（一）户籍迁出本县的；\n（二）提供虚假材料的。"),
    ("第三章 申请与发放", "第五条 本人或者监护人向户籍所在地村民委员会提出申请，提交下列材料：\n身份证、户口簿；\n银行卡复印件。"),
    ("第三章 申请与发放", "第六条 村民委员会自收到申请之日起5个工作日内报乡镇人民政府；乡镇人民政府在10个工作日内完成审核。"),
    ("第三章 申请与发放", "第七条 从申请到发放，一般不超过30个工作日。"),
    ("第四章 附则", "第八条 咨询电话：县民政局0999-5551234。"),
    ("第四章 附则", "第九条 县民政局每季度抽查一次，比例不低于20%。"),
)  # fmt: skip


def passages() -> list[Chunk]:
    chunks, at = [], 0
    for heading, text in RULES:
        chunks.append(
            Chunk(id=f"d:{at}", document_id="d", start=at, end=at + len(text), text=text, heading_path=(heading,))
        )
        at += len(text) + 1
    return chunks


DOCUMENT = "\n".join(text for _, text in RULES)


def quoted(said: Said) -> str:
    return DOCUMENT[said.start : said.end]


def test_each_part_is_found_with_its_list() -> None:
    parts = stated_parts(passages())
    assert [quoted(s) for s in parts["conditions"]] == ["第三条 具有本县户籍、年满80周岁的老年人，可以申请高龄津贴。"]
    assert [DOCUMENT[a:b] for a, b in parts["exclusions"][0].points] == [
        "（一）户籍迁出本县的；",
        "（二）提供虚假材料的。",
    ]
    listed = parts["materials"][0]
    assert quoted(listed).endswith("提交下列材料：")
    assert [DOCUMENT[a:b] for a, b in listed.points] == ["身份证、户口簿；", "银行卡复印件。"]
    assert quoted(parts["place"][0]) == "第五条 本人或者监护人向户籍所在地村民委员会提出申请"
    assert [quoted(s) for s in parts["steps"]][0] == "第五条 本人或者监护人向户籍所在地村民委员会提出申请"
    assert any("10个工作日内完成审核" in quoted(s) for s in parts["time"])
    assert any("一般不超过30个工作日" in quoted(s) for s in parts["time"])
    assert "0999-5551234" in quoted(parts["contact"][0])


def test_what_is_checked_afterwards_is_no_step_and_no_limit() -> None:
    parts = stated_parts(passages())
    assert not any("抽查" in quoted(s) for found in parts.values() for s in found)


def test_tables_are_passed_over() -> None:
    table = Chunk(
        id="d:0", document_id="d", start=0, end=11, text="申请材料：身份证复印件", position=Position(table=1, row=1)
    )
    assert stated_parts([table]) == {}


WORDS = st.lists(
    st.sampled_from(["申请", "提交下列材料：", "身份证；", "（一）甲；", "1. 乙；", "。", "\n", "可以申请补助", "向乡镇人民政府提出", "10个工作日内审核", "第三条 "]),
    max_size=40,
)  # fmt: skip


@given(WORDS)
def test_every_statement_lies_in_its_passage_in_order(words: list[str]) -> None:
    text = "".join(words)
    chunk = Chunk(id="d:7", document_id="d", start=7, end=7 + len(text), text=text, heading_path=("办理程序",))
    for found in stated_parts([chunk]).values():
        for said in found:
            spans = [(said.start, said.end), *said.points]
            assert all(chunk.start <= start < end <= chunk.end for start, end in spans)
            assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
            assert text[said.start - 7 : said.end - 7].strip()
