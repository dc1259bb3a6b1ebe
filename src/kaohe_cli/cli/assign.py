"""``kaohe assign``: who does what, and changes to it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from kaohe_cli.cli.app import FINDINGS, Session
from kaohe_cli.cli.choices import AssignView
from kaohe_cli.cli.completion import (
    complete_bodies,
    complete_city,
    complete_collective,
    complete_id,
    complete_round,
    complete_unit,
)
from kaohe_cli.cli.dash import read_file
from kaohe_cli.cli.list import FormatOption, OutputOption
from kaohe_cli.cli.output import Format, emit
from kaohe_cli.exceptions import WrongUseError


def command(
    ctx: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="编号", help="改哪些项；指标编号（A02）指它的每一项", autocompletion=complete_id
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
        str | None,
        typer.Option(
            metavar="单位",
            help="改由这个单位牵头；几个并列牵头的，用逗号隔开",
            autocompletion=complete_bodies,
        ),
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
        str | None,
        typer.Option(
            metavar="单位", help="看这个单位（几个用逗号隔开），或填它的联系人", autocompletion=complete_unit
        ),
    ] = None,
    leader: Annotated[str | None, typer.Option(metavar="姓名", help="责任领导")] = None,
    contact: Annotated[str | None, typer.Option(metavar="姓名", help="责任人")] = None,
    mobile: Annotated[str | None, typer.Option(metavar="号码", help="责任人的手机号")] = None,
    email: Annotated[
        str | None,
        typer.Option(metavar="邮箱", help="责任人的邮箱，几个用分号隔开；写邮件、收邮件时认单位都用它"),
    ] = None,
    cc: Annotated[str | None, typer.Option(metavar="邮箱", help="写邮件时抄送的邮箱，几个用分号隔开")] = None,
    salutation: Annotated[
        str | None, typer.Option(metavar="称呼", help="邮件里怎样称呼责任人，如 李科长")
    ] = None,
    city: Annotated[
        str | None,
        typer.Option(metavar="市级部门", help="填这个市级部门的对接情况", autocompletion=complete_city),
    ] = None,
    city_leader: Annotated[str | None, typer.Option(metavar="姓名", help="市级考核单位分管领导")] = None,
    city_office: Annotated[str | None, typer.Option(metavar="处室", help="市级经办处室")] = None,
    city_phone: Annotated[str | None, typer.Option(metavar="号码", help="市级经办处室的电话")] = None,
    learn: Annotated[
        bool,
        typer.Option(
            "--learn", help="从最近一次交回的材料里认联系人，写进联系人文件；先用 --dry-run 看要改什么"
        ),
    ] = False,
    roster: Annotated[
        str | None,
        typer.Option(
            "--people",
            metavar="[通讯录.xlsx]",
            help="读入 Excel 通讯录，- 是标准输入；不写文件时列出联系人，加 -o 通讯录.xlsx 写成 Excel",
            callback=read_file,
        ),
    ] = None,
    round: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            "--round",
            "--through-month",
            metavar="轮次",
            help="和 --learn 一起用：只看这一轮的，如 2021-10 或 10；不写时看各单位最近的",
            autocompletion=complete_round,
        ),
    ] = None,
    by: Annotated[
        AssignView, typer.Option(help="按 unit（单位）、section（部分）或 city（市级部门）列")
    ] = "unit",
    show_phones: Annotated[bool, typer.Option("--show-phones", help="显示电话号码，不用 * 遮住")] = False,
    format: FormatOption = "table",  # noqa: A002 - the option's name
    output: OutputOption = None,
) -> None:
    """谁做什么：不带编号时列出各单位牵头、配合的任务；带编号时改责任单位；也管联系人。

    例：kaohe assign；kaohe assign A18.1 --add 区教委；kaohe assign A02 J03 --lead 区工商联；
    kaohe assign C01.1 --resolve 区级有关部门 --to 区商务委,区教委；
    kaohe assign --unit 区商务委 --leader 张样例 --contact 李样例 --mobile 13800000000；
    kaohe assign A18.1 --city-office 市场处 --city-phone 023-60000000；
    kaohe assign --learn --dry-run；kaohe assign --people 通讯录.xlsx；kaohe assign --people -o 通讯录.xlsx
    """
    from kaohe_cli.cli.assign_request import Request
    from kaohe_cli.words.listed_bodies import names_listed

    session: Session = ctx.obj
    units = {"--add": add, "--remove": remove, "--set": replace, "--lead": lead}
    changes_units = any(value is not None for value in units.values())
    people = _given(leader=leader, contact=contact, mobile=mobile, email=email, cc=cc, salutation=salutation)
    liaison = _given(leader=city_leader, office=city_office, phone=city_phone)
    _refuse_mixtures(
        {
            "改责任单位（--add、--remove、--set、--lead）": changes_units,
            "落实统称（--resolve、--to）": resolve is not None or to is not None,
            "填联系人（--leader、--contact、--mobile、--email、--cc、--salutation）": bool(people),
            "填市级对接情况（--city-…）": bool(liaison) or city is not None,
            "从交回的材料里认联系人（--learn）": learn,
            "读入通讯录（--people 文件）": bool(roster),
            "列出联系人（--people）": roster == "",
        },
        has_unit=unit is not None and not (bool(people) or learn or roster == ""),
        has_format=(output is not None or format != "table") and not (learn or roster == ""),
    )
    if learn or roster is not None:
        _refuse_ids(ids, round, learn=learn)
        _people(session, Asked(learn, roster or "", unit, round, format, output, show_phones))
        return
    if round is not None:
        raise WrongUseError("--round 只和 --learn 一起用，未作改动")
    request = Request(session.workspace, ids or [], show_phones)
    if changes_units:
        _refuse_blanks(units)
        single = names_listed(replace or ""), names_listed(lead or "")
        several = names_listed("\n".join(add or ())), names_listed("\n".join(remove or ()))
        request.change_units(*several, *single, allow_empty)
    elif resolve is not None or to is not None:
        request.resolve(resolve, to)
    elif people:
        request.set_people(unit, people)
    elif liaison or city:
        request.set_city(city, liaison)
    elif ids:
        raise WrongUseError("未指明要改的内容；改法见 kaohe assign --help，只看内容用 kaohe show")
    else:
        from kaohe_cli.cli.assign_people import people_records
        from kaohe_cli.cli.assign_views import matrix, people_text
        from kaohe_cli.cli.formats import FORMATS
        from kaohe_cli.query.selection import find_body, unit_names

        tables = session.workspace.tables()
        asked = unit_names([unit] if unit is not None else [], tables.registry)
        only = [find_body(name, tables.registry).name for name in asked]
        known = people_records(session.workspace, only, show_phones=show_phones) if only else {}
        emit(FORMATS[format](matrix(tables, by, only, known)), output, exact=format == "csv")
        if format in ("table", "md"):
            for name in only:
                text = people_text(session.workspace, name, show_phones=show_phones)
                emit(text if format == "table" else "\n" + "\n".join(f"- {one}" for one in text.split("\n")))


class Asked(NamedTuple):
    """What was asked about the people as a whole."""

    learn: bool
    file: str
    unit: str | None
    round: str | None
    format: Format
    output: Path | None
    show_phones: bool


def _refuse_ids(ids: Sequence[str] | None, round_: str | None, *, learn: bool) -> None:
    if ids:
        raise WrongUseError(f"--learn、--people 是全部单位的，不用写编号（{' '.join(ids)}），未作改动")
    if round_ is not None and not learn:
        raise WrongUseError("--round 只和 --learn 一起用，未作改动")


def _people(session: Session, asked: Asked) -> None:
    """Lists the roster, learns it from returns or reads it from Excel."""
    from kaohe_cli.cli.assign_people import PeopleChange, list_people
    from kaohe_cli.cli.assign_request import Request
    from kaohe_cli.query.selection import find_body, unit_names

    workspace = session.workspace
    registry = workspace.tables().registry
    named = unit_names([asked.unit] if asked.unit is not None else [], registry)
    only = [find_body(name, registry).name for name in named]
    if not asked.learn and not asked.file:
        list_people(workspace, only, asked.format, asked.output, show_phones=asked.show_phones)
        return
    request = Request(workspace, [], asked.show_phones)
    change = PeopleChange(workspace, request, show_phones=asked.show_phones)
    if asked.learn:
        change.learn(asked.round, only, asked.format, asked.output)
    else:
        change.read(Path(asked.file))
    if change.questions:
        raise typer.Exit(FINDINGS)


def _given(**fields: str | None) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items() if value is not None}


def _refuse_mixtures(asked: Mapping[str, bool], *, has_unit: bool, has_format: bool) -> None:
    """Refuses a command of which a part would go unheeded.

    Raises:
        WrongUseError: it asks for two different things at once.
    """
    wanted = [name for name, is_asked in asked.items() if is_asked]
    if len(wanted) > 1:
        raise WrongUseError(f"{'和'.join(wanted)}不能一次做，未作改动；请分成几条命令")
    if wanted and has_unit:
        raise WrongUseError(f"--unit 只用来看或填联系人，不能和{wanted[0]}一起用，未作改动")
    if wanted and has_format:
        raise WrongUseError("--format、--output 只用于列出，改动时不用写，未作改动")


def _refuse_blanks(units: Mapping[str, str | list[str] | None]) -> None:
    for option, value in units.items():
        values = [value] if isinstance(value, str) else value or []
        if value is not None and not any(one.strip(" ,，、") for one in values):
            raise WrongUseError(f"{option} 后面没有写单位，未作改动")
