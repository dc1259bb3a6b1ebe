"""The option by which every command is told which round of reports it is about."""

from typing import Annotated, Any, Final

import typer

from kaohe_cli.cli.completion import complete_round

_HELP: Final = "哪一轮报送，如 2021-10 或 10（1—10月）；"


def _option(when_left_out: str) -> Any:
    return typer.Option(
        "--round",
        "--through-month",
        metavar="轮次",
        help=_HELP + when_left_out,
        autocompletion=complete_round,
    )


RoundOption = Annotated[str | None, _option("不写时是有报送数据的最新一轮")]
"""As it is written; :meth:`kaohe_cli.workspace.workspace.Workspace.round_meant` says what it means."""

ReturnedRoundOption = Annotated[
    str | None, _option("材料里写明的以材料为准，没有写明的归这一轮；不写时是有报送数据的最新一轮")
]
"""The same for what comes back, which mostly says itself which round it is of."""
