"""Dependencies are used by their public names: what a release may rename without a word must not matter to us."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
FILES = [path for folder in ("src", "tests") for path in sorted((REPOSITORY / folder).rglob("*.py"))]
OURS = {"kaohe_cli", "tests", "tools", "benchmarks", "build_examples"}
# lxml has no public name for the type of an element: in src for annotations only, in one place.
ALLOWED = {"src/kaohe_cli/ooxml/wml/element.py": {"lxml.etree._Element"}}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yields the dotted name of everything that is imported, ours left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] not in OURS | {"__future__"})


def private(name: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in name.split("."))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_no_private_name_is_imported_or_patched(path: Path) -> None:
    relative = path.relative_to(REPOSITORY).as_posix()
    text = path.read_text("utf-8")
    found = {name for name in imported(ast.parse(text)) if private(name)}
    assert found <= ALLOWED.get(relative, set())
    if path != Path(__file__):
        assert not re.search(
            r"""["'](?:typer|click|pydantic|yaml|rich|docx|jinja2|shellingham)[\w.]*\._""", text
        )


def test_no_private_attribute_is_used_in_src() -> None:
    """ruff's SLF001 sees to it; here we see to it that nobody silences it."""
    for path in (REPOSITORY / "src").rglob("*.py"):
        assert "SLF001" not in path.read_text("utf-8"), path


DISTRIBUTIONS = {"docx": "python-docx", "yaml": "pyyaml", "pydantic_core": "pydantic"}


def test_what_src_imports_is_required() -> None:
    required = {re.split(r"[<>=\[;!~ ]", line)[0] for line in PROJECT["dependencies"]}
    required |= {re.split(r"[<>=]", line)[0] for line in PROJECT["optional-dependencies"]["all"]}
    for path in (REPOSITORY / "src").rglob("*.py"):
        for name in imported(ast.parse(path.read_text("utf-8"))):
            module = name.split(".")[0]
            if module not in sys.stdlib_module_names:
                assert DISTRIBUTIONS.get(module, module) in required, f"{path}: {name}"


def names(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


PINNED = names(
    [line for line in (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines() if line[:1] != "#"]
)
EXTRAS = PROJECT["optional-dependencies"]


def test_everything_that_the_readmes_install_is_pinned_within_its_range() -> None:
    wanted = [PROJECT["dependencies"], *EXTRAS.values()]
    for name, requirement in names([line for lines in wanted for line in lines]).items():
        version = str(PINNED[name].specifier).removeprefix("==")
        assert requirement.specifier.contains(version), name


def test_the_pins_name_a_version_and_nothing_of_where_it_comes_from() -> None:
    for requirement in PINNED.values():
        assert re.fullmatch(r"==[\w.+]+", str(requirement.specifier))
        assert requirement.url is None
    assert "--" not in (REPOSITORY / "constraints.txt").read_text("utf-8")


def test_what_builds_the_wheel_is_pinned_too() -> None:
    """pip builds in an environment of its own, which constraints do not reach."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", line) for line in project["build-system"]["requires"])


def test_every_range_has_two_ends() -> None:
    for requirement in map(Requirement, [*PROJECT["dependencies"], *EXTRAS["all"]]):
        assert {part.operator for part in requirement.specifier} == {">=", "<"}, requirement.name


def test_all_holds_every_optional_part_of_what_users_run() -> None:
    assert sorted(EXTRAS["all"]) == sorted(EXTRAS["excel"] + EXTRAS["pdf"])
    for readme in ("README.md", "README.zh-CN.md"):
        text = (REPOSITORY / readme).read_text("utf-8")
        assert all(f"`{name}`" in text for name in ("excel", "pdf", "all"))


def test_the_readmes_and_the_metadata_name_the_same_pythons() -> None:
    tried = [
        line.rpartition(" ")[2]
        for line in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
    ]
    assert PROJECT["requires-python"] == f">={tried[0]}"
    assert f"{', '.join(tried[:-1])} and {tried[-1]}" in (REPOSITORY / "README.md").read_text("utf-8")
    assert "、".join(tried) in (REPOSITORY / "README.zh-CN.md").read_text("utf-8")


def test_nobody_is_sent_to_a_package_index_for_us() -> None:
    """The name there may be anybody's; parts are installed from the program's own folder."""
    texts = [path for folder in ("docs", "src") for path in (REPOSITORY / folder).rglob("*.[mp][dy]")]
    sent = re.compile(r"\b(?<!un)install\b[^\n]*[ \"']kaohe(?:\[|==|[\"']|$)", re.MULTILINE)
    assert len(texts) > 200
    assert not [path for path in [*texts, *REPOSITORY.glob("*.md")] if sent.search(path.read_text("utf-8"))]
