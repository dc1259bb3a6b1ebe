"""An issued document as one side of a comparison, without first being written as data.

What a document cannot say (分项, what collectives stand for, rounds, who signs) is taken from the other side:
it is no change.
"""

from pathlib import Path
from typing import Any

from kaohe_cli.comparing.changes import criterion_rows
from kaohe_cli.comparing.matching import match_rows
from kaohe_cli.comparing.sides import Side
from kaohe_cli.exceptions import WrongUseError
from kaohe_cli.importing.completing import completed
from kaohe_cli.importing.imported import Imported
from kaohe_cli.importing.importer import import_files
from kaohe_cli.importing.recognition import NotUnderstoodError
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import Criterion, IndicatorTable
from kaohe_cli.workspace.workspace import bodies_in

_NEVER_ISSUED = ("report_due", "rounds", "lights", "area_code", "office")
_NEVER_IN_A_ROW = ("metrics", "resolved", "evidence")


def document_side(name: str, other: Side | None) -> Side:
    """Returns what a document holds as a side to compare with another.

    Raises:
        WrongUseError: it cannot be read without being told more; the message says how to.
        KaoheError: the file cannot be read at all, or holds no tables.
    """
    try:
        imported = import_files([Path(name)])
    except (WrongUseError, NotUnderstoodError) as error:
        raise WrongUseError(
            f"{error}\n“{name}”不能直接比较，请先用 kaohe import {name} --output 文件夹 读成数据，"
            "该写明的写在那里，再比较那个文件夹"
        ) from error
    indicators = imported.tables.indicators
    if indicators is not None and other is not None and other.indicators is not None:
        indicators = _completed(indicators, other.indicators)
    incentives, further = _incentives(imported, other)
    registry = other.registry if other is not None else None
    return Side(
        name,
        indicators,
        incentives,
        registry or bodies_in(indicators, incentives),
        remarks=(*_remarks(name, imported), *further),
        is_document=True,
    )


def _remarks(name: str, imported: Imported) -> list[str]:
    if not imported.doubts:
        return []
    return [f"“{name}”读入时有 {len(imported.doubts)} 处要核对，逐条见 kaohe import {name}"]


def _incentives(imported: Imported, other: Side | None) -> tuple[IncentiveTable | None, tuple[str, ...]]:
    """Returns the incentives; those of 附件2 alone or the policy alone with the rest from the other side."""
    parts = imported.incentive_parts
    if parts is None or other is None or other.incentives is None:
        return imported.tables.incentives, ()
    if parts.is_whole and imported.tables.incentives is not None:
        return imported.tables.incentives, ()
    done = completed(parts, other.incentives)
    return done.table, done.serious


def _completed(table: IndicatorTable, other: IndicatorTable) -> IndicatorTable:
    """Returns a table with what no document says as the other has it, row by row."""
    pairs = match_rows(criterion_rows(other), criterion_rows(table)).pairs
    partner = {id(pair.new.criterion): pair.old.criterion for pair in pairs}
    sections = tuple(
        section.model_copy(
            update={
                "indicators": tuple(
                    indicator.model_copy(
                        update={"criteria": tuple(_with_facts(one, partner) for one in indicator.criteria)}
                    )
                    for indicator in section.indicators
                )
            }
        )
        for section in table.sections
    )
    facts = {name: getattr(other, name) for name in _NEVER_ISSUED if not getattr(table, name)}
    if table.heading is None:
        facts["heading"] = other.heading
    return table.model_copy(update={"sections": sections, **facts})


def _with_facts(criterion: Criterion, partner: dict[int, Criterion]) -> Criterion:
    former = partner.get(id(criterion))
    if former is None:
        return criterion
    facts: dict[str, Any] = {
        name: getattr(former, name) for name in _NEVER_IN_A_ROW if not getattr(criterion, name)
    }
    return criterion.model_copy(update=facts)
