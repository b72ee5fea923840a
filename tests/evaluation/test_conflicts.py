"""The planted conflicts: how many, the same each time, and how an answer to one is judged."""

from collections import Counter

from bot.types import Answer, Citation, Conflict
from evaluation.conflict_documents import CONFLICTS, Planted, plant, read_planted_facts
from evaluation.conflicts import FACTS, judge, outcomes_table
from knowledge.types import DocumentCard, Metadata, Source

FACT_LIST = read_planted_facts(FACTS)
PLANTED = Planted(
    fact="lamps", kind="prose", question="2022年某县安装路灯多少盏", value="903盏", second="887盏", newest_first=("887盏", "903盏")
)  # fmt: skip


class Saying:
    """Answers every question with one answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def answer(self, question: object) -> Answer:
        return self._answer


def cited(number: int, quote: str) -> Citation:
    source = Source(path="", name=f"{number}.md", format="md", sha256="", size_bytes=0)
    card = DocumentCard(id=str(number), source=source, metadata=Metadata(title="报告"))
    return Citation(number=number, document=card, quote=quote, start=0, end=len(quote), passage=quote, passage_start=0)


def answer(text: str, *stated: tuple[str, int]) -> Answer:
    conflicts = (Conflict(indicator="路灯", place="某县", period="2022", stated=stated),) if stated else ()
    quotes = (cited(1, "新装路灯887盏"), cited(2, "安装路灯903盏"))
    return Answer(status="answered", text=text, citations=quotes, conflicts=conflicts)


def judged(said: Answer, planted: Planted = PLANTED):
    return judge(Saying(said), planted)  # type: ignore[arg-type]


def test_sixty_conflicts_and_ninety_statements_that_are_none() -> None:
    planted, documents = plant(FACT_LIST, 2026)
    assert Counter(p.conflict for p in planted) == {True: 60, False: 90}
    assert all(Counter(p.kind for p in planted)[kind] == 20 for kind in CONFLICTS)
    assert 0.3 < sum(p.held for p in planted) / len(planted) < 0.7
    assert plant(FACT_LIST, 2026) == (planted, documents)
    assert plant(FACT_LIST, 7)[1] != documents


def test_a_conflicts_values_differ_and_stand_in_two_documents() -> None:
    planted, documents = plant(FACT_LIST, 2026)
    for each in (p for p in planted if p.conflict):
        assert each.value != each.second
        number = each.second.rstrip("户人次万元亿个座公里亩支张名盏")
        assert any(number in text and each.value not in text for text in documents.values())


def test_both_values_with_their_citations_are_shown_in_order() -> None:
    full = judged(answer("新装路灯887盏[1]\n安装路灯903盏[2]", ("887盏", 1), ("903盏", 2)))
    assert (full.found, full.reported, full.shown, full.ordered) == (True, True, True, True)
    wrong_order = judged(answer("安装路灯903盏[2]\n新装路灯887盏[1]", ("903盏", 2), ("887盏", 1)))
    assert (wrong_order.shown, wrong_order.ordered) == (True, False)


def test_one_value_or_one_document_is_not_enough() -> None:
    assert not judged(answer("安装路灯903盏[2]")).shown
    assert not judged(answer("887盏[1]，903盏[1]", ("887盏", 1), ("903盏", 1))).shown
    assert not judged(answer("新装路灯887盏[1]\n安装路灯903盏[2]")).shown


def test_the_table_counts_what_is_reported_by_half_and_kind() -> None:
    table = outcomes_table([judged(answer("新装路灯887盏[1]\n安装路灯903盏[2]", ("887盏", 1), ("903盏", 2)))])
    assert "| conflicts | 1 | 1.000 | 1.000 | 1.000 | 1.000 |" in table
