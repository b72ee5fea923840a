"""Words in which documents write what questions ask for: who asks for conditions is answered by 符合下列."""

from __future__ import annotations

import re

_ASPECTS = (
    (r"条件|资格|能不能(?:吃|享受|申请|领)|够(?:得)?上|[啥什]么?样的|哪些人|什么人|谁能|谁可以", ("条件", "符合", "下列", "对象", "范围")),
    (r"材料|手续|证件|带什么|带啥|交什么|交啥", ("材料", "提交", "提供", "申请书", "身份证")),
    (r"怎么(?:办|申请|走|领|弄)|如何(?:申请|办理|领取)|流程|程序|步骤|咋(?:办|申请|领|走)|几[步道关]|手续", ("程序", "提出申请", "受理", "审核", "公示", "审批")),
    (r"罚|后果|责任|处理|处分|怎么治", ("责令", "罚款", "处分", "依法", "追究")),
    (r"多少钱|补助标准|标准是|补多少|发多少|给多少|领多少", ("标准", "每人", "每月", "每户")),
    (r"多久|多少天|几天|期限|多长时间|什么时候", ("工作日", "之日起", "日内", "期限")),
    (r"(?:去|到|上|往|在)哪|哪里|哪儿|什么地方", ("申请", "受理", "所在地", "办理")),
    (r"谁|哪个部门|什么部门|归.{0,4}管", ("负责", "主管", "部门")),
)  # fmt: skip


def asked_aspects(text: str) -> tuple[str, ...]:
    """Words in which documents write what the question asks for."""
    return tuple(dict.fromkeys(word for pattern, words in _ASPECTS if re.search(pattern, text) for word in words))
