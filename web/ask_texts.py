"""The words of the desk 问政策 about an answer, in Chinese and English. Texts with {…} are filled by `str.format`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.types import Language
from web.texts import Texts, language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTexts:
    """The desk's words in one language."""

    searched_as: str
    """What stands before the official words that were searched for folk words."""
    explained: str
    more: str
    """The rest of the answer's text, folded."""
    whole: str
    """The whole text, folded, where the short part isn't its beginning."""
    next_questions: str
    speak: str
    stop_speaking: str
    pause: str
    resume: str
    judge: str
    verdicts: tuple[tuple[str, str], ...]
    """(verdict as kept, its button)."""
    note: str
    note_placeholder: str
    send_note: str
    judged: str
    """{verdict}: as its button says."""
    noted: str
    take_back: str
    kept: str
    """What is kept of feedback, and what for."""
    validity: str
    not_repealed: str
    """Of a document that nothing in the base repeals: no more than that is known."""
    valid_until: str
    """{date}: the last day that the document itself names."""
    not_yet: str
    """{date}: from when it applies."""
    same_document: str
    """Before the facts of a document that a card above has shown."""
    listed_evidence: str
    """{count}: the citations that only the lists of how to apply show."""
    self_check: str
    """{policy}: leads to its walk through the conditions."""


CHINESE = AskTexts(
    searched_as="理解为：",
    explained="说明：",
    more="更多原文",
    whole="全部原文",
    next_questions="还可以问（文件里都有答案）",
    speak="朗读",
    stop_speaking="停止朗读",
    pause="暂停",
    resume="继续",
    judge="这个回答怎么样？",
    verdicts=(("useful", "有用"), ("useless", "没用"), ("off_topic", "答非所问"), ("wrong_figure", "数字不对")),
    note="补充一句（可不填）",
    note_placeholder="例如：应该是哪个数、想问的其实是什么",
    send_note="提交",
    judged="已记下：{verdict}",
    noted="已补充。谢谢！",
    take_back="撤回",
    kept="会保存您的评价，连同这个问题、回答、依据和知识库版本，只在本机上，用来改进回答；证件号、手机号等会先遮住。不想保存可点“撤回”。",
    validity="效力",
    not_repealed="本库未见废止或替代",
    valid_until="文件写明有效期至{date}",
    not_yet="自{date}起施行，尚未施行",
    same_document="文件信息",
    listed_evidence="清单各条的依据（{count} 条）",
    self_check="对照条件自查：{policy}",
)

ENGLISH = AskTexts(
    searched_as="Understood as: ",
    explained="Meaning: ",
    more="More of the text",
    whole="The whole text",
    next_questions="You may also ask (the documents answer these)",
    speak="Read aloud",
    stop_speaking="Stop reading",
    pause="Pause",
    resume="Go on",
    judge="How was this answer?",
    verdicts=(
        ("useful", "Useful"),
        ("useless", "Not useful"),
        ("off_topic", "Off the point"),
        ("wrong_figure", "Wrong figure"),
    ),
    note="Add a line (optional)",
    note_placeholder="For example: what the figure should be, what you meant to ask",
    send_note="Send",
    judged="Noted: {verdict}",
    noted="Added. Thank you!",
    take_back="Take back",
    kept="Your verdict is kept with this question, answer, its evidence and the version of the knowledge base, on this machine only, to improve answers; identity and telephone numbers are masked first. Press “Take back” to remove it.",
    validity="Standing",
    not_repealed="nothing in this base repeals or replaces it",
    valid_until="valid until {date}, as it says itself",
    not_yet="applies from {date}; not yet in force",
    same_document="About the document",
    listed_evidence="Evidence of the lists ({count})",
    self_check="Check the conditions: {policy}",
)

ASK_TEXTS: dict[Language, AskTexts] = {"zh": CHINESE, "en": ENGLISH}


def ask_texts(texts: Texts) -> AskTexts:
    """Return the desk's words in the language of the page's."""
    return ASK_TEXTS[language_of(texts.language_tag)]
