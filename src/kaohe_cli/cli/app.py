"""The ``kaohe`` program: global options, the commands by name, and how every error reaches the user."""

import errno
import importlib
import os
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from kaohe_cli import __version__
from kaohe_cli.cli import completion
from kaohe_cli.cli.errors import explain
from kaohe_cli.cli.help import ChineseCommand, write_help
from kaohe_cli.cli.output import prepare_streams, remark, silence_stdout
from kaohe_cli.files.changing import LOCK_NAME
from kaohe_cli.workspace.locate import find_data

if TYPE_CHECKING:
    from kaohe_cli.workspace.workspace import Workspace

FINE, FINDINGS, WRONG_USE = 0, 1, 2
INTERRUPTED = 130

# Each command is the function ``command`` of a module of this package, or its ``app`` where it has commands
# of its own. It is imported only when it is run, so that ``kaohe list`` does not pay for the others' options.
COMMANDS = {
    "list": "列出考核指标和督查激励，可按单位、部分、名称筛选",
    "show": "一行的全部内容",
    "validate": "检查全部数据，给人看，也给 CI 用",
    "draft": "生成单位的 Word 报送材料（附件3）",
    "status": "谁交了、填了多少、有没有问题、迟了几天",
    "collect": "收材料：把交回的 Word 文件读进报送数据",
    "assign": "谁做什么：责任单位、统称落实、联系人",
    "unit": "单位名录：列出、新增、改名、加其他名称",
    "template": "Word 模板：检查、查看、列出变量、新建",
    "import": "导入印发的 Word 表格、政策文件或粘贴的文字",
    "diff": "比较两年的表，或两个版本：增减、改名、权重、责任单位、任务量",
    "export": "两张表导出成 Word（附件1、附件2）或 Excel",
    "init": "新建一个工作文件夹：数据、模板、CI 配置",
    "schema": "生成编辑器用的 JSON Schema",
}


class CommandTable(TyperGroup):
    """The group of commands; knows their names and imports the one that is run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's interface
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's interface
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kaohe_cli.cli.{cmd_name}")
        if hasattr(module, "app"):
            return get_command(module.app)
        single = typer.Typer(add_completion=False)
        single.command(cmd_name, cls=ChineseCommand)(module.command)
        return get_command(single)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        write_help(self, ctx, formatter, COMMANDS)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return completion.commands(COMMANDS, incomplete)


class Session:
    """What the global options ask for; the workspace is looked for when a command first needs it."""

    def __init__(self, data: Path | None, reports: Path | None, contacts: Path | None) -> None:
        self._data = data
        self._reports = reports
        self._contacts = contacts

    def check_output(self, path: Path) -> None:
        """Refuses a place where a result would replace a file of the data."""
        from kaohe_cli.workspace.outputs import check_output
        from kaohe_cli.workspace.workspace import Workspace

        check_output(path, Workspace(find_data(self._data), self._reports, self._contacts))

    @cached_property
    def workspace(self) -> "Workspace":
        """The files to work on; what they lack is told, once."""
        if lacking := self.opened.lacking:
            remark(f"提醒：{'；'.join(lacking)}")
        return self.opened

    @cached_property
    def opened(self) -> "Workspace":
        """The files to work on, for a command that says itself what they lack."""
        from kaohe_cli.workspace.workspace import Workspace

        data = find_data(self._data)
        workspace = Workspace(data, self._reports, self._contacts)
        if os.path.lexists(data.path / LOCK_NAME):
            from kaohe_cli.editing import recover

            # A change that was killed half-way is finished or taken back; one being written is waited for.
            recover(data.path, private=workspace.private, tell=remark)
        return workspace


app = typer.Typer(
    cls=CommandTable, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"kaohe {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback(no_args_is_help=True)
def kaohe(
    ctx: typer.Context,
    data: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="数据文件夹（也可用环境变量 KAOHE_DATA）")
    ] = None,
    reports: Annotated[
        Path | None,
        typer.Option(metavar="文件夹", help="各单位报送数据的文件夹（也可用环境变量 KAOHE_REPORTS）"),
    ] = None,
    contacts: Annotated[
        Path | None, typer.Option(metavar="文件", help="联系人文件（也可用环境变量 KAOHE_CONTACTS）")
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", help="显示版本号", callback=_print_version, is_eager=True)
    ] = False,
    install_completion: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option(
            "--install-completion",
            help="为现在用的终端装好 Tab 补全",
            callback=completion.install,
            is_eager=True,
        ),
    ] = False,
    show_completion: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option(
            "--show-completion",
            help="显示 Tab 补全的脚本，供自行安装",
            callback=completion.show,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """市对区考核指标和督查激励：查表、校验、生成各单位的 Word 报送材料。

    数据依次在 --data、KAOHE_DATA、当前文件夹及上级的 data/indicators.yaml 中查找，
    都没有时用随程序安装的 2021 年表（只读）。
    """
    ctx.obj = Session(data, reports, contacts)


def run(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code; whatever goes wrong is said in a sentence on stderr."""
    prepare_streams()
    if os.environ.get(completion.VARIABLE):
        return completion.answer(app)
    try:
        code = app(arguments, prog_name="kaohe", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (a pager, head) has seen enough
        silence_stdout()
        return FINE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            remark(explain(error))
            return WRONG_USE
        silence_stdout()
        remark("错误：磁盘已满，输出没有写完；请腾出空间再试")
        return WRONG_USE
    except Exception as error:  # the last line of defence: no traceback reaches a user
        if os.environ.get("KAOHE_DEBUG"):
            raise
        remark(explain(error))
        return WRONG_USE
    if code == INTERRUPTED:
        remark("已中止")
    return code if isinstance(code, int) else FINE
