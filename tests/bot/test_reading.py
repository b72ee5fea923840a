"""The reader: a folder made by hand, the shipped one, and cross-encoders of sentence-transformers made here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from math import exp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ReaderError
from bot.reading import (
    CrossEncoderReader,
    OfflineReader,
    ReadablePassage,
    Reader,
    Reading,
    describe,
    load_reader,
)
from bot.settings import BotSettings
from knowledge.settings import PROJECT
from tests.bot.made_reader import BEGINS, CALIBRATION, ENDS, EXIT_ANSWERABLE, RELEVANT, SEEMING, make_reader, write_card

pytest.importorskip("onnx")

QUESTION = "低保标准是多少"
PLAIN = st.text(st.sampled_from("低保标准每人月元万乡镇２０5。，\n 《》()%Ａb😀𠀀㎡　①"), max_size=60)
ODD = ("\0\x01\x02", "\ud800", "😀🤣", "ＡＢＣ１２３，。", "𠀀𪚥᠀", "\u202e\u200b", "龘" * 3, "①㎡℃½", "甲" * 3000)
NOTHING = Reading(0.0, 0.0, 0, 0, 0.0)


def passage(text: str, title: str = "") -> ReadablePassage:
    return ReadablePassage(title, text)


def sigmoid(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def quoted(reading: Reading, text: str) -> str:
    return text[reading.start : reading.end]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_reader(tmp_path_factory.mktemp("made") / "reader")


@pytest.fixture(scope="module")
def reader(folder: Path) -> OfflineReader:
    return OfflineReader(folder, threads=2)


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> OfflineReader:
    """Reads two passages to the end."""
    return OfflineReader(make_reader(tmp_path_factory.mktemp("hasty") / "reader", kept=2))


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """A copy of the made folder that a test may spoil."""
    return Path(shutil.copytree(folder, tmp_path / "reader"))


def test_a_reading_says_how_relevant_and_where(reader: OfflineReader) -> None:
    text = f"前文。{BEGINS}每月540元{ENDS}。{RELEVANT}后文"
    [reading] = reader.read(QUESTION, [passage(text, "题目")])
    assert quoted(reading, text) == f"{BEGINS}每月540元{ENDS}"
    assert reading.relevance == pytest.approx(sigmoid(1 - 2))
    assert reading.answerable == pytest.approx(sigmoid(2 - 3))
    assert reading.span > 0.9


def test_readings_come_in_the_order_given(reader: OfflineReader) -> None:
    passages = [passage(RELEVANT * count + "字" * (9 - count)) for count in (3, 0, 5, 1)]
    found = [reading.relevance for reading in reader.read(QUESTION, passages)]
    assert found == pytest.approx([sigmoid(count - 2) for count in (3, 0, 5, 1)])


def test_no_passages_no_readings(reader: OfflineReader) -> None:
    assert reader.read(QUESTION, []) == []


def test_an_empty_passage_is_not_relevant(reader: OfflineReader) -> None:
    blank, filled, spaces = reader.read(QUESTION, [passage("", "题目"), passage(RELEVANT), passage(" \n　")])
    assert blank == spaces == NOTHING
    assert filled.relevance > 0
    assert reader.read(QUESTION, [passage("")]) == [NOTHING]


@settings(max_examples=40, deadline=None)
@given(PLAIN, PLAIN, PLAIN, st.sampled_from(["", "题目", f"{BEGINS}题{ENDS}"]))
def test_a_span_is_in_characters_of_the_text(before: str, inside: str, after: str, title: str) -> None:
    text = f"{before}{BEGINS}{inside}{ENDS}{after}"
    [reading] = shared().read(QUESTION, [passage(text, title)])
    assert quoted(reading, text) == f"{BEGINS}{inside}{ENDS}"


def test_a_title_is_read_but_holds_no_span(reader: OfflineReader) -> None:
    [reading] = reader.read(QUESTION, [passage("每月540元", f"{BEGINS}题{ENDS}{RELEVANT * 2}")])
    assert reading.relevance == pytest.approx(0.5)
    assert 0 <= reading.start < reading.end <= len("每月540元")


def test_a_span_of_stops_is_none(reader: OfflineReader) -> None:
    [reading] = reader.read(QUESTION, [passage("。，、")])
    assert (reading.start, reading.end, reading.span) == (0, 0, 0.0)


@pytest.mark.parametrize("where", [0, 60, 110, 300, 900])
def test_a_long_passage_is_read_to_its_end(reader: OfflineReader, where: int) -> None:
    answer = f"{BEGINS}每月540元{ENDS}{RELEVANT * 3}{SEEMING}"
    text = "甲乙丙，" * (where // 4) + answer + "丁戊己。" * ((900 - where) // 4)
    [reading] = reader.read(QUESTION, [passage(text, "题目")])
    assert quoted(reading, text) == f"{BEGINS}每月540元{ENDS}"
    assert reading.relevance == pytest.approx(sigmoid(3 - 2))


def test_a_long_question_and_a_long_title_leave_room_for_the_text(reader: OfflineReader) -> None:
    text = f"{BEGINS}每月540元{ENDS}"
    [reading] = reader.read("问" * 2000, [passage(text, "题目很长，" * 200)])
    assert quoted(reading, text) == text


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(PLAIN, st.just(RELEVANT + BEGINS), st.just(SEEMING * 2)), max_size=6))
def test_a_whole_reading_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    together = shared().read(QUESTION, [passage(text) for text in texts])
    assert together == [shared().read(QUESTION, [passage(text)])[0] for text in texts]


_SHARED: list[OfflineReader] = []


def shared() -> OfflineReader:
    """One reader for the property tests, which can't take a fixture each time."""
    if not _SHARED:
        from tempfile import mkdtemp

        folder = make_reader(Path(mkdtemp()) / "reader")
        _SHARED.append(OfflineReader(folder))
        shutil.rmtree(folder.parent)
    return _SHARED[0]


def test_only_the_best_at_the_exit_are_read_to_the_end(hasty: OfflineReader) -> None:
    texts = [SEEMING * seeming + BEGINS + "乙" * 5 for seeming in (4, 1, 3, 2, 0)]
    readings = hasty.read(QUESTION, [passage(text) for text in texts])
    whole, left = [readings[i] for i in (0, 2)], [readings[i] for i in (3, 1, 4)]
    assert all(reading.start < reading.end for reading in whole)
    assert [(reading.start, reading.end, reading.span) for reading in left] == [(0, 0, 0.0)] * 3
    assert [reading.answerable for reading in left] == [EXIT_ANSWERABLE] * 3
    relevances = [reading.relevance for reading in left]
    assert relevances == sorted(relevances, reverse=True)
    assert len(set(relevances)) == 3


def test_what_left_never_ranks_above_what_was_read(hasty: OfflineReader) -> None:
    # the exit thinks well of all, the upper layers of none
    readings = hasty.read(QUESTION, [passage(SEEMING * (9 - i)) for i in range(6)])
    assert sigmoid(CALIBRATION["exit"][0] * 4 + CALIBRATION["exit"][1]) > readings[0].relevance
    assert max(reading.relevance for reading in readings[2:]) < min(reading.relevance for reading in readings[:2])


def test_what_is_clearly_worse_keeps_its_own_relevance(hasty: OfflineReader) -> None:
    readings = hasty.read(
        QUESTION, [passage(SEEMING * 9 + RELEVANT * 9), passage(SEEMING * 8 + RELEVANT * 9), passage("乙")]
    )
    assert readings[2].relevance == pytest.approx(sigmoid(CALIBRATION["exit"][1]))


def test_all_near_the_best_are_read_to_the_end(tmp_path: Path) -> None:
    reader = OfflineReader(make_reader(tmp_path / "reader", kept=1, exit_margin=2.0))
    readings = reader.read(QUESTION, [passage(SEEMING * count + "乙丙") for count in (5, 4, 3, 2)])
    assert [reading.span > 0 for reading in readings] == [True, True, True, False]


def test_empty_passages_take_no_place_among_those_kept(hasty: OfflineReader) -> None:
    readings = hasty.read(QUESTION, [passage(""), passage("甲乙"), passage(" "), passage("丙丁" + SEEMING)])
    assert [reading.span > 0 for reading in readings] == [False, True, False, True]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_and_always_the_same(reader: OfflineReader, text: str) -> None:
    [first] = reader.read(text, [passage(text, text)])
    assert [first] == reader.read(text, [passage(text, text)])
    assert 0 <= first.relevance <= 1
    assert 0 <= first.start <= first.end <= len(text)


def test_full_width_forms_are_the_plain_ones(reader: OfflineReader) -> None:
    wide = f"２０２３年（{BEGINS}５４０元{ENDS}）"
    plain = f"2023年({BEGINS}540元{ENDS})"
    assert reader.read("２０２３年", [passage(wide)]) == reader.read("2023年", [passage(plain)])


def test_threads_share_a_reader(hasty: OfflineReader) -> None:
    passages = [passage(SEEMING * (i % 5) + BEGINS + "乙" * i * 7 + RELEVANT * (i % 3)) for i in range(20)]
    expected = hasty.read(QUESTION, passages)
    with ThreadPoolExecutor(8) as pool:
        for readings in pool.map(lambda _: hasty.read(QUESTION, passages), range(24)):
            assert readings == expected


def test_the_number_of_threads_changes_nothing(folder: Path, reader: OfflineReader) -> None:
    passages = [passage(BEGINS + "乙" * i * 40 + RELEVANT) for i in range(6)]
    assert OfflineReader(folder, threads=1).read(QUESTION, passages) == reader.read(QUESTION, passages)


def test_it_is_a_reader_that_finds_spans(reader: OfflineReader) -> None:
    assert isinstance(reader, Reader)
    assert reader.finds_spans
    assert reader.name == "made by hand"


def test_the_fingerprint_is_the_content_not_the_place(reader: OfflineReader, copied: Path) -> None:
    assert OfflineReader(copied).fingerprint == reader.fingerprint
    card = json.loads((copied / "card.json").read_text(encoding="utf-8"))
    (copied / "tokenizer.json").write_text(
        (copied / "tokenizer.json").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    write_card(copied, card)
    assert OfflineReader(copied).fingerprint != reader.fingerprint


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx", "tokenizer.json"])
def test_a_damaged_file_is_named_with_both_hashes(copied: Path, name: str) -> None:
    path = copied / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    expected = json.loads((copied / "card.json").read_text(encoding="utf-8"))["files"][name]["sha256"]
    with pytest.raises(ReaderError, match=re.escape(str(path))) as raised:
        OfflineReader(copied)
    assert "阅读模型" in raised.value.chinese
    assert "已损坏" in raised.value.chinese
    assert "WENCE_READER=off" in raised.value.chinese
    for sentence in (raised.value.chinese, raised.value.english):
        assert expected[:12] in sentence
        assert len(set(re.findall(r"[0-9a-f]{12}", sentence.replace(str(path), "")))) == 2


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ReaderError, match=re.escape(str(copied / name))):
        OfflineReader(copied)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"files": 3}'])
def test_a_card_that_says_nothing_is_damaged(copied: Path, content: str) -> None:
    (copied / "card.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReaderError, match="card.json"):
        OfflineReader(copied)


def test_a_card_that_leaves_a_file_out_is_damaged(copied: Path) -> None:
    card = json.loads((copied / "card.json").read_text(encoding="utf-8"))
    del card["files"]["upper.onnx"]
    (copied / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ReaderError, match="card.json"):
        OfflineReader(copied)


def test_a_missing_model_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="找不到"):
        OfflineReader(tmp_path / "nothing")


def test_files_that_agree_with_their_card_but_are_no_model(copied: Path) -> None:
    card = json.loads((copied / "card.json").read_text(encoding="utf-8"))
    (copied / "upper.onnx").write_bytes(b"no model")
    write_card(copied, card)
    with pytest.raises(ReaderError, match="打不开") as raised:
        OfflineReader(copied)
    assert raised.value.__cause__ is not None


def test_a_network_in_the_wrong_place_is_said(copied: Path) -> None:
    card = json.loads((copied / "card.json").read_text(encoding="utf-8"))
    shutil.copy(copied / "lower.onnx", copied / "upper.onnx")
    write_card(copied, card)
    with pytest.raises(ReaderError, match="upper.onnx"):
        OfflineReader(copied)


def test_torch_is_not_imported_by_default(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.reading import OfflineReader, ReadablePassage;"
        "OfflineReader(Path(sys.argv[1])).read('低保', [ReadablePassage('', '每月540元')]);"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=PROJECT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("value", ["off", "OFF", " off "])
def test_reading_can_be_turned_off(value: str) -> None:
    assert load_reader(BotSettings(reader=value)) is None


def test_what_reads_is_said_in_both_languages(reader: OfflineReader, cross_encoder: Path) -> None:
    ordering = CrossEncoderReader(str(cross_encoder))
    assert describe(None, "zh") == "阅读模型:已关闭(WENCE_READER=off),按字面与向量排序"
    assert "off" in describe(None, "en")
    assert "made by hand" in describe(reader, "zh")
    assert "made by hand" in describe(reader, "en")
    assert "不标出答案" in describe(ordering, "zh")
    assert "doesn't point at the answer" in describe(ordering, "en")
    assert cross_encoder.name in describe(ordering, "en")


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random two-layer cross-encoder with one score."""
    return make_cross_encoder(tmp_path_factory.mktemp("cross") / "tiny-reranker")


def make_cross_encoder(folder: Path, *, scores: int = 1, head: bool = True, activation: str = "") -> Path:
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    PreTrainedTokenizerFast(
        tokenizer_file=str(PROJECT / "models" / "embedder" / "tokenizer.json"),
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=64,
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=28365,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        num_labels=scores,
        pad_token_id=1,
        initializer_range=0.5,
    )
    if activation:
        config.sentence_transformers = {"activation_fn": activation, "version": "6.2.0"}
    (BertForSequenceClassification(config) if head else BertModel(config)).save_pretrained(folder)
    return folder


def test_a_folder_is_read_by_sentence_transformers(cross_encoder: Path) -> None:
    reader = load_reader(BotSettings(reader=str(cross_encoder)))
    assert isinstance(reader, CrossEncoderReader)
    assert not reader.finds_spans
    assert reader.name == "tiny-reranker"
    texts = ["低保标准每人每月540元", "", "新修机耕道三十公里", *ODD]
    readings = reader.read(QUESTION, [passage(text, "题目") for text in texts])
    assert len(readings) == len(texts)
    assert readings[1] == NOTHING
    assert all(0 < reading.relevance < 1 for i, reading in enumerate(readings) if i != 1)
    assert all(reading.answerable == reading.relevance for reading in readings)
    assert all(reading.start == reading.end and reading.span == 0 for reading in readings)
    assert readings[0].relevance != readings[2].relevance
    [alone] = reader.read(QUESTION, [passage(texts[2], "题目")])
    assert alone.relevance == pytest.approx(readings[2].relevance, abs=1e-5)
    assert reader.read(QUESTION, []) == []
    assert reader.read(QUESTION, [passage("")]) == [NOTHING]


def test_scores_are_the_models_own(cross_encoder: Path) -> None:
    from sentence_transformers import CrossEncoder

    text = "低保标准每人每月540元"
    [expected] = CrossEncoder(str(cross_encoder)).predict([(QUESTION, f"题目\n{text}")])
    [reading] = CrossEncoderReader(str(cross_encoder)).read(QUESTION, [passage(text, "题目")])
    assert reading.relevance == pytest.approx(float(expected), abs=1e-6)


def test_scores_lie_on_one_scale_whatever_the_models_last_step(cross_encoder: Path, tmp_path: Path) -> None:
    plain = make_cross_encoder(tmp_path / "plain", activation="torch.nn.modules.linear.Identity")
    passages = [passage("低保标准每人每月540元"), passage("新修机耕道三十公里")]
    found = [
        [reading.relevance for reading in CrossEncoderReader(str(place)).read(QUESTION, passages)]
        for place in (plain, cross_encoder)
    ]
    assert found[0] == pytest.approx(found[1], abs=1e-6)


def test_threads_share_a_cross_encoder(cross_encoder: Path) -> None:
    reader = CrossEncoderReader(str(cross_encoder), threads=1)
    passages = [passage("低保标准" * i) for i in range(1, 6)]
    expected = [reading.relevance for reading in reader.read(QUESTION, passages)]
    with ThreadPoolExecutor(8) as pool:
        for readings in pool.map(lambda _: reader.read(QUESTION, passages), range(16)):
            assert [reading.relevance for reading in readings] == pytest.approx(expected, abs=1e-6)


def test_the_fingerprint_of_a_folder_follows_its_files(cross_encoder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(cross_encoder, tmp_path / "copy"))
    before = CrossEncoderReader(str(cross_encoder)).fingerprint
    assert CrossEncoderReader(str(copy)).fingerprint == before
    with (copy / "config.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert CrossEncoderReader(str(copy)).fingerprint != before


def test_an_encoder_without_a_trained_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="not a cross-encoder"):
        CrossEncoderReader(str(make_cross_encoder(tmp_path / "encoder", head=False)))


def test_a_model_with_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="3 scores"):
        CrossEncoderReader(str(make_cross_encoder(tmp_path / "three", scores=3)))


@pytest.mark.parametrize("name", ["/no/such/folder", "./nothing", "C:\\models\\nothing", "a/b/c"])
def test_a_missing_folder_is_said(name: str) -> None:
    with pytest.raises(ReaderError, match="WENCE_READER") as raised:
        load_reader(BotSettings(reader=name))
    assert "找不到" in raised.value.chinese


def test_a_folder_that_holds_no_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReaderError, match="打不开"):
        load_reader(BotSettings(reader=str(tmp_path)))


def test_a_hub_name_without_a_network_says_what_to_do(tmp_path: Path) -> None:
    code = (
        "from bot.reading import load_reader; from bot.errors import ReaderError; from bot.settings import BotSettings\n"
        "try:\n load_reader(BotSettings(reader='nobody/nothing'))\n"
        "except ReaderError as error:\n print(error.chinese); print(error.english)\n"
    )
    environment = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert "取不到阅读模型 nobody/nothing" in done.stdout, done.stderr
    assert "WENCE_READER=off" in done.stdout
    assert "can't be fetched" in done.stdout
