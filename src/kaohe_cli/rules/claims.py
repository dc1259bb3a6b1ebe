"""The claims for the incentives: sent in time and copied, led by somebody, dates and state that agree."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kaohe_cli.rules.eligibility import reported_until, said_of_incentives
from kaohe_cli.tables.claim_states import DATE_OF, DECLINED, SENT, STATES
from kaohe_cli.tables.incentives import Incentive
from kaohe_cli.tables.units import Unit
from kaohe_cli.words.likeness import did_you_mean
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.finding import Finding, Severity
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Tables, Workspace

if TYPE_CHECKING:  # most workspaces have no claims, and need not build their model
    from kaohe_cli.tables.claims import Claim, Claims

DATES: Final = {
    "sent": "报送日期",
    "copied": "抄送日期",
    "recommended": "推荐日期",
    "announced": "通报日期",
}
"""What people call each date of a claim."""

_TEXTS: Final = {"material": "申报材料", "result": "结果", "notes": "备注"}


class _Known(NamedTuple):
    """What the rules need of one claim."""

    loaded: "Loaded[Claims]"
    id: str
    claim: "Claim"
    incentive: Incentive

    @property
    def name(self) -> str:
        return f"{self.id}（{self.incentive.title}）"

    def finding(self, code: str, message: str, *path: str, hint: str, is_error: bool = False) -> Finding:
        severity: Severity = "error" if is_error else "warning"
        return self.loaded.finding(code, message, self.claim, *path, hint=hint, severity=severity)

    def contradicted(self, date_name: str) -> Finding:
        """Returns KH856 for a state that comes before a date which is there."""
        message = f"{self.name}有{date_name}，却是“{self.claim.state}”"
        hint = "改正状态，或删去日期（日期写空的）"
        return self.finding("KH856", message, "state", hint=hint, is_error=True)


def claims_are_in_time(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH851 for what was sent or copied after the districts' step (83号文, part two), KH852 where
    what was sent was not copied to 市政府督查办."""
    table = workspace.incentives.model
    step = table.claim_step if table is not None else None
    for one in _known(workspace):
        sent, copied = one.claim.sent, one.claim.copied
        for name, day in (("sent", sent), ("copied", copied)):
            if day is not None and step is not None and step.due is not None and day > step.due:
                message = f"{one.name}的{DATES[name]} {day} 晚于“{step.name}”的期限 {step.due}"
                hint = "核对日期；确实迟了的，向市级牵头部门说明，并在备注里写明"
                yield one.finding("KH851", message, name, hint=hint)
        if sent is not None and copied is None:
            message = f"{one.name}已经报送，没有抄送市政府督查办"
            hint = f"抄送后运行 kaohe claim {one.id} --copied 日期"
            yield one.finding("KH852", message, "sent", hint=hint)


def claims_agree_with_the_units(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH853 where a unit says of a claim that is still open that the district is not eligible, and
    KH854 where nobody leads a claim."""
    known = list(_known(workspace))
    if not known:
        return
    tables = workspace.tables()
    said = said_of_incentives(tables, reported_until(workspace))
    for one in known:
        against = [word for word in said[one.id] if word.answer == "否"]
        if one.claim.is_open and against:
            words = "、".join(f"{word.unit}填“{word.eligible}”" for word in against)
            message = f"{one.name}是“{one.claim.state}”，是否符合申报条件{words}"
            hint = "核实后，不申报的改为 kaohe claim 编号 --state 不申报，符合的请单位改填"
            yield one.finding("KH853", message, "state", hint=hint)
        if one.claim.state != DECLINED and lead_of(one.incentive, one.claim, tables) is None:
            message = f"{one.name}没有牵头申报的单位"
            hint = f"用 kaohe claim {one.id} --lead 单位 写明"
            yield one.finding("KH854", message, "state", hint=hint)


def lead_of(incentive: Incentive, claim: "Claim | None", tables: Tables) -> str | None:
    """Returns the proper name of the body that leads a claim: the claim's own, else the row's first.

    None where nobody does: the row names none, or begins with a collective, of whose bodies none comes first.
    """
    if claim is not None and claim.lead is not None:
        body = tables.registry.resolve(claim.lead)
        return body.name if isinstance(body, Unit) else None
    first = incentive.units[:1]
    bodies = list(tables.registry.meanings(first, incentive.resolved))
    return bodies[0].name if len(bodies) == 1 and isinstance(bodies[0], Unit) else None


def claims_hold_together(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH855 for dates in the wrong order, KH856 for a state that its dates contradict."""
    for one in _known(workspace):
        yield from _dates(one, workspace)
        yield from _state(one)


def _dates(one: _Known, workspace: Workspace) -> Iterator[Finding]:
    table = workspace.incentives.get()
    days = one.claim.dates
    for (earlier, first), (later, second) in pairwise(days.items()):
        if second < first:
            message = f"{one.name}的{DATES[later]} {second} 早于{DATES[earlier]} {first}"
            yield one.finding("KH855", message, later, hint="核对两个日期", is_error=True)
    if one.claim.copied is not None:
        days = {**days, "copied": one.claim.copied}
    for name, day in days.items():
        # A measure cannot be claimed before the year that it rewards.
        if day.year < table.year:
            message = f"{one.name}的{DATES[name]} {day} 早于 {table.year} 年"
            yield one.finding("KH855", message, name, hint="核对年份", is_error=True)


def _state(one: _Known) -> Iterator[Finding]:
    """A state that is reached on a day has that day; a state before it has not.

    A claim may be announced without a day of recommendation, which the city does not always tell.
    """
    claim = one.claim
    reached = STATES.index(claim.state) if claim.state in STATES else -1
    for state, field in DATE_OF.items():
        has_day = getattr(claim, field) is not None
        is_behind = STATES.index(state) <= reached
        if not has_day and (state == claim.state or (state == SENT and is_behind)):
            message = f"{one.name}是“{claim.state}”，没有写{DATES[field]}"
            hint = f"用 kaohe claim {one.id} --{field} 日期 补上"
            yield one.finding("KH856", message, "state", hint=hint, is_error=True)
        elif has_day and not is_behind:
            yield one.contradicted(DATES[field])
    if claim.copied is not None and reached < STATES.index(SENT):
        yield one.contradicted(DATES["copied"])


def claims_belong_to_the_tables(workspace: Workspace) -> Iterator[Finding]:
    """Yields KH857 for a claim of an incentive or a lead by a body that there is not, KH858 for a phone."""
    loaded = workspace.claims
    if loaded is None or loaded.model is None:
        return
    incentives = workspace.incentives
    ids = [one.id for one in incentives.model.incentives] if incentives.model is not None else []
    for row_id, claim in loaded.model.claims.items():
        if row_id not in ids and incentives.usable and not incentives.missing:
            hint = did_you_mean(row_id, ids) or "对照 kaohe list --kind incentive 里的编号"
            yield loaded.finding("KH857", f"附件2里没有编号是 {row_id} 的督查激励", claim, hint=hint)
        yield from _lead_findings(loaded, row_id, claim, workspace)
        for field, label in _TEXTS.items():
            text = getattr(claim, field)
            if text is not None and masked(text) != text:
                message = f"{row_id} 的{label}里有电话号码"
                hint = "删去号码；claims.yaml 收进 git，电话写在 contacts.yaml 里"
                yield loaded.finding("KH858", message, claim, field, hint=hint)


def _lead_findings(
    loaded: "Loaded[Claims]", row_id: str, claim: "Claim", workspace: Workspace
) -> Iterator[Finding]:
    """Yields KH857 where the lead is no single body of the registry."""
    registry = workspace.bodies
    if claim.lead is None or registry is None:
        return
    body = registry.resolve(claim.lead)
    if isinstance(body, Unit) or (body is None and not workspace.knows_all_bodies):
        return
    if body is not None:
        what, hint = "是统称，不是一个单位", "写具体单位"
    else:
        what = "不在名录（units.yaml）中"
        hint = did_you_mean(claim.lead, registry.known_names()) or "先用 kaohe unit add 加进名录"
    yield loaded.finding("KH857", f"{row_id} 的牵头单位“{claim.lead}”{what}", claim, "lead", hint=hint)


def _known(workspace: Workspace) -> Iterator[_Known]:
    """Yields the claims for incentives that there are; nothing where the files cannot be used."""
    loaded = workspace.claims
    files = (workspace.indicators, workspace.incentives, workspace.registry, workspace.forms)
    if loaded is None or not loaded.usable or not all(one.usable for one in files):
        return
    incentives = {one.id: one for one in workspace.tables().incentives.incentives}
    for row_id, claim in loaded.get().claims.items():
        if row_id in incentives:
            yield _Known(loaded, row_id, claim, incentives[row_id])
