"""What ``kaohe claim`` enters: from the words of the command line to the diff that is printed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kaohe_cli.assignment.safety import refuse_new_errors
from kaohe_cli.claims.entering import new_claims, with_claim
from kaohe_cli.cli.changes import changing, refuse_shipped, show_changes
from kaohe_cli.cli.output import remark
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.files.looking import is_there
from kaohe_cli.query.rows import IncentiveRow, all_rows
from kaohe_cli.query.selection import find_body, matching_ids
from kaohe_cli.tables.claim_states import DATE_OF, ClaimState
from kaohe_cli.tables.units import Collective
from kaohe_cli.words.dates import HOW_TO_WRITE, date_in
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.workspace import Tables, Workspace


class ClaimEntry(NamedTuple):
    """What is to be entered, as it was typed; None is what was not asked for, an empty text takes away."""

    state: ClaimState | None
    on: str | None
    dates: Mapping[str, str | None]
    texts: Mapping[str, str | None]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be entered."""
        given = (self.state, self.on, *self.dates.values(), *self.texts.values())
        return all(value is None for value in given)


def enter(workspace: Workspace, queries: Sequence[str], entry: ClaimEntry) -> None:
    """Enters the fields into the claims that the ids name, with the data as it is under the lock.

    Raises:
        WrongUseError: there is no id, or a value that cannot be one.
        UnknownNameError: there is no such incentive or body.
    """
    refuse_shipped(workspace)
    if not queries:
        raise WrongUseError("未指明哪一项激励，未作改动；例：kaohe claim J04 --state 拟申报")
    dates = _dates(entry)
    with changing(workspace) as transaction:
        tables = workspace.again().tables()
        ids = [row.id for row in incentives_with(queries, tables)]
        order = [one.id for one in tables.incentives.incentives]
        fields = {**_texts(entry, tables), **dates}
        path = workspace.claims_path

        def change(text: str) -> str:
            for row_id in ids:
                text = with_claim(text, row_id, fields, order)
            return text

        if is_there(path):
            transaction.edit(path, change)
        else:
            transaction.create(path, change(new_claims(tables.incentives.year)))
        refuse_new_errors(workspace, transaction.staged())
        diffs = transaction.diffs()
        if diffs:
            transaction.commit()
    show_changes(diffs, show_phones=False)
    if not diffs:
        remark("与现有内容一致，未作改动")


def incentives_with(queries: Sequence[str], tables: Tables) -> list[IncentiveRow]:
    """Returns the incentives that the ids name, each once; J names all.

    Raises:
        UnknownNameError: there is no such incentive.
    """
    rows = tuple(row for row in all_rows(tables) if isinstance(row, IncentiveRow))
    if not rows:
        raise WrongUseError("没有 incentives.yaml（附件2），没有督查激励可以申报")
    found = {row.id: row for query in queries for row in matching_ids(query, rows)}
    return [row for row in found.values() if isinstance(row, IncentiveRow)]


def _dates(entry: ClaimEntry) -> dict[str, date | str]:
    """Returns the dates that are entered, by field; the one of ``--on`` under the field of the state."""
    given = {name: text for name, text in entry.dates.items() if text is not None}
    if entry.on is not None:
        field = DATE_OF.get(entry.state or "")
        if field is None:
            reached = "、".join(DATE_OF)
            raise WrongUseError(f"--on 和 --state {reached} 一起用，未作改动；别的日期用 --sent、--copied 等")
        if given.get(field, entry.on) != entry.on:
            raise WrongUseError(f"--on 和 --{field} 说的是同一个日期，却不一样，未作改动；请只写一个")
        given[field] = entry.on
    return {name: _day(name, text) for name, text in given.items()}


def _day(name: str, text: str) -> date | str:
    """Returns a day; an empty text takes it away. A day without a year is refused: claims go on into the
    year after that of the tables, and nothing says which is meant."""
    if not text.strip():
        return ""
    day = date_in(text)
    if day is None:
        raise WrongUseError(f"--{name} 的“{text}”不是日期，未作改动；请连年份写成 {HOW_TO_WRITE}")
    return day


def _texts(entry: ClaimEntry, tables: Tables) -> dict[str, str]:
    """Returns the state and the texts that are entered, by field."""
    given = {name: " ".join(text.split()) for name, text in entry.texts.items() if text is not None}
    for name in ("material", "result", "notes"):
        if masked(given.get(name, "")) != given.get(name, ""):
            raise WrongUseError("文字里有电话号码，未作改动；claims.yaml 收进 git，电话用 kaohe assign 填")
    if given.get("lead"):
        body = find_body(given["lead"], tables.registry)
        if isinstance(body, Collective):
            raise WrongUseError(f"“{given['lead']}”是统称，不能牵头申报，未作改动；请写具体单位")
        given["lead"] = body.name
    return {"state": entry.state, **given} if entry.state is not None else given
