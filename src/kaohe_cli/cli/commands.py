"""The commands by name: the one list of them, and the group that imports the one that is run."""

import importlib
from collections.abc import Mapping
from typing import Any

import typer
from typer.main import get_command

from kaohe_cli.cli.groups import ChineseCommand, ChineseGroup

# Each command is the function ``command`` of a module of this package, or its ``app`` where it has commands
# of its own. It is imported only when it is run, so that ``kaohe list`` does not pay for the others' options.
COMMANDS = {
    "list": "列出考核指标和督查激励，可按单位、部分、名称筛选",
    "show": "一项的全部内容",
    "validate": "检查全部数据，供人查看，也供 CI 使用",
    "draft": "生成单位的 Word 报送材料（附件3）",
    "status": "各单位已报未报、填报完整度、问题和逾期天数",
    "summary": "各单位报送的汇总：得分、预计失分、红黄绿灯、未报单位",
    "collect": "收材料：把交回的 Word 文件读进报送数据",
    "migrate": "把以前的报送数据归到各轮",
    "assign": "谁做什么：责任单位、统称落实、联系人",
    "unit": "单位名录：列出、新增、改名、加其他名称",
    "claim": "督查激励的申报：到了哪一步、剩几天、缺什么；录入，生成申报材料",
    "template": "Word 模板：检查、查看、列出变量、新建",
    "import": "导入印发的 Word 表格、政策文件或粘贴的文字",
    "diff": "比较两年的表，或两个版本：增减、改名、权重、责任单位、任务量",
    "export": "两张表导出成 Word（附件1、附件2）或 Excel",
    "init": "新建一个工作文件夹：数据、模板、CI 配置",
    "schema": "生成编辑器用的 JSON Schema",
    "help": "手册：一年的工作分章讲，在终端里看",
}


class CommandTable(ChineseGroup):
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

    def summaries(self, ctx: Any) -> Mapping[str, str]:  # noqa: ARG002 - the group's interface
        return COMMANDS
