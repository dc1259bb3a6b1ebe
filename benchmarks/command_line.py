"""Whole processes that read: `kaohe list` and `kaohe validate` on the shipped tables, and their peers."""

import argparse
import sys
import tempfile
from pathlib import Path

from timing import Command, Measurement, compare, print_table, print_target, program, ratio
from word_templates import ROOT

LIST, VALIDATE = "kaohe list", "kaohe validate"
PLAIN_LIST, PLAIN_VALIDATE = "the plain program, list", "the plain program, validate"
IMPORTS, TYPER = "python -c 'import typer, pydantic, yaml'", "Typer app with one empty command"
MODEL = "the same imports with one pydantic model"
YAMLLINT, SCHEMA = "yamllint (relaxed), three files", "check-jsonschema, three files, one process each"
ONE_SCHEMA = "check-jsonschema, one file"
_SCRIPTS = Path(sys.executable).parent
_TABLES = ("indicators", "incentives", "units")
_ONE_MODEL = """
import typer, yaml
from pydantic import BaseModel
class Row(BaseModel):
    id: str
Row(id="A01")
"""
_EMPTY_APP = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def nothing() -> None:
    pass
app()
"""


def peers_of(empty_app: Path) -> dict[str, Measurement]:
    """Every program that is measured; both linters get the files and schemas that ship."""
    kaohe, yamllint, checker = (_SCRIPTS / name for name in ("kaohe", "yamllint", "check-jsonschema"))
    files = [f"data/{name}.yaml" for name in _TABLES]
    checks: list[Command] = [
        [checker, "--schemafile", f"schema/{name}.schema.json", file]
        for name, file in zip(_TABLES, files, strict=True)
    ]
    plain = Path(__file__).with_name("plain_peer.py")
    return {
        LIST: program([kaohe, "list"], folder=ROOT),
        VALIDATE: program([kaohe, "validate"], folder=ROOT),
        PLAIN_LIST: program([sys.executable, plain, "list"], folder=ROOT),
        PLAIN_VALIDATE: program([sys.executable, plain, "validate"], folder=ROOT),
        IMPORTS: program([sys.executable, "-c", "import typer, pydantic, yaml"]),
        MODEL: program([sys.executable, "-c", _ONE_MODEL]),
        TYPER: program([sys.executable, empty_app]),
        YAMLLINT: program([yamllint, "-d", "relaxed", *files], folder=ROOT),
        SCHEMA: program(*checks, folder=ROOT),
        ONE_SCHEMA: program(checks[0], folder=ROOT),
    }


def main() -> None:
    """Prints one table, and the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as work:
        empty_app = Path(work) / "empty.py"
        empty_app.write_text(_EMPTY_APP, "utf-8")
        times = compare(peers_of(empty_app), rounds)
    print_table("whole processes", times, IMPORTS)
    print_target("list / the plain program's", ratio(times[LIST], times[PLAIN_LIST]).cpu, at_most=1)
    print_target(
        "validate / the plain program's", ratio(times[VALIDATE], times[PLAIN_VALIDATE]).cpu, at_most=1
    )
    for peer in (YAMLLINT, SCHEMA, ONE_SCHEMA):
        print_target(f"validate / {peer}", ratio(times[VALIDATE], times[peer]).cpu, at_most=1)


if __name__ == "__main__":
    main()
