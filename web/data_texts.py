"""The words of the desk 查数据, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTexts:
    """The desk's words in one language."""

    language_tag: str
    heading: str
    loading: str
    failed: str
    words: str
    words_hint: str
    find: str
    clear: str
    all_places: str
    all_years: str
    all_units: str
    all_documents: str
    unstated: str
    only_conflicts: str
    comparing: str
    total: str
    nothing: str
    no_place: str
    nearest: str
    scoped: str
    columns: dict[str, str]
    select: str
    select_page: str
    sort_by: str
    conflict: str
    see_conflict: str
    from_answer: str
    planned: str
    previous: str
    next: str
    page: str
    chosen: str
    chosen_hint: str
    gone: str
    drop: str
    drop_all: str
    to_chosen: str
    to_series: str
    to_comparison: str
    alone: dict[str, str]
    """Where a figure has no other period or place to stand beside."""
    workings: str
    kinds: dict[str, str]
    chart: str
    series_title: str
    comparison_title: str
    left_out: str
    about: str
    save_chart: str
    chart_table: str
    export_found: str
    export_chosen: str
    version: str
    sheet_rows: str
    sheet_about: str
    sheet_workings: str
    sheet_columns: tuple[str, ...]
    about_rows: dict[str, str]
    filters: dict[str, str]
    see_rows: str


CHINESE = DataTexts(
    language_tag="zh-CN",
    heading="查数据",
    loading="正在读取数字…",
    failed="没有读到数字，请刷新页面再试。",
    words="找什么数字",
    words_hint="可以用平常话，例如：吃低保的有多少户",
    find="查找",
    clear="清除条件",
    all_places="全部地区",
    all_years="全部时点",
    all_units="全部单位",
    all_documents="全部文件",
    unstated="文件没有写明",
    only_conflicts="只看各文件说法不一致的",
    comparing="（还在比对）",
    total="共 {total} 个数字，第 {page}/{pages} 页",
    nothing="没有符合的数字。可以换个说法，或者清除条件。",
    no_place="没有文件提到“{places}”，不能用别处的数代替。",
    nearest="没有完全符合的，下面是最接近的。",
    scoped="只看：{scope}",
    columns={"indicator": "指标", "place": "地区", "period": "时点", "value": "数值", "unit": "单位", "document": "出处"},
    select="选第 {number} 行：{indicator} {value}",
    select_page="选中这一页",
    sort_by="按{column}排序",
    conflict="各文件不一致",
    see_conflict="对照各文件的数",
    from_answer="回答用的数",
    planned="计划、预计数",
    previous="上一页",
    next="下一页",
    page="页",
    chosen="已选 {count} 行",
    chosen_hint="勾选表里的数字，这里就算出合计、相差、占比、增长，并画出图来；每一步都能回到出处。",
    gone="有 {count} 行在现在的知识库里已经没有了，没有列出。",
    drop="去掉第 {number} 行",
    drop_all="全部去掉",
    to_chosen="看所选和计算",
    to_series="第 1 行的历年数",
    to_comparison="第 1 行各地的数",
    alone={"series": "没有找到第 1 行这个指标在同一地区其他时点的数。", "comparison": "没有找到第 1 行这个指标在同级其他地区同一时点的数。"},
    workings="计算",
    kinds={"sum": "合计", "difference": "相差", "share": "占比", "growth": "增长"},
    chart="图",
    series_title="{scope}{indicator}（{unit}）",
    comparison_title="{scope}各地{indicator}（{unit}）",
    left_out="没有画进图的：{rows}",
    about="约",
    save_chart="存为图片（PNG）",
    chart_table="图上的数",
    export_found="导出查到的全部",
    export_chosen="导出所选",
    version="知识库版本 {version}",
    sheet_rows="数据",
    sheet_about="说明",
    sheet_workings="计算",
    sheet_columns=(
        "序号", "指标", "地区", "时点", "数值（原文写法）", "数值（折成单位）", "上限", "单位", "备注", "出处", "发文机关", "文号", "成文日期", "原句",
    ),
    about_rows={
        "source": "数字来源", "source_value": "问策知识库所收文件，数值按原文写法列出，逐行注明出处",
        "version": "知识库版本", "made": "导出日期", "count": "行数", "filter": "查询条件", "conflict": "各文件不一致",
        "conflict_value": "备注“各文件不一致”的，是另有文件对同一指标、同一地区、同一时点写了不同的数，使用前请核对",
    },
    filters={"words": "找什么", "place": "地区", "year": "时点", "unit": "单位", "document": "文件", "conflicts": "只看不一致", "none": "无（全部）", "chosen": "勾选的行"},
    see_rows="在“查数据”里看",
)  # fmt: skip

ENGLISH = DataTexts(
    language_tag="en",
    heading="Figures",
    loading="Reading the figures…",
    failed="The figures could not be read; please reload the page.",
    words="Which figures",
    words_hint="Plain Chinese words will do, e.g. 吃低保的有多少户",
    find="Find",
    clear="Clear",
    all_places="All places",
    all_years="All periods",
    all_units="All units",
    all_documents="All documents",
    unstated="Not stated",
    only_conflicts="Only what documents state differently",
    comparing=" (still comparing)",
    total="{total} figures, page {page} of {pages}",
    nothing="No figure fits. Try other words, or clear the filters.",
    no_place="No document mentions “{places}”; another place's figure can't stand in.",
    nearest="Nothing fits wholly; these come nearest.",
    scoped="Only: {scope}",
    columns={
        "indicator": "Indicator", "place": "Place", "period": "Period", "value": "Value", "unit": "Unit", "document": "Source",
    },
    select="Select row {number}: {indicator} {value}",
    select_page="Select this page",
    sort_by="Sort by {column}",
    conflict="Documents differ",
    see_conflict="See every document's figure",
    from_answer="Used in the answer",
    planned="planned or expected",
    previous="Previous",
    next="Next",
    page="Page",
    chosen="{count} rows selected",
    chosen_hint="Tick figures in the table: their sum, difference, share and growth are worked out here, and drawn; each term leads to its source.",
    gone="{count} rows are no longer in the knowledge base and aren't listed.",
    drop="Remove row {number}",
    drop_all="Remove all",
    to_chosen="To the selection",
    to_series="Row 1 over the years",
    to_comparison="Row 1 across places",
    alone={"series": "No other period of row 1 was found.", "comparison": "No other place of row 1 was found."},
    workings="Working",
    kinds={"sum": "Sum", "difference": "Difference", "share": "Share", "growth": "Growth"},
    chart="Chart",
    series_title="{scope} {indicator} ({unit})",
    comparison_title="{indicator} by place, {scope} ({unit})",
    left_out="Not drawn: {rows}",
    about="about ",
    save_chart="Save as picture (PNG)",
    chart_table="Figures in the chart",
    export_found="Export all that fit",
    export_chosen="Export the selection",
    version="Knowledge base {version}",
    sheet_rows="Figures",
    sheet_about="About",
    sheet_workings="Working",
    sheet_columns=(
        "No.", "Indicator", "Place", "Period", "Value (as written)", "Value (in the unit)", "Upper end", "Unit", "Remarks",
        "Source", "Issuer", "Document number", "Issued", "Sentence",
    ),
    about_rows={
        "source": "Source", "source_value": "Documents of the knowledge base; values as written, the source on each row",
        "version": "Knowledge base", "made": "Exported on", "count": "Rows", "filter": "Query", "conflict": "Documents differ",
        "conflict_value": "Another document states another value for the same indicator, place and period: check before use",
    },
    filters={
        "words": "words", "place": "place", "year": "period", "unit": "unit", "document": "document", "conflicts": "only differing",
        "none": "none (all)", "chosen": "selected rows",
    },
    see_rows="See in Figures",
)  # fmt: skip

DATA_TEXTS: dict[Language, DataTexts] = {"zh": CHINESE, "en": ENGLISH}
