"""The ingest command: what it prints, its exit codes, and that errors are one sentence."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import ingest
from bot.settings import BotSettings
from knowledge.assembly import open_knowledge
from knowledge.errors import SettingError
from knowledge.settings import OTHER_NAMES, PROJECT, KnowledgeSettings, names_of, read_settings, refuse_unknown
from knowledge.versions import IndexFolder
from tests.knowledge.corpus import STATE_A, STATE_B, write
from tests.knowledge.doubles import HashingEmbedder

EMBEDDER = HashingEmbedder()
MODEL = PROJECT / "models" / "embedder" / "card.json"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("WENCE_"):
            monkeypatch.delenv(name)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    return write(folder, STATE_A)


def run(tmp_path: Path, *arguments: object, embedder: HashingEmbedder = EMBEDDER) -> int:
    return ingest.main([*map(str, arguments), "--index", str(tmp_path / "index")], embedder=embedder)


def test_the_report_says_what_was_done(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, docs) == 0
    shown = capsys.readouterr()
    assert "新增 3" in shown.out
    assert "  sub/c.md" in shown.out
    assert "知识库现有 3 份文档" in shown.out
    assert "读取文件 3/3" in shown.err
    write(docs, STATE_B)
    assert run(tmp_path, docs) == 0
    shown = capsys.readouterr()
    for line in ("新增 1\n  d.md", "更新 1\n  a.txt", "移除 1\n  b.md", "未变 1", "失败 0"):
        assert line in shown.out


def test_english_on_request(
    tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path, docs, "--language", "en") == 0
    assert "Added 3" in capsys.readouterr().out
    monkeypatch.setenv("WENCE_LANGUAGE", "en")
    assert run(tmp_path, tmp_path / "nowhere") == 1
    assert "Failed 1" in capsys.readouterr().out


def test_a_failed_file_is_named_with_its_reason_and_the_exit_code_says_so(
    tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / "empty.pdf").write_bytes(b"")
    assert run(tmp_path, docs) == 1
    shown = capsys.readouterr().out
    assert "失败 1\n  empty.pdf" in shown
    assert "新增 3" in shown


def test_no_document_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    assert run(tmp_path, tmp_path / "docs") == 1
    shown = capsys.readouterr()
    assert "没有可以入库的文档" in shown.err
    assert "Traceback" not in shown.err
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_duplicates_and_notes_are_shown(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (docs / "z.md").write_text(STATE_A["b.md"], encoding="utf-8")
    (docs / "x.dwg").write_bytes(b"1")
    assert run(tmp_path, docs) == 0
    shown = capsys.readouterr().out
    assert "z.md = b.md" in shown
    assert "跳过 1 个不支持格式的文件" in shown


def test_a_second_ingest_at_once_is_told_so(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with IndexFolder(tmp_path / "index").lock(wait=False):
        assert run(tmp_path, docs) == 1
    shown = capsys.readouterr()
    assert shown.err.strip().startswith("另一个入库正在进行")
    assert len(shown.err.strip().splitlines()) == 1


class InterruptedEmbedder(HashingEmbedder):
    """Ctrl-C while it works."""

    def embed_passages(self, texts: Sequence[str], *, progress: object = None) -> NDArray[np.float32]:
        raise KeyboardInterrupt


def test_ctrl_c_says_that_the_old_version_stays(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, docs) == 0
    write(docs, STATE_B)
    assert run(tmp_path, docs, embedder=InterruptedEmbedder()) == 130
    assert "原有的知识库没有改动" in capsys.readouterr().err
    base = open_knowledge(KnowledgeSettings(index=tmp_path / "index"), embedder=EMBEDDER)
    assert [card.source.name for card in base.catalogue.cards()] == ["a.txt", "b.md", "c.md"]
    assert run(tmp_path, docs) == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WENCE_INDX", "x", "WENCE_INDEX"),
        ("WENCE_CHUNK_CHARS", "7", "WENCE_CHUNK_CHARS"),
        ("WENCE_KEEP_VERSIONS", "many", "WENCE_KEEP_VERSIONS"),
        ("WENCE_LANGUAGE", "de", "WENCE_LANGUAGE"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    name: str,
    value: str,
    said: str,
    tmp_path: Path,
    docs: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, value)
    assert run(tmp_path, docs) == 1
    shown = capsys.readouterr().err.strip()
    assert said in shown
    assert len(shown.splitlines()) == 1


def test_the_index_may_come_from_the_environment(tmp_path: Path, docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_INDEX", str(tmp_path / "elsewhere"))
    assert ingest.main([str(docs)], embedder=EMBEDDER) == 0
    assert (tmp_path / "elsewhere" / "CURRENT").exists()


def test_names_of_other_rooms_are_known_to_the_ingest() -> None:
    assert names_of(BotSettings) | {"WENCE_LANGUAGE"} <= OTHER_NAMES
    refuse_unknown({"PATH": "", "WENCE_LLM_MODEL": "m", "WENCE_INDEX": "i"}, names_of(KnowledgeSettings) | OTHER_NAMES)
    with pytest.raises(SettingError, match="WENCE_NONSENSE"):
        refuse_unknown({"WENCE_NONSENSE": "1"}, names_of(KnowledgeSettings))


def test_a_value_out_of_bounds_is_said_in_chinese_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_LLM_TIMEOUT_S", "-77")
    with pytest.raises(SettingError, match=r"WENCE_LLM_TIMEOUT_S.*要大于 0") as caught:
        read_settings(BotSettings)
    assert "77" not in str(caught.value)


@pytest.mark.skipif(not MODEL.exists(), reason="the offline model isn't built")
def test_the_real_command_with_the_real_model(tmp_path: Path, docs: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WENCE_")}
    command = [sys.executable, str(PROJECT / "ingest.py"), str(docs), "--index", str(tmp_path / "index")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    base = open_knowledge(KnowledgeSettings(index=tmp_path / "index"))
    (best, _), *_ = base.vectors.query(base.embedder.embed_question("家里着火了能领多少钱"), 2)
    assert base.catalogue.card(base.catalogue.chunk(best).document_id).source.name == "b.md"
