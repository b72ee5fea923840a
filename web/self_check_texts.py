"""The words of 办事自查, in both languages; clauses stay as they stand in the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.self_check_types import Outcome, Relation, Verdict
from bot.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTexts:
    """Words of 办事自查; those with braces are filled in."""

    title: str
    about: str
    private: str
    search: str
    search_hint: str
    find: str
    policies: str
    none: str
    no_policies: str
    ask_instead: str
    closed: str
    from_document: str
    open_clause: str
    other_policy: str
    question: str
    left: str
    is_so: str
    is_excluded: str
    belongs: str
    limited: str
    amount: str
    age: str
    yes_no: tuple[str, str]
    has_not: tuple[str, str]
    is_limited: tuple[str, str]
    unsure: str
    not_mine: str
    next: str
    amount_label: str
    back: str
    answered: str
    change: str
    result_now: str
    result: str
    no_promise: str
    outcomes: Mapping[Outcome, str]
    outcome_hints: Mapping[Outcome, str]
    verdicts: Mapping[Verdict, str]
    groups: Mapping[str, str]
    said: str
    against: str
    relations: Mapping[Relation, str]
    range: str
    period: str
    dated: str
    of_year: str
    stated: str
    excluding: str
    resting: str
    where: str
    materials: str
    times: str
    contacts: str
    not_said: str
    notes: str
    beside: str
    again: str
    printing: str
    language: Language


CHINESE = CheckTexts(
    title="办事自查",
    about="选一项政策，一条一条地问，看您家可能符不符合。每一条都附文件原文；能不能办，由经办部门审核决定。",
    private="您填的内容只用来当场比对，不保存，也不传到别处；刷新或者关掉窗口就没有了。",
    search="想办什么事", search_hint="例如：吃低保、修危房、看病救助", find="查找",
    policies="可以自查的政策", none="没有找到和“{words}”有关、可以自查的政策。", no_policies="现在的文件里没有可以自查的政策。",
    ask_instead="到“问政策”里问", closed="不再按它自查的文件", from_document="依据：《{title}》", open_clause="看原文",
    other_policy="换一项政策", question="第{number}问", left="最多还有{count}个问题",
    is_so="“{about}”，您（您家）的情况是这样吗？", is_excluded="您（您家）有没有这种情况：“{about}”？",
    belongs="您（您家）属于“{about}”吗？列了几种的，属于一种就选“是”。",
    limited="文件规定：“{about}”。您（您家）受这一条限制吗？",
    amount="“{about}”是多少？", age="“{about}”：年龄是多少？",
    yes_no=("是", "不是"), has_not=("有", "没有"), is_limited=("受限制", "不受限制"),
    unsure="不清楚", not_mine="没有这回事", next="下一步", amount_label="填数字，单位：{unit}", back="上一步",
    answered="已经答了的", change="修改", result_now="先看结果", result="自查结果",
    no_promise="这只是按文件条文和您填的内容比对，不是审批结果，也不是承诺。能不能办，以经办部门审核确认为准。",
    outcomes={"可能符合": "可能符合", "不符合": "不符合", "需核实": "需核实"},
    outcome_hints={
        "可能符合": "您填的情况和列出的条件都对得上，可以去申请，由经办部门核实。",
        "不符合": "有条件对不上（见下面标“不符合”的）。情况有变化，或者您觉得填得不准，可以修改后再看，也可以直接问经办部门。",
        "需核实": "有的条件还不清楚（见下面标“需核实”“未问”的），要先弄清楚，或者请经办部门核实。",
    },
    verdicts={"符合": "符合", "不符合": "不符合", "需核实": "需核实", "未问": "未问"},
    groups={"all": "这些条件都要符合", "any": "这些条件符合一条就行", "none": "有下面任何一种情形就不行"},
    said="您填的：{reply}", against="界限：{relation}{limit}", relations={
        "less_than": "低于", "at_most": "不超过", "more_than": "超过", "at_least": "不低于", "range": "",
    },
    range="{lower}至{upper}{unit}", period="（{period}年的标准）",
    dated="（文件里最新的是{period}年的标准，今年可能已经调整，请向经办部门核实）",
    of_year="这份文件是{year}年的，今年可能有新的安排，请向经办部门核实。", stated="标准的出处", excluding="没有这种情形，算符合",
    resting="由下面的限制情形决定", where="到哪里办", materials="要带什么", times="要多久", contacts="问谁",
    not_said="文件里没有写，请问经办部门。",
    notes="文件里还有这些限制规定，没有逐条问，请对照", beside="同一份文件里的其他情形", again="重新自查", printing="打印结果", language="zh",
)  # fmt: skip

ENGLISH = CheckTexts(
    title="Self-check",
    about="Choose a benefit and answer its conditions one by one. Each comes with its clause; the office decides.",
    private="What you enter is only compared in this window. It is not kept or sent on; it is gone on reload.",
    search="What do you want to apply for", search_hint="e.g. 低保, 危房改造, 医疗救助", find="Find",
    policies="Benefits you can check", none="No benefit found for “{words}”.", no_policies="No document has conditions to check.",
    ask_instead="Ask about it instead", closed="Documents that no longer apply", from_document="By “{title}”",
    open_clause="Open the document", other_policy="Another benefit", question="Question {number}",
    left="at most {count} questions left", is_so="“{about}” – is this so for you or your family?",
    is_excluded="Does this apply to you or your family: “{about}”?",
    belongs="Are you or your family one of these: “{about}”? One is enough.",
    limited="The document says: “{about}”. Does this hold you back?",
    amount="How much is “{about}”?", age="“{about}”: what is the age?",
    yes_no=("Yes", "No"), has_not=("Yes", "No"), is_limited=("It does", "It doesn't"),
    unsure="Don't know", not_mine="Doesn't apply", next="Next", amount_label="A number in {unit}", back="Back",
    answered="Answered so far", change="Change", result_now="Show the result", result="Result",
    no_promise="This only compares your answers with the document. It is no decision and no promise; the office decides.",
    outcomes={"可能符合": "May qualify", "不符合": "Does not qualify", "需核实": "To be verified"},
    outcome_hints={
        "可能符合": "Your answers meet every condition that is listed. You can apply; the office verifies.",
        "不符合": "A condition is not met (see below). Change an answer, or ask the office.",
        "需核实": "Some conditions are still open (see below). Find out, or ask the office to verify.",
    },
    verdicts={"符合": "met", "不符合": "not met", "需核实": "to be verified", "未问": "not asked"},
    groups={"all": "All of these are needed", "any": "One of these is enough", "none": "None of these may apply"},
    said="You said: {reply}", against="limit: {relation}{limit}", relations={
        "less_than": "less than ", "at_most": "at most ", "more_than": "more than ", "at_least": "at least ", "range": "",
    },
    range="{lower} to {upper} {unit}", period=" (standard of {period})",
    dated=" (the newest standard in the documents is of {period}; ask the office for this year's)",
    of_year="This document is for {year}; ask the office what holds this year.",
    stated="where the standard is stated", excluding="doesn't apply, so it is met",
    resting="decided by the exclusions below", where="Where to apply", materials="What to bring", times="How long it takes",
    contacts="Whom to ask", not_said="The documents don't say; please ask the office.",
    notes="The document also has these restrictions, which were not asked about",
    beside="Other cases in the same document", again="Start again", printing="Print", language="en",
)  # fmt: skip

CHECK_TEXTS: Mapping[Language, CheckTexts] = {"zh": CHINESE, "en": ENGLISH}
