"""What the tests of all formats ask of an import."""

from kaohe_cli.importing import Imported
from kaohe_cli.tables.indicators import IndicatorTable


def indicators(done: Imported) -> IndicatorTable:
    """The table of indicators, which must be there."""
    assert done.tables.indicators is not None
    return done.tables.indicators
