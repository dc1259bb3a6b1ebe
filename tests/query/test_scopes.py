"""What the ids of a report cover, and which rows of the tables count in a sum."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from kaohe_cli.query.scopes import rows_that_count, scopes
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Tables, Workspace


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Workspace(DataFolder(shipped("data"), Path("没有"), shipped=True)).tables()


def test_an_indicator_covers_its_criteria_and_has_their_sum(tables: Tables) -> None:
    known = scopes(tables)
    assert known["A15"].covers == ("A15.1", "A15.2", "A15.3")
    assert known["A15"].full_marks == Decimal(5)
    assert known["A15.1"].covers == ()
    assert known["D04"].full_marks is None
    assert "A01" not in known  # one criterion: the indicator is that


def test_a_metric_counts_for_its_criterion(tables: Tables) -> None:
    metric = scopes(tables)["A19.1.5"]
    assert metric.row.id == "A19.1"
    assert metric.full_marks == Decimal(3)
    assert metric.parts[-1] == "A19.1.5"


@pytest.mark.parametrize(
    "reported",
    [
        {},
        {"A15": ["区农业农村委"]},
        {"A15": ["区农业农村委"], "A15.3": ["区规划自然资源局"], "A02": ["区发展改革委"]},
        {"A19.1.1": ["区住房城乡建委"]},
    ],
)
def test_every_weight_counts_once(tables: Tables, reported: Mapping[str, list[str]]) -> None:
    rows = list(rows_that_count(tables, reported))
    assert sum(row.full_marks or 0 for row in rows) == 90
    ids = [row.row.id for row in rows]
    assert len(ids) == len({*ids})
    assert not {one for row in rows for one in row.covers} & {*ids}


def test_without_weights_it_covers_what_its_reporters_answer_for(tables: Tables) -> None:
    rows = {
        row.row.id: row
        for row in rows_that_count(tables, {"D04": ["区农业农村委"], "D04.9": ["区规划自然资源局"]})
    }
    assert rows["D04"].covers == ("D04.9", "D04.11")
    assert {"D04.1", "D04.9"} <= {*rows}
    assert "D04.11" not in rows
