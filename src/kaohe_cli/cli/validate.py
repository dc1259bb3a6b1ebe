"""``kaohe validate``: every rule over every file."""

from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, WRONG_USE, Session
from kaohe_cli.cli.findings import REPORTS, ReportFormat
from kaohe_cli.cli.output import emit
from kaohe_cli.rules import Outcome, check


def command(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="有提醒也算不通过")] = False,
    format: Annotated[  # noqa: A002 - the option's name
        ReportFormat, typer.Option("--format", help="输出格式：text、json、github、sarif")
    ] = "text",
) -> None:
    """检查全部数据：格式、编号、权重合计、责任单位、年度、文字等，一次列出所有问题。

    退出码：0 通过，1 有错误（加 --strict 时提醒也算），2 有文件读不出来。每条规则见 docs/rules.md。
    """
    session: Session = ctx.obj
    outcome = check(session.workspace)
    emit(REPORTS[format](outcome.findings, outcome.totals))
    raise typer.Exit(_exit_code(outcome, strict))


def _exit_code(outcome: Outcome, strict: bool) -> int:
    if outcome.unreadable:
        return WRONG_USE
    failing = [finding for finding in outcome.findings if strict or finding.severity == "error"]
    return FINDINGS if failing else FINE
