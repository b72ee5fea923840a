"""A model's folder on disk: its card, the hashes of its files, and what is said when something is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, Field

from knowledge.errors import EmbedderError

_FINGERPRINT_CHARS = 16
_PLAIN_NOTES = frozenset({"README.md", ".gitattributes"})  # files of a model folder that don't change its vectors


class CardFile(BaseModel):
    """A file of the model as it was built."""

    sha256: str


class Prompts(BaseModel):
    """What stands before each text."""

    query: str
    document: str


class Card(BaseModel):
    """What a run needs of card.json; what else it holds is for people."""

    dimension: int = Field(gt=0)
    longest_tokens: int = Field(gt=0)
    prompts: Prompts
    files: dict[str, CardFile]
    """File name -> what it must be; model.onnx and tokenizer.json."""


def fingerprint_of(parts: Sequence[str]) -> str:
    """A short hash of all the parts in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_FINGERPRINT_CHARS]


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_card(folder: Path) -> Card:
    """What card.json says of the folder's model.

    Raises:
        EmbedderError: it is missing or damaged.
    """
    path = folder / "card.json"
    try:
        return Card.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise missing_folder(folder) from error
    except (OSError, ValueError) as error:
        raise _damaged(path) from error


def check_files(folder: Path, files: Mapping[str, CardFile]) -> str:
    """The fingerprint of the card's files, once each has the hash that the card gives.

    Raises:
        EmbedderError: a file is missing or damaged; the sentence names it.
    """
    for name, said in files.items():
        path = folder / name
        try:
            found = _hash_file(path)
        except OSError as error:
            raise _missing_file(path) from error
        if found != said.sha256:
            raise _damaged(path)
    return fingerprint_of([f"{name} {files[name].sha256}" for name in sorted(files)])


def _model_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name not in _PLAIN_NOTES:
            yield path


def hash_folder(folder: Path) -> str:
    """A hash of every file that shapes the vectors, its place in the folder included."""
    return fingerprint_of(
        [f"{path.relative_to(folder).as_posix()} {_hash_file(path)}" for path in _model_files(folder)]
    )


def missing_folder(folder: Path) -> EmbedderError:
    """There is no model there."""
    return EmbedderError(
        f"找不到嵌入模型的文件夹 {folder}。请检查 WENCE_EMBEDDER；不设置它就用自带的模型，自带的模型缺了请重新取一份程序。",
        f"There is no embedding model in {folder}. Check WENCE_EMBEDDER; without it the shipped model is used,"
        " and if that is missing, get the program again.",
    )


def _missing_file(path: Path) -> EmbedderError:
    return EmbedderError(
        f"嵌入模型缺少文件 {path}，或没有权限读它。请重新取一份程序，或运行 python -m models.build_embedder 重做。",
        f"The embedding model's file {path} is missing or may not be read. Get the program again, or run"
        " python -m models.build_embedder to make it again.",
    )


def _damaged(path: Path) -> EmbedderError:
    return EmbedderError(
        f"嵌入模型的文件 {path} 已损坏，与 card.json 里记录的不符。请重新取一份程序，或运行 python -m models.build_embedder 重做。",
        f"The embedding model's file {path} is damaged: it isn't what card.json records. Get the program again, or run"
        " python -m models.build_embedder to make it again.",
    )


def unreadable(path: Path, error: Exception) -> EmbedderError:
    """The library refused the file or folder."""
    return EmbedderError(
        f"嵌入模型 {path} 打不开（{error}）。请检查文件是否完整、WENCE_EMBEDDER 是否指向 sentence-transformers 模型的文件夹。",
        f"The embedding model {path} can't be opened ({error}). Check that its files are complete and that WENCE_EMBEDDER"
        " names the folder of a sentence-transformers model.",
    )


def no_hub(name: str, error: Exception) -> EmbedderError:
    """The hub gave no such model."""
    return EmbedderError(
        f"取不到嵌入模型 {name}（{error}）。没有网络时，请先在能上网的电脑上下载，再把 WENCE_EMBEDDER 设为它的文件夹；不设置就用自带的模型。",
        f"The embedding model {name} can't be fetched ({error}). Without a network, download it elsewhere and set"
        " WENCE_EMBEDDER to its folder; without the setting the shipped model is used.",
    )
