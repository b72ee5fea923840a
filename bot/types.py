"""The words of a conversation, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from knowledge.errors import KnowledgeError
from knowledge.marks import Rectangle
from knowledge.types import DocumentCard, Position, ScopeSource, SearchHit

Language = Literal["zh", "en"]
Role = Literal["user", "assistant"]
AnswerStatus = Literal["answered", "no_evidence", "clarify"]
AskedKind = Literal[
    "figure", "list", "definition", "steps", "who", "when", "where", "yes_no", "sum", "difference", "ratio",
    "comparison", "contact", "reason", "passage",
]  # fmt: skip
"""What a question asks for; `passage` where nothing more exact is recognised."""
AnswerMode = Literal["extractive", "generative"]
GuidePart = Literal["conditions", "exclusions", "materials", "steps", "place", "time", "contact"]
"""Parts of a service guide (办事指南): who may apply, who may not, what to bring, the way it takes, where, within what time, whom to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier utterance."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What goes into the bot."""

    text: str
    history: tuple[Turn, ...] = ()
    """Earlier turns, oldest first."""
    language: Language = "zh"
    """Language of the program's own words; quotes stay as they stand in the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question understood: self-contained, with its slots."""

    text: str
    """The question as asked."""
    resolved: str
    """The self-contained question; equal to `text` where nothing was carried."""
    kind: AskedKind
    places: tuple[str, ...] = ()
    """Places named that documents are about, as the documents write them."""
    mentioned_places: tuple[str, ...] = ()
    """Places named that documents name in their text only."""
    years: tuple[int, ...] = ()
    """Years named."""
    months: tuple[tuple[int, int], ...] = ()
    """Parts of those years asked for, each its first and last month (上半年: 1, 6); empty where whole years are."""
    plan: str = ""
    """The five-year plan that is asked about as one (十四五): no single year's figure is its."""
    units: tuple[str, ...] = ()
    """Units asked for, e.g. ("户", "人") for 多少户多少人."""
    unknown_places: tuple[str, ...] = ()
    """Places named that no document of the base is about or mentions."""
    expansions: tuple[str, ...] = ()
    """Official terms for folk terms of the question, searched beside its own words."""
    mapped: tuple[tuple[str, str], ...] = ()
    """Pairs (folk term, official term) behind `expansions`; shown, so that one sees what was searched."""
    groups: tuple[str, ...] = ()
    """Groups that documents define and of which the question names a member: 二类对象, where 低保户 are asked about."""
    members: tuple[str, ...] = ()
    """Words of the question that name members of `groups`."""
    above: tuple[str, ...] = ()
    """Places that those named lie in: their rules hold there too."""
    aspects: tuple[str, ...] = ()
    """Words in which documents write what is asked for (条件: 符合、下列), searched with little weight."""
    own: str = ""
    """What was said now, of a question that goes on from others; empty where it stands alone. Its words weigh more."""
    carried: str = ""
    """What was answered last, where the question goes on from it; searched beside it, with little weight."""
    language: Language = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage given to the language model, under a handle that only this request knows."""

    handle: str
    """What the model writes in brackets to cite it, e.g. KD3."""
    hit: SearchHit


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a document that carries a part of an answer."""

    number: int
    """The n of the mark [n] in the text, from 1."""
    document: DocumentCard
    quote: str
    """Verbatim: `Document.text[start:end]`."""
    start: int
    end: int
    passage: str
    """The passage around the quote, verbatim: `Document.text[passage_start:passage_start + len(passage)]`."""
    passage_start: int
    heading: str = ""
    """Heading path of the passage, joined by " > "."""
    reading: str = ""
    """How the rows of a table read in words; empty for prose, which reads as it stands."""
    position: Position = field(default_factory=Position)
    """Where the quote begins in the file; of a table's row, `column` is that of the one cell it is, None for more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One figure that documents state with different values: the same thing counted, of the same place and period."""

    indicator: str
    """What is counted, in the words of the first document."""
    place: str
    period: str
    """As `Figure.period`."""
    stated: tuple[tuple[str, int], ...]
    """(the value as its document writes it, number of its citation), two or more, the newest and highest issuer first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """A figure that was asked for, as a document states it: indicator, place, period, value with unit, source."""

    indicator: str
    """What is counted, in the document's own words."""
    qualifiers: tuple[str, ...] = ()
    """Words that narrow it: 累计, 新增, 其中, 每人每月."""
    subject: str = ""
    """Whose it is where the sentence or row names one beside the place."""
    place: str = ""
    """Empty where nothing says."""
    place_from: ScopeSource = ""
    """What says the place: the sentence or row itself, a heading, the document."""
    period: str = ""
    """2022, 2022-06, 2022-06-30, 2022上半年, 2021/2025; empty where nothing says."""
    period_from: ScopeSource = ""
    value: Decimal
    """With 万 and 亿 folded in."""
    upper: Decimal | None = None
    """The upper end of a range."""
    unit: str
    """Plain form: 户, 元/人·月; "" for a bare number."""
    qualifier: str = "exact"
    """As `notation.Qualifier`: exact, about, at_least, at_most, more_than, less_than, range."""
    said: str
    """As written, with its unit: 9922户."""
    number: int
    """Of the citation whose quote holds it."""
    start: int
    end: int
    """In the cited document: of the value with its unit, or of the table cell."""
    in_table: bool = False
    """Whether it is a cell: its period is then the column's or the table's, where a heading says it."""
    term: bool = False
    """Whether it is a term of the working that the answer shows; the result is no document's figure and has no card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideItem:
    """A statement of a service guide."""

    text: str
    """Verbatim: a part of the quote of citation `number`."""
    number: int
    """Of its citation."""
    points: tuple[str, ...] = ()
    """The list that it leads in, each item verbatim and of the same citation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSection:
    """What a document says on one part of how to apply."""

    part: GuidePart
    items: tuple[GuideItem, ...] = ()
    """In the document's order; empty where it doesn't say."""
    asked: bool = True
    """Whether the question asks for this part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How to apply for something, in lists, from the one document that rules it."""

    document: DocumentCard
    sections: tuple[GuideSection, ...]
    """What is asked first; parts that the document doesn't state stand among them, empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot says: plain text with marks [n], never HTML or Markdown from documents."""

    status: AnswerStatus
    text: str
    """Every statement is verbatim from a source, a template around verbatim figures, or a model's sentence that passed the checks. Marks are [1], [2]."""
    citations: tuple[Citation, ...] = ()
    """In the order of their numbers, 1..n."""
    lead: tuple[int, int] = (0, 0)
    """The part [start, end) of `text` that says it in short: at most three sentences; the whole text where it is no longer. (0, 0) with no answer."""
    explained: tuple[GuideItem, ...] = ()
    """Of folk terms in the question: the sentence that says what the official term is."""
    guide: Guide | None = None
    """The lists of a question of how to apply; None for other questions, or where no document rules it."""
    figures: tuple[FigureCard, ...] = ()
    """The figures asked for, of a question for figures, in the order they were asked; empty where no stated figure is surely the asked one."""
    nearby: tuple[Citation, ...] = ()
    """With a refusal: what the documents do say nearby, numbered like citations but not an answer."""
    conflicts: tuple[Conflict, ...] = ()
    """Where documents contradict each other on what is answered; the text says so, too."""
    notices: tuple[str, ...] = ()
    """What the reader should know: a model that was down, a repealed document, removed sentences."""
    query: Query | None = None
    """How the question was understood; shown where `resolved` differs from what was typed."""
    mode: AnswerMode = "extractive"
    version: str = ""
    """Name of the published version that answered."""
    final: bool = True
    """False for the partial Answers of a stream; the last one is final and replaces them all."""
    confidence: float = 0.0
    """How surely the documents answer the question, in [0, 1]; 0 where a place, period, document or value is missing."""
    elapsed_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a document in the reader view."""

    kind: str
    """A BlockKind."""
    start: int
    end: int
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()
    """Cell texts of a table row."""
    position: Position = field(default_factory=Position)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A whole document for the reader view."""

    card: DocumentCard
    passages: tuple[Passage, ...] = field(default_factory=tuple)
    position: Position = field(default_factory=Position)
    """Where the cited characters begin."""
    pages: int = 0
    """How many pages can be shown as they look; 0 where the format has none."""
    missing: KnowledgeError | None = None
    """Why the original can't be opened; None where it can."""
    downloaded: bool = False
    """Whether the original's file is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnText:
    """Characters that a page shows side by side. Points from the page's top-left corner."""

    text: str
    top: float
    bottom: float
    lefts: tuple[float, ...]
    """Of each character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page of a document as it looks, with the cited characters marked."""

    card: DocumentCard
    page: int
    """From 1."""
    pages: int
    width: float
    height: float
    """In points."""
    marks: tuple[Rectangle, ...] = ()
    """Around the cited characters that stand on this page, one a line; points from its top-left corner."""
    cited: tuple[int, ...] = ()
    """Every page that has marks."""
    quote: str = ""
    """The cited characters."""
    texts: tuple[DrawnText, ...] | None = None
    """Of a format that no picture is made of: what stands on the page; None where there is a picture."""
    downloaded: bool = False
    """Whether the original's file is offered."""
