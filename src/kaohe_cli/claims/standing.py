"""Where each claim stands: one plain row an incentive, from the tables, ``claims.yaml`` and the reports."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.rows import IncentiveRow, unit_texts
from kaohe_cli.rules.claims import lead_of
from kaohe_cli.rules.eligibility import Said, reported_until, said_of_incentives
from kaohe_cli.tables.claim_states import ANNOUNCED, DECLINED, DRAFTING, RECOMMENDED, SENT, WANTED
from kaohe_cli.tables.claims import Claim
from kaohe_cli.tables.incentives import Incentive
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.finding import UnusableDataError
from kaohe_cli.workspace.workspace import Tables, Workspace

UNDECIDED: Final = "未定"
"""The state of an incentive that ``claims.yaml`` does not name: nobody has said whether it is claimed."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Where the claim for one incentive stands; None is what nobody has said."""

    id: str
    """J01, …"""
    name: str
    city_lead: tuple[str, ...]
    units: tuple[str, ...]
    """The responsible units, as the table words them; a resolved collective with its bodies in brackets."""
    bonus_points: bool
    """予以加分: counts in the district's own assessment."""
    state: str
    """未定, 拟申报, 材料起草, 已报送, 已推荐, 已通报 or 不申报."""
    lead: str | None
    """The body that leads the claim, by its proper name; None where nobody does."""
    material: str | None
    sent: date | None
    copied: date | None
    recommended: date | None
    announced: date | None
    result: str | None
    notes: str | None
    said: tuple[Said, ...]
    """What each responsible body's report says: unit, eligible, expected, in the order of the row."""
    due: date | None
    """The last day to send it in; None where the tables name none."""
    days_left: int | None
    """Days until ``due``, negative behind it; None once it has been sent or is not claimed."""
    missing: tuple[str, ...]
    """What is still lacking on its way, as a clerk would say it: 牵头单位, 报送, …"""
    alarm: str
    """What is wrong with it, in a clause; empty where nothing is."""

    @property
    def is_open(self) -> bool:
        """Whether it may still have to be sent to the city: undecided, wanted or being drafted."""
        return self.state in (UNDECIDED, WANTED, DRAFTING)


def claims_of(workspace: Workspace, asked: Round | None, today: date) -> tuple[ClaimRow, ...]:
    """Returns where the claim for every incentive stands, in the order of 附件2.

    What the units say is taken from the reports of the round that is ``asked`` for and of those before it:
    what a unit said stands until it says something else; None looks at every round. A workspace without
    ``claims.yaml`` has all claims undecided; one without 附件2 has none.

    Raises:
        UnusableDataError: the tables or ``claims.yaml`` cannot be used. A report that cannot be read says
            nothing.
    """
    tables = workspace.tables()
    known = workspace.claims.get().claims if workspace.claims is not None else {}
    said = said_of_incentives(tables, reported_until(workspace, asked))
    step = tables.incentives.claim_step
    due = step.due if step is not None else None
    return tuple(
        _row(incentive, known.get(incentive.id), tables, said[incentive.id], due, today)
        for incentive in tables.incentives.incentives
    )


def _row(
    incentive: Incentive,
    claim: Claim | None,
    tables: Tables,
    said: tuple[Said, ...],
    due: date | None,
    today: date,
) -> ClaimRow:
    lead = lead_of(incentive, claim, tables)
    is_open = claim is None or claim.is_open
    return ClaimRow(
        id=incentive.id,
        name=incentive.title,
        city_lead=incentive.city_lead,
        units=tuple(unit_texts(IncentiveRow(incentive))),
        bonus_points=incentive.bonus_points,
        state=claim.state if claim is not None else UNDECIDED,
        lead=lead,
        material=_shown(claim.material) if claim is not None else None,
        sent=claim.sent if claim is not None else None,
        copied=claim.copied if claim is not None else None,
        recommended=claim.recommended if claim is not None else None,
        announced=claim.announced if claim is not None else None,
        result=_shown(claim.result) if claim is not None else None,
        notes=_shown(claim.notes) if claim is not None else None,
        said=said,
        due=due,
        days_left=(due - today).days if due is not None and is_open else None,
        missing=tuple(_missing(claim, lead, said)),
        alarm="；".join(_alarms(claim, lead, said, due, today)),
    )


def _shown(text: str | None) -> str | None:
    """Returns a text with the phone starred that somebody wrote into it against the rule (KH858)."""
    return masked(text) if text is not None else None


def _alarms(
    claim: Claim | None, lead: str | None, said: Sequence[Said], due: date | None, today: date
) -> Iterator[str]:
    """Yields what is wrong with a claim that is made, as KH851 to KH854 have it, and what is overdue."""
    if claim is None or claim.state == DECLINED:
        return
    if claim.is_open and due is not None and today > due:
        yield f"逾期 {(today - due).days} 天没有报送"
    if claim.sent is not None and due is not None and claim.sent > due:
        yield "报送晚于期限"
    if claim.sent is not None and claim.copied is None:
        yield "没有抄送市政府督查办"
    if claim.is_open and (against := [one.unit for one in said if one.answer == "否"]):
        yield f"{'、'.join(against)}填不符合条件"
    if lead is None:
        yield "没有牵头单位"


def _missing(claim: Claim | None, lead: str | None, said: Sequence[Said]) -> list[str]:
    """Returns what a claim still lacks, in the order in which it is got; nothing once it is settled."""
    if claim is not None and claim.state == DECLINED:
        return []
    lacking = {
        "定下申报与否": claim is None,
        "牵头单位": lead is None,
    }
    if claim is None or claim.is_open:
        lacking["单位填报"] = any(word.eligible is None for word in said)
    if claim is not None:
        lacking |= {
            "申报材料": claim.material is None,
            "报送": claim.is_open,
            "抄送督查办": claim.copied is None,
            "结果": claim.state == ANNOUNCED and claim.result is None,
        }
    return [name for name, is_lacking in lacking.items() if is_lacking]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims are in each state, for a line or two."""

    states: tuple[tuple[str, int], ...]
    """Each state that occurs, in the order of a claim's way, with how many are in it."""
    due: date | None
    days_left: int | None
    """Days until ``due``, where one is still open."""

    @property
    def open(self) -> int:
        """How many may still have to be sent in."""
        return sum(number for state, number in self.states if state in (UNDECIDED, WANTED, DRAFTING))


_ORDER: Final = (WANTED, DRAFTING, SENT, RECOMMENDED, ANNOUNCED, DECLINED, UNDECIDED)


def counts(rows: Sequence[ClaimRow]) -> Counts:
    """Returns how many claims are in each state, and the days left for those that are open."""
    number = Counter(row.state for row in rows)
    left = [row.days_left for row in rows if row.days_left is not None]
    return Counts(
        states=tuple((state, number[state]) for state in _ORDER if number[state]),
        due=next((row.due for row in rows), None),
        days_left=left[0] if left else None,
    )


def count_line(rows: Sequence[ClaimRow]) -> str:
    """Returns the claims in a line for people; nothing where there are no incentives.

    督查激励申报 27 项：拟申报 3，已报送 1，未定 23；2022-02-01 截止，还有 77 天
    """
    if not rows:
        return ""
    known = counts(rows)
    states = "，".join(f"{state} {number}" for state, number in known.states)
    line = f"督查激励申报 {len(rows)} 项：{states}"
    if known.open and known.days_left is not None:
        days = known.days_left
        when = f"还有 {days} 天" if days > 0 else f"已过 {-days} 天" if days else "即今天"
        return f"{line}；{known.due} 截止，{when}"
    return f"{line}；附件2 没有写申报的期限" if known.open else line


def claim_line(workspace: Workspace, today: date) -> str:
    """Returns where the claims stand in a line, or that ``claims.yaml`` cannot be read."""
    try:
        return count_line(claims_of(workspace, None, today))
    except UnusableDataError:
        return "督查激励申报：claims.yaml 无法读取，未计入；原因见 kaohe validate"
