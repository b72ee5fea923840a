"""The hand-written questions for words of place and time are whole."""

from evaluation.scope_words import QUESTIONS, Asked, Judged, judged_table, read_asked


def test_each_question_says_what_makes_it_right() -> None:
    asked = read_asked(QUESTIONS)
    assert len(asked) >= 30 and len({each.id for each in asked}) == len(asked)
    assert all(each.refused != bool(each.must) for each in asked)


def test_the_table_sums_up_by_word() -> None:
    asked = Asked(id="w1", word="村", question="", refused=True, must=(), must_not=())
    judged = [Judged(asked=asked, right=right, wrong=not right, status="", text="") for right in (True, False)]
    assert judged_table(judged).splitlines()[-1] == "| all | 2 | 1 | 1 |"
