"""Text that stands twice in a file is marked here, in one place, so that it is indexed once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.types import Block

REPEAT_CHARS = 20
"""Shortest text, without white space, that a repetition may begin with."""
RUN_CHARS = 100
"""Shortest run of repeated blocks that counts."""
RUN_SHARE = 0.1
"""Least share of the file's text that such a run makes up. Shorter ones say something new where they stand: the materials
that two services both ask for, 责任单位：…, the items that two articles of a law list."""


def mark_repeats(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with `repeats` set where one says again what an earlier one said.

    What counts is a run of blocks that follow each other as they did before, `RUN_CHARS` long and `RUN_SHARE` of
    the text in all: so a report that stands twice is marked whole, its short lines too, and "各乡镇：" elsewhere is not.
    A table's header belongs to its table and is never marked; nor are a sheet's rows: those of 2021 that are the same in 2022 say
    something new there, and each row of a sheet counts.
    """
    keys = [
        f"\0{index}" if block.position.row and block.position.sheet else "".join(text[block.start : block.end].split())
        for index, block in enumerate(blocks)
    ]
    twin = _twins(keys)
    return tuple(
        replace(block, repeats=blocks[_origin(twin, index)].start)
        if index in twin and block.kind != "table_header"
        else block
        for index, block in enumerate(blocks)
    )


def _twins(keys: Sequence[str]) -> dict[int, int]:
    """Index of each repeated block -> index of an earlier one with the same text."""
    first: dict[str, int] = {}
    twin: dict[int, int] = {}
    for index, key in enumerate(keys):
        following = twin[index - 1] + 1 if index - 1 in twin else index
        if following < index and keys[following] == key:
            twin[index] = following
        elif first.setdefault(key, index) != index and len(key) >= REPEAT_CHARS:
            twin[index] = first[key]
    for index in range(len(keys) - 2, -1, -1):  # short lines before a repeated block
        wanted = twin.get(index + 1, 0) - 1
        if index not in twin and 0 <= wanted < index and keys[wanted] == keys[index]:
            twin[index] = wanted
    shortest = max(RUN_CHARS, RUN_SHARE * sum(map(len, keys)))
    return {
        index: earlier for run in _runs(twin) if sum(len(keys[i]) for i, _ in run) >= shortest for index, earlier in run
    }


def _runs(twin: Mapping[int, int]) -> Iterator[list[tuple[int, int]]]:
    """The pairs of `twin` in stretches where both indices go up by one."""
    run: list[tuple[int, int]] = []
    for index in sorted(twin):
        if run and (index - 1, twin[index] - 1) != run[-1]:
            yield run
            run = []
        run.append((index, twin[index]))
    if run:
        yield run


def _origin(twin: Mapping[int, int], index: int) -> int:
    while index in twin:
        index = twin[index]
    return index
