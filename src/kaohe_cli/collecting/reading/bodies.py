"""Which bodies returned a file: what it says must prove each, and nothing may speak against it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from kaohe_cli.collecting.reading.evidence import DRAFTED, IN_ROW, Evidence
from kaohe_cli.collecting.reading.form import Remark
from kaohe_cli.exceptions import KaoheError
from kaohe_cli.tables.units import Unit

_MOST_TOLD: Final = 4
"""How many voices a question quotes: enough to see who disagrees, and still one line."""


class UncertainBodyError(KaoheError):
    """It is not certain which body a file is from; the message says what to add."""


class RowSaid(NamedTuple):
    """What one row of a file says of its body."""

    evidence: tuple[Evidence, ...]
    answering: tuple[Unit, ...]
    """The bodies that answer for the row by the tables; empty where nobody knows which row it is."""

    @property
    def named(self) -> tuple[Unit, ...]:
        """The bodies that （一） names, where it leaves nothing open."""
        said = next((one for one in self.evidence if one.where == IN_ROW), None)
        is_closed = said is not None and not said.unknown and not said.is_open
        return said.units if said is not None and is_closed else ()

    def may_be_of(self, *units: Unit) -> bool:
        """Whether the tables give the row to each of these bodies, and nothing in it speaks against all."""
        is_given = not self.answering or {*self.answering}.issuperset(units)
        return is_given and not _speaks_against(units, self.evidence)


class Owner(NamedTuple):
    """A body that a file is from, or some of its rows."""

    unit: Unit
    joint: tuple[Unit, ...] = ()
    """All bodies that report together, ``unit`` first; empty where it reports alone."""
    rows: frozenset[int] | None = None
    """The numbers of its rows in the file; None for all."""


class Recognised(NamedTuple):
    """The bodies that a file is from, and what a person should know of that."""

    owners: tuple[Owner, ...]
    remarks: list[Remark]


def guessed(evidence: Sequence[Evidence], wanted: Unit | None) -> Unit | None:
    """Returns the body that a file seems to be from, to read it with; what its rows say is still to come."""
    return wanted or next((unit for one in evidence if (unit := one.proves) is not None), None)


def owners_of(file: Sequence[Evidence], rows: Sequence[RowSaid], wanted: Unit | None) -> Recognised:
    """Returns whose a file is, by what it says itself and what its rows say.

    One body where something proves it; the bodies of （一） together where all rows name the same ones and
    nothing proves one of them; each row's own where rows name different single bodies. ``wanted`` is the body
    that the person named.

    Raises:
        UncertainBodyError: nothing proves a body, or what is said disagrees.
    """
    every = [*file, *(one for row in rows for one in row.evidence)]
    bound = next((one.said for one in every if one.where == DRAFTED and "、" in one.said), None)
    if bound is not None:
        raise UncertainBodyError("这是几个单位合订的材料，不能收回；请让各单位分别交回自己的那一份")
    if wanted is not None:
        return _as_wanted(wanted, every, rows)
    if (unit := _proven(every)) is not None:
        return Recognised((Owner(unit),), [])
    if not any(one.proves for one in file):
        if together := _together(every, rows):
            names = "、".join(one.name for one in together)
            remark = Remark(f"{names}合报的一份，收在{together[0].name}名下", severity="note")
            return Recognised((Owner(together[0], together),), [remark])
        if split := _split(file, rows):
            return Recognised(split, [_told_of_split(split)])
    raise UncertainBodyError(_question(every, rows))


def _as_wanted(wanted: Unit, every: Sequence[Evidence], rows: Sequence[RowSaid]) -> Recognised:
    """Returns the body that the person named, with what else the file says.

    A draft of another body is not taken for it, unless something in the file does name it: a whole folder may
    have been given with one ``--unit``. Rows that name other bodies of their own are never given to it.
    """
    proofs = {one.proves for one in every}
    first = next((one.proves for one in every if one.where == DRAFTED), None)
    if first is not None and first != wanted and wanted not in proofs:
        raise UncertainBodyError(
            f"这份材料是发给{first.name}的，不是{wanted.name}的；核对文件，或不写 --unit"
        )
    if _share_nobody(rows):
        whose = [(_whose(row, wanted), row) for row in rows]
        if not any(unit == wanted and wanted in (*row.named, *row.answering) for unit, row in whose):
            names = "、".join(dict.fromkeys(unit.name for row in rows for unit in row.named[:1]))
            raise UncertainBodyError(
                f"各项的（一）责任单位分别写的是{names}，没有{wanted.name}；核对文件，或不写 --unit 分开录入"
            )
        split = _by_unit(whose)
        return Recognised(split, [_told_of_split(split)] if len(split) > 1 else [])
    against = [one for one in every if one.is_against(wanted) and one.where != IN_ROW]
    remarks = [Remark(f"按 --unit 收作{wanted.name}的；{one.where}{one.said}") for one in against]
    return Recognised((Owner(wanted),), remarks)


def _share_nobody(rows: Sequence[RowSaid]) -> bool:
    """Whether rows name bodies that answer for them, and no body is among those of every row."""
    named = [{*row.named} for row in rows if row.named and row.answering and row.may_be_of(*row.named)]
    return bool(named) and not set.intersection(*named)


def _whose(row: RowSaid, wanted: Unit) -> Unit:
    """Returns the body that a row itself names and that answers for it, else the one the person named."""
    is_others = bool(row.named) and bool(row.answering) and wanted not in row.named
    return row.named[0] if is_others and row.may_be_of(*row.named) else wanted


def _proven(evidence: Sequence[Evidence]) -> Unit | None:
    proofs = _proofs(evidence) or _common(evidence)
    if len(proofs) == 1 and not any(one.is_against(proofs[0]) for one in evidence):
        return proofs[0]
    return None


def _proofs(evidence: Sequence[Evidence]) -> list[Unit]:
    return list(dict.fromkeys(unit for one in evidence if (unit := one.proves) is not None))


def _common(evidence: Sequence[Evidence]) -> list[Unit]:
    """Returns the one body that all rows of several bodies have in common: nobody else has all of them."""
    closed = [one.units for one in evidence if one.units and not one.unknown and not one.is_open]
    common = [unit for unit in closed[0] if all(unit in units for units in closed)] if closed else []
    return common if len(common) == 1 else []


def _together(every: Sequence[Evidence], rows: Sequence[RowSaid]) -> tuple[Unit, ...]:
    """Returns the bodies that all rows name together, each of whom answers for one of the rows at least."""
    named = rows[0].named if rows else ()
    if len(named) < 2 or any({*row.named} != {*named} for row in rows):
        return ()
    answers = {unit for row in rows for unit in row.answering or named}
    agrees = answers.issuperset(named) and not _speaks_against(named, every)
    return named if agrees and not _proofs(every) else ()


def _speaks_against(units: Sequence[Unit], evidence: Sequence[Evidence]) -> bool:
    return any(all(one.is_against(unit) for unit in units) for one in evidence)


def _split(file: Sequence[Evidence], rows: Sequence[RowSaid]) -> tuple[Owner, ...]:
    """Returns the bodies that rows name alone, where there are several and each row is its body's own.

    A row that names several bodies is reported by these together, the first of them has it.
    """
    if len(_single_bodies(rows)) < 2 or not all(row.named for row in rows):
        return ()
    is_clear = all(row.may_be_of(*row.named) for row in rows)
    named = {unit for row in rows for unit in row.named}
    if not is_clear or any(one.is_against(unit) for one in file for unit in named):
        return ()
    return _by_unit([(row.named[0], row) for row in rows])


def _single_bodies(rows: Sequence[RowSaid]) -> list[Unit]:
    """Returns the bodies that rows name alone, and that answer for the row by the tables."""
    single = [row.named[0] for row in rows if len(row.named) == 1 and row.may_be_of(row.named[0])]
    return list(dict.fromkeys(single))


def _by_unit(whose: Sequence[tuple[Unit, RowSaid]]) -> tuple[Owner, ...]:
    numbers: dict[Unit, list[int]] = {}
    joint: dict[Unit, dict[Unit, None]] = {}
    for number, (unit, row) in enumerate(whose):
        numbers.setdefault(unit, []).append(number)
        if len(row.named) > 1 and row.named[0] == unit:
            joint.setdefault(unit, {unit: None}).update(dict.fromkeys(row.named))
    return tuple(Owner(unit, tuple(joint.get(unit, ())), frozenset(own)) for unit, own in numbers.items())


def _told_of_split(owners: Sequence[Owner]) -> Remark:
    counts = "，".join(f"{owner.unit.name} {len(owner.rows or ())} 项" for owner in owners)
    return Remark(
        f"一份里有 {len(owners)} 个单位的，按各项的（一）责任单位分开录入：{counts}", severity="note"
    )


def _question(evidence: Sequence[Evidence], rows: Sequence[RowSaid]) -> str:
    """Returns why it is not certain whose a file is, and what to add."""
    proofs = _proofs(evidence) or _common(evidence)
    unknown = next((one for one in evidence if one.unknown), None)
    alias = "是其他名称的用 kaohe unit alias 加进名录，或用 --unit 指明"
    if unknown is not None and (not proofs or unknown.where == DRAFTED):
        names = "、".join(unknown.unknown)
        return f"无法辨认是哪个单位交的：{unknown.where}“{names}”，不在名录中；{alias}"
    if proofs:
        silent = sum(not row.named for row in rows)
        if len(_single_bodies(rows)) > 1 and silent:
            said = "、".join(unit.name for unit in _single_bodies(rows)[:_MOST_TOLD])
            return (
                f"一份里有几个单位的（{said}），有 {silent} 项的（一）责任单位没有写明；补上再录入，"
                "或用 --unit 指明这几项是谁的"
            )
        telling = [one for one in evidence if one.proves or any(map(one.is_against, proofs))]
        voices = list(dict.fromkeys(f"{one.where}{one.said}" for one in telling))
        hint = alias if unknown is not None else "核对后用 --unit 指明"
        return f"说的单位不一致：{'，'.join(voices[:_MOST_TOLD])}；{hint}"
    several = list(dict.fromkeys(unit.name for one in evidence for unit in one.units))
    if several:
        named = "、".join(several[:_MOST_TOLD])
        return f"（一）责任单位写了几个（{named}），不知道是谁交的；请用 --unit 指明"
    return "无法辨认是哪个单位交的：（一）责任单位没有填；请用 --unit 指明"
