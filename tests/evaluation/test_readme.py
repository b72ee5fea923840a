"""What README says about settings, files and links is so."""

import re

from bot.settings import BotSettings
from knowledge.settings import OTHER_NAMES, PROJECT, KnowledgeSettings, names_of

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_table_lists_every_setting_once() -> None:
    listed = re.findall(r"^\| `(WENCE_\w+)` \|", README, flags=re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == names_of(KnowledgeSettings) | names_of(BotSettings) | OTHER_NAMES


def test_the_table_gives_the_defaults_and_bounds() -> None:
    for kind in (KnowledgeSettings, BotSettings):
        for name, field in kind.model_fields.items():
            if not isinstance(field.default, int | float):
                continue
            if isinstance(field.default, bool):
                assert f"| `WENCE_{name.upper()}` | {str(field.default).lower()} |" in README
                continue
            row = re.search(rf"^\| `WENCE_{name.upper()}` \| ([\d.]+) \| (.+) \|$", README, flags=re.MULTILINE)
            assert row, name
            assert float(row[1]) == field.default
            for bound in field.metadata:
                limit = getattr(bound, "le", None) or getattr(bound, "ge", None)
                assert limit is None or str(limit) in row[2], f"{name}: {bound}"


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"`((?:bot|models|evaluation|tests|knowledge|web|reports)/[\w./]*)`", README)
    linked = re.findall(r"\]\(([^#)][^)]*)\)", README)
    assert named and linked
    for name in (*named, *linked):
        assert (PROJECT / name).exists(), name


def test_links_inside_the_page_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", README, flags=re.MULTILINE)
    }
    for anchor in re.findall(r"\]\(#([^)]+)\)", README):
        assert anchor in headings, anchor


def test_make_targets_it_names_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make (\w+)", README, flags=re.MULTILINE))
    assert named >= {"run", "test", "evaluate", "benchmark"}
    for target in named:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_the_measured_table_has_its_place() -> None:
    assert README.count("<!-- measured -->") == README.count("<!-- /measured -->") == 1
