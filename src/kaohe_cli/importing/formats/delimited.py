"""Tables saved as .csv: commas, semicolons or tabs, in UTF-8, GBK or UTF-16."""

import csv
from io import StringIO
from typing import Final

from kaohe_cli.importing.formats.laying_out import Spanning, TooLargeError, items_of, laid_out
from kaohe_cli.importing.pasted_text import decoded
from kaohe_cli.importing.stream import Stream

_DELIMITERS: Final = ",;\t"
_LOOKED_AT: Final = 20
_LONGEST_CELL: Final = 1_000_000  # characters; a quote that is never closed makes one cell of the whole file


def read_delimited(name: str, data: bytes) -> Stream:
    """Returns a .csv file as a stream; ``name`` is what messages call it.

    Raises:
        UnreadableTextError: it is no text, or too large.
        TooLargeError: there is more than a table may have.
    """
    text = decoded(name, data).replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    except csv.Error:
        raise TooLargeError from None
    width = max((len(row) for row in rows), default=0)
    laid = laid_out([*map(Spanning, row), *[Spanning("")] * (width - len(row))] for row in rows)
    return Stream(name, tuple(items_of(laid, 0, shows_merges=False)))


def _delimiter(text: str) -> str:
    """Returns the sign that parts most cells of the first lines: Excel writes “;” in some countries."""
    lines = text.split("\n")[:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
