"""``kaohe collect``: the Word files that come back, read into the reports."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe_cli.cli.app import FINDINGS, FINE, WRONG_USE, Session
from kaohe_cli.cli.changes import changing, refuse_shipped
from kaohe_cli.cli.completion import complete_unit
from kaohe_cli.cli.dash import read_file
from kaohe_cli.cli.dates import day_of, today
from kaohe_cli.cli.list import checked_folder
from kaohe_cli.cli.output import MANNER, complain, emit, remark
from kaohe_cli.cli.round_option import ReturnedRoundOption
from kaohe_cli.exceptions import WrongUseError

if TYPE_CHECKING:
    from kaohe_cli.collecting.files import Found
    from kaohe_cli.tables.units import Unit

_NAMED = 5


def command(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            readable=False,
            metavar="文件或文件夹",
            help="交回的 Word 文件、压缩包、邮件，或放着它们的文件夹；可写几个，- 是标准输入",
            callback=read_file,
        ),
    ],
    unit: Annotated[
        str | None,
        typer.Option(
            metavar="单位", help="这些文件是哪个单位交的；无法辨认时才需要写", autocompletion=complete_unit
        ),
    ] = None,
    row: Annotated[
        list[str] | None,
        typer.Option("--row", metavar="标题=编号", help="无法辨认的标题是哪一项，如 “GDP=A01.1”；可重复"),
    ] = None,
    round: ReturnedRoundOption = None,  # noqa: A002 - the option's name
    received: Annotated[
        str | None, typer.Option(metavar="日期", help="收到的日期，如 2021-11-12 或 11月12日；不写时是今天")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="较旧的、没有改动过的也收；交回的空栏照样清空")
    ] = False,
    receipts: Annotated[
        Path | None,
        typer.Option(
            "--receipts",
            readable=False,
            metavar="文件夹",
            help="给交来材料的单位各写一份回执（.txt 和回信用的 .eml）：读到什么、要核对什么、还缺什么",
            callback=checked_folder,
        ),
    ] = None,
    show_phones: Annotated[bool, typer.Option("--show-phones", help="显示电话号码，不用 * 遮住")] = False,
) -> None:
    """收材料：把交回的 Word 文件读进 data/reports/ 里它写的那一轮，逐项列出新填、改动和清空的内容。

    .docx 直接读；.doc、.wps、.odt 要装有 LibreOffice。压缩包（.zip）和邮件（.eml）打开收里面的；
    网页、.txt 也读。PDF、扫描件、Excel 读不出，只存下原件。没有归入任何一栏的文字逐条列出，原件另存一份。
    例：kaohe collect 交回的材料；kaohe collect 商务委.docx --dry-run；kaohe collect 收件箱 --receipts 回执
    """
    from kaohe_cli.cli.collect_views import file_report, summary
    from kaohe_cli.collecting.batch import Batch
    from kaohe_cli.collecting.files import find_files, open_files
    from kaohe_cli.collecting.outcomes import NOT_TAKEN, Options
    from kaohe_cli.tables.sent import UNKNOWN_FORMS

    session: Session = ctx.obj
    workspace = session.workspace
    refuse_shipped(workspace)
    found = find_files(paths, workspace.reports)
    _tell_left_out(found, workspace.reports.name)
    if not found.files:
        _tell_others([other.name for other in found.others])
        raise WrongUseError("没有找到 Word 文件（.docx、.doc、.wps、.odt）；请检查给出的文件夹")
    handed = open_files(found.files)
    others = [*(other.name for other in found.others), *handed.others]
    _tell_others(others)
    options = Options(
        received=day_of("--received", received, workspace) or today(),
        wanted=_unit(session, unit),
        answers=_answers(session, row or []),
        force=force,
        asked=workspace.round_meant(round) if round else None,
    )
    if workspace.sent is not None and workspace.sent.model is None:
        remark(UNKNOWN_FORMS)
    if options.received > today():
        remark("收到的日期在今天以后，请核对")
    with changing(workspace) as change:
        batch = Batch(workspace.again(), change, options)
        outcomes = list(batch.take(handed.files))
        staged = change.staged()
        change.commit()
    for outcome in outcomes:
        listing = None if MANNER.rehearsing else outcome.listing
        lines, remarks = file_report(outcome, listing, show_phones=show_phones)
        if lines:
            emit(lines)
        tell = complain if outcome.needs_a_look or outcome.state in NOT_TAKEN else remark
        for line in remarks:
            tell(line)
    for heading in batch.unused_answers:
        remark(f"--row 的标题“{heading}”哪一份里都没有，没有用上")
    remark(summary(outcomes, len(others), handed.opened))
    has_receipts = True
    if receipts is not None:
        from kaohe_cli.cli.collect_receipts import write_receipts

        has_receipts = write_receipts(receipts, workspace.again(staged), outcomes, handed.files, options)
    if all(outcome.state in NOT_TAKEN for outcome in outcomes):
        raise typer.Exit(WRONG_USE)
    look = any(outcome.needs_a_look for outcome in outcomes) or not has_receipts
    raise typer.Exit(FINDINGS if look else FINE)


def _tell_left_out(found: "Found", reports: str) -> None:
    if found.archived:
        remark(f"{found.archived} 份是录入后存的原件（{reports}/ 里的 returned），没有再读")
    if found.evidence:
        remark(f"{found.evidence} 份是佐证材料（{reports}/ 里的 evidence），不当作交回的材料")


def _tell_others(names: list[str]) -> None:
    if names:
        more = f"……等 {len(names)} 个" if len(names) > _NAMED else ""
        remark(f"不是 Word 文件，没有读：{'、'.join(names[:_NAMED])}{more}")


def _unit(session: Session, name: str | None) -> "Unit | None":
    from kaohe_cli.query.selection import find_body, unit_names
    from kaohe_cli.tables.units import Unit

    if name is None:
        return None
    registry = session.workspace.tables().registry
    name, *others = unit_names([name], registry)
    if others:
        raise WrongUseError("--unit 写的是这些文件归哪个单位，一次只能写一个；几个单位的请分几次收")
    body = find_body(name, registry)
    if not isinstance(body, Unit):
        raise WrongUseError(f"“{name}”是统称，不交材料；请写具体单位")
    return body


def _answers(session: Session, pairs: list[str]) -> dict[str, str]:
    """Returns the row ids by heading that ``--row`` gives.

    Raises:
        WrongUseError: a pair is not written as heading=id, or there is no such id.
    """
    from kaohe_cli.query.entries import all_entries
    from kaohe_cli.query.rows import all_rows
    from kaohe_cli.query.selection import row_id
    from kaohe_cli.words.folding import fold
    from kaohe_cli.words.likeness import did_you_mean

    known = {entry.id for entry in all_entries(all_rows(session.workspace.tables()))} if pairs else set()
    answers = {}
    for pair in pairs:
        heading, sign, written = pair.rpartition("=")
        if not sign or not heading.strip():
            raise WrongUseError(f"--row 的“{pair}”不对，请写成 标题=编号，如 “GDP=A01.1”")
        wanted = row_id(written)
        if wanted not in known:
            hint = did_you_mean(wanted, known) or "编号见 kaohe list"
            raise WrongUseError(f"--row 里没有编号是“{written.strip()}”的项，{hint}")
        answers[fold(heading).strip()] = wanted
    return answers
