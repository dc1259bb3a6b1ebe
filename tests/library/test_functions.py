"""What other programs may call: the same answers as the command line, typed, and cheap to import."""

import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import kaohe_cli
from kaohe_cli import KaoheError, UnusableDataError, load, render, summary, validate
from kaohe_cli.files.lock_place import lock_of
from tests.conftest import REPOSITORY, WHAT_SHIPS, Outcome

Kaohe = Callable[..., Outcome]

GUIDE = REPOSITORY / "docs" / "api.md"
TEXT = GUIDE.read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
FUNCTIONS = (load, validate, summary, render)


@pytest.fixture
def examples(workspace: Path) -> Path:
    shutil.copytree(REPOSITORY / "examples", workspace / "examples", ignore=WHAT_SHIPS)
    return workspace / "examples" / "data"


@pytest.mark.parametrize(("code", "shown"), EXAMPLES, ids=["load", "validate", "summary", "error"])
def test_the_examples_print_what_is_shown(examples: Path, code: str, shown: str) -> None:
    said = StringIO()
    with redirect_stdout(said):
        exec(code, {})  # noqa: S102 - the documentation's own example
    assert said.getvalue() == shown


def test_every_example_is_run() -> None:
    assert len(EXAMPLES) == TEXT.count("```python") == 4


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_documentation_shows_the_parameters(function: Callable[..., Any]) -> None:
    (shown,) = re.findall(rf"^`{function.__name__}\((.*?)\)`", TEXT, re.MULTILINE)
    signature = inspect.signature(function)
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    assert shown == str(inspect.Signature(bare))[1:-1]


def test_all_that_is_public_is_there_and_documented() -> None:
    for name in kaohe_cli.__all__:
        assert getattr(kaohe_cli, name) is not None
        assert name == "__version__" or f"`{name}" in TEXT
    with pytest.raises(AttributeError, match="nonsense"):
        _ = kaohe_cli.nonsense  # type: ignore[attr-defined]


def test_to_import_it_costs_nothing_and_no_room_takes_the_place_of_a_function() -> None:
    code = """\
import sys
import kaohe_cli
assert not {"pydantic", "docx", "lxml", "yaml", "jinja2", "typer", "rich"} & set(sys.modules), "at import"
import pkgutil, importlib
for one in pkgutil.iter_modules(kaohe_cli.__path__, "kaohe_cli."):
    if one.ispkg:
        importlib.import_module(one.name)
assert all(callable(getattr(kaohe_cli, name)) for name in ("load", "validate", "summary", "render"))
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_tables_are_those_of_the_folder(workspace: Path, examples: Path) -> None:
    assert len(list(load().indicators.criteria())) == 58
    assert len(list(load(examples).indicators.criteria())) == 17
    assert load(str(examples)).registry.resolve("区商务委") is not None
    assert load(examples).forms.forms


def test_findings_are_those_of_the_command(kaohe: Kaohe, workspace: Path) -> None:
    path = workspace / "data" / "indicators.yaml"
    path.write_text(path.read_text("utf-8").replace("weight: 3\n", "weight: -3\n", 1), "utf-8")
    (workspace / "templates").mkdir()
    (workspace / "templates" / "annex3.docx").write_bytes(b"PK")
    told = json.loads(kaohe("validate", "--format", "json").out)["findings"]
    names = ("code", "severity", "message", "file", "line", "column", "hint")
    assert [{name: getattr(one, name) for name in names} for one in validate()] == told
    assert "KH901" in {one["code"] for one in told}  # of the template, which is no rule's


def test_a_round_is_looked_at_alone(kaohe: Kaohe, examples: Path) -> None:
    kaohe("--data", examples, "collect", "examples/交回", "--received", "2021-11-12")
    every, second = validate(examples), validate(examples, round="12")
    assert any("reports" in one.file for one in every)
    assert not any("reports" in one.file for one in second)


def test_a_summary_is_that_of_the_command(kaohe: Kaohe, examples: Path) -> None:
    kaohe("--data", examples, "collect", "examples/交回", "--received", "2021-11-12")
    kaohe("--data", examples, "collect", "examples/全年", "--received", "2022-01-08")
    for words, named in ((["--round", "10"], "10"), ([], None)):
        told = kaohe("--data", examples, "summary", "--today", "2022-01-11", "--format", "json", *words)
        found = summary(examples, named, today=date(2022, 1, 11))
        assert found == json.loads(told.out)
    assert found["before"] is not None


def test_other_places_are_looked_into_where_they_are_named(
    kaohe: Kaohe, examples: Path, tmp_path: Path
) -> None:
    kaohe("--data", examples, "collect", "examples/交回", "--received", "2021-11-12")
    shutil.move(str(examples / "reports"), tmp_path / "别处")
    assert summary(examples)["totals"]["progress"] is None
    assert summary(examples, reports=tmp_path / "别处")["totals"]["progress"] is not None
    (tmp_path / "人.yaml").write_text("schema_version: 1\nyear: 2021\nunits: 3\n", "utf-8")
    assert any("人.yaml" in one.file for one in validate(examples, contacts=tmp_path / "人.yaml"))


def test_what_ships_is_nobodys_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for function in (load, validate, summary):
        with pytest.raises(KaoheError, match="没有找到自己的表"):
            function()


def test_tables_with_mistakes_are_refused_with_their_places(workspace: Path) -> None:
    path = workspace / "data" / "units.yaml"
    path.write_text("units: 3\n", "utf-8")
    with pytest.raises(UnusableDataError) as caught:
        load()
    assert any(one.file.endswith("units.yaml") for one in caught.value.findings)


def test_a_template_that_cannot_be_named_is_a_sentence() -> None:
    with pytest.raises(KaoheError, match="找不到文件"):
        render("模板\0.docx", {})


def test_no_such_round_is_a_sentence(workspace: Path) -> None:
    for function in (validate, summary):
        with pytest.raises(KaoheError, match="不是一轮报送"):
            function(round="十")


def test_what_a_killed_command_left_is_mended_first(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A journal without its commit is of a change that never was."""
    lock = lock_of(workspace / "data")
    lock.write_text('[["units.yaml", "0", "1"]]\n', "utf-8")
    load()
    assert not lock.exists() or lock.read_bytes() == b""
    assert capsys.readouterr() == ("", "")


SCRIPT = """\
from decimal import Decimal
from pathlib import Path
from kaohe_cli import Finding, SummaryRecord, Tables, load, render, summary, validate

tables: Tables = load(Path("data"))
weights: list[Decimal | None] = [place.criterion.weight for place in tables.indicators.criteria()]
findings: list[Finding] = validate("data", round="10")
first: int = findings[0].line
found: SummaryRecord = summary("data", "2021-10")
points: int | float | None = found["rows"][0]["forecast"]
render(b"", {"a": 1}).save("b.docx")
"""
WRONG = """\
load(3)
validate("data", "10")
summary("data")["nonsense"]
render("a.docx")
from kaohe_cli import nonsense
"""


@pytest.mark.slow
def test_the_types_reach_who_uses_it(tmp_path: Path) -> None:
    """By mypy, strict, in a folder of the user's own: `py.typed` is honoured."""
    script = tmp_path / "uses.py"
    script.write_text(SCRIPT + WRONG, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), script.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    wrong = [int(line) for line in re.findall(r"^uses\.py:(\d+): error", done.stdout, re.MULTILINE)]
    right = SCRIPT.count("\n")
    assert sorted(set(wrong)) == [right + number for number in range(1, 6)], done.stdout
