"""What the ids of a report cover, and which rows of the tables count in a sum."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaohe_cli.query.scopes import rows_that_count, scopes
from kaohe_cli.workspace.locate import DataFolder, shipped
from kaohe_cli.workspace.workspace import Tables, Workspace


@cache
def shipped_tables() -> Tables:
    return Workspace(DataFolder(shipped("data"), Path("没有"), shipped=True)).tables()


@pytest.fixture
def tables() -> Tables:
    return shipped_tables()


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


IDS = tuple(scopes(shipped_tables()))
BODIES = tuple(unit.name for unit in shipped_tables().registry.units)


@given(st.dictionaries(st.sampled_from(IDS), st.lists(st.sampled_from(BODIES), min_size=1, max_size=3)))
@example({"A15": ["区农业农村委"], "A15.3": ["区规划自然资源局"], "A02": ["区发展改革委"]})
@example({"A19.1.1": ["区住房城乡建委"], "D04": ["区教委"], "D04.6": ["区教委"]})
def test_every_weight_counts_once(reported: Mapping[str, list[str]]) -> None:
    rows = list(rows_that_count(shipped_tables(), reported))
    assert sum(row.full_marks or 0 for row in rows) == 90
    ids = [row.row.id for row in rows]
    assert len(ids) == len({*ids})
    assert not {one for row in rows if row.full_marks for one in row.covers} & {*ids}


def test_without_weights_it_covers_what_its_reporters_answer_for(tables: Tables) -> None:
    rows = {
        row.row.id: row
        for row in rows_that_count(tables, {"D04": ["区农业农村委"], "D04.9": ["区规划自然资源局"]})
    }
    assert rows["D04"].covers == ("D04.9", "D04.11")
    assert {"D04.1", "D04.9"} <= {*rows}
    assert "D04.11" not in rows
