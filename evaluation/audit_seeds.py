"""Documents of our own wording without an error, and copies with one planted; every name and number is made up by a seed.

A planted error is one that offices make: two digits swapped, a row pasted twice, a total not brought up to date, a page not read.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation.synthetic import names
from knowledge.findings import Rule
from knowledge.loading import load
from knowledge.metadata import read_metadata
from knowledge.settings import PROJECT
from knowledge.types import Document, DrawnLine, DrawnPage

_FILLERS = (
    "各村每月走访一遍，发现问题当天报到乡镇。", "乡镇对资料逐户核对，县里按季度抽查。", "资金拨付前先在村务公开栏张贴。", "驻村干部分片包干，落实到人。",
    "遇到大病、火灾等情况先救助后补手续。", "档案一户一档，由乡镇集中保管。", "各单位要明确一名联络员，按时报送进度。", "对行动不便的老人由村干部上门办理。",
    "群众意见集中答复，不得推诿。", "年底前完成一次全面核查。", "雨季前清理沟渠，备足沙袋。", "种植大户可以先提货后付款。",
)  # fmt: skip
_KINDS = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
_REPORTS = (
    "临溪县2022年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.md",
    "临溪县2021年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.txt",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """An error in a document, with what stands beside it in the base."""

    rule: Rule
    document: Document
    """The one with the error."""
    value: str
    """What the row has to hold; "" where the rule is about the document as a whole."""
    beside: tuple[Document, ...] = ()
    source: str = "made"
    """made, or report for a copy of a sample report."""


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


def planted_errors(seed: int, count: int = 80) -> list[Planted]:
    """Errors of all kinds in turn, each in a document of its own."""
    chance = random.Random(f"planted {seed}")
    return [_ERRORS[number % len(_ERRORS)](chance, number) for number in range(count)]


def read(name: str, text: str, encoding: str = "utf-8") -> Document:
    """A document as an ingest reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode(encoding))
        document = load(path)
    return replace(document, metadata=read_metadata(document))


def _county(chance: random.Random) -> tuple[str, list[_Town], int]:
    places = names(chance.randrange(60))
    towns = []
    for place in places[1 : chance.randint(6, 9)]:
        kinds = []
        for _ in _KINDS:
            homes = chance.randint(12, 140)
            kinds.append((homes, round(homes * chance.uniform(2.4, 3.8))))
        towns.append(_Town(f"{place}镇", tuple(kinds), chance.randint(40, 900)))
    return f"{places[0]}县", towns, chance.randint(2017, 2024)


def _filler(chance: random.Random, count: int = 5) -> str:
    return "".join(chance.sample(_FILLERS, count))


def _total(towns: Sequence[_Town], kind: int, of: int) -> int:
    return sum(town.kinds[kind][of] for town in towns)


def _town_table(chance: random.Random, number: int) -> tuple[str, str]:
    """Townships as rows, a total row below or above, and the same total in prose."""
    county, towns, year = _county(chance)
    rows = [f"| {t.name} | {t.homes} | {t.people} | {t.spent} | {chance.randint(700, 999) / 10} |" for t in towns]
    homes, people = sum(t.homes for t in towns), sum(t.people for t in towns)
    total = (
        f"| {chance.choice(('合计', '总计', '全县合计'))} | {homes} | {people} | {sum(t.spent for t in towns)} | 90.1 |"
    )
    rows.insert(chance.choice((0, len(rows))), total)
    text = (
        f"# {county}{year}年防返贫监测情况\n\n{_filler(chance)}\n\n截至{year}年12月底，全县监测对象{homes}户{people}人。\n\n表1 {year}年各镇监测对象情况\n\n"
        f"| 乡镇 | 监测对象户数（户） | 监测对象人数（人） | 投入资金（万元） | 帮扶覆盖率（%） |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
    )
    return f"监测情况{number}.md", text + f"\n\n{_filler(chance, 3)}\n"


def _quarters(chance: random.Random, number: int) -> tuple[str, str]:
    """Columns that add up to a total column."""
    county, towns, year = _county(chance)
    first = chance.choice((True, False))
    rows = []
    for town in towns:
        quarters = [chance.randint(20, 400) for _ in range(4)]
        cells = [sum(quarters), *quarters] if first else [*quarters, sum(quarters)]
        rows.append(f"| {town.name} | " + " | ".join(map(str, cells)) + " |")
    header = ["一季度", "二季度", "三季度", "四季度"]
    header = ["合计", *header] if first else [*header, "全年合计"]
    text = (
        f"# {county}{year}年临时救助人次统计\n\n{_filler(chance)}\n\n| 乡镇 | {' | '.join(header)} |\n|{'---|' * 6}\n"
        + "\n".join(rows)
    )
    return f"救助统计{number}.md", text + "\n"


def _grouped(chance: random.Random, number: int) -> tuple[str, str]:
    """A total above groups that each have a subtotal."""
    county, towns, year = _county(chance)
    groups = towns[:3], towns[3:]
    lines = []
    for name, group in zip(("东片", "西片"), groups, strict=True):
        lines += [f"| {t.name} | {t.homes} | {t.spent}.{chance.randint(1, 9)} |" for t in group]
        cents = sum(int(line.split("|")[3].strip().replace(".", "")) for line in lines[-len(group) :])
        lines.append(f"| {name}小计 | {sum(t.homes for t in group)} | {cents / 10} |")
    tenths = sum(int(line.split("|")[3].strip().replace(".", "")) for line in lines if "小计" in line)
    lines.append(f"| 合计 | {sum(t.homes for t in towns)} | {tenths / 10} |")
    text = (
        f"# {county}{year}年产业补助发放表\n\n{_filler(chance)}\n\n| 乡镇 | 户数 | 金额（万元） |\n|---|---|---|\n"
        + "\n".join(lines)
    )
    return f"补助发放{number}.md", text + f"\n\n{_filler(chance, 2)}\n"


def _roster(chance: random.Random, number: int) -> tuple[str, str]:
    """A list of names with amounts."""
    county, towns, year = _county(chance)
    people = [f"{a}{b}{c}" for a in "王李张刘陈杨" for b in "建玉志海" for c in "国梅强燕"]
    chosen = chance.sample(people, 12)
    rows = [
        f"| {i} | {p} | {chance.choice(towns).name} | {chance.randint(5, 60) * 100} |" for i, p in enumerate(chosen, 1)
    ]
    text = f"# {county}{year}年临时救助公示名单\n\n{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日\n\n{_filler(chance)}\n\n"
    return f"公示名单{number}.md", text + "| 序号 | 姓名 | 乡镇 | 金额（元） |\n|---|---|---|---|\n" + "\n".join(
        rows
    ) + "\n"


def _summary(chance: random.Random, number: int) -> tuple[str, str]:
    """A yearly summary in prose: parts by kind, shares that make a whole, rates."""
    county, towns, year = _county(chance)
    parts = "，".join(f"{kind}{_total(towns, i, 0)}户{_total(towns, i, 1)}人" for i, kind in enumerate(_KINDS))
    wages, farm = chance.randint(550, 700), chance.randint(100, 200)
    grants = chance.randint(50, 100)
    lead = chance.choice(("从类别看，", "按类别分，", "其中"))
    text = (
        f"{county}{year}年工作总结\n\n一、防返贫监测\n{_filler(chance)}截至{year}年底，全县累计识别监测对象{sum(t.homes for t in towns)}户"
        f"{sum(t.people for t in towns)}人。{lead}{parts}。\n\n二、收入\n收入构成中，工资性收入占{wages / 10}%，经营净收入占{farm / 10}%，转移性收入占"
        f"{grants / 10}%，财产性收入占{(1000 - wages - farm - grants) / 10}%。\n\n三、公共服务\n{_filler(chance, 4)}自来水普及率{chance.randint(850, 999) / 10}%，"
        f"群众满意度{chance.randint(900, 999) / 10}%，完成年度任务的{chance.randint(100, 130)}%，比上年增长{chance.randint(5, 160)}%。"
        f"全县农业企业{(a := chance.randint(3, 9)) + (b := chance.randint(10, 30))}家（省级{a}家、市级{b}家），合作社{chance.randint(60, 300)}个，其中示范社{chance.randint(5, 50)}个。\n"
    )
    return f"工作总结{number}.txt", text


def _notice(chance: random.Random, number: int) -> tuple[str, str]:
    """A notice with its number and date."""
    county, towns, year = _county(chance)
    topic = chance.choice(("做好冬春救助工作", "开展住房安全排查", "加强公益性岗位管理", "推进厕所改造"))
    day = f"{year}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日"
    text = (
        f"关于{topic}的通知\n\n{county[:1]}民发〔{year}〕{chance.randint(1, 99)}号\n\n各乡镇人民政府：\n\n现将有关事项通知如下。\n\n一、工作要求\n"
        f"{_filler(chance, 6)}\n\n二、时间安排\n{_filler(chance, 4)}每户补助不超过{chance.randint(3, 20) * 100}元，{towns[0].name}先行试点。\n\n{county}民政局\n{day}\n"
    )
    return f"通知{number}.txt", text


def _traps(chance: random.Random, number: int) -> tuple[str, str]:
    """What looks like an error and is none: parts that overlap, shares over the plan, rounded parts, rows within rows, other things counted."""
    county, towns, year = _county(chance)
    homes = sum(t.homes for t in towns)
    poor, old = round(homes * 0.7), round(homes * 0.6)
    rows, thirds = [], []
    for town in towns:
        share = round(town.spent / 3, 1)
        thirds.append(share)
        rows.append(f"| {town.name} | {town.homes} | {max(1, town.homes // 3)} | {share} | {chance.randint(60, 130)} |")
    first, second = chance.randint(200, 600), chance.randint(200, 600)
    text = (
        f"# {county}{year}年上半年帮扶调度\n\n{_filler(chance)}\n\n全县监测农户{homes}户，其中脱贫户{poor}户、有老人的{old}户、享受低保的{round(homes * 0.4)}户。"
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


_SHAPES = (_town_table, _summary, _traps, _quarters, _notice, _traps, _grouped, _roster)


def _digits_changed(chance: random.Random, number: str) -> str:
    """The number as a tired hand types it: two digits swapped, or one of the leading ones wrong; never the same, never near."""
    digits = list(number)
    places = [i for i, d in enumerate(digits) if d.isdigit()]
    swaps = [(i, j) for i, j in zip(places, places[1:], strict=False) if digits[i] != digits[j] and digits[j] != "0"]
    if swaps and chance.random() < 0.6:
        i, j = chance.choice(swaps)
        digits[i], digits[j] = digits[j], digits[i]
    else:
        i = places[min(1, len(places) - 1)]
        digits[i] = chance.choice([d for d in "123456789" if d != digits[i]])
    return "".join(digits)


def _cell_changed(chance: random.Random, text: str, column: int, *, total: bool) -> tuple[str, str]:
    """The text with a cell's number altered in a total row or another one, and the total as it then stands there."""
    lines = text.split("\n")
    rows = [i for i, line in enumerate(lines) if line.startswith("| ") and re.search(r"\d", line)]
    totals = [i for i in rows if re.match(r"\| (?:全县)?[合总]计", lines[i])]
    at = chance.choice(totals if total else [i for i in rows if i not in totals and "小计" not in lines[i]])
    cells = lines[at].split("|")
    cells[column + 1] = f" {_digits_changed(chance, cells[column + 1].strip())} "
    lines[at] = "|".join(cells)
    return "\n".join(lines), lines[totals[0] if totals else at].split("|")[column + 1].strip()


def _wrong_total(chance: random.Random, number: int) -> Planted:
    shape = chance.choice((_town_table, _grouped))
    name, text = shape(chance, number)
    text, stated = _cell_changed(chance, text, 3 if shape is _town_table else 1, total=chance.random() < 0.6)
    return Planted("total", read(name, text), stated if shape is _town_table else "")


def _wrong_sum(chance: random.Random, number: int) -> Planted:
    name, text = _quarters(chance, number)
    text, _ = _cell_changed(chance, text, chance.randint(1, 5), total=False)
    return Planted("total", read(name, text), "")


def _wrong_parts(chance: random.Random, number: int) -> Planted:
    name, text = _summary(chance, number)
    found = chance.choice(list(re.finditer(r"(?<=脱贫不稳定户)\d+(?=户)|(?<=户)\d+(?=人。[从按其])", text)))
    changed = _digits_changed(chance, found.group())
    return Planted("parts", read(name, text[: found.start()] + changed + text[found.end() :]), "")


def _report_parts(chance: random.Random, number: int) -> Planted:
    text = _report(chance)
    found = chance.choice(list(re.finditer(r"(?<=脱贫不稳定户)\d+(?=户)|(?<=边缘易致贫户)\d+(?=户)", text)))
    changed = _digits_changed(chance, found.group())
    return Planted(
        "parts", read(f"报告{number}.txt", text[: found.start()] + changed + text[found.end() :]), "", source="report"
    )


def _report(chance: random.Random) -> str:
    return (PROJECT / "reports" / chance.choice(_REPORTS)).read_text(encoding="utf-8")


def _more_homes(chance: random.Random, number: int) -> Planted:
    """Households and people the wrong way round: in a sample report or in a row of a table."""
    if number % 2:
        text = _report(chance)
        found = chance.choice([m for m in re.finditer(r"(\d+)户(\d+)人", text) if int(m[1]) < int(m[2])])
        swapped = f"{found[2]}户{found[1]}人"
        document = read(f"报告{number}.txt", text[: found.start()] + swapped + text[found.end() :])
        return Planted("households", document, f"{found[2]}户", source="report")
    name, text = _town_table(chance, number)
    found = chance.choice(list(re.finditer(r"镇 \| (\d+) \| (\d+) \|", text)))
    text = text[: found.start(1)] + f"{found[2]} | {found[1]}" + text[found.end(2) :]
    return Planted("households", read(name, text), f"{found[2]}户")


def _over_share(chance: random.Random, number: int) -> Planted:
    """A share with a digit too many."""
    if number % 3 == 0:
        name, text, source = "报告.txt", _report(chance), "report"
        pattern = r"(?:普及率|占行政村总数的|占|参保率)(\d{2}\.\d)%"
    elif number % 3 == 1:
        (name, text), source = _town_table(chance, number), "made"
        pattern = r"镇 \|[^\n]*\| (\d\d\.\d) \|"
    else:
        (name, text), source = _summary(chance, number), "made"
        pattern = r"(?:普及率|满意度)(\d{2}\.\d)%"
    found = chance.choice(list(re.finditer(pattern, text)))
    changed = f"1{found[1]}" if chance.random() < 0.5 else found[1].replace(".", "")
    text = text[: found.start(1)] + changed + text[found.end(1) :]
    return Planted("share", read(name, text), changed, source=source)


def _row_twice(chance: random.Random, number: int) -> Planted:
    name, text = _roster(chance, number)
    lines = text.rstrip("\n").split("\n")
    row = chance.choice([line for line in lines if re.match(r"\| \d", line)])
    again = re.sub(r"^\| \d+", "| 13", row) if chance.random() < 0.7 else row
    lines.insert(len(lines) if again != row else lines.index(row) + 1, again)
    return Planted("repeated_row", read(name, "\n".join(lines)), row.split("|")[2].strip())


def _prose_differs(chance: random.Random, number: int) -> Planted:
    name, text = _town_table(chance, number)
    found = re.search(r"全县监测对象(\d+)户(\d+)人", text)
    assert found is not None
    which = chance.choice((1, 2))
    changed = _digits_changed(chance, found[which])
    return Planted("prose_table", read(name, text[: found.start(which)] + changed + text[found.end(which) :]), changed)


def _doubtful(chance: random.Random, number: int) -> Planted:
    """A scan whose characters are sure but for one digit."""
    name, text = _summary(chance, number)
    document = read(name, text)
    found = chance.choice([m for m in re.finditer(r"\d+(?:\.\d+)?", document.text) if len(m.group()) > 1])
    block = next(b for b in document.blocks if b.start <= found.start() < b.end)
    confidences = [chance.uniform(0.9, 1.0) for _ in range(block.start, block.end)]
    confidences[found.start() - block.start] = chance.uniform(0.2, 0.75)
    edges = tuple(float(i) for i in range(block.end - block.start))
    line = DrawnLine(
        start=block.start, end=block.end, page=1, top=10.0, bottom=20.0, lefts=edges, rights=tuple(e + 1 for e in edges),
        confidences=tuple(confidences),
    )  # fmt: skip
    return Planted(
        "doubtful_digit",
        replace(document, pages=(DrawnPage(page=1, width=595, height=842, lines=(line,)),)),
        found.group(),
    )


def _page_unread(chance: random.Random, number: int) -> Planted:
    page = chance.randint(2, 30)
    document = read(*_summary(chance, number))
    return Planted(
        "unread", replace(document, warnings=(f"第 {page} 页是图片，没有文字层，没有读。",)), f"第 {page} 页"
    )


def _no_date(chance: random.Random, number: int) -> Planted:
    name, text = _notice(chance, number)
    return Planted("no_date", read(name, re.sub(r"\n\d{4}年\d+月\d+日\n", "\n", text)), "")


def _no_number(chance: random.Random, number: int) -> Planted:
    name, text = _notice(chance, number)
    return Planted("no_number", read(name, re.sub(r"\n\n.民发〔\d{4}〕\d+号", "", text)), "")


def _guessed(chance: random.Random, number: int) -> Planted:
    name, text = _summary(chance, number) if number % 2 else ("报告.txt", _report(chance))
    return Planted("encoding", read(name, text, "gb18030"), "gb18030", source="made" if number % 2 else "report")


def _nearly_same(chance: random.Random, number: int) -> Planted:
    """A copy saved under another name after a few words were changed."""
    name, text = _summary(chance, number) if number % 2 else ("报告.txt", _report(chance))
    first = read(name, text)
    sentences = text.split("。")
    for at in chance.sample(range(2, len(sentences) - 1), max(1, len(sentences) // 25)):
        sentences[at] = "\n" * sentences[at].startswith("\n") + chance.choice(_FILLERS).rstrip("。")
    copy = read(f"修改稿{number}.txt", "。".join(sentences))
    return Planted("alike", copy, name, beside=(first,), source="made" if number % 2 else "report")


def _old_version(chance: random.Random, number: int) -> Planted:
    """A rule of which a newer one with the same title is there."""
    county, _, year = _county(chance)
    texts = [
        f"{county}临时救助办法\n\n{county}人民政府办公室\n\n{y}年{chance.randint(1, 12)}月{chance.randint(1, 28)}日\n\n第一条 为了救急难，制定本办法。\n\n"
        f"第二条 {_filler(chance, 4)}\n\n第三条 每户每次不超过{chance.randint(3, 12)}000元。\n\n第四条 {_filler(chance, 3)}\n"
        for y in (year, year + chance.randint(1, 4))
    ]
    old, new = (read(f"办法{number}-{i}.txt", text) for i, text in enumerate(texts))
    return Planted("superseded", old, str(year), beside=(new,))


_Error = Callable[[random.Random, int], Planted]
_ERRORS: tuple[_Error, ...] = (
    _wrong_total, _wrong_sum, _wrong_parts, _more_homes, _over_share, _row_twice, _prose_differs, _doubtful,
    _wrong_total, _report_parts, _more_homes, _over_share, _page_unread, _no_date, _no_number, _guessed, _nearly_same, _old_version,
    _prose_differs, _wrong_parts, _row_twice,
)  # fmt: skip
