"""Draft reports, rendered from one template with all that is known of a body."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kaohe_cli.drafting import draft_properties
from kaohe_cli.drafting.annex3 import Before, context
from kaohe_cli.drafting.filters import FILTERS
from kaohe_cli.drafting.template_file import UnusableTemplateError, read_template
from kaohe_cli.forms.record import Form, Forms
from kaohe_cli.forms.reports import Report
from kaohe_cli.forms.rounds import Round
from kaohe_cli.ooxml.binding.binding import PLAIN, Binding
from kaohe_cli.ooxml.template.template import Template
from kaohe_cli.query.entries import entries_asked, rows_by_unit
from kaohe_cli.query.rows import Row
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.shortening import some_of
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.locate import own_template, shipped_template
from kaohe_cli.workspace.workspace import Tables, Workspace

_STRAYS_NAMED = 10


@dataclass(frozen=True)
class Drafter:
    """Renders the draft of any body from one compiled template."""

    template: Template
    remarks: tuple[str, ...]
    """What the template leaves out of 附件3."""
    template_id: str
    workspace: Workspace
    tables: Tables
    round: Round
    by_indicator: bool = False
    """Whether an indicator is asked for as a whole where a body has several of its criteria."""
    carry: bool = False
    """Whether texts of the round before are put where this round has none."""

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of each body, by its name."""
        return rows_by_unit(self.tables)

    def render(self, units: Sequence[Unit], remark: Callable[[str], None], binding: Binding = PLAIN) -> bytes:
        """Returns one Word file with the reports of these bodies, filled with all that is known.

        Several bodies are bound as ``binding`` says, each as its own file would show it. ``remark`` is told
        what was known but could not be used.

        Raises:
            UnusableDataError: a body's report file cannot be read.
            TemplateError: the template cannot be filled in.
        """
        variables = [self._variables(unit, remark) for unit in units]
        properties = {
            draft_properties.YEAR: str(self.tables.indicators.year),
            draft_properties.UNIT: "、".join(unit.name for unit in units),
            draft_properties.THROUGH_MONTH: str(variables[0]["截至月份"]),
            draft_properties.TEMPLATE: self.template_id,
            draft_properties.FORMS: "、".join(
                form.id for form in self.tables.forms if any(one[form.part]["项目"] for one in variables)
            ),
        }
        if len(units) == 1 and binding == PLAIN:
            (own,) = variables
            properties[draft_properties.VERSION] = self._version(units[0])
            return self.template.render(own, properties=properties, digest_property=draft_properties.DIGEST)
        return self.template.bound(
            variables, binding, properties=properties, digest_property=draft_properties.DIGEST
        )

    def _version(self, unit: Unit) -> str:
        """Returns what names the version of a body's form, whatever is filled in already."""
        rows, month = self.rows[unit.name], self.round.month
        blank = context(unit, rows, self.tables, None, month, by_indicator=self.by_indicator)
        asked = [self.template_id, *self.round, blank["全部项目"]]
        return hashlib.sha256(json.dumps(asked, ensure_ascii=False, default=str).encode()).hexdigest()

    def _variables(self, unit: Unit, remark: Callable[[str], None]) -> dict[str, Any]:
        report = self._report(unit, remark)
        rows = self.rows[unit.name]
        before = self._before(unit, remark)
        if report is not None:
            self._tell_strays(unit, report, remark)
        contacts = self.workspace.contacts
        roster = contacts.get() if contacts else None
        return context(
            unit,
            rows,
            self.tables,
            report,
            self.round.month,
            roster,
            by_indicator=self.by_indicator,
            before=before,
        )

    def _tell_strays(self, unit: Unit, report: Report, remark: Callable[[str], None]) -> None:
        """Says what a report holds that the draft has no place for."""
        entries = entries_asked(
            self.rows[unit.name], self.tables, report.entries, by_indicator=self.by_indicator
        )
        asked = {entry.id: entry.form for entry in entries}
        if stray := [key for key in report.entries if key not in asked]:
            named = some_of(stray, _STRAYS_NAMED, "项")
            remark(f"{unit.name}报送数据里的 {named} 不是它要报送的项，没有填入；见 kaohe validate")
        if gone := _of_no_form(report, asked):
            named = some_of(gone, _STRAYS_NAMED, "栏")
            remark(f"{unit.name}报送数据里的 {named} 表里没有这一栏，没有填入；见 kaohe validate")

    def _report(self, unit: Unit, remark: Callable[[str], None]) -> Report | None:
        report = self.workspace.report(unit.name, self.round)
        if report is not None and (report.year, report.through_month) != self.round:
            says = Round(report.year, report.through_month)
            remark(f"{unit.name}的报送数据里写的是 {says}，不是 {self.round}，没有填入；见 kaohe validate")
            return None
        return report

    @cached_property
    def others(self) -> tuple[Round, ...]:
        """The other rounds of which there are reports, the oldest first."""
        return tuple(one for one in self.workspace.rounds_with_reports if one != self.round)

    def _before(self, unit: Unit, remark: Callable[[str], None]) -> Before | None:
        """Returns what a body reported in other rounds; a report that cannot be read is told and left out."""
        found: dict[Round, Report] = {}
        for one in reversed(self.others):
            try:
                report = self.workspace.report(unit.name, one)
            except UnusableDataError:
                remark(f"{unit.name} {one} 的报送数据有误，没有照它预填；见 kaohe validate")
                continue
            if report is not None and (report.year, report.through_month) == one:
                found[one] = report
        if not found:
            return None
        earlier = [one for one in found if one < self.round]
        return Before(found[max(found)], found[max(earlier)] if self.carry and earlier else None)


def _of_no_form(report: Report, asked: Mapping[str, Form]) -> list[str]:
    """Returns the keys of a report that the forms of its rows do not have."""
    keys = (key for row_id, own in report.entries.items() for key in own if row_id in asked)
    known = {key for form in asked.values() for key in form.by_key}
    return [key for key in dict.fromkeys(keys) if key not in known]


def open_drafter(
    workspace: Workspace,
    template: Path | None,
    asked: Round | int | None,
    *,
    by_indicator: bool = False,
    carry: bool = False,
) -> Drafter:
    """Returns a drafter for a workspace, with its template compiled.

    ``asked`` is the round, or the month through which it goes; None is the round that is meant.

    The template is the one given, or ``templates/annex3.docx`` beside the data, or the one that ships; where
    the workspace has other forms than those that ship, one that is made from them.

    Raises:
        UnusableTemplateError: the template is not a sound Word file, or its tags have mistakes.
    """
    tables = workspace.tables()
    path = template or own_template(workspace.data)
    remarks: tuple[str, ...] = ()
    if path is None and not tables.forms.is_as_shipped:
        from kaohe_cli.drafting.new_template import build

        data = build(tables.forms)
    else:
        path = path or shipped_template()
        data = read_template(path)
        remarks = _checked(path, data, tables.forms)
    return Drafter(
        remarks=remarks,
        template=Template(path or data, filters=FILTERS),
        template_id=hashlib.sha256(data).hexdigest()[:12],
        workspace=workspace,
        tables=tables,
        round=workspace.round_meant(str(asked) if isinstance(asked, int) else asked),
        carry=carry,
        by_indicator=by_indicator,
    )


def _checked(path: Path, data: bytes, forms: Forms) -> tuple[str, ...]:
    """Returns what a template leaves out. The one that ships shows all of the forms that ship.

    Raises:
        UnusableTemplateError: it has mistakes; the message tells all of them.
    """
    if forms.is_as_shipped and data == shipped_template().read_bytes():
        return ()
    from kaohe_cli.drafting.template_check import template_problems

    problems = template_problems(path, forms)
    serious = [problem.message for problem in problems if problem.serious]
    if serious:
        raise UnusableTemplateError("\n错误：".join(serious))
    return tuple(problem.message for problem in problems)
