"""Imports point down only, from `cli` to `words`, and never in a circle."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "src" / "kaohe_cli"

# The rooms from top to bottom: each may import those below it, those that stand on one line not each other.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("library",),
    ("importing", "mailing", "starter"),
    ("summarizing",),
    ("exporting", "collecting", "claims"),
    ("drafting", "progress", "assignment", "comparing"),
    ("rules",),
    ("query",),
    ("workspace",),
    ("forms",),
    ("tables",),
    ("ooxml", "yamltext"),
    ("files",),
    ("words",),
)
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


def level(room: str) -> int:
    return next(number for number, rooms in enumerate(ROOMS) if room in rooms)


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_point_down(path: Path) -> None:
    if path.parent == PACKAGE:
        return
    room = path.relative_to(PACKAGE).parts[0]
    assert not [other for other in imported(path) - SHARED - {room} if level(other) <= level(room)]


def modules() -> dict[str, Path]:
    """Returns every module of ours by its dotted name."""
    names = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path
        for path in PACKAGE.rglob("*.py")
    }
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


def asked_for(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yields the modules of ours that a module imports, within functions and for types alone too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in known else str(node.module)


def test_no_module_needs_itself() -> None:
    """An import inside a function hides a circle, it does not break it."""
    known = modules()
    needs = {name: {*asked_for(path, known)} - {name} for name, path in known.items()}
    while free := [name for name, needed in needs.items() if not needed & set(needs)]:
        for name in free:
            del needs[name]
    assert not needs


@pytest.mark.parametrize("room", ["ooxml", "yamltext", "files", "words"])
def test_the_lower_rooms_know_nothing_of_the_job(room: str) -> None:
    below = {other for rooms in ROOMS[level("ooxml") :] for other in rooms}
    for path in (PACKAGE / room).rglob("*.py"):
        assert imported(path) <= below | {"exceptions"}


def test_one_module_names_elements_of_word_through_python_docx() -> None:
    """`OxmlElement` and `qn` are the door to what python-docx has no name for."""
    users = {path for path in PACKAGE.rglob("*.py") if "docx.oxml" in path.read_text("utf-8")}
    assert users == {PACKAGE / "ooxml" / "building" / "markup.py"}
