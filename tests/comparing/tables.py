"""Tables to compare: the shipped ones as data, changed in a named place and read again."""

from copy import deepcopy
from functools import cache
from typing import Any

from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.workspace import Tables
from kaohe_cli.yamltext.reader import read_yaml
from tests.conftest import REPOSITORY

Data = dict[str, Any]


@cache
def _read(name: str) -> Any:
    root, _ = read_yaml((REPOSITORY / "data" / f"{name}.yaml").read_text("utf-8"))
    assert root is not None
    return root.data()


def shipped() -> Data:
    """Returns all three files as plain data that may be changed."""
    return {name: deepcopy(_read(name)) for name in ("indicators", "incentives", "units")}


def tables(data: Data) -> Tables:
    """Returns plain data as tables."""
    return Tables(
        IndicatorTable.model_validate(data["indicators"]),
        IncentiveTable.model_validate(data["incentives"]),
        Registry.model_validate(data["units"]),
    )


def renumber(data: Data) -> None:
    """Gives every row the id of its place."""
    for letter, section in zip("ABCDEFGHIKLM", data["indicators"]["sections"], strict=False):
        section["id"] = letter
        for number, indicator in enumerate(section["indicators"], 1):
            indicator["id"] = f"{letter}{number:02d}"
            for position, criterion in enumerate(indicator["criteria"], 1):
                criterion["id"] = f"{indicator['id']}.{position}"
    for number, incentive in enumerate(data["incentives"]["incentives"], 1):
        incentive["id"] = f"J{number:02d}"


def criterion(data: Data, row_id: str) -> Any:
    """Returns the row with this id, of either table."""
    for section in data["indicators"]["sections"]:
        for indicator in section["indicators"]:
            for row in indicator["criteria"]:
                if row["id"] == row_id:
                    return row
    return next(row for row in data["incentives"]["incentives"] if row["id"] == row_id)


def indicator(data: Data, wanted: str) -> Any:
    """Returns the indicator with this id."""
    for section in data["indicators"]["sections"]:
        for one in section["indicators"]:
            if one["id"] == wanted:
                return one
    raise KeyError(wanted)
