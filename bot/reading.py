"""Reading: which sentence of the retrieved passages answers, and how sure that is.

Without a reader model a sentence is judged by what can be counted: how much of the question's content it says (rare terms count
more), how much its passage, heading and title say, how well the passage was found, and whether it holds what is asked for (a
number with the asked unit, a date, an office).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.asked import holds_asked
from bot.types import Query
from knowledge.assembly import KnowledgeBase
from knowledge.lexical import search_form, terms
from knowledge.sentences import sentence_spans
from knowledge.types import SearchHit

_PASSAGES_READ = 12
# Fitted (listwise logistic, one half of the questions at a time, shown on the other) on the report, laws and policies questions
# and rounded; adding the cosine of each single sentence gave nothing beyond noise and costs an embedding each.
_OWN, _AROUND, _HOLDS, _PASSAGE = 0.22, 0.30, 0.13, 0.35

_SCAFFOLD = re.compile(
    r"多少|几(?=[^何])|哪些|哪个|哪里|哪儿|哪种|哪家|哪天|哪|什么时候|什么|啥时候|啥|怎么样|怎么|怎样|如何|咋|是不是|有没有|能不能|可不可以|是否|能否|可否|请问|到底|究竟|具体|一共|总共"
    r"|分别|各是|各|都有|都叫|都|我们|咱们|你们|我|俺|咱|你|您|吗|呢|啊|呀|吧|嘛|么|了|的|地|得|过|是指|指的是|谁|多久|多旧|这个|那个|这些|那些|一下|告诉|介绍|说说|讲讲|讲|说"
    r"|有关|关于|方面|情况|可以|应该|应当|需要|要|能|会|给|把|被|让|在|和|与|对|为|从|到|有|是|就|还|也|又|个|里|上|下|中"
)
_CARRY_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a passage, judged."""

    hit: SearchHit
    start: int
    end: int
    text: str
    """`Document.text[start:end]`."""
    own: float
    """Share of the question's content that the sentence says itself, in [0, 1], rare terms weighing more."""
    around: float
    """The same with its passage, headings and title, in [0, 1]."""
    holds: bool
    """Whether it holds what is asked for."""
    score: float
    """Relevance in [0, 1]."""


def content_weights(query: Query, knowledge: KnowledgeBase) -> dict[str, float]:
    """The question's content terms with their weights: rarity for its own words, half of it for carried and official ones."""
    own = query.resolved.removeprefix(f"{query.topic}——") if query.topic else query.resolved
    weights: dict[str, float] = {}
    for text, share in ((own, 1.0), (query.topic, _CARRY_WEIGHT), ("、".join(query.expansions), _CARRY_WEIGHT)):
        for term in terms(_SCAFFOLD.sub(" ", search_form(text))):
            weight = share * knowledge.lexical.rarity(term) * (1.0 if len(term) > 1 else 0.5)
            weights[term] = max(weights.get(term, 0.0), weight)
    return weights


def coverage(weights: Mapping[str, float], text: str) -> float:
    """Share of the weights whose terms `text` holds, in [0, 1]; 0 without weights."""
    total = sum(weights.values())
    held = set(terms(text))
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def read(query: Query, hits: Sequence[SearchHit], knowledge: KnowledgeBase) -> list[ReadSentence]:
    """The sentences of the best passages, best first."""
    weights = content_weights(query, knowledge)
    sentences = [
        _judge(query, weights, hit, span) for hit in hits[:_PASSAGES_READ] for span in sentence_spans(hit.chunk.text)
    ]
    return sorted(sentences, key=lambda s: -s.score)


def _judge(query: Query, weights: Mapping[str, float], hit: SearchHit, span: tuple[int, int]) -> ReadSentence:
    text = hit.chunk.text[span[0] : span[1]]
    title = hit.document.metadata.title
    around = "\n".join((title, *hit.chunk.heading_path, hit.chunk.context, hit.chunk.text))
    own, wide = coverage(weights, text), coverage(weights, around)
    holds = holds_asked(query, text)
    return ReadSentence(
        hit=hit, start=hit.chunk.start + span[0], end=hit.chunk.start + span[1], text=text,
        own=own, around=wide, holds=holds,
        score=_OWN * own + _AROUND * wide + _HOLDS * holds + _PASSAGE * hit.score,
    )  # fmt: skip
