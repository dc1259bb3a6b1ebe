"""``kaohe validate``: every rule over every file."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, WRONG_USE, Session
from kaohe_cli.cli.completion import complete_round
from kaohe_cli.cli.findings import REPORTS, ReportFormat
from kaohe_cli.cli.output import emit, remark
from kaohe_cli.exceptions import KaoheError, WrongUseError
from kaohe_cli.files.looking import is_file
from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms.record import Forms
from kaohe_cli.rules.all_rules import Outcome, check
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.locate import HOW_TO_NAME, DataFolder, own_template, shipped_template, tables_below
from kaohe_cli.workspace.workspace import Workspace


def command(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="有提醒也算不通过")] = False,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="没有自己的表时，检查随程序安装的 2021 年表")
    ] = False,
    round: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            "--round",
            "--through-month",
            metavar="轮次",
            help="报送数据只查这一轮的，如 2021-10 或 10；不写时各轮都查",
            autocompletion=complete_round,
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        ReportFormat, typer.Option("--format", help="输出格式：text、json、github、sarif")
    ] = "text",
) -> None:
    """检查全部数据：格式、编号、权重合计、责任单位、年度、文字等，一次列出所有问题。

    退出码：0 通过，1 有错误（加 --strict 时提醒也算），2 没有找到自己的表或有文件无法读取。
    每条规则见 docs/rules.md。
    """
    session: Session = ctx.obj
    if session.data.shipped and not shipped:
        raise WrongUseError(_nothing_to_check(session.data))
    if shipped and not session.data.shipped:
        remark(f"检查的是自己的表（{shown_path(session.data.path)}），不是随程序安装的表")
    workspace = session.opened
    if round is not None:
        workspace = workspace.narrowed(workspace.round_meant(round))
    outcome = validated(workspace)
    emit(REPORTS[format](outcome.findings, outcome.totals))
    raise typer.Exit(_exit_code(outcome, strict))


def _nothing_to_check(data: DataFolder) -> str:
    closed = f"（“{data.closed}”没有权限查看）" if data.closed is not None else ""
    return (
        "没有找到要检查的表：当前文件夹和上级的 data 里都没有 indicators.yaml 或 incentives.yaml"
        f"{closed}。{tables_below(data.home) or HOW_TO_NAME}；只想检查随程序安装的表，写 --shipped"
    )


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
    from kaohe_cli.drafting.drafts import read_template
    from kaohe_cli.drafting.template_check import template_problems

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


def _exit_code(outcome: Outcome, strict: bool) -> int:
    if outcome.unreadable:
        return WRONG_USE
    failing = [finding for finding in outcome.findings if strict or finding.severity == "error"]
    return FINDINGS if failing else FINE
