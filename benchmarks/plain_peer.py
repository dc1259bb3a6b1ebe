"""The plain program: the tables listed and summed up with typer, pydantic, PyYAML and rich, and nothing else.

It is what one writes first: models without validators of their own, no positions, no advice, no rules but the
one on totals. It imports nothing of kaohe, and reads the same three files.
"""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
import yaml
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.table import Table


class Part(BaseModel):
    """A piece of a file; what it does not know is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Criterion(Part):
    """A row of 附件1."""

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{2}\.\d+$")]
    content: str
    weight: Decimal | None = None
    units: list[str]
    resolved: dict[str, list[str]] = {}
    metrics: list[str] = []


class Indicator(Part):
    """An indicator with its rows."""

    id: str
    name: str
    criteria: list[Criterion]


class Section(Part):
    """A part of 附件1."""

    id: str
    title: str
    form: Literal["scored", "unscored"] | None = None
    total_weight: Decimal | None = None
    indicators: list[Indicator]


class IndicatorTable(Part):
    """indicators.yaml."""

    schema_version: int
    year: int
    title: str
    sections: list[Section]


class Incentive(Part):
    """A row of 附件2."""

    id: str
    title: str
    measure: str
    city_lead: list[str] | str
    units: list[str]


class IncentiveTable(Part):
    """incentives.yaml."""

    year: int
    incentives: list[Incentive]


class Tables(Part):
    """What both commands read."""

    indicators: IndicatorTable
    incentives: IncentiveTable
    units: dict[str, Any]


app = typer.Typer()
_FOLDER = typer.Option(Path("data"), help="the folder of the tables")


def read(folder: Path) -> Tables:
    """The three files as models."""
    names = ("indicators", "incentives", "units")
    texts = {name: (folder / f"{name}.yaml").read_text("utf-8") for name in names}
    return Tables.model_validate(
        {name: yaml.load(text, Loader=yaml.CSafeLoader) for name, text in texts.items()}
    )


@app.command("list")
def list_rows(folder: Path = _FOLDER, unit: str | None = None) -> None:
    """Prints every row, or those of one body."""
    tables = read(folder)
    rows = [
        (row.id, indicator.name, row.weight, row.units)
        for section in tables.indicators.sections
        for indicator in section.indicators
        for row in indicator.criteria
    ]
    rows += [(one.id, one.title, None, one.units) for one in tables.incentives.incentives]
    shown = Table("id", "name", "weight", "units")
    for key, name, weight, units in rows:
        if unit is None or unit in units:
            shown.add_row(key, name, "" if weight is None else str(weight), "、".join(units))
    Console().print(shown)


@app.command()
def validate(folder: Path = _FOLDER) -> None:
    """Checks the form of the files, and the sum of each part."""
    for section in read(folder).indicators.sections:
        total = sum(
            (row.weight or Decimal(0) for one in section.indicators for row in one.criteria), Decimal(0)
        )
        if section.total_weight not in (None, total):
            print(f"{section.id}: {total} is not {section.total_weight}")
            raise typer.Exit(1)
    print("fine")


if __name__ == "__main__":
    app()
