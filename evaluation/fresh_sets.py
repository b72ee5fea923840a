"""Questions written after the code was frozen, over documents that it wasn't tuned on: python -m evaluation.evaluate --sets fresh_laws,...

evaluation/gold/fresh/questions.jsonl names the base of each question. `laws` are the laws of evaluation/gold/fresh/laws.txt, taken from
the archive of laws in the folder that WENCE_SHARED names; `policies` and `report` are that folder's; `reports` are the sample reports.
Once looked at, they are fresh no more: whoever tunes on them writes others.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

from evaluation.question_sets import BUILD, QuestionSet
from knowledge.settings import PROJECT

_GOLD = PROJECT / "evaluation/gold/fresh"
_BASES = ("laws", "policies", "report", "reports")


def fresh_sets(shared: Path) -> tuple[QuestionSet, ...]:
    """One set a base, named fresh_laws and so on; without the shared folder only `fresh_reports` is there."""
    folders = {base: shared / "corpus" / base for base in _BASES} | {
        "laws": BUILD / "fresh_laws_documents",
        "reports": PROJECT / "reports",
    }
    _unpack(shared / "corpus" / "laws_all.tar.xz", folders["laws"])
    return tuple(
        QuestionSet(name=f"fresh_{base}", gold=_questions(base), documents=folder) for base, folder in folders.items()
    )


def _questions(base: str) -> Path:
    """The base's questions as a file of their own, written anew."""
    BUILD.mkdir(parents=True, exist_ok=True)
    path = BUILD / f"fresh_{base}.jsonl"
    lines = (_GOLD / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in lines if json.loads(line)["base"] == base), encoding="utf-8")
    return path


def _unpack(archive: Path, folder: Path) -> None:
    """The named laws out of the archive, once; nothing where there is none."""
    names = set((_GOLD / "laws.txt").read_text(encoding="utf-8").split())
    if not archive.is_file() or (folder.is_dir() and {p.name for p in folder.iterdir()} >= names):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as laws:
        for member in laws:
            if member.isfile() and Path(member.name).name in names:
                content = laws.extractfile(member)
                assert content is not None  # a regular file has content
                (folder / Path(member.name).name).write_bytes(content.read())
