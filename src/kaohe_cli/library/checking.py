"""All that ``kaohe validate`` finds: every rule, and the workspace's own template and schema."""

from pathlib import Path

from kaohe_cli.exceptions import KaoheError
from kaohe_cli.files.looking import is_file
from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.record import Forms
from kaohe_cli.rules.all_rules import Outcome, check
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.locate import own_template, shipped_template
from kaohe_cli.workspace.workspace import Workspace


def validated(workspace: Workspace) -> Outcome:
    """Returns what every rule and the checks of the workspace's own template and schema find."""
    outcome = check(workspace)
    if (stale := _stale_schema(workspace)) is not None:
        outcome = outcome._replace(findings=(*outcome.findings, stale))
    path = own_template(workspace.data)
    if path is None or not workspace.forms.usable:
        return outcome
    forms = workspace.record
    if forms.is_as_shipped and is_file(path) and path.read_bytes() == shipped_template().read_bytes():
        return outcome
    try:
        found = _template_findings(path, forms)
    except KaoheError as error:
        unreadable = Finding(shown_path(path), 0, 0, "KH901", str(error))
        return outcome._replace(findings=(*outcome.findings, unreadable), unreadable=True)
    return outcome._replace(findings=(*outcome.findings, *found))


def _stale_schema(workspace: Workspace) -> Finding | None:
    """Returns KH903 where the schema of reports beside the data is not that of the forms."""
    path = workspace.data.path.parent / "schema" / "report.schema.json"
    if workspace.data.shipped or not workspace.has_forms or not workspace.forms.usable or not is_file(path):
        return None
    import json

    from kaohe_cli.forms.schema import is_stale

    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        known = None
    if not is_stale(known, workspace.record):
        return None
    message = "编辑器用的 Schema 与 forms.yaml 不一致，新的栏目没有提示"
    return Finding(shown_path(path), 0, 0, "KH903", message, "warning", "运行 kaohe schema")


def _template_findings(path: Path, forms: Forms) -> list[Finding]:
    """Returns what is wrong with a template. Word is loaded only here, where a workspace has its own.

    Raises:
        KaoheError: the file cannot be read.
    """
    from kaohe_cli.drafting.template_check import template_problems
    from kaohe_cli.drafting.template_file import read_template

    read_template(path)
    return [
        Finding(
            shown_path(path),
            0,
            0,
            "KH901" if problem.serious else "KH902",
            problem.message,
            "error" if problem.serious else "warning",
        )
        for problem in template_problems(path, forms)
    ]
