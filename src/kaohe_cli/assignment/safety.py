"""No command leaves the data worse than it found it: the rules are asked before anything is written."""

from collections.abc import Mapping
from pathlib import Path

from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.rules.all_rules import check
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.workspace import Workspace


def refuse_new_errors(
    workspace: Workspace, staged: Mapping[Path, bytes | None], *, allow_empty: bool = False
) -> None:
    """Raises where the staged files, once written, would have errors that the data does not have now.

    ``staged`` holds the new content of each file that changes; with ``allow_empty`` a row may lose its last
    body. The data is read where it stands; no copy of it is made.

    Raises:
        WrongUseError: the change would contradict the rest of the data; the message says what to do first.
    """
    before = {_what(finding) for finding in _errors(workspace.again())}
    for finding in _errors(workspace.again(staged)):
        if _what(finding) not in before and not (allow_empty and finding.code == "KH501"):
            hint = f"（{finding.hint}）" if finding.hint else ""
            raise WrongUseError(
                f"这样改会让 {finding.file} 出错：{finding.message}{hint}，未作改动；请先改那里，或一起改"
            )


def _errors(workspace: Workspace) -> list[Finding]:
    return [finding for finding in check(workspace).findings if finding.severity == "error"]


def _what(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.code, finding.message
