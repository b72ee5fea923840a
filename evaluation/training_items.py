"""Quiz items of the training desk over a base: is the key in its cited sentence, can an option be true, and a sample to read.

    python -m evaluation.training_items [--index DIR ...] [--count 300] [--seed 1] [--sample 50]

The checks share no code with the generator: the key is looked for as characters of the document, and every wrong option is put
in the place of the key and looked for in all sentences and table rows of the base, by the words beside it. What that search
finds is printed for reading, with what the documents say.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.training.base import TrainingBase
from bot.training.choosing import choose, items_of
from bot.training.items import BLANK, WRONG, Item
from knowledge.assembly import open_knowledge
from knowledge.settings import KnowledgeSettings

_GAPS = (BLANK, "＿＿＿＿", "……")
_BESIDE = 8
"""Characters on each side of a value by which a sentence is taken to say the same thing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An item with what is wrong with it."""

    item: Item
    unsupported: str
    """Why its key isn't in the cited words; empty where it is."""
    stated: tuple[tuple[str, str], ...]
    """Wrong options that a sentence of the base may state, with the sentence."""


def check(base: TrainingBase, item: Item) -> Checked:
    """Check one item against the documents' characters."""
    return Checked(item, unsupported(base, item), tuple(stated(base, item)))


def unsupported(base: TrainingBase, item: Item) -> str:
    """Why the key isn't literally supported; empty where it is."""
    text, cited = base.text(item.cited.document_id), item.cited
    if text[cited.start : cited.end] != cited.quote:
        return "the quote isn't the document's text"
    missing = [key for key in item.key if key not in cited.quote]
    if item.kind == "judged":
        missing = [part for part in _parts(item.shown) if part not in cited.quote]
        as_said = item.question.endswith(item.shown)
        if as_said == (item.key == (WRONG,)):
            return "the statement is not what the key says"
    elif item.kind in ("filled", "single") and any(gap in item.shown for gap in _GAPS[:2]):
        whole = item.shown
        for gap in _GAPS[:2]:
            whole = whole.replace(gap, item.key[0])
        missing += [part for part in _parts(whole) if part not in cited.quote]
    elif item.kind == "matched":
        missing = [
            left for left, right in zip(item.lefts, item.key, strict=True) if not _near(cited.quote, left, right)
        ]
    return f"not in the cited words: {missing}" if missing else ""


def _parts(shown: str) -> list[str]:
    return [part.rstrip("。") for part in shown.split("……") if part.rstrip("。")]


def _near(quote: str, left: str, right: str) -> bool:
    """Whether the right side comes after its left side, on its line or as the next words."""
    at = quote.find(left)
    return at >= 0 and quote.find(right, at) >= 0


def stated(base: TrainingBase, item: Item) -> Iterator[tuple[str, str]]:
    """Wrong options with a sentence that has them beside the words that the key stands beside."""
    if item.kind == "judged":
        if item.replaced:
            yield from _with(base, item, item.replaced, *_beside_replaced(item))
        return
    for option in item.wrong:
        before, after = _beside_blank(item)
        yield from _with(base, item, option, before, after)


def _beside_replaced(item: Item) -> tuple[str, str]:
    at = item.question.rfind(item.replaced)
    return item.question[:at], item.question[at + len(item.replaced) :]


def _beside_blank(item: Item) -> tuple[str, str]:
    for gap in _GAPS[:2]:
        if gap in item.question:
            before, _, after = item.question.partition(gap)
            return before, after
    return item.question, ""


def _with(base: TrainingBase, item: Item, option: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    words = _words(re.split(r"[，。；：,;、]", before)[-1][-_BESIDE:] + re.split(r"[，。；：,;、]", after)[0][:_BESIDE])
    if len(words) < 2:
        words = _words(before[-2 * _BESIDE :])
    for reading in base.readings:
        for line in re.split(r"[。；;\n]", reading.document.text):
            if not re.search(rf"(?<![\d.,]){re.escape(option)}(?!\d)", line):
                continue
            for found in re.finditer(rf"(?<![\d.,]){re.escape(option)}(?!\d)", line):
                near = (
                    line[max(0, found.start() - 2 * _BESIDE) : found.start()]
                    + line[found.end() : found.end() + _BESIDE]
                )
                share = sum(pair in near for pair in words) / max(1, len(words))
                if share >= 0.5:
                    yield option, f"《{reading.document.metadata.title}》{line.strip()}"


def _words(text: str) -> list[str]:
    plain = re.sub(r"[\d.%“”《》（）\s全县市镇的]", "", text)
    return [plain[i : i + 2] for i in range(len(plain) - 1)]


def _printed(number: int, item: Item) -> str:
    lines = [f"{number}. [{item.kind}] {item.question}"]
    lines += [f"   {left} ——" for left in item.lefts]
    lines += [f"   {letter}. {option}" for letter, option in zip("ABCDEFGH", item.options, strict=False)]
    lines.append(f"   答案：{'；'.join(item.key)}")
    quote = item.cited.quote.replace("\n", " ")
    lines.append(f"   出处：{item.cited.title} {item.cited.place} “{quote[:160]}{'…' if len(quote) > 160 else ''}”")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, check, print; 1 where a key isn't supported."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, action="append", help="knowledge base; several are asked for together")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=50, help="items printed for reading")
    asked = parser.parse_args(arguments)
    pool: list[Item] = []
    owner: dict[str, TrainingBase] = {}
    for index in asked.index or [KnowledgeSettings().index]:
        base = TrainingBase(open_knowledge(KnowledgeSettings(index=index)).catalogue)
        made = [item for r in base.readings if r.document.id not in base.repealed for item in items_of(base, r)]
        owner |= {item.id: base for item in made}
        pool += made
    chosen = choose(pool, asked.count, seed=asked.seed)
    checked = [check(owner[item.id], item) for item in chosen]
    wrong = sum(len(item.wrong) if item.kind != "judged" else bool(item.replaced) for item in chosen)
    print(f"items {len(chosen)} of a pool of {len(pool)}: {dict(Counter(item.kind for item in chosen))}")
    print(
        f"keys supported {sum(not c.unsupported for c in checked)}/{len(checked)}; wrong options {wrong}, to be read {sum(bool(c.stated) for c in checked)}"
    )
    for bad in checked:
        if bad.unsupported:
            print(f"UNSUPPORTED {bad.unsupported}\n{_printed(0, bad.item)}")
        for option, line in bad.stated:
            print(f"READ {option!r} in {line}\n   of: {bad.item.question} key {bad.item.key}")
    for number, item in enumerate(chosen[: asked.sample], 1):
        print(_printed(number, item))
    return int(any(c.unsupported for c in checked))


if __name__ == "__main__":
    raise SystemExit(main())
