"""The table of the desk 查数据 as HTML: what is looked for, the filters, the rows, the pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote as url_quote

from bot.figure_table import NONE, FigureRow, FigureTable, WordsRead
from bot.terms import describe_mapping
from knowledge.figure_index import COLUMNS, Column
from web.data_address import Address
from web.data_texts import DataTexts
from web.data_words import language, words_of_row
from web.escaping import safe

_MOST_CHOICES = 300


def table_html(table: FigureTable, address: Address, texts: DataTexts) -> str:
    """Return the search, the filters, and the page of rows under them."""
    return (
        f"{_form(table, address, texts)}{_read_html(table.read, texts)}"
        f'<p class="total" id="total">{safe(_total(table, texts))}</p>'
        f"{_rows_html(table, address, texts) if table.rows else ''}{_foot(table, address, texts)}"
    )


def source_url(row: FigureRow, texts: DataTexts) -> str:
    """Return the reader view's address at the figure, relative to the page, as an attribute value."""
    document = url_quote(row.document.id, safe="")
    return safe(f"document/{document}?start={row.card.start}&end={row.card.end}&language={language(texts)}#cited")


def go(address: Address, words: str, *, name: str = "", label: str = "", ident: str = "") -> str:
    """Return a link to another state of the desk; the desk's script follows it without loading the page anew."""
    more = "".join(
        f' {key}="{safe(value)}"' for key, value in (("aria-label", label), ("id", ident), ("class", name)) if value
    )
    return f'<a data-go href="{safe("data" + address.query())}"{more}>{safe(words)}</a>'


def _total(table: FigureTable, texts: DataTexts) -> str:
    if table.read.unknown_places:
        return texts.no_place.format(places="、".join(table.read.unknown_places))
    if not table.total:
        return texts.nothing
    said = texts.total.format(total=f"{table.total:,}", page=table.request.page, pages=table.pages)
    return f"{texts.nearest}{said}" if table.read.nearest else said


def _form(table: FigureTable, address: Address, texts: DataTexts) -> str:
    request, choices = table.request, table.choices
    places = _select(
        "place", texts.columns["place"], texts.all_places, request.place, _counted(choices["place"], texts)
    )
    years = _select("year", texts.columns["period"], texts.all_years, request.year, _counted(choices["year"], texts))
    units = _select("unit", texts.columns["unit"], texts.all_units, request.unit, _counted(choices["unit"], texts))
    titles = {key: f"{table.titles.get(key, key)} ({number})" for key, number in choices["document"].items()}
    documents = _select("doc", texts.columns["document"], texts.all_documents, request.document_id, titles)
    number = texts.comparing if table.conflicts is None else f"（{table.conflicts}）"
    checked = " checked" if request.conflicts else ""
    cleared = go(Address(rows=address.rows), texts.clear, name="action", ident="clear")
    return (
        f'<form id="figure-search" role="search" action="data"><label for="figure-words">{safe(texts.words)}</label>'
        f'<div class="words"><input id="figure-words" name="q" type="search" maxlength="200" autocomplete="off" value="{safe(request.words)}" '
        f'placeholder="{safe(texts.words_hint)}"/><button id="figure-find" type="submit">{safe(texts.find)}</button></div>'
        f'<div class="filters">{places}{years}{units}{documents}'
        f'<label class="tick"><input type="checkbox" id="only-conflicts" name="conflicts" value="1"{checked}/>'
        f"{safe(texts.only_conflicts)}{safe(number)}</label>{cleared}</div></form>"
    )


def _counted(choices: Mapping[str, int], texts: DataTexts) -> dict[str, str]:
    return {value: f"{texts.unstated if value == NONE else value} ({number})" for value, number in choices.items()}


def _select(name: str, label: str, every: str, chosen: str, choices: Mapping[str, str]) -> str:
    shown = dict(list(choices.items())[:_MOST_CHOICES])
    if chosen and chosen not in shown:
        shown[chosen] = choices.get(chosen, chosen)
    options = "".join(
        f'<option value="{safe(value)}"{" selected" if value == chosen else ""}>{safe(words)}</option>'
        for value, words in {"": every, **shown}.items()
    )
    return f'<label class="filter"><span>{safe(label)}</span><select id="filter-{name}" name="{name}">{options}</select></label>'


def _read_html(read: WordsRead, texts: DataTexts) -> str:
    """How the words were understood; empty where just as they stand."""
    scope = [*read.places, *map(str, read.years), *read.units]
    said = [describe_mapping(read.mapped, language(texts))] if read.mapped else []
    said += [texts.scoped.format(scope="、".join(scope))] if scope else []
    return f'<p class="read">{safe("；".join(said))}</p>' if said else ""


def _rows_html(table: FigureTable, address: Address, texts: DataTexts) -> str:
    heads = "".join(_head(column, address, texts) for column in COLUMNS)
    chosen = all(row.key in address.rows for row in table.rows)
    every = (
        f'<input type="checkbox" id="every-row" aria-label="{safe(texts.select_page)}"{" checked" if chosen else ""}/>'
    )
    rows = "".join(_row(row, address, texts) for row in table.rows)
    return (
        f'<div class="wide"><table class="figure-rows"><thead><tr><th class="pick" scope="col">{every}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _head(column: Column, address: Address, texts: DataTexts) -> str:
    """A column's name, which sorts by it: upwards first, a second time downwards; values downwards first."""
    request = address.request
    sorted_now = request.sort == column
    descending = not request.descending if sorted_now else column == "value"
    arrow = (" ↓" if request.descending else " ↑") if sorted_now else ""
    order = f' aria-sort="{"descending" if request.descending else "ascending"}"' if sorted_now else ""
    name = texts.columns[column]
    link = go(
        address.turned(sort=column, descending=descending), name + arrow, ident=f"sort-{column}",
        label=texts.sort_by.format(column=name) + arrow,
    )  # fmt: skip
    return f'<th scope="col" class="{column}"{order}>{link}</th>'


def _row(row: FigureRow, address: Address, texts: DataTexts) -> str:
    words, number = words_of_row(row, texts), row.card.number
    label = safe(texts.select.format(number=number, indicator=words.indicator, value=words.value))
    chosen = row.key in address.rows
    tick = f'<input type="checkbox" class="row" id="row-{safe(row.key)}" value="{safe(row.key)}" aria-label="{label}"{" checked" if chosen else ""}/>'
    link = f'<a class="open" href="{source_url(row, texts)}">{safe(row.document.metadata.title)}</a>'
    cells = {
        "indicator": safe(words.indicator) + _badges(row, address, texts), "place": safe(words.place), "period": safe(words.period),
        "value": safe(words.value), "unit": safe(row.card.unit), "document": link,
    }  # fmt: skip
    name = " ".join(
        filter(None, ("marked" if row.marked else "", "chosen" if chosen else "", "differs" if row.conflicting else ""))
    )
    body = "".join(
        f'<td class="{column}" data-label="{safe(texts.columns[column])}">{cells[column] or "<span class=none>—</span>"}</td>'
        for column in COLUMNS
    )
    return f'<tr class="{name}"><td class="pick">{tick}</td>{body}</tr>'


def _badges(row: FigureRow, address: Address, texts: DataTexts) -> str:
    marks = f'<span class="badge answer">{safe(texts.from_answer)}</span>' if row.marked else ""
    if row.planned:
        marks += f'<span class="badge planned">{safe(texts.planned)}</span>'
    if row.conflicting:
        card = row.card
        rivals = Address(rows=address.rows).turned(
            words=card.indicator, place=card.place, conflicts=True, marked=(row.key,)
        )
        marks += (
            f'<span class="badge conflict">{safe(texts.conflict)}</span>{go(rivals, texts.see_conflict, name="action")}'
        )
    return f'<span class="badges">{marks}</span>' if marks else ""


def _foot(table: FigureTable, address: Address, texts: DataTexts) -> str:
    page, links = table.request.page, []
    if page > 1:
        links.append(go(address.turned(page=page - 1), f"← {texts.previous}", name="action", ident="page-before"))
    if page < table.pages:
        links.append(go(address.turned(page=page + 1), f"{texts.next} →", name="action", ident="page-after"))
    whole = Address(request=address.request).turned().query()
    files = "".join(
        f'<a class="action" download href="figures/export.{kind}{safe(whole)}&amp;language={language(texts)}">{safe(texts.export_found)} ({kind.upper()})</a>'
        for kind in ("xlsx", "csv")
    )
    version = f'<span class="version">{safe(texts.version.format(version=table.version))}</span>'
    turning = f'<nav class="turning-pages" aria-label="{safe(texts.page)}">{"".join(links)}</nav>' if links else ""
    return f'<div class="foot">{turning}{files if table.total else ""}{version}</div>'
