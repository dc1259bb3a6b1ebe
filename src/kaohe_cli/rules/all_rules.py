"""What ``kaohe validate`` checks. A rule is a plain function; the list of rules is data."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from kaohe_cli.rules.agreement import (
    bonus_agrees,
    dates_are_in_order,
    incentives_are_whole,
    years_agree,
)
from kaohe_cli.rules.bodies import (
    city_departments_are_known,
    names_are_different_files,
    names_are_unique,
    units_are_known,
)
from kaohe_cli.rules.claims import (
    claims_agree_with_the_units,
    claims_are_in_time,
    claims_belong_to_the_tables,
    claims_hold_together,
)
from kaohe_cli.rules.cross_reports import reports_agree_with_each_other
from kaohe_cli.rules.due_dates import deadlines_are_in_the_year
from kaohe_cli.rules.evidence import evidence_is_there
from kaohe_cli.rules.forms import forms_cover_the_parts, forms_hold_together
from kaohe_cli.rules.ids import ids_are_in_order
from kaohe_cli.rules.missing import what_is_missing_is_told
from kaohe_cli.rules.people import (
    addresses_can_be_written_to,
    people_belong_to_the_tables,
    phones_can_be_dialled,
)
from kaohe_cli.rules.reports import reports_fit_the_tables
from kaohe_cli.rules.rounds import (
    due_dates_stand_with_their_round,
    reports_say_their_round,
    reports_stand_in_their_round,
    rounds_are_in_order,
)
from kaohe_cli.rules.sent import returns_are_on_the_newest_form, sendings_belong_to_the_tables
from kaohe_cli.rules.weights import totals_agree, weights_are_valid
from kaohe_cli.rules.wording import texts_are_clean
from kaohe_cli.workspace.finding import Finding
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace

Rule = Callable[[Workspace], Iterator[Finding]]

REPORT_RULES: tuple[Rule, ...] = (
    years_agree,
    reports_say_their_round,
    reports_fit_the_tables,
    reports_agree_with_each_other,
)
"""Those that look into the reports folder; ``kaohe status`` asks these only."""

RULES: tuple[Rule, ...] = (
    what_is_missing_is_told,
    ids_are_in_order,
    weights_are_valid,
    totals_agree,
    units_are_known,
    names_are_unique,
    names_are_different_files,
    city_departments_are_known,
    dates_are_in_order,
    deadlines_are_in_the_year,
    rounds_are_in_order,
    due_dates_stand_with_their_round,
    reports_stand_in_their_round,
    bonus_agrees,
    incentives_are_whole,
    texts_are_clean,
    forms_hold_together,
    forms_cover_the_parts,
    phones_can_be_dialled,
    addresses_can_be_written_to,
    people_belong_to_the_tables,
    *REPORT_RULES,
    evidence_is_there,
    sendings_belong_to_the_tables,
    returns_are_on_the_newest_form,
    claims_are_in_time,
    claims_agree_with_the_units,
    claims_hold_together,
    claims_belong_to_the_tables,
)


class Outcome(NamedTuple):
    """All that a check found: findings by place, and the sum of weights of each scored section, in points."""

    findings: tuple[Finding, ...]
    totals: dict[str, Decimal]
    unreadable: bool
    """True where at least one file could not be read at all."""


def check(workspace: Workspace) -> Outcome:
    """Applies every rule to every file; nothing stops at the first finding."""
    files: tuple[Loaded[Any], ...]
    files = (
        workspace.indicators,
        workspace.incentives,
        workspace.registry,
        workspace.forms,
        *workspace.all_reports,
    )
    if workspace.contacts is not None:
        files = (*files, workspace.contacts)
    if workspace.sent is not None:
        files = (*files, workspace.sent)
    if workspace.claims is not None:
        files = (*files, workspace.claims)
    findings = [finding for loaded in files for finding in loaded.findings]
    for rule in RULES:
        findings += rule(workspace)
    table = workspace.indicators.model
    scored = []
    if table is not None and workspace.forms.usable:
        scored = [one for one in table.sections if workspace.record.has_scores(one)]
    return Outcome(
        findings=tuple(sorted(findings)),
        totals={section.id: section.weight_sum for section in scored},
        unreadable=any(loaded.source.root is None and not loaded.missing for loaded in files),
    )
