"""The people of ``kaohe assign``: the roster listed, learnt from returns, from Excel and to Excel."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaohe_cli.assignment.people import set_people
from kaohe_cli.assignment.roster import PHONES, TITLES, Proposal, as_rows, proposals
from kaohe_cli.cli.assign_request import Edits, Request
from kaohe_cli.cli.formats import FORMATS, Column, Grid, Rows
from kaohe_cli.cli.output import Format, complain, emit, emit_paths, remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.foreign import read_foreign
from kaohe_cli.tables.base import SCHEMA_VERSION
from kaohe_cli.tables.contacts import Contacts, People
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.workspace import Tables, Workspace

if TYPE_CHECKING:
    from kaohe_cli.assignment.roster import Said

_EXCEL = ".xlsx"
_BRIEF = (
    Column("单位", fixed=True),
    Column("编号", fixed=True),
    Column("责任领导", fixed=True),
    Column("责任人"),
    Column("手机", fixed=True),
    Column("邮箱"),
)
_BRIEF_CHANGES = (
    Column("单位", fixed=True),
    Column("栏目", fixed=True),
    Column("现有", fixed=True),
    Column("改为", fixed=True),
    Column("出处"),
)
_CHANGES = (
    Column("单位", fixed=True),
    Column("编号", fixed=True),
    Column("栏目", fixed=True),
    Column("现有"),
    Column("改为"),
    Column("出处"),
)


def contacts_of(workspace: Workspace) -> Contacts:
    """Returns the roster; an empty one where there is none.

    Raises:
        UnusableDataError: it cannot be used.
    """
    loaded = workspace.contacts
    return loaded.get() if loaded is not None else Contacts(schema_version=SCHEMA_VERSION)


# --- the roster listed ----------------------------------------------------------------------------


def list_people(
    workspace: Workspace,
    only: Sequence[str],
    wanted: Format,
    output: Path | None,
    *,
    show_phones: bool,
) -> None:
    """Shows the roster, or writes it as an Excel file where ``output`` is one."""
    contacts = contacts_of(workspace)
    hide = _hiding(show_phones)
    if output is not None and output.suffix.lower() == _EXCEL:
        _write_excel(workspace, contacts, only, output, show_phones=show_phones)
        return
    rows = [one for one in as_rows(contacts) if not only or one[0] in only]
    emit(FORMATS[wanted](_listing(rows, hide)), output, exact=wanted == "csv")


def people_records(
    workspace: Workspace, only: Sequence[str], *, show_phones: bool
) -> dict[str, list[dict[str, Any]]]:
    """Returns the people of some bodies as records, first those of the whole body."""
    found = [one for one in as_rows(contacts_of(workspace)) if one[0] in only]
    by_unit: dict[str, list[dict[str, Any]]] = {name: [] for name in only}
    for record in _listing(found, _hiding(show_phones)).records():
        by_unit[record.pop("unit")].append(record)
    return by_unit


def _listing(found: Sequence[tuple[str, str, People]], hide: Callable[[str], str]) -> Rows:
    def text(name: str, people: People) -> str:
        value = getattr(people, name) or ""
        return hide(value) if name in PHONES else value

    def brief() -> Grid:
        cells = [
            (
                unit,
                row_id,
                "\n".join(
                    filter(
                        None,
                        (
                            _with_post(text("leader", one), text("leader_post", one)),
                            text("leader_mobile", one),
                        ),
                    )
                ),
                _with_post(text("contact", one), text("post", one)),
                text("mobile", one),
                text("email", one),
            )
            for unit, row_id, one in found
        ]
        hint = (
            ""
            if cells
            else "还没有联系人；用 kaohe assign --learn 从交回的材料里认，或 --people 通讯录.xlsx 读入"
        )
        return Grid(_BRIEF, cells, hint or f"共 {len(cells)} 条")

    def full() -> Grid:
        columns = (Column("单位"), Column("编号"), *map(Column, TITLES.values()))
        cells = [(unit, row_id, *(text(name, one) for name in TITLES)) for unit, row_id, one in found]
        return Grid(columns, cells, f"共 {len(cells)} 条")

    def records() -> list[dict[str, Any]]:
        return [
            {"unit": unit, "row": row_id or None, **{name: text(name, one) or None for name in TITLES}}
            for unit, row_id, one in found
        ]

    return Rows(brief, full, records)


def _with_post(name: str, post: str) -> str:
    return f"{name}（{post}）" if post else name


def _write_excel(
    workspace: Workspace, contacts: Contacts, only: Sequence[str], output: Path, *, show_phones: bool
) -> None:
    from kaohe_cli.drafting.saving import FilledInError, save
    from kaohe_cli.exporting.excel_file import is_untouched
    from kaohe_cli.exporting.roster_file import roster_workbook

    tables = workspace.tables()
    units = only or [unit.name for unit in tables.registry.units]
    data = roster_workbook(contacts, units, _hiding(show_phones))
    try:
        save(output, data, is_ours=is_untouched, private=show_phones)
    except FilledInError:
        raise WrongUseError(
            f"“{output}”已有人填写或改动过，没有覆盖；"
            f"请先用 kaohe assign --people {output} 读入，再换一个文件名"
        ) from None
    emit_paths([output])
    if not show_phones:
        remark("号码用 * 遮住了；要号码的加 --show-phones（里面有手机号，不要外传）")


def _hiding(show_phones: bool) -> Callable[[str], str]:
    return str if show_phones else masked


# --- changes --------------------------------------------------------------------------------------


class PeopleChange:
    """A change of the roster that is worked out from what others say, shown, and written."""

    def __init__(self, workspace: Workspace, request: Request, *, show_phones: bool) -> None:
        self._workspace = workspace
        self._request = request
        self._hide = _hiding(show_phones)
        self._found: list[Proposal] = []
        self.questions: list[str] = []

    def learn(self, asked: str | None, only: Sequence[str], wanted: Format, output: Path | None) -> None:
        """Takes the people of the latest returns, or of those of a round."""
        from kaohe_cli.assignment.learning import learnt

        this = self._workspace.round_meant(asked) if asked is not None else None

        def said(workspace: Workspace, contacts: Contacts) -> Sequence["Said"]:
            found = learnt(workspace, contacts, this)
            self.questions += [
                one for one in found.questions if not only or any(name in one for name in only)
            ]
            if not found.said and not found.questions:
                where = f"{this} 这一轮" if this is not None else "报送数据里"
                remark(f"{where}没有联系人可认；先用 kaohe collect 收材料")
            return [one for one in found.said if not only or one.unit in only]

        def tell() -> bool:
            if self._found or wanted != "table":
                emit(FORMATS[wanted](self._changes()), output, exact=wanted == "csv")
            self._tell_remarks()
            return wanted == "table"

        self._request.commit(self._plan(said), tell)

    def read(self, path: Path) -> None:
        """Takes the people of an Excel file.

        Raises:
            WrongUseError: it is no Excel file, or nobody was found in it.
        """
        from kaohe_cli.importing.formats.laying_out import TooLargeError
        from kaohe_cli.importing.roster import read_roster
        from kaohe_cli.query.rows import all_rows
        from kaohe_cli.query.selection import row_bodies

        data = read_foreign(path)
        if not data.startswith(b"PK"):
            raise WrongUseError(f"“{path}”不是 .xlsx 文件，未作改动；请用 Excel 或 WPS 另存为 .xlsx")
        tables = self._workspace.tables()
        answering = {
            row.id: [body.name for body in row_bodies(row, tables.registry) if body is not None]
            for row in all_rows(tables)
        }
        try:
            file = read_roster(path.name, data, tables.registry, answering)
        except TooLargeError:
            raise WrongUseError(f"“{path}”太大，不像是通讯录，未作改动；请只留下联系人那一张表") from None
        for line in file.remarks:
            remark(masked(line))
        self.questions += file.questions
        if not file.said:
            self._tell_questions()
            raise WrongUseError(
                f"“{path}”里没有读出联系人，未作改动；表头要有“单位”“姓名”（或“责任领导”“责任人”）和“手机”"
            )
        self._request.commit(self._plan(lambda _workspace, _contacts: file.said), self._tell_remarks)

    def _plan(self, said: Callable[[Workspace, Contacts], Sequence["Said"]]) -> Callable[[Tables], Edits]:
        def plan(tables: Tables) -> Edits:
            workspace = self._workspace.again()
            contacts = contacts_of(workspace)
            area_code = tables.indicators.area_code or ""
            self._found = proposals(said(workspace, contacts), contacts, area_code)
            change = partial(_with_all, found=self._found)
            return {self._workspace.contacts_path: change} if self._found else {}

        return plan

    def _changes(self) -> Rows:
        def lines() -> list[tuple[str, ...]]:
            return [
                (
                    one.said.unit,
                    one.said.row_id or "",
                    TITLES[name],
                    self._shown(name, one.old.get(name, "")),
                    self._shown(name, value),
                    masked(one.said.where),
                )
                for one in self._found
                for name, value in one.new.items()
            ]

        def brief() -> Grid:
            cells, before = [], ""
            for unit, row_id, title, old, new, where in lines():
                whose = f"{unit} {row_id}".strip()
                cells.append(
                    (whose if whose != before else "", title, old, new, where if whose != before else "")
                )
                before = whose
            return Grid(_BRIEF_CHANGES, cells, "")

        def full() -> Grid:
            return Grid(_CHANGES, lines(), "")

        def records() -> list[dict[str, Any]]:
            keys = ("unit", "row", "field", "old", "new", "where")
            names = {title: name for name, title in TITLES.items()}
            found = [dict(zip(keys, line, strict=True)) for line in lines()]
            return [
                {key: value or None for key, value in one.items()} | {"field": names[one["field"]]}
                for one in found
            ]

        return Rows(brief, full, records)

    def _shown(self, name: str, value: str) -> str:
        return self._hide(value) if name in PHONES else value

    def _tell_remarks(self) -> None:
        for one in self._found:
            for line in one.remarks:
                remark(line)
        self._tell_questions()

    def _tell_questions(self) -> None:
        for line in self.questions:
            complain(masked(line))


def _with_all(text: str, found: Sequence[Proposal]) -> str:
    for one in found:
        text = set_people(text, one.said.unit, one.said.row_id, one.new)
    return text
