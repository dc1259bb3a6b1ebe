"""Which body returned a file: what it says must prove one, and nothing may speak against that one."""

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


class Recognised(NamedTuple):
    """The body that a file is from, and what a person should know of that."""

    unit: Unit
    remarks: list[Remark]


def guessed(evidence: Sequence[Evidence], wanted: Unit | None) -> Unit | None:
    """Returns the body that a file seems to be from, to read it with; what its rows say is still to come."""
    return wanted or next((unit for one in evidence if (unit := one.proves) is not None), None)


def body_of(evidence: Sequence[Evidence], wanted: Unit | None) -> Recognised:
    """Returns the body that a file is from; ``wanted`` is the one that the person named.

    Raises:
        UncertainBodyError: nothing proves one body, or what is said of it disagrees.
    """
    bound = next((one.said for one in evidence if one.where == DRAFTED and "、" in one.said), None)
    if bound is not None:
        raise UncertainBodyError("这是几个单位合订的材料，不能收回；请让各单位分别交回自己的那一份")
    return Recognised(_proven(evidence), []) if wanted is None else _as_wanted(wanted, evidence)


def _as_wanted(wanted: Unit, evidence: Sequence[Evidence]) -> Recognised:
    """Returns the body that the person named, with what else the file says.

    A draft of another body is not taken for it, unless something in the file does name it: a whole folder may
    have been given with one ``--unit``.
    """
    proofs = {one.proves for one in evidence}
    first = next((one.proves for one in evidence if one.where == DRAFTED), None)
    if first is not None and first != wanted and wanted not in proofs:
        raise UncertainBodyError(
            f"这份材料是发给{first.name}的，不是{wanted.name}的；核对文件，或不写 --unit"
        )
    against = [one for one in evidence if one.is_against(wanted) and one.where != IN_ROW]
    remarks = [Remark(f"按 --unit 收作{wanted.name}的；{one.where}{one.said}") for one in against]
    return Recognised(wanted, remarks)


def _proven(evidence: Sequence[Evidence]) -> Unit:
    proofs = list(dict.fromkeys(unit for one in evidence if (unit := one.proves) is not None))
    if not proofs:
        proofs = _common(evidence)
    if len(proofs) == 1 and not any(one.is_against(proofs[0]) for one in evidence):
        return proofs[0]
    raise UncertainBodyError(_question(evidence, proofs))


def _common(evidence: Sequence[Evidence]) -> list[Unit]:
    """Returns the one body that all rows of several bodies have in common: nobody else has all of them."""
    closed = [one.units for one in evidence if one.units and not one.unknown and not one.is_open]
    common = [unit for unit in closed[0] if all(unit in units for units in closed)] if closed else []
    return common if len(common) == 1 else []


def _question(evidence: Sequence[Evidence], proofs: Sequence[Unit]) -> str:
    """Returns why it is not certain whose a file is, and what to add."""
    unknown = next((one for one in evidence if one.unknown), None)
    alias = "是别名的用 kaohe unit alias 加进名录，或用 --unit 指明"
    if unknown is not None and (not proofs or unknown.where == DRAFTED):
        names = "、".join(unknown.unknown)
        return f"认不出是哪个单位交的：{unknown.where}“{names}”，不在名录中；{alias}"
    if proofs:
        telling = [one for one in evidence if one.proves or any(map(one.is_against, proofs))]
        said = list(dict.fromkeys(f"{one.where}{one.said}" for one in telling))
        hint = alias if unknown is not None else "核对后用 --unit 指明"
        return f"说的单位不一致：{'，'.join(said[:_MOST_TOLD])}；{hint}"
    several = list(dict.fromkeys(unit.name for one in evidence for unit in one.units))
    if several:
        named = "、".join(several[:_MOST_TOLD])
        return f"（一）责任单位写了几个（{named}），不知道是谁交的；请用 --unit 指明"
    return "认不出是哪个单位交的：（一）责任单位没有填；请用 --unit 指明"
