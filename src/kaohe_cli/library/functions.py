"""`kaohe_cli.load`, `validate` and `summary`; their documentation stands in `kaohe_cli` itself."""

from datetime import date, datetime

from kaohe_cli.library.checking import validated
from kaohe_cli.library.opening import Place, opened
from kaohe_cli.summarizing.earlier import Compared
from kaohe_cli.summarizing.loading import round_before_that, summary_of_workspace
from kaohe_cli.summarizing.record_types import SummaryRecord
from kaohe_cli.summarizing.records import as_record
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.workspace import Tables


def load(data: Place | None) -> Tables:
    return opened(data).tables()


def validate(
    data: Place | None, of_round: str | None, reports: Place | None, contacts: Place | None
) -> list[Finding]:
    workspace = opened(data, reports, contacts)
    if of_round is not None:
        workspace = workspace.narrowed(workspace.round_meant(of_round))
    return list(validated(workspace).findings)


def summary(
    data: Place | None, of_round: str | None, reports: Place | None, today: date | None
) -> SummaryRecord:
    workspace = opened(data, reports)
    day = today or datetime.now().astimezone().date()
    found = summary_of_workspace(workspace, day, of_round)
    return as_record(Compared(found, round_before_that(workspace, found)))
