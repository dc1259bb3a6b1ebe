"""Imports point down only: cli → {rules, word, query, …} → workspace → forms → model."""

import ast
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "kaohe_cli"

# What each folder may import of ours, besides itself and exceptions.
MAY_IMPORT: dict[str, set[str]] = {
    "files": {"words"},
    "words": set(),
    "model": {"files", "words"},
    "forms": {"files", "words", "model"},
    "workspace": {"forms", "files", "words", "model"},
    "query": {"forms", "files", "words", "workspace", "model"},
    "rules": {"forms", "files", "words", "query", "workspace", "model"},
    "word": {"forms", "files", "words", "query", "workspace", "model"},
    "editing": {"files", "words", "workspace"},
    "assignment": {"forms", "files", "words", "editing", "rules", "query", "workspace", "model"},
    "progress": {"forms", "files", "words", "rules", "query", "workspace", "model"},
    "summary": {
        "claims",
        "word",
        "forms",
        "files",
        "words",
        "comparing",
        "exporting",
        "progress",
        "rules",
        "query",
        "workspace",
        "model",
    },
    "collecting": {"forms", "files", "words", "word", "editing", "rules", "query", "workspace", "model"},
    "claims": {"forms", "files", "words", "word", "editing", "rules", "query", "workspace", "model"},
    "comparing": {"forms", "files", "words", "query", "workspace", "model"},
    "importing": {
        "forms",
        "files",
        "words",
        "word",
        "comparing",
        "editing",
        "rules",
        "query",
        "workspace",
        "model",
    },
    "exporting": {"forms", "files", "words", "word", "query", "workspace", "model"},
    "starter": {"forms", "files", "words", "editing", "workspace", "model"},
    "cli": {
        "files",
        "words",
        "assignment",
        "claims",
        "progress",
        "summary",
        "collecting",
        "comparing",
        "importing",
        "exporting",
        "starter",
        "rules",
        "word",
        "query",
        "forms",
        "workspace",
        "model",
        "editing",
    },
}
SHARED = {"exceptions", ""}


def imported(path: Path) -> set[str]:
    """Returns the folders of ours that a module imports, “” for the package itself."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    ours = {
        name.removeprefix("kaohe_cli").removeprefix(".")
        for name in names
        if name.split(".")[0] == "kaohe_cli"
    }
    return {name.split(".")[0] for name in ours}


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_point_down(path: Path) -> None:
    folder = path.relative_to(PACKAGE).parts[0]
    if folder in MAY_IMPORT:
        assert imported(path) <= MAY_IMPORT[folder] | SHARED | {folder}


def test_every_folder_has_its_place() -> None:
    folders = {
        path.parent.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE
    }
    assert folders <= set(MAY_IMPORT)


def test_the_word_engine_knows_nothing_of_the_job() -> None:
    for path in (PACKAGE / "word" / "engine").rglob("*.py"):
        text = path.read_text("utf-8")
        assert imported(path) <= {"exceptions", "word", "files", "words"}
        assert "kaohe_cli.drafting." not in text.replace("kaohe_cli.ooxml", "")


def test_the_building_of_documents_knows_nothing_of_the_job() -> None:
    for path in (PACKAGE / "word" / "building").rglob("*.py"):
        text = path.read_text("utf-8")
        assert imported(path) <= {"exceptions", "word", "files", "words"}
        rooms = text.replace("kaohe_cli.ooxml", "").replace("kaohe_cli.ooxml.building", "")
        assert "kaohe_cli.drafting." not in rooms


def test_one_module_names_elements_of_word_through_python_docx() -> None:
    """`OxmlElement` and `qn` are the door to what python-docx has no name for."""
    users = {path for path in PACKAGE.rglob("*.py") if "docx.oxml" in path.read_text("utf-8")}
    assert users == {PACKAGE / "word" / "building" / "markup.py"}
