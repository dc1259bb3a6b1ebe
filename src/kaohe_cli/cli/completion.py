"""What the Tab key completes where a value of the tables is asked: ids, bodies, sections, city departments.

Names are read straight from the YAML, without models: whoever presses Tab waits for the answer. Nothing here
raises or remarks; where the data cannot be read, there is nothing to complete.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import typer

from kaohe_cli.words.shortening import shortened
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.names import INCENTIVES, INDICATORS, UNITS
from kaohe_cli.workspace.store import MAX_BYTES, Disk

Candidate: TypeAlias = tuple[str, str]
"""A word, and the help that shells show beside it."""

Completer: TypeAlias = Callable[[typer.Context, str], list[Candidate]]
_Reader: TypeAlias = Callable[[str], Any]

_LONGEST_HELP = 40
_COMMAS = ",，、"


def _completer(candidates: Callable[[_Reader], Iterator[Candidate]], *, in_list: bool = False) -> Completer:
    """Returns what Typer asks for completions; with ``in_list`` the last name behind a comma is completed."""

    def complete(ctx: typer.Context, incomplete: str) -> list[Candidate]:
        done = max(map(incomplete.rfind, _COMMAS)) + 1 if in_list else 0
        try:
            folder = _data_folder(ctx)
            found = list(candidates(lambda name: _read(folder, name)))
        except Exception:  # a broken file, a missing folder: the shell is no place to say so
            return []
        return [(incomplete[:done] + word, shortened(text, _LONGEST_HELP)) for word, text in found]

    return complete


def _data_folder(ctx: typer.Context) -> Path:
    named = ctx.find_root().params.get("data")
    return find_data(Path(named).expanduser() if named else None).path


def _read(folder: Path, name: str) -> Any:
    """Returns the data of a file, {} where it is broken; None for one that a workspace does without."""
    from kaohe_cli.yamltext.reader import read_yaml

    content = Disk(folder).read([folder / name], MAX_BYTES)[folder / name]
    if isinstance(content, FileNotFoundError):
        return None
    if isinstance(content, OSError):
        raise content
    root, _ = read_yaml(content.decode("utf-8-sig"))
    return root.data() if root is not None else {}


def _parts(read: _Reader) -> Any:
    table = read(INDICATORS)
    return table["sections"] if table is not None else []


def _measures(read: _Reader) -> Any:
    table = read(INCENTIVES)
    return table["incentives"] if table is not None else []


def _sections(read: _Reader) -> Iterator[Candidate]:
    for section in _parts(read):
        yield section["id"], section["title"]


def _ids(read: _Reader) -> Iterator[Candidate]:
    for section in _parts(read):
        yield section["id"], section["title"]
        for indicator in section["indicators"]:
            yield indicator["id"], indicator["name"]
            for criterion in indicator["criteria"]:
                yield criterion["id"], criterion["content"]
    yield from _incentives(read)


def _incentives(read: _Reader) -> Iterator[Candidate]:
    for incentive in _measures(read):
        yield incentive["id"], incentive["title"]


def _registry(read: _Reader) -> Any:
    """Returns the data of the registry; without one the bodies that the tables name."""
    from kaohe_cli.words.plaques import bodies_named

    if (known := read(UNITS)) is not None:
        return known
    incentives = _measures(read)
    indicators = [one for section in _parts(read) for one in section["indicators"]]
    rows = [*(row for one in indicators for row in one["criteria"]), *incentives]
    found = bodies_named(
        [name for row in rows for name in row["units"]],
        [name for one in incentives for name in (*one["city_lead"], *one["city_support"])],
    )
    return {
        "units": [{"name": one.name, "aliases": one.aliases} for one in found.units],
        "collectives": [{"name": name} for name in found.collectives],
        "city_departments": [{"name": name} for name in found.city_departments],
    }


def _units(read: _Reader) -> Iterator[Candidate]:
    for unit in _registry(read)["units"]:
        aliases = unit.get("aliases", [])
        yield unit["name"], "、".join(aliases)
        yield from ((alias, f"即{unit['name']}") for alias in aliases)


def _collectives(read: _Reader) -> Iterator[Candidate]:
    yield from ((one["name"], "统称") for one in _registry(read).get("collectives", []))


def _departments(read: _Reader) -> Iterator[Candidate]:
    yield from ((one["name"], "市级部门") for one in _registry(read).get("city_departments", []))


def _rounds(read: _Reader) -> Iterator[Candidate]:
    table = read("indicators.yaml") or {}
    for one in table.get("rounds", ()):
        yield f"{table['year']}-{one['through_month']:02d}", str(one.get("due") or "")


def _bodies(read: _Reader) -> Iterator[Candidate]:
    yield from _units(read)
    yield from _collectives(read)


def _names(read: _Reader) -> Iterator[Candidate]:
    yield from _bodies(read)
    yield from _departments(read)


complete_id = _completer(_ids)
complete_incentive = _completer(_incentives)
complete_section = _completer(_sections)
complete_unit = _completer(_units, in_list=True)
complete_bodies = _completer(_bodies, in_list=True)
complete_collective = _completer(_collectives)
complete_city = _completer(_departments)
complete_name = _completer(_names)
complete_round = _completer(_rounds)
