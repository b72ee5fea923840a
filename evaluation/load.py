"""Measure the page under load: python -m evaluation.load [--users 30] [--rounds 3] [--index DIR].

So many people ask at once, over the page's own API, each the next question when the last is answered; then twice as many as
there are seats and waiting places, to see that a full queue says so; then the time to the first usable page, cold (program and
browser just started) and warm. Needs Chromium for the last part.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from evaluation.grading import percentile
from evaluation.measuring import machine
from evaluation.question_sets import question_sets, read_questions, shared_folder
from evaluation.serving import browser, served_page
from evaluation.tables import table
from knowledge.errors import KnowledgeError
from knowledge.settings import KnowledgeSettings, read_settings

FULL = "没有排上队"
"""What the page says to one who finds no place in the queue."""
_OVERFLOW = 160  # four times the seats (8) and waiting places (32) together
_ANSWER_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question over the API."""

    seconds: float
    event: str
    """complete or error."""
    words: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all was measured and nobody met an error, 1 else."""
    options = _options(arguments)
    try:
        index = read_settings(KnowledgeSettings, index=options.index).index
        return _measure(index, options.users, options.rounds)
    except KnowledgeError as error:
        print(error.chinese, file=sys.stderr)
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.load", description="Measure the page under load.")
    parser.add_argument("--index", type=Path, metavar="DIR")
    parser.add_argument("--users", type=int, default=30, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="questions that each of them asks")
    return parser.parse_args(arguments)


def _measure(index: Path, users: int, rounds: int) -> int:
    questions = [gold.question for gold in read_questions(question_sets(shared_folder())[0].gold)]
    with tempfile.TemporaryDirectory() as state:
        started = time.perf_counter()
        with served_page(index, Path(state)) as address:
            answering_s = time.perf_counter() - started
            cold_s, warm_s = _first_pages(address)
            ask(address, questions[0])
            alone = [ask(address, question) for question in questions[1:11]]
            together = _together(address, questions, users, rounds)
            crowd = _together(address, questions, _OVERFLOW, 1)
    rows = [_row("1", alone), _row(str(users), together), _row(str(_OVERFLOW), crowd)]
    print(f"{machine()}\n")
    print(
        table(("at once", "asked", "p50 s", "p95 s", "slowest s", "told that the queue is full", "other errors"), rows)
    )
    print(
        f"\nprogram answers after {answering_s:.1f} s; first usable page then {cold_s:.2f} s (cold), {warm_s:.2f} s (warm)"
    )
    return int(any(said.event != "complete" for said in (*alone, *together)) or bool(_other(crowd)))


def _together(address: str, questions: Sequence[str], users: int, rounds: int) -> list[Asked]:
    lists = [list(itertools.islice(itertools.cycle(questions), n * rounds, (n + 1) * rounds)) for n in range(users)]
    with ThreadPoolExecutor(users) as people:
        return list(itertools.chain(*people.map(lambda mine: [ask(address, question) for question in mine], lists)))


def ask(address: str, question: str) -> Asked:
    """Ask over the API and wait for the last event."""
    started = time.perf_counter()
    body = json.dumps({"data": [question, "zh"]}).encode()
    call = Request(f"{address}/gradio_api/call/ask", body, {"Content-Type": "application/json"})
    with urlopen(call, timeout=_ANSWER_S) as taken:
        number = json.load(taken)["event_id"]
    with urlopen(f"{address}/gradio_api/call/ask/{number}", timeout=_ANSWER_S) as stream:
        lines = stream.read().decode().strip().splitlines()
    event, words = lines[-2].removeprefix("event: "), lines[-1].removeprefix("data: ")
    return Asked(
        seconds=time.perf_counter() - started, event=event, words=json.dumps(json.loads(words), ensure_ascii=False)
    )


def _other(asked: Sequence[Asked]) -> list[Asked]:
    return [said for said in asked if said.event != "complete" and FULL not in said.words]


def _row(name: str, asked: Sequence[Asked]) -> tuple[str, ...]:
    times = [said.seconds for said in asked if said.event == "complete"]
    full = sum(said.event != "complete" and FULL in said.words for said in asked)
    shown = (median(times), percentile(times, 95), max(times))
    return (name, str(len(asked)), *(f"{seconds:.2f}" for seconds in shown), str(full), str(len(_other(asked))))


def _first_pages(address: str) -> tuple[float, float]:
    """Seconds until one can type, in a browser just started and again in the same one."""
    times = []
    with browser() as opened:
        context = opened.new_context(locale="zh-CN")
        for _ in range(4):
            page = context.new_page()
            started = time.perf_counter()
            page.goto(address)
            page.locator("#question textarea").wait_for()
            page.locator("#dark[aria-pressed]").wait_for()
            times.append(time.perf_counter() - started)
            page.close()
    return times[0], median(times[1:])


if __name__ == "__main__":
    sys.exit(main())
