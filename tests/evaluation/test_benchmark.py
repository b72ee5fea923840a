"""What the benchmark measures with: the generated corpus, the derived vectors, the child processes."""

import re
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from evaluation import benchmark, formats, synthetic
from evaluation.derived import DerivedEmbedder, blotted
from evaluation.measuring import Measured, child_environment, machine, middle, run_measured
from evaluation.question_sets import EvaluationError
from knowledge.chunking import chunk
from knowledge.loading import LOADERS, load
from knowledge.settings import PROJECT
from tests.knowledge.doubles import HashingEmbedder

REPORT = PROJECT / "reports" / "临溪县2022年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作报告.md"
REPORTS = PROJECT / "reports"


def test_the_corpus_is_the_same_every_time(tmp_path: Path) -> None:
    first = synthetic.write_corpus(REPORTS, tmp_path / "a", 250, 300)
    second = synthetic.write_corpus(REPORTS, tmp_path / "b", 250, 300)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert first == second >= 250
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)


def test_a_smaller_corpus_leaves_nothing_of_a_larger_one(tmp_path: Path) -> None:
    synthetic.write_corpus(REPORTS, tmp_path, 250, 300)
    made = synthetic.write_corpus(REPORTS, tmp_path, 20, 300)
    assert sum(len(list(chunk(load(path), 300))) for path in tmp_path.iterdir()) == made


def test_a_copy_is_another_county_of_the_same_shape() -> None:
    text = REPORT.read_text(encoding="utf-8")
    (_, first), (_, second) = islice(synthetic.copies([("报告", text)]), 2)
    assert len(first) == len(second) == len(text)
    assert first != second
    for copy in (first, second):
        assert not any(place in copy for place in synthetic.PLACES)
        assert len(re.findall(r"\d", copy)) == len(re.findall(r"\d", text))


def test_markdown_of_a_document_is_cut_into_as_many_passages(tmp_path: Path) -> None:
    for path in sorted(REPORTS.iterdir()):
        document = load(path)
        written = tmp_path / "again.md"
        written.write_text(synthetic.as_markdown(document), encoding="utf-8")
        again = load(written)
        assert len(list(chunk(again, 300))) == len(list(chunk(document, 300))), path.name


def test_names_are_distinct_for_ten_thousand_passages() -> None:
    drawn = [name for copy in range(55) for name in synthetic.names(copy)]
    assert len(set(drawn)) == len(drawn)
    assert all(synthetic.NAME.fullmatch(name) for name in drawn)
    assert len(synthetic.names(10_000)) == len(synthetic.PLACES)


def test_years_go_back_and_short_numbers_stay() -> None:
    assert synthetic.renamed("临溪县2022年", 1).endswith("县2021年")
    changed = synthetic.refigured("2022年3月12日共13487元、12.5%、第四十三条", "s")
    assert re.fullmatch(r"2022年3月12日共[1-9]\d{4}元、12\.5%、第四十三条", changed)
    assert changed == synthetic.refigured("2022年3月12日共13487元、12.5%、第四十三条", "s")
    assert changed != synthetic.refigured("2022年3月12日共13487元、12.5%、第四十三条", "t")


def test_copies_share_a_vector_but_for_noise() -> None:
    texts = [synthetic.renamed("临溪县青禾镇2022年监测对象218户", copy) for copy in range(3)]
    assert len({blotted(text) for text in texts}) == 1
    real = HashingEmbedder()
    derived = DerivedEmbedder(real)
    vectors = derived.embed_passages([*texts, "另一段话", texts[0]])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert 0.9 < vectors[0] @ vectors[1] < 0.999
    assert np.array_equal(vectors[0], vectors[4])
    assert np.allclose(vectors[0], DerivedEmbedder(real).embed_passages(texts[:1])[0])
    assert derived.fingerprint == real.fingerprint
    assert np.array_equal(derived.embed_question("问"), real.embed_question("问"))


def test_questions_ask_about_the_copies() -> None:
    asked = benchmark.questions_about_copies(200)
    assert len(asked) == 200 and asked == benchmark.questions_about_copies(200)
    assert not any(place in question for question in asked for place in synthetic.PLACES)
    assert any(synthetic.NAME.search(question) for question in asked)


def test_children_run_with_the_program_s_own_settings() -> None:
    given = {"WENCE_LLM": "x:y", "WENCE_SHARED": "s", "WENCE_THREADS": "1", "PATH": "/bin"}
    assert child_environment(given) == {"WENCE_THREADS": "1", "PATH": "/bin"}


def test_what_the_starting_process_holds_is_not_the_childs() -> None:
    held = bytearray(200_000_000)
    assert not run_measured(("-c", "pass")).peak_mib >= len(held) / 2**20


def test_a_child_is_measured() -> None:
    measured = run_measured(("-c", "import time; x = bytearray(60_000_000); time.sleep(0.2)"))
    assert measured.wall_s >= 0.2
    assert not measured.peak_mib <= 55  # nan where the system doesn't tell


def test_a_failing_child_is_quoted() -> None:
    with pytest.raises(EvaluationError, match="坏了"):
        run_measured(("-c", "import sys; sys.exit('坏了')"))


def test_the_middle_of_runs() -> None:
    runs = [Measured(wall_s=wall, peak_mib=100 - wall) for wall in (9.0, 1.0, 2.0)]
    assert middle(runs) == Measured(wall_s=2.0, peak_mib=98.0)


@pytest.mark.parametrize("kind", [kind for kind in formats.kinds(0.02) if not kind.slow], ids=lambda kind: kind.name)
def test_each_kind_of_file_is_made_at_its_size_and_timed(kind: formats.Kind, tmp_path: Path) -> None:
    name, size, speed, took = formats.reading_row(kind, tmp_path, 1)
    assert (name, size) == (kind.name, f"{kind.size} {kind.unit}")
    assert re.fullmatch(rf"\d+ {kind.unit}/秒", speed) and float(took) >= 0
    (path,) = tmp_path.iterdir()
    document = load(path)
    if kind.unit == "页":
        assert {block.position.page for block in document.blocks} == set(range(1, kind.size + 1))
    else:
        assert sum(block.kind == "table_row" for block in document.blocks) == kind.size


def test_what_the_program_cannot_read_is_not_timed() -> None:
    assert {kind.needs for kind in formats.kinds()} <= LOADERS.keys()


def test_the_machine_line_names_the_cores() -> None:
    assert re.match(r"\d+ 核", machine())


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "10,", "１e3"])
def test_wrong_sizes_are_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        benchmark.main(["--passages", wrong])
    assert stopped.value.code == 2
    assert "整数" in capsys.readouterr().err
