"""All the page's own words, in Chinese and English. Texts with {…} are filled by `str.format`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The page's words in one language."""

    language_tag: str
    """For the `lang` attribute."""
    name: str
    tagline: str
    desks: str
    """What a screen reader says for the way to the desks."""
    ask_desk: str
    data_desk: str
    learn_desk: str
    welcome: str
    welcome_body: str
    residents: str
    staff: str
    trainers: str
    question_label: str
    question_placeholder: str
    send: str
    stop: str
    new: str
    retry: str
    dark: str
    large_print: str
    other_language: str
    """The switch's label: the language that it leads to."""
    you: str
    assistant: str
    searching: str
    waiting: str
    """{ahead}: questions before this one."""
    understood: str
    """{question}: as the bot resolved it."""
    no_evidence: str
    clarify: str
    failed: str
    stopped: str
    nearby: str
    figures: str
    """What a screen reader says for the list of figure cards."""
    figure_term: str
    indicator: str
    period: str
    value: str
    extractive: str
    generative: str
    seconds: str
    """{seconds}: time taken."""
    copy: str
    copied: str
    evidence_count: str
    """{count}: citations."""
    cut: str
    """{count}: characters of a long question."""
    complete: str
    evidence: str
    evidence_of: str
    """{question}: the one whose evidence is shown."""
    evidence_hint: str
    evidence_none: str
    nearby_heading: str
    latest_evidence: str
    open_mark: str
    """{number}: of the citation; what a screen reader says for a mark."""
    back_to_answer: str
    open_document: str
    repealed: str
    """{title}: of the document that repeals it."""
    repealed_on: str
    """{date}."""
    issuer: str
    number: str
    issued: str
    effective: str
    expires: str
    place: str
    heading: str
    file: str
    page: str
    """{page}."""
    line: str
    """{line}."""
    paragraph: str
    """{paragraph}."""
    table_row: str
    """{table}, {row}."""
    table_cell: str
    """{table}, {row}, {column}."""
    sheet: str
    """{sheet}: its name."""
    sheet_row: str
    """{sheet}, {row}."""
    sheet_cell: str
    """{sheet}, {cell}: B7."""
    date: str
    """{year}, {month}, {day}."""
    reader: str
    close_reader: str
    reader_failed: str
    loading: str
    unknown_place: str
    views: str
    """What a screen reader says for the choice between the original and its text."""
    original: str
    text: str
    download: str
    cited_at: str
    """{position}: in words."""
    turning: str
    """What a screen reader says for the links that turn pages."""
    previous_page: str
    next_page: str
    page_of: str
    """{page}, {pages}."""
    cited_page: str
    """{page}: the way back to it."""
    page_picture: str
    """{title}, {page}, {pages}: what a screen reader says for a page's picture."""
    cited_words: str
    """{quote}: what a screen reader says for marked characters."""
    enlarge: str
    footnote: str


CHINESE = Texts(
    language_tag="zh-CN",
    name="问策",
    tagline="有据可查的政策问答",
    desks="三个台",
    ask_desk="问政策",
    data_desk="查数据",
    learn_desk="学业务",
    welcome="想问什么政策？",
    welcome_body="答案只来自已收进的文件，每句话都标出处，点 [1] 就能看到原文那一句。文件里没有的，会直说没有。",
    residents="居民常问",
    staff="工作人员常问",
    trainers="培训常问",
    question_label="您的问题",
    question_placeholder="请输入您的问题",
    send="提问",
    stop="停止",
    new="新对话",
    retry="重试",
    dark="深色",
    large_print="大字",
    other_language="English",
    you="您问",
    assistant="问策答",
    searching="正在查文件……",
    waiting="前面还有 {ahead} 个问题，马上轮到您……",
    understood="理解为：{question}",
    no_evidence="文件里没有找到依据",
    clarify="还差一点信息",
    failed="没有答成",
    stopped="已停止，以上不是完整的回答。",
    nearby="文件里相近的内容（不是这个问题的答案）：",
    figures="所问的数字",
    figure_term="计算所用",
    indicator="指标",
    period="时点",
    value="数值",
    extractive="摘自原文",
    generative="语言模型组织，已逐句核对",
    seconds="{seconds} 秒",
    copy="复制",
    copied="已复制",
    evidence_count="依据 {count} 条",
    cut="……（共 {count} 字）",
    complete="回答完了：",
    evidence="依据",
    evidence_of="问：{question}",
    evidence_hint="回答里的每个 [1] 都对应这里的一条原文。",
    evidence_none="这个回答没有引用文件。",
    nearby_heading="相近的内容（不是答案）",
    latest_evidence="回到最新的依据",
    open_mark="看依据 {number}",
    back_to_answer="回到回答",
    open_document="看原文",
    repealed="已被《{title}》废止或更新",
    repealed_on="已于 {date} 失效",
    issuer="发文机关",
    number="文号",
    issued="成文",
    effective="施行",
    expires="失效",
    place="地区",
    heading="章节",
    file="文件",
    page="第{page}页",
    line="第{line}行",
    paragraph="第{paragraph}段",
    table_row="第{table}个表第{row}行",
    table_cell="第{table}个表第{row}行第{column}列",
    sheet="工作表“{sheet}”",
    sheet_row="工作表“{sheet}” 第{row}行",
    sheet_cell="工作表“{sheet}” {cell} 单元格",
    date="{year}年{month}月{day}日",
    reader="原文",
    close_reader="返回对话",
    reader_failed="原文没有打开，请再试一次。",
    loading="正在打开原文……",
    unknown_place="知识库已经更新，引用的那一句不在原来的位置，请重新提问。",
    views="查看方式",
    original="原件",
    text="文字",
    download="下载原件",
    cited_at="引用的内容在{position}",
    turning="翻页",
    previous_page="上一页",
    next_page="下一页",
    page_of="第{page}页，共{pages}页",
    cited_page="回到引用的第{page}页",
    page_picture="《{title}》第{page}页的图像，共{pages}页",
    cited_words="引用的内容：{quote}",
    enlarge="放大",
    footnote="以所引原文为准，办事请问经办部门。",
)

ENGLISH = Texts(
    language_tag="en",
    name="问策 Wence",
    tagline="Policy answers you can check",
    desks="Desks",
    ask_desk="Ask",
    data_desk="Figures",
    learn_desk="Training",
    welcome="What would you like to know?",
    welcome_body="Answers come only from the documents in this knowledge base. Every statement is cited: press [1] to see the very sentence. What the documents don't say, the page says it doesn't know.",
    residents="Residents ask",
    staff="Staff ask",
    trainers="Trainers ask",
    question_label="Your question",
    question_placeholder="Type your question",
    send="Ask",
    stop="Stop",
    new="New conversation",
    retry="Retry",
    dark="Dark",
    large_print="Large print",
    other_language="中文",
    you="You asked",
    assistant="Wence answered",
    searching="Searching the documents…",
    waiting="{ahead} question(s) before yours; one moment…",
    understood="Understood as: {question}",
    no_evidence="The documents don't say",
    clarify="A little more is needed",
    failed="Not answered",
    stopped="Stopped; the above is not a complete answer.",
    nearby="What the documents say nearby (not an answer to this question):",
    figures="The figures asked for",
    figure_term="Used in the working",
    indicator="Indicator",
    period="Period",
    value="Value",
    extractive="Quoted from the documents",
    generative="Worded by a language model, checked sentence by sentence",
    seconds="{seconds} s",
    copy="Copy",
    copied="Copied",
    evidence_count="Evidence ({count})",
    cut="… ({count} characters)",
    complete="Answer complete: ",
    evidence="Evidence",
    evidence_of="Question: {question}",
    evidence_hint="Every [1] in an answer leads to one quotation here.",
    evidence_none="This answer cites no document.",
    nearby_heading="Nearby (not an answer)",
    latest_evidence="Back to the latest evidence",
    open_mark="Evidence {number}",
    back_to_answer="Back to the answer",
    open_document="Open the document",
    repealed="Repealed or replaced by 《{title}》",
    repealed_on="No longer in force since {date}",
    issuer="Issued by",
    number="No.",
    issued="Issued",
    effective="In force from",
    expires="Expires",
    place="Place",
    heading="Section",
    file="File",
    page="page {page}",
    line="line {line}",
    paragraph="paragraph {paragraph}",
    table_row="table {table}, row {row}",
    table_cell="table {table}, row {row}, column {column}",
    sheet="sheet “{sheet}”",
    sheet_row="sheet “{sheet}”, row {row}",
    sheet_cell="sheet “{sheet}”, cell {cell}",
    date="{year:04d}-{month:02d}-{day:02d}",
    reader="Document",
    close_reader="Back to the conversation",
    reader_failed="The document could not be opened. Please try again.",
    loading="Opening the document…",
    unknown_place="The knowledge base was updated and the cited sentence is no longer at its place. Please ask again.",
    views="How to see it",
    original="Original",
    text="Text",
    download="Download the original",
    cited_at="Cited: {position}",
    turning="Turn pages",
    previous_page="Previous page",
    next_page="Next page",
    page_of="Page {page} of {pages}",
    cited_page="Back to cited page {page}",
    page_picture="Picture of 《{title}》, page {page} of {pages}",
    cited_words="Cited: {quote}",
    enlarge="Enlarge",
    footnote="The documents prevail; ask the office about your case.",
)

TEXTS: dict[Language, Texts] = {"zh": CHINESE, "en": ENGLISH}

EXAMPLES: dict[str, tuple[str, ...]] = {
    "residents": ("农村低保对象要符合哪些条件？", "申请低保要交什么材料？", "低保金每月几号发放？"),
    "staff": (
        "2022年全县脱贫人口人均纯收入是多少？",
        "2022年监测对象有多少户多少人？",
        "青禾镇和石桥镇监测对象一共多少户？",
    ),
    "trainers": ("什么是“四不退”？", "“四议两公开”是什么？", "村务监督委员会由几个人组成？"),
}
"""Example questions by audience, in Chinese like the documents."""


def language_of(value: object) -> Language:
    """Return the language for what a browser sent; anything unknown is Chinese."""
    return "en" if value == "en" else "zh"
