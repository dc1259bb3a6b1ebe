"""``kaohe validate``: every rule over every file."""

from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, WRONG_USE, Session
from kaohe_cli.cli.completion import complete_round
from kaohe_cli.cli.findings import REPORTS, ReportFormat
from kaohe_cli.cli.output import emit, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.paths import shown_path
from kaohe_cli.library.checking import validated
from kaohe_cli.rules.all_rules import Outcome
from kaohe_cli.workspace.locate import HOW_TO_NAME, DataFolder, tables_below


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


def _exit_code(outcome: Outcome, strict: bool) -> int:
    if outcome.unreadable:
        return WRONG_USE
    failing = [finding for finding in outcome.findings if strict or finding.severity == "error"]
    return FINDINGS if failing else FINE
