"""Whether a published version is what it was when it was published; what a rollback and a repair start from. A composer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.building import LEXICAL, VECTORS, PassageEmbedder, check_slices, check_version
from knowledge.catalogue import Catalogue, stored_vectors
from knowledge.errors import IndexDamaged, IndexMismatch, IndexMissing, KnowledgeError, RollbackRefused
from knowledge.lexical import LexicalIndex
from knowledge.passages import passage_hash, passage_text
from knowledge.types import Chunk
from knowledge.vectors import VectorIndex
from knowledge.version_notes import Check, Entry, VersionInfo, altered, missing_or_cut
from knowledge.versions import IndexFolder

_SAMPLE = 32  # passages embedded again
_SELF_SAMPLE = 200  # vectors that must find themselves
_SAME_COSINE = 0.999
_Vector = NDArray[np.float32]


def self_test(folder: IndexFolder, name: str, embedder: PassageEmbedder) -> None:
    """Test a published version as an opening does, and that it answers.

    Raises:
        IndexDamaged: something is wrong; the English text says what.
        IndexMismatch: another embedder or program version made it.
    """
    info = folder.info(name)
    place = folder.version_folder(name)
    check_files(info, place)
    check_vector_files(info, place)
    check_version(place, embedder)


def check_files(info: VersionInfo, place: Path) -> None:
    """Every file of the version in `place` is there and whole; IndexDamaged where not. Takes no time."""
    _unaltered(missing_or_cut(info, place))


def check_vector_files(info: VersionInfo, place: Path) -> None:
    """Chroma's files hold what they held; IndexDamaged where not. On others Chroma answers wrongly or crashes, without an error."""
    _unaltered(altered(info, place, below=f"{VECTORS}/"))


def damage(folder: IndexFolder, name: str, embedder: PassageEmbedder) -> KnowledgeError | None:
    """What is wrong with a published version by all checks; None where it is sound. IndexMismatch as `verify`."""
    wrong = [check for check in verify(folder, name, embedder) if check.wrong]
    if not wrong:
        return None
    return IndexDamaged(
        "没有通过检查，已重建：" + "、".join(check.chinese for check in wrong) + "。",
        "Rebuilt, as checks failed: " + ", ".join(f"{check.english} ({check.wrong})" for check in wrong) + ".",
    )


def verify(folder: IndexFolder, name: str, embedder: PassageEmbedder) -> Iterator[Check]:
    """Check a published version, one thing after the other; later checks are left out where earlier ones leave them no ground.

    Raises:
        IndexMismatch: another embedder or program version made it.
    """
    place = folder.version_folder(name)
    try:
        info = folder.info(name)
    except IndexDamaged as exc:
        yield Check("版本说明", "the version's card", exc.english)
        return
    changed = altered(info, place)
    yield Check("文件哈希", "file hashes", f"changed or missing: {', '.join(changed)}" if changed else "")
    try:
        catalogue = Catalogue(place)
        chunks = catalogue.chunks(catalogue.chunk_ids())
    except (IndexDamaged, KeyError) as exc:
        yield Check("目录库", "the catalogue", str(exc))
        return
    try:
        yield from _catalogue_checks(catalogue, info, chunks)
        yield from _lexical_checks(place, info)
        yield from _vector_checks(place, info, catalogue, chunks, embedder)
    finally:
        catalogue.close()


def _catalogue_checks(catalogue: Catalogue, info: VersionInfo, chunks: list[Chunk]) -> Iterator[Check]:
    found = (catalogue.document_count(), len(chunks))
    said = (info.documents, info.chunks)
    yield Check("文档数和段落数", "counts of documents and passages", "" if found == said else f"{found} for {said}")
    yield _passed(
        "段落和数字都在原文所说的位置", "passages and figures stand where they say", lambda: check_slices(catalogue)
    )


def _lexical_checks(place: Path, info: VersionInfo) -> Iterator[Check]:
    names = ("全文索引", "the lexical index")
    try:
        size = LexicalIndex.load(place / LEXICAL).size
    except IndexDamaged as exc:
        yield Check(*names, exc.english)
    else:
        yield Check(*names, "" if size == info.chunks else f"{size} passages for {info.chunks}")


def _vector_checks(
    place: Path, info: VersionInfo, catalogue: Catalogue, chunks: list[Chunk], embedder: PassageEmbedder
) -> Iterator[Check]:
    keys = catalogue.passage_hashes()
    stored = stored_vectors(place, info.fingerprint, keys)
    missing = sum(key not in stored for key in keys)
    yield Check("每个段落存有向量", "a stored vector for every passage", f"{missing} missing" if missing else "")
    sample = range(0, len(chunks), max(1, len(chunks) // _SAMPLE))
    yield Check(
        f"抽查 {len(sample)} 个段落重新计算向量",
        f"{len(sample)} passages embedded again",
        _embedded_otherwise([(chunks[i], keys[i]) for i in sample if keys[i] in stored], stored, catalogue, embedder),
    )
    try:
        check_vector_files(info, place)
        vectors = VectorIndex.open(place / VECTORS, info.fingerprint)
    except IndexDamaged as exc:
        yield Check("向量索引", "the vector index", exc.english)
        return
    try:
        yield _passed(
            "向量索引能打开、数目对", "the vector index opens and its count is right", lambda: _count(vectors, info)
        )
        ids = [chunk.id for chunk in chunks]
        kept = {chunk_id: stored[key] for chunk_id, key in zip(ids, keys, strict=True) if key in stored}
        yield _passed(
            "索引里的向量与目录库一致", "its vectors are the catalogue's", lambda: _same_vectors(vectors, kept)
        )
        probes = ids[:: max(1, len(ids) // _SELF_SAMPLE)]
        yield _passed("向量能找到自己", "vectors find themselves", lambda: _find_themselves(vectors, probes))
    finally:
        vectors.close()


def _embedded_otherwise(
    sample: list[tuple[Chunk, str]], stored: dict[str, _Vector], catalogue: Catalogue, embedder: PassageEmbedder
) -> str:
    """What is wrong with the stored vectors of a sample of (passage, key)."""
    texts = {key: passage_text(catalogue.card(chunk.document_id).metadata, chunk) for chunk, key in sample}
    same = {
        key: text for key, text in texts.items() if passage_hash(text) == key
    }  # another program's passages aren't told
    if not same:
        return ""
    again = embedder.embed_passages(list(same.values()))
    near = np.einsum("ij,ij->i", again, np.stack([stored[key] for key in same]))
    wrong = int((near < _SAME_COSINE).sum())
    return f"{wrong} of {len(same)} differ" if wrong else ""


def _count(vectors: VectorIndex, info: VersionInfo) -> None:
    if vectors.count() != info.chunks:
        raise _short(f"{vectors.count()} vectors for {info.chunks} passages")


def _same_vectors(vectors: VectorIndex, kept: dict[str, _Vector]) -> None:
    found = vectors.vectors(list(kept))
    wrong = sum(key not in found or float(found[key] @ vector) < _SAME_COSINE for key, vector in kept.items())
    if wrong:
        raise _short(f"{wrong} of {len(kept)} are missing or differ")


def _find_themselves(vectors: VectorIndex, sample: list[str]) -> None:
    if not vectors.healthy(sample):
        raise _short("some of a sample don't")


def _passed(chinese: str, english: str, look: Callable[[], None]) -> Check:
    """The check that passes unless `look` raises IndexDamaged."""
    try:
        look()
    except IndexDamaged as exc:
        return Check(chinese, english, exc.english)
    return Check(chinese, english)


def _short(what: str) -> IndexDamaged:
    return IndexDamaged(what, what)


def rollback(folder: IndexFolder, number: int, embedder: PassageEmbedder, *, wait: bool = False) -> Entry:
    """Make version `number` of the history the current one, after it has passed its self-test; returns its entry.

    It can be undone by another rollback, and the next ingest compares with the version that is current then.

    Raises:
        IndexBusy: an ingest is at work and `wait` is false.
        IndexMissing, IndexDamaged: there is no history to go back in.
        RollbackRefused: there is no such version, it isn't kept any more, or it is damaged; the sentence says which.
        PublishError: CURRENT can't be written.
    """
    with folder.lock(wait=wait):
        current = folder.pointer().version
        entry = next((entry for entry in folder.history() if entry.number == number), None)
        if entry is None:
            raise _refused(f"历史里没有第 {number} 版", f"the history has no version {number}", folder)
        if entry.version not in folder.published():
            raise _refused(f"第 {number} 版已经清理掉了", f"version {number} isn't kept any more", folder)
        if entry.version != current:
            try:
                self_test(folder, entry.version, embedder)
            except (IndexDamaged, IndexMismatch) as exc:
                raise _refused(
                    f"第 {number} 版没有通过自检（{exc.chinese}）",
                    f"version {number} fails its self-test ({exc.english})",
                    folder,
                ) from exc
            folder.switch(entry.version)
        return entry


def adopt(folder: IndexFolder) -> list[tuple[str, str]]:
    """Make CURRENT name the newest complete version where it is lost or damaged; returns notes on what was done. Under the lock.

    Raises:
        IndexMissing: there is no complete version either.
    """
    try:
        folder.pointer()
    except (IndexMissing, IndexDamaged):
        complete = folder.complete()
        if not complete:
            raise
        folder.switch(complete[0], complete)
        return [("CURRENT", "已按现有的完整版本恢复。")]
    return []


def _unaltered(changed: list[str]) -> None:
    if changed:
        raise IndexDamaged(
            "知识库的文件缺失或有改动。请运行 python ingest.py --repair 重建，或重新运行 python ingest.py。",
            f"Files of the base are missing or changed ({', '.join(changed)}). Run python ingest.py --repair, or ingest again.",
        )


def beyond_repair(folder: IndexFolder) -> IndexDamaged:
    """The error for a base of which no catalogue can be read."""
    return IndexDamaged(
        f"{folder.root} 里没有一个版本的目录库能读出来，无法从中重建。请重新运行 python ingest.py，给出原来的文档目录。",
        f"No version in {folder.root} has a catalogue that can be read. Run python ingest.py again on the documents.",
    )


def _refused(chinese: str, english: str, folder: IndexFolder) -> RollbackRefused:
    kept = folder.published()
    numbers = [str(entry.number) for entry in folder.history() if entry.version in kept]
    return RollbackRefused(
        f"{chinese}，不能回退。现有第 {'、'.join(numbers)} 版；当前版本没有改动。",
        f"No rollback: {english}. Kept are {', '.join(numbers)}; the current version is as it was.",
    )
