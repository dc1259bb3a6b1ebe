"""What the file of a claim is made of, gathered from the tables, the claims, the reports and the roster."""

from collections.abc import Iterable, Sequence

from kaohe_cli.claims.papers import Paper
from kaohe_cli.claims.sentences import statements_of
from kaohe_cli.claims.standing import ClaimRow
from kaohe_cli.forms import known
from kaohe_cli.forms.reports import Report
from kaohe_cli.query.rows import IncentiveRow
from kaohe_cli.rules.placeholders import is_placeholder
from kaohe_cli.rules.reports import main_files
from kaohe_cli.words.phones import masked
from kaohe_cli.workspace.source import Loaded
from kaohe_cli.workspace.workspace import Workspace


class Gatherer:
    """Gathers what the files of claims are made of; the reports are looked through once."""

    def __init__(self, workspace: Workspace, rounds: Iterable[Iterable[Loaded[Report]]]) -> None:
        """``rounds`` are the report files of each round, the newest first.

        Raises:
            UnusableDataError: the tables or the roster cannot be used.
        """
        self._tables = workspace.tables()
        self._files = [main_files(files, self._tables.registry) for files in rounds]
        self._roster = workspace.contacts.get() if workspace.contacts is not None else None
        self._places = {one.id: place for place, one in enumerate(self._tables.incentives.incentives)}

    def paper(self, row: ClaimRow) -> Paper:
        """Returns what the file of a claim is made of."""
        place = self._places[row.id]
        incentive = self._tables.incentives.incentives[place]
        form = IncentiveRow(incentive, self._tables.load_forms).form
        units = [said.unit for said in row.said]
        told = [(unit, report) for unit in units if (report := self._report(unit, row.id)) is not None]
        return Paper(
            row=row,
            number=place + 1,
            incentive=incentive,
            table=self._tables.incentives,
            statements=statements_of(row.id, form, told),
            office=self._tables.indicators.office,
            contact=self._contact(row.lead, row.id),
        )

    def _report(self, unit: str, row_id: str) -> Report | None:
        """Returns the newest report of a body that says something of a row."""
        return next((one for one in self._reports(unit) if row_id in one.entries), None)

    def _reports(self, unit: str) -> Sequence[Report]:
        found = (files[unit].model for files in self._files if unit in files)
        return [one for one in found if one is not None]

    def _contact(self, unit: str | None, row_id: str) -> str | None:
        """Returns who answers in a body for a row, by its reports, else by the roster."""
        if unit is None:
            return None
        said = (one.value(row_id, known.CONTACT_NAME) for one in self._reports(unit))
        name = next((one for one in said if isinstance(one, str) and not is_placeholder(one)), None)
        if name is None and self._roster is not None:
            name = self._roster.people(unit, row_id).contact
        return masked(" ".join(name.split())) if name is not None else None
