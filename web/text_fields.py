"""What the page's words are called, in whichever language. Texts with {…} are filled by `str.format`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The page's words in one language."""

    language_tag: str
    """For the `lang` attribute."""
    name: str
    tagline: str
    desks: str
    """What a screen reader says for the way to the desks."""
    ask_desk: str
    check_desk: str
    data_desk: str
    learn_desk: str
    welcome: str
    welcome_body: str
    residents: str
    staff: str
    trainers: str
    question_label: str
    question_placeholder: str
    send: str
    stop: str
    new: str
    retry: str
    dark: str
    large_print: str
    other_language: str
    """The switch's label: the language that it leads to."""
    you: str
    assistant: str
    searching: str
    waiting: str
    """{ahead}: questions before this one."""
    understood: str
    """{question}: as the bot resolved it."""
    no_evidence: str
    clarify: str
    failed: str
    stopped: str
    nearby: str
    figures: str
    """What a screen reader says for the list of figure cards."""
    figure_term: str
    indicator: str
    period: str
    value: str
    extractive: str
    generative: str
    seconds: str
    """{seconds}: time taken."""
    copy: str
    copied: str
    evidence_count: str
    """{count}: citations."""
    cut: str
    """{count}: characters of a long question."""
    complete: str
    evidence: str
    evidence_of: str
    """{question}: the one whose evidence is shown."""
    evidence_hint: str
    evidence_none: str
    nearby_heading: str
    latest_evidence: str
    open_mark: str
    """{number}: of the citation; what a screen reader says for a mark."""
    back_to_answer: str
    open_document: str
    repealed: str
    """{title}: of the document that repeals it."""
    repealed_on: str
    """{date}."""
    issuer: str
    number: str
    issued: str
    effective: str
    expires: str
    place: str
    heading: str
    file: str
    page: str
    """{page}."""
    line: str
    """{line}."""
    paragraph: str
    """{paragraph}."""
    table_row: str
    """{table}, {row}."""
    table_cell: str
    """{table}, {row}, {column}."""
    sheet: str
    """{sheet}: its name."""
    sheet_row: str
    """{sheet}, {row}."""
    sheet_cell: str
    """{sheet}, {cell}: B7."""
    date: str
    """{year}, {month}, {day}."""
    reader: str
    close_reader: str
    reader_failed: str
    loading: str
    unknown_place: str
    views: str
    """What a screen reader says for the choice between the original and its text."""
    original: str
    text: str
    download: str
    cited_at: str
    """{position}: in words."""
    turning: str
    """What a screen reader says for the links that turn pages."""
    previous_page: str
    next_page: str
    page_of: str
    """{page}, {pages}."""
    cited_page: str
    """{page}: the way back to it."""
    page_picture: str
    """{title}, {page}, {pages}: what a screen reader says for a page's picture."""
    cited_words: str
    """{quote}: what a screen reader says for marked characters."""
    enlarge: str
    footnote: str
