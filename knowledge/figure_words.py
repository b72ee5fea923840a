"""The words around a figure: which only link, which narrow it, which say a change or a share. Patterns only."""

from __future__ import annotations

import re


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _any(words: str) -> str:
    """An alternation of words, the longest first, grouped by their first character so that a search is quick."""
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words.split()), key=lambda w: (-len(w.partition("(")[0]), w)):
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))


_VERBS = _any(
    "实施 完成 开展 组织(?!部|委|书记|体系|生活) 发放 投放 投入 下达 拨付 安排 落实 资助 救助了 支持 扶持 带动 吸纳 安置(?![点区房社补]) 帮助 解决 保障了 惠及 受益 覆盖 新建 改建 扩建 续建 "
    "建成 建立 创建 打造 成立 组建 设立 设置 配备 配建 配置 明确 确定 认定 评定 评选 命名 选派 选聘 聘用 派驻 派出 培育 培养 引进 招引 引导 争取 汇集 抽查 推送 表彰 "
    "举办 召开 印发 制定 出台 修订 受理 办理 办结 审批 查处 处理 处分 整治 整改 鉴定 清运 清理 维修改造 维修(?!加固) 修复 安装 推行 推广 发展 种植(?!面积|业|规模) 养殖(?!场|业|规模|户) "
    "实现 做到 消除 化解 收到 收回 接待 接受 走访 慰问 包联 包抓 联系(?!人|点) 奖励 处以 缴纳 支付 领取 报销 减免 退还 流转 移交 储备 启动(?!资金) 开工 竣工 结转 招聘 捐赠(?!款) 募集 募捐(?!资金) 筹集 筹措 整合 "
    "协调 给予 增设 互派 涉及 达成 创办 开办 兴办 改造 提供 接入 纳入 识别 核查 添置 采购 购置 购买 出动 发动 动员 追回 追缴 挽回 问责 约谈 立案 分配给 用于 参加 参与 聚焦 "
    "任(?=组长|总|副) 聘请 推出 梳理 搭载 运送 满足 报送 全覆盖 结对 评比 跟踪 提取 辐射 吸引 输送 转移就业 进驻 入选 荣获 获得 获评 获批 取得 排名 稳定就业 稳定增收 享受(?!对象) 执行 担任 代办 建设(?!局|厅|部|用地|项目|标准|资金|期|规模|面积|工程|任务)"
)
ACT = re.compile(_VERBS)
"""A verb that takes what is counted as its object, or that what is counted does."""
ACT_AT_END = re.compile(f"(?:{_VERBS}|出动|下达|补助|配套|结对)(?:了|过|出|到|至|好)?$")

LEAD = re.compile(
    r"(?:(?P<link>[在除][^，,；;]{1,16}?(?:之外|以外|基础上)|加(?=[一-龥]{2,6}[费金款]$)|[\s，,、；;：:。）)（(·\x01]|但|以及|和(?!谐|平|睦)|与|及(?!时)|至少|再(?!生|就业|贷|次|造|保险)|并(?!购|网|轨)|且|或者?|同时|另外|此外|还(?!款|贷|林|草|田)|均(?!衡|等|价)|都(?!市)|已经?|先后|分别|一共|总共|共(?!同|产|享|建|管|性|青)有?|"
    r"合计(?!数)|共计|目前|现有|现已|下?辖有?|有(?!机|限|关|效|线|色|害|偿|序|劳|经)|将(?!军)|要(?!素)|拟|力争|计划|预计|确保|着力|深入|广泛|积极|扎实|大力|持续|全面|严格|精准|不断|进一步|成功|有效|有序|全部|突出|抓好|"
    r"[对向为把给比于](?!象|外|口|账|例|重|接|照|联|予)|在(?![岗家校职册建编])|由(?!于)|一是|二是|三是|四是|五是|六是|按照?(?!揭|时))|"
    r"(?P<narrow>其中|累计|新增|净增|剩余|其余|余下|现存|当年|户均|平均|年均|首次|单次|人均(?=$|[^一-龥])))"
)
"""At the beginning of what stands before a figure: links that say nothing and words that narrow."""
TAIL = re.compile(
    r"(?:一共有?|总共有?|分有|共有?|都?设?有|拥有|包括|分别|(?<![人户年月日村亩平])均|已|未|未满|年满|已满|(?<![屈圆饱丰])满|延长|也|仍|还|又|都|将|要|应当|应|可以|可|须|必须|能够|一般|原则上|确保|合计|总计|共计|累计|预计|计|大?约|将?近|超过了?|超|突破|"
    r"达到了?|达|为|是|到|至|由|从|按照?|不得?(?:少于|低于|小于|超过|高于|多于|大于)|不超过?|至少|最少|最多|最高|最低|起码|仅|只|控制在|保持在?|继续|稳定在|维持在|折合人?民?币?|相当于|"
    r"(?:增加|提高|发展|增长|下降|减少|降低|降|扩大|调整|提升|上升|上调|下调|增|实现)(?:到|至|为)|低于|少于|不足|不到|高于|多于|大于|"
    r"(?<=\x01)的|每(?:支工作队|名网格员|个?乡镇|平方米|学年|学期|[人户亩月年天日次吨村头只个名生支家件周例栋台])|即|：|:|[\s，,、\x01])$"
)
"""At the end of what stands before a figure: a word that only leads over to the number."""
HAS = re.compile("(?:[共设都]?有|拥有|包括|安排|至少)$")
_GREW = "增加|增长|提高|提升|上升|上涨|减少|下降|降低|下调|上调|缩减|回落|压减"
CHANGE = re.compile(
    rf"(?P<than>同比|环比|(?<!占)[比较](?![例重为大困低])[^，,；;。]{{0,16}}?)?(?P<change>(?:净|再)?(?:{_GREW}|增发|上浮|下浮|(?<=[比期年])[增减多少高低])额?)(?:了|大?约|近|达|超过?|为|\s)*$"
)
"""A difference, not a level: 比上年增加, 同比增长."""
SHARE = re.compile(r"(?P<said>占[^，,；;]*?)(?:的(?:比例|比重)?|比例|比重|比|达到?|为|大?约|\s)*$")
ABOVE = re.compile(r"(?P<said>(?:高于|低于|快于|慢于|高出|低出|不(?:得|应|能)?(?:高于|低于|超过|少于)).{2,}?)的?$")
RATIOS = _words("占比 增速 增幅 比例 比重 降幅")
"""What says nothing without the figure it is of: 占比提高9.3个百分点."""
GENERIC = _words(
    "资金 项目 问题 人员 群众 标准 费用 收入 金额 数量 面积 人数 户数 总数 规模 贷款 补助 补贴 就业 会议 工程 任务 设施 措施 活动 支出 投资 总额 案件 干部 企业 风险 农户 学生"
)
"""Words that say too little without the verb before them: 投入资金, not 资金."""
CLASS = re.compile(
    r"(?:(?:国家|中央|部|省|市|县|区|镇|乡|村)(?:本)?级(?:财政)?|省|市|县|[A-DⅠ-Ⅳ甲乙丙丁一二三四五]类|男性?|女性?)"
)
"""Words that class what the sentence is counting: 省级4个."""
STATUS = re.compile(
    r"(?:已|全部|仍|尚|未|其余|剩余|其中)*(?:整改|完工|开工|到位|竣工|办结|解决|销号|验收|完成|化解|投产|交付|销|剩余|其余)(?:到位|完成|完毕|销号|验收)?"
)
"""Words that say how far the thing counted has come: 已整改到位49个."""
KEPT = re.compile(
    "改造|消除|化解|整改|查处|处理|处分|追|挽回|约谈|退还|减免|流转|移交|报销|缴纳|用于|分配给|享受|领取|吸纳|转移|惠及|受益|覆盖|涉及|排名|核查|走访|慰问|代办|抽查|担任|竣工|开工|结转|立案|支持|实现|做到"
)
"""Verbs that say what is counted: 消除风险 is no 风险. Others only lead to it: 实施危房改造."""
WHO = re.compile(
    "(?:企业|公司|集团|组织|商会|协会|院校|高校|工作队|银行|单位|对象|干部|领导|政府|[局委办厅]|书记|人员|群众|家庭|[户人]|机构|平台|部门|医院|学校|财政|村级|乡镇|县级|市级|省级|中心|委员会|[^社地片园景小城]区|[^城]市|省)$"
)
"""What a subject ends with."""
AGENT = re.compile("(?:企业|公司|集团|组织|商会|协会|院校|高校|工作队|[^社地片园景小城]区|财政|[^城]市|省|银行|单位)$")
"""What a subject ends with that gives or does something itself."""
NOUN = re.compile(r"[一-龥A-Za-z“”·/\d.]+")
NOT_NOUN = re.compile(
    "[以之][上下内外后前]|左右|均(?!衡)|已|都(?!市)|全部|进行|其(?!他|它)|逐|没|缺|正在|得到|稳定|(?:增收|受益|脱贫|返贫)$|计划|拟|预计|并|还(?!款)|也|就(?!业|医|学|近)|才能|应(?!急|用|届)|可(?!再)|未(?!成年|利用)|不|无(?!人|线|房|障|业)|仍|[前后起止]$|被|把|或|和|与|及(?!时)|等|(?<![评对])比(?!例|赛)|较(?!大|困|重)|同比|"
    "提高|增加|增长|减少|下降|标准|每|按(?!揭)|计算|在(?![岗家校职册建编])|由|向|从(?!业|事)|为(?!主)|是|用(?=于)|对(?![象口接外])|要(?!素)|通过|继续|需要|共(?!同|产|享|建|管|性|青)|累计|占|人均|户均"
)
TIMES = re.compile(r"(?P<said>(?:超过|高于|达到|按照?|是|为|相当于)[^，,；;]{2,}?)的?$")
"""What a multiple is of: 超过低保标准2倍."""
SETS = re.compile("公示|期限|时限|时间|有效期|暂停|延长|停止|保留|保存|每[年月周日]|最[长短]|不得|应当|可以")
"""Words by which a length of time is set rather than reported."""
TIME_UNITS = _words("天 日 工作日 个月 月 年 小时 分钟 周 学年 学期 学时")
WITHIN = re.compile("(?:以|之)?内(?![容部设外地])|前(?![期后来])")
MEASURES = TIME_UNITS | _words("元 % 百分点 倍 周岁 亩 公里 平方米 公斤 吨")
"""Units whose number counts as a figure in Chinese numerals, too."""
