"""No command leaves the data worse than it found it: the rules are asked before anything is written."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.rules import check
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.workspace import Workspace

_TABLES = ("indicators.yaml", "incentives.yaml", "units.yaml")
_ROSTER = "contacts.yaml"


def refuse_new_errors(workspace: Workspace, staged: Mapping[Path, str], *, allow_empty: bool = False) -> None:
    """Raises where these texts, once written, would have errors that the data does not have now.

    ``staged`` holds the new text of each file that changes; with ``allow_empty`` a row may lose its last
    body.

    Raises:
        WrongUseError: the change would contradict the rest of the data; the message says what to do first.
    """
    before = {_what(finding) for finding in _errors(workspace, {})}
    for finding in _errors(workspace, staged):
        if _what(finding) not in before and not (allow_empty and finding.code == "KH501"):
            hint = f"（{finding.hint}）" if finding.hint else ""
            raise WrongUseError(
                f"这样改会让 {finding.file} 出错：{finding.message}{hint}，没有改动；请先改那里，或一起改"
            )


def _errors(workspace: Workspace, staged: Mapping[Path, str]) -> list[Finding]:
    """Returns the errors of a copy of the data in which the staged texts stand."""
    with tempfile.TemporaryDirectory(prefix="kaohe-") as name:
        folder = Path(name)
        for table in _TABLES:
            _copy(workspace.data.path / table, folder / table, staged)
        _copy(workspace.contacts_path, folder / _ROSTER, staged)
        reports = workspace.reports if workspace.reports.is_dir() else None
        copy = Workspace(replace(workspace.data, path=folder), reports, folder / _ROSTER)
        findings = [finding for finding in check(copy).findings if finding.severity == "error"]
        return [
            replace(finding, file=finding.file.replace(f"{folder.as_posix()}/", "")) for finding in findings
        ]


def _copy(source: Path, target: Path, staged: Mapping[Path, str]) -> None:
    if source in staged:
        target.write_bytes(staged[source].encode())
    elif source.is_file():
        target.write_bytes(source.read_bytes())


def _what(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.code, finding.message
