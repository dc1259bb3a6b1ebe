"""What the file of a claim is made of, gathered from the tables, the claims, the reports and the roster."""

from kaohe_cli.claims.papers import Paper
from kaohe_cli.claims.sentences import statements_of
from kaohe_cli.claims.standing import ClaimRow
from kaohe_cli.forms import known
from kaohe_cli.forms.rounds import Round
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.rules.eligibility import reported_until, reports_on
from kaohe_cli.words.phones import masked
from kaohe_cli.words.prompts import is_placeholder
from kaohe_cli.workspace.workspace import Workspace


class Gatherer:
    """Gathers what the files of claims are made of; the reports are looked through once."""

    def __init__(self, workspace: Workspace, asked: Round | None) -> None:
        """Without a round that is ``asked`` for, all are looked through.

        Raises:
            UnusableDataError: the tables or the roster cannot be used.
        """
        self._tables = workspace.tables()
        self._rounds = reported_until(workspace, asked)
        self._roster = workspace.contacts.get() if workspace.contacts is not None else None
        self._incentives = {one.id: one for one in self._tables.incentives.incentives}

    def paper(self, row: ClaimRow) -> Paper:
        """Returns what the file of a claim is made of."""
        incentive = self._incentives[row.id]
        form = IncentiveRow(incentive, self._tables.load_forms).form
        told = [
            (said.unit, report)
            for said in row.said
            for report in reports_on(row.id, said.unit, self._rounds)[:1]
        ]
        return Paper(
            row=row,
            incentive=incentive,
            table=self._tables.incentives,
            statements=statements_of(row.id, form, told),
            office=self._tables.indicators.office,
            contact=self._contact(row.lead, row.id),
        )

    def _contact(self, unit: str | None, row_id: str) -> str | None:
        """Returns who answers in a body for a row, by its reports, else by the roster."""
        if unit is None:
            return None
        said = (one.value(row_id, known.CONTACT_NAME) for one in reports_on(row_id, unit, self._rounds))
        name = next((one for one in said if isinstance(one, str) and not is_placeholder(one)), None)
        if name is None and self._roster is not None:
            name = self._roster.people(unit, row_id).contact
        return masked(" ".join(name.split())) if name is not None else None
