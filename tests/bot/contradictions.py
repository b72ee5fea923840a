"""A small base whose documents contradict each other here and there: a county that doesn't exist, its city, a township; rules old and new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.answering import PolicyBot

REPORT_2022 = "岚湾县2022年乡村振兴工作报告.md"
BULLETIN_2022 = "岚湾县2022年统计简报.md"
CITY_2022 = "云栖市2022年各县乡村振兴指标通报.md"
OLD_RULES = "岚湾县护林员管理办法（2019年）.md"
NEW_RULES = "岚湾县护林员管理办法（2023年）.md"
EXPIRED = "岚湾县集市摊位补贴办法.md"

PRIVATE = ("110101199003074514", "13800001234", "6222020200112233445")
"""An identity, a phone and an account number, made up."""

TEXTS = {
    "岚湾县2021年乡村振兴工作报告.md": (
        "# 岚湾县2021年乡村振兴工作报告\n\n岚湾县乡村振兴局\n\n2022年1月11日\n\n## 一、成效\n\n"
        "2021年，全县累计纳入监测对象903户2914人。全县新建蜂蜜加工车间17个。全县柑橘种植面积3.1万亩。\n"
    ),
    REPORT_2022: (
        "# 岚湾县2022年乡村振兴工作报告\n\n岚湾县乡村振兴局\n\n2023年1月12日\n\n## 一、成效\n\n"
        "2022年，全县累计纳入监测对象1037户3362人，其中新增134户448人。全县柑橘种植面积3.4万亩。全县改造农村危房286户，其中D级重建95户。"
        "全县发放产业贷款4216万元。全县外出务工劳动力17.6万人。全县建成村级文化广场58个。全县临时救助困难群众1825人次，支出救助资金312万元。\n\n"
        "## 二、下一步\n\n2023年，计划改造农村危房240户。\n"
    ),
    BULLETIN_2022: (
        "# 岚湾县2022年统计简报\n\n岚湾县统计局\n\n2023年2月20日\n\n## 一、农业农村\n\n"
        "2022年，全县柑橘种植面积34000亩。全县产业贷款发放额为4185万元。全县外出务工劳动力176023人。全县新增监测对象134户448人。"
        "全县医疗救助困难群众5210人次，支出救助资金987万元。2021年，全县改造农村危房305户。\n\n"
        "## 二、各乡镇监测对象\n\n各乡镇监测对象情况\n\n"
        "| 乡镇 | 监测对象户数（户） | 监测对象人数（人） |\n| --- | --- | --- |\n| 青汀镇 | 620 | 2001 |\n| 白渡乡 | 411 | 1339 |\n| 合计 | 1031 | 3340 |\n"
    ),
    CITY_2022: (
        "# 云栖市2022年各县乡村振兴指标通报\n\n云栖市乡村振兴局\n\n2023年2月20日\n\n## 各县情况\n\n2022年各县指标\n\n"
        "| 县 | 产业贷款（万元） | 村级文化广场（个） |\n| --- | --- | --- |\n| 岚湾县 | 4216 | 61 |\n| 石屏县 | 3870 | 44 |\n"
    ),
    "岚湾县2022年上半年乡村振兴简报.md": (
        "# 岚湾县2022年上半年乡村振兴简报\n\n岚湾县乡村振兴局\n\n2022年7月9日\n\n## 一、进展\n\n"
        "截至6月底，全县改造农村危房131户。全县建成村级文化广场40个。\n"
    ),
    "青汀镇2022年乡村振兴工作总结.md": (
        "# 青汀镇2022年乡村振兴工作总结\n\n岚湾县青汀镇人民政府\n\n2022年12月28日\n\n## 一、工作\n\n2022年，全镇改造农村危房74户，发放产业贷款902万元。\n"
    ),
    OLD_RULES: (
        "# 岚湾县护林员管理办法\n\n岚湾县林业局\n\n2019年3月4日\n\n第一条 为加强护林员管理，制定本办法。\n\n"
        "第二条 护林员巡山每月不少于18天，巡山情况由村民委员会逐日登记。\n\n第三条 护林员请假三天以上的，由乡镇林业站批准并另派人员顶岗。\n\n第四条 本办法自2019年4月1日起施行。\n"
    ),
    NEW_RULES: (
        "# 岚湾县护林员管理办法\n\n岚湾县林业局\n\n2023年5月6日\n\n第一条 为加强护林员管理，制定本办法。\n\n"
        "第二条 护林员应当每月巡山不少于22天，巡山情况由村民委员会在手机上逐日登记。\n\n"
        "第三条 本办法自2023年6月1日起施行，2019年3月4日印发的《岚湾县护林员管理办法》同时废止。\n"
    ),
    EXPIRED: (
        "# 岚湾县集市摊位补贴办法\n\n岚湾县商务局\n\n2019年8月1日\n\n第一条 在集市设固定摊位的农户，每户每年补贴摊位费400元。\n\n"
        "第二条 本办法自2019年9月1日起施行，有效期至2022年8月31日。\n"
    ),
    "岚湾县渡口安全管理办法.md": (
        "# 岚湾县渡口安全管理办法\n\n岚湾县交通运输局\n\n2026年1月5日\n\n第一条 渡船载客不得超过核定的人数，雾天能见度不足500米的应当停航。\n\n"
        "第二条 本办法自2099年1月1日起施行。\n"
    ),
    "岚湾县护林员补贴发放名册.md": (
        "# 岚湾县护林员补贴发放名册\n\n岚湾县林业局\n\n2023年12月8日\n\n## 名册\n\n2023年护林员补贴\n\n"
        "| 姓名 | 身份证号 | 手机号 | 银行卡号 | 补贴（元） |\n| --- | --- | --- | --- | --- |\n"
        f"| 甘某 | {PRIVATE[0]} | {PRIVATE[1]} | {PRIVATE[2]} | 9600 |\n"
    ),
}  # fmt: skip
"""File name -> text."""


def bot_over(texts: dict[str, str], place: Path) -> PolicyBot:
    """A bot over a base of these documents, in a place of its own."""
    from bot.assembly import build_bot
    from bot.settings import BotSettings
    from knowledge.embedding import load_embedder
    from knowledge.publishing import Publisher
    from knowledge.settings import KnowledgeSettings

    documents = place / "docs"
    documents.mkdir()
    for name, text in texts.items():
        (documents / name).write_text(text, encoding="utf-8")
    settings = KnowledgeSettings(index=place / "index")
    report = Publisher(settings, load_embedder(settings)).sync([documents])
    assert len(report.added) == len(texts), report
    return build_bot(settings, BotSettings())
