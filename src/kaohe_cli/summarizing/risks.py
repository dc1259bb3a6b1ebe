"""Where a loss is to be feared: what was answered 否 for the whole year, and the risks that texts name."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kaohe_cli.forms import known
from kaohe_cli.rules.answers import answer
from kaohe_cli.rules.risks import risks_in
from kaohe_cli.summarizing.standings import Standing
from kaohe_cli.summarizing.statements import Statement, quoted

_KEYS: Final = (known.FORECAST_SITUATION, known.PROBLEMS, known.PROGRESS_SITUATION)


class Risk(NamedTuple):
    """A reason to fear for a row, in the words of the body."""

    id: str
    unit: str
    says_no: bool
    """Whether the body answered that the row will not be completed this year."""
    quote: str
    """Its own words, without telephone numbers."""


def risks_of(standing: Standing) -> Iterator[Risk]:
    """Yields the reasons to fear for a row: the answers first, then at most one quotation a body."""
    told = set()
    for statement in standing.statements:
        said = statement.text(known.FORECAST_COMPLETED)
        if said is not None and answer(said) == "否":
            yield Risk(standing.id, statement.unit, says_no=True, quote=quoted(said))
        if (quote := _worry(statement)) and (statement.unit, quote) not in told:
            told.add((statement.unit, quote))
            yield Risk(standing.id, statement.unit, says_no=False, quote=quote)


def _worry(statement: Statement) -> str | None:
    texts = (statement.text(key) for key in _KEYS)
    return next((quoted(sentence) for text in texts if text for sentence in risks_in(text)), None)
