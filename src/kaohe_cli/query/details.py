"""All that is known of one row: what the tables say, and what the units have reported on it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kaohe_cli.files.paths import shown_path
from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE, Field, FormSection
from kaohe_cli.forms.reports import Report, Value, nested
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.evidence_files import NO_EVIDENCE, Evidence
from kaohe_cli.query.rows import CriterionRow, IncentiveRow, Record, Row, plain_number, points, unit_texts
from kaohe_cli.tables.incentives import IncentiveTable
from kaohe_cli.tables.indicators import IndicatorTable
from kaohe_cli.tables.units import Registry
from kaohe_cli.workspace.workspace import Workspace


class Detail(NamedTuple):
    """One row in full: labelled texts for people, and the record for programs."""

    facts: tuple[tuple[str, str], ...]
    record: Record


def describe(row: Row, workspace: Workspace, evidence: Evidence = NO_EVIDENCE) -> Detail:
    """Returns all that is known of a row; ``evidence`` is that of the round.

    Raises:
        UnusableDataError: the tables cannot be read.
    """
    tables = workspace.tables()
    reported = list(_reported(row, workspace))
    facts = (
        _criterion_facts(row, tables.registry, tables.indicators)
        if isinstance(row, CriterionRow)
        else _incentive_facts(row, tables.registry, tables.incentives)
    )
    facts += [
        (f"报送（{'、'.join(report.joint) or report.unit}）", _entry_text(row, report, key, entry))
        for report, key, entry in reported
    ]
    proofs = [one for one in evidence.files if row.id in one.rows]
    facts += [
        (f"佐证（{unit}）", "、".join(one.name for one in proofs if one.unit == unit))
        for unit in dict.fromkeys(one.unit for one in proofs)
    ]
    if lacks := evidence.lacks(row, tables):
        facts.append(("缺佐证材料", "要求提供，本轮尚未收到"))
    record = row.record()
    if isinstance(row, CriterionRow):
        record |= {
            "section_title": row.section.title,
            "metrics": [
                {"id": metric_id, "name": name}
                for metric_id, name in zip(row.criterion.metric_ids(), row.criterion.metrics, strict=True)
            ],
        }
    else:
        record |= {
            "rewards": list(row.incentive.rewards),
            "document": tables.incentives.document,
            "timeline": [
                {"name": step.name, "due": step.due.isoformat() if step.due else None}
                for step in tables.incentives.timeline
            ],
        }
    record["reports"] = [_entry_record(row, report, key, entry) for report, key, entry in reported]
    record["evidence_files"] = [{"unit": one.unit, "file": shown_path(one.path)} for one in proofs]
    record["evidence_missing"] = lacks
    return Detail(tuple((label, text) for label, text in facts if text), record)


def _criterion_facts(row: CriterionRow, registry: Registry, table: IndicatorTable) -> list[tuple[str, str]]:
    criterion = row.criterion
    siblings = len(row.indicator.criteria)
    weight = f"{points(row.weight)} 分" if row.weight is not None else "不计分"
    if criterion.extra:
        weight = "加减分项，不计入合计"
    if siblings > 1 and row.weight is not None:
        total = sum(one.full_marks or 0 for one in row.indicator.criteria)
        weight += f"（{row.indicator.id} 共 {siblings} 项，合计 {points(total)} 分）"  # type: ignore[arg-type]
    return [
        ("编号", criterion.id),
        ("指标", row.indicator.name),
        ("部分", f"{row.section.id} {row.section.title}"),
        ("权重", weight),
        ("责任单位", _units_text(row, registry)),
        ("考核内容", criterion.content),
        *criterion.open_columns().items(),
        (
            "分项报送",
            "；".join(
                f"{key} {name}" for key, name in zip(criterion.metric_ids(), criterion.metrics, strict=True)
            ),
        ),
        ("报送表", f"附件3 {row.form.called}"),
        ("来源", f"{table.title}（{table.year}年）"),
    ]


def _incentive_facts(row: IncentiveRow, registry: Registry, table: IncentiveTable) -> list[tuple[str, str]]:
    incentive = row.incentive
    deadlines = (f"{step.name} {step.wording or step.due}" for step in table.timeline if step.due)
    return [
        ("编号", incentive.id),
        ("措施", incentive.title),
        ("市级牵头", "、".join(incentive.city_lead)),
        ("市级配合", "、".join(incentive.city_support)),
        ("责任单位", _units_text(row, registry)),
        ("激励对象", "、".join(incentive.eligible)),
        ("激励方式", "、".join(incentive.rewards)),
        ("予以加分", "是" if incentive.bonus_points else "否"),
        ("措施原文", incentive.measure),
        ("时间要求", "；".join(deadlines)),
        ("报送表", f"附件3 {row.form.called}"),
        ("来源", "、".join(filter(None, (table.document, f"{table.title}（{table.year}年）")))),
    ]


def _units_text(row: Row, registry: Registry) -> str:
    """Returns the wordings with 牵头 behind those that lead, and the proper name where it is another."""
    texts = []
    leads = row.leads or row.units[:1]
    for wording, text in zip(row.units, unit_texts(row), strict=True):
        body = registry.resolve(wording)
        notes = ["牵头"] if wording in leads and len(row.units) > 1 else []
        if body is not None and body.name != wording:
            notes.append(f"即{body.name}")
        texts.append(f"{text}〔{'，'.join(notes)}〕" if notes else text)
    return "、".join(texts) or "（没有）"


def _reported(row: Row, workspace: Workspace) -> Iterator[tuple[Report, str, Mapping[str, Value]]]:
    keys: tuple[str, ...] = (row.id,)
    if isinstance(row, CriterionRow):
        whole = (row.indicator.id,) if len(row.indicator.criteria) > 1 else ()
        keys = (row.id, *row.criterion.metric_ids(), *whole)
    for loaded in workspace.all_reports:
        if loaded.model is not None:
            for key in keys:
                if entry := loaded.model.entries.get(key):
                    yield loaded.model, key, entry


def _entry_text(row: Row, report: Report, key: str, entry: Mapping[str, Value]) -> str:
    """Returns the short facts of an entry, with 全年预计 before those of the year."""
    parts = [f"{key} 截至 {report.through_month} 月"]
    for section in row.form.sections:
        facts = [
            _fact(field, entry[field.key])
            for field in section.fields()
            if field.key in entry and field.kind not in {"paragraphs", *PEOPLE}
        ]
        if facts:
            parts.append(_before(section) + "、".join(facts))
    return "；".join(parts)


def _before(section: FormSection) -> str:
    fields = tuple(section.fields())
    return "" if any(field.to_date for field in fields) else fields[0].group


def _fact(field: Field, value: Value) -> str:
    text = points(value) if isinstance(value, Decimal) else value
    if field.key in known.RANK_OF:
        return f"自评 {text} 分"
    return text if field.key in known.SAY_IT_THEMSELVES else f"{field.short} {text}"


def _entry_record(row: Row, report: Report, key: str, entry: Mapping[str, Value]) -> dict[str, Any]:
    """Returns what was reported, without people's names and numbers."""
    fields = [field.key for field in row.form.fields if field.kind not in PEOPLE and field.key in entry]
    shown = {one: _plain(entry[one]) for one in fields}
    return {
        "unit": report.unit,
        **({"joint": list(report.joint)} if report.joint else {}),
        "id": key,
        "round": str(Round(report.year, report.through_month)),
        "through_month": report.through_month,
        known.PROGRESS: {},
        known.FORECAST: {},
        known.PROBLEMS: None,
        **nested(shown),
    }


def _plain(value: Value) -> Any:
    return plain_number(value) if isinstance(value, Decimal) else value
