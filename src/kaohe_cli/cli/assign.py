"""``kaohe assign``: who does what, and changes to it."""

from typing import Annotated, Literal

import typer

from kaohe_cli.cli.app import Session
from kaohe_cli.cli.completion import (
    complete_bodies,
    complete_city,
    complete_collective,
    complete_id,
    complete_unit,
)
from kaohe_cli.cli.list import FormatOption, OutputOption
from kaohe_cli.cli.output import emit
from kaohe_cli.exceptions import WrongUseError

View = Literal["unit", "section", "city"]


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号…", help="改哪些行；指标编号（A02）指它的每一行", autocompletion=complete_id
        ),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="单位", help="增加责任单位，用逗号隔开", autocompletion=complete_bodies),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(metavar="单位", help="去掉责任单位，用逗号隔开", autocompletion=complete_bodies),
    ] = None,
    replace: Annotated[
        str | None,
        typer.Option(
            "--set", metavar="甲,乙", help="责任单位改为这些，第一个牵头", autocompletion=complete_bodies
        ),
    ] = None,
    lead: Annotated[
        str | None, typer.Option(metavar="单位", help="改由这个单位牵头", autocompletion=complete_unit)
    ] = None,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="允许去掉最后一个责任单位")] = False,
    resolve: Annotated[
        str | None,
        typer.Option(metavar="统称", help="落实统称，和 --to 一起用", autocompletion=complete_collective),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="甲,乙", help="统称落实到的单位；写空的是取消", autocompletion=complete_bodies),
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="单位", help="看或填这个单位的联系人", autocompletion=complete_unit)
    ] = None,
    leader: Annotated[str | None, typer.Option(metavar="姓名", help="责任领导")] = None,
    contact: Annotated[str | None, typer.Option(metavar="姓名", help="责任人")] = None,
    mobile: Annotated[str | None, typer.Option(metavar="号码", help="责任人的手机号")] = None,
    city: Annotated[
        str | None,
        typer.Option(metavar="市级部门", help="填这个市级部门的对接情况", autocompletion=complete_city),
    ] = None,
    city_leader: Annotated[str | None, typer.Option(metavar="姓名", help="市级考核单位分管领导")] = None,
    city_office: Annotated[str | None, typer.Option(metavar="处室", help="市级经办处室")] = None,
    city_phone: Annotated[str | None, typer.Option(metavar="号码", help="市级经办处室的电话")] = None,
    by: Annotated[View, typer.Option(help="按 unit（单位）、section（部分）或 city（市级部门）列")] = "unit",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示要改的地方，不写文件")] = False,
    show_phones: Annotated[bool, typer.Option("--show-phones", help="显示电话号码，不用 * 遮住")] = False,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """谁做什么：不带编号时列出各单位牵头、配合的任务；带编号时改责任单位；也管联系人。

    例：kaohe assign；kaohe assign A18.1 --add 区教委；kaohe assign A02 J03 --lead 区工商联；
    kaohe assign C01.1 --resolve 区级有关部门 --to 区商务委,区教委；
    kaohe assign --unit 区商务委 --leader 张样例 --contact 李样例 --mobile 13800000000；
    kaohe assign A18.1 --city-office 市场处 --city-phone 023-60000000
    """
    from kaohe_cli.cli.assign_request import Request, names_in

    session: Session = ctx.obj
    people = _given(leader=leader, contact=contact, mobile=mobile)
    liaison = _given(leader=city_leader, office=city_office, phone=city_phone)
    request = Request(session.workspace, ids or [], dry_run, show_phones)
    if any((add, remove, replace, lead)):
        request.change_units(names_in(add), names_in(remove), names_in([replace or ""]), lead, allow_empty)
    elif resolve is not None or to is not None:
        request.resolve(resolve, to)
    elif people:
        request.set_people(unit, people)
    elif liaison or city:
        request.set_city(city, liaison)
    elif ids:
        raise WrongUseError("没有写要改什么；改法见 kaohe assign --help，只看内容用 kaohe show")
    else:
        from kaohe_cli.cli.assign_views import matrix, people_text
        from kaohe_cli.cli.formats import FORMATS
        from kaohe_cli.query.selection import find_body

        tables = session.workspace.tables()
        only = find_body(unit, tables.registry).name if unit else None
        emit(FORMATS[format](matrix(tables, by, only)), output, exact=format == "csv")
        if only and format == "table":
            emit(people_text(session.workspace, only, show_phones=show_phones))


def _given(**fields: str | None) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items() if value is not None}
