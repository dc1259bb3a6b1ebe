"""Weights (权重): present where the form is scored, multiples of 0.5, and summing to the section's total."""

from collections.abc import Iterator

from kaohe_cli.query.rows import points
from kaohe_cli.tables.base import WEIGHT_STEP
from kaohe_cli.tables.indicators import CriterionPlace
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.workspace import Workspace


def weights_are_valid(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH402 to KH405 for each row."""
    table = workspace.indicators.model
    if table is None or not workspace.forms.usable:
        return
    for place in table.criteria():
        finding = _weight_problem(place, workspace.record.has_scores(place.section))
        if finding is not None:
            code, message, hint = finding
            yield workspace.indicators.finding(code, message, place.criterion, "weight", hint=hint)


def _weight_problem(place: CriterionPlace, is_scored: bool) -> tuple[str, str, str] | None:
    section, _, criterion = place
    weight = criterion.weight
    if criterion.extra:
        if weight is None:
            return None
        message = f"{criterion.id} 是加减分项，却写了权重 {points(weight)}；加减分项不计入合计"
        return "KH405", message, "删去 weight 一行；不是加减分项的，删去 extra 一行"
    if not is_scored:
        if weight is None:
            return None
        return (
            "KH404",
            f"{section.id} 部分不计分，{criterion.id} 却写了权重 {points(weight)}",
            "删去 weight 一行",
        )
    if weight is None:
        return "KH402", f"{criterion.id} 没有权重", "补上“weight: …”一行"
    if not weight.is_finite() or weight <= 0 or weight % WEIGHT_STEP:
        return "KH403", f"{criterion.id} 的权重 {points(weight)} 不是 0.5 的正倍数", "对照原文改正"
    return None


def totals_agree(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH401 where a section's weights do not sum to its total, KH404 for a total without weights."""
    table = workspace.indicators.model
    if table is None or not workspace.forms.usable:
        return
    for section in table.sections:
        total, found = section.total_weight, section.weight_sum
        if not workspace.record.has_scores(section):
            if total is not None:
                message = f"{section.id} 部分不计分，却写了权重合计 {points(total)}"
                yield workspace.indicators.finding(
                    "KH404", message, section, "total_weight", hint="删去 total_weight 一行"
                )
        elif total is None:
            message = f"{section.id} 部分没有权重合计，无从核对"
            hint = f"补上“total_weight: {points(found)}”（现有各项之和）"
            yield workspace.indicators.finding("KH401", message, section, hint=hint)
        elif total != found and not workspace.indicators.partial:
            difference = f"{'多' if found > total else '少'} {points(abs(found - total))} 分"
            message = (
                f"{section.id} 部分各项权重之和是 {points(found)}，合计应为 {points(total)}，{difference}"
            )
            hint = "逐项核对权重，看是否漏项、多项"
            yield workspace.indicators.finding("KH401", message, section, "total_weight", hint=hint)
