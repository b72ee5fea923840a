"""A model's folder on disk: its card, the hashes of its files, and what is said when something is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field

from knowledge.errors import EmbedderError, KnowledgeError

_FINGERPRINT_CHARS = 16
_SHOWN_CHARS = 12  # of a hash, in a sentence
_PLAIN_NOTES = frozenset({"README.md", ".gitattributes"})  # files of a model folder that don't change what it computes
_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelKind:
    """What the sentences about a model's files call it, and what they advise."""

    chinese: str
    english: str
    setting: str
    """The variable that names another model."""
    others_chinese: str
    """What that variable takes."""
    others_english: str
    build: str
    """The command that makes the shipped files again."""
    error: type[KnowledgeError]
    without_chinese: str = ""
    """How to do without the model, where that can be; a sentence."""
    without_english: str = ""


EMBEDDER = ModelKind(
    chinese="嵌入模型",
    english="embedding model",
    setting="WENCE_EMBEDDER",
    others_chinese="sentence-transformers 模型",
    others_english="a sentence-transformers model",
    build="python -m models.build_embedder",
    error=EmbedderError,
)


class CardFile(BaseModel):
    """A file of the model as it was built."""

    sha256: str


class Prompts(BaseModel):
    """What stands before each text."""

    query: str
    document: str


class Card(BaseModel):
    """What a run of the embedder needs of card.json; what else it holds is for people."""

    dimension: int = Field(gt=0)
    longest_tokens: int = Field(gt=0)
    prompts: Prompts
    files: dict[str, CardFile]
    """File name -> what it must be; model.onnx and tokenizer.json."""


_Card = TypeVar("_Card", bound=BaseModel)


def fingerprint_of(parts: Sequence[str]) -> str:
    """A short hash of all the parts in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_FINGERPRINT_CHARS]


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_card(folder: Path) -> Card:
    """What card.json says of the embedder in the folder.

    Raises:
        EmbedderError: it is missing or damaged.
    """
    return read_card_as(Card, folder, EMBEDDER)


def read_card_as(card: type[_Card], folder: Path, kind: ModelKind) -> _Card:
    """What card.json says of the folder's model, as the card of its kind.

    Raises:
        KnowledgeError: it is missing or damaged; the error is the kind's own.
    """
    path = folder / "card.json"
    try:
        return card.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise missing_folder(folder, kind) from error
    except (OSError, ValueError) as error:
        raise _damaged_card(path, kind) from error


def check_files(folder: Path, files: Mapping[str, CardFile], kind: ModelKind = EMBEDDER) -> str:
    """The fingerprint of the card's files, once each has the hash that the card gives.

    Raises:
        KnowledgeError: a file is missing or damaged; the sentence names it, and both hashes. The error is the kind's own.
    """
    for name, said in files.items():
        path = folder / name
        try:
            found = _hash_file(path)
        except OSError as error:
            raise _missing_file(path, kind) from error
        if found != said.sha256:
            raise _damaged_file(path, kind, expected=said.sha256, found=found)
    return fingerprint_of([f"{name} {files[name].sha256}" for name in sorted(files)])


def _model_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name not in _PLAIN_NOTES:
            yield path


def hash_folder(folder: Path) -> str:
    """A hash of every file that shapes what the model computes, its place in the folder included."""
    return fingerprint_of(
        [f"{path.relative_to(folder).as_posix()} {_hash_file(path)}" for path in _model_files(folder)]
    )


def is_hub_name(name: str) -> bool:
    """Whether `name` can be a model's name on the hub, by its form."""
    return bool(_HUB_NAME.fullmatch(name)) and not name.startswith(".")


def hub_revision(name: str) -> str:
    """Revision of the model as it lies in the hub's cache, where loading it has just put it."""
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name, local_files_only=True)).name


def missing_folder(folder: Path, kind: ModelKind = EMBEDDER) -> KnowledgeError:
    """There is no model there."""
    return kind.error(
        f"找不到{kind.chinese}的文件夹 {folder}。请检查 {kind.setting}；不设置它就用自带的模型，"
        f"自带的模型缺了请重新取一份程序。{kind.without_chinese}",
        f"There is no {kind.english} in {folder}. Check {kind.setting}; without it the shipped model is used,"
        f" and if that is missing, get the program again.{kind.without_english}",
    )


def _missing_file(path: Path, kind: ModelKind) -> KnowledgeError:
    return kind.error(
        f"{kind.chinese}缺少文件 {path}，或没有权限读它。请重新取一份程序，或运行 {kind.build} 重做。{kind.without_chinese}",
        f"The {kind.english}'s file {path} is missing or may not be read. Get the program again, or run"
        f" {kind.build} to make it again.{kind.without_english}",
    )


def _damaged_file(path: Path, kind: ModelKind, *, expected: str, found: str) -> KnowledgeError:
    expected, found = expected[:_SHOWN_CHARS], found[:_SHOWN_CHARS]
    return kind.error(
        f"{kind.chinese}的文件 {path} 已损坏，与 card.json 里记录的不符（SHA-256 应为 {expected}…，实为 {found}…）。"
        f"请重新取一份程序，或运行 {kind.build} 重做。{kind.without_chinese}",
        f"The {kind.english}'s file {path} is damaged: it isn't what card.json records (SHA-256 {expected}… expected,"
        f" {found}… found). Get the program again, or run {kind.build} to make it again.{kind.without_english}",
    )


def _damaged_card(path: Path, kind: ModelKind) -> KnowledgeError:
    return kind.error(
        f"{kind.chinese}的文件 {path} 已损坏，读不出该有的内容。请重新取一份程序，或运行 {kind.build} 重做。{kind.without_chinese}",
        f"The {kind.english}'s file {path} is damaged: it doesn't say what it must. Get the program again, or run"
        f" {kind.build} to make it again.{kind.without_english}",
    )


def unreadable(path: Path, error: Exception, kind: ModelKind = EMBEDDER) -> KnowledgeError:
    """The library refused the file or folder."""
    return kind.error(
        f"{kind.chinese} {path} 打不开（{error}）。请检查文件是否完整、{kind.setting} 是否指向 {kind.others_chinese}的文件夹。"
        f"{kind.without_chinese}",
        f"The {kind.english} {path} can't be opened ({error}). Check that its files are complete and that {kind.setting}"
        f" names the folder of {kind.others_english}.{kind.without_english}",
    )


def no_hub(name: str, error: Exception, kind: ModelKind = EMBEDDER) -> KnowledgeError:
    """The hub gave no such model."""
    return kind.error(
        f"取不到{kind.chinese} {name}（{error}）。没有网络时，请先在能上网的电脑上下载，再把 {kind.setting} 设为它的文件夹；"
        f"不设置就用自带的模型。{kind.without_chinese}",
        f"The {kind.english} {name} can't be fetched ({error}). Without a network, download it elsewhere and set"
        f" {kind.setting} to its folder; without the setting the shipped model is used.{kind.without_english}",
    )
