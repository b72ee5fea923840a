"""Private numbers are covered at loading: the text keeps its length, and neither the base nor a log holds them."""

import io
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading import load
from knowledge.privacy import CoveringFilter, cover_document, covered, covered_counts, covered_spans, numbers_of
from knowledge.private_numbers import identity_check
from knowledge.settings import KnowledgeSettings
from tests.knowledge.bases import Base

IDENTITY = "61092619790412384" + identity_check("61092619790412384")
LIST = (
    "# 公示名单\n\n监督电话：0999-5550123\n\n| 姓名 | 身份证号 | 联系电话 | 账号 | 金额（元） |\n|---|---|---|---|---|\n"
    f"| 王某 | {IDENTITY} | 13912345678 | 2610012345678 | 3000 |\n| 李某 | {IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]} | 13812345678 | 2610012345679 | 2000 |\n"
)
NUMBERS = (IDENTITY, "13912345678", "2610012345678", "13812345678", "2610012345679", IDENTITY[6:14])


def test_a_covered_number_keeps_its_ends_and_its_length() -> None:
    assert covered(f"身份证{IDENTITY}，手机13912345678") == f"身份证610***********{IDENTITY[-4:]}，手机139****5678"
    assert covered("账号2610 0123 4567 8") == "账号261" + "*" * 12 + "8"


def test_a_document_is_covered_where_it_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "名单13912345678.md"
    path.write_text(LIST, encoding="utf-8")
    shown, hidden = load(path, show_private=True), load(path)
    assert len(shown.text) == len(hidden.text) and shown.blocks == hidden.blocks
    assert not any(number in hidden.text for number in NUMBERS) and all(number in shown.text for number in NUMBERS)
    assert "0999-5550123" in hidden.text and "3000" in hidden.text
    assert hidden.source.name == "名单139****5678.md" and "13912345678" not in hidden.metadata.title
    assert cover_document(hidden) == hidden


def test_what_is_covered_can_be_found_again(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(LIST, encoding="utf-8")
    shown, hidden = load(path, show_private=True), load(path)
    spans = covered_spans(hidden.text)
    assert len(spans) == len(numbers_of(shown)) == 6
    assert all(set(hidden.text[start:end]) == {"*"} for start, end in spans)
    assert covered_counts(hidden.text) == {
        "identity": 1,
        "mobile": 2,
        "account": 3,
    }  # the spaced one is as long as a card


@given(st.text(alphabet=f"0123456789xX- 账号电话，{IDENTITY}", max_size=60))
def test_covering_keeps_the_length_and_only_covers(text: str) -> None:
    once = covered(text)
    assert len(once) == len(text)
    assert all(a == b or b == "*" for a, b in zip(text, once, strict=True))


def test_no_file_of_the_base_holds_a_number(tmp_path: Path) -> None:
    base = Base(tmp_path)
    (base.docs / "名单.md").write_text(LIST, encoding="utf-8")
    base.sync()
    written = b"".join(path.read_bytes() for path in base.settings.index.rglob("*") if path.is_file())
    versions = [path for path in (base.settings.index / "versions").rglob("*") if path.is_file()]
    assert versions and b"139****5678" in written
    for path in versions:
        held = path.read_bytes()
        assert not any(number.encode() in held or number.encode("utf-16-le") in held for number in NUMBERS), path


def test_the_setting_shows_them_and_changing_it_reads_all_anew(tmp_path: Path) -> None:
    base = Base(tmp_path)
    (base.docs / "名单.md").write_text(LIST, encoding="utf-8")
    base.settings = KnowledgeSettings(index=tmp_path / "index", show_private=True)
    base.sync()
    assert IDENTITY in base.text()
    base.settings = KnowledgeSettings(index=tmp_path / "index")
    base.sync()
    assert IDENTITY not in base.text()


def test_a_file_that_is_gone_is_covered_when_the_setting_changes(tmp_path: Path) -> None:
    base = Base(tmp_path)
    (base.docs / "名单.md").write_text(LIST, encoding="utf-8")
    other = tmp_path / "other.md"
    other.write_text("# 防汛手册\n\n汛期每天巡查两次。\n", encoding="utf-8")
    base.settings = KnowledgeSettings(index=tmp_path / "index", show_private=True)
    base.sync()
    (base.docs / "名单.md").unlink()
    base.settings = KnowledgeSettings(index=tmp_path / "index")
    base.sync(other)
    assert "王某" in base.text() and IDENTITY not in base.text()


@pytest.mark.parametrize(
    "arguments", [(f"问题：%s {IDENTITY}", ("13912345678",)), ("%r", ([IDENTITY],)), (IDENTITY, ())]
)
def test_logs_hold_no_private_number(arguments: tuple[str, tuple[object, ...]]) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(CoveringFilter())
    log = logging.Logger("own")
    log.addHandler(handler)
    try:
        raise ValueError(IDENTITY)
    except ValueError:
        log.exception(arguments[0], *arguments[1])
    assert IDENTITY not in written.getvalue() and "13912345678" not in written.getvalue()
    assert "610****" in written.getvalue()
