"""Every file of the corpus comes back with the values, the remarks and the leftovers that belong to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kaohe_cli.forms.rounds import Round
from tests.collecting.reading.comparing import differences, report_of, reports_in
from tests.collecting.reading.corpus import CASES, Case
from tests.conftest import Outcome

Kaohe = Callable[..., Outcome]


def collected(kaohe: Kaohe, folder: Path, case: Case) -> Outcome:
    """The outcome of collecting a case in a workspace."""
    path = folder / case.file
    path.write_bytes(case.data)
    return kaohe("collect", path, *case.options)


def leftovers(folder: Path, unit: str) -> str:
    """What is saved beside a unit's report as claimed by no field."""
    kept = (folder / "data" / "reports").glob(f"*/returned/{unit}/*.txt")
    return "\n".join(path.read_text("utf-8") for path in kept)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_read_as_it_should(kaohe: Kaohe, workspace: Path, case: Case) -> None:
    outcome = collected(kaohe, workspace, case)
    assert "Traceback" not in outcome.err
    of = Round(2021, case.through_month)
    report = report_of(workspace, case.unit, of)
    assert differences(workspace, report, case.entries) == []
    assert set(reports_in(workspace, of)) <= {case.unit}
    assert {path.parent.name for path in (workspace / "data" / "reports").glob("*/*.yaml")} <= {str(of)}
    if report is not None:
        assert report.through_month == case.through_month
        assert report.returned is not None
        assert report.returned.file == case.file
    for words in case.remarks:
        assert words in outcome.err
    left = leftovers(workspace, case.unit)
    for words in case.unclaimed:
        assert words in outcome.err
        assert words in left or report is None
    if not case.unclaimed:
        assert left == ""
    assert outcome.code in ((0, 1) if case.code is None else (case.code,))


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [one for one in CASES if one.entries][:3], ids=str)
def test_a_dry_run_writes_nothing(kaohe: Kaohe, workspace: Path, case: Case) -> None:
    (workspace / case.file).write_bytes(case.data)
    before = sorted(workspace.rglob("*"))
    outcome = kaohe("collect", workspace / case.file, *case.options, "--dry-run")
    assert outcome.out
    assert sorted(workspace.rglob("*")) == before
