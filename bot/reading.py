"""The reader: how relevant a passage is for a question, whether it answers, and where.

`OfflineReader` runs the files in models/reader on onnxruntime and needs neither torch nor a network. WENCE_READER names any
cross-encoder for sentence-transformers instead, or turns reading off.

The network is cut in two. All passages go through the lower layers, whose exit gives a rough relevance; only those that may be
among the best go through the upper ones. Each row is a run of its own, `threads` at a time: int8 rounding looks at all the
numbers of a run, so a reading would otherwise depend on its neighbours, and two runs of one thread are faster than one of two.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.reader_files import KIND, LOWER, SHIPPED, UPPER, ReaderCard, calibrated, open_part, sigmoid
from bot.settings import BotSettings
from bot.types import Language
from bot.windows import PairEncoder, Window, best_span, likely_spans, trimmed
from knowledge.model_files import (
    check_files,
    fingerprint_of,
    hash_folder,
    hub_revision,
    is_hub_name,
    missing_folder,
    no_hub,
    read_card_as,
    unreadable,
)
from knowledge.model_runtime import clean, open_tokenizer

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

OFF = "off"
"""Value of WENCE_READER that turns reading off."""
_MOST_WINDOWS = 4  # of one passage that may go through the upper layers: bounds time and memory for endless ones
_JUST_BELOW = 0.999
_LIKELY = 20  # spans that are told of a passage


@dataclass(frozen=True, slots=True)
class ReadablePassage:
    """What is read of a passage."""

    title: str
    """Its document's title and its last heading, as one line; may be empty."""
    text: str
    """What spans are found in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one passage for one question."""

    relevance: float
    """In [0, 1], calibrated."""
    answerable: float
    """In [0, 1], calibrated: whether the passage answers the question."""
    start: int
    """The answer's span in characters of the passage's text, half-open; start == end where the reader gives none."""
    end: int
    span: float
    """In [0, 1]: how sure the reader is of the span."""
    likely: tuple[tuple[int, int, float], ...] = ()
    """Spans that may be the answer, in characters of the passage's text, best first, each with its share of belief."""


_NOTHING = Reading(0.0, 0.0, 0, 0, 0.0)


class Reader(ABC):
    """Reads passages for a question. Threads may share one."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What people are shown."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Names the model by its content; a changed file is another fingerprint."""

    @property
    @abstractmethod
    def finds_spans(self) -> bool:
        """Whether readings have spans, and an answerability of their own."""

    @abstractmethod
    def read(self, question: str, passages: Sequence[ReadablePassage]) -> list[Reading]:
        """One reading a passage, in the order given; an empty passage is not relevant."""


@dataclass(frozen=True, slots=True)
class _Skimmed:
    """A window after the lower layers."""

    window: Window
    hidden: NDArray[np.float32]
    exit: float


class OfflineReader(Reader):
    """The shipped model on onnxruntime.

    Args:
        folder: holds card.json and the files that it names.
        threads: rows read at the same time, at least 1, for all callers together.

    Raises:
        ReaderError: a file is missing, damaged or unreadable; the sentence names it.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int = 2) -> None:
        self._card = read_card_as(ReaderCard, folder, KIND)
        self._fingerprint = check_files(folder, self._card.files, KIND)
        self._pairs = PairEncoder(open_tokenizer(folder / "tokenizer.json", KIND), self._card.longest_tokens)
        self._lower = open_part(folder, LOWER)
        self._upper = open_part(folder, UPPER)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    @property
    def name(self) -> str:
        """The card's name of the model."""
        return self._card.name

    @property
    def fingerprint(self) -> str:
        """Hash of the model's and the tokenizer's bytes."""
        return self._fingerprint

    @property
    def finds_spans(self) -> bool:
        """It does."""
        return True

    def read(self, question: str, passages: Sequence[ReadablePassage]) -> list[Reading]:
        """One reading a passage, in the order given.

        A passage that left at the exit has no span, and ranks below every one that was read to the end.
        """
        asked = self._pairs.question(clean(question))
        filled = _filled(passages)
        # longest first, so that the last ones to finish are short
        order = sorted(filled, key=lambda i: -len(passages[i].text))
        skimmed = dict(zip(order, self._pool.map(lambda i: self._skim(asked, passages[i]), order), strict=True))
        threshold = self._threshold([windows[0].exit for windows in skimmed.values()])
        kept = [(i, seen) for i in order for seen in skimmed[i] if seen.exit >= threshold]
        whole: dict[int, Reading] = {}
        for i, reading in self._pool.map(lambda item: (item[0], self._finish(item[1], passages[item[0]].text)), kept):
            if i not in whole or reading.relevance > whole[i].relevance:
                whole[i] = reading
        left = {i: windows[0].exit for i, windows in skimmed.items() if i not in whole}
        found = whole | self._left(left, min((reading.relevance for reading in whole.values()), default=0.0))
        return [found.get(i, _NOTHING) for i in range(len(passages))]

    def _skim(self, asked: Sequence[int], passage: ReadablePassage) -> list[_Skimmed]:
        """The passage's windows after the lower layers, the best first; no more than may be needed."""
        seen = []
        for window in self._pairs.windows(asked, clean(passage.title), clean(passage.text)):
            hidden, logits = self._lower.run(LOWER.outputs, {LOWER.input: window.ids})
            seen.append(_Skimmed(window, hidden, float(logits[0])))
            seen = sorted(seen, key=lambda one: -one.exit)[:_MOST_WINDOWS]
        return seen

    def _threshold(self, exits: Sequence[float]) -> float:
        """The exit logit from which on windows are read to the end."""
        ranked = sorted(exits, reverse=True)[: self._card.kept]
        return min(ranked[-1], ranked[0] - self._card.exit_margin) if ranked else 0.0

    def _finish(self, seen: _Skimmed, text: str) -> Reading:
        """The reading of a window, after the upper layers."""
        relevance, answerable, starts, ends = self._upper.run(UPPER.outputs, {UPPER.input: seen.hidden})
        calibration = self._card.calibration
        reading = Reading(
            relevance=calibrated(relevance[0], calibration.relevance),
            answerable=calibrated(answerable[0], calibration.answerable),
            start=0,
            end=0,
            span=0.0,
        )
        offsets, first = seen.window.offsets, seen.window.first
        if not len(offsets):
            return reading
        of_text = slice(first, first + len(offsets))
        i, j, sure = best_span(starts[0, of_text], ends[0, of_text])
        start, end = trimmed(text, int(offsets[i, 0]), int(offsets[j, 1]))
        likely = tuple(
            (int(offsets[first, 0]), int(offsets[last, 1]), share)
            for first, last, share in likely_spans(starts[0, of_text], ends[0, of_text], most=_LIKELY)
        )
        return replace(reading, start=start, end=end, span=sure if start < end else 0.0, likely=likely)

    def _left(self, exits: dict[int, float], least: float) -> dict[int, Reading]:
        """Readings of the passages that left at the exit: in the exit's order, all below `least`."""
        rough = {i: calibrated(logit, self._card.calibration.exit) for i, logit in exits.items()}
        highest = max(rough.values(), default=0.0)
        shrunk = min(1.0, _JUST_BELOW * least / highest) if highest else 1.0
        return {i: Reading(relevance * shrunk, self._card.exit_answerable, 0, 0, 0.0) for i, relevance in rough.items()}


class CrossEncoderReader(Reader):
    """Any cross-encoder with one score, by folder or by hub name, on sentence-transformers.

    It finds no spans; its relevance stands for answerability, too. A passage counts as far as the model's own limit of tokens.

    Args:
        name: folder, or name on the model hub, e.g. "BAAI/bge-reranker-base".
        threads: processor threads, at least 1.

    Raises:
        ReaderError: the folder is missing or unreadable, holds no cross-encoder with one score, or the hub can't be reached.
    """

    def __init__(self, name: str, *, threads: int = 2) -> None:
        folder = Path(name).expanduser()
        local = folder.is_dir()
        if not local and not is_hub_name(name):
            raise missing_folder(folder, KIND)
        self._name = folder.name if local else name
        self._model = _load_cross_encoder(str(folder) if local else name, local=local)
        _check_cross_encoder(self._model, folder if local else Path(name))
        self._fingerprint = fingerprint_of([hash_folder(folder) if local else f"{name}@{hub_revision(name)}"])
        self._threads = threads
        self._lock = Lock()  # fast tokenizers refuse to be used by two threads at once

    @property
    def name(self) -> str:
        """The folder's last part, or the hub name."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Hash of the folder's files, or of the hub name and revision."""
        return self._fingerprint

    @property
    def finds_spans(self) -> bool:
        """It doesn't."""
        return False

    def read(self, question: str, passages: Sequence[ReadablePassage]) -> list[Reading]:
        """One reading a passage, in the order given."""
        filled = _filled(passages)
        asked = clean(question)
        pairs = [(asked, clean(f"{passages[i].title}\n{passages[i].text}".lstrip("\n"))) for i in filled]
        scores = dict(zip(filled, self._scores(pairs), strict=True))
        return [Reading(scores[i], scores[i], 0, 0, 0.0) if i in scores else _NOTHING for i in range(len(passages))]

    def _scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The sigmoid of the model's logits, whatever its own last step is: one scale for all models."""
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        if not pairs:
            return []
        with self._lock, threadpool_limits(self._threads):
            logits = self._model.predict(list(pairs), activation_fn=lambda scores: scores, show_progress_bar=False)
        return [sigmoid(float(logit)) for logit in logits]


def load_reader(settings: BotSettings, *, threads: int = 2) -> Reader | None:
    """The reader that the settings name: the shipped files, a cross-encoder, or None where reading is turned off.

    Raises:
        ReaderError: it can't be loaded.
    """
    if settings.reader.strip().lower() == OFF:
        return None
    if settings.reader:
        return CrossEncoderReader(settings.reader, threads=threads)
    return OfflineReader(threads=threads)


def describe(reader: Reader | None, language: Language) -> str:
    """One sentence for people: what reads the passages, and what it can't do."""
    chinese = language == "zh"
    if reader is None:
        return (
            "阅读模型:已关闭(WENCE_READER=off),按字面与向量排序"
            if chinese
            else "Reader model: off (WENCE_READER=off); passages are ordered by words and vectors"
        )
    if reader.finds_spans:
        return f"阅读模型:{reader.name}" if chinese else f"Reader model: {reader.name}"
    return (
        f"阅读模型:{reader.name}(WENCE_READER),只给段落排序,不标出答案所在"
        if chinese
        else f"Reader model: {reader.name} (WENCE_READER); it orders passages but doesn't point at the answer"
    )


def _filled(passages: Sequence[ReadablePassage]) -> list[int]:
    return [i for i, passage in enumerate(passages) if passage.text.strip()]


def _load_cross_encoder(name: str, *, local: bool) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(name, local_files_only=local)
    except Exception as error:  # a folder can be wrong in any way that its many parsers know
        raise (unreadable(Path(name), error, KIND) if local else no_hub(name, error, KIND)) from error
    return model


def _check_cross_encoder(model: CrossEncoder, path: Path) -> None:
    """Refuses what would load and give noise: an encoder without a trained head, or several scores."""
    architectures = getattr(model.config, "architectures", None) or []
    if not any(name.endswith(("ForSequenceClassification", "ForCausalLM")) for name in architectures):
        raise unreadable(path, ValueError(f"not a cross-encoder: {', '.join(architectures)}"), KIND)
    if model.num_labels != 1:
        raise unreadable(path, ValueError(f"{model.num_labels} scores a pair, not 1"), KIND)
