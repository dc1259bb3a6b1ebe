"""``kaohe init``: a new workspace, with the tables that ship or those of issued documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kaohe_cli.cli.app import FINDINGS, FINE
from kaohe_cli.cli.dash import folder_only, read_file
from kaohe_cli.cli.output import MANNER, complain, emit_paths, remark
from kaohe_cli.workspace.names import INCENTIVES, INDICATORS

if TYPE_CHECKING:
    from kaohe_cli.forms.written import FormTable

_CALLED = {INDICATORS: "考核指标（附件1）", INCENTIVES: "督查激励（附件2）"}


class _Tables(NamedTuple):
    """The tables to begin with."""

    texts: dict[str, str]
    """The YAML by file name."""
    year: int
    is_complete: bool = True
    """False where a person must still add something."""
    forms: "FormTable | None" = None
    """The forms of 附件3 that were imported."""


def command(
    folder: Annotated[
        Path,
        typer.Argument(readable=False, metavar="文件夹", help="新的或空的文件夹", callback=folder_only),
    ],
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            readable=False,
            metavar="文件",
            help="从印发的文件（同 import）读入表格和政策文件，可重复；- 是标准输入；不写时用随程序安装的表",
            callback=read_file,
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(min=2000, max=2100, metavar="年度", help="考核年度；不写时按表里的年度"),
    ] = None,
) -> None:
    """新建一个工作文件夹：数据、Schema、Word 模板、CI 配置、.gitignore 和一份说明。

    文件夹里已经有别的文件时不新建（只有 .git 的可以）。
    例：kaohe init 考核2022 --from 附件.docx --from 政策文件.txt
    """
    from kaohe_cli.starter.contents import workspace_files
    from kaohe_cli.starter.creation import check_free, create

    check_free(folder)
    tables = _imported(sources, year) if sources else _shipped(year)
    files = workspace_files(tables.texts, tables.year, _made_from(tables.forms))
    create(folder, files)
    emit_paths(folder / place for place in files)
    todo = "" if tables.is_complete else "补上上面说的内容，再"
    if not MANNER.rehearsing:
        remark(f"下一步：进入 {folder}，{todo}运行 kaohe validate；一年的步骤见里面的 README.md")
    raise typer.Exit(FINE if tables.is_complete else FINDINGS)


def _made_from(forms: "FormTable | None") -> dict[str, bytes]:
    """Returns the template and the schema that follow from imported forms; nothing for those that ship."""
    if forms is None:
        return {}
    from kaohe_cli.drafting.new_template import build
    from kaohe_cli.forms.record import record_of
    from kaohe_cli.starter.contents import REPORT_SCHEMA, TEMPLATE
    from kaohe_cli.workspace.schemas import schema_file

    record = record_of(forms)
    return {TEMPLATE: build(record), REPORT_SCHEMA: schema_file("report", record)}


def _shipped(year: int | None) -> _Tables:
    from kaohe_cli.starter.contents import for_year, shipped_tables, year_of

    texts = shipped_tables()
    known = year_of(texts)
    if year is None or year == known:
        return _Tables(texts, known)
    remark(
        f"提醒：表的年度写成 {year} 年，内容还是 {known} 年的；"
        "新表下发后用 kaohe import 新表.docx --merge 换成新的"
    )
    return _Tables(for_year(texts, year), year)


def _imported(sources: list[Path], year: int | None) -> _Tables:
    """Returns the tables that the documents hold, after telling what was read and what is in doubt."""
    from kaohe_cli.cli.import_views import report
    from kaohe_cli.importing import import_files
    from kaohe_cli.starter.contents import year_of

    imported = import_files(sources, year=year)
    texts = imported.files()
    lacking = [name for name in _CALLED if name not in texts]
    what = "和".join(_CALLED[name] for name in lacking)
    (remark if imported.is_complete else complain)(report(imported))
    if lacking:
        remark(f"这些文件里没有{what}，先不建 {'、'.join(lacking)}；以后用 kaohe import 文件 --merge 补上")
    forms = imported.forms.table if imported.forms is not None else None
    return _Tables(texts, year_of(texts), imported.is_complete, forms)
