"""The house's one direction and its walls, read from the imports of every module (DESIGN: the house)."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "bot", "web")
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "bot": {"bot", "knowledge"},
    "web": {"web", "bot", "knowledge"},
    "app.py": {"web", "bot", "knowledge"},
    "ingest.py": {"knowledge"},
    "models": {"models", "knowledge"},
    "evaluation": {"evaluation", "models", "bot", "knowledge"},
}
OURS = {"knowledge", "bot", "web", "models", "evaluation", "app", "ingest", "tests"}
WALLS = {
    "chromadb": {"knowledge/vectors.py"},
    "langchain_chroma": {"knowledge/vectors.py"},
    "sqlite3": {"knowledge/catalogue.py", "knowledge/catalogue_building.py", "web/store.py"},
    "sentence_transformers": {"knowledge/embedding.py", "bot/reading.py"},
    "onnxruntime": {"knowledge/model_runtime.py"},
    "tokenizers": {"knowledge/model_runtime.py"},
    "bm25s": {"knowledge/lexical.py"},
    "pypinyin": {"bot/pinyin.py"},
    "rapidocr": {"knowledge/loading/recognising.py"},
    "cv2": {"knowledge/loading/recognising.py"},
    "openai": {"bot/llm.py"},
    "openpyxl": {"web/data_export.py"},
    "langchain_openai": {"bot/llm.py"},
    "torch": set(),
    "fsrs": {"bot/training/scheduling.py"},
    "typst": {"bot/training/pdf_sheet.py"},
    "xlrd": {"knowledge/loading/xls.py"},
}
# Only these put the rooms together; what they compose doesn't know them.
COMPOSERS = {
    "bot.answering",
    "bot.by_place",
    "bot.by_year",
    "bot.confirming",
    "bot.direct",
    "bot.offering",
    "bot.desk",
    "bot.figure_desk",
    "bot.explaining",
    "bot.guide",
    "bot.guide_document",
    "bot.suggesting",
    "bot.assembly",
    "bot.__main__",
    "knowledge.building",
    "knowledge.intake",
    "knowledge.publishing",
    "knowledge.verifying",
    "knowledge.assembly",
    "knowledge.auditing",
}


def modules(place: str) -> list[Path]:
    path = PROJECT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("place", MAY_IMPORT)
def test_imports_go_one_way(place: str) -> None:
    found = modules(place)
    assert found
    for module in found:
        ours = {name.split(".")[0] for name in imports(module)} & OURS
        assert ours <= MAY_IMPORT[place], f"{module.relative_to(PROJECT)} imports {ours - MAY_IMPORT[place]}"


def test_each_vendor_stays_behind_its_wall() -> None:
    for package in PACKAGES:
        for module in modules(package):
            name = module.relative_to(PROJECT).as_posix()
            for vendor in {imported.split(".")[0] for imported in imports(module)} & WALLS.keys():
                assert name in WALLS[vendor], f"{name} imports {vendor}"


def test_gradio_stays_in_web() -> None:
    for place in ("knowledge", "bot", "ingest.py"):
        for module in modules(place):
            assert not any(name.split(".")[0] == "gradio" for name in imports(module)), module


def test_no_module_outgrows_its_room() -> None:
    for place in (*PACKAGES, "app.py", "ingest.py"):
        for module in modules(place):
            lines = len(module.read_text(encoding="utf-8").splitlines())
            assert lines <= 350, f"{module.relative_to(PROJECT)} has {lines} lines; split it by idea"


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def at_run_time(path: Path) -> set[str]:
    """Modules that a module imports when it is imported itself: not inside functions, not for type checking only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_of_a_package_import_no_circle(package: str) -> None:
    found = {dotted(module): at_run_time(module) for module in modules(package)}
    order = TopologicalSorter({name: needed & found.keys() - {name} for name, needed in found.items()})
    assert set(order.static_order()) == found.keys()


def test_only_composers_know_composers() -> None:
    for package in ("knowledge", "bot"):
        for module in modules(package):
            inside = {name for name in at_run_time(module) & COMPOSERS if name.split(".")[0] == package}
            assert not inside or dotted(module) in COMPOSERS, f"{dotted(module)} imports {inside}"
