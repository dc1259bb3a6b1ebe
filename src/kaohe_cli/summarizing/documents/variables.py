"""What an office's own template of the merged report is filled with, under Chinese names as in 附件3's.

`docs/summary.md` lists them; a test keeps the two equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kaohe_cli.forms import known
from kaohe_cli.forms.record import PEOPLE, Form
from kaohe_cli.progress.standing import ReportState
from kaohe_cli.query.rows import points
from kaohe_cli.summarizing.documents import telling
from kaohe_cli.summarizing.incentives import IncentiveStanding
from kaohe_cli.summarizing.lights import WORDS
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.statements import Statement
from kaohe_cli.summarizing.summary import Summary
from kaohe_cli.summarizing.totals import Totals


def variables(summary: Summary) -> dict[str, Any]:
    """Returns the variables of a template of the merged report. No telephone number is among them."""
    period = telling.period_of(summary)
    items = {one.id: _item(number, one) for number, one in enumerate(summary.standings, 1)}
    losses = [items[one.id] for one, _ in telling.losses_of(summary)]
    return {
        "年度": summary.year,
        "时段": period.span,
        "截至月份": summary.round.month,
        "考核名称": telling.subject_of(summary),
        "署名": summary.tables.indicators.office or "",
        "日期": summary.now.today,
        "问全年预计": period.asks_forecast,
        "总计": _totals(summary.totals, summary.standings),
        "部分": [
            {
                "编号": part.id,
                "标题": part.title,
                "计分": bool(part.standings) and part.standings[0].is_scored,
                "总计": _totals(part.totals, part.standings),
                "项目": [items[one.id] for one in part.standings],
            }
            for part in summary.parts
        ],
        "全部项目": list(items.values()),
        "失分项": losses,
        "督查激励": [_incentive(number, one) for number, one in enumerate(summary.incentives, 1)],
        "问题建议": _problems(summary),
        "单位": [
            {
                "名称": one.unit,
                "状态": one.state.value,
                "未报项": list(one.missing),
                "失分": _number(one.totals.loss.points),
                "迟报天数": one.late_days,
            }
            for one in summary.units
        ],
        "未报送单位": [one.unit for one in summary.units if one.state is ReportState.MISSING],
    }


def _totals(totals: Totals, standings: Sequence[Standing]) -> dict[str, Any]:
    return {
        "项数": len(standings),
        "满分": _number(totals.full_marks.points),
        "自评得分": _number(totals.progress.points),
        "自评项数": totals.progress.rows,
        "预计得分": _number(totals.forecast.points),
        "预计项数": totals.forecast.rows,
        "失分": _number(totals.loss.points),
        "失分项数": totals.loss.rows,
        "绿灯": totals.lights["green"],
        "黄灯": totals.lights["yellow"],
        "红灯": totals.lights["red"],
        "未报": totals.lights[None],
    }


def _item(number: int, one: Standing) -> dict[str, Any]:
    return {
        "序号": number,
        "编号": one.id,
        "标题": telling.full_title_of(one),
        "责任单位": list(one.units),
        "牵头单位": list(one.leads),
        "满分": _number(one.full_marks),
        "自评得分": _number(one.progress),
        "自评排名": telling.rank_of(one, known.PROGRESS_RANK),
        "预计得分": _number(one.forecast),
        "预计排名": telling.rank_of(one, known.FORECAST_RANK),
        "失分": _number(one.loss),
        "灯": WORDS[one.light],
        "需核对": [flag.text for flag in one.flags],
        "填报": _statements(one.statements, one.row.form),
    }


def _incentive(number: int, one: IncentiveStanding) -> dict[str, Any]:
    return {
        "序号": number,
        "编号": one.id,
        "标题": one.name,
        "市级牵头部门": list(one.row.incentive.city_lead),
        "责任单位": [body.name for body in one.bodies],
        "填报": _statements(one.statements, one.row.form),
    }


def _statements(statements: Iterable[Statement], form: Form) -> list[dict[str, Any]]:
    """Returns what each body filled in, by the names that templates of the form use; without people."""
    found = []
    for one in statements:
        said: dict[str, Any] = {"单位": one.unit, "牵头": one.leads, "编号": one.id}
        for field in form.fields:
            if field.kind in PEOPLE:
                continue
            value = one.report.value(one.id, field.key)
            _put(said, field.name, "" if value is None else telling.words_of(value))
        found.append(said)
    return found


def _put(said: dict[str, Any], name: str, value: str) -> None:
    group, _, leaf = name.rpartition(".")
    place = said.setdefault(group, {}) if group else said
    place[leaf] = value


def _problems(summary: Summary) -> list[Mapping[str, Any]]:
    return [
        {
            "部门": department,
            "条目": [{"单位": one.unit, "标题": one.title, "内容": one.text} for one in problems],
        }
        for department, problems in telling.problems_by_department(summary).items()
    ]


def _number(value: Decimal | None) -> str:
    """Returns a figure as it is printed; what nobody reported is 未报."""
    return telling.UNREPORTED if value is None else points(value)
