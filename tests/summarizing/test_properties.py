"""What holds for any reports: one more changes no other row, and the order in which they are read none at all."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.reported import Reported
from kaohe_cli.summarizing.earlier import Compared
from kaohe_cli.summarizing.record_types import RowRecord, SummaryRecord
from kaohe_cli.summarizing.records import as_record
from kaohe_cli.summarizing.summary import RoundReports, summary_of
from kaohe_cli.summarizing.units import Now
from kaohe_cli.workspace.locate import find_data
from kaohe_cli.workspace.workspace import Tables, Workspace
from tests.summarizing import independent, small
from tests.summarizing.test_totals import reports


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return Workspace(find_data(small.save(tmp_path_factory.mktemp("small")))).tables()


def record(tables: Tables, found: list[dict[str, Any]]) -> SummaryRecord:
    read = (yaml.load(yaml.safe_dump(one), independent.Loader) for one in found)  # noqa: S506 - a SafeLoader
    models = [Report.model_validate(one, context=tables.forms) for one in read]
    now = Now(Round(2021, 10), None, date(2021, 11, 16))
    counting = RoundReports(Reported(tables, models), {})
    return as_record(Compared(summary_of(tables, counting, now)))


@given(found=reports(), data=st.data())
def test_the_order_of_the_reports_makes_no_difference(
    found: list[dict[str, Any]], data: st.DataObject, tables: Tables
) -> None:
    assert record(tables, data.draw(st.permutations(found))) == record(tables, found)


@given(found=reports(), data=st.data())
def test_one_more_report_changes_only_the_rows_that_it_is_about(
    found: list[dict[str, Any]], data: st.DataObject, tables: Tables
) -> None:
    if not found:
        return
    more = data.draw(st.sampled_from(found))
    before = rows(record(tables, [one for one in found if one is not more]))
    about = {key.split(".")[0] for key in more["entries"]}
    after = rows(record(tables, found))
    assert {key: row for key, row in before.items() if key.split(".")[0] not in about} == {
        key: row for key, row in after.items() if key.split(".")[0] not in about
    }


def rows(found: SummaryRecord) -> dict[str, RowRecord]:
    return {row["id"]: row for row in found["rows"]}
