"""Is the table of figures quick with 50,000 of them? python -m evaluation.figure_table [--figures 50000] [--requests 200].

Made-up yearly reports of counties, each with a table of its townships, and a second document for each that states one value in a
hundred otherwise, are ingested once into build/evaluation/figures-N. Then the page's own program serves them, and its addresses are
asked as the page asks them: words, filters, sorting and pages mixed at random; the HTML is read to its end.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from evaluation.grading import percentile
from evaluation.measuring import machine
from evaluation.question_sets import BUILD
from evaluation.serving import served_page
from evaluation.tables import table
from knowledge.embedding import load_embedder
from knowledge.errors import KnowledgeError
from knowledge.publishing import Publisher
from knowledge.settings import KnowledgeSettings

_FIRST, _SECOND = "青白石柳梓澄望桐杏松竹兰荷枫樟榆槐桑", "禾鹿桥河坞塘泉岭溪湾坪洲"
_COUNTIES = "云岭临岚望江清平安宁"
_INDICATORS = (
    "监测对象（户）", "监测对象（人）", "农村低保对象（户）", "农村低保对象（人）", "特困供养人员（人）", "危房改造（户）", "外出务工（人）",
    "公益性岗位（个）", "产业贷款（万元）", "投入衔接资金（万元）", "村卫生室（所）", "硬化道路（公里）", "饮水工程（处）", "蔬菜面积（亩）",
    "柑橘面积（亩）", "养老机构床位（张）", "临时救助（人次）", "医疗救助（人次）", "培训（人次）", "驻村干部（名）",
)  # fmt: skip
_TOWNS = 25
_YEARS = range(2019, 2024)
_DIFFERS = 0.01
_SEED = 6


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all was measured, 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.figure_table", description="Measure the table of figures."
    )
    parser.add_argument("--figures", type=int, default=50_000, metavar="N")
    parser.add_argument("--requests", type=int, default=200, metavar="N")
    options = parser.parse_args(arguments)
    try:
        index = _base(options.figures)
        with tempfile.TemporaryDirectory() as state, served_page(index, Path(state)) as address:
            print(table(("measured", "result"), list(_measured(address, options.requests))))
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1
    print(machine())
    return 0


def _base(figures: int) -> Path:
    """A base with so many figures, or a few more; made once."""
    index = BUILD / f"figures-{figures}"
    if not (index / "CURRENT").is_file():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in _documents(figures):
                (Path(folder) / name).write_text(text, encoding="utf-8")
            settings = KnowledgeSettings(index=index)
            Publisher(settings, load_embedder(settings)).sync([Path(folder)])
    return index


def _documents(figures: int) -> Iterator[tuple[str, str]]:
    """Name and text of each document."""
    chance = random.Random(_SEED)
    counties = [f"{a}{b}县" for a, b in product(_COUNTIES, _COUNTIES) if a != b]
    towns = [f"{a}{b}镇" for a, b in product(_FIRST, _SECOND)]
    each = 2 * _TOWNS * len(_INDICATORS)
    wanted = -(-figures // each)
    for county, year in list(product(counties, _YEARS))[:wanted]:
        own = random.Random(county).sample(towns, _TOWNS)
        values = [[chance.randint(3, 4000) for _ in _INDICATORS] for _ in own]
        yield f"{county}{year}报告.md", _text(county, year, "乡村振兴工作报告", own, values)
        changed = [[v + 7 if chance.random() < _DIFFERS else v for v in row] for row in values]
        yield f"{county}{year}简报.md", _text(county, year, "乡村振兴统计简报", own, changed)


def _text(county: str, year: int, kind: str, towns: Sequence[str], values: Sequence[Sequence[int]]) -> str:
    rows = "\n".join(f"| {town} | {' | '.join(map(str, row))} |" for town, row in zip(towns, values, strict=True))
    head = f"| 乡镇 | {' | '.join(_INDICATORS)} |\n|{' --- |' * (len(_INDICATORS) + 1)}"
    return (
        f"# {county}{year}年{kind}\n\n{county}乡村振兴局\n\n{year + 1}年1月12日\n\n## 各乡镇情况\n\n"
        f"{year}年各乡镇主要指标\n\n{head}\n{rows}\n"
    )


def _measured(address: str, requests: int) -> Iterator[tuple[str, str]]:
    first_s, html = _get(f"{address}/figures/table")
    yield "figures", html.partition('id="total">')[2].partition("<")[0]
    yield "first table after the program's start", f"{first_s * 1000:.0f} ms"
    started = time.perf_counter()
    meanwhile = [first_s]
    while "data-comparing" in html:
        time.sleep(0.5)
        seconds, html = _get(
            f"{address}/figures/table?{urlencode(_request('all together', random.Random(len(meanwhile))))}"
        )
        meanwhile.append(seconds)
    yield "documents compared after", f"{first_s + time.perf_counter() - started:.1f} s"
    yield (
        "  a table meanwhile, p50 / p95",
        f"{percentile(meanwhile, 0.5) * 1000:.0f} / {percentile(meanwhile, 0.95) * 1000:.0f} ms",
    )
    yield "  contradicted figures", html.partition("只看各文件说法不一致的（")[2].partition("）")[0]
    for kind in ("page", "words", "filters", "sorting", "all together"):
        queries = [urlencode(_request(kind, random.Random(number))) for number in range(requests)]
        times = [_get(f"{address}/figures/table?{query}")[0] for query in queries]
        yield f"{kind}, p50 / p95", f"{percentile(times, 0.5) * 1000:.0f} / {percentile(times, 0.95) * 1000:.0f} ms"
    for kind in ("csv", "xlsx"):
        seconds, _ = _get(f"{address}/figures/export.{kind}")
        yield f"export of all as {kind.upper()}", f"{seconds:.1f} s"


def _request(kind: str, chance: random.Random) -> dict[str, str]:
    """A query of the table's address."""
    thing = chance.choice(_INDICATORS).partition("（")[0]
    words = {
        "q": chance.choice((thing, f"{thing}多少", f"{chance.choice(_YEARS)}年{thing}", "吃低保的有多少户", "五保户"))
    }
    narrowed = {"year": str(chance.choice(_YEARS)), "unit": chance.choice(("户", "人", "元", "亩"))}
    sorting = {
        "sort": chance.choice(("value", "place", "period", "indicator", "document")),
        "desc": chance.choice(("", "1")),
    }
    turning = {"page": str(chance.randint(1, 40))}
    kinds = {"page": turning, "words": words, "filters": narrowed, "sorting": sorting | turning}
    return kinds.get(kind) or words | narrowed | sorting | turning


def _get(address: str) -> tuple[float, str]:
    started = time.perf_counter()
    with urlopen(address, timeout=300) as answer:
        content = answer.read()
    return time.perf_counter() - started, content.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
