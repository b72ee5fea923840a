"""The desk 学业务 in a real browser, over a real training desk: what learners and trainers do there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests.web.conftest import Visit, served
from tests.web.learning import LearningBot, published
from tests.web.readable import faint, nameless, too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.page
HANDBOOK = "村干部手册"


class Lesson(Visit):
    """A learner's browser window on the desk."""

    def open(self) -> None:
        self.page.goto(f"{self.origin}/learn")
        self.page.locator("#learn[data-ready]").wait_for()
        self.page.locator("#dark[aria-pressed]").wait_for()

    def greet(self, name: str) -> None:
        self.page.locator("#learner-name").fill(name)
        self.page.keyboard.press("Enter")
        self.page.locator(".learn-home").wait_for()

    def begin(self, words: str = HANDBOOK) -> None:
        self.page.locator(".learn-shelf", has_text=words).click()
        self.page.locator(".learn-path [data-learn=round]").first.click()
        self.page.locator(".learn-item").wait_for()

    def answer(self) -> bool:
        """Answer the item that is shown somehow, by the keyboard alone; whether it was right."""
        page, item = self.page, self.page.locator(".learn-item")
        kind = item.get_attribute("data-kind")
        if kind == "filled":
            page.locator("#learn-fill").focus()
            page.keyboard.type("5")
        elif kind == "matched":
            for select in page.locator(".learn-pair select").all():
                select.focus()
                page.keyboard.press("ArrowDown")
        else:
            page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.locator(".learn-item[data-answered=yes]").wait_for()
        return page.locator(".learn-verdict.right").count() == 1


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Iterator[str]:
    from bot.training.desk import TrainingDesk
    from web.server import create_app
    from web.store import Store

    base = published(tmp_path_factory.mktemp("learning"))
    bot = LearningBot(training=TrainingDesk(base), base=base)
    with served(create_app(bot, lambda: "1", store=Store(state))) as address:
        yield address


@pytest.fixture
def lessons(browser: Browser, origin: str) -> Iterator[Callable[..., Lesson]]:
    opened: list[Lesson] = []

    def lesson(**options: object) -> Lesson:
        opened.append(Lesson(browser, origin, **options))
        return opened[-1]

    yield lesson
    strays = [url for each in opened for url in each.outside()]
    trouble = [words for each in opened for words in each.trouble]
    for each in opened:
        each.context.close()
    assert strays == [] and trouble == []


def shown(page: Page) -> str:
    return page.locator("#learn-screen").inner_text()


def test_a_round_by_keyboard_ends_with_a_score_and_fills_the_book(lessons: Callable[..., Lesson]) -> None:
    lesson = lessons()
    page = lesson.page
    lesson.greet("键盘")
    lesson.begin()
    count = page.locator(".learn-bar i").count()
    page.keyboard.press("Enter")  # nothing is chosen yet: it is said, and nothing is counted
    page.locator(".learn-warning").wait_for()
    hits = 0
    for n in range(count):
        hits += lesson.answer()
        assert page.locator(".learn-source blockquote").inner_text()
        assert page.locator(".learn-bar i.hit").count() == hits
        page.keyboard.press("Enter")
        if n + 1 < count:
            page.locator(f".learn-count:has-text('第{n + 2}题')").wait_for()
            assert page.locator("#learn-screen input:checked").count() == 0  # nothing of the last answer is left
            assert all(field.input_value() == "" for field in page.locator("#learn-fill, .learn-pair select").all())
    page.locator(".learn-end").wait_for()
    assert f"答对{hits}题，共{count}题" in shown(page)
    page.locator("[data-learn=home]").first.click()
    page.locator(".learn-home").wait_for()
    if hits < count:
        assert f"错题本（{count - hits}题）" in shown(page)


def test_a_citation_opens_the_document_at_the_sentence(lessons: Callable[..., Lesson]) -> None:
    lesson = lessons()
    page = lesson.page
    lesson.greet("引用")
    lesson.begin()
    lesson.answer()
    marked = page.locator(".learn-verdict a.open")
    marked.click()
    page.locator("#reader #cited").wait_for()
    assert page.locator("#reader #cited").inner_text() in page.locator(".learn-source blockquote").inner_text()
    page.locator("#reader .close").click()
    assert page.locator(".learn-verdict").is_visible()
    assert page.evaluate("window.poisoned") is None


def test_reload_and_back_lose_nothing_and_names_do_not_mix(lessons: Callable[..., Lesson]) -> None:
    one, two = lessons(), lessons()
    one.greet("张三")
    two.greet("李四")
    one.begin()
    one.answer()
    question = one.page.locator(".learn-question").inner_text()
    one.open()  # a reload in the middle of a round
    one.page.locator(".learn-item[data-answered=yes]").wait_for()
    assert one.page.locator(".learn-question").inner_text() == question
    one.page.locator("[data-learn=home]").first.click()
    one.page.locator("[data-learn=continue]").wait_for()
    one.page.go_back()
    one.page.locator(".learn-item").wait_for()
    assert two.page.locator("[data-learn=continue]").count() == 0
    assert "李四的学习" in shown(two.page)
    two.page.locator("[data-learn=who]").click()
    two.page.locator(".learn-names [data-name=张三]").click()
    two.page.locator("[data-learn=continue]").wait_for()


def test_the_book_takes_back_what_was_taken_out_and_a_record_goes_only_when_asked_twice(
    lessons: Callable[..., Lesson],
) -> None:
    lesson = lessons()
    page = lesson.page
    lesson.greet("错题")
    lesson.begin()
    while lesson.answer():
        page.keyboard.press("Enter")
        page.locator(".learn-item[data-answered=no]").wait_for()
    page.locator("[data-learn=home]").first.click()
    page.locator("[data-learn=book]").click()
    page.locator("[data-learn=takeout]").click()
    page.locator("[data-learn=putback]").wait_for()
    assert page.locator(".learn-reviewed").count() == 0
    page.wait_for_function("document.activeElement.dataset.learn === 'putback'", timeout=5000)
    page.keyboard.press("Enter")
    page.locator(".learn-reviewed").wait_for()
    page.locator("[data-learn=home]").first.click()
    page.locator("[data-learn=forget]").click()
    page.locator(".learn-forget").wait_for()
    page.keyboard.press("Enter")  # the first choice keeps the record
    page.locator("[data-learn=book]").wait_for()
    page.locator("[data-learn=forget]").click()
    page.locator("[data-learn=forgetyes]").click()
    page.locator("#learner-name").wait_for()
    assert "“错题”的学习记录已经清除" in shown(page)


def without_font() -> bool:
    from bot.training.pdf_sheet import NoChineseFont, chinese_font

    try:
        return not chinese_font()
    except NoChineseFont:
        return os.environ.get("CI") != "true"


@pytest.mark.parametrize("file_format", ["Word", "PDF"])
def test_a_sheet_is_downloaded(lessons: Callable[..., Lesson], file_format: str) -> None:
    if file_format == "PDF" and without_font():
        pytest.skip("no Chinese font on this machine")
    lesson = lessons()
    page = lesson.page
    lesson.greet("出卷")
    page.locator("[data-learn=sheet]").click()
    page.locator("#sheet-count").fill("6")
    page.locator("#sheet-seed").fill("7")
    page.locator("input[name=key]").check()
    with page.expect_download() as waiting:
        page.locator("button[name=format]", has_text=file_format).click()
    made = Path(waiting.value.path()).read_bytes()
    assert (
        waiting.value.suggested_filename
        == f"业务知识练习题（卷7，带答案）.{'docx' if file_format == 'Word' else 'pdf'}"
    )
    if file_format == "PDF":
        assert made.startswith(b"%PDF")
    else:
        said = "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)
        assert "卷号7，知识库版本20230306-1" in said and "\n6. " in said and "参考答案与出处" in said


@pytest.mark.parametrize(("width", "palette"), [(1280, "light"), (320, "dark")])
def test_every_screen_can_be_read(lessons: Callable[..., Lesson], width: int, palette: str) -> None:
    lesson = lessons(viewport={"width": width, "height": 844}, color_scheme=palette)
    page = lesson.page

    def readable() -> None:
        assert faint(page) == []
        assert nameless(page) == []
        assert too_wide(page) == []

    readable()
    lesson.greet("看得清")
    readable()
    page.locator("[data-learn=terms]").click()
    page.locator(".learn-terms summary").first.click()
    readable()
    page.locator("[data-learn=home]").first.click()
    lesson.begin()
    readable()
    lesson.answer()
    readable()
    page.locator("[data-learn=home]").first.click()
    page.locator("[data-learn=sheet]").click()
    page.locator(".learn-sheet").wait_for()
    readable()


def test_the_other_language_changes_every_word_of_the_page_and_none_of_the_documents(
    lessons: Callable[..., Lesson],
) -> None:
    lesson = lessons()
    page = lesson.page
    lesson.greet("Li")
    page.locator("#switch-language").click()
    page.locator("text=Li's learning").wait_for()
    assert "按文件学" not in shown(page) and HANDBOOK in shown(page)
