"""Everyday speech in the standard language's words of asking: 咋个办 is 怎么办, 中不中 可不可以, 给几个钱 给多少钱.

Only words that ask, deny, count or point are put in standard ones: they are the same few in all matters, and no document writes them.
Words that name a matter (五保户, 烂房子) are the table of terms' (`bot.terms`). Pure.
"""

from __future__ import annotations

import re

_END = r"(?=[\s,，。；;?？!！~…]*$)"
_PAUSE = r"(?=[\s,，。；;?？!！]|$)"
_FORMS: tuple[tuple[str, str], ...] = (
    # how much
    (r"(?<=不了)几(?:个|块|文)?钱|(?<=[没有])几个钱(?=[\s,，。])", "很多钱"),  # told, not asked: 值不了几个钱
    (r"(?<=[一-龥]了)好多(?=钱[^\s,，。；;?？!！]{0,3}[\s,，]+.*(?:哪|怎么|咋|什么|啥|吗|不$))", "很多"),  # spent, told of: 花了好多钱，去哪里报
    (r"(?:几个|几多个?|几文|好多|(?<![一-龥])多)钱|几块(?:钱)?(?![一-龥])|(?<![多少几])几钱", "多少钱"),
    (r"(?<=[给补罚报发领赔收交花掏要])几[十百千万](?![一-龥\d])", "多少钱"),
    (r"几多", "多少"),
    (r"(?<=[一二两三四五六七八九十几百\d])号(?=人)", "个"),
    (r"几样(?=[一-龥])", "几项"),
    (r"几[回趟遭](?!事|合)", "几次"),
    (rf"好多(?=钱|[个户人名座天斤块张条次度亩元家年月岁]|(?:才|以上|以内|以下)|{_PAUSE})", "多少"),
    (r"(?<=[要等拖到得隔])好久|好久(?=才|能|可以|会|一[次回]|到[账卡]|发|批|办|下来)", "多久"),
    (r"几久|多少时间", "多久"),
    (r"好大(?=岁数|年纪|年龄)", "多大"),
    (r"几口(?=人)", "多少"),
    (r"统共|拢共|满共|通共|拢总|一哈子?(?=[有是多])", "一共"),
    (r"顶破天|顶了?天|撑死(?=[能也])?", "最多"),
    # what, how, when, where
    (r"[啥甚]子|么子|么事|哈子|啥个|啥(?!意思不)", "什么"),
    (r"什么(?:辰光|时节|时光)|多咱|几时|(?<!什)么时候|哪个时候|哪阵子?", "什么时候"),
    (r"咋个?(?:办|整|弄|搞)(?!法)|怎么(?:整|弄|搞)(?=[\s,，。?？!！啊呀呢]|$)|啷个办|哪样办", "怎么办"),
    (r"咋个|啷个|囊个|咋(?=[一-龥])", "怎么"),
    (r"哪搭儿?|哪垯|哪疙瘩|哪旮旯|哪块儿|哪坨|哪点(?!点)|哪嘎达?|哪[坎块](?=[办领交找问去])", "哪里"),
    (r"(?<=[上去往到])哪(?=[去告报办说申找领交讲打举反求要])", "哪里"),
    (r"找谁说理|去哪里?说理|找哪个说理", "如何申诉"),
    (r"哪家(?=管|负责|批|审|发)", "哪个部门"),
    # whether
    (r"(?:中不中|得行不|行不行|成不成|使得不|要得不|可得行|好使不|准不准|对头不|算数不)(?:啊|呀|嘛)?", "可以吗"),
    (rf"(?<![一-龥])(?:中|行|成|要得)(?:不|啵|没得){_END}", "可以吗"),
    (rf"(?<=[一-龥])(?<![是能可要行中成给会该])(?:不|啵|伐|没得){_END}", "吗"),
    (r"[没莫冇]得(?=[一-龥])|冇(?=有|$)", "没有"),
    (r"甭|莫(?=[想要再去管问说])", "不要"),
    # who speaks, and the breath of speech
    (r"俺们|额们|咱们", "我们"),
    (r"俺(?=[一-龥])|额(?=家|爹|娘|妈|娃)", "我"),
    (r"屋里头|屋头", "家里"),
    (r"自个儿?|个人儿", "自己"),
    (r"晓得", "知道"),
    (rf"(?<=[一-龥])(?:哟|咧|咯|喽|嘞|噻|撒|嗦|呗|呐|哩|哈|诶|哇|噢|嗷|(?<=[去办领交到来])嘛)+{_PAUSE}", ""),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern), standard) for pattern, standard in _FORMS)


def in_standard_words(text: str) -> str:
    """`text` with its words of asking, denying, counting and pointing in standard ones; the same where it holds none of speech's."""
    for pattern, standard in _PATTERNS:
        text = pattern.sub(standard, text)
    return text
