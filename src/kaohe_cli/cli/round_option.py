"""The option by which every command is told which round of reports it is about."""

from typing import Annotated

import typer

from kaohe_cli.cli.completion import complete_round

RoundOption = Annotated[
    str | None,
    typer.Option(
        "--round",
        "--through-month",
        metavar="轮次",
        help="哪一轮报送，如 2021-10 或 10（1—10月）；不写时是有报送数据的最新一轮",
        autocompletion=complete_round,
    ),
]
"""As it is written; :meth:`kaohe_cli.workspace.workspace.Workspace.round_meant` says what it means."""
