"""``kaohe template``: check a template, show it as text, list its vocabulary, start a new one."""

from pathlib import Path
from typing import Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, Session
from kaohe_cli.cli.dash import read_file, to_stdout
from kaohe_cli.cli.formats import FORMATS, Column, Grid, Rows
from kaohe_cli.cli.groups import ChineseCommand, ChineseGroup
from kaohe_cli.cli.list import FormatOption, OutputOption, checked_output
from kaohe_cli.cli.output import emit, emit_paths, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_there

app = typer.Typer(cls=ChineseGroup, add_completion=False, rich_markup_mode=None)

TemplateFile = Annotated[
    Path,
    typer.Argument(
        readable=False, metavar="文件", help="Word 模板（.docx）；- 是标准输入", callback=read_file
    ),
]


@app.callback()
def template() -> None:
    """Word 模板：检查、查看、列出可用的变量、新建一份。"""


@app.command(cls=ChineseCommand)
def check(
    ctx: typer.Context,
    file: TemplateFile,
    tags: Annotated[
        bool, typer.Option("--tags/--no-tags", help="是否列出每个填空处、控制语句和它所在的段落")
    ] = True,
) -> None:
    """检查模板：列出每个填空处和控制语句，指出写错的、没有配对的，以及漏掉的内容和书签。

    文档属性里的填空处会填写；写在域、公式、替代文字、下拉选项等处的不会，检查时说出在哪里。
    有错误时退出码为 1；只有漏项提醒时为 0；文件无法读取时为 2。
    """
    from kaohe_cli.drafting.template_check import template_problems
    from kaohe_cli.drafting.template_file import read_template
    from kaohe_cli.ooxml.template.inspection import tags_of

    session: Session = ctx.obj
    read_template(file)
    problems = template_problems(file, session.workspace.record)
    if tags and (found := tags_of(file).tags):
        emit("\n".join(f"{tag.place}　{tag.text}" for tag in found))
    for problem in problems:
        emit(f"{'错误' if problem.serious else '提醒'}：{problem.message}")
    serious = sum(problem.serious for problem in problems)
    remark(f"{serious} 处错误，{len(problems) - serious} 处提醒" if problems else "没有发现问题")
    if serious:
        raise typer.Exit(FINDINGS)


@app.command(cls=ChineseCommand, name="vars")
def list_words(
    ctx: typer.Context,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """列出模板里能用的全部变量和过滤器，每个一行说明和例子。"""
    from kaohe_cli.drafting.vocabulary import words

    columns = (Column("写法", fixed=True), Column("意思"), Column("例子"))
    session: Session = ctx.obj
    found = list(words(session.workspace.record))
    grid = Grid(
        columns,
        [tuple(word) for word in found],
        "填空处写在 {{ }} 里，过滤器用 | 接在变量后面；控制语句写在 {% %} 里",
    )
    rows = Rows(lambda: grid, lambda: grid, lambda: [word._asdict() for word in found])
    emit(FORMATS[format](rows), output, exact=format == "csv")


@app.command(cls=ChineseCommand)
def new(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            readable=False,
            metavar="文件",
            help="新模板放在哪里，- 是标准输出；不写时是数据旁边的 templates/annex3.docx",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="已有这个文件时也覆盖")] = False,
) -> None:
    """按 forms.yaml 新建一份附件3的模板，用 Word 或 WPS 打开就能改。

    放在数据旁边的 templates/annex3.docx，kaohe draft 就会用它。改了 forms.yaml 之后加 --force 换一份。
    """
    from kaohe_cli.drafting.new_template import build
    from kaohe_cli.files.atomic import write_file
    from kaohe_cli.workspace.locate import place_of_template

    session: Session = ctx.obj
    if to_stdout(file, [lambda: build(session.workspace.record)]):
        return
    target = file or place_of_template(session.workspace.data)
    checked_output(ctx, target)
    if is_there(target) and not force:
        raise WrongUseError(f"“{target}”已经存在，没有覆盖；请换一个文件名，或加 --force")
    write_file(target, build(session.workspace.record))
    emit_paths([target])


@app.command(cls=ChineseCommand)
def show(file: TemplateFile) -> None:
    """把 Word 文件显示成文字，也用来让 git 显示 .docx 的改动。

    git 里先运行一次：git config diff.docx.textconv "kaohe template show"
    """
    from kaohe_cli.drafting.template_file import read_template
    from kaohe_cli.ooxml.reading.plaintext import plain_text
    from kaohe_cli.ooxml.template.inspection import beside_the_text

    read_template(file)
    emit(plain_text(file))
    if beside := beside_the_text(file):
        emit("\n〔正文以外的标记〕")
        emit("\n".join(f"{place}　{text}" for place, text in beside))
