"""Documents of our own wording without an error, some of them with what only looks like one; names and numbers are made up by a seed."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation.synthetic import names
from knowledge.loading import load
from knowledge.metadata import read_metadata
from knowledge.types import Document

FILLERS = (
    "各村每月走访一遍，发现问题当天报到乡镇。", "乡镇对资料逐户核对，县里按季度抽查。", "资金拨付前先在村务公开栏张贴。", "驻村干部分片包干，落实到人。",
    "遇到大病、火灾等情况先救助后补手续。", "档案一户一档，由乡镇集中保管。", "各单位要明确一名联络员，按时报送进度。", "对行动不便的老人由村干部上门办理。",
    "群众意见集中答复，不得推诿。", "年底前完成一次全面核查。", "雨季前清理沟渠，备足沙袋。", "种植大户可以先提货后付款。",
)  # fmt: skip
_KINDS = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")


@dataclass(frozen=True, slots=True)
class _Town:
    name: str
    kinds: tuple[tuple[int, int], ...]
    """Households and people of each of `_KINDS`."""
    spent: int

    @property
    def homes(self) -> int:
        return sum(homes for homes, _ in self.kinds)

    @property
    def people(self) -> int:
        return sum(people for _, people in self.kinds)


def clean_documents(seed: int, count: int = 40) -> list[Document]:
    """Documents without an error, of all shapes in turn."""
    chance = random.Random(f"clean {seed}")
    return [read(*_SHAPES[number % len(_SHAPES)](chance, number)) for number in range(count)]


def read(name: str, text: str, encoding: str = "utf-8") -> Document:
    """A document as an ingest reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode(encoding))
        document = load(path)
    return replace(document, metadata=read_metadata(document))


def county_of(chance: random.Random) -> tuple[str, list[_Town], int]:
    """A county's name, its townships with figures, and a year."""
    places = names(chance.randrange(60))
    towns = []
    for place in places[1 : chance.randint(6, 9)]:
        kinds = []
        for _ in _KINDS:
            homes = chance.randint(12, 140)
            kinds.append((homes, round(homes * chance.uniform(2.4, 3.8))))
        towns.append(_Town(f"{place}镇", tuple(kinds), chance.randint(40, 900)))
    return f"{places[0]}县", towns, chance.randint(2017, 2024)


def filler(chance: random.Random, count: int = 5) -> str:
    """Sentences without a figure."""
    return "".join(chance.sample(FILLERS, count))


def _total(towns: Sequence[_Town], kind: int, of: int) -> int:
    return sum(town.kinds[kind][of] for town in towns)


def town_table(chance: random.Random, number: int) -> tuple[str, str]:
    """Townships as rows, a total row below or above, and the same total in prose."""
    county, towns, year = county_of(chance)
    rows = [f"| {t.name} | {t.homes} | {t.people} | {t.spent} | {chance.randint(700, 999) / 10} |" for t in towns]
    homes, people = sum(t.homes for t in towns), sum(t.people for t in towns)
    total = (
        f"| {chance.choice(('合计', '总计', '全县合计'))} | {homes} | {people} | {sum(t.spent for t in towns)} | 90.1 |"
    )
    rows.insert(chance.choice((0, len(rows))), total)
    text = (
        f"# {county}{year}年防返贫监测情况\n\n{filler(chance)}\n\n截至{year}年12月底，全县监测对象{homes}户{people}人。\n\n表1 {year}年各镇监测对象情况\n\n"
        f"| 乡镇 | 监测对象户数（户） | 监测对象人数（人） | 投入资金（万元） | 帮扶覆盖率（%） |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
    )
    return f"监测情况{number}.md", text + f"\n\n{filler(chance, 3)}\n"


def quarters_table(chance: random.Random, number: int) -> tuple[str, str]:
    """Columns that add up to a total column."""
    county, towns, year = county_of(chance)
    first = chance.choice((True, False))
    rows = []
    for town in towns:
        quarters = [chance.randint(20, 400) for _ in range(4)]
        cells = [sum(quarters), *quarters] if first else [*quarters, sum(quarters)]
        rows.append(f"| {town.name} | " + " | ".join(map(str, cells)) + " |")
    header = ["一季度", "二季度", "三季度", "四季度"]
    header = ["合计", *header] if first else [*header, "全年合计"]
    text = (
        f"# {county}{year}年临时救助人次统计\n\n{filler(chance)}\n\n| 乡镇 | {' | '.join(header)} |\n|{'---|' * 6}\n"
        + "\n".join(rows)
    )
    return f"救助统计{number}.md", text + "\n"


def grouped_table(chance: random.Random, number: int) -> tuple[str, str]:
    """A total above groups that each have a subtotal."""
    county, towns, year = county_of(chance)
    groups = towns[:3], towns[3:]
    lines = []
    for name, group in zip(("东片", "西片"), groups, strict=True):
        lines += [f"| {t.name} | {t.homes} | {t.spent}.{chance.randint(1, 9)} |" for t in group]
        cents = sum(int(line.split("|")[3].strip().replace(".", "")) for line in lines[-len(group) :])
        lines.append(f"| {name}小计 | {sum(t.homes for t in group)} | {cents / 10} |")
    tenths = sum(int(line.split("|")[3].strip().replace(".", "")) for line in lines if "小计" in line)
    lines.append(f"| 合计 | {sum(t.homes for t in towns)} | {tenths / 10} |")
    text = (
        f"# {county}{year}年产业补助发放表\n\n{filler(chance)}\n\n| 乡镇 | 户数 | 金额（万元） |\n|---|---|---|\n"
        + "\n".join(lines)
    )
    return f"补助发放{number}.md", text + f"\n\n{filler(chance, 2)}\n"


def roster(chance: random.Random, number: int) -> tuple[str, str]:
    """A list of names with amounts."""
    county, towns, year = county_of(chance)
    people = [f"{a}{b}{c}" for a in "王李张刘陈杨" for b in "建玉志海" for c in "国梅强燕"]
    chosen = chance.sample(people, 12)
    rows = [
        f"| {i} | {p} | {chance.choice(towns).name} | {chance.randint(5, 60) * 100} |" for i, p in enumerate(chosen, 1)
    ]
    text = f"# {county}{year}年临时救助公示名单\n\n{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日\n\n{filler(chance)}\n\n"
    return f"公示名单{number}.md", text + "| 序号 | 姓名 | 乡镇 | 金额（元） |\n|---|---|---|---|\n" + "\n".join(
        rows
    ) + "\n"


def summary(chance: random.Random, number: int) -> tuple[str, str]:
    """A yearly summary in prose: parts by kind, shares that make a whole, rates."""
    county, towns, year = county_of(chance)
    parts = "，".join(f"{kind}{_total(towns, i, 0)}户{_total(towns, i, 1)}人" for i, kind in enumerate(_KINDS))
    wages, farm = chance.randint(550, 700), chance.randint(100, 200)
    grants = chance.randint(50, 100)
    lead = chance.choice(("从类别看，", "按类别分，", "其中"))
    text = (
        f"{county}{year}年工作总结\n\n一、防返贫监测\n{filler(chance)}截至{year}年底，全县累计识别监测对象{sum(t.homes for t in towns)}户"
        f"{sum(t.people for t in towns)}人。{lead}{parts}。\n\n二、收入\n收入构成中，工资性收入占{wages / 10}%，经营净收入占{farm / 10}%，转移性收入占"
        f"{grants / 10}%，财产性收入占{(1000 - wages - farm - grants) / 10}%。\n\n三、公共服务\n{filler(chance, 4)}自来水普及率{chance.randint(850, 999) / 10}%，"
        f"群众满意度{chance.randint(900, 999) / 10}%，完成年度任务的{chance.randint(100, 130)}%，比上年增长{chance.randint(5, 160)}%。"
        f"全县农业企业{(a := chance.randint(3, 9)) + (b := chance.randint(10, 30))}家（省级{a}家、市级{b}家），合作社{chance.randint(60, 300)}个，其中示范社{chance.randint(5, 50)}个。\n"
    )
    return f"工作总结{number}.txt", text


def notice(chance: random.Random, number: int) -> tuple[str, str]:
    """A notice with its number and date."""
    county, towns, year = county_of(chance)
    topic = chance.choice(("做好冬春救助工作", "开展住房安全排查", "加强公益性岗位管理", "推进厕所改造"))
    day = f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
    text = (
        f"关于{topic}的通知\n\n{county[:1]}民发〔{year}〕{chance.randint(1, 99)}号\n\n各乡镇人民政府：\n\n现将有关事项通知如下。\n\n一、工作要求\n"
        f"{filler(chance, 6)}\n\n二、时间安排\n{filler(chance, 4)}每户补助不超过{chance.randint(3, 20) * 100}元，{towns[0].name}先行试点。\n\n{county}民政局\n{day}\n"
    )
    return f"通知{number}.txt", text


def _traps(chance: random.Random, number: int) -> tuple[str, str]:
    """What looks like an error and is none: parts that overlap, shares over the plan, rounded parts, rows within rows, other things counted."""
    county, towns, year = county_of(chance)
    homes = sum(t.homes for t in towns)
    poor, old = round(homes * 0.7), round(homes * 0.6)
    rows, thirds = [], []
    for town in towns:
        share = round(town.spent / 3, 1)
        thirds.append(share)
        rows.append(f"| {town.name} | {town.homes} | {max(1, town.homes // 3)} | {share} | {chance.randint(60, 130)} |")
    first, second = chance.randint(200, 600), chance.randint(200, 600)
    text = (
        f"# {county}{year}年上半年帮扶调度\n\n{filler(chance)}\n\n全县监测农户{homes}户，其中脱贫户{poor}户、有老人的{old}户、享受低保的{round(homes * 0.4)}户。"
        f"{year}年6月底在册{homes - 7}户。全年计划完成{chance.randint(101, 140)}%，村集体收入相当于上年的{chance.randint(105, 190)}%，贷款拨备覆盖率{chance.randint(110, 260)}%。"
        f"走访{homes}户，{max(2, homes // 40)}人参加培训。资金{(first + second) / 10}万元，其中省级{first / 10}万元、市级{second / 10}万元，另有社会捐款{chance.randint(3, 60)}万元。\n\n"
        "| 乡镇 | 走访户数（户） | 务工人数（人） | 奖补（万元） | 计划完成率（%） |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
        + f"\n| 合计 | {homes} | {sum(max(1, t.homes // 3) for t in towns)} | {round(sum(t.spent for t in towns) / 3, 1)} | {chance.randint(80, 110)} |\n\n"
        f"| 项目 | 户数 | 每户每月（元） |\n|---|---|---|\n| 农村低保 | {first} | 320 |\n| 其中：一类 | {first // 3} | 490 |\n| 其中：二类 | {first - first // 3} | 260 |\n"
        f"| 特困供养 | {second} | 637 |\n| 合计 | {first + second} | — |\n\n"
        f"| 姓名 | 村 | 职务 |\n|---|---|---|\n| 王建国 | 东坪村 | 网格员 |\n| 王建国 | 西坪村 | 网格员 |\n| 李玉梅 | 东坪村 | 网格员 |\n"
    )
    return f"调度{number}.md", text


_SHAPES = (town_table, summary, _traps, quarters_table, notice, _traps, grouped_table, roster)
