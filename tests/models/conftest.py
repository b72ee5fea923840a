"""Mini data sets of our own invention in the form of the real ones, and a network small enough to train in a test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from knowledge.embedding import SHIPPED

CONTEXTS: list[tuple[str, list[tuple[str, list[str]]]]] = [
    (
        "白鹿镇的陶窑建在青泥河北岸，最早的一座由窑工霍守拙在1803年砌成。老窑用松柴烧火，一窑要烧七天七夜，开窑那天全镇的人都来看。"
        "1951年窑场失火，只有西边的两座保存下来。镇上后来把它们修成陶器博物馆，每周一闭馆。博物馆里最大的一件是高两米的酱缸，能装九百斤酱。"
        "如今年轻人改用电窑，烧一窑只要十个小时，颜色也更均匀。县里每年秋天办陶器集市，外地客商要提前半个月订房。去年的集市卖出四千多件茶壶，"
        "其中三成寄往海外，收入分给参加集市的一百二十户人家。"
        "烧坏的陶片不扔掉，碾碎以后铺在河滩的小路上，雨天走上去不打滑。镇里的小学开了拉坯课，老师傅每星期三下午来教，孩子们捏的小猪摆满窗台。",
        [
            ("白鹿镇最早的陶窑是谁砌的？", ["霍守拙", "窑工霍守拙"]),
            ("哪一年窑场失火？", ["1951年"]),
            ("电窑烧一窑要多久？", ["十个小时"]),
            ("白鹿镇的陶窑一共有多少座桥？", []),
        ],
    ),
    (
        "雪峰山区的灰羽雀体长约十三厘米，雄鸟胸前有一道白纹。它们在海拔两千米以上的冷杉林里筑巢，每窝产卵三到四枚。雏鸟出壳后十五天离巢，"
        "由双亲喂养甲虫和草籽。冬天灰羽雀成群飞到谷地，常与山雀混在一起。研究者给两百只灰羽雀戴上脚环，发现寿命最长的活了九年。"
        "伐木曾使它们的数目减少一半，封山以后才慢慢回升。当地小学把灰羽雀画在校徽上，孩子们每年春天数一次鸟巢。"
        "护林员老唐在望火楼上住了二十年，他的日记本里记着每一场雪。游客只许沿木栈道走，不许大声说话，也不许喂面包。山下的客栈替人保管望远镜，"
        "押金一百块，天黑以前归还就全数退回。",
        [
            ("灰羽雀在哪里筑巢？", ["冷杉林", "海拔两千米以上的冷杉林里"]),
            ("灰羽雀每窝产卵几枚？", ["三到四枚"]),
            ("灰羽雀最长活了多少年？", ["九年"]),
            ("灰羽雀的叫声有几个音节？", []),
        ],
    ),
    (
        "琴师苏望川幼年失明，八岁跟叔父学三弦。二十岁那年他在码头卖艺，被戏班的班主看中，随班走遍沿江十二个县城。他改良了三弦的琴码，"
        "使低音更加厚实。1937年戏班散伙，苏望川回乡教徒弟，一生收徒二十六人。他口述的曲谱由女儿苏晚晴抄成五册，现藏于省图书馆。"
        "每逢清明，徒孙们会到他的墓前合奏一曲《江上行》。苏望川最爱吃的是糯米藕，徒弟们上门都带一份。"
        "码头的老茶馆至今留着他坐过的竹椅，茶客们常在椅边放一碟瓜子。文化站请人录下还在世的徒弟的演奏，刻成光盘送给各个学校。录音那天下着大雨，"
        "屋顶漏水，大家撑着伞听完了整场。光盘的封面是一张褪色的合影。",
        [
            ("苏望川跟谁学三弦？", ["叔父"]),
            ("苏望川一生收了多少徒弟？", ["二十六人"]),
            ("曲谱由谁抄成五册？", ["苏晚晴", "女儿苏晚晴"]),
            ("苏望川的母亲叫什么名字？", []),
        ],
    ),
    (
        "云岭铁路全长三百一十四公里，从石门港通到高原城市朗措。工程分三期修建，第二期要打穿黑岩山，隧道长达十一公里。工人在隧道里遇到热水，"
        "温度高过六十度，只好用冰块降温，两班轮换。全线通车是在1978年10月，头一趟列车由司机赵长河驾驶。通车以前，从石门港到朗措要坐四天汽车，"
        "现在只要九小时。铁路沿线共有二十七个车站，最小的小松站每天只停一趟车，站里只有一名站长。"
        "冬天大雪封路，站长要自己扫清道岔，再把炉子烧旺，等候列车上的人下来喝热茶。小松站的墙上钉着一块木板，旅客把名片和车票贴在上面，"
        "几年就贴满一层。摄影的人爱在黄昏时来，那时雪山会变成橘红色。",
        [
            ("云岭铁路全长多少？", ["三百一十四公里"]),
            ("头一趟列车由谁驾驶？", ["赵长河", "司机赵长河"]),
            ("云岭铁路沿线有多少个车站？", ["二十七个"]),
            ("云岭铁路第四期什么时候开工？", []),
        ],
    ),
    (
        "荞麦面馆的招牌汤要熬十六个钟头，锅里放牛骨、萝卜和晒干的香菇。老板娘葛春兰每天凌晨三点起来生火，她说火候比配料要紧。面馆开在旧邮局里，"
        "柜台还是当年寄信的柜台，墙上挂着发黄的邮路图。2009年城墙一带拆迁，邻居们联名写信，旧邮局才留了下来。现在店里只有八张桌子，"
        "每天卖完两百碗就打烊。有人出高价买熬汤的方子，葛春兰没有答应。"
        "隔壁修钟表的老陈是常客，他把店里停了三十年的挂钟修好，从此一碗面不收他的钱。下雨的日子，学生们挤在屋檐下等公交车，店里会端出热水。"
        "附近工地的师傅喜欢多加一勺辣油，辣油用的是后山种的朝天椒，晒足半个月再下锅。",
        [
            ("招牌汤要熬多久？", ["十六个钟头"]),
            ("荞麦面馆开在哪里？", ["旧邮局里", "旧邮局"]),
            ("面馆每天卖多少碗？", ["两百碗"]),
            ("葛春兰的分店开在哪个城市？", []),
        ],
    ),
]  # fmt: skip
"""Context, then questions with their answers; none of the contexts is held back (its test says so)."""

LAY: list[tuple[str, str, dict[str, str]]] = [
    (
        "租的竹林被邻居占了咋办？",
        "您好，可以先找村里调解，调解不成的，拿着承包合同到竹林纠纷调解所申请裁决。",
        {"清溪竹林法第十二条": "承包的竹林被他人侵占的，承包人可以请求竹林纠纷调解所裁决，也可以直接起诉。"},
    ),
    (
        "砍自己家的竹子要办证吗？",
        "您好，自家房前屋后的竹子不用办证，成片竹林里的要先领砍竹证。",
        {
            "清溪竹林法第十五条": "采伐成片竹林的，应当向县林业部门申领砍竹证。",
            "清溪竹林法第十六条": "农户房前屋后零星的竹子归农户所有，采伐时不需申领证件。",
        },
    ),
    (
        "被邻居养的蜜蜂蜇了谁来赔？",
        "您好，养蜂人没有设警示牌的，要承担赔偿责任。",
        {"养蜂管理条例第九条": "蜂场应当设置警示标志；未设置而使他人受到伤害的，由养蜂人承担赔偿责任。"},
    ),
    (
        "水井坏了村里不修怎么办？",
        "您好，公用水井由村民小组维护，可以向乡镇水管站反映。",
        {"乡村水井办法第七条": "公用水井由所在的村民小组负责维护，乡镇水管站给予技术指导和补助。"},
    ),
    (
        "渡船超载了能不能不上船？",
        "您好，乘客有权拒绝乘坐超载的渡船，并可以要求退票。",
        {"渡口管理条例第二十一条": "乘客发现渡船超过核定人数的，有权拒绝登船并要求退还船票。"},
    ),
]
"""A layperson's question, a lawyer's answer, the articles; none of the questions is held back."""

LAWS = {
    "清溪竹林法.md": (
        "# 清溪竹林法(2031-01-01)\n\n"
        "第一条 为了保护竹林，帮助竹农增收，根据《林木法》的规定，制定本法。\n\n"
        "第三条 本法所称竹编手艺人，是指以竹子为原料制作器具并靠此谋生的村民。\n\n"
        "第五条 县林业部门应当自收到砍竹申请之日起十二日内作出是否准许的决定。\n\n"
        "第九条 违反本法第四条规定，偷挖竹笋的，由县林业部门处二百元以上五百元以下罚款。\n\n"
        "第十条 在竹林里乱倒垃圾的，由乡镇人民政府责令清理；拒不清理的，处五十元罚款。\n\n"
        "第十四条 每户每季的竹笋采挖总量不得超过三百公斤。\n\n"
        "第十五条 砍竹证的有效期为两年。\n"
    ),
    "养蜂管理条例.md": (
        "# 云南省养蜂管理条例(2029-05-01)\n\n"
        "第六条 申请蜂场补贴应当符合下列条件：\n（一）蜂群满三十箱；\n（二）从业满两年；\n（三）没有失信记录。\n\n"
        "第八条 申请放蜂证应当提交下列材料：\n（一）户口簿；\n（二）蜂场照片。\n\n"
        "第十一条 在果园喷洒农药毒死蜜蜂的，由农业部门处一千元以上三千元以下罚款。\n\n"
        "第十二条 县农业部门负责蜜蜂病虫害的监测和防治工作。\n\n"
        "第十六条 未满十六周岁的人不得操作摇蜜机械。\n"
    ),
}
"""File name -> text."""


def _lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the four sets: answerable questions in the first two, all kinds in the third."""
    folder = tmp_path_factory.mktemp("sets")
    reading: list[dict[str, object]] = [
        {"context": context, "questions": [{"question": question, "answers": answers} for question, answers in asked]}
        for context, asked in CONTEXTS
    ]
    for name, part in (("drcd", reading[:2]), ("cmrc2018_dev", reading[2:3]), ("squad2_zh_dev", reading[3:])):
        _lines(folder / f"{name}.jsonl", part)
    lay: list[dict[str, object]] = [{"question": q, "answer": a, "articles": articles} for q, a, articles in LAY]
    _lines(folder / "lecoqa_train.jsonl", lay)
    return folder


@pytest.fixture(scope="session")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two laws."""
    folder = tmp_path_factory.mktemp("laws")
    for name, text in LAWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def shipped_tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Sums in one order, and no quarrel for the cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_bert() -> Callable[..., BertModel]:
    """Makes a BERT of 3 layers over the shipped vocabulary, the same for the same seed."""

    def made(seed: int = 5, *, dropout: float = 0.0) -> BertModel:
        torch.manual_seed(seed)
        config = BertConfig(
            vocab_size=28365,
            hidden_size=32,
            num_hidden_layers=3,
            num_attention_heads=2,
            intermediate_size=64,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
            type_vocab_size=2,
            pad_token_id=1,
            attn_implementation="sdpa",
        )
        return BertModel(config, add_pooling_layer=False)

    return made
