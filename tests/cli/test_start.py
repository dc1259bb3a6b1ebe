"""What a command imports before it can begin, counted in modules: time says nothing on a busy machine.

A module costs about half a millisecond, of which a start has 150. Who passes a limit either imports what the command
does not need, and puts that import where it is needed, or raises the limit with a reason in the commit.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.conftest import PATIENCE, REPOSITORY

_LIST_LOADED: Final = """
import sys
from kaohe_cli.cli.app import run
run(sys.argv[1:])
standard = sys.stdlib_module_names
print(*(name for name in sys.modules if name.split(".")[0] not in standard), sep="\\n", file=sys.stderr)
"""

WORD: Final = ("docx", "lxml", "jinja2", "kaohe_cli.ooxml")
EDITING: Final = ("kaohe_cli.yamltext.edits", "kaohe_cli.files.transaction")
ROSTER: Final = ("kaohe_cli.tables.contacts", "kaohe_cli.tables.claims", "kaohe_cli.tables.sent")
PEOPLE: Final = ("kaohe_cli.forms.reports", *ROSTER)
EXCEL: Final = ("openpyxl", "xlsxwriter", "pdfplumber")


RETURNED: Final = "examples/交回/区商务委.docx"
TEMPLATE: Final = "templates/annex3.docx"
ISSUED: Final = "tests/sources/附件1-3_任务分解表与报送模板.docx"


class Cost(NamedTuple):
    """The most modules that a command may import, and what it must not."""

    ours: int
    others: int
    never: tuple[str, ...] = ()


# Of the standard library nothing is counted: it differs from one Python to the next.
COSTS: Final = {
    "--version": Cost(30, 40, ("pydantic.main", "rich", "yaml", *WORD)),
    "--help": Cost(30, 50, ("pydantic.main", "rich.table", "yaml", *WORD)),
    "list": Cost(55, 160, ("kaohe_cli.forms", "kaohe_cli.rules", "json", *WORD, *EDITING, *PEOPLE, *EXCEL)),
    "list --format json": Cost(60, 110, ("rich.table", *WORD, *EDITING, *PEOPLE, *EXCEL)),
    "show A02": Cost(70, 160, (*WORD, *EDITING, *EXCEL)),
    "validate": Cost(96, 112, ("rich.table", "json", *WORD, *EDITING, *EXCEL, *ROSTER)),
    "status": Cost(110, 160, (*WORD, *EDITING, *EXCEL)),
    "summary": Cost(108, 160, (*WORD, *EDITING, *EXCEL)),
    "summary --format html": Cost(108, 110, ("rich.table", *WORD, *EDITING, *EXCEL)),
    "unit list": Cost(75, 160, (*WORD, *EXCEL)),
    "assign": Cost(82, 150, (*WORD, *EXCEL)),
    "assign A18.1 --add 区教委": Cost(121, 105, ("rich.table", *WORD, *EXCEL)),
    "claim": Cost(116, 150, (*WORD, *EXCEL)),
    "diff data": Cost(72, 150, (*WORD, *EDITING, *EXCEL)),
    "template vars": Cost(70, 150, (*WORD, *EDITING, *EXCEL)),
    f"template check {REPOSITORY / TEMPLATE}": Cost(134, 230, ("rich.table", *EDITING, *EXCEL)),
    "migrate": Cost(114, 105, ("rich.table", "docx", "lxml", "jinja2", *EXCEL)),
    f"collect {REPOSITORY / RETURNED}": Cost(177, 110, ("rich.table", "docx", "jinja2", *EXCEL)),
    f"import {REPOSITORY / ISSUED}": Cost(180, 110, ("rich.table", "docx", "jinja2", *EXCEL)),
    "export": Cost(105, 205, ("rich.table", "jinja2", *EDITING, *EXCEL)),
    "init 新的": Cost(46, 105, ("rich.table", *WORD, *EXCEL)),
    "schema": Cost(65, 107, ("rich.table", *WORD, *EDITING, *EXCEL)),
    "help": Cost(30, 90, ("rich.table", "yaml", *WORD)),
    "draft --all": Cost(120, 230, ("rich.table", *EDITING, *EXCEL)),
}


def loaded_by(command: str) -> set[str]:
    """Returns the modules that a command has imported when it ends, of ours and of those we depend on."""
    done = subprocess.run(
        [sys.executable, "-c", _LIST_LOADED, *command.split()],
        env=os.environ | {"PYDANTIC_DISABLE_PLUGINS": "__all__"},
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    return {line for line in done.stderr.splitlines() if line.replace(".", "").replace("_", "").isalnum()}


@pytest.mark.parametrize("command", COSTS)
@pytest.mark.usefixtures("workspace")
def test_a_command_imports_what_it_needs(command: str) -> None:
    cost, loaded = COSTS[command], loaded_by(command)
    ours = sorted(name for name in loaded if name.split(".")[0] == "kaohe_cli")
    assert not [name for name in cost.never if name in loaded]
    assert len(ours) <= cost.ours, ours
    assert len(loaded) - len(ours) <= cost.others


def test_the_limits_are_near(workspace: Path) -> None:
    """A limit that nothing reaches keeps nothing."""
    assert workspace.is_dir()
    cost, loaded = COSTS["validate"], loaded_by("validate")
    assert len([name for name in loaded if name.startswith("kaohe_cli")]) > cost.ours - 15
