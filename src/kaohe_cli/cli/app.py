"""The ``kaohe`` program: global options, the commands by name, and how every error reaches the user."""

import errno
import os
import sys
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from kaohe_cli import __version__
from kaohe_cli.cli.commands import CommandTable
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.groups import WORDS
from kaohe_cli.cli.output import complain, emit, finish, in_manner, prepare_streams, remark, silence
from kaohe_cli.cli.pasted import as_typed, pasted_option
from kaohe_cli.workspace.locate import DataFolder, find_data, remarks

if TYPE_CHECKING:
    from kaohe_cli.workspace.workspace import Workspace

FINE, FINDINGS, WRONG_USE = 0, 1, 2
INTERRUPTED = 130
PROGRAM = "kaohe"
ASKED_BY_TAB = "_KAOHE_COMPLETE"
"""Set by the scripts that ask what Tab may offer: ``complete_bash``, ``complete_zsh``, …"""


class Session:
    """What the global options ask for; the workspace is looked for when a command first needs it."""

    def __init__(
        self,
        data: Path | None,
        reports: Path | None,
        contacts: Path | None,
        *,
        dry_run: bool = False,
        quiet: bool = False,
        no_pager: bool = False,
    ) -> None:
        self._data = data
        self._reports = reports
        self._contacts = contacts
        self._dry_run = dry_run
        self._quiet = quiet
        self._no_pager = no_pager

    def heed(self, option: str, value: Path | bool) -> None:
        """Takes a global option that stands behind the command; it comes before the one in front of it."""
        setattr(self, f"_{option}", value)

    def in_manner(self) -> AbstractContextManager[None]:
        """Returns what makes a command speak and write as the global options ask."""
        return in_manner(quiet=self._quiet, paged=not self._no_pager, rehearsing=self._dry_run)

    def check_output(self, path: Path) -> None:
        """Refuses a place where a result would replace a file of the data."""
        from kaohe_cli.workspace.outputs import check_output
        from kaohe_cli.workspace.workspace import Workspace

        check_output(path, Workspace(find_data(self._data), self._reports, self._contacts))

    @cached_property
    def data(self) -> DataFolder:
        """Where the data is, for commands that may not need to read it."""
        return find_data(self._data)

    @cached_property
    def workspace(self) -> "Workspace":
        """The files to work on; what they lack, and that nobody chose them, is told once."""
        if lacking := self.opened.lacking:
            remark(f"提醒：{'；'.join(lacking)}")
        return self.opened

    @cached_property
    def opened(self) -> "Workspace":
        """The files to work on, for a command that says itself what they lack."""
        from kaohe_cli.library.opening import mend
        from kaohe_cli.workspace.workspace import Workspace

        data = self.data
        workspace = Workspace(data, self._reports, self._contacts)
        for line in remarks(data):
            complain(line)
        mend(workspace, remark)
        return workspace


app = typer.Typer(
    cls=CommandTable,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _install_completion(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        from kaohe_cli.cli import shells

        shell = shells.current()
        rehearsing = "--dry-run" in ctx.meta[WORDS]
        with in_manner(quiet=False, paged=False, rehearsing=rehearsing):
            path = shell.install(PROGRAM, ASKED_BY_TAB)
        if not rehearsing:
            emit(f"已为 {shell.name} 安装 Tab 补全（{path}），重新打开终端后生效")
        raise typer.Exit


def _show_completion(wanted: bool) -> None:
    if wanted:
        from kaohe_cli.cli import shells

        emit(shells.current().script(PROGRAM, ASKED_BY_TAB))
        raise typer.Exit


def _heed(ctx: typer.Context, param: typer.CallbackParam, value: Path | bool | None) -> Path | bool | None:
    """Tells the session of a global option behind the command, where there is a session already."""
    if ctx.parent is not None and value and param.name is not None:
        session: Session = ctx.obj
        session.heed(param.name, value)
    return value


@app.callback(no_args_is_help=True)
def kaohe(
    ctx: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            metavar="文件夹",
            help="数据文件夹（也可用环境变量 KAOHE_DATA）",
            callback=_heed,
            is_eager=True,
        ),
    ] = None,
    reports: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            metavar="文件夹",
            help="各单位报送数据的文件夹（也可用环境变量 KAOHE_REPORTS）",
            callback=_heed,
            is_eager=True,
        ),
    ] = None,
    contacts: Annotated[
        Path | None,
        typer.Option(
            readable=False,
            metavar="文件",
            help="联系人文件（也可用环境变量 KAOHE_CONTACTS）",
            callback=_heed,
            is_eager=True,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="仅预览：列出将写入的内容，不写入任何文件", callback=_heed)
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="只输出结果和错误，不输出说明和进度", callback=_heed)
    ] = False,
    no_pager: Annotated[
        bool,
        typer.Option(
            "--no-pager",
            help="在终端上不分页（分页程序由环境变量 KAOHE_PAGER、PAGER 指定）",
            callback=_heed,
        ),
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", help="显示版本号", callback=_print_version, is_eager=True)
    ] = False,
    install_completion: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option(
            "--install-completion",
            help="为当前终端安装 Tab 补全",
            callback=_install_completion,
            is_eager=True,
        ),
    ] = False,
    show_completion: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option(
            "--show-completion",
            help="显示 Tab 补全的脚本，供自行安装",
            callback=_show_completion,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """市对区考核指标和督查激励：查表、校验、生成各单位的 Word 报送材料。

    数据依次在 --data、KAOHE_DATA、当前文件夹及上级放着表的 data 文件夹中查找，
    都没有时用随程序安装的 2021 年表（只读），并在标准错误里说明。
    """
    ctx.obj = Session(data, reports, contacts, dry_run=dry_run, quiet=quiet, no_pager=no_pager)


def run(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code; whatever goes wrong is said in a sentence on stderr."""
    prepare_streams()
    if os.environ.get(ASKED_BY_TAB):
        from kaohe_cli.cli import tab

        return tab.answer(get_command(app), os.environ[ASKED_BY_TAB])
    arguments = as_typed(sys.argv[1:] if arguments is None else arguments)
    if mistyped := pasted_option(arguments):
        complain(f"错误：{mistyped}")
        return WRONG_USE
    try:
        code = app(arguments, prog_name=PROGRAM, standalone_mode=False)
        finish()
    except SystemExit:  # how Typer and rich end where nobody reads on
        silence(sys.stdout)
        return FINE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            complain(explain(error))
            return WRONG_USE
        silence(sys.stdout)
        complain("错误：磁盘已满，输出没有写完；请腾出空间再试")
        return WRONG_USE
    except Exception as error:  # the last line of defence: no traceback reaches a user
        if os.environ.get("KAOHE_DEBUG"):
            raise
        complain(explain(error))
        return WRONG_USE
    if code == INTERRUPTED:
        complain("已中止")
    return code if isinstance(code, int) else FINE
