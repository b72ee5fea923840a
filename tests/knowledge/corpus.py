"""A small fictional corpus that tests write to disk, in two states."""

from __future__ import annotations

from pathlib import Path

REPORT = "甲县工作报告\n\n一、成绩\n全县监测对象共{}户。新建卫生室{}所。\n二、问题\n部分村缺少集体收入。\n"
NOTICE = "# 临时救助通知\n\n## 条件\n\n遭遇火灾的家庭可以申请。\n\n## 金额\n\n每户不超过{}元。\n"
STATE_A = {
    "a.txt": REPORT.format(120, 3),
    "b.md": NOTICE.format(3000),
    "sub/c.md": "# 防汛预案\n\n汛期每天巡查两次。\n",
}
STATE_B = {"a.txt": REPORT.format(150, 5), "d.md": NOTICE.format(5000), "sub/c.md": STATE_A["sub/c.md"]}
"""a.txt is changed, b.md is gone, d.md is new."""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Make `folder` hold exactly `files`; returns it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
