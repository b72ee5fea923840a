"""A sheet as PDF, set by Typst with the machine's own Chinese fonts, of which the used characters are embedded."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from bot.errors import BotError
from bot.training.sheets import Sheet

_FONTS = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "NSimSun", "FangSong", "STSong", "Songti SC", "AR PL UMing CN",
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC", "Heiti SC",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip
"""Families with simplified Chinese that Linux, Windows and macOS come with or offer; the first that is there sets the sheet."""

_TEMPLATE = """
#let sheet = json(bytes(sys.inputs.sheet))
#set document(title: sheet.title, date: none)
#set page(paper: "a4", margin: (x: 2.2cm, y: 2cm), footer: context align(center, text(9pt, counter(page).display("1 / 1", both: true))))
#set text(font: sys.inputs.font, size: 11pt, lang: "zh", region: "cn", cjk-latin-spacing: none)
#set par(leading: 0.75em, justify: false)
#align(center, text(18pt, weight: "bold", sheet.title))
#text(9pt, sheet.note)

姓名：#box(width: 3.2cm, line(length: 100%)) #h(1em) 日期：#box(width: 3.2cm, line(length: 100%)) #h(1em) 得分：#box(width: 2.4cm, line(length: 100%))
#for (head, items) in sheet.sections {
  block(above: 1.4em, sticky: true, text(weight: "bold", head))
  for item in items {
    block(above: 1.1em, item.question)
    for line in item.lines { block(above: 0.6em, inset: (left: 0.8cm), line) }
  }
}
#if sys.inputs.key == "yes" {
  pagebreak()
  align(center, text(18pt, weight: "bold", "参考答案与出处"))
  for (head, items) in sheet.sections {
    block(above: 1.4em, sticky: true, text(weight: "bold", head))
    for item in items {
      block(above: 1em, item.question.split(" ").first() + " " + item.key)
      block(above: 0.6em, inset: (left: 0.8cm), text(9pt, item.explanation))
    }
  }
}
"""


class NoChineseFont(BotError):
    """The machine has no font to set Chinese with."""


class SheetFailed(BotError):
    """The sheet couldn't be set."""


@cache
def chinese_font(folder: Path | None = None) -> str:
    """The family that sheets are set in: the first of the known ones that is installed.

    Args:
        folder: Look in this folder instead of the system's fonts.

    Raises:
        NoChineseFont: none of them is.
    """
    fonts = typst.Fonts() if folder is None else typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
    there = {family.casefold() for family in fonts.families()}
    for family in _FONTS:
        if family.casefold() in there:
            return family
    raise NoChineseFont(
        "这台电脑上没有中文字体，做不出PDF。请安装“思源宋体”或“Noto Serif CJK SC”字体（Linux上执行 apt install fonts-noto-cjk），再重新打开程序；现在可以先下载Word版。",
        "This machine has no Chinese font, so no PDF can be made. Install Noto Serif CJK SC (on Linux: apt install fonts-noto-cjk) and start again; the Word file can be had now.",
    )


def pdf_of(sheet: Sheet, *, with_key: bool) -> bytes:
    """The sheet as a PDF file, A4; with the key, it begins on a page of its own.

    Raises:
        NoChineseFont: as `chinese_font`.
        SheetFailed: Typst refused it.
    """
    inputs = {
        "sheet": json.dumps(asdict(sheet), ensure_ascii=False),
        "font": chinese_font(),
        "key": "yes" if with_key else "no",
    }
    try:
        made = typst.compile(_TEMPLATE.encode(), format="pdf", sys_inputs=inputs)
    except (typst.TypstError, RuntimeError) as exc:
        raise SheetFailed(
            f"PDF没有做成（{exc}）。现在可以先下载Word版。",
            f"The PDF could not be made ({exc}). The Word file can be had now.",
        ) from exc
    if not isinstance(made, bytes):
        raise SheetFailed(
            "PDF没有做成。现在可以先下载Word版。", "The PDF could not be made. The Word file can be had now."
        )
    return made
