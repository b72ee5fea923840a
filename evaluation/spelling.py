"""How well mistyped questions are corrected, and how often right ones are spoilt: python -m evaluation.spelling.

Three counts: corrections of the gold sets' own questions, nearly all of which are typed rightly (each is printed, to be judged); of typos made
by rule, one character of a term of the table replaced by one that sounds alike or as southern speakers mix it up, those put right;
of the typos of evaluation/gold/typos.tsv, written by hand, those put right.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.gazetteer import Gazetteer
from bot.pinyin import alike, same_sound
from bot.rewording import Rewording
from bot.terms import folk_terms
from evaluation.question_sets import BUILD, question_sets, shared_folder
from knowledge.assembly import KnowledgeBase, KnowledgeReader
from knowledge.errors import KnowledgeError
from knowledge.settings import PROJECT, KnowledgeSettings, read_settings

_SEED, _MADE, _SAME_SHARE = 20230601, 100, 0.6
_INDEXES = {"reports": "reports", "laws": "laws_dev", "report": "report_dev", "policies": "policies_dev"}
_TYPED = "的地得一是不了在有人这上大来和国个到说们为子中你出道也时年就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切技参宝付角贸村支围证谢简单财"
"""Characters that people's input methods offer first; a rule's typo takes one of them."""


def main() -> int:
    """Print the three counts; 0 where the bases are there, 1 where one isn't."""
    try:
        rewordings = {
            name: _rewording(BUILD / folder) for name, folder in _INDEXES.items() if (BUILD / folder).is_dir()
        }
        if "reports" not in rewordings:
            print("请先运行 python -m evaluation.evaluate,建好知识库再测。", file=sys.stderr)
            return 1
        _spoilt(rewordings)
        _made_typos(rewordings["reports"])
        _written_typos(rewordings)
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    return 0


def _rewording(index: Path) -> Rewording:
    knowledge: KnowledgeBase = KnowledgeReader(read_settings(KnowledgeSettings, index=index)).current()
    chains = {card.metadata.places for card in knowledge.catalogue.cards()}
    gazetteer = Gazetteer({p for chain in chains for p in chain}, knowledge.lexical.holds, chains)
    knowledge.lexical.scores(["一"])
    started = time.perf_counter()
    made = Rewording(knowledge, gazetteer)
    print(f"{index.name}: 准备 {(time.perf_counter() - started) * 1000:.0f} 毫秒")
    return made


def _questions() -> Iterator[tuple[str, str]]:
    """All gold questions and the official and colloquial ones, with the name of their base."""
    for each in question_sets(shared_folder()):
        name = each.name.removesuffix("_dev")
        for line in each.gold.read_text(encoding="utf-8").splitlines() if each.present else ():
            row = json.loads(line)
            yield name, row["question"]
            yield from ((name, turn["content"]) for turn in row.get("history", ()) if turn["role"] == "user")
    for row in map(json.loads, _lines("answerable.jsonl")):
        yield "reports", row["question"]
    for row in map(json.loads, _lines("colloquial.jsonl")):
        yield from ((row["base"], row[key]) for key in ("colloquial", "official"))


def _lines(name: str) -> list[str]:
    lines = (PROJECT / "evaluation/gold" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _spoilt(rewordings: dict[str, Rewording]) -> None:
    asked = [(name, text) for name, text in dict.fromkeys(_questions()) if name in rewordings]
    times, changed = [], 0
    for name, text in asked:
        started = time.perf_counter()
        corrected = rewordings[name](text)
        times.append((time.perf_counter() - started) * 1000)
        if corrected != text:
            changed += 1
            print(f"  {name}: {text} -> {corrected}")
    times.sort()
    middle, late = times[len(times) // 2], times[int(0.95 * len(times))]
    print(f"改动的题 {changed} / {len(asked)};每题 p50 {middle:.2f} 毫秒,p95 {late:.2f},最长 {times[-1]:.2f}")


def made_typos(questions: Sequence[str], count: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of a mistyped question and the question: one character of a term of the table replaced by one that sounds alike."""
    chance = random.Random(seed)
    terms = [t for t in {w for f, o in folk_terms().items() for w in (f, *o)} if len(t) > 2]
    made: dict[str, str] = {}
    asked = [(q, sorted(t for t in terms if t in q)) for q in questions]
    able = [(q, held) for q, held in asked if held]
    while able and len(made) < count:
        question, held = chance.choice(able)
        term = chance.choice(held)
        at = chance.randrange(len(term))
        heard = same_sound if chance.random() < _SAME_SHARE else alike
        others = sorted({c for c in _TYPED if c != term[at] and heard(c, term[at])})
        if others:
            wrong = term[:at] + chance.choice(others) + term[at + 1 :]
            made[question.replace(term, wrong, 1)] = question
    return list(made.items())


def _made_typos(rewording: Rewording) -> None:
    questions = [json.loads(line)["question"] for line in _lines("reports.jsonl")]
    _report("按规则打错", [(rewording(wrong), wrong, right) for wrong, right in made_typos(questions, _MADE, _SEED)])


def _written_typos(rewordings: dict[str, Rewording]) -> None:
    rows = [line.split("\t") for line in _lines("typos.tsv")]
    _report("手写的错", [(rewordings[base](wrong), wrong, right) for wrong, right, base in rows if base in rewordings])


def _report(title: str, rows: Sequence[tuple[str, str, str]]) -> None:
    for got, wrong, right in rows:
        if got != right:
            print(f"  {wrong} -> {got if got != wrong else '(没改)'} | {right}")
    hits = sum(got == right for got, _, right in rows)
    worse = sum(got not in (right, wrong) for got, wrong, right in rows)
    print(f"{title}:改对 {hits} / {len(rows)},改错 {worse}")


if __name__ == "__main__":
    sys.exit(main())
