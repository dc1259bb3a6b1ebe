"""What a workspace does without: one of the tables, the registry, or the forms."""

from collections.abc import Iterator

from kaohe_cli.files.paths import shown_path
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.names import FORMS, INCENTIVES, INDICATORS, UNITS
from kaohe_cli.workspace.workspace import Workspace

_HINTS = {
    INDICATORS: "有附件1 的，用 kaohe import 文件 --merge 并入；只用督查激励的，不必处理",
    INCENTIVES: "有附件2 和政策文件的，用 kaohe import 文件 --merge 并入；只用考核指标的，不必处理",
    UNITS: "同一单位有几种写法的，用 kaohe unit alias 写明，这个文件随之建好；没有的，不必处理",
    FORMS: "附件3 的栏目有变化的，用 kaohe import 文件 --merge 并入；没有变化的，不必处理",
}


def what_is_missing_is_told(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH107 for each file that the workspace does without."""
    for name, message in zip(workspace.missing, workspace.lacking, strict=True):
        file = shown_path(workspace.data.path / name)
        yield Finding(file, 0, 0, "KH107", message, "warning", _HINTS[name])
