"""The embedder: the shipped files, and sentence-transformers on a tiny folder made here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings

from knowledge.embedding import SHIPPED, OfflineEmbedder, SentenceTransformersEmbedder, load_embedder
from knowledge.errors import EmbedderError
from knowledge.settings import PROJECT, KnowledgeSettings

PASSAGES = (
    "农村低保标准由每人每月500元提高到540元，城市低保标准提高到700元。",
    "全镇共有监测对象57户180人，其中突发严重困难户12户。",
    "参加居民医保的人员住院，政策范围内费用按百分之七十五报销。",
    "新修机耕道三十公里，灌溉面积扩大到两千亩。",
    "对拖欠农民工工资的单位，由劳动监察部门责令限期支付。",
)
QUESTIONS = (
    ("一个月低保能拿多少钱", 0),
    ("被盯着怕返贫的有几户人家", 1),
    ("看病住院能报多少", 2),
    ("修了多长的生产路", 3),
    ("干了活老板不给钱咋办", 4),
    ("How much of a hospital bill is reimbursed?", 2),
)
ODD = ("", " ", "\0\x01\x02", "\ud800", "😀🤣", "ＡＢＣ１２３，。", "𠀀𪚥᠀", "\u202e\u200b", "龘" * 3, "①㎡℃½")


@pytest.fixture(scope="module")
def offline() -> OfflineEmbedder:
    return OfflineEmbedder(threads=2)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped folder that a test may spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "embedder"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with a random two-layer BERT, without prompts."""
    return make_tiny(tmp_path_factory.mktemp("tiny") / "model")


def make_tiny(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    signs = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted({c for text in PASSAGES for c in text}), *"querypasg: "]
    vocabulary = {sign: i for i, sign in enumerate(dict.fromkeys(signs))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(pattern="", behavior="isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    plain = folder.parent / f"{folder.name}-plain"
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(plain)
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **sizes)).save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=64)
    SentenceTransformer(modules=[transformer, Pooling(16)], prompts=prompts, device="cpu").save(str(folder))
    return folder


def assert_unit(vectors: np.ndarray) -> None:
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=-1), 1, atol=1e-4)


def test_a_question_finds_the_passage_that_means_the_same(offline: OfflineEmbedder) -> None:
    vectors = offline.embed_passages(PASSAGES)
    found = [int(np.argmax(vectors @ offline.embed_question(question))) for question, _ in QUESTIONS]
    assert found == [right for _, right in QUESTIONS]


def test_vectors_have_the_promised_shape(offline: OfflineEmbedder) -> None:
    assert_unit(offline.embed_passages(PASSAGES))
    assert offline.embed_passages(PASSAGES).shape == (len(PASSAGES), offline.dimension)
    assert offline.embed_question("低保").shape == (offline.dimension,)
    assert offline.embed_passages([]).shape == (0, offline.dimension)


def test_a_question_and_a_passage_are_embedded_differently(offline: OfflineEmbedder) -> None:
    text = PASSAGES[0]
    assert not np.allclose(offline.embed_question(text), offline.embed_passages([text])[0], atol=1e-3)


def test_langchain_sees_the_same_vectors(offline: OfflineEmbedder) -> None:
    assert isinstance(offline, Embeddings)
    assert offline.embed_documents(list(PASSAGES)) == offline.embed_passages(PASSAGES).tolist()
    assert offline.embed_query("低保") == offline.embed_question("低保").tolist()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PASSAGES), st.text(max_size=40)), max_size=5))
def test_a_vector_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    embedder = shared_offline()
    together = embedder.embed_passages(texts)
    assert together.shape == (len(texts), embedder.dimension)
    for vector, text in zip(together, texts, strict=True):
        assert np.array_equal(vector, embedder.embed_passages([text])[0])


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(len(PASSAGES))))
def test_the_order_of_the_texts_is_kept(order: list[int]) -> None:
    embedder = shared_offline()
    expected = embedder.embed_passages(PASSAGES)
    assert np.array_equal(embedder.embed_passages([PASSAGES[i] for i in order]), expected[order])


_SHARED: list[OfflineEmbedder] = []


def shared_offline() -> OfflineEmbedder:
    """One embedder for the property tests, which can't take a fixture each time."""
    if not _SHARED:
        _SHARED.append(OfflineEmbedder(threads=2))
    return _SHARED[0]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_get_a_unit_vector_and_always_the_same(offline: OfflineEmbedder, text: str) -> None:
    assert_unit(offline.embed_question(text))
    assert np.array_equal(offline.embed_passages([text]), offline.embed_passages([text]))


def test_a_long_text_counts_up_to_its_first_512_tokens(offline: OfflineEmbedder) -> None:
    start = "".join(PASSAGES) * 10
    first, second = offline.embed_passages([start + "甲" * 5, start + "乙" * 50_000])
    assert np.array_equal(first, second)


def test_full_width_forms_are_the_plain_ones(offline: OfflineEmbedder) -> None:
    assert np.array_equal(offline.embed_question("２０２３年（５４０元）"), offline.embed_question("2023年(540元)"))


def test_threads_share_an_embedder(offline: OfflineEmbedder) -> None:
    expected = offline.embed_passages(PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: offline.embed_passages(PASSAGES), range(8)):
            assert np.array_equal(vectors, expected)


def test_the_number_of_threads_changes_nothing(offline: OfflineEmbedder) -> None:
    assert np.array_equal(OfflineEmbedder(threads=1).embed_passages(PASSAGES), offline.embed_passages(PASSAGES))


def test_progress_is_told_and_ends_with_all(offline: OfflineEmbedder) -> None:
    seen: list[int] = []
    offline.embed_passages(["短"] * 70, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 70
    assert len(seen) > 1


def test_torch_is_not_imported_by_default() -> None:
    code = (
        "import sys; from knowledge.embedding import load_embedder; from knowledge.settings import KnowledgeSettings;"
        "load_embedder(KnowledgeSettings()).embed_question('低保');"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    environment = {key: value for key, value in os.environ.items() if key != "WENCE_EMBEDDER"}
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_shipped_files_are_small_enough() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 45_000_000


def test_the_fingerprint_is_the_content_not_the_place(offline: OfflineEmbedder, copied: Path) -> None:
    assert OfflineEmbedder(copied).fingerprint == offline.fingerprint


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_named(copied: Path, name: str) -> None:
    path = copied / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(EmbedderError, match=re.escape(str(path))) as raised:
        OfflineEmbedder(copied)
    assert "已损坏" in raised.value.chinese
    assert "damaged" in raised.value.english


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(EmbedderError, match=re.escape(str(copied / name))):
        OfflineEmbedder(copied)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"files": 3}'])
def test_a_card_that_says_nothing_is_damaged(copied: Path, content: str) -> None:
    (copied / "card.json").write_text(content, encoding="utf-8")
    with pytest.raises(EmbedderError, match="card.json"):
        OfflineEmbedder(copied)


def test_a_missing_model_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="找不到"):
        OfflineEmbedder(tmp_path / "nothing")


def test_files_that_agree_with_their_card_but_are_no_model(copied: Path) -> None:
    import hashlib

    (copied / "model.onnx").write_bytes(b"no model")
    card = json.loads((copied / "card.json").read_text(encoding="utf-8"))
    card["files"]["model.onnx"]["sha256"] = hashlib.sha256(b"no model").hexdigest()
    (copied / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(EmbedderError, match="打不开") as raised:
        OfflineEmbedder(copied)
    assert raised.value.__cause__ is not None


def test_without_a_setting_the_shipped_model_is_loaded(offline: OfflineEmbedder) -> None:
    embedder = load_embedder(KnowledgeSettings(embedder=""))
    assert isinstance(embedder, OfflineEmbedder)
    assert embedder.fingerprint == offline.fingerprint


def test_a_folder_is_run_by_sentence_transformers(tiny: Path, offline: OfflineEmbedder) -> None:
    embedder = load_embedder(KnowledgeSettings(embedder=str(tiny)))
    assert isinstance(embedder, SentenceTransformersEmbedder)
    vectors = embedder.embed_passages([*PASSAGES, *ODD])
    assert embedder.dimension == 16
    assert vectors.shape == (len(PASSAGES) + len(ODD), 16)
    assert_unit(vectors)
    assert_unit(embedder.embed_question("低保" * 500))
    assert np.allclose(vectors[1], embedder.embed_passages([PASSAGES[1]])[0], atol=1e-5)
    assert embedder.embed_passages([]).shape == (0, 16)
    assert embedder.fingerprint != offline.fingerprint


def test_threads_share_a_sentence_transformers_model(tiny: Path) -> None:
    embedder = SentenceTransformersEmbedder(str(tiny), threads=1)
    expected = embedder.embed_passages(PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: embedder.embed_passages(PASSAGES), range(8)):
            assert np.allclose(vectors, expected, atol=1e-6)


def test_a_sentence_transformers_model_keeps_to_its_threads(tiny: Path) -> None:
    import torch

    before, seen = torch.get_num_threads(), []
    embedder = SentenceTransformersEmbedder(str(tiny), threads=before + 1)
    embedder._model.register_forward_hook(lambda *_: seen.append(torch.get_num_threads()))
    embedder.embed_question("低保")
    assert seen == [before + 1]
    assert torch.get_num_threads() == before


def test_the_fingerprint_follows_the_folder_files_but_not_its_notes(tiny: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny, tmp_path / "copy"))
    before = SentenceTransformersEmbedder(str(tiny)).fingerprint
    (folder / "README.md").write_text("other words", encoding="utf-8")
    assert SentenceTransformersEmbedder(str(folder)).fingerprint == before
    with (folder / "config.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert SentenceTransformersEmbedder(str(folder)).fingerprint != before


def test_prompts_are_the_models_own(tmp_path: Path) -> None:
    plain = SentenceTransformersEmbedder(str(make_tiny(tmp_path / "plain")))
    assert np.allclose(plain.embed_question(PASSAGES[0]), plain.embed_passages(PASSAGES[:1])[0], atol=1e-6)
    told = SentenceTransformersEmbedder(str(make_tiny(tmp_path / "told", {"query": "r: ", "document": ""})))
    assert np.allclose(told.embed_passages(PASSAGES[:1]), plain.embed_passages(PASSAGES[:1]), atol=1e-6)
    assert np.allclose(told.embed_question(PASSAGES[0]), plain.embed_passages(["r: " + PASSAGES[0]])[0], atol=1e-6)


def test_an_e5_model_without_prompts_gets_those_of_e5(tmp_path: Path) -> None:
    plain = SentenceTransformersEmbedder(str(make_tiny(tmp_path / "plain")))
    e5 = SentenceTransformersEmbedder(str(make_tiny(tmp_path / "multilingual-e5-small")))
    text = PASSAGES[1]
    assert np.allclose(e5.embed_question(text), plain.embed_passages(["query: " + text])[0], atol=1e-6)
    assert np.allclose(e5.embed_passages([text]), plain.embed_passages(["passage: " + text]), atol=1e-6)
    assert e5.fingerprint != plain.fingerprint


@pytest.mark.parametrize("name", ["/no/such/folder", "./nothing", "C:\\models\\nothing", "a/b/c"])
def test_a_missing_folder_is_said(name: str) -> None:
    with pytest.raises(EmbedderError, match="WENCE_EMBEDDER") as raised:
        load_embedder(KnowledgeSettings(embedder=name))
    assert "找不到" in raised.value.chinese


def test_a_folder_that_holds_no_model_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(EmbedderError, match="打不开"):
        load_embedder(KnowledgeSettings(embedder=str(tmp_path)))


def run_with_hub(home: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Loads a hub name in a process of its own that has no network and the given cache."""
    code = (
        "import sys; from knowledge.embedding import load_embedder; from knowledge.errors import EmbedderError;"
        "from knowledge.settings import KnowledgeSettings\n"
        "try:\n print(load_embedder(KnowledgeSettings(embedder=sys.argv[1])).fingerprint)\n"
        "except EmbedderError as error:\n print(error.chinese); print(error.english)\n"
    )
    environment = {**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code, name]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_a_hub_name_without_a_network_says_what_to_do(tmp_path: Path) -> None:
    done = run_with_hub(tmp_path, "nobody/nothing")
    assert "取不到嵌入模型 nobody/nothing" in done.stdout, done.stderr
    assert "can't be fetched" in done.stdout


def test_a_hub_name_in_the_cache_is_its_revision(tiny: Path, tmp_path: Path) -> None:
    prints = []
    for revision in ("a" * 40, "b" * 40):
        cached = tmp_path / "hub" / "models--someone--tiny"
        shutil.copytree(tiny, cached / "snapshots" / revision)
        (cached / "refs").mkdir(exist_ok=True)
        (cached / "refs" / "main").write_text(revision, encoding="utf-8")
        done = run_with_hub(tmp_path, "someone/tiny")
        assert re.fullmatch(r"[0-9a-f]{16}", done.stdout.strip()), done.stdout + done.stderr
        prints.append(done.stdout.strip())
    assert prints[0] != prints[1]
