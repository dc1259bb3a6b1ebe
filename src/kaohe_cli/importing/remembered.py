"""What people said of the columns of a table, kept in ``columns.yaml`` for next year.

A table is known by its header. What is kept is checked like what is typed: its shape, its words, and that it
names as many columns as the table has.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_there
from kaohe_cli.files.paths import shown_path
from kaohe_cli.files.transaction import Transaction
from kaohe_cli.importing.naming import check_words
from kaohe_cli.importing.stream import Grid
from kaohe_cli.importing.texts import clean, number_of
from kaohe_cli.tables.base import SCHEMA_VERSION, Model
from kaohe_cli.words.folding import bare
from kaohe_cli.words.shortening import quoted
from kaohe_cli.workspace.source import load, read_source
from kaohe_cli.yamltext.document import YamlValue
from kaohe_cli.yamltext.edits import append_item
from kaohe_cli.yamltext.scalars import write_scalar

FILE: Final = "columns.yaml"
_HEAD: Final = (
    "# 导入时写明的各列（kaohe import --columns … --save-columns）：表头与此相同的表，以后照此导入。",
    "# 不再需要的，删去那一段。",
)
_MOST_COLUMNS: Final = 100


class KnownHeader(Model):
    """A header, and what a person said that its columns are."""

    header: tuple[str, ...] = Field(min_length=1, max_length=_MOST_COLUMNS)
    columns: tuple[str, ...] = Field(min_length=1, max_length=_MOST_COLUMNS)

    def fits(self, grid: Grid) -> bool:
        """True for a table with this header, and with as many columns as were named."""
        is_whole = len(self.columns) == grid.width or is_left_out(self.columns)
        return is_whole and _key(self.header) == _key(header_of(grid) or ())


class _KnownHeaders(Model):
    schema_version: Literal[1]
    tables: tuple[KnownHeader, ...] = ()


def is_left_out(columns: Sequence[str]) -> bool:
    """True where the whole table is not to be imported."""
    return tuple(columns) == ("不导入",)


def header_of(grid: Grid) -> tuple[str, ...] | None:
    """Returns the words of a table's first row; None where a number stands there, as in no header."""
    row = next((row for row in grid.rows if len(row.filled) > 1), None)
    if row is None or any(number_of(cell.text) is not None for cell in row.filled):
        return None
    return tuple(clean(cell.text) for cell in row.filled)


def _key(header: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(bare, header))


def read_remembered(folder: Path) -> tuple[KnownHeader, ...]:
    """Returns what ``columns.yaml`` of a data folder says; nothing where there is none.

    Raises:
        UnusableDataError: the file is not of the right form.
        WrongUseError: a word in it means no column.
    """
    path = folder / FILE
    if not is_there(path):
        return ()
    known = load(read_source(path), _KnownHeaders).get().tables
    for one in known:
        try:
            check_words(one.columns, for_one=True)
        except WrongUseError as error:
            shown = quoted("、".join(one.header))
            raise WrongUseError(f"{shown_path(path)} 里表头“{shown}”的各列不对：{error}") from None
    return known


def save_answers(change: Transaction, folder: Path, answers: Iterable[KnownHeader]) -> int:
    """Stages ``columns.yaml`` with these answers; returns how many were not in it yet.

    Of two for one header the later counts.
    """
    path = folder / FILE
    known = {_key(one.header): one.columns for one in read_remembered(folder)}
    fresh = [one for one in answers if known.get(_key(one.header)) != one.columns]
    if not fresh:
        return 0
    if is_there(path):
        change.edit(path, lambda text: _with(text, fresh))
    else:
        change.create(path, _new_file(fresh))
    return len(fresh)


def _with(text: str, fresh: Iterable[KnownHeader]) -> str:
    for one in fresh:
        text = append_item(text, ("tables",), _plain(one))
    return text


def _plain(one: KnownHeader) -> dict[str, YamlValue]:
    return {"header": list(one.header), "columns": list(one.columns)}


def _new_file(answers: Iterable[KnownHeader]) -> str:
    lines = [*_HEAD, f"schema_version: {SCHEMA_VERSION}", "tables:"]
    for one in answers:
        for lead, key, words in (("  - ", "header", one.header), ("    ", "columns", one.columns)):
            lines.append(f"{lead}{key}: [{', '.join(write_scalar(word, flow=True) for word in words)}]")
    return "\n".join(lines) + "\n"
