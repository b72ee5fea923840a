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


def test_a_preview_says_what_changes_and_changes_nothing(
    tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, docs) == 0
    write(docs, STATE_B)
    before = (tmp_path / "index" / "CURRENT").read_bytes()
    capsys.readouterr()
    for option in ("--preview", "--dry-run"):
        assert run(tmp_path, docs, option) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("预览：知识库没有改动")
        assert "数字变动 2\n  a.txt\n    甲县 监测对象 120户→150户\n" in shown
        assert "知识库现有" not in shown
    assert (tmp_path / "index" / "CURRENT").read_bytes() == before
    assert run(tmp_path, docs, "--language", "en") == 0
    assert "Figures that changed 2\n  a.txt\n    甲县 监测对象 120户→150户\n" in capsys.readouterr().out


def test_versions_are_listed_and_gone_back_to(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--history") == 1
    assert "还没有知识库" in capsys.readouterr().err
    assert run(tmp_path, docs) == 0
    write(docs, STATE_B)
    assert run(tmp_path, docs) == 0
    capsys.readouterr()
    assert run(tmp_path, "--history") == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.startswith("第 2 版") and newest.endswith("新增 1、更新 1、移除 1，数字变动 2  ← 当前")
    assert oldest.startswith("第 1 版") and oldest.endswith("3 份文档、5 个段落  新增 3、更新 0、移除 0")
    assert run(tmp_path, "--rollback", 1) == 0
    assert "已回退到第 1 版" in (said := capsys.readouterr().out) and "要撤销，请运行 --rollback 2" in said
    assert run(tmp_path, "--rollback", 1) == 0
    assert "本来就是当前版本" in capsys.readouterr().out
    assert run(tmp_path, "--rollback", 7) == 1
    assert "没有第 7 版" in capsys.readouterr().err
    assert run(tmp_path, "--history", "--language", "en") == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("3 documents, 5 passages  +3 ~0 -0  <- current")


def test_a_document_is_deleted_by_name(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, docs) == 0
    capsys.readouterr()
    assert run(tmp_path, "--delete", "b.md", "c.md") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("已删除。") and "移除 2\n  b.md\n  c.md" in shown and "知识库现有 1 份文档" in shown
    assert run(tmp_path, "--delete", "b.md") == 1
    assert "知识库里没有 b.md" in capsys.readouterr().err


def test_a_base_is_checked_and_repaired(tmp_path: Path, docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, docs) == 0
    capsys.readouterr()
    assert run(tmp_path, "--check") == 0
    assert all(line.startswith("正常") for line in capsys.readouterr().out.splitlines())
    assert run(tmp_path, "--repair") == 0
    assert "没有需要重建的" in capsys.readouterr().out
    for path in (tmp_path / "index").rglob("vocab.index.json"):
        path.write_bytes(b"{")
    assert run(tmp_path, "--check") == 1
    shown = capsys.readouterr()
    assert "有问题 全文索引" in shown.out and "--repair" in shown.err
    write(docs, {})  # a repair needs no files
    assert run(tmp_path, "--repair") == 0
    assert "已从目录库重建" in capsys.readouterr().out
    assert run(tmp_path, "--check", "--language", "en") == 0
    assert "ok    file hashes" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("--history", "x"), ("--check", "--repair"), ("--rollback", "x")])
def test_options_that_do_not_go_together_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        ingest.main(arguments)
    assert stopped.value.code == 2


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
