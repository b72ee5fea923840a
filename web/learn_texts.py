"""The words of the desk 学业务, in Chinese and English. Texts with {…} are filled by `str.format`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.training.items import ItemKind
from bot.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnTexts:
    """The desk's words in one language."""

    language_tag: str
    who: str
    who_body: str
    name: str
    begin: str
    known: str
    change_name: str
    learner: str
    """{name}."""
    continue_round: str
    """{left}: items not yet answered."""
    due: str
    """{count}."""
    none_due: str
    book: str
    """{count}."""
    book_empty: str
    any_round: str
    documents: str
    documents_body: str
    progress: str
    """{done} of {all} items: answered right and not in the wrong-answer book."""
    repealed: str
    terms: str
    terms_body: str
    steps: str
    whole_text: str
    practise: str
    """{count}: items of a step."""
    practise_all: str
    nothing: str
    read_source: str
    practice_of: str
    parts: str
    figures: str
    also: str
    home: str
    item_of: str
    """{number}, {all}."""
    kinds: Mapping[ItemKind, str]
    several_hint: str
    filled_label: str
    choose: str
    submit: str
    unanswered: str
    right: str
    wrong: str
    gave: str
    """{answer}."""
    key: str
    """{answer}."""
    as_said: str
    source: str
    open_document: str
    next: str
    finish: str
    leave: str
    score: str
    """{hits}, {all}."""
    missed: str
    all_right: str
    again: str
    book_title: str
    book_body: str
    take_out: str
    taken_out: str
    undo: str
    gone: str
    """{count}: items that the documents no longer give."""
    sheet: str
    sheet_body: str
    sheet_title: str
    sheet_title_default: str
    count: str
    of_kinds: str
    of_documents: str
    seed: str
    seed_hint: str
    with_key: str
    word: str
    pdf: str
    forget: str
    forget_ask: str
    """{name}, {count}."""
    forget_yes: str
    forget_no: str
    forgotten: str
    """{name}."""
    keys: str
    failed: str
    true: str
    false: str
    sheet_note: str
    """{documents}, {seed}, {version}."""
    sheet_empty: str
    already: str
    """{count}: of a round that would be replaced."""


CHINESE = LearnTexts(
    language_tag="zh-CN",
    who="先写上名字",
    who_body="学习记录按名字保存在这台服务器上，不需要密码。请用自己认得出的名字，同名的人会记在一起。",
    name="学习人姓名",
    begin="开始学习",
    known="最近学习过的人",
    change_name="换个人",
    learner="{name}的学习",
    continue_round="接着上次做（还有{left}题）",
    due="今日复习（{count}题）",
    none_due="今天没有要复习的题",
    book="错题本（{count}题）",
    book_empty="错题本是空的",
    any_round="随机来10题",
    documents="按文件学",
    documents_body="每份文件按它自己的标题分成几步，每一步有名词和练习题，题目和答案都出自原文。",
    progress="已掌握{done}题，共{all}题",
    repealed="已被新文件替代，只供阅读，不出题",
    terms="名词卡片",
    terms_body="文件里解释过的名词和做法。",
    steps="学习步骤",
    whole_text="全文",
    practise="练习（{count}题）",
    practise_all="整份文件来10题",
    nothing="这份文件里没有适合出题的句子。",
    read_source="读原文",
    practice_of="做法",
    parts="包括",
    figures="文件里的数字",
    also="还有哪里提到",
    home="回到学习首页",
    item_of="第{number}题，共{all}题",
    kinds={"single": "单选", "several": "多选", "judged": "判断", "filled": "填空", "matched": "连线", "case": "案例"},
    several_hint="有两个或两个以上正确答案",
    filled_label="填在横线上的内容",
    choose="请选择",
    submit="提交",
    unanswered="还没有作答。",
    right="答对了",
    wrong="答错了",
    gave="你的答案：{answer}",
    key="正确答案：{answer}",
    as_said="原文是怎么说的",
    source="出处",
    open_document="打开原文",
    next="下一题",
    finish="看结果",
    leave="先到这里（可以以后接着做）",
    score="这一轮答对{hits}题，共{all}题",
    missed="答错的题",
    all_right="全部答对。",
    again="再来10题",
    book_title="错题本",
    book_body="答错的题收在这里，连续答对两次后自动移出。",
    take_out="移出错题本",
    taken_out="已移出一题。",
    undo="撤销",
    gone="另有{count}题因为文件已经更新，不再出现。",
    sheet="出一份练习卷",
    sheet_body="同样的选择和卷号，出的是同一份卷子；带答案的一份，答案和出处印在最后。",
    sheet_title="卷名",
    sheet_title_default="业务知识练习题",
    count="题数",
    of_kinds="题型",
    of_documents="取材文件",
    seed="卷号",
    seed_hint="换个数字就换一份卷子",
    with_key="带答案和出处",
    word="下载Word",
    pdf="下载PDF",
    forget="清除我的学习记录",
    forget_ask="要清除“{name}”的全部学习记录吗？共{count}题的答题情况，清除后找不回来。",
    forget_yes="清除",
    forget_no="不清除",
    forgotten="“{name}”的学习记录已经清除。",
    keys="键盘：数字键或字母键选择，回车键提交和进入下一题。",
    failed="没有做成：{why}",
    true="正确",
    false="错误",
    sheet_note="取材：{documents}。卷号{seed}，知识库版本{version}。",
    sheet_empty="所选的文件和题型里没有题目，请多选几份文件或几种题型。",
    already="上次还有{count}题没做完，新的一轮会代替它。",
)

ENGLISH = LearnTexts(
    language_tag="en",
    who="Your name first",
    who_body="Progress is kept on this server under a name, without a password. People with the same name share one record.",
    name="Learner's name",
    begin="Begin",
    known="Learners seen lately",
    change_name="Another learner",
    learner="{name}'s learning",
    continue_round="Go on with the last round ({left} left)",
    due="Review today ({count})",
    none_due="Nothing to review today",
    book="Wrong answers ({count})",
    book_empty="No wrong answers kept",
    any_round="Ten questions at random",
    documents="By document",
    documents_body="Each document in the steps of its own headings, with terms and practice; every question and key is from its text.",
    progress="{done} of {all} mastered",
    repealed="Replaced by a newer document: for reading only, nothing is asked from it",
    terms="Term cards",
    terms_body="Terms and practices that the documents explain.",
    steps="Steps",
    whole_text="Whole text",
    practise="Practise ({count})",
    practise_all="Ten questions on the whole document",
    nothing="No sentence of this document suits a question.",
    read_source="Read the source",
    practice_of="Practice",
    parts="Parts",
    figures="Figures in the documents",
    also="Also named in",
    home="Back to the start",
    item_of="Question {number} of {all}",
    kinds={
        "single": "One answer", "several": "Several answers", "judged": "True or false", "filled": "Fill in", "matched": "Match",
        "case": "Case",
    },
    several_hint="Two or more answers are right",
    filled_label="What belongs on the line",
    choose="Choose",
    submit="Submit",
    unanswered="Not answered yet.",
    right="Right",
    wrong="Wrong",
    gave="Your answer: {answer}",
    key="The answer: {answer}",
    as_said="What the source says",
    source="Source",
    open_document="Open the document",
    next="Next",
    finish="See the result",
    leave="Stop here (you can go on later)",
    score="{hits} of {all} right in this round",
    missed="Answered wrong",
    all_right="All right.",
    again="Ten more",
    book_title="Wrong answers",
    book_body="Questions answered wrong stay here until they are answered right twice in a row.",
    take_out="Take out",
    taken_out="One question was taken out.",
    undo="Undo",
    gone="{count} more no longer appear, because the documents changed.",
    sheet="Make a sheet",
    sheet_body="The same choices and sheet number make the same sheet; with the key, answers and sources stand at the end.",
    sheet_title="Title",
    sheet_title_default="业务知识练习题",
    count="Questions",
    of_kinds="Kinds",
    of_documents="Documents",
    seed="Sheet number",
    seed_hint="Another number makes another sheet",
    with_key="With key and sources",
    word="Download Word",
    pdf="Download PDF",
    forget="Delete my record",
    forget_ask="Delete everything kept for “{name}”? {count} answered questions; it can't be brought back.",
    forget_yes="Delete",
    forget_no="Keep",
    forgotten="The record of “{name}” was deleted.",
    keys="Keyboard: digits or letters choose, Enter submits and goes on.",
    failed="That failed: {why}",
    true="True",
    false="False",
    sheet_note="取材：{documents}。卷号{seed}，知识库版本{version}。",
    sheet_empty="No questions in these documents and kinds; choose more of them.",
    already="{count} questions of the last round are open; a new round replaces it.",
)  # fmt: skip

LEARN_TEXTS: dict[Language, LearnTexts] = {"zh": CHINESE, "en": ENGLISH}
